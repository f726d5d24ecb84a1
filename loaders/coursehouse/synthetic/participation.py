"""What one person did in one course: the state that exports and truth files are both written from."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursehouse.synthetic.people import Person
from coursehouse.synthetic.quizzes import Quiz
from coursehouse.synthetic.world import Branch, Course, Session


@dataclass(frozen=True, slots=True)
class Payment:
    """How the certificate was paid for; a refund leaves none of the three."""

    at: int
    was_payment: bool
    was_finaid_grant: bool
    was_group_sponsored: bool

    @property
    def met_condition(self) -> bool:
        """Whether any of the three ways holds."""
        return self.was_payment or self.was_finaid_grant or self.was_group_sponsored


@dataclass(slots=True)
class Stay:
    """A period in a session; names_branch: the membership row states the branch itself."""

    session: Session
    started_at: int
    ended_at: int | None = None
    names_branch: bool = True


@dataclass(frozen=True, slots=True)
class QuizAttempt:
    """A submitted quiz: per question a bit mask of the chosen options."""

    item_id: str
    branch_id: str
    quiz: Quiz
    started_at: int
    at: int
    answers: tuple[int, ...]
    points: int


@dataclass(frozen=True, slots=True)
class CodeAttempt:
    """A submitted programming assignment, 0 to 10 points."""

    item_id: str
    branch_id: str
    at: int
    points: int


@dataclass(slots=True)
class PeerSubmission:
    """A peer assignment handed in, or left as a draft; the review round adds reviews and part scores."""

    submission_id: str
    item_id: str
    branch_id: str
    at: int
    is_draft: bool
    removed_at: int | None = None
    reviews: list[PeerReview] = field(default_factory=list)
    scored_at: int | None = None
    part_scores: tuple[float, ...] = ()


@dataclass(slots=True)
class PeerReview:
    """A review by another learner: the option chosen in each scored part; visible_at None = did not count."""

    review_id: str
    reviewer: int
    at: int
    choices: tuple[int, ...]
    visible_at: int | None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """A grade for an item at an instant: summative ones count for the course, formative ones have points."""

    item_id: str
    at: int
    grade: float
    is_summative: bool
    points: float = 0.0
    max_points: float = 0.0


@dataclass
class Participation:
    """Everything one person did in one course, up to the end of the simulation.

    memberships: (instant, role). progress: (item id, state, instant), in time order.
    """

    person: Person
    course: Course
    memberships: list[tuple[int, str]] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    payment: Payment | None = None
    progress: list[tuple[str, int, int]] = field(default_factory=list)
    scores: list[ItemScore] = field(default_factory=list)
    quiz_attempts: list[QuizAttempt] = field(default_factory=list)
    code_attempts: list[CodeAttempt] = field(default_factory=list)
    peer_submissions: list[PeerSubmission] = field(default_factory=list)

    def branch_at(self, at: int) -> Branch:
        """The branch of the session joined last before this instant, else the original one."""
        return self.course.branch_of(self.session_at(at))

    def session_at(self, at: int) -> Session | None:
        """The session joined last before this instant (of two joined together the larger id), or None."""
        joined = [stay for stay in self.stays if stay.started_at < at]
        if not joined:
            return None
        return max(joined, key=lambda stay: (stay.started_at, stay.session.session_id)).session
