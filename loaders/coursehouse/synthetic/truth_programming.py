"""The truth about programming assignments: every submission at its one place, and its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.participation import CodeSubmission
from coursehouse.synthetic.programming import GRID, RUN_DELAY, ProgrammingAssignment, run_status
from coursehouse.synthetic.quizzes import PASSING_FRACTION
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Known, Mart, share


def programming_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The marts of programming assignments by name."""
    return {"programming_submissions": _submissions(views), "programming_parts__scores": _parts(views)}


def _handed_in(view: CourseView) -> Iterator[tuple[Known, ProgrammingAssignment, list[CodeSubmission]]]:
    """Per person and item what they handed in, oldest first: nobody meets two versions of an assignment."""
    for known in view.people:
        by_place: dict[tuple[str, str], list[CodeSubmission]] = defaultdict(list)
        for submission in known.standing.participation.code_submissions:
            if submission.at < view.at:
                by_place[submission.branch_id, submission.item_id].append(submission)
        for place, submissions in by_place.items():
            submissions.sort(key=lambda submission: submission.at)
            yield known, view.cast.work.programming[place], submissions


def _using_branches(view: CourseView) -> dict[str, list[str]]:
    """Per version of an assignment the branches that use it."""
    using: dict[str, list[str]] = defaultdict(list)
    for (branch_id, item_id), assignment in view.cast.work.programming.items():
        if item_id in view.positions[branch_id]:
            using[assignment.assignment_id].append(branch_id)
    return using


def _submissions(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "programming_submission_id",
        "programming_assignment_id",
        "programming_assignment_base_id",
        "assignment_version",
        "course_id",
        "item_id",
        "course_branch_id",
        "programming_assignments_user_id",
        "user_id",
        "assignment_type",
        "grading_status",
        "is_auto_submission",
        "is_passed",
        "is_first",
        "is_last",
        "is_best",
        "attempt_number",
        "branch_count",
        "part_count",
        "scored_part_count",
        "score",
        "max_score",
        "score_fraction",
        "passing_fraction",
        "created_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        using = _using_branches(view)
        for known, assignment, submissions in _handed_in(view):
            branch_ids = using[assignment.assignment_id]
            persons = view.domain_ids(known.standing.participation.person.index, "programming_assignments")
            own_id = known.standing.branch.branch_id
            only_id = branch_ids[0] if len(branch_ids) == 1 else None
            branch_id = own_id if persons[1] and own_id in branch_ids else only_id
            place = (view.course.course_id, assignment.item.item_id, branch_id)
            kind = "graded" if assignment.item.item_type.is_graded else "standard"
            scores = [submission.points_at(view.at) for submission in submissions]
            known_scores = [score for score in scores if score is not None]
            best = scores.index(max(known_scores)) if known_scores else None
            for number, (submission, score) in enumerate(zip(submissions, scores, strict=True)):
                fraction = None if score is None else share(score, assignment.max_points)
                scored = [m for m in submission.marks if m.graded_at is not None and m.graded_at < view.at]
                rows.append(
                    (
                        PLATFORM,
                        submission.submission_id,
                        assignment.assignment_id,
                        assignment.base_id,
                        assignment.version,
                        *place,
                        *persons,
                        kind,
                        submission.status_at(view.at),
                        submission.is_automatic if view.layout is Layout.Y2023 else None,
                        None if fraction is None else fraction >= PASSING_FRACTION,
                        number == 0,
                        number == len(submissions) - 1,
                        number == best,
                        number + 1,
                        len(branch_ids),
                        len(submission.marks),
                        len(scored),
                        score,
                        assignment.max_points,
                        fraction,
                        PASSING_FRACTION,
                        submission.at,
                    )
                )
    return Mart(columns, rows)


def _parts(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "programming_submission_id",
        "programming_assignment_id",
        "part_id",
        "course_id",
        "item_id",
        "programming_assignments_user_id",
        "user_id",
        "part_type",
        "run_status",
        "is_optional",
        "is_scored",
        "part_order",
        "score",
        "max_score",
        "score_fraction",
        "grading_seconds",
        "submitted_at",
        "run_started_at",
        "graded_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for known, assignment, submissions in _handed_in(view):
            persons = view.domain_ids(known.standing.participation.person.index, "programming_assignments")
            where = (view.course.course_id, assignment.item.item_id, *persons)
            orders = {part.part_id: order for order, part in enumerate(assignment.parts)}
            for submission in submissions:
                for mark in submission.marks:
                    order = orders[mark.part_id]
                    part = assignment.parts[order]
                    graded_at = mark.graded_at
                    if graded_at is not None and graded_at >= view.at:
                        graded_at = None
                    score = None if graded_at is None else mark.points
                    is_run = part.kind == GRID
                    rows.append(
                        (
                            PLATFORM,
                            submission.submission_id,
                            assignment.assignment_id,
                            part.part_id,
                            *where,
                            part.kind,
                            run_status(submission, mark, view.at) if is_run else None,
                            part.is_optional,
                            score is not None,
                            order,
                            score,
                            part.max_points,
                            None if score is None else score / part.max_points,
                            None if graded_at is None else (graded_at - submission.at) / 1000,
                            submission.at,
                            submission.at + RUN_DELAY if is_run else None,
                            graded_at,
                        )
                    )
    return Mart(columns, rows)
