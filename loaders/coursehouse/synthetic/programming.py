"""Programming assignments: two parts, one graded at once, one by a grader that runs for a while."""

from __future__ import annotations

from dataclasses import dataclass

from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.world import Course, Item

TEXT, GRID = "text", "grid"


@dataclass(frozen=True)
class ProgrammingPart:
    """A part of an assignment with the most points it gives."""

    part_id: str
    kind: str
    max_points: int


@dataclass(frozen=True)
class ProgrammingAssignment:
    """A version of a programming assignment, placed on an item."""

    assignment_id: str
    base_id: str
    item: Item
    parts: tuple[ProgrammingPart, ...]


def course_programming_assignments(ids: Identifiers, course: Course) -> dict[str, ProgrammingAssignment]:
    """The assignment of every programming item in any branch of the course."""
    assignments: dict[str, ProgrammingAssignment] = {}
    for branch in course.branches:
        for place in branch.first_content:
            item = place.item
            if item.item_type.kind == "programming" and item.item_id not in assignments:
                base_id = ids.token("programming assignment", course.index, item.item_id)
                parts = (
                    ProgrammingPart(ids.short("part", base_id, 1), TEXT, 4),
                    ProgrammingPart(ids.short("part", base_id, 2), GRID, 6),
                )
                assignments[item.item_id] = ProgrammingAssignment(f"{base_id}@1", base_id, item, parts)
    return assignments
