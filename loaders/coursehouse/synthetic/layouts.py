"""The tables and headers of an export in a given year: the contract, less what that year did not have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coursehouse.contract import Column, Table, load_contract
from coursehouse.synthetic.config import IdMode, Layout
from coursehouse.synthetic.ids import MAIN

USER_IDS_TABLE = "course_user_ids"

# named in the field, but nobody has published their columns
_NEVER_EXPORTED = frozenset({"organization_enrollments", "teammate_review_items"})
_ONLY_2016 = frozenset({"assessment_scopes", "discussion_forums"})
_SINCE_2017 = frozenset(
    {
        "course_branches",
        "course_branch_modules",
        "course_branch_lessons",
        "course_branch_items",
        "course_branch_item_assessments",
        "course_branch_item_peer_assignments",
        "course_branch_item_programming_assignments",
        "course_branch_grades",
        "discussion_course_forums",
        "ecb_engines",
        "ecb_evaluators",
        "ecb_evaluation_requests",
        "notebook_workspaces",
        "notebook_workspace_launchers",
    }
)
_SINCE_2023 = frozenset(
    {
        "course_progress_learner_goals",
        "global_item_types",
        "global_items",
        "lecture_contents",
        "lti_tool_contents",
        "peer_review_assignment_contents",
        "programming_assignment_contents",
        "quiz_assessment_contents",
        "reading_contents",
        "specializations",
        "specializations_courses",
        "staff_graded_assignment_final_grades",
        "staff_graded_assignment_submission_evaluations",
        "staff_graded_assignment_submissions",
        "staff_graded_assignments",
        "staff_graded_assignments_evaluation_responses",
        "team_review_contents",
        "users_courses__degree_program_memberships",
        "users_courses__s12n_enrollments",
    }
)
_COLUMNS_SINCE_2017 = {
    "assessment_options": {"assessment_option_index"},
    "courses": {
        "course_promo_photo_s3_bucket",
        "course_promo_photo_s3_key",
        "course_level",
        "course_planned_launch_date_text",
        "course_header_image_s3_bucket",
        "course_header_image_s3_key",
    },
    "on_demand_sessions": {"course_branch_id"},
    "peer_assignments": {"peer_assignment_is_mentor_graded"},
    "peer_reviews": {"peer_review_is_mentor_review"},
    "peer_submissions": {"peer_submission_is_mentor_graded"},
    "users": {"reported_or_inferred_gender", "employment_status", "educational_attainment", "student_status"},
}
_WHERE_WRITTEN = {"on_demand_session_id", "course_branch_id"}
_COLUMNS_SINCE_2023 = {
    "assessment_assessments_questions": {"assessment_question_extra_credit"},
    "assessments": {"assessment_feedback_configuration"},
    "course_branches": {"authoring_course_branch_launched_ts"},
    "course_item_types": {"global_item_content_type_id", "deprecated"},
    "courses": {"course_type", "course_is_limited_to_enterprise"},
    "discussion_answer_flags": _WHERE_WRITTEN,
    "discussion_answer_votes": _WHERE_WRITTEN,
    "discussion_answers": _WHERE_WRITTEN,
    "discussion_question_flags": _WHERE_WRITTEN,
    "discussion_question_followings": _WHERE_WRITTEN,
    "discussion_question_votes": _WHERE_WRITTEN,
    "ecb_evaluation_requests": {"course_branch_id"},
    "feedback_course_comments": {"course_branch_id"},
    "feedback_course_ratings": {"course_branch_id"},
    "feedback_item_comments": {"course_branch_id"},
    "feedback_item_ratings": {"course_branch_id"},
    "on_demand_session_memberships": {"course_branch_id"},
    "peer_assignment_review_schema_parts": {"peer_assignment_submission_schema_part_id"},
    "peer_assignments": {"peer_assignment_is_anonymous"},
    "programming_submissions": {"programming_submission_is_auto_submission"},
}
_COLUMNS_GONE_BY_2023 = {
    "course_branch_grades": {"course_branch_grade_verified_passed_items", "course_branch_grade_verified"},
    "course_item_grades": {"course_item_grade_verified", "course_item_grade_pending"},
}
# between 2017 and 2023, never in a layout of these years
_COLUMNS_IN_BETWEEN = {
    "course_branch_items": {"atom_id", "atom_version_id"},
    "course_item_types": {"atom_content_type_id"},
}
# the 2023 table has more columns, in another order
_BRANCH_ITEMS_2017 = (
    "course_branch_id",
    "course_item_id",
    "course_lesson_id",
    "course_branch_item_order",
    "course_item_type_id",
    "course_branch_item_name",
    "course_branch_item_optional",
)


@dataclass(frozen=True)
class LayoutColumn:
    """A column of an export file: its header, the contract's name of it, and its type."""

    header: str
    name: str
    data_type: str


@dataclass(frozen=True)
class LayoutTable:
    """A file of an export: its stem, the contract's name of the table, and its columns in order."""

    file_name: str
    name: str
    columns: tuple[LayoutColumn, ...]


def layout_tables(layout: Layout, mode: IdMode, partner: str, course_slug: str) -> tuple[LayoutTable, ...]:
    """Every table file that an export of one course has in this layout, by file name."""
    tables = [
        _layout_table(table, layout, mode, partner, course_slug)
        for table in load_contract("coursera").tables.values()
        if _has_table(table.name, layout) and not table.daily_key
    ]
    return tuple(sorted(tables, key=lambda table: table.file_name))


def _has_table(name: str, layout: Layout) -> bool:
    absent = {
        Layout.Y2016: _NEVER_EXPORTED | _SINCE_2017 | _SINCE_2023,
        Layout.Y2017: _NEVER_EXPORTED | _ONLY_2016 | _SINCE_2023,
        Layout.Y2023: _NEVER_EXPORTED | _ONLY_2016,
    }
    return name not in absent[layout]


def _layout_table(table: Table, layout: Layout, mode: IdMode, partner: str, course_slug: str) -> LayoutTable:
    slug = course_slug.replace("-", "_")
    file_name = table.file_names[0] if table.file_names else table.name
    if table.name == USER_IDS_TABLE:
        known = "{partner}_{course_slug}_user_ids" if layout is Layout.Y2023 else "{partner}_course_user_ids"
        file_name = known.format(partner=partner, course_slug=slug)
    columns = []
    for column in _layout_columns(table, layout):
        if table.name == USER_IDS_TABLE and column.name == "course_slug":
            continue
        header = column.name
        if column.name == table.learner_column:
            is_main = mode is IdMode.LINKED or table.id_domain == MAIN
            header = f"{partner}_user_id" if is_main else f"{partner}_{column.name}"
        elif table.name == USER_IDS_TABLE or (table.name == "courses" and layout is Layout.Y2023):
            header = column.export_names[0].format(course_slug=slug) if column.export_names else column.name
        columns.append(LayoutColumn(header, column.name, column.data_type))
    return LayoutTable(file_name, table.name, tuple(columns))


def _layout_columns(table: Table, layout: Layout) -> Iterable[Column]:
    absent = set(_COLUMNS_IN_BETWEEN.get(table.name, ()))
    if layout is Layout.Y2023:
        absent |= _COLUMNS_GONE_BY_2023.get(table.name, set())
    else:
        absent |= _COLUMNS_SINCE_2023.get(table.name, set())
        if table.name == "course_branch_items":
            named = {column.name: column for column in table.columns}
            return [named[name] for name in _BRANCH_ITEMS_2017]
    if layout is Layout.Y2016:
        absent |= _COLUMNS_SINCE_2017.get(table.name, set())
    return [column for column in table.columns if column.name not in absent]
