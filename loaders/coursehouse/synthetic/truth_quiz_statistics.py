"""The truth about how quizzes and their questions fared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import correlation, pvariance

from coursehouse.synthetic.quiz_record import (
    KIND_NAMES,
    QUESTION_KIND_NAMES,
    Given,
    QuizRecord,
    Taken,
    answer_kind,
    exact,
    first_at_version,
)
from coursehouse.synthetic.quizzes import Quiz
from coursehouse.synthetic.truth_view import PLATFORM, Fact, Mart, mean_of, median_of, share

GROUP_FRACTION = 0.27


def quiz_statistics(records: Sequence[QuizRecord]) -> dict[str, Mart]:
    """The summaries of quizzes and questions by name."""
    return {
        "assessments__statistics": _assessments(records),
        "questions__statistics": _questions(records),
    }


def _assessments(records: Sequence[QuizRecord]) -> Mart:
    columns = (
        "platform",
        "assessment_id",
        "assessment_base_id",
        "assessment_kind",
        "assessment_version",
        "question_count",
        "gradable_question_count",
        "max_score",
        "passing_fraction",
        "attempt_count",
        "learner_count",
        "passed_learner_count",
        "passed_fraction",
        "first_mean_score_fraction",
        "first_median_score_fraction",
        "last_mean_score_fraction",
        "last_median_score_fraction",
        "complete_learner_count",
        "cronbach_alpha",
        "updated_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for record in records:
        taken_of: dict[str, list[Taken]] = defaultdict(list)
        for taken in record.taken:
            taken_of[taken.attempt.quiz.assessment_id].append(taken)
        rows += [_assessment(record, quiz, taken_of[quiz.assessment_id]) for quiz in record.versions]
    return Mart(columns, rows)


def _assessment(record: QuizRecord, quiz: Quiz, takens: list[Taken]) -> tuple[Fact, ...]:
    learners = {taken.learner_id for taken in takens} - {None}
    passed = {taken.learner_id for taken in takens if record.is_passed(taken)} - {None}
    numbered = [(taken.version_number, record.score_fraction(taken)) for taken in takens]
    first = [fraction for number, fraction in numbered if number and number[0] == 1]
    last = [fraction for number, fraction in numbered if number and number[0] == number[1]]
    complete: dict[str, Taken] = {}
    for taken in takens:
        if taken.learner_id is not None and taken.is_complete:
            complete.setdefault(taken.learner_id, taken)
    return (
        PLATFORM,
        quiz.assessment_id,
        quiz.base_id,
        KIND_NAMES[quiz.type_id],
        quiz.version,
        len(quiz.places),
        sum(bool(place.points) for place in quiz.places),
        record.max_points(quiz),
        quiz.passing_fraction,
        len(takens),
        len(learners),
        len(passed),
        None if quiz.passing_fraction is None else share(len(passed), len(learners)),
        mean_of(first),
        median_of(first),
        mean_of(last),
        median_of(last),
        len(complete),
        _alpha(quiz, list(complete.values())),
        quiz.written_at,
    )


def _alpha(quiz: Quiz, takens: Sequence[Taken]) -> float | None:
    """Cronbach's alpha from the variances of the places and of the totals."""
    places = [place.internal_id for place in quiz.places if place.points]
    totals = [taken.exact_points or 0 for taken in takens]
    if len(places) < 2 or len(set(totals)) < 2:
        return None
    points = [
        {given.answer.place.internal_id: exact(given.answer) for given in taken.answers} for taken in takens
    ]
    of_places = sum(pvariance([row[place] for row in points]) for place in places)
    return len(places) / (len(places) - 1) * (1 - of_places / pvariance(totals))


@dataclass
class _Asked:
    """What was answered to a question in a quiz version; compared: score, rest, total and the shares in the
    upper and the lower group of each learner's first attempt at the version."""

    answers: list[tuple[Taken, Given]] = field(default_factory=list)
    compared: list[tuple[float, int, int, float, float]] = field(default_factory=list)


