"""The truth about the survey: what stands of a person's answers."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.people import Person
from coursehouse.synthetic.survey import QUESTIONS, SurveyAnswer, survey_answers
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Mart

CODES = tuple(question.code for question in QUESTIONS if question.code)


def last_answers(seed: int, person: Person) -> dict[int, list[SurveyAnswer]]:
    """By question id what the person's last submission of the question says."""
    last: dict[int, list[SurveyAnswer]] = {}
    for answer in survey_answers(seed, person):
        before = last.get(answer.question.question_id, [])
        is_same = bool(before) and before[0].at == answer.at
        last[answer.question.question_id] = [*before, answer] if is_same else [answer]
    return last


def by_code(last: dict[int, list[SurveyAnswer]]) -> tuple[Fact, ...]:
    """The answers in the order of CODES: numbers as such, words joined."""
    said: dict[str, Fact] = {}
    for answers in last.values():
        question = answers[0].question
        if question.code and question.numbers:
            said[question.code] = answers[0].number
        elif question.code:
            said[question.code] = ";".join(question.choices[(answer.choice or 0) - 1] for answer in answers)
    return tuple(said.get(code) for code in CODES)


def times_of(last: dict[int, list[SurveyAnswer]]) -> list[int]:
    """When these answers were sent, question by question."""
    return [answers[0].at for answers in last.values()]


def survey_mart(views: Sequence[CourseView]) -> Mart:
    """One row per person who answered anything, of those whom some export lists."""
    columns = (
        "platform",
        "demographics_user_id",
        *CODES,
        "answered_question_count",
        "first_answered_at",
        "last_answered_at",
    )
    rows: dict[int, tuple[Fact, ...]] = {}
    for view in views:
        for known in view.people:
            person = known.standing.participation.person
            last = last_answers(view.ids.seed, person) if known.standing.is_listed else {}
            if last:
                domain_id, _ = view.domain_ids(person.index, "demographics")
                times = times_of(last)
                counts = (len(last), min(times), max(times))
                rows[person.index] = (PLATFORM, domain_id, *by_code(last), *counts)
    return Mart(columns, list(rows.values()))
