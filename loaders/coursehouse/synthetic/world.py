"""The content of the institution: courses, their branches, modules, lessons, items and sessions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from coursehouse.synthetic.catalogue import ItemType


@dataclass(frozen=True)
class Item:
    """An item at its place in a lesson of one branch.

    is_removed_later: the authors delete it between the first export of the course and the re-export.
    later_name: the name it has in the re-export, if the authors change it.
    """

    item_id: str
    item_type: ItemType
    name: str
    is_optional: bool | None
    order: int
    is_removed_later: bool = False
    later_name: str | None = None


@dataclass(frozen=True)
class Lesson:
    """A lesson at its place in a module of one branch."""

    lesson_id: str
    name: str
    order: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Module:
    """A module at its place in one branch."""

    module_id: str
    name: str
    description: str
    order: int
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Placement:
    """Where an item stands in a branch at the time of an export."""

    module: Module
    lesson: Lesson
    item: Item


@dataclass(frozen=True)
class Branch:
    """A version of a course; the original one (number 1) has the course's id and neither name nor date."""

    branch_id: str
    number: int
    name: str | None
    changes: str | None
    created_at: int | None
    modules: tuple[Module, ...]

    def _every_placement(self) -> Iterator[Placement]:
        for module in self.modules:
            for lesson in module.lessons:
                for item in lesson.items:
                    yield Placement(module, lesson, item)

    @cached_property
    def first_content(self) -> tuple[Placement, ...]:
        """The items in the course's order, before the authors revise the course."""
        return tuple(self._every_placement())

    @cached_property
    def revised_content(self) -> tuple[Placement, ...]:
        """The items in order after the revision: without those removed, under their later names."""
        return tuple(
            replace(place, item=replace(place.item, name=place.item.later_name or place.item.name))
            for place in self._every_placement()
            if not place.item.is_removed_later
        )

    @cached_property
    def types(self) -> dict[str, ItemType]:
        """The type of each item id, items removed later included."""
        return {place.item.item_id: place.item.item_type for place in self.first_content}

    @cached_property
    def required_item_ids(self) -> tuple[str, ...]:
        """The graded items that a learner of this branch must pass."""
        return tuple(place.item.item_id for place in self.first_content if place.item.item_type.is_graded)


@dataclass(frozen=True)
class Session:
    """A scheduled run; branch_id is None where the platform did not record it."""

    session_id: str
    branch_id: str | None
    starts_at: int
    ends_at: int
    enrollment_ends_at: int
    later_ends_at: int | None = None


@dataclass(frozen=True)
class Course:
    """A course with everything its authors made.

    deleted_item_ids: items of the original branch deleted before the first export; progress still names them.
    revised_at: when the authors changed the content between two exports; None if they did not.
    snapshots: when the course was exported, oldest first.
    """

    index: int
    course_id: str
    slug: str
    name: str
    description: str
    level: str | None
    preenrollment_at: int
    launched_at: int
    verification_enabled_at: int | None
    sessions_enabled_at: int | None
    updated_at: int
    is_deleted: bool
    branches: tuple[Branch, ...]
    sessions: tuple[Session, ...]
    deleted_item_ids: tuple[str, ...]
    revised_at: int | None
    snapshots: tuple[int, ...]

    @cached_property
    def branch_named(self) -> dict[str, Branch]:
        """The branch of each branch id."""
        return {branch.branch_id: branch for branch in self.branches}

    @property
    def original(self) -> Branch:
        """The first version."""
        return self.branches[0]

    def branch_of(self, session: Session | None) -> Branch:
        """The branch that a session shows; the original one where none is recorded."""
        return self.branch_named[session.branch_id or self.course_id] if session else self.original

    def is_revised(self, at: int) -> bool:
        """Whether an export taken at this instant holds the revised content."""
        return self.revised_at is not None and at > self.revised_at

    def content(self, branch: Branch, at: int) -> tuple[Placement, ...]:
        """The items of a branch that an export taken at this instant holds, in the course's order."""
        return branch.revised_content if self.is_revised(at) else branch.first_content

    def updated_by(self, at: int) -> int:
        """When the authors last changed the course, as an export taken at this instant says."""
        return self.revised_at if self.revised_at is not None and self.is_revised(at) else self.updated_at

    def session_end(self, session: Session, at: int) -> int:
        """The end of a session as an export taken at this instant says: the revision extends some."""
        is_extended = session.later_ends_at is not None and self.is_revised(at)
        return session.later_ends_at if is_extended and session.later_ends_at else session.ends_at
