"""The rows of the tables about users, memberships, payments, progress and grades."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic import catalogue
from coursehouse.synthetic.ids import MAIN, Identifiers
from coursehouse.synthetic.people import PROFILE_COLUMNS
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows


def people_tables(
    ids: Identifiers, course: Course, at: int, standings: Sequence[Standing]
) -> dict[str, Rows]:
    """Everything about persons in one course, as an export taken at this instant lists it."""
    people = [standing.participation.person.index for standing in standings]
    learner = {index: ids.learner(index, MAIN) for index in people}
    listed = [standing for standing in standings if standing.is_listed]
    known = [(learner[standing.participation.person.index], standing) for standing in standings]
    return {
        "users": _users(learner, at, listed),
        "course_user_ids": Rows(
            ("user_id", "course_user_id"),
            [
                (learner[standing.participation.person.index], survey_id(ids, course, standing))
                for standing in listed
            ],
        ),
        "course_memberships": Rows(
            ("user_id", "course_id", "course_membership_role", "course_membership_ts"),
            [
                (user_id, course.course_id, role, ts)
                for user_id, standing in known
                for ts, role in standing.memberships
            ],
        ),
        "on_demand_session_memberships": _session_memberships(course, at, known),
        "users_courses__certificate_payments": _payments(course, known),
        "course_progress": Rows(
            ("course_id", "course_item_id", "user_id", "course_progress_state_type_id", "course_progress_ts"),
            [
                (course.course_id, item_id, user_id, state, ts)
                for user_id, standing in known
                for item_id, state, ts in standing.progress
            ],
        ),
        "course_progress_state_types": Rows(
            ("course_progress_state_type_id", "course_progress_state_type_desc"), catalogue.PROGRESS_STATES
        ),
        **_grade_tables(course, known),
    }


def survey_id(ids: Identifiers, course: Course, standing: Standing) -> str:
    """The id under which surveys outside the platform know somebody in a course."""
    return ids.sha1("survey", course.course_id, standing.participation.person.index)


def _users(learner: dict[int, str], at: int, standings: Sequence[Standing]) -> Rows:
    rows: list[Row] = []
    for standing in standings:
        person = standing.participation.person
        profile = person.profile_at(at)
        rows.append((learner[person.index], profile.joined_at, *profile.attributes))
    return Rows(("user_id", "user_join_ts", *PROFILE_COLUMNS), rows)


def _session_memberships(course: Course, at: int, known: Sequence[tuple[str, Standing]]) -> Rows:
    columns = (
        "course_id",
        "on_demand_session_id",
        "user_id",
        "on_demand_sessions_membership_start_ts",
        "on_demand_sessions_membership_end_ts",
        "course_branch_id",
    )
    rows: list[Row] = []
    for user_id, standing in known:
        for stay in standing.stays:
            ended_at = stay.ended_at if stay.ended_at is not None and stay.ended_at < at else None
            branch_id = course.branch_of(stay.session).branch_id if stay.names_branch else None
            rows.append(
                (course.course_id, stay.session.session_id, user_id, stay.started_at, ended_at, branch_id)
            )
    return Rows(columns, rows)


def _payments(course: Course, known: Sequence[tuple[str, Standing]]) -> Rows:
    columns = (
        "user_id",
        "course_id",
        "met_payment_condition",
        "was_payment",
        "was_finaid_grant",
        "was_group_sponsored",
    )
    rows: list[Row] = []
    for user_id, standing in known:
        paid = standing.payment
        if paid:
            ways = (paid.was_payment, paid.was_finaid_grant, paid.was_group_sponsored)
            rows.append((user_id, course.course_id, paid.met_condition, *ways))
    return Rows(columns, rows)


def _grade_tables(course: Course, known: Sequence[tuple[str, Standing]]) -> dict[str, Rows]:
    course_rows: list[Row] = []
    branch_rows: list[Row] = []
    item_rows: list[Row] = []
    practice_rows: list[Row] = []
    for user_id, standing in known:
        best = standing.course_grade
        if best:
            passed = (
                best.passed_item_count,
                best.grade,
                standing.verified_item_count,
                standing.verified_grade,
            )
            course_rows.append((course.course_id, user_id, best.at, best.state, *passed))
        for branch_id, reached in standing.branch_grades.items():
            verified = (reached.passed_item_count, reached.grade) if standing.is_verified else (0, 0.0)
            row = (reached.at, reached.state, reached.passed_item_count, reached.grade, *verified)
            branch_rows.append((branch_id, user_id, *row))
        for score in standing.item_scores.values():
            verified_grade = score.grade if standing.is_verified else 0.0
            grades = (standing.item_state(score), score.grade, verified_grade, 0.0)
            item_rows.append((course.course_id, score.item_id, user_id, score.at, *grades))
        for score in standing.practice_scores.values():
            points = (score.points, int(score.max_points))
            practice_rows.append((course.course_id, score.item_id, user_id, score.at, *points))
    item_key = ("course_id", "course_item_id", "user_id")
    return {
        "course_grades": Rows(
            (
                "course_id",
                "user_id",
                "course_grade_ts",
                "course_passing_state_id",
                "course_grade_overall_passed_items",
                "course_grade_overall",
                "course_grade_verified_passed_items",
                "course_grade_verified",
            ),
            course_rows,
        ),
        "course_branch_grades": Rows(
            (
                "course_branch_id",
                "user_id",
                "course_branch_grade_ts",
                "course_passing_state_id",
                "course_branch_grade_overall_passed_items",
                "course_branch_grade_overall",
                "course_branch_grade_verified_passed_items",
                "course_branch_grade_verified",
            ),
            branch_rows,
        ),
        "course_item_grades": Rows(
            (
                *item_key,
                "course_item_grade_ts",
                "course_item_passing_state_id",
                "course_item_grade_overall",
                "course_item_grade_verified",
                "course_item_grade_pending",
            ),
            item_rows,
        ),
        "course_formative_quiz_grades": Rows(
            (*item_key, "course_quiz_grade_ts", "course_quiz_grade", "course_quiz_max_grade"), practice_rows
        ),
        "course_passing_states": Rows(
            ("course_passing_state_id", "course_passing_state_desc"), catalogue.COURSE_PASSING_STATES
        ),
        "course_item_passing_states": Rows(
            ("course_item_passing_state_id", "course_item_passing_state_desc"), catalogue.ITEM_PASSING_STATES
        ),
    }
