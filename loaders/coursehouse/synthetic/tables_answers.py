"""The rows of the tables about what learners handed in: submissions, answers, choices and typed texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coursehouse.synthetic import catalogue, texts
from coursehouse.synthetic.answers import Answer
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation, QuizAttempt
from coursehouse.synthetic.writer import Row, Rows

GLOBAL_SCOPE = "opencourse-global"
_SCOPE_TYPE_IDS = {name: type_id for type_id, name in catalogue.SCOPE_TYPES}


@lru_cache(maxsize=2)
def feedback_on(is_right: bool) -> str:
    """What a learner is told about an option."""
    return texts.rich_text("Yes." if is_right else 'Not quite: see "Models" again.')


def attempt_id(ids: Identifiers, participation: Participation, attempt: QuizAttempt) -> str:
    """The id of a submission."""
    part = (participation.course.index, participation.person.index)
    return ids.token("action", *part, attempt.sitting, attempt.number)


def sitting_id(ids: Identifiers, participation: Participation, attempt: QuizAttempt) -> str:
    """What the submissions of one sitting have in common."""
    return ids.token("actions", participation.course.index, participation.person.index, attempt.sitting)


def response_id(attempt: str, number: int) -> str:
    """The id of the answer with this number, counted from 0, in a submission."""
    return f"{attempt}~{number}"


def has_course_scope(participation: Participation, attempt: QuizAttempt) -> bool:
    """Whether the submission names its course: what staff try before the course opens does not."""
    return attempt.at >= participation.course.launched_at


def answer_tables(ids: Identifiers, at: int, participations: Sequence[Participation]) -> dict[str, Rows]:
    """What was handed in before this instant."""
    actions: list[Row] = []
    responses: list[Row] = []
    options: list[Row] = []
    patterns: list[Row] = []
    for participation in participations:
        for attempt in participation.quiz_attempts:
            if attempt.at >= at:
                break
            actions.append(_action(ids, participation, attempt))
            action_id = str(actions[-1][0])
            for number, answer in enumerate(attempt.answers):
                answer_id = response_id(action_id, number)
                about = (attempt.quiz.assessment_id, action_id, attempt.number, answer.question.question_id)
                responses.append((answer_id, *about, *_scores(answer)))
                if answer.question.kind.is_typed:
                    patterns.append(_typed(answer_id, answer))
                else:
                    options += _shown(answer_id, answer)
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
        "assessment_response_patterns": Rows(
            (
                "assessment_response_id",
                "assessment_pattern_id",
                "assessment_response_answer",
                "assessment_response_correct",
                "assessment_response_feedback",
            ),
            patterns,
        ),
    }


def _action(ids: Identifiers, participation: Participation, attempt: QuizAttempt) -> Row:
    person = participation.person.index
    if has_course_scope(participation, attempt):
        scope = (f"opencourse~{participation.course.course_id}", _SCOPE_TYPE_IDS["opencourse"])
    else:
        scope = (GLOBAL_SCOPE, _SCOPE_TYPE_IDS["opencourse global"])
    guest_id, learner_id = ids.sha1("guest", person), ids.learner(person, "assessments")
    return (
        attempt_id(ids, participation, attempt),
        sitting_id(ids, participation, attempt),
        attempt.quiz.assessment_id,
        *scope,
        attempt.number,
        attempt.at,
        attempt.started_at,
        guest_id if attempt.is_guest else None,
        None if attempt.is_guest else learner_id,
    )


def _scores(answer: Answer) -> tuple[float | None, float | None]:
    """Score and weighted score: the latter only where a weight is stated; polls are all given full marks."""
    if answer.score is None:
        return (None if answer.question.kind.is_typed else 1.0), None
    return answer.score, None if answer.place.weight is None else answer.points


def _shown(answer_id: str, answer: Answer) -> list[Row]:
    """One row per option shown; right means chosen where it is right, or left where it is wrong."""
    rows: list[Row] = []
    for number, option in enumerate(answer.question.options):
        is_chosen = bool(answer.chosen >> number & 1)
        is_right = not answer.question.is_graded or is_chosen == option.is_right
        feedback = feedback_on(is_right) if is_chosen else None
        rows.append((answer_id, option.option_id, is_right, feedback, is_chosen))
    return rows


def _typed(answer_id: str, answer: Answer) -> Row:
    matched = answer.matched
    if not answer.question.is_graded:
        return answer_id, None, answer.text, True, "Thank you."
    is_right = matched is not None and matched.is_right
    return (
        answer_id,
        matched.option_id if matched else None,
        answer.text,
        is_right,
        None if is_right else "Not quite.",
    )
