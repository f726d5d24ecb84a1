"""The corrected queries of analyses/guide give what was planted, and those printed right give the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursehouse.synthetic.truth import write_mart
from warehouse.compare import assert_same_rows, compare
from warehouse.guide_answers import answers
from warehouse.guide_answers.files import EXPECTED, plant, write_answers
from warehouse.guide_queries import (
    FOLDER,
    PRINTED,
    QUESTIONS,
    RIGHT,
    GuideQueries,
    counted,
    expected_files,
    shared_columns,
)
from warehouse.warehouses import STRICT_INSTITUTION


def test_every_question_has_its_printed_query_and_its_expected_rows() -> None:
    files = {path.stem for path in FOLDER.glob("*.sql")}
    assert files == {name + ending for name in QUESTIONS for ending in ("", PRINTED)}
    assert [int(name.split("_")[1]) for name in QUESTIONS] == list(range(1, 21))
    assert expected_files(EXPECTED) == QUESTIONS


@pytest.fixture(scope="session")
def answer_files(guide_queries: GuideQueries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every answer in full."""
    folder = tmp_path_factory.mktemp("answers")
    for name, answer in answers(guide_queries.planted).items():
        assert answer.rows, name
        write_mart(folder / f"{name}.csv", answer)
    return folder


@pytest.mark.parametrize("name", QUESTIONS)
def test_corrected_query_gives_what_was_planted(
    name: str, guide_queries: GuideQueries, answer_files: Path
) -> None:
    with guide_queries.warehouse.connect() as connection:
        assert_same_rows(connection, guide_queries.texts[name], answer_files / f"{name}.csv")


@pytest.mark.parametrize("name", RIGHT)
def test_query_printed_right_gives_the_same_rows(name: str, guide_queries: GuideQueries) -> None:
    corrected, printed = guide_queries.rows(name), guide_queries.printed(name)
    columns = shared_columns(corrected, printed)
    assert len(columns) > 2
    assert counted(printed, columns) == counted(corrected, columns)


def test_expected_files_hold_what_was_planted(tmp_path: Path) -> None:
    """After a change of the simulation, `python -m warehouse.guide_answers.files` writes them anew."""
    folder = tmp_path / "answers"
    folder.mkdir()
    write_answers(plant(STRICT_INSTITUTION, tmp_path), folder)
    assert [name for name in QUESTIONS if _text(folder, name) != _text(EXPECTED, name)] == []


def _text(folder: Path, name: str) -> str:
    return (folder / f"{name}.csv").read_text(encoding="utf-8")


def test_a_query_with_a_fault_would_be_seen(guide_queries: GuideQueries, answer_files: Path) -> None:
    name = "guide_16_programming_scores"
    faults = ("select * from ({0}) limit 1", "select * from ({0}) union all (select * from ({0}) limit 1)")
    with guide_queries.warehouse.connect() as connection:
        for fault in faults:
            query = fault.format(guide_queries.texts[name])
            assert not compare(connection, query, answer_files / f"{name}.csv").is_equal
