"""The rows of the tables about the patterns that typed answers are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursehouse.synthetic import catalogue, texts
from coursehouse.synthetic.questions import Option, Question, QuestionKind, Wording
from coursehouse.synthetic.writer import Row, Rows

_TYPE_IDS = {name: type_id for type_id, name in catalogue.PATTERN_TYPES}
_CASE_INSENSITIVE = next(
    type_id for type_id, name in catalogue.PATTERN_FLAG_TYPES if name == "CASE_INSENSITIVE"
)
_ID_COLUMNS = ("assessment_question_id", "assessment_pattern_id")
_TOLD = ("assessment_pattern_feedback", "assessment_pattern_correct")


def pattern_tables(questions: Sequence[Question]) -> dict[str, Rows]:
    """The patterns of every question that has some, by kind."""
    displayed = (*_ID_COLUMNS, "assessment_pattern_display", *_TOLD)
    return {
        "assessment_text_exact_match_patterns": Rows(displayed, _displayed(questions, QuestionKind.TEXT)),
        "assessment_math_expression_patterns": Rows(displayed, _displayed(questions, QuestionKind.MATH)),
        "assessment_regex_patterns": Rows(
            (*_ID_COLUMNS, "assessment_pattern_regex", *_TOLD),
            [
                (*key, wording.pattern, *told)
                for key, wording, told in _patterns(questions, QuestionKind.REGEX)
            ],
        ),
        "assessment_regex_pattern_flags": Rows(
            ("assessment_pattern_id", "assessment_pattern_flag_type_id"),
            [
                (key[1], _CASE_INSENSITIVE)
                for key, wording, _ in _patterns(questions, QuestionKind.REGEX)
                if wording.is_right
            ],
        ),
        "assessment_single_numeric_patterns": Rows(
            (
                *_ID_COLUMNS,
                "assessment_pattern_type_id",
                "assessment_pattern_value",
                "assessment_pattern_max",
                "assessment_pattern_min",
                "assessment_pattern_include_min",
                "assessment_pattern_include_max",
                *_TOLD,
            ),
            [
                (*key, *_numeric(wording.pattern), *told)
                for key, wording, told in _patterns(questions, QuestionKind.NUMERIC)
            ],
        ),
    }


def _patterns(
    questions: Sequence[Question], kind: QuestionKind
) -> Iterator[tuple[tuple[str, str], Wording, tuple[str | None, bool]]]:
    for question in questions:
        for option in question.options if question.kind is kind else ():
            if option.wording is not None:
                yield (question.question_id, option.option_id), option.wording, _told(option)


def _told(option: Option) -> tuple[str | None, bool]:
    return None if option.is_right else "Close, but no.", option.is_right


def _displayed(questions: Sequence[Question], kind: QuestionKind) -> list[Row]:
    return [
        (*key, texts.rich_text(wording.pattern), *told) for key, wording, told in _patterns(questions, kind)
    ]


def _numeric(pattern: str) -> Row:
    """Kind, number, upper end, lower end, and whether the lower and the upper end belong to it."""
    if pattern[0] not in "[(":
        return _TYPE_IDS["number"], float(pattern), None, None, None, None
    low, high = (float(end) for end in pattern[1:-1].split(","))
    return _TYPE_IDS["interval"], None, high, low, pattern[0] == "[", pattern[-1] == "]"
