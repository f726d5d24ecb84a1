"""The truth about feedback, programming assignments and code blocks holds every odd case, and adds up."""

from __future__ import annotations

from collections import Counter, defaultdict

from coursehouse.synthetic.generate import GeneratedInstitution
from synthetic.reading import newest, read_export, read_truth


def test_ratings_change_and_the_replaced_ones_are_counted(institution: GeneratedInstitution) -> None:
    months = read_truth(institution, "courses_systems_months__ratings")
    assert {row["feedback_system"] for row in months} == {"STAR", "NPS_FIRST_WEEK", "NPS_END_OF_COURSE"}
    assert any(int(row["superseded_count"]) for row in months)
    for row in months:
        is_recommendation = row["feedback_system"] != "STAR"
        assert (row["promoter_count"] != "") == is_recommendation
        assert (row["net_promoter_score"] != "") == (is_recommendation and row["rating_count"] != "0")
        if is_recommendation:
            groups = (row["promoter_count"], row["passive_count"], row["detractor_count"])
            assert sum(map(int, groups)) == int(row["rating_count"])


def test_counted_ratings_are_those_of_the_newest_export(institution: GeneratedInstitution) -> None:
    export = newest(institution)
    ratings = read_export(institution.config, export)["feedback_course_ratings"].pick(["feedback_system"])
    counted: Counter[str] = Counter()
    for row in read_truth(institution, "courses_systems_months__ratings"):
        if row["course_id"] == export.course_id:
            counted[row["feedback_system"]] += int(row["rating_count"])
    assert counted == Counter(system for (system,) in ratings)


def test_items_that_no_export_names_have_likes_and_dislikes(institution: GeneratedInstitution) -> None:
    items = read_truth(institution, "items__ratings")
    unnamed = [row for row in items if row["item_name"] == ""]
    assert sum(int(row["like_count"]) + int(row["dislike_count"]) for row in unnamed) > 0
    assert {row["is_in_course"] for row in unnamed} == {"false"}
    for state in ("open", "settled"):
        for category in ("content", "technical", "other"):
            assert any(int(row[f"{state}_{category}_flag_count"]) for row in items)


def test_comments_have_ratings_and_states_of_every_kind(institution: GeneratedInstitution) -> None:
    comments = read_truth(institution, "feedback_comments")
    assert {(row["level"], row["rating"] != "", row["is_active"]) for row in comments} >= {
        ("course", True, ""),
        ("item", True, ""),
        ("item", False, "true"),
        ("item", False, "false"),
    }


def test_submissions_of_every_outcome_and_version_occur(institution: GeneratedInstitution) -> None:
    submissions = read_truth(institution, "programming_submissions")
    assert {row["grading_status"] for row in submissions} == {"STARTED", "SUCCEEDED", "FAILED"}
    assert {row["is_auto_submission"] for row in submissions} == {"true", "false"}
    assert {(row["score"] == "", row["is_passed"]) for row in submissions} == {
        (True, ""),
        (False, "true"),
        (False, "false"),
    }
    assert {(row["assignment_version"], row["part_count"]) for row in submissions} >= {
        ("1", "2"),
        ("2", "2"),
        ("2", "3"),
    }
    assert {row["branch_count"] for row in submissions} >= {"1", "2"}
    assert {row["course_branch_id"] == "" for row in submissions} == {True, False}


def test_scores_of_marked_submissions_are_the_sums_of_their_parts(institution: GeneratedInstitution) -> None:
    sums: dict[str, int] = defaultdict(int)
    for row in read_truth(institution, "programming_parts__scores"):
        sums[row["programming_submission_id"]] += int(row["score"] or 0)
    marked = [row for row in read_truth(institution, "programming_submissions") if row["score"]]
    assert marked
    assert {row["programming_submission_id"]: int(row["score"]) for row in marked} == {
        row["programming_submission_id"]: sums[row["programming_submission_id"]] for row in marked
    }


def test_equal_runs_of_code_blocks_occur(institution: GeneratedInstitution) -> None:
    requests = read_truth(institution, "code_block_requests")
    contents = Counter(tuple(list(row.values())[2:]) for row in requests)
    assert max(contents.values()) == 2
    assert {(row["harness_kind"], row["has_error"], row["is_correct"]) for row in requests} == {
        ("TestCaseHarness", "false", "true"),
        ("TestCaseHarness", "false", "false"),
        ("TestCaseHarness", "true", ""),
        ("REPLHarness", "false", ""),
        ("REPLHarness", "true", ""),
        ("", "false", ""),
        ("", "true", ""),
    }
