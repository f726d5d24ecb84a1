"""Answers about what learners chose in videos and handed in as programs."""

from __future__ import annotations

from collections import defaultdict

from coursehouse.synthetic.truth_view import Fact, Mart
from warehouse.guide_answers.planted import Planted


def answers(planted: Planted) -> dict[str, Mart]:
    """The answers by the name of the query."""
    return {
        "guide_04_in_video_choices": _choices(planted),
        "guide_16_programming_scores": _scores(planted),
    }


def _choices(planted: Planted) -> Mart:
    columns = (
        "lecture_title",
        "assessment_question_prompt",
        "assessments_user_id",
        "assessment_option_display",
        "assessment_action_ts",
        "assessment_action_version",
        "assessment_response_score",
        "course_branch_id",
    )
    attempts = {
        row["attempt_id"]: row
        for row in planted.truth("assessment_attempts")
        if row["assessment_kind"] == "in_video"
    }
    prompts = {
        row["assessment_question_id"]: row["assessment_question_prompt"]
        for row in planted.table("assessment_questions")
    }
    displays = {
        (row["assessment_question_id"], row["assessment_option_id"]): row["assessment_option_display"]
        for row in planted.table("assessment_options")
    }
    chosen = chosen_options(planted)
    rows: list[tuple[Fact, ...]] = []
    for response in planted.truth("assessment_responses"):
        attempt = attempts.get(response["attempt_id"])
        if attempt is None:
            continue
        question_id = response["question_id"]
        for option_id in chosen[response["response_id"]]:
            rows.append(
                (
                    planted.item_name(attempt),
                    prompts[question_id],
                    attempt["assessments_user_id"],
                    displays[question_id, option_id],
                    attempt["submitted_at"],
                    attempt["submission_number"],
                    response["score"],
                    attempt["course_branch_id"],
                )
            )
    return Mart(columns, rows)


def chosen_options(planted: Planted) -> dict[str, list[str]]:
    """The options chosen in each response."""
    chosen: dict[str, list[str]] = defaultdict(list)
    for row in planted.table("assessment_response_options"):
        if row["assessment_response_selected"] == "t":
            chosen[str(row["assessment_response_id"])].append(str(row["assessment_option_id"]))
    return chosen


def _scores(planted: Planted) -> Mart:
    columns = (
        "programming_submission_id",
        "course_branch_id",
        "course_branch_item_name",
        "programming_assignments_user_id",
        "programming_submission_created_ts",
        "programming_submission_grading_status",
        "programming_submission_score",
        "max_score",
    )
    return Mart(
        columns,
        [
            (
                row["programming_submission_id"],
                row["course_branch_id"],
                planted.item_name(row),
                row["programming_assignments_user_id"],
                row["created_at"],
                row["grading_status"],
                row["score"],
                row["max_score"],
            )
            for row in planted.truth("programming_submissions")
        ],
    )
