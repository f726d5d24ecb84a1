"""Peer reviews: who reviews whom, who declines to, which reviews count, and the scores that follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto
from random import Random
from statistics import median

from coursehouse.synthetic import texts
from coursehouse.synthetic.clock import DAY, HOUR, SECOND
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import (
    ItemScore,
    Participation,
    PeerReview,
    PeerSkip,
    PeerSubmission,
)
from coursehouse.synthetic.rubrics import REQUIRED_REVIEWS, PeerAssignment, PeerVersion
from coursehouse.synthetic.world import Course

SKIP_REASONS = ("plagiarism", "incompleteSubmission", "inappropriateContent", "other")
_FRACTION = 417
_NEIGHBOURS = 8

_FATE_CHANCE = 0.4


class _Fate(Enum):
    """What may happen to a submission apart from reviews by peers and their median."""

    MENTOR_GRADED = auto()
    MENTOR_REVIEW = auto()
    LOST_PART = auto()
    LOST_SCORE = auto()
    WITHHELD = auto()
    LATE_COUNT = auto()
    OTHER_VERSION = auto()


_HandedIn = tuple[PeerSubmission, Participation]


def hold_reviews(
    seed: int,
    ids: Identifiers,
    course: Course,
    assignments: dict[str, PeerAssignment],
    participations: Sequence[Participation],
) -> None:
    """Lets the authors of submissions review each other; reviews and grades enter the participations."""
    instructor = next(
        participation.person.index
        for participation in participations
        if any(role == "INSTRUCTOR" for _, role in participation.memberships)
    )
    handed_in: dict[str, list[_HandedIn]] = {item_id: [] for item_id in assignments}
    for participation in participations:
        for submission in participation.peer_submissions:
            if not submission.is_draft and submission.removed_at is None:
                handed_in[submission.item_id].append((submission, participation))
    for item_id, assignment in assignments.items():
        random = Random(f"{seed}/peer/{course.index}/{item_id}")
        live = sorted(handed_in[item_id], key=lambda pair: (pair[0].at, pair[1].person.index))
        latest = {participation.person.index: submission for submission, participation in live}
        for number, (submission, participation) in enumerate(live):
            author = participation.person.index
            near = live[max(0, number - _NEIGHBOURS) : number] + live[number + 1 : number + 1 + _NEIGHBOURS]
            others = [pair for pair in near if pair[1] is not participation]
            peers = {peer.person.index: peer_submission for peer_submission, peer in others}
            round_ = _Round(ids, random, assignment, submission, participation.person.ability)
            round_.review(peers)
            round_.settle(None if instructor in (author, *peers) else instructor)
            if (
                submission.part_scores
                and submission is latest[author]
                and assignment.versions[-1].item.item_type.is_graded
            ):
                participation.scores.append(round_.grade())


class _Round:
    """The reviews of one submission, and what becomes of them."""

    def __init__(
        self,
        ids: Identifiers,
        random: Random,
        assignment: PeerAssignment,
        submission: PeerSubmission,
        skill: float,
    ) -> None:
        self.ids, self.random = ids, random
        self.assignment, self.submission, self.skill = assignment, submission, skill
        self.version = assignment.version_at(submission.at)

    def review(self, peers: dict[int, PeerSubmission]) -> None:
        """Reviews by some of the peers (person: own submission); a few of the rest decline instead."""
        random = self.random
        count = min(len(peers), random.choice((1, 2, 2, 3, 3, 4, 5)))
        reviewers = random.sample(sorted(peers), count)
        for person in reviewers:
            at = self._moment(peers[person], 6)
            newest = self.assignment.version_at(at)
            version = newest if random.random() < 0.3 else self.version
            self._write(person, at, version)
        for person in sorted(peers.keys() - set(reviewers)):
            if random.random() < 0.04:
                words = random.choice(texts.COMMENTS) if random.random() < 0.5 else None
                skip_id = self.ids.token("peer skip", self.submission.submission_id, person)
                at = self._moment(peers[person], 3)
                self.submission.skips.append(
                    PeerSkip(skip_id, person, at, random.choice(SKIP_REASONS), words)
                )

    def _moment(self, own: PeerSubmission, days: int) -> int:
        """Some moment in the days after both submissions were there."""
        later = self.random.randrange(days * DAY // SECOND)
        return max(self.submission.at, own.at) + (1 + later) * SECOND

    def _write(self, person: int, at: int, version: PeerVersion, is_mentor: bool = False) -> PeerReview:
        random = self.random
        choices: list[int] = []
        for part in version.scored_parts:
            if is_mentor:
                choices.append(random.choice(part.scored_options))
            elif random.random() < 0.4 + 0.6 * self.skill:
                choices.append(part.scored_options[-1])
            else:
                choices.append(random.randrange(len(part.option_ids)))
        review = PeerReview(
            review_id=self.ids.token("peer review", self.submission.submission_id, person),
            reviewer=person,
            at=at,
            version=version,
            choices=tuple(choices),
            words=random.choice(texts.COMMENTS),
            comment=random.choice(texts.COMMENTS) if random.random() < 0.3 else None,
            is_mentor=is_mentor,
        )
        self.submission.reviews.append(review)
        return review

    def settle(self, instructor: int | None) -> None:
        """The first required reviews count, or at the deadline those there are; each part gets their median.

        Some submissions meet another fate: the instructor marks them (None: nobody is free to), the score
        stays away or gets lost, or a review comes to count when the score already stands.
        """
        random, submission = self.random, self.submission
        fate = random.choice(list(_Fate)) if random.random() < _FATE_CHANCE else None
        mentor = None
        if fate in (_Fate.MENTOR_GRADED, _Fate.MENTOR_REVIEW) and instructor is not None:
            at = submission.at + (1 + random.randrange(4 * DAY // SECOND)) * SECOND
            mentor = self._write(instructor, at, self.version, is_mentor=True)
        submission.reviews.sort(key=lambda review: (review.at, review.review_id))
        deadline = submission.at // HOUR * HOUR + 10 * DAY
        in_time = [review for review in submission.reviews if review.at < deadline]
        if not in_time:
            return
        counted = in_time[:REQUIRED_REVIEWS]
        is_complete = len(counted) == REQUIRED_REVIEWS
        scored_at = counted[-1].at + HOUR if is_complete else deadline
        if mentor is not None and fate is _Fate.MENTOR_GRADED:
            submission.is_mentor_graded = True
            counted = [*[review for review in counted if review.at < mentor.at], mentor]
            scored_at = mentor.at + HOUR
        for review in counted:
            review.visible_at = scored_at
        if fate is _Fate.OTHER_VERSION:
            self._judge_by_another_version(counted[0])
        if fate is _Fate.LATE_COUNT:
            self._count_the_rest(counted, scored_at)
        if fate is _Fate.LOST_PART:
            submission.lost_part_id = self.version.scored_parts[0].part_id
        if fate is _Fate.WITHHELD:
            return
        submission.scored_at = scored_at + _FRACTION
        if fate is _Fate.LOST_SCORE:
            return
        judges = [mentor] if mentor is not None and fate is _Fate.MENTOR_GRADED else counted
        points = [
            float(median(review.points(part.part_id) or 0.0 for review in judges))
            for part in self.version.scored_parts
        ]
        # Whom too few reviewed until the deadline gets the benefit of the doubt.
        submission.part_scores = tuple(points) if is_complete else tuple(float(math.ceil(p)) for p in points)

    def _count_the_rest(self, counted: Sequence[PeerReview], scored_at: int) -> None:
        """Lets the reviews that did not count come to count after the score stood; they are stern ones."""
        for review in self.submission.reviews:
            if review not in counted:
                review.visible_at = max(review.at, scored_at) + HOUR
                review.choices = tuple(part.scored_options[0] for part in review.version.scored_parts)

    def _judge_by_another_version(self, review: PeerReview) -> None:
        """Turns a review into one by somebody who had left the page of the version before open."""
        place = self.assignment.versions.index(self.version)
        review.version = self.assignment.versions[place - 1 if place else 1]
        review.choices = tuple(part.scored_options[0] for part in review.version.scored_parts)

    def grade(self) -> ItemScore:
        """The grade of the item that the score gives."""
        submission = self.submission
        assert submission.scored_at is not None
        grade = round(sum(submission.part_scores) / self.version.max_score, 7)
        return ItemScore(submission.item_id, submission.scored_at, grade, is_summative=True)
