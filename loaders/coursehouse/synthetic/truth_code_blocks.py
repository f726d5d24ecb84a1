"""The truth about runs of code blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.code_blocks import course_evaluators
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.participation import CodeRun
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Known, Mart, content_id


def code_block_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The marts of code blocks by name."""
    texts: list[tuple[Fact, ...]] = [
        (PLATFORM, request_id, run.expression, run.result, run.errors)
        for view in views
        for _, run, request_id in _runs(view)
    ]
    return {
        "code_block_requests": _requests(views),
        "code_block_requests__texts": Mart(
            ("platform", "request_id", "expression", "result", "errors"), texts
        ),
    }


def _branch_id(view: CourseView, run: CodeRun) -> str | None:
    return run.branch_id if view.layout is Layout.Y2023 else None


def _runs(view: CourseView) -> Iterator[tuple[Known, CodeRun, str]]:
    """Every run with its id, which counts the equal ones."""
    if view.layout is Layout.Y2016:
        return
    for known in view.people:
        user_id, _ = view.domain_ids(known.standing.participation.person.index, "ecb")
        seen: Counter[CodeRun] = Counter()
        for run in known.standing.participation.code_runs:
            if run.at < view.at:
                seen[run] += 1
                about = (view.course.course_id, run.item_id, user_id, run.evaluator_id, run.at * SECOND)
                said = (run.duration_ms, run.expression, run.result, run.errors, _branch_id(view, run))
                yield known, run, content_id(content_id(*about, *said), seen[run])


def _requests(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "request_id",
        "course_id",
        "item_id",
        "course_branch_id",
        "ecb_user_id",
        "user_id",
        "ecb_evaluator_id",
        "engine_name",
        "harness_kind",
        "has_error",
        "is_correct",
        "duration_seconds",
        "expression_length",
        "requested_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        evaluators = {e.evaluator_id: e for e in course_evaluators(view.ids, view.course)}
        for known, run, request_id in _runs(view):
            evaluator = evaluators[run.evaluator_id]
            rows.append(
                (
                    PLATFORM,
                    request_id,
                    view.course.course_id,
                    run.item_id,
                    _branch_id(view, run),
                    *view.domain_ids(known.standing.participation.person.index, "ecb"),
                    run.evaluator_id,
                    evaluator.engine_name,
                    evaluator.harness_kind,
                    run.errors is not None,
                    run.is_correct,
                    run.duration_ms / 1000,
                    len(run.expression),
                    run.at,
                )
            )
    return Mart(columns, rows)
