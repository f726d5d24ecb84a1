"""The rows of the tables about code blocks: engines, evaluators, runs."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.clock import DAY, SECOND
from coursehouse.synthetic.code_blocks import ENGINES, course_evaluators
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows


def code_block_tables(
    ids: Identifiers, course: Course, at: int, participations: Sequence[Participation]
) -> dict[str, Rows]:
    """Everything about code blocks, as an export taken at this instant lists it."""
    requests: list[Row] = []
    for participation in participations:
        user_id = ids.learner(participation.person.index, "ecb")
        for run in participation.code_runs:
            if run.at < at:
                asked = (user_id, run.evaluator_id, run.at, run.duration_ms, run.expression)
                came_out = (run.result, run.errors, run.branch_id)
                requests.append((course.course_id, run.item_id, *asked, *came_out))
    return {
        "ecb_engines": Rows(
            (
                "ecb_engine_id",
                "ecb_engine_name",
                "ecb_engine_updated_ts",
                "ecb_engine_memory_limit_mb",
                "ecb_engine_timeout_ms",
                "ecb_engine_disk_limit_mb",
                "ecb_engine_cpu_limit",
            ),
            [
                (ids.token("engine", name), name, course.launched_at // DAY * DAY, 512, 5 * SECOND, 64, 1024)
                for name in ENGINES
            ],
        ),
        "ecb_evaluators": Rows(
            ("course_id", "course_item_id", "ecb_evaluator_id", "ecb_engine_id", "ecb_evaluator_harness"),
            [
                (course.course_id, e.item_id, e.evaluator_id, ids.token("engine", e.engine_name), e.harness)
                for e in course_evaluators(ids, course)
            ],
        ),
        "ecb_evaluation_requests": Rows(
            (
                "course_id",
                "course_item_id",
                "ecb_user_id",
                "ecb_evaluator_id",
                "ecb_evaluation_requested_ts",
                "ecb_evaluation_duration_ms",
                "ecb_evaluation_expression",
                "ecb_evaluation_result",
                "ecb_evaluation_errors",
                "course_branch_id",
            ),
            requests,
        ),
    }