def _asked(record: QuizRecord) -> dict[tuple[str, str], _Asked]:
    asked: dict[tuple[str, str], _Asked] = defaultdict(_Asked)
    for taken in record.taken:
        for given in taken.answers:
            key = (taken.attempt.quiz.assessment_id, given.answer.question.question_id)
            asked[key].answers.append((taken, given))
    for assessment_id, firsts in first_at_version(record.taken).items():
        totals = {t.attempt_id: t.exact_points for t in firsts if t.exact_points is not None}
        upper = _shares(totals, is_upper=True)
        lower = _shares(totals, is_upper=False)
        for taken in firsts:
            for given in taken.answers:
                if given.answer.score is not None:
                    total = totals[taken.attempt_id]
                    shares = (upper[taken.attempt_id], lower[taken.attempt_id])
                    asked[assessment_id, given.answer.question.question_id].compared.append(
                        (given.answer.score, total - exact(given.answer), total, *shares)
                    )
    return asked


def _shares(totals: dict[str, int], is_upper: bool) -> dict[str, float]:
    """By attempt: the share with which it belongs to the group at one end; equals share what is left."""
    left = GROUP_FRACTION * len(totals)
    shares: dict[str, float] = {}
    ordered = sorted(totals, key=lambda attempt: totals[attempt], reverse=is_upper)
    for _, group in groupby(ordered, key=lambda attempt: totals[attempt]):
        equals = list(group)
        each = min(1.0, max(0.0, left / len(equals)))
        shares.update(dict.fromkeys(equals, each))
        left -= len(equals)
    return shares


def _item_rest(asked: _Asked) -> float | None:
    scores = [row[0] for row in asked.compared]
    rests = [row[1] for row in asked.compared]
    if len(set(scores)) < 2 or len(set(rests)) < 2:
        return None
    return correlation(scores, rests)


def _discrimination(asked: _Asked) -> float | None:
    if len({row[2] for row in asked.compared}) < 2:
        return None
    means: list[float] = []
    for place in (3, 4):
        weight = sum(row[place] for row in asked.compared)
        if not weight:
            return None
        means.append(sum(row[0] * row[place] for row in asked.compared) / weight)
    return means[0] - means[1]


def _questions(records: Sequence[QuizRecord]) -> Mart:
    columns = (
        "platform",
        "assessment_id",
        "question_id",
        "question_base_id",
        "place_id",
        "question_kind",
        "answer_kind",
        "has_right_answer",
        "is_extra_credit",
        "question_version",
        "question_order",
        "weight",
        "cuepoint_seconds",
        "attempt_count",
        "learner_count",
        "answered_count",
        "mean_score",
        "first_attempt_count",
        "first_attempt_correct_fraction",
        "first_attempt_mean_score",
        "compared_learner_count",
        "item_rest_correlation",
        "discrimination",
    )
    rows: list[tuple[Fact, ...]] = []
    for record in records:
        asked = _asked(record)
        for quiz in record.versions:
            for order, place in enumerate(quiz.places):
                for question in place.variants:
                    kinds = (QUESTION_KIND_NAMES[question.kind], answer_kind(question.kind))
                    about = (question.base_id, place.internal_id, *kinds, question.is_graded)
                    weight = 1 if place.weight is None else place.weight
                    placed = (question.version, order, weight, place.cuepoint / 1000)
                    row = (PLATFORM, quiz.assessment_id, question.question_id, *about)
                    counts = _counts(asked[quiz.assessment_id, question.question_id])
                    rows.append((*row, record.is_extra_credit(place), *placed, *counts))
    return Mart(columns, rows)


def _counts(asked: _Asked) -> tuple[Fact, ...]:
    first = [given.answer.score for _, given in asked.answers if given.number and given.number[0] == 1]
    scored = [score for score in first if score is not None]
    return (
        len({taken.attempt_id for taken, _ in asked.answers}),
        len({taken.learner_id for taken, _ in asked.answers} - {None}),
        sum(not given.answer.is_blank for _, given in asked.answers),
        mean_of(given.answer.score for _, given in asked.answers),
        len(first),
        share(sum(score == 1 for score in scored), len(scored)),
        mean_of(scored),
        len(asked.compared),
        _item_rest(asked),
        _discrimination(asked),
    )
