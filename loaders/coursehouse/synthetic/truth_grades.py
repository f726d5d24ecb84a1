"""The truth about grades of courses, branches and items, and their distribution."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.catalogue import LEARNER, PASSED, PASSING_STATE_NAMES, VERIFIED_PASSED
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.truth_enrollments import current_role
from coursehouse.synthetic.truth_view import CourseView, Fact, Known, Mart, share


def grade_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The grade marts by name."""
    return {
        "users_courses__grades": _course_grades(views),
        "users_branches__grades": _branch_grades(views),
        "users_items__grades": _item_grades(views),
        "courses__grade_summary": _summaries(views),
    }


def _states(state: int) -> tuple[str, bool, bool]:
    """The name of a passing state, whether it is a pass, and whether it is a verified one."""
    return PASSING_STATE_NAMES[state], state in (PASSED, VERIFIED_PASSED), state == VERIFIED_PASSED


def _course_grades(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "user_id",
        "course_id",
        "course_branch_id",
        "passing_state",
        "was_enrolled",
        "is_passed",
        "is_verified_passed",
        "grade",
        "verified_grade",
        "branch_grade",
        "passed_item_count",
        "graded_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for known in view.people:
            standing, best = known.standing, known.standing.course_grade
            if best is None:
                continue
            name, is_passed, is_verified = _states(best.state)
            has_branches = view.layout is not Layout.Y2016
            reached = standing.branch_grades.get(standing.branch.branch_id) if has_branches else None
            passed = best.passed_item_count if standing.branch is view.course.original else None
            key = (view.platform, known.user_id, view.course.course_id, standing.branch.branch_id)
            flags = (name, standing.was_learner, is_passed, is_verified)
            grades = (best.grade, standing.verified_grade, reached.grade if reached else None)
            rows.append((*key, *flags, *grades, passed, best.at))
    return Mart(columns, rows)


def _branch_grades(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "user_id",
        "course_branch_id",
        "course_id",
        "passing_state",
        "is_in_force",
        "is_passed",
        "is_verified_passed",
        "grade",
        "passed_item_count",
        "graded_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        if view.layout is Layout.Y2016:
            continue
        for known in view.people:
            for branch_id, reached in known.standing.branch_grades.items():
                name, is_passed, is_verified = _states(reached.state)
                flags = (name, branch_id == known.standing.branch.branch_id, is_passed, is_verified)
                key = (view.platform, known.user_id, branch_id, view.course.course_id)
                rows.append((*key, *flags, reached.grade, reached.passed_item_count, reached.at))
    return Mart(columns, rows)


def _item_grades(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "user_id",
        "course_id",
        "item_id",
        "course_branch_id",
        "passing_state",
        "is_in_branch",
        "is_summative",
        "is_passed",
        "is_verified_passed",
        "grade",
        "points",
        "max_points",
        "graded_at",
    )
    rows = [row for view in views for known in view.people for row in _person_item_grades(view, known)]
    return Mart(columns, rows)


def _person_item_grades(view: CourseView, known: Known) -> list[tuple[Fact, ...]]:
    standing = known.standing
    branch_id = standing.branch.branch_id
    rows: list[tuple[Fact, ...]] = []
    for item_id, score in {**standing.practice_scores, **standing.item_scores}.items():
        is_in_branch = item_id in view.positions[branch_id]
        key = (view.platform, known.user_id, view.course.course_id, item_id, branch_id)
        if score.is_summative:
            name, is_passed, is_verified = _states(standing.item_state(score))
            rows.append(
                (*key, name, is_in_branch, True, is_passed, is_verified, score.grade, None, None, score.at)
            )
        else:
            grade = score.points / score.max_points if score.max_points else None
            points = (grade, score.points, score.max_points)
            rows.append((*key, None, is_in_branch, False, None, None, *points, score.at))
    return rows


def _summaries(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_id",
        "ever_enrolled_count",
        "enrolled_count",
        "active_count",
        "graded_count",
        "passed_count",
        "verified_passed_count",
        "passed_fraction",
        "verified_passed_fraction",
        "mean_grade",
        "minimum_grade",
        "first_quartile_grade",
        "median_grade",
        "third_quartile_grade",
        "maximum_grade",
        *(f"grade_bucket_{bucket}_count" for bucket in range(10)),
    )
    return Mart(columns, [_summary(view) for view in views])


def _summary(view: CourseView) -> tuple[Fact, ...]:
    standings = [known.standing for known in view.learners]
    best = [standing.course_grade for standing in standings if standing.course_grade]
    grades = sorted(grade.grade for grade in best)
    passed = sum(grade.state in (PASSED, VERIFIED_PASSED) for grade in best)
    verified = sum(grade.state == VERIFIED_PASSED for grade in best)
    buckets = [min(int(grade * 10), 9) for grade in grades]
    return (
        view.platform,
        view.course.course_id,
        len(standings),
        sum(current_role(standing) == LEARNER for standing in standings),
        sum(bool(standing.progress) for standing in standings),
        len(grades),
        passed,
        verified,
        share(passed, len(standings)),
        share(verified, len(standings)),
        sum(grades) / len(grades) if grades else None,
        *(_quantile(grades, quarter / 4) for quarter in range(5)),
        *(buckets.count(bucket) for bucket in range(10)),
    )


def _quantile(ordered: list[float], fraction: float) -> float | None:
    """The quantile by linear interpolation between the two nearest ranks."""
    if not ordered:
        return None
    rank = fraction * (len(ordered) - 1)
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)
