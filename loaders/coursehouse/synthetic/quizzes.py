"""The quizzes of a course: their versions, and which of them is shown when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.clock import DAY, WEEK
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.questions import Question, QuestionAuthor, QuestionKind
from coursehouse.synthetic.world import Course, Item

SURVEY, IN_VIDEO, FORMATIVE, SUMMATIVE = 1, 4, 6, 7
PASSING_FRACTION = 0.8


@dataclass(frozen=True)
class Place:
    """A place in a quiz: a learner is asked one of its variants.

    weight: None where the platform states none, which counts as one point. cuepoint: milliseconds.
    """

    internal_id: str
    variants: tuple[Question, ...]
    weight: int | None
    cuepoint: int = 0
    is_extra_credit: bool = False

    @property
    def points(self) -> int:
        """The points that it counts for, 0 where no answer is wrong."""
        if not self.variants[0].is_graded:
            return 0
        return 1 if self.weight is None else self.weight


@dataclass(frozen=True)
class Quiz:
    """A version of a quiz, placed on an item."""

    assessment_id: str
    base_id: str
    version: int
    type_id: int
    written_at: int
    places: tuple[Place, ...]

    @cached_property
    def max_points(self) -> int:
        """Points for all right answers but those of extra credit, none in a survey."""
        return sum(place.points for place in self.places if not place.is_extra_credit)

    @property
    def passing_fraction(self) -> float | None:
        """Share of the points needed to pass; None where nobody can fail."""
        return PASSING_FRACTION if self.type_id == SUMMATIVE else None


@dataclass(frozen=True)
class QuizSeries:
    """The versions of a quiz in the order in which they were written."""

    versions: tuple[Quiz, ...]

    def written_by(self, at: int) -> tuple[Quiz, ...]:
        """The versions that exist at an instant."""
        return tuple(quiz for quiz in self.versions if quiz.written_at < at)

    def shown_at(self, at: int) -> Quiz:
        """The version that a learner meets at an instant."""
        return next((quiz for quiz in reversed(self.versions) if quiz.written_at < at), self.versions[0])


def quiz_key(item: Item) -> tuple[str, bool]:
    """What tells the quizzes of a course apart: an item may hold another quiz once it is graded."""
    return item.item_id, bool(item.item_type.is_graded)


QuizzesByItem = dict[tuple[str, bool], QuizSeries]


def course_quizzes(ids: Identifiers, course: Course) -> QuizzesByItem:
    """The quiz of every quiz item, and of some videos, in any branch of the course."""
    quizzes: QuizzesByItem = {}
    for branch in course.branches:
        for place in branch.first_content:
            type_id = _quiz_type(ids, place.item)
            if type_id is not None and quiz_key(place.item) not in quizzes:
                quizzes[quiz_key(place.item)] = _series(ids, course, place.item, type_id)
    return quizzes


def _quiz_type(ids: Identifiers, item: Item) -> int | None:
    kind = item.item_type.kind
    if kind == "video":
        asks = item.is_removed_later or int(ids.sha1("asks", item.item_id)[:2], 16) % 4 == 0
        return IN_VIDEO if asks else None
    if kind not in ("quiz_practice", "quiz_graded"):
        return None
    if item.item_type.description == "assess open single page":
        return SURVEY
    return SUMMATIVE if item.item_type.is_graded else FORMATIVE


def _series(ids: Identifiers, course: Course, item: Item, type_id: int) -> QuizSeries:
    """Practice quizzes have versions 1 and 2; exams 9 and 10, and 11 once the course is revised."""
    base_id = ids.token("quiz", course.index, item.item_id)
    author = QuestionAuthor(ids, base_id)
    first = {SURVEY: _survey, IN_VIDEO: _in_video, FORMATIVE: _practice, SUMMATIVE: _exam}[type_id](author)
    written_at = course.launched_at - 3 * DAY
    contents = [(9 if type_id == SUMMATIVE else 1, written_at, first)]
    if type_id in (FORMATIVE, SUMMATIVE):
        edited = (_edited(author, first[0]), *first[1:])
        contents.append((contents[0][0] + 1, course.launched_at + 8 * WEEK, edited))
        if type_id == SUMMATIVE:
            # the newer exam asks for one thing less and one thing more
            changed = (*edited[:3], *edited[4:], _place(author, QuestionKind.MCQ, "added"))
            contents[-1] = (10, course.launched_at + 8 * WEEK, changed)
            if course.revised_at is not None:
                contents.append(
                    (11, course.revised_at, (changed[0], _edited(author, changed[1]), *changed[2:]))
                )
    return QuizSeries(
        tuple(
            Quiz(f"{base_id}@{version}", base_id, version, type_id, at, places)
            for version, at, places in contents
        )
    )


def _place(author: QuestionAuthor, kind: QuestionKind, name: str, weight: int | None = 1) -> Place:
    return Place(author.internal_id(name), (author.question(kind, name),), weight)


def _edited(author: QuestionAuthor, place: Place) -> Place:
    first, *rest = place.variants
    return Place(
        place.internal_id,
        (author.edited(first), *rest),
        place.weight,
        place.cuepoint,
        place.is_extra_credit,
    )


def _exam(author: QuestionAuthor) -> tuple[Place, ...]:
    bonus = _place(author, QuestionKind.CHECKBOX, "bonus")
    drawn = (author.question(QuestionKind.MCQ, "drawn 1"), author.question(QuestionKind.MCQ, "drawn 2"))
    return (
        _place(author, QuestionKind.MCQ, "first"),
        _place(author, QuestionKind.CHECKBOX_PARTIAL, "several", 2),
        _place(author, QuestionKind.TEXT, "word"),
        _place(author, QuestionKind.REGEX, "name"),
        _place(author, QuestionKind.NUMERIC, "number", 2),
        _place(author, QuestionKind.MATH, "formula"),
        Place(author.internal_id("drawn"), drawn, 1),
        Place(bonus.internal_id, bonus.variants, 1, is_extra_credit=True),
        _place(author, QuestionKind.REFLECT, "thought", None),
    )


def _practice(author: QuestionAuthor) -> tuple[Place, ...]:
    return (
        _place(author, QuestionKind.MCQ, "first", None),
        _place(author, QuestionKind.CHECKBOX_PARTIAL, "several", None),
        _place(author, QuestionKind.MCQ_REFLECT, "opinion", None),
        _place(author, QuestionKind.NUMERIC, "number", None),
    )


def _survey(author: QuestionAuthor) -> tuple[Place, ...]:
    return (
        _place(author, QuestionKind.MCQ_REFLECT, "why", None),
        _place(author, QuestionKind.CHECKBOX_REFLECT, "how", None),
        _place(author, QuestionKind.REFLECT, "anything else", None),
    )


def _in_video(author: QuestionAuthor) -> tuple[Place, ...]:
    kinds = (QuestionKind.MCQ, QuestionKind.POLL, QuestionKind.CHECKBOX)
    return tuple(
        Place(author.internal_id(str(kind)), (author.question(kind, str(kind)),), None, 95_500 * number)
        for number, kind in enumerate(kinds, start=1)
    )
