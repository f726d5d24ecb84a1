"""The rows of the tables about quizzes: what they ask, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from coursehouse.synthetic import catalogue, texts
from coursehouse.synthetic.clock import DAY
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation, QuizAttempt
from coursehouse.synthetic.quizzes import (
    CHECKBOX,
    MCQ,
    OPTION_COUNT,
    PASSING_FRACTION,
    REFLECT,
    SUMMATIVE,
    Question,
    Quiz,
    quiz_key,
)
from coursehouse.synthetic.tables_links import link_tables
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows

_OPENCOURSE_SCOPE = 2


def quiz_tables(
    ids: Identifiers,
    course: Course,
    at: int,
    quizzes: dict[tuple[str, bool], Quiz],
    participations: Sequence[Participation],
) -> dict[str, Rows]:
    """Everything about quizzes, as an export taken at this instant lists it."""
    placed = {key: quiz.assessment_id for key, quiz in quizzes.items()}
    return {
        **_lookups(),
        **_content(course, quizzes),
        **link_tables(course, at, "assessment", lambda item: placed.get(quiz_key(item))),
        **_answers(ids, at, participations),
    }


def _lookups() -> dict[str, Rows]:
    lists = {
        "assessment_types": ("assessment_type", catalogue.ASSESSMENT_TYPES),
        "assessment_question_types": ("assessment_question_type", catalogue.QUESTION_TYPES),
        "assessment_scope_types": ("assessment_scope_type", catalogue.SCOPE_TYPES),
        "assessment_pattern_types": ("assessment_pattern_type", catalogue.PATTERN_TYPES),
        "assessment_pattern_flag_types": ("assessment_pattern_flag_type", catalogue.PATTERN_FLAG_TYPES),
    }
    return {table: Rows((f"{stem}_id", f"{stem}_desc"), rows) for table, (stem, rows) in lists.items()}


def _content(course: Course, quizzes: dict[tuple[str, bool], Quiz]) -> dict[str, Rows]:
    written_at = course.launched_at - 3 * DAY
    asked = [
        (quiz, number, question)
        for quiz in quizzes.values()
        for number, question in enumerate(quiz.questions)
    ]

    def of_type(type_id: int) -> list[Question]:
        return [question for _, _, question in asked if question.type_id == type_id]

    question_columns = (
        "assessment_question_id",
        "assessment_question_base_id",
        "assessment_question_version",
        "assessment_question_type_id",
        "assessment_question_prompt",
        "assessment_question_update_ts",
    )
    shuffles = ("assessment_question_id", "assessment_question_shuffle_options")
    return {
        "assessments": Rows(
            (
                "assessment_id",
                "assessment_base_id",
                "assessment_version",
                "assessment_type_id",
                "assessment_update_ts",
                "assessment_passing_fraction",
            ),
            [
                (
                    quiz.assessment_id,
                    quiz.base_id,
                    quiz.version,
                    quiz.type_id,
                    written_at,
                    PASSING_FRACTION if quiz.type_id == SUMMATIVE else None,
                )
                for quiz in quizzes.values()
            ],
        ),
        "assessment_questions": Rows(
            question_columns,
            [
                (
                    q.question_id,
                    q.base_id,
                    q.version,
                    q.type_id,
                    texts.rich_text(texts.item_name(n, n + 2)),
                    written_at,
                )
                for _, n, q in asked
            ],
        ),
        "assessment_mcq_questions": Rows(shuffles, [(q.question_id, True) for q in of_type(MCQ)]),
        "assessment_mcq_reflect_questions": Rows(
            shuffles, [(q.question_id, False) for q in of_type(REFLECT)]
        ),
        "assessment_checkbox_questions": Rows(
            (*shuffles, "assessment_question_allow_partial_scoring"),
            [(q.question_id, True, False) for q in of_type(CHECKBOX)],
        ),
        "assessment_assessments_questions": Rows(
            (
                "assessment_id",
                "assessment_question_id",
                "assessment_question_internal_id",
                "assessment_question_cuepoint",
                "assessment_question_order",
                "assessment_question_weight",
                "assessment_question_extra_credit",
            ),
            [(quiz.assessment_id, q.question_id, q.internal_id, None, n, 1, False) for quiz, n, q in asked],
        ),
        "assessment_options": Rows(
            (
                "assessment_question_id",
                "assessment_option_id",
                "assessment_option_display",
                "assessment_option_feedback",
                "assessment_option_correct",
                "assessment_option_index",
            ),
            [
                (
                    q.question_id,
                    option_id,
                    texts.rich_text(f"Option {n + 1}"),
                    _feedback(_is_right(q, n)),
                    _is_right(q, n),
                    n,
                )
                for _, _, q in asked
                for n, option_id in enumerate(q.option_ids)
            ],
        ),
    }


def _is_right(question: Question, option: int) -> bool:
    return not question.right_options or bool(question.right_options >> option & 1)


@lru_cache(maxsize=2)
def _feedback(is_right: bool) -> str:
    return texts.rich_text("Yes." if is_right else 'Not quite: see "Models" again.')


def _answers(ids: Identifiers, at: int, participations: Sequence[Participation]) -> dict[str, Rows]:
    actions: list[Row] = []
    responses: list[Row] = []
    options: list[Row] = []
    for participation in participations:
        user_id = ids.learner(participation.person.index, "assessments")
        scope = f"opencourse~{participation.course.course_id}"
        for number, attempt in enumerate(participation.quiz_attempts):
            if attempt.at >= at:
                break
            quiz = attempt.quiz
            action_id = ids.token("action", scope, participation.person.index, number)
            base_id = ids.token("actions", scope, participation.person.index, attempt.item_id)
            scoped = (action_id, base_id, quiz.assessment_id, scope, _OPENCOURSE_SCOPE, quiz.version)
            actions.append((*scoped, attempt.at, attempt.started_at, None, user_id))
            for response_id, question, answer in _responses(action_id, attempt):
                score = float(answer == question.right_options) if question.right_options else None
                about = (quiz.assessment_id, action_id, quiz.version, question.question_id)
                responses.append((response_id, *about, score, score))
                options += _chosen(response_id, question, answer)
    return {
        "assessment_actions": Rows(
            (
                "assessment_action_id",
                "assessment_action_base_id",
                "assessment_id",
                "assessment_scope_id",
                "assessment_scope_type_id",
                "assessment_action_version",
                "assessment_action_ts",
                "assessment_action_start_ts",
                "guest_user_id",
                "assessments_user_id",
            ),
            actions,
        ),
        "assessment_responses": Rows(
            (
                "assessment_response_id",
                "assessment_id",
                "assessment_action_id",
                "assessment_action_version",
                "assessment_question_id",
                "assessment_response_score",
                "assessment_response_weighted_score",
            ),
            responses,
        ),
        "assessment_response_options": Rows(
            (
                "assessment_response_id",
                "assessment_option_id",
                "assessment_response_correct",
                "assessment_response_feedback",
                "assessment_response_selected",
            ),
            options,
        ),
    }


def _responses(action_id: str, attempt: QuizAttempt) -> Iterator[tuple[str, Question, int]]:
    for number, (question, answer) in enumerate(zip(attempt.quiz.questions, attempt.answers, strict=True)):
        yield f"{action_id}~{number}", question, answer


def _chosen(response_id: str, question: Question, answer: int) -> list[Row]:
    """One row per option shown; right means chosen where it is right, or left where it is wrong."""
    rows: list[Row] = []
    for number in range(OPTION_COUNT):
        is_chosen = bool(answer >> number & 1)
        is_right = not question.right_options or is_chosen == bool(question.right_options >> number & 1)
        feedback = _feedback(is_right) if is_chosen else None
        rows.append((response_id, question.option_ids[number], is_right, feedback, is_chosen))
    return rows
