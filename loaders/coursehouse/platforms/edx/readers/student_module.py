r"""courseware_studentmodule: a database dump written anew with tabs, in which a backslash stands before every
byte that is to be taken as it is: `\x` is x, and a line end or tab behind a backslash belongs to its cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa

from coursehouse.contract import Table
from coursehouse.platforms.edx.readers.cells import NULL, backslashes_in, size_of, split
from coursehouse.platforms.edx.readers.delimited import BlockRows, DelimitedReader, SetAside, wrong_shape
from coursehouse.platforms.files.arrow import Array, compute
from coursehouse.platforms.files.plan import Plan, typed
from coursehouse.platforms.files.streams import ByteStream

_RECORD = re.compile(rb"(?:[^\\\n]++|\\.)*+\\?", re.DOTALL)
_CELL = re.compile(rb"(?:[^\\\t]++|\\.)*+\\?", re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_RETURN = re.compile(rb"(\\.)|\r", re.DOTALL)


class StudentModuleReader(DelimitedReader):
    """Reads a courseware_studentmodule file; see FileReader."""

    def __init__(
        self,
        open_stream: Callable[[], ByteStream],
        table: Table | None,
        file_course_id: str | None,
        source_file: str,
    ) -> None:
        super().__init__(open_stream, table, file_course_id, source_file, StudentModule)


class StudentModule:
    """The dialect of one file, as its header line shows it."""

    name = "edx student module"

    def __init__(self, header: bytes, first_block: bytes) -> None:
        self._has_returns = header.endswith(b"\r\n")
        self.notes: tuple[str, ...] = (
            ("Lines end with CR LF, as some programs save them.",) if self._has_returns else ()
        )

    def cut(self, data: bytes, start: int) -> int:
        """Where the last whole record ends: behind a line end that no backslash keeps in its cell."""
        end = len(data)
        while (end := data.rfind(b"\n", start, end)) >= 0:
            before = end - (self._has_returns and data[end - 1 : end] == b"\r")
            if not _escapes_the_next(data, before):
                break
        return end + 1

    def header(self, line: bytes) -> list[bytes]:
        """The names in the header line."""
        return line.rstrip(b"\r\n").split(b"\t")

    def read_block(self, data: bytes, plan: Plan) -> BlockRows:
        """The rows of some whole records; one with too few or too many cells is set aside."""
        if self._has_returns:
            data = data.replace(b"\r\n", b"\n")
        delivered = data
        if not data.endswith(b"\n"):
            data += b"\n"
        if b"\r" in data:
            data = _RETURN.sub(lambda match: match[1] or b"\\\r", data)
        cells = split(data, plan.column_count, has_escapes=True)
        if cells is None or _size_of(cells, data) != len(data):
            return _record_by_record(delivered, plan)
        rows = typed(plan, cells, len(cells[0]), ())
        lines = _first_lines(cells) if rows.faults else ()
        return BlockRows(rows, None, lines, (), rows.row_count, delivered.count(b"\n"))


def _escapes_the_next(data: bytes, end: int) -> bool:
    """Whether an odd number of backslashes stands before a position."""
    size = 64
    while True:
        before = data[max(0, end - size) : end]
        count = len(before) - len(before.rstrip(b"\\"))
        if count < len(before) or size >= end:
            return count % 2 == 1
        size *= 8


def _size_of(cells: Sequence[Array], data: bytes) -> int:
    # of the block's backslashes, those not found in the cells were escapes
    return size_of(cells) + data.count(b"\\") - backslashes_in(cells)


def _first_lines(cells: Sequence[Array]) -> list[int]:
    """The line on which each row starts, from 0."""
    lines, first_lines = 0, []
    ends = [compute.count_substring(column, pattern="\n").fill_null(0).to_pylist() for column in cells]
    for within in zip(*ends, strict=True):
        first_lines.append(lines)
        lines += 1 + sum(within)
    return first_lines


def _record_by_record(data: bytes, plan: Plan) -> BlockRows:
    """The records told apart one by one."""
    sound: list[list[bytes | None]] = []
    places: list[int] = []
    lines: list[int] = []
    set_aside: list[SetAside] = []
    record, line = 0, 0
    for text in _split(_RECORD, data, b"\n"):
        cells = [_unescaped(cell) for cell in _split(_CELL, text, b"\t")] or [b""]
        if len(cells) == plan.column_count:
            sound.append(cells)
            places.append(record)
            lines.append(line)
        else:
            set_aside.append(SetAside(record, line, wrong_shape(text, len(cells), plan.column_count), text))
        record += 1
        line += text.count(b"\n") + 1
    sides: Sequence[Sequence[bytes | None]] = list(zip(*sound, strict=True)) or [()] * plan.column_count
    rows = typed(plan, [pa.array(side, pa.binary()) for side in sides], len(places), ())
    return BlockRows(rows, places, lines, tuple(set_aside), record, data.count(b"\n"), is_regular=False)


def _split(part: re.Pattern[bytes], data: bytes, end: bytes) -> Iterator[bytes]:
    """The parts of some bytes, each up to its end, which no backslash escapes."""
    position = 0
    while position < len(data) and (match := part.match(data, position)):
        yield match[0]
        position = match.end() + 1
        if end == b"\t" and position == len(data) and data.endswith(end):
            yield b""


def _unescaped(cell: bytes) -> bytes | None:
    return None if cell == NULL else _ESCAPE.sub(rb"\1", cell)
