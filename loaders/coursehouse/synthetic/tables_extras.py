"""The rows of smaller tables: notebooks, goals, specializations, staff grading."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic import texts
from coursehouse.synthetic.clock import DAY, date_text, export_timestamp
from coursehouse.synthetic.ids import MAIN, Identifiers
from coursehouse.synthetic.quizzes import PASSING_FRACTION
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows


def extra_tables(ids: Identifiers, course: Course, at: int, standings: Sequence[Standing]) -> dict[str, Rows]:
    """The smaller tables, as an export taken at this instant lists them."""
    return {
        **_notebooks(ids, course, at, standings),
        **_programs(ids, course, at, standings),
        "course_progress_learner_goals": _goals(ids, course, standings),
        "staff_graded_assignments": _staff_graded(ids, course, at),
    }


def _notebooks(ids: Identifiers, course: Course, at: int, standings: Sequence[Standing]) -> dict[str, Rows]:
    template_id = ids.token("notebook", course.index)
    placed = [
        (course.course_id, branch.branch_id, place.item.item_id)
        for branch in course.branches
        for place in course.content(branch, at)
        if place.item.item_type.description == "notebook"
    ]
    item_ids = {item_id for _, _, item_id in placed}
    opened: dict[int, int] = {}
    for standing in standings:
        for item_id, _, ts in standing.progress:
            if item_id in item_ids:
                opened.setdefault(standing.participation.person.index, ts)
    return {
        "notebook_workspace_launchers": Rows(
            (
                "course_id",
                "course_branch_id",
                "course_item_id",
                "notebook_workspace_launcher_id",
                "notebook_workspace_launch_path",
                "notebook_workspace_template_base_id",
            ),
            [(*key, ids.short("launcher", key[2]), "/notebooks/week1.ipynb", template_id) for key in placed],
        ),
        "notebook_workspaces": Rows(
            (
                "notebook_workspace_id",
                "notebook_workspace_template_base_id",
                "notebook_workspace_created_ts",
                "user_id",
            ),
            [
                (ids.token("workspace", course.index, person), template_id, ts, ids.learner(person, MAIN))
                for person, ts in opened.items()
            ],
        ),
    }


def _programs(ids: Identifiers, course: Course, at: int, standings: Sequence[Standing]) -> dict[str, Rows]:
    """Every course belongs to one specialization and one degree; sponsored learners study for the degree."""
    specialization_id, degree_id = ids.token("specialization"), ids.token("degree")
    enrolled: list[Row] = []
    degree_students: list[Row] = []
    for standing in standings:
        paid = standing.payment
        if paid is None or not standing.was_learner:
            continue
        key = (ids.learner(standing.participation.person.index, MAIN), course.course_id)
        if paid.was_payment:
            enrolled.append((*key, specialization_id, standing.is_completed))
        if paid.was_group_sponsored:
            degree_students.append(
                (*key, degree_id, course.slug, "Master of Data", "master-of-data", "MASTERS")
            )
    return {
        "specializations": Rows(
            (
                "specialization_id",
                "specialization_slug",
                "specialization_name",
                "specialization_display_page_launch_ts",
                "specialization_version",
                "base_specialization_id",
                "specialization_language",
                "specialization_type",
            ),
            [(specialization_id, "data-skills", "Data Skills", None, 1, specialization_id, "en", "NORMAL")],
        ),
        "specializations_courses": Rows(
            ("specialization_id", "course_id", "current_dt", "course_order", "is_course_capstone"),
            [(specialization_id, course.course_id, date_text(at // DAY), course.index, False)],
        ),
        "users_courses__s12n_enrollments": Rows(
            ("user_id", "course_id", "specialization_id", "is_specialization_enrollment_complete"), enrolled
        ),
        "users_courses__degree_program_memberships": Rows(
            (
                "user_id",
                "course_id",
                "degree_program_id",
                "course_slug",
                "degree_program_name",
                "degree_program_slug",
                "degree_program_type",
            ),
            degree_students,
        ),
    }


def _goals(ids: Identifiers, course: Course, standings: Sequence[Standing]) -> Rows:
    columns = (
        "course_id",
        "course_branch_id",
        "user_id",
        "created_at",
        "goal_uuid",
        "goal_name",
        "goal_status",
    )
    rows: list[Row] = []
    for standing in standings:
        person = standing.participation.person.index
        if person % 4 == 0 and standing.progress:
            started_at, status = (
                export_timestamp(standing.progress[0][2]),
                "COMPLETE" if person % 8 else "IN_PROGRESS",
            )
            goal = (started_at, ids.sha1("goal", course.index, person)[:32], "THREE_DAYS_A_WEEK", status)
            rows.append((course.course_id, standing.branch.branch_id, ids.learner(person, MAIN), *goal))
    return Rows(columns, rows)


def _staff_graded(ids: Identifiers, course: Course, at: int) -> Rows:
    columns = (
        "course_branch_id",
        "course_id",
        "staff_graded_assignment_id",
        "staff_graded_assignment_version",
        "staff_graded_assignment_ts",
        "grading_passing_fraction",
        "is_team_submission_enabled",
        "grader_instructions",
    )
    rows: list[Row] = [
        (
            branch.branch_id,
            course.course_id,
            ids.token("staff graded", place.item.item_id),
            1,
            course.launched_at,
            PASSING_FRACTION,
            False,
            texts.DESCRIPTIONS[0],
        )
        for branch in course.branches
        for place in course.content(branch, at)
        if place.item.item_type.description == "staff graded"
    ]
    return Rows(columns, rows)
