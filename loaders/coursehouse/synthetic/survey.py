"""The survey about persons that the platform ran until 2015: what it asks, and what somebody answers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from coursehouse.synthetic.clock import DAY, SECOND, instant
from coursehouse.synthetic.people import Person

SURVEY_ENDED_AT = instant("2015-03-01 00:00:00")
CHOICE, NUMBER = 0, 1
_ANSWERED_FRACTION = 0.85
_DEGREES = ("Secondary", "Bachelor's", "Master's", "Doctorate")
_YES_NO = ("Yes", "No", "Prefer not to say")


@dataclass(frozen=True)
class Question:
    """A question with the choices it offers, numbered from 1; takes_several: more than one may be chosen.

    code: what the answer is about; None for questions about plans. numbers: lowest and highest number typed.
    """

    question_id: int
    code: str | None
    words: str
    choices: tuple[str, ...]
    takes_several: bool = False
    numbers: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """An answer: the number of the choice, or the number typed, or both."""

    question: Question
    at: int
    choice: int | None
    number: int | None


QUESTIONS = (
    Question(11, "gender", "What is your gender?", ("Male", "Female", "Other")),
    Question(
        12,
        "birth_year",
        "In what year were you born (please enter 4 digits)?",
        ("Year",),
        numbers=(1940, 2004),
    ),
    Question(
        13,
        "birth_country",
        "In what country were you born?",
        ("us - United States", "na - Namibia", "br - Brazil", "cn - China"),
    ),
    Question(15, "us_postal_code", "What is your zip code?", (), numbers=(501, 99950)),
    Question(16, "hispanic_origin", "Are you of Spanish, Hispanic or Latino origin or descent?", _YES_NO),
    Question(
        17,
        "race",
        "What is your race?  (Select one or more.)",
        ("White", "Black", "Asian", "Other", "Prefer not to say"),
        takes_several=True,
    ),
    Question(18, "schooling", "What is the highest degree you have received?", _DEGREES),
    Question(
        19,
        "student_enrollment",
        "Are you currently enrolled as a student in an educational program?",
        ("Yes, I am currently a full-time student.", "Yes, I am currently a part-time student.", "No"),
    ),
    Question(20, "student_level", "Which is the lowest level program you are enrolled in?", _DEGREES),
    Question(
        21,
        "degree_subjects",
        "Please indicate the subject area(s) of your degree.",
        ("Education", "Computing; software", "Health", "Business"),
        takes_several=True,
    ),
    Question(
        22,
        "employment",
        "What is your employment status?",
        ("Employed", "Self employed", "Unemployed", "Retired"),
    ),
    Question(
        23, "industry", "Which of the following best describes your industry?", ("Health", "Retail", "Other")
    ),
    Question(24, "english_proficiency", "How well do you speak English?", ("Basic", "Good", "Native")),
    Question(
        25,
        "other_languages",
        "Besides English, what other languages do you speak?",
        ("Portuguese", "Chinese", "French", "Arabic"),
        takes_several=True,
    ),
    Question(31, None, "Do you plan to complete the course?", _YES_NO),
)


def survey_answers(seed: int, person: Person) -> tuple[SurveyAnswer, ...]:
    """What a person answered: nothing by those who joined too late, some questions twice by a few."""
    random = Random(f"{seed}/demographics/{person.index}")
    first_at = person.profile.joined_at + random.randrange(90 * DAY // SECOND) * SECOND
    if first_at > SURVEY_ENDED_AT or random.random() > 0.7:
        return ()
    answers = _submit(random, first_at, _ANSWERED_FRACTION)
    again_at = first_at + 40 * DAY
    if random.random() < 0.2 and again_at <= SURVEY_ENDED_AT:
        answers += _submit(random, again_at, 0.3)
    return tuple(answers)


def _submit(random: Random, at: int, share: float) -> list[SurveyAnswer]:
    """One submission of the form, with this share of the questions answered."""
    answers: list[SurveyAnswer] = []
    for question in QUESTIONS:
        if random.random() > share:
            continue
        if question.numbers:
            # a few numbers come with the choice that stands for them, most without any
            choice = 1 if question.choices and random.random() < 0.2 else None
            answers.append(SurveyAnswer(question, at, choice, random.randint(*question.numbers)))
            continue
        count = random.randint(1, 3) if question.takes_several else 1
        numbers = sorted(random.sample(range(1, len(question.choices) + 1), count))
        answers += [SurveyAnswer(question, at, number, None) for number in numbers]
    return answers
