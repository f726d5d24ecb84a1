"""Writes exports as Coursera does: quoted strings and timestamps, bare numbers, one zip per course."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coursehouse.synthetic.clock import export_timestamp
from coursehouse.synthetic.layouts import LayoutTable

Value = str | int | float | bool | None
Row = tuple[Value, ...]

# the decimals that the platform prints in these columns; other numbers print as they are
_DECIMALS = {
    "course_grade_overall": 7,
    "course_grade_verified": 7,
    "course_branch_grade_overall": 7,
    "course_branch_grade_verified": 7,
    "course_item_grade_overall": 8,
    "course_item_grade_verified": 8,
    "course_item_grade_pending": 6,
    "course_quiz_grade": 6,
    "assessment_response_score": 7,
    "assessment_response_weighted_score": 7,
}


@dataclass(frozen=True)
class Rows:
    """The rows of a table under the contract's column names; a column that is not named is NULL."""

    columns: tuple[str, ...]
    rows: Sequence[Row]


def quoted(text: str) -> str:
    """The text in quotes, its quotes and backslashes escaped by a backslash."""
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _text(value: Value) -> str:
    return "" if value is None else quoted(str(value))


def _timestamp(value: Value) -> str:
    return "" if value is None else f'"{export_timestamp(int(value))}"'


def _boolean(value: Value) -> str:
    return "" if value is None else "t" if value else "f"


def _number(value: Value) -> str:
    return "" if value is None else repr(value)


def _decimals(count: int) -> Callable[[Value], str]:
    def text_of(value: Value) -> str:
        return "" if value is None else f"{float(value):.{count}f}"

    return text_of


def _formatter(name: str, data_type: str) -> Callable[[Value], str]:
    if name in _DECIMALS:
        return _decimals(_DECIMALS[name])
    known = {"timestamp": _timestamp, "boolean": _boolean, "integer": _number, "double": _number}
    return known.get(data_type, _text)


@dataclass
class ExportFile:
    """A file of an export as cells ready to be written; `name` is the contract's name of its table."""

    name: str
    columns: tuple[str, ...]
    header: list[str]
    records: list[Sequence[str]]

    def content(self) -> bytes:
        """The bytes of the file; a lone surrogate stands for a byte that is not UTF-8."""
        lines = [",".join(self.header), *map(",".join, self.records), ""]
        return "\n".join(lines).encode("utf-8", "surrogateescape")


def export_file(table: LayoutTable, rows: Rows | None) -> ExportFile:
    """The file of a table, with the layout's columns in order; without rows it is a header."""
    columns = tuple(column.name for column in table.columns)
    file = ExportFile(table.name, columns, [column.header for column in table.columns], [])
    if rows is not None and rows.rows:
        given = dict(zip(rows.columns, zip(*rows.rows, strict=True), strict=True))
        nothing = ("",) * len(rows.rows)
        cells = [
            map(_formatter(column.name, column.data_type), given[column.name])
            if column.name in given
            else nothing
            for column in table.columns
        ]
        file.records.extend(zip(*cells, strict=True))
    return file


def write_export(folder: Path, name: str, files: Mapping[str, ExportFile], taken_at: int) -> Path:
    """The path of a zip that holds the files in a folder of its own name, dated when the export was taken."""
    date = datetime.fromtimestamp(taken_at // 1000, UTC).timetuple()[:6]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file_name, file in files.items():
            member = zipfile.ZipInfo(f"{name}/{file_name}.csv", date_time=date)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, file.content())
    return path
