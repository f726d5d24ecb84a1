"""The course runs of an institution on edX: their tree of blocks, and the items that learners work on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from coursehouse.synthetic.catalogue import ItemType
from coursehouse.synthetic.clock import DAY, WEEK
from coursehouse.synthetic.edx.ids import RunKey
from coursehouse.synthetic.world import Branch, Course

# what a learner can see of a category: its kind in terms of all platforms, ungraded and graded
KINDS = {
    "video": ("video", "video"),
    "html": ("reading", "reading"),
    "problem": ("quiz_practice", "quiz_graded"),
    "discussion": ("discussion", "discussion"),
    "openassessment": ("peer", "peer"),
    "lti_consumer": ("lti", "lti"),
    "word_cloud": ("other", "other"),
}
_GRADABLE = frozenset({"problem", "openassessment"})
# categories that keep a state of every learner in courseware_studentmodule
STATEFUL = frozenset({"video", "problem", "openassessment", "word_cloud"})


def item_type_of(category: str, in_graded: bool) -> ItemType:
    """The type of an item; in_graded: whether it stands in a subsection that counts."""
    is_graded = in_graded and category in _GRADABLE
    return ItemType(0, category, None, is_graded, KINDS[category][is_graded])


@dataclass(frozen=True)
class Settings:
    """What a block inherits: due and start are instants (milliseconds), None where nothing sets them."""

    graded: bool | None
    format: str | None
    start: int | None
    due: int | None
    hide_from_toc: bool | None


@dataclass(frozen=True)
class Block:
    """A block of the tree as planted.

    title: the display name, None where the authors gave none. metadata: what the file says of it. position:
    from 1 among its siblings. order: from 1 in reading order of the whole tree. absent: usage keys of
    children that the file lacks, after those it has. levels: the chapter, the subsection and the vertical
    above the block, None where there is none. settings: what holds for the block.
    """

    block_id: str
    category: str
    name: str
    title: str | None
    metadata: dict[str, object]
    children: tuple[str, ...]
    absent: tuple[str, ...]
    parent_id: str | None
    position: int | None
    depth: int
    order: int
    path: str
    levels: tuple[str | None, str | None, str | None]
    settings: Settings


@dataclass(frozen=True)
class PlacedItem:
    """An item with the blocks above it; unit is None where it stands directly in the subsection.

    numbers: chapter, subsection and item, each from 0 inside what holds it.
    """

    block: Block
    chapter: Block
    sequential: Block
    unit: Block | None
    numbers: tuple[int, int, int]
    item_type: ItemType


@dataclass(frozen=True)
class EdxRun:
    """A course run: blocks in reading order, items in reading order, and the course that learners walk.

    keeps_grades: whether grades were kept beside certificates, which old runs did not get for long.
    """

    key: RunKey
    course: Course
    blocks: tuple[Block, ...]
    items: tuple[PlacedItem, ...]
    starts_at: int
    ends_at: int
    keeps_grades: bool

    @property
    def enrollment_starts_at(self) -> int:
        """When learners could first enroll."""
        return self.starts_at - 8 * WEEK

    @property
    def enrollment_ends_at(self) -> int:
        """Until when learners can enroll."""
        return self.ends_at - DAY

    @cached_property
    def block_named(self) -> dict[str, Block]:
        """The block of each usage key."""
        return {block.block_id: block for block in self.blocks}

    @cached_property
    def item_of(self) -> dict[str, PlacedItem]:
        """The item of each usage key."""
        return {item.block.block_id: item for item in self.items}

    @cached_property
    def walked(self) -> Branch:
        """The course as learners find it: without what is hidden from them."""
        shown = self.course.original
        return replace(
            shown,
            modules=tuple(
                replace(
                    module,
                    lessons=tuple(
                        lesson
                        for lesson in module.lessons
                        if not self.block_named[lesson.lesson_id].settings.hide_from_toc
                    ),
                )
                for module in shown.modules
            ),
        )

    @property
    def root(self) -> Block:
        """The course block."""
        return self.blocks[0]
