"""The rows of the tables of the survey about persons."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.survey import CHOICE, NUMBER, QUESTIONS, survey_answers
from coursehouse.synthetic.writer import Row, Rows


def survey_tables(ids: Identifiers, seed: int, standings: Sequence[Standing]) -> dict[str, Rows]:
    """The survey and the answers of everybody whom the export lists; it was over before any export."""
    people = [standing.participation.person for standing in standings if standing.is_listed]
    answers: list[Row] = [
        (
            answer.question.question_id,
            ids.learner(person.index, "demographics"),
            answer.at,
            answer.choice,
            answer.number,
        )
        for person in people
        for answer in survey_answers(seed, person)
    ]
    return {
        "demographics_question_types": Rows(
            ("question_type_id", "question_type_desc"), [(CHOICE, "choice"), (NUMBER, "int"), (2, "text")]
        ),
        "demographics_questions": Rows(
            ("question_id", "question_type_id", "question_desc"),
            [
                (question.question_id, NUMBER if question.numbers else CHOICE, question.words)
                for question in QUESTIONS
            ],
        ),
        "demographics_choices": Rows(
            ("question_id", "choice_id", "choice_desc"),
            [
                (question.question_id, number, words)
                for question in QUESTIONS
                for number, words in enumerate(question.choices, start=1)
            ],
        ),
        "demographics_answers": Rows(
            ("question_id", "demographics_user_id", "submission_ts", "choice_id", "answer_int"), answers
        ),
    }
