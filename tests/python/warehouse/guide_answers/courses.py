"""Answers about courses, sessions, the first programming item, and ratings."""

from __future__ import annotations

from collections import Counter

from coursehouse.synthetic.truth_view import Mart
from warehouse.guide_answers.planted import Planted, renamed


def answers(planted: Planted) -> dict[str, Mart]:
    """The answers by the name of the query."""
    return {
        "guide_01_courses": _courses(planted),
        "guide_02_learners_per_session": _learners_per_session(planted),
        "guide_03_first_programming_starters": _starters(planted),
        "guide_17_star_ratings_by_month": _ratings(planted),
    }


def _courses(planted: Planted) -> Mart:
    names = {
        "course_id": "course_id",
        "course_slug": "course_slug",
        "course_name": "course_name",
        "launched_at": "course_launch_ts",
        "updated_at": "course_update_ts",
        "is_deleted": "course_deleted",
        "is_graded": "course_graded",
        "course_description": "course_desc",
        "verification_enabled_at": "course_verification_enabled_at_ts",
        "preenrollment_at": "course_preenrollment_ts",
        "sessions_enabled_at": "course_session_enabled_ts",
        "course_level": "course_level",
        "branch_count": "branch_count",
        "session_count": "session_count",
    }
    return renamed(planted.truth("courses"), names)


def _learners_per_session(planted: Planted) -> Mart:
    sessions = [row for row in planted.truth("sessions__enrollments") if row["ever_enrolled_count"] != "0"]
    return Mart(
        ("on_demand_session_id", "session_start_date", "num_learners"),
        [(row["session_id"], row["starts_at"][:10], row["ever_enrolled_count"]) for row in sessions],
    )


def first_programming_items(planted: Planted) -> dict[str, str]:
    """The first graded programming item of the original branch by course."""
    items = [
        row
        for row in planted.truth("branches_items__content_order")
        if row["is_original"] == row["is_in_branch"] == row["is_graded"] == "true"
        and row["item_kind"] == "programming"
    ]
    items.sort(key=lambda row: int(row["position"]), reverse=True)
    return {row["course_id"]: row["item_id"] for row in items}


def learners_of(planted: Planted) -> set[tuple[str, str]]:
    """Course and person of everybody who ever was a learner."""
    enrollments = planted.truth("users_courses__enrollments")
    return {(row["course_id"], row["user_id"]) for row in enrollments if row["was_enrolled"] == "true"}


def _starters(planted: Planted) -> Mart:
    first, learners = first_programming_items(planted), learners_of(planted)
    counts = Counter(
        row["course_id"]
        for row in planted.truth("users_items__progress")
        if first.get(row["course_id"]) == row["item_id"] and (row["course_id"], row["user_id"]) in learners
    )
    return Mart(("course_id", "num_learners"), list(counts.items()))


def _ratings(planted: Planted) -> Mart:
    months = [
        row
        for row in planted.truth("courses_systems_months__ratings")
        if row["feedback_system"] == "STAR" and row["rating_count"] != "0"
    ]
    names = {
        "course_id": "course_id",
        "calendar_month": "calendar_month",
        "rating_count": "num_feedback",
        "mean_rating": "avg_feedback_rating",
    }
    return renamed(months, names)
