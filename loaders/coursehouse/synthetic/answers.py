"""The answers that learners give to the questions of a quiz, right, partly right, wrong or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from coursehouse.synthetic.questions import (
    BLANKS,
    REFLECTIONS,
    UNEXPECTED,
    WORDINGS,
    Option,
    Question,
    QuestionKind,
)
from coursehouse.synthetic.quizzes import Place, Quiz

SCORE_DECIMALS = 7
_BLANK_SHARE, _GAP_SHARE = 0.03, 0.02


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as planted: chosen or matched options as a bit mask, and what was typed, if it was.

    score: 0..1 with the decimals of exports; None where no answer is wrong.
    """

    place: Place
    question: Question
    chosen: int
    text: str | None
    score: float | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen or typed."""
        return not self.chosen and (self.text is None or not self.text.strip())

    @property
    def matched(self) -> Option | None:
        """The pattern that the typed text matched."""
        is_match = self.text is not None and self.chosen
        return self.question.options[self.chosen.bit_length() - 1] if is_match else None

    @property
    def points(self) -> float | None:
        """The points it counts for, with the decimals of exports."""
        return None if self.score is None else round(self.score * self.place.points, SCORE_DECIMALS)


def draw_answers(random: Random, quiz: Quiz, chance: float) -> tuple[Answer, ...]:
    """Answers to a quiz of somebody who knows each answer with this chance; some places are left out."""
    return tuple(_draw_all(random, quiz, chance))


def _draw_all(random: Random, quiz: Quiz, chance: float) -> Iterator[Answer]:
    for number, place in enumerate(quiz.places):
        if not number or random.random() >= _GAP_SHARE:
            yield draw_answer(random, place, chance)


def draw_answer(random: Random, place: Place, chance: float) -> Answer:
    """An answer to one of the variants of a place."""
    question = place.variants[int(random.random() * len(place.variants))]
    if question.kind.is_typed:
        return _typed(random, place, question, chance)
    if random.random() < _BLANK_SHARE:
        chosen = 0
    elif not question.is_graded:
        several = 1 + int(random.random() * ((1 << len(question.options)) - 1))
        chosen = several if question.kind.takes_several else 1 << random.randrange(len(question.options))
    else:
        chosen = _chosen(random, question, chance)
    return Answer(place, question, chosen, None, _score(question, chosen))


def total_points(answers: tuple[Answer, ...]) -> float:
    """The points of answers together."""
    return round(sum(answer.points or 0.0 for answer in answers), SCORE_DECIMALS)


def _chosen(random: Random, question: Question, chance: float) -> int:
    right = question.right_choice
    if random.random() < chance:
        return right
    if question.kind.takes_several:
        return right ^ (1 + random.randrange((1 << len(question.options)) - 1))
    wrong = [1 << number for number, option in enumerate(question.options) if not option.is_right]
    return random.choice(wrong)


def _score(question: Question, chosen: int) -> float | None:
    """A partial score is the share of the options that were rightly chosen or left."""
    if not question.is_graded:
        return None
    if question.kind is QuestionKind.CHECKBOX_PARTIAL and chosen:
        wrongly = (chosen ^ question.right_choice).bit_count()
        return round(1 - wrongly / len(question.options), SCORE_DECIMALS)
    return float(chosen == question.right_choice)


def _typed(random: Random, place: Place, question: Question, chance: float) -> Answer:
    if random.random() < _BLANK_SHARE:
        return Answer(place, question, 0, random.choice(BLANKS), 0.0 if question.is_graded else None)
    if question.kind is QuestionKind.REFLECT:
        return Answer(place, question, 0, random.choice(REFLECTIONS), None)
    wordings = WORDINGS[question.kind]
    is_right = random.random() < chance
    fitting = [number for number, wording in enumerate(wordings) if wording.is_right is is_right]
    if not is_right and random.random() < 0.4:
        return Answer(place, question, 0, random.choice(UNEXPECTED[question.kind]), 0.0)
    number = random.choice(fitting)
    return Answer(place, question, 1 << number, random.choice(wordings[number].answers), float(is_right))
