"""The marts about peer assignments give the guide's published rows and its worked example of a peer score."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pytest

from warehouse.compare import assert_same_rows
from warehouse.warehouses import EXIT_LANDED, NewWarehouse, Warehouse

SUBMISSION = "9eFL8A0BEeaAVhLVpQtKaw"

# Items and part scores repeat some keys in the relinked export. The guide's joins take every row of them, the
# marts one per key: the rows that they set aside are read from the export here.
MART_QUERIES = {
    "peer_join_rows": """
        select
            links.course_branch_id,
            links.item_id as course_item_id,
            links.peer_assignment_id,
            sum(items.row_count * greatest(submissions.review_count, 1)) as joined_rows,
            count(*) as submissions,
            sum(submissions.review_count) as reviews
        from staging.stg_coursera__course_branch_item_peer_assignments as links
        inner join (
            select course_branch_id, course_item_id as item_id, count(*) as row_count
            from coursera.course_branch_items
            group by all
        ) as items using (course_branch_id, item_id)
        inner join marts.peer_submissions as submissions using (peer_assignment_id)
        group by all
    """,
    "peer_part_score_sums": """
        select
            peer_submission_id,
            peer_assignment_id,
            count(*) as parts,
            sum(parts.exported_score) as sum_of_parts,
            max(submissions.score) as score
        from (
            select peer_submission_id, peer_assignment_id, exported_score
            from marts.peer_submissions_parts__scores
            where exported_score is not null
            union all
            select peer_submission_id, peer_assignment_id, peer_submission_part_score
            from coursera.peer_submission_part_scores
            qualify row_number() over (
                partition by peer_submission_id, peer_assignment_id, peer_assignment_review_schema_part_id
                order by _row_number desc
            ) > 1
        ) as parts
        inner join marts.peer_submissions as submissions using (peer_submission_id, peer_assignment_id)
        group by all
    """,
    "peer_submissions_latest_state": """
        select
            peer_assignment_id,
            count(*) filter (where is_draft) as drafts,
            count(*) filter (where not is_draft) as submitted,
            count(*) filter (where is_live or is_replaced) as submitted_and_current,
            count(score) as scored,
            avg(score) as avg_score
        from marts.peer_submissions
        group by all
    """,
}


@pytest.fixture(scope="module")
def example(shared: Path, new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The guide's worked example of a peer score, as an export."""
    folder = tmp_path_factory.mktemp("examples") / "peer_example"
    printed = shutil.ignore_patterns("*_as_printed.csv")
    shutil.copytree(shared / "exports/coursera/guide_examples/peer", folder, ignore=printed)
    warehouse = new_warehouse("peer_example")
    assert warehouse.load(folder, options=("--snapshot-at", "2016-08-01T00:00:00")) == EXIT_LANDED
    warehouse.run("--select", "+path:models/marts/peer_review")
    return warehouse


@pytest.fixture
def facts(shared: Path) -> dict[str, str]:
    """What the guide's text says about the example."""
    path = shared / "expected/coursera/guide_examples/peer_submission_facts.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return {row["fact"]: row["value"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", MART_QUERIES)
def test_peer_marts_give_the_published_rows(
    name: str, relinked_rows: duckdb.DuckDBPyConnection, shared: Path
) -> None:
    expected = shared / f"expected/coursera/guide_sql/{name}.csv"
    assert_same_rows(relinked_rows, MART_QUERIES[name], expected)


def test_reviews_of_the_worked_example_count_as_the_guide_says(example: Warehouse, shared: Path) -> None:
    expected = shared / "expected/coursera/guide_examples/peer_reviews_used.csv"
    with example.connect() as connection:
        reviews = "select peer_review_id, is_counted as counts_toward_score from marts.peer_reviews"
        assert_same_rows(connection, reviews, expected)


def test_worked_example_totals_19_over_17_parts(
    example: Warehouse, facts: dict[str, str], shared: Path
) -> None:
    """The guide's text counts 17 parts and 19 points; its printed list lacks a row and repeats a part."""
    with example.connect() as connection:
        scores = connection.sql("select * from marts.peer_submissions__scores").fetchdf().to_dict("records")
        parts = connection.sql(
            "select exported_score from marts.peer_submissions_parts__scores where exported_score is not null"
        ).fetchall()
    (score,) = scores
    assert score["peer_submission_id"] == SUBMISSION
    assert len(parts) == score["exported_part_count"] == int(facts["rubric part scores stated in text"]) == 17
    assert sum(points for (points,) in parts) == score["exported_part_sum"] == score["exported_score"] == 19
    assert score["exported_score"] == float(facts["peer_submission_score"]) == score["max_score"]
    assert score["is_passed"] and score["score_fraction"] == 1
    printed = shared / "exports/coursera/guide_examples/peer/peer_submission_part_scores_as_printed.csv"
    with printed.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == int(facts["rows printed in the guide part-score table"]) == 16
    assert sum(float(row["peer_submission_part_score"]) for row in rows) == 18


def test_the_part_whose_choices_are_printed_is_recomputed(example: Warehouse, facts: dict[str, str]) -> None:
    with example.connect() as connection:
        part = connection.sql(
            """
            select choice_count, counted_choice_count, recomputed_score, exported_score, is_equal
            from marts.peer_submissions_parts__scores
            where review_part_id = '1'
            """
        ).fetchall()
        reason = connection.sql("select difference_reason from marts.peer_submissions__scores").fetchall()
    counted = int(facts["rubric part 1: choices among visible reviews"])
    median = float(facts["rubric part 1: median score of visible reviews"])
    assert part == [(int(facts["reviews received"]), counted, median, median, True)]
    # The example holds the choices of this part alone.
    assert reason == [("part missing",)]


def test_reviews_and_submissions_of_the_worked_example(example: Warehouse, facts: dict[str, str]) -> None:
    with example.connect() as connection:
        submissions = connection.sql(
            """
            select
                submissions.peer_submission_id,
                submissions.review_count,
                submissions.counted_review_count,
                submissions.excess_review_count,
                submissions.assignment_version
            from marts.peer_submissions as submissions
            inner join marts.peer_submissions__texts as texts using (platform, peer_submission_id)
            where submissions.is_live and texts.title = 'Audio Interview'
            """
        ).fetchall()
        excess = connection.sql("select peer_review_id, is_late from marts.peer_reviews where is_excess")
        assert excess.fetchall() == [(facts["excess review id"], True)]
    received = int(facts["reviews received"])
    counted = int(facts["reviews visible to submitter / used for scoring"])
    latest = int(facts["latest version by numeric suffix"].rpartition("@")[2])
    assert submissions == [(SUBMISSION, received, counted, received - counted, latest)]
