"""Where a person stands in a course at an instant: what an export taken then would say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coursehouse.synthetic.catalogue import (
    LEARNER,
    NOT_ENROLLED,
    NOT_PASSABLE,
    NOT_PASSED,
    PASSED,
    PRE_ENROLLED,
    VERIFIED_PASSED,
)
from coursehouse.synthetic.participation import ItemScore, Participation, Payment, Stay
from coursehouse.synthetic.quizzes import PASSING_FRACTION
from coursehouse.synthetic.world import Branch, Session

_UNLISTED_ROLES = frozenset({PRE_ENROLLED, NOT_ENROLLED, "UNIVERSITY_ADMIN"})


@dataclass(frozen=True, slots=True)
class CourseGrade:
    """The best grade reached in a branch or course, and when it was reached."""

    at: int
    grade: float
    passed_item_count: int
    state: int


@dataclass(frozen=True)
class Standing:
    """A participation as of an instant.

    session: joined last, or None. item_scores: the latest summative score per item; practice_scores: the
    latest formative one. branch_grades: per branch id; course_grade: the best of them.
    """

    participation: Participation
    at: int
    memberships: tuple[tuple[int, str], ...]
    stays: tuple[Stay, ...]
    session: Session | None
    branch: Branch
    payment: Payment | None
    progress: tuple[tuple[str, int, int], ...]
    item_scores: dict[str, ItemScore]
    practice_scores: dict[str, ItemScore]
    branch_grades: dict[str, CourseGrade]
    course_grade: CourseGrade | None

    @property
    def was_learner(self) -> bool:
        """Whether the person ever held role LEARNER."""
        return any(role == LEARNER for _, role in self.memberships)

    @property
    def first_enrolled_at(self) -> int | None:
        """When the person first held role LEARNER."""
        return min((ts for ts, role in self.memberships if role == LEARNER), default=None)

    @property
    def is_completed(self) -> bool:
        """Whether the course grade is a passing one."""
        return self.course_grade is not None and self.course_grade.state in (PASSED, VERIFIED_PASSED)

    @property
    def is_verified(self) -> bool:
        """Whether the certificate was paid for in some way."""
        return self.payment is not None and self.payment.met_condition

    @property
    def verified_grade(self) -> float:
        """The part of the course grade that counts for a certificate: all of it, or nothing."""
        return self.course_grade.grade if self.course_grade and self.is_verified else 0.0

    @property
    def verified_item_count(self) -> int:
        """How many passed items count for a certificate."""
        return self.course_grade.passed_item_count if self.course_grade and self.is_verified else 0

    def item_state(self, score: ItemScore) -> int:
        """The passing state of a summative score."""
        if score.grade < PASSING_FRACTION:
            return NOT_PASSED
        return VERIFIED_PASSED if self.is_verified else PASSED

    @property
    def is_listed(self) -> bool:
        """Whether the users table lists the person: not those who never learned, taught or looked in."""
        roles = {role for _, role in self.memberships}
        return not roles or bool(roles - _UNLISTED_ROLES)

    @property
    def is_known(self) -> bool:
        """Whether an export shows anything of the person in this course."""
        return bool(self.memberships or self.progress or self.item_scores or self.practice_scores)


def stand(participation: Participation, at: int) -> Standing:
    """The standing of a participation just before an instant."""
    stays = tuple(stay for stay in participation.stays if stay.started_at < at)
    scores = sorted((score for score in participation.scores if score.at < at), key=lambda score: score.at)
    payment = participation.payment if participation.payment and participation.payment.at < at else None
    joined = [participation.course.branch_of(stay.session).branch_id for stay in stays]
    branch_ids = dict.fromkeys(joined or [participation.course.course_id])
    is_verified = payment is not None and payment.met_condition
    summative = [score for score in scores if score.is_summative]
    grades = {
        branch_id: grade
        for branch_id in branch_ids
        if (grade := _best_grade(participation, branch_id, summative, is_verified)) is not None
    }
    return Standing(
        participation=participation,
        at=at,
        memberships=tuple(row for row in participation.memberships if row[0] < at),
        stays=stays,
        session=participation.session_at(at),
        branch=participation.branch_at(at),
        payment=payment,
        progress=tuple(event for event in participation.progress if event[2] < at),
        item_scores={score.item_id: score for score in summative},
        practice_scores={score.item_id: score for score in scores if not score.is_summative},
        branch_grades=grades,
        course_grade=max(grades.values(), key=lambda grade: (grade.grade, grade.at), default=None),
    )


def _best_grade(
    participation: Participation, branch_id: str, scores: Iterable[ItemScore], is_verified: bool
) -> CourseGrade | None:
    """The best mean over the branch's required items that the latest scores gave; None without a score."""
    required = participation.course.branch_named[branch_id].required_item_ids
    latest: dict[str, float] = {}
    best: tuple[float, int, int] | None = None
    for score in scores:
        if score.item_id in required:
            latest[score.item_id] = score.grade
            grade = round(sum(latest.values()) / len(required), 7)
            if best is None or grade > best[0]:
                best = grade, score.at, sum(value >= PASSING_FRACTION for value in latest.values())
    if best is None:
        return None
    grade, at, passed_item_count = best
    if passed_item_count == len(required):
        state = VERIFIED_PASSED if is_verified else PASSED
    else:
        state = NOT_PASSABLE if participation.person.index % 40 == 7 else NOT_PASSED
    return CourseGrade(at, grade, passed_item_count, state)
