"""The truth about quizzes: who handed in what, and how it was scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.quiz_record import (
    KIND_NAMES,
    QUESTION_KIND_NAMES,
    UNIT,
    Given,
    QuizRecord,
    Taken,
    answer_kind,
)
from coursehouse.synthetic.truth_choices import choice_truth
from coursehouse.synthetic.truth_quiz_statistics import quiz_statistics
from coursehouse.synthetic.truth_quiz_versions import version_truth
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Mart


def assessment_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The marts about quizzes by name."""
    records = [QuizRecord(view) for view in views]
    return {
        "assessment_attempts": _attempts(records),
        "assessment_responses": _responses(records),
        "assessment_responses__texts": _texts(records),
        "sessions_items__assessment_versions": version_truth(records),
        "questions_options__choices": choice_truth(records),
        **quiz_statistics(records),
    }


def _edges(number: tuple[int, int] | None) -> tuple[bool | None, bool | None]:
    """Whether a number is the first and whether it is the last."""
    return (None, None) if number is None else (number[0] == 1, number[0] == number[1])


def _attempts(records: Sequence[QuizRecord]) -> Mart:
    columns = (
        "platform",
        "attempt_id",
        "attempt_base_id",
        "assessment_id",
        "assessment_base_id",
        "assessments_user_id",
        "user_id",
        "course_id",
        "course_branch_id",
        "item_id",
        "assessment_kind",
        "is_first",
        "is_last",
        "is_complete",
        "is_passed",
        "assessment_version",
        "submission_number",
        "attempt_number",
        "answered_question_count",
        "score",
        "max_score",
        "score_fraction",
        "passing_fraction",
        "duration_seconds",
        "started_at",
        "submitted_at",
    )
    return Mart(columns, [_attempt(record, taken) for record in records for taken in record.taken])


def _attempt(record: QuizRecord, taken: Taken) -> tuple[Fact, ...]:
    attempt, quiz = taken.attempt, taken.attempt.quiz
    points = taken.exact_points
    return (
        PLATFORM,
        taken.attempt_id,
        taken.sitting_id,
        quiz.assessment_id,
        quiz.base_id,
        taken.learner_id,
        taken.user_id,
        record.view.course.course_id if taken.has_course else None,
        _branch_id(record, taken),
        attempt.item_id,
        KIND_NAMES[quiz.type_id],
        *_edges(taken.number),
        taken.is_complete,
        record.is_passed(taken),
        quiz.version,
        attempt.number,
        taken.number[0] if taken.number else None,
        sum(not given.answer.is_blank for given in taken.answers),
        None if points is None else points / UNIT,
        record.max_score(taken),
        record.score_fraction(taken),
        quiz.passing_fraction,
        (attempt.at - attempt.started_at) / SECOND,
        attempt.started_at,
        attempt.at,
    )


def _branch_id(record: QuizRecord, taken: Taken) -> str | None:
    """The branch that the learner was in, if exports tell who it was; else the only one there is."""
    if taken.user_id is not None and taken.has_course:
        return taken.attempt.branch_id
    branch_ids = {branch_id for branch_id, _ in record.uses[taken.attempt.quiz.assessment_id]}
    return branch_ids.pop() if len(branch_ids) == 1 else None


def _given(records: Sequence[QuizRecord]) -> Iterator[tuple[Taken, Given]]:
    for record in records:
        for taken in record.taken:
            for given in taken.answers:
                yield taken, given


def _responses(records: Sequence[QuizRecord]) -> Mart:
    columns = (
        "platform",
        "response_id",
        "attempt_id",
        "assessment_id",
        "question_id",
        "question_base_id",
        "assessments_user_id",
        "user_id",
        "question_kind",
        "answer_kind",
        "is_answered",
        "has_right_answer",
        "is_correct",
        "is_first",
        "is_last",
        "question_version",
        "answer_number",
        "score",
        "weighted_score",
        "submitted_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for taken, given in _given(records):
        answer, question = given.answer, given.answer.question
        key = (PLATFORM, given.response_id, taken.attempt_id, taken.attempt.quiz.assessment_id)
        kinds = (QUESTION_KIND_NAMES[question.kind], answer_kind(question.kind))
        is_correct = None if answer.score is None else answer.chosen == question.right_choice
        if answer.text is not None and answer.score is not None:
            is_correct = answer.matched is not None and answer.matched.is_right
        rows.append(
            (
                *key,
                question.question_id,
                question.base_id,
                taken.learner_id,
                taken.user_id,
                *kinds,
                not answer.is_blank,
                question.is_graded,
                is_correct,
                *_edges(given.number),
                question.version,
                given.number[0] if given.number else None,
                answer.score,
                answer.points,
                taken.attempt.at,
            )
        )
    return Mart(columns, rows)


def _texts(records: Sequence[QuizRecord]) -> Mart:
    columns = (
        "platform",
        "response_id",
        "attempt_id",
        "assessment_id",
        "question_id",
        "assessments_user_id",
        "user_id",
        "pattern_id",
        "question_kind",
        "answer",
        "is_correct",
        "character_count",
    )
    rows: list[tuple[Fact, ...]] = []
    for taken, given in _given(records):
        answer, question = given.answer, given.answer.question
        if answer.text is None:
            continue
        key = (PLATFORM, given.response_id, taken.attempt_id, taken.attempt.quiz.assessment_id)
        matched = answer.matched
        is_right = matched is not None and matched.is_right if question.is_graded else None
        rows.append(
            (
                *key,
                question.question_id,
                taken.learner_id,
                taken.user_id,
                matched.option_id if matched else None,
                QUESTION_KIND_NAMES[question.kind],
                answer.text,
                is_right,
                len(answer.text),
            )
        )
    return Mart(columns, rows)
