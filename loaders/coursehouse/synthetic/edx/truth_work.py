"""The truth about progress and grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursehouse.synthetic.catalogue import PASSED, PASSING_STATE_NAMES, VERIFIED_PASSED
from coursehouse.synthetic.edx.truth_view import PLATFORM, EdxView, known_takings, mart_of
from coursehouse.synthetic.truth_grades import grade_truth
from coursehouse.synthetic.truth_progress import progress_truth
from coursehouse.synthetic.truth_view import Fact, Mart


def edx_work_truth(views: Sequence[EdxView]) -> dict[str, Mart]:
    """The marts about progress and grades by name."""
    return {
        **progress_truth(views),
        "users_courses__grades": mart_of("users_courses__grades", list(_course_grades(views))),
        "users_branches__grades": mart_of("users_branches__grades", list(_branch_grades(views))),
        "users_items__grades": mart_of("users_items__grades", list(_item_grades(views))),
        "courses__grade_summary": grade_truth(views)["courses__grade_summary"],
    }


def _shared(view: EdxView) -> Iterator[dict[str, Fact]]:
    """What both marts of grades of a run say."""
    for known in view.people:
        grade = known.standing.course_grade
        if grade is None:
            continue
        is_passed = grade.state in (PASSED, VERIFIED_PASSED)
        yield {
            "platform": PLATFORM,
            "user_id": known.user_id,
            "course_id": view.course.course_id,
            "course_branch_id": view.course.course_id,
            "passing_state": PASSING_STATE_NAMES[grade.state],
            "is_passed": is_passed,
            "is_verified_passed": grade.state == VERIFIED_PASSED,
            "grade": grade.grade,
            "graded_at": grade.at,
        }


def _course_grades(views: Sequence[EdxView]) -> Iterator[dict[str, Fact]]:
    for view in views:
        enrolled = {known.user_id for known in view.learners}
        for row in _shared(view):
            yield {**row, "branch_grade": row["grade"], "was_enrolled": row["user_id"] in enrolled}


def _branch_grades(views: Sequence[EdxView]) -> Iterator[dict[str, Fact]]:
    for view in views:
        for row in _shared(view):
            yield {**row, "is_in_force": True}


def _item_grades(views: Sequence[EdxView]) -> Iterator[dict[str, Fact]]:
    for view in views:
        for taking in known_takings(view.state):
            for item in view.state.items[taking.index]:
                placed = view.state.run.item_of.get(item.block_id)
                if item.points is None:
                    continue
                yield {
                    "platform": PLATFORM,
                    "user_id": str(view.state.ids.user(taking.index)),
                    "course_id": view.course.course_id,
                    "item_id": item.block_id,
                    "course_branch_id": view.course.course_id,
                    "is_in_branch": placed is not None,
                    "is_summative": bool(placed and placed.item_type.is_graded),
                    "grade": item.fraction,
                    "points": item.points,
                    "max_points": item.max_points,
                    "graded_at": item.modified_at,
                }
