"""The truth about course runs and their blocks."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.edx.runs import Block
from coursehouse.synthetic.edx.truth_view import PLATFORM, EdxView, mart_of
from coursehouse.synthetic.truth_content import content_truth
from coursehouse.synthetic.truth_view import Fact, Mart

BLOCK_COLUMNS = (
    "platform",
    "course_branch_id",
    "block_id",
    "course_id",
    "parent_block_id",
    "block_name",
    "category",
    "depth",
    "child_position",
    "depth_first_order",
    "block_path",
    "effective_format",
    "effective_graded",
    "effective_hide_from_toc",
    "effective_start_at",
    "effective_due_at",
)


def edx_content_truth(views: Sequence[EdxView]) -> dict[str, Mart]:
    """The content marts by name."""
    marts = content_truth(views)
    marts["courses"] = mart_of("courses", [_course(view) for view in views])
    rows = [_block(view, block) for view in views for block in view.state.run.blocks]
    marts["branches_blocks"] = Mart(BLOCK_COLUMNS, rows)
    return marts


def _course(view: EdxView) -> dict[str, Fact]:
    run = view.state.run
    return {
        "platform": PLATFORM,
        "course_id": run.key.canonical,
        "course_name": run.root.title,
        "is_graded": True,
        "branch_count": 1,
        "session_count": 0,
        "launched_at": run.starts_at,
        "preenrollment_at": run.enrollment_starts_at,
    }


def _block(view: EdxView, block: Block) -> tuple[Fact, ...]:
    course_id, held = view.course.course_id, block.settings
    return (
        PLATFORM,
        course_id,
        block.block_id,
        course_id,
        block.parent_id,
        block.title or block.name,
        block.category,
        block.depth,
        block.position,
        block.order,
        block.path,
        held.format,
        bool(held.graded),
        bool(held.hide_from_toc),
        held.start,
        held.due,
    )
