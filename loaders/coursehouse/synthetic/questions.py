"""The questions of quizzes: what they offer or expect, and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coursehouse.synthetic.ids import Identifiers

OPTION_COUNT = 3


class QuestionKind(StrEnum):
    """How a question is answered; the values are the platform's names but for partial scoring."""

    MCQ = "mcq"
    CHECKBOX = "checkbox"
    CHECKBOX_PARTIAL = "checkbox with partial scoring"
    TEXT = "text exact match"
    REGEX = "regex"
    NUMERIC = "single numeric"
    MATH = "math expression"
    MCQ_REFLECT = "mcqReflect"
    CHECKBOX_REFLECT = "checkboxReflect"
    REFLECT = "reflect"
    POLL = "poll"

    @property
    def platform_name(self) -> str:
        """The kind in the table of question types."""
        return "checkbox" if self is QuestionKind.CHECKBOX_PARTIAL else self.value

    @property
    def is_graded(self) -> bool:
        """Whether an answer can be wrong."""
        return self not in UNGRADED

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed."""
        return self is QuestionKind.REFLECT or self in WORDINGS

    @property
    def takes_several(self) -> bool:
        """Whether any number of options may be chosen."""
        return self in SEVERAL


@dataclass(frozen=True)
class Wording:
    """What a typed answer is compared with, and answers that match it."""

    pattern: str
    answers: tuple[str, ...]
    is_right: bool


UNGRADED = frozenset(
    {
        QuestionKind.MCQ_REFLECT,
        QuestionKind.CHECKBOX_REFLECT,
        QuestionKind.REFLECT,
        QuestionKind.POLL,
    }
)
SEVERAL = frozenset({QuestionKind.CHECKBOX, QuestionKind.CHECKBOX_PARTIAL, QuestionKind.CHECKBOX_REFLECT})

# By kind: the patterns in the order in which they are tried; what matches none of them.
WORDINGS: dict[QuestionKind, tuple[Wording, ...]] = {
    QuestionKind.TEXT: (
        Wording("mean", ("mean",), True),
        Wording("average", ("average",), False),
    ),
    QuestionKind.REGEX: (
        Wording("^me(an|dian)$", ("Median", "MEDIAN", "mean"), True),
        Wording("^mode[^l]?$", ("mode", "modes"), False),
    ),
    QuestionKind.NUMERIC: (
        Wording("42", ("42", "42.0"), True),
        Wording("[40, 42)", ("40", "41.9"), False),
        Wording("(42, 45]", ("45", "42.01"), False),
    ),
    QuestionKind.MATH: (
        Wording("x^2+2*x", ("x*(x+2)", "2*x+x^2"), True),
        Wording("x^2-2*x", ("x*(x-2)",), False),
    ),
}
UNEXPECTED = {
    QuestionKind.TEXT: ("variance", 'the "middle"'),
    QuestionKind.REGEX: ("midpoint", "C:\\median"),
    QuestionKind.NUMERIC: ("7", "1e3", "many"),
    QuestionKind.MATH: ("x^3", "y"),
}
BLANKS = ("", " ", "\n\t")
REFLECTIONS = ("I would ask first.", 'It depends, as in "Models".\nMostly.', "役に立ちました", "42")


@dataclass(frozen=True)
class Option:
    """An option, or a pattern of typed answers; its text is None for options."""

    option_id: str
    is_right: bool
    wording: Wording | None = None


@dataclass(frozen=True)
class Question:
    """A version of a question; options are offered, or expected where the answer is typed."""

    question_id: str
    base_id: str
    version: int
    kind: QuestionKind
    options: tuple[Option, ...]

    @property
    def is_graded(self) -> bool:
        """Whether an answer can be wrong."""
        return self.kind.is_graded

    @property
    def right_choice(self) -> int:
        """The right options as a bit mask."""
        return sum(1 << number for number, option in enumerate(self.options) if option.is_right)


@dataclass(frozen=True)
class QuestionAuthor:
    """Writes the questions of one quiz: ids and right options follow from their names."""

    ids: Identifiers
    quiz_base_id: str

    def internal_id(self, name: str) -> str:
        """The id of a place in the quiz."""
        return self.ids.short("internal", self.quiz_base_id, name)

    def question(self, kind: QuestionKind, name: str) -> Question:
        """The first version of a question."""
        return self._version(self.ids.token("question", self.quiz_base_id, name), 1, kind)

    def edited(self, question: Question) -> Question:
        """The next version of a question: another wording, and another option may be right."""
        return self._version(question.base_id, question.version + 1, question.kind)

    def _version(self, base_id: str, version: int, kind: QuestionKind) -> Question:
        question_id = f"{base_id}@{version}"
        if kind in WORDINGS:
            options = tuple(
                Option(self.ids.token("pattern", question_id, number), wording.is_right, wording)
                for number, wording in enumerate(WORDINGS[kind])
            )
        elif kind is QuestionKind.REFLECT:
            options = ()
        else:
            # an option keeps its id through the versions of its question
            mask = self._right_mask(question_id, kind)
            options = tuple(
                Option(self.ids.sha1("option", base_id, number)[:8], bool(mask >> number & 1))
                for number in range(OPTION_COUNT + (kind is QuestionKind.CHECKBOX))
            )
        return Question(question_id, base_id, version, kind, options)

    def _right_mask(self, question_id: str, kind: QuestionKind) -> int:
        digest = int(self.ids.sha1("right", question_id)[:4], 16)
        if not kind.is_graded:
            return (1 << OPTION_COUNT) - 1
        return 1 + digest % 6 if kind.takes_several else 1 << digest % OPTION_COUNT
