"""The truth about open response assessments: submissions, assessments and the medians of peers that count."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.edx.assessing import (
    CRITERIA,
    MAX_POINTS,
    PEER,
    REQUIRED_PEERS,
    SELF,
    STAFF,
    Assessment,
    OraWork,
    Score,
)
from coursehouse.synthetic.edx.tables_ora import answer_text
from coursehouse.synthetic.edx.truth_view import PLATFORM, EdxView
from coursehouse.synthetic.truth_view import Fact

KINDS = {PEER: "peer", SELF: "self", STAFF: "staff"}
Row = dict[str, Fact]
SCORED = tuple(number for number, criterion in enumerate(CRITERIA) if criterion.points)
_OPTIONS_BEFORE = [sum(len(other.points) for other in CRITERIA[:number]) for number in range(len(CRITERIA))]


@dataclass(frozen=True)
class Judged:
    """An assessment with the number of its row in the run."""

    number: int
    made: Assessment


@dataclass(frozen=True)
class OraItem:
    """An assignment of a run with all that was handed in for it by the time of the package."""

    view: EdxView
    item_id: str
    works: tuple[SeenWork, ...]

    @property
    def assignment_id(self) -> str:
        """The id of the assignment: blocks of old runs share theirs."""
        is_shared = self.view.state.key.is_deprecated
        return f"{self.view.course.course_id}/{self.item_id}" if is_shared else self.item_id

    @property
    def required(self) -> int | None:
        """How many peers are asked for, as far as submissions that got so many show it."""
        return REQUIRED_PEERS if any(work.counted for work in self.works) else None

    @property
    def max_points(self) -> float | None:
        """The points that can be had, as far as anybody was judged by the rubric."""
        return float(MAX_POINTS) if any(work.judged for work in self.works) else None


@dataclass(frozen=True)
class SeenWork:
    """A submission as the package knows it."""

    view: EdxView
    made: OraWork
    judged: tuple[Judged, ...]
    is_last: bool

    @property
    def submission_id(self) -> str:
        """The id without dashes."""
        return self.made.uuid.replace("-", "")

    @property
    def state(self) -> str:
        """What became of it."""
        if self.made.cancelled_at is not None and self.made.cancelled_at < self.view.at:
            return "removed"
        return "live" if self.is_last else "replaced"

    @cached_property
    def counted(self) -> tuple[Judged, ...]:
        """The assessments that count for the median."""
        is_judged = self.made.graded_at is not None and self.made.graded_at < self.view.at
        return tuple(one for one in self.judged if is_judged and one.made.is_counted)

    @cached_property
    def score(self) -> Score | None:
        """The score in force."""
        return self.made.score_at(self.view.at)

    @property
    def scored_at(self) -> int | None:
        """When it first had a score."""
        return self.made.scores[0].at if self.score is not None else None

    def is_excess(self, one: Judged) -> bool:
        """Whether a peer judged in vain."""
        has_enough = self.score is not None or bool(self.counted)
        return one.made.kind == PEER and one not in self.counted and has_enough

    def is_late(self, one: Judged) -> bool:
        """Whether a score stood already."""
        return self.scored_at is not None and one.made.at > self.scored_at

    @cached_property
    def medians(self) -> dict[int, int]:
        """The median of each criterion over the assessments that count."""
        return dict(zip(SCORED, self.made.part_points, strict=True)) if self.counted else {}

    @property
    def is_staff_graded(self) -> bool:
        """Whether the staff judged it."""
        return any(one.made.kind == STAFF for one in self.judged)


def ora_items(views: Sequence[EdxView]) -> list[OraItem]:
    """All assignments of all runs."""
    return [item for view in views for item in _items(view)]


def _items(view: EdxView) -> Iterator[OraItem]:
    works: dict[str, list[SeenWork]] = {
        item.block.block_id: [] for item in view.state.run.items if item.block.category == "openassessment"
    }
    number = 0
    last = {(work.author, work.item_id): work for work in view.state.works}
    for work in view.state.works:
        judged = []
        for made in work.assessments:
            if made.at < view.at:
                number += 1
                judged.append(Judged(number, made))
        is_last = last[work.author, work.item_id] is work
        works[work.item_id].append(SeenWork(view, work, tuple(judged), is_last))
    for item_id, found in works.items():
        yield OraItem(view, item_id, tuple(found))


def criterion_id(view: EdxView, number: int) -> str:
    """The id of a criterion."""
    return str(view.state.row_id(number + 1))


def option_id(view: EdxView, number: int, choice: int) -> str:
    """The id of an option of a criterion."""
    return str(view.state.row_id(_OPTIONS_BEFORE[number] + choice + 1))


def review_id(view: EdxView, one: Judged) -> str:
    """The id of an assessment."""
    return f"{view.course.course_id}/{view.state.row_id(one.number)}"


def person_id(view: EdxView, person: int) -> str:
    """The user id."""
    return str(view.state.ids.user(person))


def submission_rows(items: Sequence[OraItem]) -> Iterator[Row]:
    """peer_submissions."""
    for item in items:
        for work in item.works:
            state, removed = work.state, work.made.cancelled_at
            by_others = [one for one in work.judged if one.made.kind != SELF]
            author = person_id(work.view, work.made.author)
            yield {
                "platform": PLATFORM,
                "peer_submission_id": work.submission_id,
                "peer_assignment_id": item.assignment_id,
                "peer_assignment_base_id": item.assignment_id,
                "peer_assignments_user_id": author,
                "user_id": author,
                "course_id": item.view.course.course_id,
                "course_branch_id": item.view.course.course_id,
                "item_id": item.item_id,
                "submission_state": state,
                "is_live": state == "live",
                "is_draft": False,
                "is_removed": state == "removed",
                "is_replaced": state == "replaced",
                "is_mentor_graded": work.is_staff_graded,
                "score": float(work.score.points) if work.score else None,
                "max_score": float(MAX_POINTS) if work.score else item.max_points,
                "review_count": len(by_others),
                "counted_review_count": len(work.counted),
                "excess_review_count": sum(work.is_excess(one) for one in work.judged),
                "waiting_seconds": None
                if work.scored_at is None
                else (work.scored_at - work.made.at) / SECOND,
                "created_at": work.made.at,
                "removed_at": removed if state == "removed" else None,
                "score_available_at": work.scored_at,
            }


def score_rows(items: Sequence[OraItem]) -> Iterator[Row]:
    """peer_submissions__scores: no score of a part is exported, and nothing says what passes."""
    for item in items:
        for work in item.works:
            score = float(work.score.points) if work.score else None
            recomputed = float(sum(work.medians.values())) if work.counted else None
            if score is None and recomputed is None:
                continue
            difference = None if score is None or recomputed is None else score - recomputed
            author = person_id(work.view, work.made.author)
            yield {
                "platform": PLATFORM,
                "peer_submission_id": work.submission_id,
                "peer_assignment_id": item.assignment_id,
                "peer_assignments_user_id": author,
                "user_id": author,
                # nothing else than the staff's word was planted
                "difference_reason": None if difference == 0 else "mentor graded",
                "is_equal": difference == 0,
                "is_mentor_graded": work.is_staff_graded,
                "counted_review_count": len(work.counted),
                "required_reviewer_count_for_score": item.required,
                "exported_part_count": 0,
                "recomputed_part_count": len(work.medians),
                "exported_score": score,
                "recomputed_score": recomputed,
                "score_difference": difference,
                "max_score": float(MAX_POINTS) if work.score else item.max_points,
                "score_fraction": None if score is None else score / MAX_POINTS,
            }


def part_score_rows(items: Sequence[OraItem]) -> Iterator[Row]:
    """peer_submissions_parts__scores."""
    for item in items:
        for work in item.works:
            for number in SCORED if work.judged else ():
                yield {
                    "platform": PLATFORM,
                    "peer_submission_id": work.submission_id,
                    "peer_assignment_id": item.assignment_id,
                    "review_part_id": criterion_id(work.view, number),
                    "is_of_submission_version": True,
                    "part_order": number,
                    "choice_count": len(work.judged),
                    "counted_choice_count": len(work.counted),
                    "scored_choice_count": len(work.counted),
                    "recomputed_score": work.medians.get(number),
                    "max_score": float(max(CRITERIA[number].points)),
                }


def answer_rows(items: Sequence[OraItem]) -> Iterator[Row]:
    """peer_answers__texts."""
    for item in items:
        for work in item.works:
            for number, part in enumerate(json.loads(answer_text(work.made))["parts"], start=1):
                yield {
                    "platform": PLATFORM,
                    "peer_submission_id": work.submission_id,
                    "peer_assignment_id": item.assignment_id,
                    "submission_part_id": str(number),
                    "answer_text": part["text"],
                }
