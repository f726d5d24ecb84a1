"""The rows of the tables about quizzes: their versions, their questions, and what these expect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from coursehouse.synthetic import catalogue, texts
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.questions import Question, QuestionKind
from coursehouse.synthetic.quizzes import Quiz, QuizzesByItem, quiz_key
from coursehouse.synthetic.tables_answers import answer_tables, feedback_on
from coursehouse.synthetic.tables_links import link_tables
from coursehouse.synthetic.tables_patterns import pattern_tables
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows

_TYPE_IDS = {name: type_id for type_id, name in catalogue.QUESTION_TYPES}
_SHUFFLES = ("assessment_question_id", "assessment_question_shuffle_options")
_TELLS = ("assessment_question_id", "default_incorrect_feedback")


def quiz_tables(
    ids: Identifiers,
    course: Course,
    at: int,
    quizzes: QuizzesByItem,
    participations: Sequence[Participation],
) -> dict[str, Rows]:
    """Everything about quizzes, as an export taken at this instant lists it."""
    versions = [quiz for series in quizzes.values() for quiz in series.written_by(at)]
    placed = {
        key: tuple(quiz.assessment_id for quiz in series.written_by(at)) for key, series in quizzes.items()
    }
    written: dict[str, tuple[Question, int]] = {}
    for quiz in versions:
        for place in quiz.places:
            for question in place.variants:
                written.setdefault(question.question_id, (question, quiz.written_at))
    questions = [question for question, _ in written.values()]
    return {
        **_lookups(),
        "assessments": _versions(versions),
        "assessment_assessments_questions": _places(versions),
        "assessment_questions": _questions(written.values()),
        "assessment_options": _options(questions),
        **_kinds(questions),
        **pattern_tables(questions),
        **link_tables(course, at, "assessment", lambda _, item: placed.get(quiz_key(item), ())),
        **answer_tables(ids, at, participations),
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


def _versions(versions: Iterable[Quiz]) -> Rows:
    columns = (
        "assessment_id",
        "assessment_base_id",
        "assessment_version",
        "assessment_type_id",
        "assessment_update_ts",
        "assessment_passing_fraction",
    )
    rows: list[Row] = [
        (quiz.assessment_id, quiz.base_id, quiz.version, quiz.type_id, quiz.written_at, quiz.passing_fraction)
        for quiz in versions
    ]
    return Rows(columns, rows)


def _places(versions: Iterable[Quiz]) -> Rows:
    columns = (
        "assessment_id",
        "assessment_question_id",
        "assessment_question_internal_id",
        "assessment_question_cuepoint",
        "assessment_question_order",
        "assessment_question_weight",
        "assessment_question_extra_credit",
    )
    rows: list[Row] = [
        (
            quiz.assessment_id,
            question.question_id,
            place.internal_id,
            place.cuepoint,
            number,
            place.weight,
            place.is_extra_credit,
        )
        for quiz in versions
        for number, place in enumerate(quiz.places)
        for question in place.variants
    ]
    return Rows(columns, rows)


def _questions(written: Iterable[tuple[Question, int]]) -> Rows:
    columns = (
        "assessment_question_id",
        "assessment_question_base_id",
        "assessment_question_version",
        "assessment_question_type_id",
        "assessment_question_prompt",
        "assessment_question_update_ts",
    )
    rows: list[Row] = [
        (
            question.question_id,
            question.base_id,
            question.version,
            _TYPE_IDS[question.kind.platform_name],
            texts.rich_text(texts.item_name(number, number + 2)),
            written_at,
        )
        for number, (question, written_at) in enumerate(written)
    ]
    return Rows(columns, rows)


def _options(questions: Iterable[Question]) -> Rows:
    columns = (
        "assessment_question_id",
        "assessment_option_id",
        "assessment_option_display",
        "assessment_option_feedback",
        "assessment_option_correct",
        "assessment_option_index",
    )
    rows: list[Row] = [
        (
            question.question_id,
            option.option_id,
            texts.rich_text(f"Option {number + 1}"),
            feedback_on(option.is_right),
            option.is_right,
            number,
        )
        for question in questions
        if not question.kind.is_typed
        for number, option in enumerate(question.options)
    ]
    return Rows(columns, rows)


def _kinds(questions: Sequence[Question]) -> dict[str, Rows]:
    """What only some kinds of question have; polls have no table of their own."""

    def of_kind(columns: tuple[str, ...], row_of: Callable[[Question], Row], *kinds: QuestionKind) -> Rows:
        return Rows(columns, [row_of(question) for question in questions if question.kind in kinds])

    kind = QuestionKind
    return {
        "assessment_mcq_questions": of_kind(_SHUFFLES, lambda q: (q.question_id, True), kind.MCQ),
        "assessment_mcq_reflect_questions": of_kind(
            _SHUFFLES, lambda q: (q.question_id, False), kind.MCQ_REFLECT
        ),
        "assessment_checkbox_questions": of_kind(
            (*_SHUFFLES, "assessment_question_allow_partial_scoring"),
            lambda q: (q.question_id, True, q.kind is kind.CHECKBOX_PARTIAL),
            kind.CHECKBOX,
            kind.CHECKBOX_PARTIAL,
        ),
        "assessment_checkbox_reflect_questions": of_kind(
            _SHUFFLES, lambda q: (q.question_id, False), kind.CHECKBOX_REFLECT
        ),
        "assessment_reflect_questions": of_kind(
            ("assessment_question_id", "assessment_question_feedback"),
            lambda q: (q.question_id, "Thank you."),
            kind.REFLECT,
        ),
        "assessment_text_exact_match_questions": of_kind(_TELLS, _told, kind.TEXT),
        "assessment_regex_questions": of_kind(_TELLS, _told, kind.REGEX),
        "assessment_single_numeric_questions": of_kind(_TELLS, _told, kind.NUMERIC),
        "assessment_math_expression_questions": of_kind(_TELLS, _told, kind.MATH),
    }


def _told(question: Question) -> Row:
    return question.question_id, "Not quite."
