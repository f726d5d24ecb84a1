"""The rows of the tables about courses and their content."""

from __future__ import annotations

from coursehouse.synthetic import catalogue
from coursehouse.synthetic.clock import DAY, MINUTE, date_text
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.tables_global import global_item_id
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows


def content_tables(ids: Identifiers, course: Course, at: int) -> dict[str, Rows]:
    """Courses, branches, content and sessions, as an export taken at this instant lists them."""
    return {
        "courses": _courses(course, at),
        "course_branches": _branches(course),
        "on_demand_sessions": _sessions(course, at),
        "course_item_types": _item_types(),
        **_branch_content(ids, course, at),
        **_original_content(course, at),
    }


def _courses(course: Course, at: int) -> Rows:
    columns = (
        "course_id",
        "course_slug",
        "course_name",
        "course_launch_ts",
        "course_update_ts",
        "course_deleted",
        "course_graded",
        "course_desc",
        "course_restricted",
        "course_verification_enabled_at_ts",
        "course_preenrollment_ts",
        "course_workload",
        "course_session_enabled_ts",
        "course_promo_photo_s3_bucket",
        "course_level",
        "course_planned_launch_date_text",
        "course_type",
        "course_is_limited_to_enterprise",
    )
    row: Row = (
        course.course_id,
        course.slug,
        course.name,
        course.launched_at,
        course.updated_by(at),
        course.is_deleted,
        True,
        course.description,
        False,
        course.verification_enabled_at,
        course.preenrollment_at,
        "4 weeks of study, 3-5 hours/week",
        course.sessions_enabled_at,
        "coursera-course-photos",
        course.level,
        date_text(course.launched_at // DAY),
        "v2.ondemand",
        False,
    )
    return Rows(columns, [row])


def _branches(course: Course) -> Rows:
    columns = (
        "course_id",
        "course_branch_id",
        "course_branch_changes_description",
        "authoring_course_branch_name",
        "authoring_course_branch_created_ts",
        "authoring_course_branch_launched_ts",
    )
    return Rows(
        columns,
        [
            (
                course.course_id,
                branch.branch_id,
                branch.changes,
                branch.name,
                branch.created_at,
                branch.created_at + 6 * DAY if branch.created_at and branch.modules else None,
            )
            for branch in course.branches
        ],
    )


def _sessions(course: Course, at: int) -> Rows:
    columns = (
        "course_id",
        "on_demand_session_id",
        "on_demand_sessions_start_ts",
        "on_demand_sessions_end_ts",
        "on_demand_sessions_enrollment_end_ts",
        "course_branch_id",
    )
    return Rows(
        columns,
        [
            (
                course.course_id,
                session.session_id,
                session.starts_at,
                course.session_end(session, at),
                session.enrollment_ends_at,
                session.branch_id,
            )
            for session in course.sessions
        ],
    )


def _item_types() -> Rows:
    columns = (
        "course_item_type_id",
        "course_item_type_desc",
        "course_item_type_category",
        "course_item_type_graded",
        "global_item_content_type_id",
        "deprecated",
    )
    return Rows(
        columns,
        [
            (
                item_type.type_id,
                item_type.description,
                item_type.category,
                item_type.is_graded,
                catalogue.GLOBAL_TYPE_OF_KIND.get(item_type.kind),
                item_type.is_deprecated,
            )
            for item_type in catalogue.ITEM_TYPES
        ],
    )


def _branch_content(ids: Identifiers, course: Course, at: int) -> dict[str, Rows]:
    modules: dict[Row, None] = {}
    lessons: dict[Row, None] = {}
    items: list[Row] = []
    for branch in course.branches:
        for place in course.content(branch, at):
            module, lesson, item = place.module, place.lesson, place.item
            modules[(branch.branch_id, module.module_id, module.order, module.name, module.description)] = (
                None
            )
            lessons[(branch.branch_id, lesson.lesson_id, module.module_id, lesson.order, lesson.name)] = None
            # where the flag is not recorded, the type of the item says whether it counts
            is_graded = None if item.is_optional is None else item.item_type.is_graded
            items.append(
                (
                    branch.branch_id,
                    item.item_id,
                    item.name,
                    is_graded,
                    item.item_type.type_id,
                    item.is_optional,
                    lesson.lesson_id,
                    item.order,
                    False,
                    7 * MINUTE if item.item_type.kind == "video" else None,
                    *(global_item_id(ids, item) or (None, None)),
                )
            )
    module_columns = ("course_module_id", "course_branch_module_order")
    names = ("course_branch_module_name", "course_branch_module_desc")
    lesson_columns = (
        "course_lesson_id",
        "course_module_id",
        "course_branch_lesson_order",
        "course_branch_lesson_name",
    )
    item_columns = (
        "course_branch_id",
        "course_item_id",
        "course_branch_item_name",
        "is_graded",
        "course_item_type_id",
        "course_branch_item_optional",
        "course_lesson_id",
        "course_branch_item_order",
        "is_in_honor_lesson",
        "course_branch_item_lecture_duration_ms",
        "global_item_id",
        "global_item_version",
    )
    return {
        "course_branch_modules": Rows(("course_branch_id", *module_columns, *names), list(modules)),
        "course_branch_lessons": Rows(("course_branch_id", *lesson_columns), list(lessons)),
        "course_branch_items": Rows(item_columns, items),
    }


def _original_content(course: Course, at: int) -> dict[str, Rows]:
    modules: dict[Row, None] = {}
    lessons: dict[Row, None] = {}
    items: list[Row] = []
    course_id = course.course_id
    for place in course.content(course.original, at):
        module, lesson, item = place.module, place.lesson, place.item
        modules[(course_id, module.module_id, module.order, module.name, module.description)] = None
        lessons[(course_id, lesson.lesson_id, module.module_id, lesson.order, lesson.name)] = None
        type_id = item.item_type.type_id
        items.append(
            (course_id, item.item_id, lesson.lesson_id, item.order, type_id, item.name, item.is_optional)
        )
    module_names = ("course_module_id", "course_module_order", "course_module_name", "course_module_desc")
    lesson_names = ("course_lesson_id", "course_module_id", "course_lesson_order", "course_lesson_name")
    item_columns = (
        "course_id",
        "course_item_id",
        "course_lesson_id",
        "course_item_order",
        "course_item_type_id",
        "course_item_name",
        "course_item_optional",
    )
    return {
        "course_modules": Rows(("course_id", *module_names), list(modules)),
        "course_lessons": Rows(("course_id", *lesson_names), list(lessons)),
        "course_items": Rows(item_columns, items),
    }
