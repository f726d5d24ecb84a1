"""An independent writer of package files, and what a reader made of a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coursehouse.contract import Column, Table
from coursehouse.platforms.base import FileSummary, Reject
from coursehouse.platforms.edx.readers import reader_of
from coursehouse.platforms.files.streams import ByteStream

COURSE = "course-v1:UniX+C1+R1"


@dataclass(frozen=True)
class Read:
    """Rows (columns by name), rejects and summary of one file."""

    rows: list[dict[str, Any]]
    rejects: list[Reject]
    summary: FileSummary

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]


class Stream:
    """Bytes that come in small pieces, as they do out of an archive."""

    def __init__(self, data: bytes, most: int = 1 << 18) -> None:
        self._file = io.BytesIO(data)
        self._most = most

    def read(self, size: int) -> bytes:
        return self._file.read(min(size, self._most))

    def close(self) -> None:
        self._file.close()


def table_of(*columns: str) -> Table:
    """A table with columns given as `name` (a string) or `name:type`, behind file_course_id."""
    pairs = [column.partition(":") for column in ("file_course_id", *columns)]
    return Table("edx", "t", "", tuple(Column(name, kind or "string", "") for name, _, kind in pairs))


def read(file_format: str, data: bytes, table: Table | None, **options: Any) -> Read:
    """What the reader of a format makes of a file; options go to it."""

    def open_stream() -> ByteStream:
        return Stream(data)

    reader = reader_of(file_format)(open_stream, table, COURSE, "a-file", **options)
    rows: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    for parsed in reader.batches():
        rows += parsed.rows.to_pylist()
        rejects += parsed.rejects
    assert reader.summary.rows_read == len(rows) + reader.summary.rows_rejected
    assert reader.summary.rows_rejected == sum(reject.column_name is None for reject in rejects)
    assert [reject.row_number for reject in rejects] == sorted(reject.row_number for reject in rejects)
    return Read(rows, rejects, reader.summary)


def sql_cell(text: str | None) -> str:
    """A cell as the exporter writes it since the end of 2015, in its own order of steps."""
    if text is None:
        return "NULL"
    text = text.replace("\\", "\\\\").replace("\r", "\\r")
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\x00", "")


def old_sql_cell(text: str | None) -> str:
    """A cell as `mysql --batch` wrote it before: CR stays, NUL is an escape."""
    if text is None:
        return "NULL"
    escapes = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\x00": "\\0"}
    return "".join(escapes.get(letter, letter) for letter in text)


def literal_sql_cell(text: str | None) -> str:
    """A cell as the exporter wrote it for a month of 2022."""
    return str(sql_cell(text).encode())


def module_cell(text: str | None) -> str:
    """A cell as the job that splits courseware_studentmodule writes it."""
    if text is None:
        return "NULL"
    return "".join(f"\\{letter}" if letter in "\\\t\n" else letter for letter in text)


def file_of(header: Sequence[str], rows: Sequence[Sequence[str]], line_end: str = "\n") -> bytes:
    """A tab separated file of cells that are already written."""
    return "".join("\t".join(row) + line_end for row in (header, *rows)).encode()
