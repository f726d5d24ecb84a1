"""The guide's example queries and worked examples give the published results."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from warehouse.compare import assert_same_rows
from warehouse.warehouses import Warehouse

GUIDE_QUERIES = sorted((Path(__file__).parent / "guide").glob("*.sql"))

# The relinked export keeps the keys of these tables whole, so their marts hold every exported row.
MART_QUERIES = {
    "payments": """
        select
            was_payment, was_finaid_grant, was_group_sponsored,
            exported_met_payment_condition as met_payment_condition, count(*) as n
        from marts.users_courses__certificate_payments
        where has_export_row
        group by all
    """,
    "branch_grades_by_state": """
        select
            course_branch_id,
            case passing_state when 'not passed' then 0 when 'verified passed' then 2 end as st,
            count(*) as n,
            avg(grade) as avg_overall
        from marts.users_branches__grades
        group by all
    """,
    "course_grades_by_state": """
        select
            case passing_state when 'not passed' then 0 when 'verified passed' then 2 end
                as course_passing_state_id,
            count(*) as n,
            avg(grade) as avg_overall,
            avg(verified_grade) as avg_verified
        from marts.users_courses__grades
        group by all
    """,
    "country_counts": """
        select
            users.country_cd,
            count(*) as num_course_learners,
            count(*) filter (where people.was_pre_enrolled) as num_pre_enrollers,
            count(*) filter (where people.is_completed) as num_completers
        from marts.users
        left join (
            select
                user_id,
                bool_or(was_pre_enrolled) as was_pre_enrolled,
                bool_or(is_completed) as is_completed
            from marts.users_courses__enrollments
            group by user_id
        ) as people on users.user_id = people.user_id
        group by users.country_cd
    """,
    "started_first_graded_programming": """
        select progress.course_id, count(distinct progress.user_id) as num_learners
        from marts.users_items__progress as progress
        inner join (
            select course_id, item_id
            from marts.branches_items__content_order
            where is_original and is_in_branch and item_kind = 'programming' and is_graded
            qualify row_number() over (partition by course_id order by position) = 1
        ) as first_items
            on progress.course_id = first_items.course_id and progress.item_id = first_items.item_id
        group by progress.course_id
    """,
    # Nobody rated twice in this export, so that the latest ratings are all of them.
    "star_rating_by_month": """
        select
            course_id,
            strftime(calendar_month, '%Y-%m') as month,
            rating_count as num_feedback,
            mean_rating as avg_feedback_rating
        from marts.courses_systems_months__ratings
        where feedback_system = 'STAR' and rating_count > 0
    """,
    "rating_counts_by_system": """
        select feedback_system, rating as feedback_rating, count(*) as n
        from intermediate.int_feedback__course_ratings
        where is_latest
        group by all
    """,
}


@pytest.fixture
def expected(shared: Path) -> Path:
    return shared / "expected/coursera/guide_sql"


@pytest.fixture
def examples(shared: Path) -> Path:
    return shared / "expected/coursera/guide_examples"


@pytest.mark.parametrize("query", GUIDE_QUERIES, ids=lambda path: path.stem)
def test_guide_query_gives_the_published_rows(
    query: Path, relinked_rows: duckdb.DuckDBPyConnection, expected: Path
) -> None:
    assert_same_rows(relinked_rows, query.read_text(encoding="utf-8"), expected / f"{query.stem}.csv")


def test_every_published_result_has_a_query(expected: Path) -> None:
    assert [query.stem for query in GUIDE_QUERIES] == sorted(path.stem for path in expected.glob("*.csv"))


@pytest.mark.parametrize("name", MART_QUERIES)
def test_marts_give_the_published_rows(
    name: str, relinked_rows: duckdb.DuckDBPyConnection, expected: Path
) -> None:
    assert_same_rows(relinked_rows, MART_QUERIES[name], expected / f"{name}.csv")


def test_promoters_and_detractors_are_those_of_the_published_ratings(
    relinked_rows: duckdb.DuckDBPyConnection, expected: Path
) -> None:
    counts = relinked_rows.sql(
        """
        select
            feedback_system,
            cast(sum(promoter_count) as integer),
            cast(sum(passive_count) as integer),
            cast(sum(detractor_count) as integer)
        from marts.courses_systems_months__ratings
        where feedback_system <> 'STAR'
        group by feedback_system
        """
    ).fetchall()
    published: dict[str, list[int]] = {}
    with (expected / "rating_counts_by_system.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rating = int(row["feedback_rating"])
            group = 0 if rating >= 9 else 1 if rating >= 7 else 2
            published.setdefault(row["feedback_system"], [0, 0, 0])[group] += int(row["n"])
    del published["STAR"]
    assert {system: list(groups) for system, *groups in counts} == published


def test_content_order_is_the_published_hierarchy_with_one_row_per_key(
    relinked_rows: duckdb.DuckDBPyConnection,
) -> None:
    """The rows that stand last in their files are found here without joins, one lookup after the other."""
    items = _last_rows(relinked_rows, "course_branch_items", "course_branch_id", "course_item_id")
    lessons = _last_rows(relinked_rows, "course_branch_lessons", "course_branch_id", "course_lesson_id")
    modules = _last_rows(relinked_rows, "course_branch_modules", "course_branch_id", "course_module_id")
    wanted = set()
    for (branch, item_id), item in items.items():
        lesson = lessons.get((branch, item["course_lesson_id"]), {})
        module = modules.get((branch, lesson.get("course_module_id")), {})
        orders = (
            module.get("course_branch_module_order"),
            lesson.get("course_branch_lesson_order"),
            item["course_branch_item_order"],
        )
        wanted.add((branch, item_id, item["course_lesson_id"], lesson.get("course_module_id"), *orders))
    content_order = relinked_rows.sql(
        """
        select course_branch_id, item_id, lesson_id, module_id, module_order, lesson_order, item_order
        from marts.branches_items__content_order
        where is_in_branch
        """
    ).fetchall()
    assert len(content_order) == len(wanted)
    assert set(content_order) == wanted


def _last_rows(
    connection: duckdb.DuckDBPyConnection, table: str, *key: str
) -> dict[tuple[object, ...], dict[str, object]]:
    relation = connection.sql(f"select * from coursera.{table} order by _row_number")
    rows = (dict(zip(relation.columns, values, strict=True)) for values in relation.fetchall())
    return {tuple(row[column] for column in key): row for row in rows}


def test_versions_of_the_worked_example_are_counted_per_branch(
    guide_examples: Warehouse, examples: Path
) -> None:
    counts = """
        select
            course_branch_id, module_count as modules, lesson_count as lessons, item_count as items,
            is_original as is_original_version
        from marts.course_branches
    """
    with guide_examples.connect() as connection:
        assert_same_rows(connection, counts, examples / "versioning_counts.csv")


def test_tables_of_the_worked_example_keep_their_rows(guide_examples: Warehouse, examples: Path) -> None:
    expected = examples / "versioning_totals.csv"
    tables = [line.partition(",")[0] for line in expected.read_text(encoding="utf-8").splitlines()[1:]]
    counts = " union all ".join(
        f"select '{table}' as \"table\", count(*) as rows from coursera.{table}" for table in tables
    )
    with guide_examples.connect() as connection:
        assert_same_rows(connection, counts, expected)


def test_any_payment_flag_meets_the_condition(guide_examples: Warehouse, examples: Path) -> None:
    with guide_examples.connect() as connection:
        assert_same_rows(
            connection,
            "marts.users_courses__certificate_payments",
            examples / "payment_truth_table.csv",
        )
