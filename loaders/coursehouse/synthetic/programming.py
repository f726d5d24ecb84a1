"""Programming assignments: their versions, and how what is handed in gets its points part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coursehouse.synthetic.clock import MINUTE, SECOND
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import CodeAttempt, CodeSubmission, Participation, PartMark
from coursehouse.synthetic.world import Course, Item

REGEX, NUMERIC, GRID = "regex", "numeric", "grid"
# From handing a part in to the beginning of its run on the grading machine.
RUN_DELAY = 5 * SECOND


@dataclass(frozen=True)
class ProgrammingPart:
    """A part of an assignment with the most points it gives; its id is the same in all versions."""

    part_id: str
    kind: str
    max_points: int
    is_optional: bool = False


@dataclass(frozen=True)
class ProgrammingAssignment:
    """A version of a programming assignment, placed on an item of a branch."""

    base_id: str
    version: int
    item: Item
    parts: tuple[ProgrammingPart, ...]

    @property
    def assignment_id(self) -> str:
        """The id of this version."""
        return f"{self.base_id}@{self.version}"

    @property
    def max_points(self) -> int:
        """Points for all parts, optional ones included."""
        return sum(part.max_points for part in self.parts)


# By branch id and item id.
ProgrammingByPlace = Mapping[tuple[str, str], ProgrammingAssignment]


def course_programming_assignments(ids: Identifiers, course: Course) -> ProgrammingByPlace:
    """The assignment of every programming item of each branch: the newest branch has a second version."""
    filled = [branch for branch in course.branches if branch.modules]
    return {
        (branch.branch_id, place.item.item_id): _version(
            ids, course, place.item, 2 if branch is filled[-1] and len(filled) > 1 else 1
        )
        for branch in filled
        for place in branch.first_content
        if place.item.item_type.kind == "programming"
    }


def _version(ids: Identifiers, course: Course, item: Item, version: int) -> ProgrammingAssignment:
    base_id = ids.token("programming assignment", course.index, item.item_id)
    first, second, third = (ids.short("part", base_id, number) for number in (1, 2, 3))
    if version == 1:
        parts = [ProgrammingPart(first, REGEX, 4), ProgrammingPart(second, GRID, 6)]
    else:
        parts = [
            ProgrammingPart(first, NUMERIC, 3),
            ProgrammingPart(second, GRID, 5),
            ProgrammingPart(third, GRID, 2, is_optional=True),
        ]
    return ProgrammingAssignment(base_id, version, item, tuple(parts))


def mark_submissions(
    ids: Identifiers, assignments: ProgrammingByPlace, cast: Sequence[Participation]
) -> None:
    """Makes a submission with points of every attempt; some stand beside one that failed or got stuck."""
    for participation in cast:
        for attempt in participation.code_attempts:
            assignment = assignments[attempt.branch_id, attempt.item_id]
            participation.code_submissions += _submissions(
                ids, participation.person.index, assignment, attempt
            )


def _submissions(
    ids: Identifiers, person: int, assignment: ProgrammingAssignment, attempt: CodeAttempt
) -> Iterator[CodeSubmission]:
    fate = int(ids.sha1("code fate", assignment.base_id, person, attempt.at)[:4], 16) % 8
    moments = {"marked": attempt.at}
    if fate == 0:
        moments["failed"] = attempt.at - 30 * SECOND
    elif fate == 1:
        moments["stuck"] = attempt.at + 10 * MINUTE
    for outcome, at in moments.items():
        submission_id = ids.token("programming submission", person, assignment.base_id, at, outcome)
        yield CodeSubmission(
            submission_id=submission_id,
            item_id=attempt.item_id,
            branch_id=attempt.branch_id,
            at=at,
            failed_at=at + 5 * MINUTE if outcome == "failed" else None,
            is_automatic=fate == 2,
            marks=tuple(_marks(ids, assignment, submission_id, attempt.points, at, outcome == "marked")),
        )


def _marks(
    ids: Identifiers,
    assignment: ProgrammingAssignment,
    submission_id: str,
    points: int,
    at: int,
    is_marked: bool,
) -> Iterator[PartMark]:
    """The marks in order of the parts: who has all points without the optional part leaves it out."""
    for part in assignment.parts:
        earned = min(part.max_points, points)
        points -= earned
        if part.is_optional and earned == 0:
            continue
        delay = int(ids.sha1("grader", submission_id, part.part_id)[:4], 16) % 900
        if part.kind != GRID:
            yield PartMark(part.part_id, earned, at + SECOND)
        elif is_marked:
            yield PartMark(part.part_id, earned, at + MINUTE + delay * SECOND)
        else:
            yield PartMark(part.part_id, None, None)


def run_status(submission: CodeSubmission, mark: PartMark, at: int) -> str:
    """How far the run of a part on the grading machine has come, as an export taken at this instant says."""
    if submission.failed_at is not None and submission.failed_at < at:
        return "FAILED"
    return "SUCCESSFUL" if mark.graded_at is not None and mark.graded_at < at else "PENDING"
