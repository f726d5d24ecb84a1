"""What one person did in one course: the state that exports and truth files are both written from."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursehouse.synthetic.answers import Answer
from coursehouse.synthetic.opinions import Feedback
from coursehouse.synthetic.people import Person
from coursehouse.synthetic.quizzes import Quiz
from coursehouse.synthetic.rubrics import PeerVersion
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
    """A submitted quiz, or one question of a quiz inside a video.

    sitting, number: the submissions of one sitting are counted from 1. is_guest: nobody was logged in.
    """

    item_id: str
    branch_id: str
    quiz: Quiz
    started_at: int
    at: int
    answers: tuple[Answer, ...]
    sitting: int
    number: int = 1
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class CodeAttempt:
    """A submitted programming assignment, 0 to 10 points."""

    item_id: str
    branch_id: str
    at: int
    points: int


@dataclass(frozen=True, slots=True)
class PartMark:
    """A part of a programming submission; points and graded_at are None where the grader came to no end."""

    part_id: str
    points: int | None
    graded_at: int | None


@dataclass(frozen=True, slots=True)
class CodeSubmission:
    """A programming assignment handed in, with its parts as they came to be marked.

    failed_at: when the grader gave up. is_automatic: the platform handed it in.
    """

    submission_id: str
    item_id: str
    branch_id: str
    at: int
    failed_at: int | None
    is_automatic: bool
    marks: tuple[PartMark, ...]

    def points_at(self, at: int) -> int | None:
        """The points over all parts; None while a part has none."""
        points = [mark.points for mark in self.marks if mark.graded_at is not None and mark.graded_at < at]
        return sum(filter(None, points)) if len(points) == len(self.marks) else None

    def status_at(self, at: int) -> str:
        """How far marking has come."""
        if self.failed_at is not None and self.failed_at < at:
            return "FAILED"
        return "STARTED" if self.points_at(at) is None else "SUCCEEDED"


@dataclass(frozen=True, slots=True)
class CodeRun:
    """A run of a code block; result and errors are JSON, is_correct is what the result says."""

    evaluator_id: str
    item_id: str
    branch_id: str
    at: int
    duration_ms: int
    expression: str
    result: str | None
    errors: str | None
    is_correct: bool | None


@dataclass(slots=True)
class PeerSubmission:
    """A peer assignment handed in, or left as a draft; the review round adds all that follows.

    scored_at: when a score stood. part_scores: the points of each scored part of the version in force when it
    was handed in, none where the export lost them. lost_part_id: the rubric part whose choices it lost.
    """

    submission_id: str
    item_id: str
    branch_id: str
    at: int
    is_draft: bool
    title: str | None
    essay: str
    removed_at: int | None = None
    reviews: list[PeerReview] = field(default_factory=list)
    skips: list[PeerSkip] = field(default_factory=list)
    scored_at: int | None = None
    part_scores: tuple[float, ...] = ()
    is_mentor_graded: bool = False
    lost_part_id: str | None = None

    @property
    def url(self) -> str | None:
        """The address that was handed in; drafts have none yet."""
        return None if self.is_draft else f'https://example.org/work/{self.submission_id}?v=1&a="b"'


@dataclass(slots=True)
class PeerReview:
    """A review by somebody else: the option chosen in each scored part of a version of the assignment.

    visible_at: when its author could read it, None = it never counted. words: the answer to the open
    question. comment: what the reviewer wrote outside the rubric.
    """

    review_id: str
    reviewer: int
    at: int
    version: PeerVersion
    choices: tuple[int, ...]
    words: str
    comment: str | None
    is_mentor: bool
    visible_at: int | None = None

    def points(self, part_id: str) -> float | None:
        """The points of the option chosen in a part; None where it gives none or the part was not judged."""
        for part, choice in zip(self.version.scored_parts, self.choices, strict=True):
            if part.part_id == part_id:
                return part.option_scores[choice]
        return None


@dataclass(frozen=True, slots=True)
class PeerSkip:
    """Somebody declined to review a submission, and why."""

    skip_id: str
    skipper: int
    at: int
    reason: str
    words: str | None


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
    code_submissions: list[CodeSubmission] = field(default_factory=list)
    code_runs: list[CodeRun] = field(default_factory=list)
    peer_submissions: list[PeerSubmission] = field(default_factory=list)
    feedback: Feedback = field(default_factory=Feedback)

    def branch_at(self, at: int) -> Branch:
        """The branch of the session joined last before this instant, else the original one."""
        return self.course.branch_of(self.session_at(at))

    def session_at(self, at: int) -> Session | None:
        """The session joined last before this instant (of two joined together the larger id), or None."""
        joined = [stay for stay in self.stays if stay.started_at < at]
        if not joined:
            return None
        return max(joined, key=lambda stay: (stay.started_at, stay.session.session_id)).session
