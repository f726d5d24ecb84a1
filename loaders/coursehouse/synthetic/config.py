"""What a synthetic institution is made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coursehouse.errors import Refused
from coursehouse.synthetic.clock import DAY, MINUTE, instant


class IdMode(StrEnum):
    """How learners are hashed: one id everywhere, or one per id domain."""

    LINKED = "linked"
    ISOLATED = "isolated"


class Layout(StrEnum):
    """The year whose tables and columns an export has."""

    Y2016 = "2016"
    Y2017 = "2017"
    Y2023 = "2023"


@dataclass(frozen=True)
class PlantedFault:
    """A fault to write into the exports, so many times."""

    name: str
    count: int


@dataclass(frozen=True)
class GeneratorConfig:
    """One institution: equal configurations give byte-identical exports.

    learners: accounts that may take courses (staff come on top). courses: one export zip each.
    has_reexport: the first course is exported again, two months later.
    """

    learners: int = 200
    courses: int = 3
    seed: int = 1
    mode: IdMode = IdMode.LINKED
    layout: Layout = Layout.Y2023
    faults: tuple[PlantedFault, ...] = ()
    has_reexport: bool = True
    partner: str = "exampleu"

    def __post_init__(self) -> None:
        if self.learners < 1 or self.courses < 1:
            raise Refused(
                "An institution needs a learner and a course.", "Give --learners and --courses of 1 or more."
            )


FIRST_SNAPSHOT_AT = instant("2023-03-13 06:59:03") + 417
REEXPORT_AT = FIRST_SNAPSHOT_AT + 61 * DAY + 13 * MINUTE


def snapshot_at(course_index: int) -> int:
    """When the first export of a course was taken: the courses of a round follow each other by minutes."""
    return FIRST_SNAPSHOT_AT + course_index * 4 * MINUTE + course_index * 111
