"""The quizzes of a course: questions, options and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.world import Course, Item

MCQ, CHECKBOX, REFLECT = 11, 2, 4
SURVEY, FORMATIVE, SUMMATIVE = 1, 6, 7
PASSING_FRACTION = 0.8
OPTION_COUNT = 4


@dataclass(frozen=True)
class Question:
    """A version of a question; right_options is a bit mask over its options, 0 where no option is wrong."""

    question_id: str
    base_id: str
    version: int
    internal_id: str
    type_id: int
    right_options: int
    option_ids: tuple[str, ...]


@dataclass(frozen=True)
class Quiz:
    """A version of a quiz, placed on an item."""

    assessment_id: str
    base_id: str
    version: int
    type_id: int
    questions: tuple[Question, ...]

    @cached_property
    def max_points(self) -> int:
        """Points for all right answers: one per question, none in a survey."""
        return sum(1 for question in self.questions if question.type_id != REFLECT)


def quiz_key(item: Item) -> tuple[str, bool]:
    """What tells the quizzes of a course apart: an item may hold another quiz once it is graded."""
    return item.item_id, bool(item.item_type.is_graded)


def course_quizzes(ids: Identifiers, course: Course) -> dict[tuple[str, bool], Quiz]:
    """The quiz of every quiz item in any branch of the course."""
    quizzes: dict[tuple[str, bool], Quiz] = {}
    for branch in course.branches:
        for place in branch.first_content:
            if place.item.item_type.kind in ("quiz_practice", "quiz_graded"):
                quizzes.setdefault(quiz_key(place.item), _quiz(ids, course, place.item))
    return quizzes


def _quiz(ids: Identifiers, course: Course, item: Item) -> Quiz:
    is_graded = bool(item.item_type.is_graded)
    base_id = ids.token("quiz", course.index, item.item_id)
    version = 2 if is_graded else 1
    is_survey = item.item_type.description == "assess open single page"
    type_id = SURVEY if is_survey else SUMMATIVE if is_graded else FORMATIVE
    questions = tuple(
        _question(ids, base_id, number, version, is_survey) for number in range(2 if is_survey else 5)
    )
    return Quiz(f"{base_id}@{version}", base_id, version, type_id, questions)


def _question(ids: Identifiers, quiz_base_id: str, number: int, version: int, is_survey: bool) -> Question:
    base_id = ids.token("question", quiz_base_id, number)
    digest = int(ids.sha1("right", base_id)[:4], 16)
    is_checkbox = number % 2 == 1
    right = 0 if is_survey else 1 + digest % 14 if is_checkbox else 1 << digest % OPTION_COUNT
    return Question(
        question_id=f"{base_id}@{version}",
        base_id=base_id,
        version=version,
        internal_id=ids.short("internal", base_id),
        type_id=REFLECT if is_survey else CHECKBOX if is_checkbox else MCQ,
        right_options=right,
        option_ids=tuple(ids.sha1("option", base_id, option)[:8] for option in range(OPTION_COUNT)),
    )
