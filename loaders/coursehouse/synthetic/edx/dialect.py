"""Writes files as edX's exporter does: escaped text files, forum lines, structures and reports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from coursehouse.synthetic.clock import DAY, SECOND, date_text, export_timestamp

Value = str | int | float | bool | None
Row = tuple[Value, ...]

# in the exporter's order: a backslash first, or the escapes would be escaped
_ESCAPES = str.maketrans({"\\": "\\\\", "\r": "\\r", "\t": "\\t", "\n": "\\n", "\0": None})
_NEEDS_ESCAPE = frozenset("\\\r\t\n\0")


@dataclass(frozen=True)
class Table:
    """The rows of a table; columns in the order of the file."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass
class Member:
    """A file of a package, or beside it: its path below the package's folder and its lines.

    table: the name of its table. course: the canonical id of its run, None for files of the organisation.
    The first line of a file with a header is the header. ending: what ends each line.
    """

    path: PurePosixPath
    table: str
    course: str | None
    lines: list[str] = field(default_factory=list)
    ending: str = "\n"

    @property
    def content(self) -> bytes:
        """The bytes; a lone surrogate stands for a byte that is not UTF-8."""
        return "".join(f"{line}{self.ending}" for line in self.lines).encode("utf-8", "surrogateescape")


def written(at: int | None) -> str | None:
    """An instant as the exporter prints it: a fraction of six digits where there is one."""
    if at is None:
        return None
    text = export_timestamp(at - at % SECOND)
    return f"{text}.{at % SECOND:03}000" if at % SECOND else text


def iso(at: int) -> str:
    """An instant as documents state it: `2013-12-13T02:59:58.520Z`."""
    day, clock = export_timestamp(at - at % SECOND).split(" ")
    return f"{day}T{clock}.{at % SECOND:03}Z"


def date_of(at: int) -> str:
    """The UTC date of an instant."""
    return date_text(at // DAY)


def sql_cell(value: Value) -> str:
    """A cell of an .sql file: no quotes, backslash escapes, NULL, 0 and 1."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "1" if value else "0"
    text = str(value)
    return text.translate(_ESCAPES) if not _NEEDS_ESCAPE.isdisjoint(text) else text


def student_module_cell(value: Value) -> str:
    """A cell of courseware_studentmodule, which another program writes: a backslash before a backslash."""
    if value is None:
        return "NULL"
    return str(value).replace("\\", "\\\\").replace("\t", "\\\t").replace("\n", "\\\n")


def sql_lines(table: Table) -> list[str]:
    """The header and the rows of a table."""
    return ["\t".join(table.columns), *("\t".join(map(sql_cell, row)) for row in table.rows)]


def student_module_lines(table: Table) -> list[str]:
    """The same for courseware_studentmodule."""
    return ["\t".join(table.columns), *("\t".join(map(student_module_cell, row)) for row in table.rows)]


def csv_lines(columns: Sequence[str], rows: Iterable[Row], quote_all: bool = False) -> list[str]:
    """The header and the rows of a report: quotes doubled, empty cells for what is missing."""
    return [
        _csv_line(["" if value is None else value for value in row], quote_all) for row in (columns, *rows)
    ]


def _csv_line(cells: Sequence[Value], quote_all: bool) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(
        buffer, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\r\n"
    ).writerow(cells)
    return buffer.getvalue().removesuffix("\r\n")


def json_text(value: object) -> str:
    """JSON as Python writes it: all beyond ASCII escaped."""
    return json.dumps(value)


def json_line(value: object) -> str:
    """JSON as databases of documents print it: without spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
