"""Who handed in which quiz, as the exports tell it: the submissions of a course with learners and places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.answers import SCORE_DECIMALS, Answer
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.participation import Participation, QuizAttempt
from coursehouse.synthetic.questions import QuestionKind
from coursehouse.synthetic.quizzes import (
    FORMATIVE,
    IN_VIDEO,
    SUMMATIVE,
    SURVEY,
    Place,
    Quiz,
    quiz_key,
)
from coursehouse.synthetic.tables_answers import attempt_id, has_course_scope, response_id, sitting_id
from coursehouse.synthetic.truth_view import CourseView

KIND_NAMES = {SURVEY: "survey", IN_VIDEO: "in_video", FORMATIVE: "formative", SUMMATIVE: "summative"}
QUESTION_KIND_NAMES = {
    QuestionKind.MCQ: "mcq",
    QuestionKind.CHECKBOX: "checkbox",
    QuestionKind.CHECKBOX_PARTIAL: "checkbox",
    QuestionKind.TEXT: "text_exact_match",
    QuestionKind.REGEX: "regex",
    QuestionKind.NUMERIC: "single_numeric",
    QuestionKind.MATH: "math_expression",
    QuestionKind.MCQ_REFLECT: "mcq_reflect",
    QuestionKind.CHECKBOX_REFLECT: "checkbox_reflect",
    QuestionKind.REFLECT: "reflect",
    QuestionKind.POLL: "poll",
}
ANSWER_KINDS = {QuestionKind.NUMERIC: "number", QuestionKind.MATH: "formula"}
UNIT: int = 10**SCORE_DECIMALS


def answer_kind(kind: QuestionKind) -> str:
    """How a question of this kind is answered."""
    if kind.is_typed:
        return ANSWER_KINDS.get(kind, "text")
    return "options" if kind.takes_several else "option"


@dataclass(frozen=True)
class Given:
    """An answer with its id; number: its place among the learner's answers to the question, and how many
    there are; None without a learner."""

    response_id: str
    answer: Answer
    number: tuple[int, int] | None


@dataclass(frozen=True)
class Taken:
    """A submission; learner_id: None for a visitor who was not logged in.

    number, version_number: its place among the learner's attempts at the quiz, and at this version, and how
    many there are; None without a learner. has_course: it names its course.
    """

    attempt: QuizAttempt
    attempt_id: str
    sitting_id: str
    learner_id: str | None
    user_id: str | None
    has_course: bool
    number: tuple[int, int] | None
    version_number: tuple[int, int] | None
    answers: tuple[Given, ...]

    @cached_property
    def exact_points(self) -> int | None:
        """The points in units of the last exported decimal; None if no answer has a score."""
        points = [exact(given.answer) for given in self.answers if given.answer.score is not None]
        return sum(points) if points else None

    @property
    def is_complete(self) -> bool:
        """Whether every place in which an answer can be wrong has a scored answer."""
        asked = {place.internal_id for place in self.attempt.quiz.places if place.points}
        scored = {given.answer.place.internal_id for given in self.answers if given.answer.score is not None}
        return bool(asked) and asked == scored


def exact(answer: Answer) -> int:
    """The points of an answer in units of the last exported decimal."""
    return round((answer.points or 0.0) * UNIT)


@dataclass(frozen=True)
class QuizRecord:
    """What is known of the quizzes of one course once every export is loaded."""

    view: CourseView

    @cached_property
    def versions(self) -> tuple[Quiz, ...]:
        """Every version of every quiz."""
        series = self.view.cast.work.quizzes.values()
        return tuple(quiz for one in series for quiz in one.written_by(self.view.at))

    @cached_property
    def uses(self) -> dict[str, set[tuple[str, str]]]:
        """By quiz version: the branches and items that any export ties it to."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        course, quizzes = self.view.course, self.view.cast.work.quizzes
        for at in course.snapshots:
            for branch in course.branches:
                for place in course.content(branch, at):
                    series = quizzes.get(quiz_key(place.item))
                    for quiz in series.written_by(at) if series else ():
                        found[quiz.assessment_id].add((branch.branch_id, place.item.item_id))
        return found

    def is_extra_credit(self, place: Place) -> bool:
        """Whether the exports mark the points of a place as extra credit: older layouts do not."""
        return place.is_extra_credit and self.view.layout is Layout.Y2023

    def max_points(self, quiz: Quiz) -> float:
        """The points for all right answers but those of extra credit."""
        return float(sum(place.points for place in quiz.places if not self.is_extra_credit(place)))

    def max_score(self, taken: Taken) -> float:
        """The points that a submission could reach: in videos those of the questions it answers."""
        if taken.attempt.quiz.type_id != IN_VIDEO:
            return self.max_points(taken.attempt.quiz)
        places = (given.answer.place for given in taken.answers)
        return float(sum(place.points for place in places if not self.is_extra_credit(place)))

    def score_fraction(self, taken: Taken) -> float | None:
        """The points of a submission over its maximum; None without either."""
        points, most = taken.exact_points, self.max_score(taken)
        return None if points is None or not most else points / UNIT / most

    def is_passed(self, taken: Taken) -> bool | None:
        """Whether it reaches the share of the points needed; None where nobody can fail."""
        fraction, needed = self.score_fraction(taken), taken.attempt.quiz.passing_fraction
        return None if fraction is None or needed is None else fraction >= needed - 1e-6

    @cached_property
    def taken(self) -> tuple[Taken, ...]:
        """Every submission, by person and time."""
        return tuple(taken for known in self.view.people for taken in self._of(known.standing.participation))

    def _of(self, participation: Participation) -> Iterator[Taken]:
        attempts = [attempt for attempt in participation.quiz_attempts if attempt.at < self.view.at]
        known = [attempt for attempt in attempts if not attempt.is_guest]
        of_quiz = _Counter(Counter(attempt.quiz.base_id for attempt in known))
        of_version = _Counter(Counter(attempt.quiz.assessment_id for attempt in known))
        of_question = _Counter(
            Counter(answer.question.base_id for attempt in known for answer in attempt.answers)
        )
        for attempt in attempts:
            learner_id, user_id = self.view.domain_ids(participation.person.index, "assessments")
            made = attempt_id(self.view.ids, participation, attempt)
            is_guest = attempt.is_guest
            yield Taken(
                attempt=attempt,
                attempt_id=made,
                sitting_id=sitting_id(self.view.ids, participation, attempt),
                learner_id=None if is_guest else learner_id,
                user_id=None if is_guest else user_id,
                has_course=has_course_scope(participation, attempt),
                number=None if is_guest else of_quiz.next(attempt.quiz.base_id),
                version_number=None if is_guest else of_version.next(attempt.quiz.assessment_id),
                answers=tuple(
                    Given(
                        response_id(made, number),
                        answer,
                        None if is_guest else of_question.next(answer.question.base_id),
                    )
                    for number, answer in enumerate(attempt.answers)
                ),
            )


class _Counter:
    """Counts occurrences of things of which the total is known."""

    def __init__(self, totals: Counter[str]) -> None:
        self.totals = totals
        self.seen: Counter[str] = Counter()

    def next(self, thing: str) -> tuple[int, int]:
        """The number of this occurrence, and of all."""
        self.seen[thing] += 1
        return self.seen[thing], self.totals[thing]


def first_at_version(takens: Sequence[Taken]) -> dict[str, list[Taken]]:
    """By quiz version: the first attempt of every learner at it."""
    firsts: dict[str, list[Taken]] = defaultdict(list)
    for taken in takens:
        if taken.version_number and taken.version_number[0] == 1:
            firsts[taken.attempt.quiz.assessment_id].append(taken)
    return firsts
