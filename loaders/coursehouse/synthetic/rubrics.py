"""Peer assignments: their versions, what each asks learners to hand in, and how reviewers judge it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.clock import DAY, WEEK
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.world import Branch, Course, Item

REQUIRED_REVIEWS = 3
CANNOT_TELL = "0"


@dataclass(frozen=True)
class RubricPart:
    """A question to the reviewer; it has no options where the answer is a text.

    option_scores: the points of each option; None for the option of those who cannot tell.
    submission_part_id: the handed-in part that it is about, None for the submission as a whole.
    """

    part_id: str
    prompt: str
    option_ids: tuple[str, ...]
    option_scores: tuple[float | None, ...]
    submission_part_id: str | None

    @cached_property
    def max_score(self) -> float | None:
        """The points of the best option; None where the answer is a text."""
        return max((score for score in self.option_scores if score is not None), default=None)

    @cached_property
    def scored_options(self) -> tuple[int, ...]:
        """The places of the options that give points, worst first."""
        return tuple(place for place, score in enumerate(self.option_scores) if score is not None)


@dataclass(frozen=True)
class PeerVersion:
    """A version of a peer assignment, in force from saved_at until the next one is saved."""

    assignment_id: str
    base_id: str
    number: int
    saved_at: int
    item: Item
    submission_part_ids: tuple[str, ...]
    parts: tuple[RubricPart, ...]

    @property
    def kind(self) -> str:
        """The kind of assignment that the type of the item stands for."""
        kinds = {"phased peer": "phased", "closed peer": "closed"}
        return kinds.get(self.item.item_type.description, "graded")

    @cached_property
    def scored_parts(self) -> tuple[RubricPart, ...]:
        """The parts that are answered by an option."""
        return tuple(part for part in self.parts if part.option_ids)

    @cached_property
    def max_score(self) -> float:
        """The sum of the best options."""
        return sum(part.max_score or 0.0 for part in self.scored_parts)


@dataclass(frozen=True)
class PeerAssignment:
    """A peer assignment on an item, with its versions, oldest first; the first was for the authors to try."""

    versions: tuple[PeerVersion, ...]

    @property
    def assignment_id(self) -> str:
        """The id of the newest version."""
        return self.versions[-1].assignment_id

    def version_at(self, at: int) -> PeerVersion:
        """The version in force at this instant."""
        saved = [version for version in self.versions if version.saved_at <= at]
        return saved[-1] if saved else self.versions[0]

    def versions_in(self, course: Course, branch: Branch) -> tuple[PeerVersion, ...]:
        """The versions that a branch has used: the first one was gone before there was another branch."""
        return self.versions if branch is course.original else self.versions[1:]


def course_peer_assignments(ids: Identifiers, course: Course) -> dict[str, PeerAssignment]:
    """The assignment of every peer item in any branch of the course."""
    assignments: dict[str, PeerAssignment] = {}
    for branch in course.branches:
        for place in branch.first_content:
            if place.item.item_type.kind == "peer" and place.item.item_id not in assignments:
                assignments[place.item.item_id] = _assignment(ids, course, place.item)
    return assignments


def _assignment(ids: Identifiers, course: Course, item: Item) -> PeerAssignment:
    base_id = ids.token("peer assignment", course.index, item.item_id)
    # the platform mixes short numbers, long numbers and hashes among part ids
    essay, link = "123", ids.token("submission part", base_id)
    three, two = (0.0, 1.0, 2.0), (0.0, 1.0)
    words = RubricPart("666", 'What would you "improve"?', (), (), None)
    scored = (
        RubricPart("1", "Is the question answered?", ("2", "22", "222", CANNOT_TELL), (*three, None), essay),
        RubricPart("2342423423432444", "Is the data shown?", ("4", "44", "444"), three, link),
        RubricPart(ids.token("rubric", base_id), "Does it run?", ("No", "Yes"), two, None),
        RubricPart("77", "Does the link work?", ("No", "Yes"), two, link),
    )
    launched_at, first_export_at = course.launched_at, course.snapshots[0]
    # number 10 stands before number 2 among texts
    versions = (
        (1, launched_at - 12 * WEEK, scored[:2]),
        (2, launched_at - DAY, scored[:3]),
        (10, launched_at + (first_export_at - launched_at) // 2 // DAY * DAY, scored),
    )
    return PeerAssignment(
        tuple(
            PeerVersion(
                f"{base_id}@{number}", base_id, number, saved_at, item, (essay, link), (*parts, words)
            )
            for number, saved_at, parts in versions
        )
    )
