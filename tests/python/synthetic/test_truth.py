"""The truth files agree with each other and with the exports."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from coursehouse.synthetic.generate import GeneratedInstitution
from coursehouse.synthetic.peer import SKIP_REASONS
from synthetic.reading import newest, read_export

MARTS = {
    "courses": 2,
    "course_branches": 2,
    "branches_items__content_order": 3,
    "branches_items__changes": 3,
    "course_sessions": 2,
    "users_courses__membership_periods": 4,
    "users_courses__enrollments": 3,
    "users_courses__certificate_payments": 3,
    "sessions__enrollments": 2,
    "courses_dates__enrollments": 3,
    "users_items__progress": 4,
    "users_courses__progress": 3,
    "branches_items__drop_off": 3,
    "users_courses__grades": 3,
    "users_branches__grades": 3,
    "users_items__grades": 4,
    "courses__grade_summary": 2,
    "peer_submissions": 2,
    "peer_submissions__scores": 2,
    "peer_submissions__texts": 2,
    "peer_submissions_parts__scores": 4,
    "peer_answers__texts": 4,
    "peer_reviews": 2,
    "peer_reviews_parts__choices": 4,
    "peer_reviews_parts__texts": 4,
    "peer_comments__texts": 2,
    "peer_skips__texts": 2,
    "users_peer_assignments__reviewing": 3,
    "peer_assignments__summary": 2,
    "assessment_attempts": 2,
    "assessment_responses": 2,
    "assessment_responses__texts": 2,
    "sessions_items__assessment_versions": 5,
    "assessments__statistics": 2,
    "questions__statistics": 3,
    "questions_options__choices": 4,
    "posts": 2,
    "posts__texts": 2,
    "posts__votes": 2,
    "users_courses__forum_activity": 3,
    "courses__forum_summary": 2,
    "users": 2,
    "users__survey_answers": 2,
    "users_courses__demographics": 3,
    "courses_attributes__learner_shares": 4,
    "users_courses__survey_ids": 3,
    "courses_systems_months__ratings": 4,
    "items__ratings": 3,
    "feedback_comments": 2,
    "feedback_comments__texts": 2,
    "programming_submissions": 2,
    "programming_parts__scores": 4,
    "code_block_requests": 2,
    "code_block_requests__texts": 2,
}

PEER_DIFFERENCES = {
    "",
    "not scored yet",
    "score not exported",
    "mentor graded",
    "other assignment version",
    "option without score",
    "part missing",
    "review counted after scoring",
    "fewer reviews than required",
}

Row = dict[str, str]


def _read(folder: Path, mart: str) -> list[Row]:
    with (folder / f"{mart}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("mart", MARTS)
def test_first_columns_are_the_key(mart: str, institution: GeneratedInstitution) -> None:
    rows = _read(institution.truth, mart)
    keys = [tuple(row.values())[: MARTS[mart]] for row in rows]
    assert keys
    assert len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)


def test_there_is_no_other_truth_file(institution: GeneratedInstitution) -> None:
    assert {path.stem for path in institution.truth.iterdir()} == {*MARTS, "faults"}


def test_positions_count_the_items_of_each_branch(institution: GeneratedInstitution) -> None:
    positions = defaultdict(list)
    for row in _read(institution.truth, "branches_items__content_order"):
        if row["is_in_branch"] == "true":
            positions[row["course_branch_id"]].append(int(row["position"]))
        else:
            assert row["position"] == ""
    counts = {
        row["course_branch_id"]: int(row["item_count"]) for row in _read(institution.truth, "course_branches")
    }
    assert 0 in counts.values()
    for branch_id, count in counts.items():
        assert positions[branch_id] == list(range(1, count + 1))


def test_daily_counts_add_up(institution: GeneratedInstitution) -> None:
    ever: Counter[str] = Counter()
    enrolled: Counter[str] = Counter()
    paid = ("paid", "financial_aid", "group_sponsored", "audit")
    for row in _read(institution.truth, "courses_dates__enrollments"):
        ever[row["course_id"]] += int(row["newly_enrolled_count"])
        enrolled[row["course_id"]] += int(row["enrolled_change_count"])
        assert int(row["ever_enrolled_count"]) == ever[row["course_id"]]
        assert int(row["enrolled_count"]) == enrolled[row["course_id"]]
        assert sum(int(row[f"{way}_enrolled_count"]) for way in paid) == enrolled[row["course_id"]]
    for row in _read(institution.truth, "courses__grade_summary"):
        assert int(row["ever_enrolled_count"]) == ever[row["course_id"]]
        assert int(row["enrolled_count"]) == enrolled[row["course_id"]]


def test_fewer_and_fewer_learners_reach_an_item(institution: GeneratedInstitution) -> None:
    reached: dict[str, int] = {}
    last: Counter[str] = Counter()
    for row in _read(institution.truth, "branches_items__drop_off"):
        branch_id = row["course_branch_id"]
        assert int(row["reached_count"]) <= reached.get(branch_id, int(row["active_count"]))
        assert int(row["dropped_out_count"]) <= int(row["last_item_count"])
        reached[branch_id] = int(row["reached_count"])
        last[branch_id] += int(row["last_item_count"])
    assert sum(last.values()) > 0


def test_who_passed_completed(institution: GeneratedInstitution) -> None:
    key = ("user_id", "course_id")
    passed = {
        tuple(row[name] for name in key): row["graded_at"]
        for row in _read(institution.truth, "users_courses__grades")
        if row["is_passed"] == "true"
    }
    completed = {
        tuple(row[name] for name in key): row["completed_at"]
        for row in _read(institution.truth, "users_courses__enrollments")
        if row["is_completed"] == "true"
    }
    assert passed
    assert passed == completed


def test_odd_cases_occur(institution: GeneratedInstitution) -> None:
    enrollments = _read(institution.truth, "users_courses__enrollments")
    assert {row["latest_role"] for row in enrollments} >= {
        "LEARNER",
        "NOT_ENROLLED",
        "MENTOR",
        "INSTRUCTOR",
        "",
    }
    assert {row["session_count"] for row in enrollments} >= {"0", "1", "2"}
    payments = _read(institution.truth, "users_courses__certificate_payments")
    states = {row["payment_state"] for row in payments}
    assert states == {"payment", "financial_aid", "group_sponsored", "audit"}
    assert {row["has_export_row"] for row in payments if row["payment_state"] == "audit"} == {"true", "false"}
    progress = _read(institution.truth, "users_items__progress")
    assert {(row["item_kind"] == "", row["is_in_branch"]) for row in progress} >= {
        (True, "false"),
        (False, "false"),
        (False, "true"),
    }
    changes = _read(institution.truth, "branches_items__changes")
    for flag in ("was_added", "was_removed", "was_moved", "was_renamed"):
        assert {row[flag] for row in changes} == {"true", "false"}


def test_peer_scores_are_the_sums_of_the_exported_parts(institution: GeneratedInstitution) -> None:
    tables = read_export(institution.config, newest(institution))
    sums: Counter[str] = Counter()
    for submission_id, score in tables["peer_submission_part_scores"].pick(
        ["peer_submission_id", "peer_submission_part_score"]
    ):
        sums[str(submission_id)] += float(str(score))  # type: ignore[assignment]
    truth = {
        row["peer_submission_id"]: float(row["exported_score"])
        for row in _read(institution.truth, "peer_submissions__scores")
        if row["exported_score"]
    }
    assert sums
    assert {submission_id: truth[submission_id] for submission_id in sums} == dict(sums)


def test_every_peer_case_occurs(institution: GeneratedInstitution) -> None:
    submissions = _read(institution.truth, "peer_submissions")
    assert {row["submission_state"] for row in submissions} == {"live", "draft", "removed", "replaced"}
    assert {row["assignment_version"] for row in submissions} >= {"2", "10"}
    assert {
        row["difference_reason"] for row in _read(institution.truth, "peer_submissions__scores")
    } == PEER_DIFFERENCES
    reviews = _read(institution.truth, "peer_reviews")
    for flag in ("is_counted", "is_excess", "is_late", "is_mentor_review"):
        assert {row[flag] for row in reviews} == {"true", "false"}
    assert {row["skip_reason"] for row in _read(institution.truth, "peer_skips__texts")} == set(SKIP_REASONS)
    choices = _read(institution.truth, "peer_reviews_parts__choices")
    assert {row["score"] == "" for row in choices} == {True, False}
    assert {row["submission_part_id"] == "" for row in choices} == {True, False}
    branches = {
        row["course_branch_id"] == "" for row in _read(institution.truth, "peer_assignments__summary")
    }
    assert branches == {True, False}


def test_isolated_ids_leave_the_truth_of_content_as_it_is(
    institution: GeneratedInstitution, isolated_institution: GeneratedInstitution
) -> None:
    for mart in ("courses", "course_branches", "branches_items__content_order", "courses__grade_summary"):
        assert _read(institution.truth, mart) == _read(isolated_institution.truth, mart)
