"""Reports that the course team downloads, and email_opt_in: comma separated, quotes doubled."""

from __future__ import annotations

import csv
import json
import re
from collections import deque
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from coursehouse.contract import Table
from coursehouse.platforms.base import FileSummary, Parsed
from coursehouse.platforms.edx.readers.delimited import EMPTY, wrong_shape
from coursehouse.platforms.edx.readers.heads import BYTE_ORDER_MARK, make_plan
from coursehouse.platforms.edx.readers.lines import Batch, lines_of
from coursehouse.platforms.files.plan import Plan
from coursehouse.platforms.files.streams import ByteStream

OTHER_COLUMNS = "other_columns"
RECORD_BYTES = 1 << 24
"""A quote that is not closed within so many bytes is damage."""
NEVER_CLOSED = "a quote that is never closed"

_ZONE = re.compile(rb"([0-9]) ?(?:\+00:?00|Z|UTC)\Z")


class ReportReader:
    """Reads a report; see FileReader.

    An empty cell is NULL. Where the table has the column other_columns, it gets the columns that the table
    does not know, as a JSON object of their cells by header, in the file's order.
    Raises Refused, while reading, for damaged containers and a file without its header.
    """

    def __init__(
        self,
        open_stream: Callable[[], ByteStream],
        table: Table | None,
        file_course_id: str | None,
        source_file: str,
    ) -> None:
        self._open_stream = open_stream
        self._table = table
        self._file_course_id = file_course_id
        self._source_file = source_file
        self._summary: FileSummary | None = None
        csv.field_size_limit(max(csv.field_size_limit(), RECORD_BYTES))

    @property
    def summary(self) -> FileSummary:
        """What the file came to; raises RuntimeError before `batches` is exhausted."""
        if self._summary is None:
            raise RuntimeError("the file is not read to its end")
        return self._summary

    def batches(self) -> Iterator[Parsed]:
        """The file's rows in order, in batches of about one megabyte of text."""
        lines = lines_of(self._open_stream(), self._source_file)
        first = next(lines, b"")
        has_mark = first.startswith(BYTE_ORDER_MARK)
        records = _records(chain([first.removeprefix(BYTE_ORDER_MARK)], lines))
        head = next(records, None)
        if head is None:
            self._summary = FileSummary(0, 0, 0, dialect="empty", accounting="exact", notes=(EMPTY,))
            return
        names = [_text(cell).strip() for cell in head.cells or [head.text]]
        shape = _Shape(make_plan(self._table, names, self._file_course_id, self._source_file), names)
        batch = Batch(shape.plan)
        for record in records:
            if record.cells is None:
                batch.set_aside(record.fault or NEVER_CLOSED, record.text, record.line)
            elif len(record.cells) != len(names):
                fault = wrong_shape(record.text, len(record.cells), len(names))
                batch.set_aside(fault, record.text, record.line)
            else:
                batch.add(shape.row(record.cells), record.line)
            if batch.is_full:
                yield batch.parsed()
        yield batch.parsed()
        notes = ["The file starts with a byte order mark, as Excel writes it."] if has_mark else []
        self._summary = batch.summary("doubled quotes", notes)


@dataclass(frozen=True)
class _Record:
    """A record without its line end. line: on which it starts, from 1. cells: None where there is a fault."""

    text: bytes
    line: int
    cells: list[bytes] | None
    fault: str | None


class _Shape:
    """How the cells of a record become those of the plan, its last one holding the other columns."""

    def __init__(self, plan: Plan, names: list[str]) -> None:
        self._others: dict[str, int] = {}
        self._is_wide = any(target.name == OTHER_COLUMNS for target in plan.targets)
        if self._is_wide:
            for target in plan.targets:
                if target.name in plan.unknown and target.source is not None:
                    self._others[_free(names[target.source], self._others)] = target.source
            targets = (
                replace(each, source=len(names)) if each.name == OTHER_COLUMNS else each
                for each in plan.targets
                if each.name not in plan.unknown
            )
            plan = Plan(len(names) + 1, tuple(targets))
        self.plan = plan
        self._timestamps = [
            each.source for each in plan.targets if each.data_type == "timestamp" and each.source is not None
        ]

    def row(self, cells: list[bytes]) -> list[bytes | None]:
        row: list[bytes | None] = [cell or None for cell in cells]
        for place in self._timestamps:
            row[place] = _ZONE.sub(rb"\1", row[place] or b"") or None
        if self._is_wide:
            others = {header: _text(cells[place]) or None for header, place in self._others.items()}
            row.append(json.dumps(others, ensure_ascii=False).encode("utf-8", "surrogateescape"))
        return row


def _free(header: str, taken: Container[str]) -> str:
    """The header, with a number behind it where another column has the same."""
    free, number = header, 1
    while free in taken:
        number += 1
        free = f"{header} ({number})"
    return free


def _records(lines: Iterator[bytes]) -> Iterator[_Record]:
    """The records of a file. One that makes no sense ends with its first line; the others are read again."""
    waiting: deque[bytes] = deque()
    line = 1
    while True:
        gathered: list[bytes] = []
        size, quotes = 0, 0
        while (not gathered or quotes % 2) and size <= RECORD_BYTES:
            if not (piece := waiting.popleft() if waiting else next(lines, b"")):
                break
            gathered.append(piece)
            size += len(piece)
            quotes += piece.count(b'"')
        if not gathered:
            return
        cells = None if quotes % 2 else _cells(b"".join(gathered))
        if cells is None:
            waiting.extendleft(reversed(gathered[1:]))
            del gathered[1:]
        fault = None if cells is not None else NEVER_CLOSED if quotes % 2 else "a stray quote"
        yield _Record(_bare(b"".join(gathered)), line, cells, fault)
        line += len(gathered)


def _cells(record: bytes) -> list[bytes] | None:
    """The cells of a record; None where a quote stands astray."""
    if b'"' not in record:
        return _bare(record).split(b",")
    try:
        [row] = csv.reader([_text(_bare(record))], strict=True)
    except (csv.Error, ValueError):
        return None
    return [cell.encode("utf-8", "surrogateescape") for cell in row]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bare(record: bytes) -> bytes:
    return record.removesuffix(b"\n").removesuffix(b"\r")
