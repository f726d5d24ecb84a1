"""Faults of printed queries that need a few rows put just so, and the corrected queries on the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from planted_warehouse import PlantedWarehouse
from warehouse.guide_queries import Row, compiled, fetch
from warehouse.warehouses import NewWarehouse

COURSE, OTHER_COURSE, LATER_BRANCH = "course", "other course", "branch~later"
DURING, LATER = "2023-01-05 10:00:00", "2023-02-03 10:00:00"

Rows = Sequence[Mapping[str, object]]


def _members(*members: tuple[str, str, str]) -> Rows:
    return [
        {
            "user_id": user_id,
            "course_id": course_id,
            "course_membership_role": role,
            "course_membership_ts": DURING,
        }
        for user_id, course_id, role in members
    ]


def _modules(branch_id: str, **orders: int) -> Rows:
    return [
        {"course_branch_id": branch_id, "course_module_id": module_id, "course_branch_module_order": order}
        for module_id, order in orders.items()
    ]


def _content() -> dict[str, Rows]:
    """An item in each of two modules, which a later branch has in the other order."""
    lessons = [
        {
            "course_branch_id": branch_id,
            "course_lesson_id": f"lesson_{module_id}",
            "course_module_id": module_id,
            "course_branch_lesson_order": 1,
        }
        for branch_id in (COURSE, LATER_BRANCH)
        for module_id in ("first", "second")
    ]
    items = [
        {
            "course_branch_id": lesson["course_branch_id"],
            "course_item_id": f"item_{lesson['course_module_id']}",
            "course_lesson_id": lesson["course_lesson_id"],
            "course_item_type_id": 7,
            "course_branch_item_order": 1,
        }
        for lesson in lessons
    ]
    item_type = {
        "course_item_type_id": 7,
        "course_item_type_desc": "graded programming",
        "course_item_type_category": "programming",
        "course_item_type_graded": True,
    }
    return {
        "course_branches": [
            {"course_id": COURSE, "course_branch_id": branch_id} for branch_id in (COURSE, LATER_BRANCH)
        ],
        "course_branch_modules": [
            *_modules(COURSE, first=1, second=2),
            *_modules(LATER_BRANCH, second=0, first=1),
        ],
        "course_branch_lessons": lessons,
        "course_branch_items": items,
        "course_item_types": [item_type],
    }


def _events() -> dict[str, Rows]:
    started = (("one", "item_first"), ("two", "item_second"), ("three", "item_second"))
    ratings = (("one", 2, DURING), ("one", 5, LATER), ("two", 4, DURING))
    return {
        "courses": [{"course_id": COURSE}, {"course_id": OTHER_COURSE}],
        "users": [{"user_id": "waiter", "country_cd": "NA"}],
        "course_memberships": _members(
            *((user_id, COURSE, "LEARNER") for user_id, _ in started),
            ("waiter", COURSE, "PRE_ENROLLED_LEARNER"),
            ("waiter", OTHER_COURSE, "LEARNER"),
        ),
        "course_grades": [
            {
                "user_id": "waiter",
                "course_id": OTHER_COURSE,
                "course_passing_state_id": 1,
                "course_grade_ts": LATER,
            }
        ],
        "course_progress_state_types": [
            {"course_progress_state_type_id": 1, "course_progress_state_type_desc": "started"}
        ],
        "course_progress": [
            {
                "user_id": user_id,
                "course_id": COURSE,
                "course_item_id": item_id,
                "course_progress_state_type_id": 1,
                "course_progress_ts": DURING,
            }
            for user_id, item_id in started
        ],
        "feedback_course_ratings": [
            {
                "feedback_user_id": user_id,
                "course_id": COURSE,
                "feedback_system": "STAR",
                "feedback_rating": rating,
                "feedback_max_rating": 5,
                "feedback_ts": at,
            }
            for user_id, rating, at in ratings
        ],
    }


@pytest.fixture(scope="module")
def answered(new_warehouse: NewWarehouse) -> dict[str, list[Row]]:
    """The rows of the queries asked here, printed and corrected."""
    warehouse = new_warehouse("guide_small")
    planted = PlantedWarehouse(warehouse.home)
    planted.create()
    planted.add_export("new", "linked", {**_content(), **_events()})
    marts = (
        "branches_items__content_order",
        "users_items__progress",
        "users_courses__enrollments",
        "courses_systems_months__ratings",
        "users",
    )
    warehouse.run("--select", *(f"+{mart}" for mart in marts))
    texts = compiled(warehouse)
    asked = ("guide_03", "guide_17", "guide_18")
    with warehouse.connect() as connection:
        return {name: fetch(connection, text) for name, text in texts.items() if name.startswith(asked)}


def test_another_branch_makes_another_item_the_first(answered: dict[str, list[Row]]) -> None:
    name = "guide_03_first_programming_starters"
    assert answered[name] == [{"course_id": COURSE, "num_learners": 1}]
    assert answered[f"{name}__printed"] == [{"course_id": COURSE, "num_learners": 2}]


def test_a_changed_rating_counts_twice(answered: dict[str, list[Row]]) -> None:
    assert _ratings(answered["guide_17_star_ratings_by_month"]) == {
        date(2023, 1, 1): (1, 4.0),
        date(2023, 2, 1): (1, 5.0),
    }
    assert _ratings(answered["guide_17_star_ratings_by_month__printed"]) == {
        date(2023, 1, 1): (2, 3.0),
        date(2023, 2, 1): (1, 5.0),
    }


def _ratings(rows: list[Row]) -> dict[object, tuple[object, object]]:
    return {row["calendar_month"]: (row["num_feedback"], row["avg_feedback_rating"]) for row in rows}


def test_who_waits_for_one_course_completes_another(answered: dict[str, list[Row]]) -> None:
    name = "guide_18_learners_by_country"
    counts = ("num_course_learners", "num_pre_enrollers", "num_completers")
    corrected = {
        row["course_id"]: tuple(row[column] for column in counts)
        for row in answered[name]
        if row["country_cd"] == "NA"
    }
    assert corrected == {COURSE: (0, 1, 0), OTHER_COURSE: (1, 0, 1)}
    printed = answered[f"{name}__printed"]
    assert [tuple(row[column] for column in ("country_cd", *counts)) for row in printed] == [("NA", 1, 1, 1)]
