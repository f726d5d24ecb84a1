"""Real-shaped exports kept outside the project: a coherent one, a ruined one, the guide's own examples."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from coursehouse.platforms.base import Export, FileSummary, ReadOptions
from coursehouse.platforms.coursera.headers import read_head

from .folders import open_export
from .raw_files import read, text_plan

SHARED = Path(os.environ.get("COURSEHOUSE_SHARED", Path(__file__).resolve().parents[5] / "shared"))
EXPORTS = SHARED / "exports" / "coursera"
EXPECTED = SHARED / "expected" / "coursera"

pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"{EXPORTS} is not here (COURSEHOUSE_SHARED)")


@dataclass(frozen=True)
class Found:
    """An export read to its end; misfits count by (table, column, reason)."""

    export: Export
    summaries: dict[str, FileSummary]
    rows_landed: int
    misfits: Counter[tuple[str, str | None, str]]


def read_export(path: Path, *null_strings: str) -> Found:
    export = open_export(path, ReadOptions(null_strings=null_strings))
    summaries = {}
    rows_landed = 0
    misfits: Counter[tuple[str, str | None, str]] = Counter()
    for file in export.files:
        reader = file.reader()
        for batch in reader.batches():
            rows_landed += batch.rows.num_rows
            misfits.update((file.table_name, each.column_name, each.reason) for each in batch.rejects)
        summaries[file.source_file] = reader.summary
    return Found(export, summaries, rows_landed, misfits)


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_the_relinked_export() -> None:
    found = read_export(EXPORTS / "relinked_course_1502409600000.zip")
    export, summaries = found.export, found.summaries.values()
    assert (export.partner, export.id_mode, export.scope) == ("jhu", "linked", "relinked_course")
    assert (export.snapshot.at, export.snapshot.source) == (datetime(2017, 8, 11), "folder name")
    assert len(export.files) == 100
    assert all(file.is_known_table for file in export.files)
    assert found.rows_landed == sum(summary.rows_read for summary in summaries) == 31_945
    assert sum(summary.rows_rejected for summary in summaries) == 0
    assert sum(summary.cells_nulled for summary in summaries) == sum(found.misfits.values()) > 0
    assert {summary.dialect for summary in summaries} == {"coursera"}
    assert not any(summary.unknown_columns for summary in summaries)


def test_the_damaged_export_loses_nothing() -> None:
    found = read_export(EXPORTS / "damaged_fake_course_7051862327916.zip")
    assert found.rows_landed == sum(summary.rows_read for summary in found.summaries.values()) == 57_050
    assert "2193" in found.export.snapshot.note
    assert found.export.snapshot.source == "newest member date"
    assert {each.reason for each in found.export.ignored} == {
        "written by macOS beside each file",
        "written by a file manager",
    }
    doubled = {name for name, summary in found.summaries.items() if summary.dialect == "doubled quotes"}
    assert doubled == {
        f"{table}.csv"
        for table in (
            "assessment_options",
            "assessment_questions",
            "assessment_response_options",
            "discussion_answers",
            "feedback_item_comments",
            "feedback_item_ratings",
        )
    }


def test_the_damaged_export_names_what_does_not_fit() -> None:
    found = read_export(EXPORTS / "damaged_fake_course_7051862327916.zip", "NA")
    expected = {
        (row["table"], row["column"]): int(row["unparseable"])
        for row in csv_rows(EXPECTED / "damaged_export" / "unparseable_timestamps.csv")
    }
    timestamps = {
        (table, column): count
        for (table, column, reason), count in found.misfits.items()
        if reason == "not a timestamp"
    }
    assert timestamps == expected
    assert found.rows_landed == 57_050


def test_the_guides_example_row() -> None:
    data = (EXPORTS / "guide_examples" / "csv_example.csv").read_bytes()
    head = read_head(io.BytesIO(data), "csv_example.csv")
    found = read(
        data[head.size :], text_plan(len(head.names), "integer", "boolean", "string", "string", "json")
    )
    expected = list(csv_rows(EXPECTED / "guide_examples" / "csv_example.csv"))
    values = {row["column"]: row["value"] for row in expected if "." not in row["column"]}
    assert list(head.names) == list(values)
    assert found.rows == [(int(values["number"]), True, None, values["string"], values["json"])]


@pytest.mark.parametrize(("folder", "rows"), [("assessments", 29), ("versioning", 175), ("peer", 79)])
def test_the_guides_example_tables(folder: str, rows: int) -> None:
    found = read_export(EXPORTS / "guide_examples" / folder)
    assert found.rows_landed == rows
    assert not found.misfits
