"""Quizzes of generated exports hold every kind of question and answer, and their truth every odd case."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from statistics import fmean

import pytest

from coursehouse.synthetic import catalogue
from coursehouse.synthetic.generate import GeneratedInstitution
from coursehouse.synthetic.questions import QuestionKind
from synthetic.reading import ReadTable, newest, read_export

Row = dict[str, str]


@pytest.fixture(scope="module")
def tables(institution: GeneratedInstitution) -> dict[str, ReadTable]:
    """The newest export."""
    return read_export(institution.config, newest(institution))


def truth(institution: GeneratedInstitution, mart: str) -> list[Row]:
    with (institution.truth / f"{mart}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_kind_of_question_is_answered(institution: GeneratedInstitution) -> None:
    names = {row["question_kind"] for row in truth(institution, "assessment_responses")}
    assert len(names) == len({kind.platform_name for kind in QuestionKind})
    assert {kind.platform_name for kind in QuestionKind} <= {name for _, name in catalogue.QUESTION_TYPES}


def test_every_table_of_quizzes_has_rows(tables: dict[str, ReadTable]) -> None:
    empty = {name for name, table in tables.items() if name.startswith("assessment") and not table.rows}
    assert empty == set()


def test_items_collect_versions_nine_ten_and_eleven(tables: dict[str, ReadTable]) -> None:
    used = defaultdict(set)
    links = tables["course_branch_item_assessments"].pick(
        ["course_branch_id", "course_item_id", "assessment_id"]
    )
    for branch_id, item_id, assessment_id in links:
        used[branch_id, item_id].add(str(assessment_id).rpartition("@")[2])
    assert {frozenset(versions) for versions in used.values()} == {
        frozenset({"1"}),
        frozenset({"1", "2"}),
        frozenset({"9", "10", "11"}),
    }


def test_edited_question_has_a_version_of_its_own_and_others_are_shared(
    tables: dict[str, ReadTable],
) -> None:
    columns = ["assessment_id", "assessment_question_internal_id", "assessment_question_id"]
    versions = defaultdict(set)
    for assessment_id, place, question_id in tables["assessment_assessments_questions"].pick(columns):
        quiz, _, version = str(assessment_id).rpartition("@")
        if version in ("9", "10"):
            versions[quiz, place].add(question_id)
    assert Counter(len(questions) for questions in versions.values()).keys() == {1, 2}


def test_odd_attempts_occur(institution: GeneratedInstitution) -> None:
    attempts = truth(institution, "assessment_attempts")
    values = {column: {row[column] for row in attempts} for column in attempts[0]}
    assert "" in values["assessments_user_id"] and "" in values["course_id"]
    assert "" in values["course_branch_id"] and "" not in values["item_id"]
    assert values["is_first"] == values["is_last"] == {"true", "false", ""}
    assert values["is_passed"] == {"true", "false", ""}
    assert values["is_complete"] == {"true", "false"}
    assert {"", "1", "2", "3"} <= values["attempt_number"]
    fractions = [float(row["score_fraction"]) for row in attempts if row["score_fraction"]]
    assert max(fractions) > 1 > min(fractions)
    assert any(round(fraction * 9, 6) % 1 for fraction in fractions)


def test_exam_passes_by_its_points(institution: GeneratedInstitution) -> None:
    for row in truth(institution, "assessment_attempts"):
        if row["is_passed"]:
            assert (float(row["score"]) >= 0.8 * 9 - 1e-5) == (row["is_passed"] == "true")


def test_typed_answers_match_a_pattern_none_or_are_empty(institution: GeneratedInstitution) -> None:
    chosen: Counter[tuple[str, str]] = Counter()
    for row in truth(institution, "questions_options__choices"):
        chosen[row["option_kind"], row["is_correct"]] += int(row["chosen_count"])
    assert all(chosen.values())
    kinds = {"option": ("true", "false", ""), "pattern": ("true", "false")}
    kinds |= {"no_match": ("false", ""), "empty": ("false", "")}
    assert set(chosen) == {(kind, is_right) for kind, judged in kinds.items() for is_right in judged}


def test_live_version_is_not_always_the_latest(institution: GeneratedInstitution) -> None:
    versions = truth(institution, "sessions_items__assessment_versions")
    assert {(row["is_live_version"], row["is_latest_version"]) for row in versions} == {
        (live, latest) for live in ("true", "false") for latest in ("true", "false")
    }
    for flag in ("is_live_version", "is_latest_version"):
        marked = Counter((row["session_id"], row["item_id"]) for row in versions if row[flag] == "true")
        assert set(marked.values()) == {1}
        assert len(marked) == len({(row["session_id"], row["item_id"]) for row in versions})


def test_statistics_are_within_bounds_and_sometimes_undefined(institution: GeneratedInstitution) -> None:
    questions = truth(institution, "questions__statistics")
    for column in ("item_rest_correlation", "discrimination"):
        values = [float(row[column]) for row in questions if row[column]]
        assert all(-1 <= value <= 1 for value in values)
        assert fmean(values) > 0
        assert len(values) < len(questions)
        assert not [row for row in questions if row["has_right_answer"] == "false" and row[column]]
    alphas = [row["cronbach_alpha"] for row in truth(institution, "assessments__statistics")]
    assert "" in alphas
    assert all(float(alpha) <= 1 for alpha in alphas if alpha)


def test_isolated_ids_change_no_statistic(
    institution: GeneratedInstitution, isolated_institution: GeneratedInstitution
) -> None:
    for mart in ("assessments__statistics", "questions__statistics", "questions_options__choices"):
        assert truth(institution, mart) == truth(isolated_institution, mart)
