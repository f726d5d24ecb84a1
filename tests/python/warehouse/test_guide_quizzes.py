"""What the guide publishes about quizzes is what their marts give."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from warehouse.compare import assert_same_rows
from warehouse.warehouses import Warehouse

# The guide's joins: answers whose question and one of whose shown options are exported.
ANSWERS = """
    select
        versions.course_branch_id,
        versions.item_id,
        count(distinct responses.response_id) as responses,
        count(distinct responses.attempt_id) as actions,
        count(*) filter (where choices.is_chosen) as selected_rows
    from intermediate.int_assessments__item_versions as versions
    inner join marts.branches_items__content_order as items using (course_branch_id, item_id)
    inner join marts.assessment_responses as responses using (assessment_id)
    inner join marts.assessment_attempts as attempts using (attempt_id, assessment_id)
    inner join intermediate.int_assessments__choices as choices using (response_id)
    inner join marts.questions_options__choices as options using (assessment_id, question_id, option_id)
    where options.option_kind = 'option' and responses.question_kind is not null
    group by all
"""

VERSIONS = """
    select
        versions.course_branch_id,
        versions.item_id as course_item_id,
        versions.assessment_id,
        versions.assessment_base_id,
        versions.assessment_version,
        versions.is_latest_version as is_latest_version_in_branch,
        count(*) as question_count
    from intermediate.int_assessments__item_versions as versions
    left join coursera.assessment_assessments_questions using (assessment_id)
    group by all
"""


def test_answers_per_item_are_the_published_ones(
    relinked_rows: duckdb.DuckDBPyConnection, shared: Path
) -> None:
    """Quizzes of two types have the same rows there: their ids repeat in the table of quizzes, so that the
    guide's joins give every row several times. The marts keep one row per key."""
    published = shared / "expected/coursera/guide_sql/quiz_selected_responses_by_type.csv"
    with published.open(newline="", encoding="utf-8") as file:
        expected = {
            (
                row["course_branch_id"],
                row["course_item_id"],
                int(row["responses"]),
                int(row["actions"]),
                int(float(row["selected_rows"])),
            )
            for row in csv.DictReader(file)
        }
    assert set(relinked_rows.sql(ANSWERS).fetchall()) == expected


def test_versions_of_the_worked_example_are_numbers(guide_examples: Warehouse, shared: Path) -> None:
    """The example has no ids of the places of questions, which are counted in the table itself."""
    with guide_examples.connect() as connection:
        assert_same_rows(
            connection, VERSIONS, shared / "expected/coursera/guide_examples/assessment_mapping.csv"
        )
