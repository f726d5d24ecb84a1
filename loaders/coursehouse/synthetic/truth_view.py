"""The final state of a course, seen with every export loaded; the shape of a truth file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, median

from coursehouse.synthetic.behaviour import CourseCast
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.ids import MAIN, Identifiers
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.world import Branch, Course, Placement

PLATFORM = "coursera"

Fact = str | int | float | bool | None


@dataclass(frozen=True)
class Mart:
    """The rows that a mart must hold; `_at` and `valid_` columns are instants."""

    columns: tuple[str, ...]
    rows: list[tuple[Fact, ...]]


@dataclass(frozen=True)
class Shown:
    """An item of a branch as the warehouse shows it: position is its rank in the branch, None once gone."""

    place: Placement
    position: int | None

    @property
    def is_in_branch(self) -> bool:
        """Whether the newest export still has the item in this branch."""
        return self.position is not None


@dataclass(frozen=True)
class Known:
    """A person with the id that the exports give them, and where they stand in the course."""

    user_id: str
    standing: Standing

    @property
    def is_participant(self) -> bool:
        """Whether memberships, progress or course grades name the person."""
        standing = self.standing
        return bool(standing.memberships or standing.progress or standing.course_grade)


@dataclass(frozen=True)
class CourseView:
    """A course after its last export; as_of is the newest instant of the whole warehouse."""

    cast: CourseCast
    layout: Layout
    as_of: int
    people: tuple[Known, ...]
    ids: Identifiers

    @property
    def platform(self) -> str:
        """Where the course was taught."""
        return PLATFORM

    @property
    def course(self) -> Course:
        """The course itself."""
        return self.cast.course

    @property
    def at(self) -> int:
        """When the course was exported last."""
        return self.course.snapshots[-1]

    def domain_ids(self, person: int, domain: str) -> tuple[str, str | None]:
        """The id of a person in an id domain, and the main id where the two are known to be one person."""
        main_id = None if self.ids.is_isolated else self.ids.learner(person, MAIN)
        return self.ids.learner(person, domain), main_id

    @cached_property
    def learners(self) -> tuple[Known, ...]:
        """Those who ever held role LEARNER."""
        return tuple(known for known in self.people if known.standing.was_learner)

    @cached_property
    def content(self) -> dict[str, tuple[Shown, ...]]:
        """Per branch id: the items in course order, then those that an earlier export had."""
        return {branch.branch_id: self._shown(branch) for branch in self.course.branches}

    def _shown(self, branch: Branch) -> tuple[Shown, ...]:
        current = self.course.content(branch, self.at)
        present = {place.item.item_id for place in current}
        gone = [place for place in branch.first_content if place.item.item_id not in present]
        return (
            *(Shown(place, position) for position, place in enumerate(current, start=1)),
            *(Shown(place, None) for place in gone),
        )

    @cached_property
    def positions(self) -> dict[str, dict[str, int]]:
        """Per branch id: the position of each item that is in the branch now."""
        return {
            branch_id: {
                shown.place.item.item_id: shown.position for shown in items if shown.position is not None
            }
            for branch_id, items in self.content.items()
        }

    @cached_property
    def item_names(self) -> dict[str, str]:
        """The name of each item in the original branch, else in that of the lowest id."""
        rest = sorted(self.course.branches[1:], key=lambda branch: branch.branch_id, reverse=True)
        return {
            shown.place.item.item_id: shown.place.item.name
            for branch in (*rest, self.course.original)
            for shown in self.content[branch.branch_id]
        }

    def unit_of(self, item_id: str) -> str | None:
        """The unit that holds an item, on a platform that has them."""
        del item_id
        return None

    def kind_of(self, branch: Branch, item_id: str) -> str | None:
        """The kind of an item in the learner's branch, else the original one, else that of the lowest id."""
        rest = sorted(self.course.branches, key=lambda other: other.branch_id)
        for candidate in (branch, self.course.original, *rest):
            if item_id in candidate.types:
                return candidate.types[item_id].kind
        return None


def view_of(
    ids: Identifiers, layout: Layout, as_of: int, cast: CourseCast, standings: Sequence[Standing]
) -> CourseView:
    """The view of a course from the standings at its last export."""
    people = (
        Known(ids.learner(standing.participation.person.index, MAIN), standing) for standing in standings
    )
    return CourseView(cast, layout, as_of, tuple(people), ids)


def share(part: int, whole: int) -> float | None:
    """part / whole, None for an empty whole."""
    return part / whole if whole else None


def mean_of(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are known, None where there are none."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def median_of(values: Iterable[float | None]) -> float | None:
    """The median of the values that are known, None where there are none."""
    known = [value for value in values if value is not None]
    return median(known) if known else None


def content_id(*values: str | int | None) -> str:
    """The id of a row made of what it says: the SHA-256 of its values, each behind its length."""
    return hashlib.sha256(content_text(*values).encode()).hexdigest()


def content_text(*values: str | int | None) -> str:
    """What content_id hashes; the texts of several parts of a row, joined, are that of the row."""
    return "".join("-" if value is None else f"{len(str(value))}:{value}" for value in values)
