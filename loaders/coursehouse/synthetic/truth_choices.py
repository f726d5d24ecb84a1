"""The truth about which options were chosen, and which patterns typed answers matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.questions import Question
from coursehouse.synthetic.quiz_record import Given, QuizRecord
from coursehouse.synthetic.truth_view import PLATFORM, Fact, Mart, share

_UNMATCHED = {"no_match": "(no match)", "empty": "(empty)"}


def choice_truth(records: Sequence[QuizRecord]) -> Mart:
    """The mart questions_options__choices."""
    columns = (
        "platform",
        "assessment_id",
        "question_id",
        "option_id",
        "option_kind",
        "is_correct",
        "option_index",
        "shown_count",
        "chosen_count",
        "first_shown_count",
        "first_chosen_count",
        "first_chosen_fraction",
        "last_shown_count",
        "last_chosen_count",
        "last_chosen_fraction",
    )
    return Mart(columns, [row for record in records for row in _rows(record)])


def _rows(record: QuizRecord) -> Iterator[tuple[Fact, ...]]:
    given_to: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for taken in record.taken:
        for given in taken.answers:
            key = (taken.attempt.quiz.assessment_id, given.answer.question.question_id)
            given_to[key].append(given)
    for quiz in record.versions:
        for place in quiz.places:
            for question in place.variants:
                given_here = given_to[quiz.assessment_id, question.question_id]
                for row in _options(record, question, given_here):
                    yield (PLATFORM, quiz.assessment_id, question.question_id, *row)


def _options(record: QuizRecord, question: Question, answers: list[Given]) -> Iterator[tuple[Fact, ...]]:
    has_index = not question.kind.is_typed and record.view.layout is not Layout.Y2016
    for number, option in enumerate(question.options):
        is_right = option.is_right if question.is_graded else None
        kind = "pattern" if question.kind.is_typed else "option"
        index = number if has_index else None
        chosen = [bool(given.answer.chosen >> number & 1) for given in answers]
        yield (option.option_id, kind, is_right, index, *_counts(answers, chosen))
    for kind, option_id in _UNMATCHED.items() if question.kind.is_typed else ():
        is_right = False if question.is_graded else None
        chosen = [not given.answer.chosen and given.answer.is_blank is (kind == "empty") for given in answers]
        yield (option_id, kind, is_right, None, *_counts(answers, chosen))


def _counts(answers: list[Given], chosen: list[bool]) -> tuple[Fact, ...]:
    """Shown and chosen among all answers, then with the share among the first and among the last ones."""
    counts: list[Fact] = [len(answers), sum(chosen)]
    for is_wanted in (_is_first, _is_last):
        wanted = [is_chosen for given, is_chosen in zip(answers, chosen, strict=True) if is_wanted(given)]
        counts += [len(wanted), sum(wanted), share(sum(wanted), len(wanted))]
    return tuple(counts)


def _is_first(given: Given) -> bool:
    return given.number is not None and given.number[0] == 1


def _is_last(given: Given) -> bool:
    return given.number is not None and given.number[0] == given.number[1]
