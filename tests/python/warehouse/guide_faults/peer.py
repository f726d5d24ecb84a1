"""What is wrong with printed queries about peer assignments."""

from __future__ import annotations

import math
from collections import Counter

from coursehouse.synthetic.config import IdMode
from warehouse.guide_faults.uses import uses_of
from warehouse.guide_queries import GuideQueries, Row, counted, shared_columns


def choices_by_another_version_are_mixed_in(name: str, queries: GuideQueries) -> None:
    printed, corrected = queries.printed(name), queries.rows(name)
    columns = [column for column in shared_columns(corrected, printed) if column != "score"]
    more = counted(printed, columns) - counted(corrected, columns)
    assert more and not counted(corrected, columns) - counted(printed, columns)
    own = {row["peer_assignment_id"] for row in corrected}
    assert len(own) == 1 and not own & {row[0] for row in more}


def branches_answers_and_parts_are_multiplied(name: str, queries: GuideQueries) -> None:
    planted = queries.planted
    uses = uses_of(planted, "peer_assignment")
    submissions = planted.table("peer_submissions")
    per_submission = [
        Counter(row["peer_submission_id"] for row in planted.table(table))
        for table in ("peer_submission_part_free_responses", "peer_submission_part_urls", "peer_reviews")
    ]
    parts = Counter(row["peer_assignment_id"] for row in planted.table("peer_assignment_review_schema_parts"))
    wanted = sum(
        uses[row["peer_assignment_id"]]
        * parts[row["peer_assignment_id"]]
        * math.prod(max(1, counts[row["peer_submission_id"]]) for counts in per_submission)
        for row in submissions
    )
    printed, corrected = queries.printed(name), queries.rows(name)
    assert len(printed) == wanted > 2 * len(corrected)
    columns = ["peer_submission_id", "peer_review_id", "peer_assignment_id", "review_part_id"]
    assert max(counted(corrected, columns).values()) == 1
    _drafts_are_in(queries, printed, corrected)
    _other_versions_are_lost(queries, printed, corrected)
    _reviewers_have_no_main_id(queries)


def _drafts_are_in(queries: GuideQueries, printed: list[Row], corrected: list[Row]) -> None:
    work = ("peer_assignments_user_id", "peer_submission_created_ts")
    drafts = {
        (row["peer_assignments_user_id"], row["created_at"])
        for row in queries.planted.truth("peer_submissions")
        if row["is_draft"] == "true"
    }
    shown = {(author, str(at)) for author, at in counted(printed, work)}
    assert drafts & shown and not drafts & {(author, str(at)) for author, at in counted(corrected, work)}


def _other_versions_are_lost(queries: GuideQueries, printed: list[Row], corrected: list[Row]) -> None:
    review = ("peer_assignments_user_id", "peer_submission_created_ts", "reviewer_id")
    said = ("peer_assignment_review_schema_part_option_id", "peer_review_part_free_response_text")
    versions = {
        row["peer_submission_id"]: row["peer_assignment_id"]
        for row in queries.planted.truth("peer_submissions")
    }
    by_another = [
        row
        for row in corrected
        if row["peer_review_id"] and row["peer_assignment_id"] != versions[str(row["peer_submission_id"])]
    ]
    reviews = counted(by_another, review)
    lost = [row for row in printed if tuple(row[column] for column in review) in reviews]
    assert lost and not any(row[column] for row in lost for column in said)
    assert all(any(row[column] is not None for column in said) for row in by_another)


def _reviewers_have_no_main_id(queries: GuideQueries) -> None:
    """The guide's column for the reviewer is in linked exports only, and no other table's id helps."""
    config = queries.planted.institution.config
    is_linked = config.mode is IdMode.LINKED
    for tables in queries.planted.exports:
        header = tables["peer_reviews"].header
        assert (f"{config.partner}_user_id" in header) is is_linked
    persons = {row["user_id"] for row in queries.planted.table("users")}
    reviewers = {row["peer_assignments_user_id"] for row in queries.planted.table("peer_reviews")}
    assert bool(persons & reviewers) is is_linked
