"""The rows of the tables about programming assignments: parts, submissions, grader runs, points."""

from __future__ import annotations

import json
from collections.abc import Sequence

from coursehouse.synthetic import texts
from coursehouse.synthetic.clock import DAY
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import CodeSubmission, Participation
from coursehouse.synthetic.programming import (
    GRID,
    RUN_DELAY,
    ProgrammingAssignment,
    ProgrammingByPlace,
    run_status,
)
from coursehouse.synthetic.quizzes import PASSING_FRACTION
from coursehouse.synthetic.tables_links import link_tables
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows

_PART = "programming_assignment_submission_schema_part"
_PART_KEY = ("programming_assignment_id", f"{_PART}_id")
_SUBMITTED_PART_KEY = (*_PART_KEY, "programming_submission_id")


def programming_tables(
    ids: Identifiers,
    course: Course,
    at: int,
    assignments: ProgrammingByPlace,
    participations: Sequence[Participation],
) -> dict[str, Rows]:
    """Everything about programming assignments, as an export taken at this instant lists it."""
    placed = {place: (assignment.assignment_id,) for place, assignment in assignments.items()}
    submitted = [
        (participation.person.index, assignments[submission.branch_id, submission.item_id], submission)
        for participation in participations
        for submission in participation.code_submissions
        if submission.at < at
    ]
    versions = {assignment.assignment_id: assignment for assignment in assignments.values()}
    return {
        **_assignments(ids, course, list(versions.values())),
        **link_tables(
            course,
            at,
            "programming_assignment",
            lambda branch, item: placed.get((branch.branch_id, item.item_id), ()),
        ),
        **_submissions(ids, at, submitted),
    }


def _assignments(
    ids: Identifiers, course: Course, assignments: Sequence[ProgrammingAssignment]
) -> dict[str, Rows]:
    parts = [(a, order, part) for a in assignments for order, part in enumerate(a.parts)]
    return {
        "programming_assignments": Rows(
            (
                "programming_assignment_id",
                "programming_assignment_base_id",
                "programming_assignment_type",
                "programming_assignment_submission_type",
                "programming_assignment_instruction_text",
                "programming_assignment_passing_fraction",
                "programming_assignment_submission_builder_schema_type",
                "programming_assignment_submission_builder_schema",
                "programming_assignment_update_ts",
            ),
            [
                (
                    a.assignment_id,
                    a.base_id,
                    "graded" if a.item.item_type.is_graded else "standard",
                    "multipart",
                    texts.DESCRIPTIONS[1],
                    PASSING_FRACTION,
                    "checkbox",
                    json.dumps({"parts": [part.part_id for part in a.parts]}),
                    course.launched_at - (3 - a.version) * DAY,
                )
                for a in assignments
            ],
        ),
        "programming_assignment_submission_schema_parts": Rows(
            (
                *_PART_KEY,
                f"{_PART}_title",
                f"{_PART}_type",
                f"{_PART}_order",
                f"{_PART}_max_score",
                f"{_PART}_is_optional",
                f"{_PART}_xacgt8",
            ),
            [
                (
                    a.assignment_id,
                    part.part_id,
                    f"Part {order + 1}",
                    part.kind,
                    order,
                    part.max_points,
                    part.is_optional,
                    1,
                )
                for a, order, part in parts
            ],
        ),
        "programming_assignment_submission_schema_part_grid_schemas": Rows(
            (*_PART_KEY, f"{_PART}_grid_gyd0w6", f"{_PART}_grid_lb2xog"),
            [
                (a.assignment_id, part.part_id, "solution.py", ids.token("executor", a.base_id))
                for a, _, part in parts
                if part.kind == GRID
            ],
        ),
        "programming_assignment_submission_schema_part_xbkvdx": Rows(
            (*_PART_KEY, f"{_PART}_m934n", f"{_PART}_d4407a", f"{_PART}_2fyxz4"),
            [
                (a.assignment_id, part.part_id, order, order == 0, answer)
                for a, _, part in parts
                if part.kind != GRID
                for order, answer in enumerate(texts.ANSWERS)
            ],
        ),
    }


def _submissions(
    ids: Identifiers, at: int, submitted: Sequence[tuple[int, ProgrammingAssignment, CodeSubmission]]
) -> dict[str, Rows]:
    rows: dict[str, list[Row]] = {
        name: [] for name in ("submission", "part", "text", "grid", "run", "points")
    }
    for person, assignment, submission in submitted:
        user_id = ids.learner(person, "programming_assignments")
        about = (submission.submission_id, assignment.assignment_id, user_id, submission.at, "multipart")
        score = submission.points_at(at)
        rows["submission"].append((*about, submission.status_at(at), score, submission.is_automatic))
        parts = {part.part_id: part for part in assignment.parts}
        for mark in submission.marks:
            part = parts[mark.part_id]
            key = (assignment.assignment_id, part.part_id, submission.submission_id)
            rows["part"].append((*key, part.kind))
            if mark.graded_at is not None and mark.graded_at < at:
                feedback = texts.COMMENTS[(mark.points or 0) % len(texts.COMMENTS)]
                rows["points"].append((*key, mark.points, mark.graded_at, feedback))
            if part.kind == GRID:
                url = f"https://example.org/submissions/{submission.submission_id}/solution.py"
                rows["grid"].append((*key, url))
                run_id = ids.short("run", submission.submission_id, part.part_id)
                rows["run"].append(
                    (*key, run_id, submission.at + RUN_DELAY, run_status(submission, mark, at))
                )
            else:
                rows["text"].append((*key, texts.ANSWERS[(mark.points or 0) % len(texts.ANSWERS)]))
    stem = "programming_submission_part"
    grading = f"{stem}_grid_grading_status"
    return {
        "programming_submissions": Rows(
            (
                "programming_submission_id",
                "programming_assignment_id",
                "programming_assignments_user_id",
                "programming_submission_created_ts",
                "programming_submission_type",
                "programming_submission_grading_status",
                "programming_submission_score",
                "programming_submission_is_auto_submission",
            ),
            rows["submission"],
        ),
        "programming_submission_parts": Rows((*_SUBMITTED_PART_KEY, f"{stem}_type"), rows["part"]),
        "programming_submission_part_text_submissions": Rows(
            (*_SUBMITTED_PART_KEY, f"{stem}_text_submission_answer"), rows["text"]
        ),
        "programming_submission_part_grid_submissions": Rows(
            (*_SUBMITTED_PART_KEY, f"{stem}_grid_submission_url"), rows["grid"]
        ),
        "programming_submission_part_grid_grading_statuses": Rows(
            (*_SUBMITTED_PART_KEY, f"{grading}_pgrtf5", f"{grading}_x21exo", f"{grading}_jzmjz1"), rows["run"]
        ),
        "programming_submission_part_evaluations": Rows(
            (*_SUBMITTED_PART_KEY, f"{stem}_score", f"{stem}_grading_ts", f"{stem}_feedback"), rows["points"]
        ),
    }
