"""Peer assignments: what is asked, who reviews whom, and the scores that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from statistics import median

from coursehouse.synthetic.clock import DAY, HOUR, SECOND
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import ItemScore, Participation, PeerReview, PeerSubmission
from coursehouse.synthetic.world import Course, Item

REQUIRED_REVIEWS = 3
_FRACTION = 417


@dataclass(frozen=True)
class RubricPart:
    """A question to the reviewer; option_scores is empty where the answer is a text."""

    part_id: str
    prompt: str
    option_ids: tuple[str, ...]
    option_scores: tuple[float, ...]
    submission_part_id: str | None


@dataclass(frozen=True)
class PeerAssignment:
    """A version of a peer assignment, placed on an item."""

    assignment_id: str
    base_id: str
    item: Item
    submission_part_ids: tuple[str, ...]
    parts: tuple[RubricPart, ...]

    @property
    def scored_parts(self) -> tuple[RubricPart, ...]:
        """The parts that are answered by an option with a score."""
        return tuple(part for part in self.parts if part.option_scores)

    @cached_property
    def max_score(self) -> float:
        """The sum of the best options."""
        return sum(max(part.option_scores) for part in self.scored_parts)


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
    parts = (
        RubricPart("1", "Is the question answered?", ("2", "22", "222"), three, essay),
        RubricPart("2342423423432444", "Is the data shown?", ("4", "44", "444"), three, link),
        RubricPart(ids.token("rubric", base_id), "Does it run?", ("No", "Yes"), two, None),
        RubricPart("666", 'What would you "improve"?', (), (), None),
    )
    return PeerAssignment(f"{base_id}@2", base_id, item, (essay, link), parts)


def hold_reviews(
    seed: int,
    ids: Identifiers,
    course: Course,
    assignments: dict[str, PeerAssignment],
    participations: Sequence[Participation],
) -> None:
    """Lets the authors of live submissions review each other; both enter the participations."""
    for item_id, assignment in assignments.items():
        random = Random(f"{seed}/peer/{course.index}/{item_id}")
        live = [
            (submission, participation)
            for participation in participations
            for submission in participation.peer_submissions
            if submission.item_id == item_id and not submission.is_draft and submission.removed_at is None
        ]
        live.sort(key=lambda pair: (pair[0].at, pair[1].person.index))
        for number, (submission, participation) in enumerate(live):
            others = live[max(0, number - 8) : number] + live[number + 1 : number + 9]
            count = min(len(others), random.choice((1, 2, 3, 3, 4, 5)))
            skill = participation.person.ability
            for peer, reviewer in random.sample(others, count):
                written_at = max(submission.at, peer.at) + random.randrange(6 * DAY // SECOND) * SECOND
                review = _review(ids, random, assignment, submission, reviewer, written_at, skill)
                submission.reviews.append(review)
            _score(assignment, submission)
            if submission.scored_at is not None and assignment.item.item_type.is_graded:
                grade = round(sum(submission.part_scores) / assignment.max_score, 7)
                participation.scores.append(
                    ItemScore(item_id, submission.scored_at, grade, is_summative=True)
                )


def _review(
    ids: Identifiers,
    random: Random,
    assignment: PeerAssignment,
    submission: PeerSubmission,
    reviewer: Participation,
    written_at: int,
    skill: float,
) -> PeerReview:
    choices = tuple(
        len(part.option_ids) - 1
        if random.random() < 0.4 + 0.6 * skill
        else random.randrange(len(part.option_ids))
        for part in assignment.scored_parts
    )
    person = reviewer.person.index
    review_id = ids.token("peer review", submission.submission_id, person)
    return PeerReview(review_id, person, written_at, choices, None)


def _score(assignment: PeerAssignment, submission: PeerSubmission) -> None:
    """The first required reviews count, or at the deadline those there are; each part gets their median."""
    submission.reviews.sort(key=lambda review: (review.at, review.review_id))
    deadline = submission.at // HOUR * HOUR + 10 * DAY
    in_time = [review for review in submission.reviews if review.at < deadline]
    if not in_time:
        return
    counted = in_time[:REQUIRED_REVIEWS]
    is_complete = len(counted) == REQUIRED_REVIEWS
    submission.scored_at = (counted[-1].at + HOUR if is_complete else deadline) + _FRACTION
    for review in counted:
        review.visible_at = submission.scored_at // SECOND * SECOND
    submission.part_scores = tuple(
        median(part.option_scores[review.choices[number]] for review in counted)
        for number, part in enumerate(assignment.scored_parts)
    )
