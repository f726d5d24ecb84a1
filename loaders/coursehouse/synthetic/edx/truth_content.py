"""The truth about course runs and their blocks."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.edx.runs import KINDS, Block
from coursehouse.synthetic.edx.truth_view import PLATFORM, EdxView, mart_of
from coursehouse.synthetic.truth_content import content_truth
from coursehouse.synthetic.truth_view import Fact, Mart

BLOCK_COLUMNS = (
    "platform",
    "course_branch_id",
    "block_id",
    "course_id",
    "parent_block_id",
    "module_id",
    "lesson_id",
    "unit_id",
    "category",
    "block_name",
    "block_path",
    "assignment_type",
    "is_container",
    "is_graded",
    "is_hidden",
    "is_in_branch",
    "child_position",
    "depth",
    "depth_first_order",
    "starts_at",
    "due_at",
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
    }


def _block(view: EdxView, block: Block) -> tuple[Fact, ...]:
    course_id, held = view.course.course_id, block.settings
    return (
        PLATFORM,
        course_id,
        block.block_id,
        course_id,
        block.parent_id,
        *block.levels,
        block.category,
        block.title or block.name,
        block.path,
        held.format,
        block.category not in KINDS,
        bool(held.graded),
        bool(held.hide_from_toc),
        True,
        block.position,
        block.depth,
        block.order,
        held.start,
        held.due,
    )
