r"""The .sql files of a data package: one row per line, cells between tabs, no quotes.

Written so: a backslash becomes \\, then CR \r, TAB \t, LF \n; before the end of 2015 CR stayed as it was
and NUL became \0. NULL is the cell NULL. For one month of 2022 every cell stood as b'...'.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from itertools import islice

import pyarrow as pa

from coursehouse.contract import Table
from coursehouse.platforms.edx.readers.cells import NULL, backslashes_in, rare_byte, size_of, split
from coursehouse.platforms.edx.readers.delimited import BlockRows, DelimitedReader, SetAside, wrong_shape
from coursehouse.platforms.files.arrow import Array, bytes_of, compute
from coursehouse.platforms.files.plan import Plan, typed
from coursehouse.platforms.files.streams import ByteStream

_ESCAPED = {rb"\t": b"\t", rb"\n": b"\n", rb"\r": b"\r", rb"\0": b"\0"}
_ESCAPE = re.compile(rb"\\[\\tnr0]")
_BARE_RETURN = re.compile(rb"(\\[\\tnr0])|(\\?)\r")
_LITERAL = re.compile(rb"b'.*'|b\".*\"", re.DOTALL)


class SqlTextReader(DelimitedReader):
    """Reads a .sql file of a data package; see FileReader."""

    def __init__(
        self,
        open_stream: Callable[[], ByteStream],
        table: Table | None,
        file_course_id: str | None,
        source_file: str,
    ) -> None:
        super().__init__(open_stream, table, file_course_id, source_file, SqlText)


class SqlText:
    """The dialect of one file, as its header line and its first block show it."""

    name = "edx sql"

    def __init__(self, header: bytes, first_block: bytes) -> None:
        self._has_returns = header.endswith(b"\r\n")
        self._is_literal = _holds_literals(first_block)
        self.notes = tuple(self._notes())

    def _notes(self) -> list[str]:
        notes = []
        if self._has_returns:
            notes.append("Lines end with CR LF, as some programs save them.")
        if self._is_literal:
            notes.append("Cells stand as b'...', as exports of late 2022 write them; that was taken away.")
        return notes

    def cut(self, data: bytes, start: int) -> int:
        """Where the last whole line ends."""
        return data.rfind(b"\n", start) + 1

    def header(self, line: bytes) -> list[bytes]:
        """The names in the header line."""
        return [_without_literal(name) for name in line.rstrip(b"\r\n").split(b"\t")]

    def read_block(self, data: bytes, plan: Plan) -> BlockRows:
        """The rows of some whole lines; a line with too few or too many cells is set aside."""
        if not data.endswith(b"\n"):
            data += b"\n"
        if self._has_returns:
            data = data.replace(b"\r\n", b"\n")
        delivered = data
        if self._is_literal:
            data = _without_literals(data)
        if b"\r" in data:
            data = _BARE_RETURN.sub(_escaped_return, data)
        line_count = data.count(b"\n")
        cells = split(data, plan.column_count, has_escapes=False)
        if cells is None or size_of(cells) != len(data):
            return _line_by_line(data, delivered, plan, line_count)
        return _rows(cells, plan, data, line_count)


def _rows(cells: list[Array], plan: Plan, data: bytes, line_count: int) -> BlockRows:
    cells, stray_escapes = _decoded(cells, data)
    rows = typed(plan, cells, line_count, ())
    return BlockRows(rows, None, range(line_count), (), line_count, line_count, stray_escapes)


def _line_by_line(data: bytes, delivered: bytes, plan: Plan, line_count: int) -> BlockRows:
    """The lines looked at one by one. delivered: the same lines before anything was changed in them."""
    sound: list[list[bytes]] = []
    places: list[int] = []
    set_aside: list[SetAside] = []
    lines = zip(data.split(b"\n"), delivered.split(b"\n"), strict=True)
    for place, (line, text) in enumerate(islice(lines, line_count)):
        found = line.split(b"\t")
        if len(found) == plan.column_count:
            sound.append(found)
            places.append(place)
        else:
            set_aside.append(SetAside(place, place, wrong_shape(line, len(found), plan.column_count), text))
    sides: Sequence[Sequence[bytes]] = list(zip(*sound, strict=True)) or [()] * plan.column_count
    raw: list[Array] = [
        pa.array([None if cell == NULL else cell for cell in side], pa.binary()) for side in sides
    ]
    cells, stray_escapes = _decoded(raw, data)
    rows = typed(plan, cells, len(places), ())
    return BlockRows(rows, places, places, tuple(set_aside), line_count, line_count, stray_escapes, False)


def _decoded(cells: list[Array], data: bytes) -> tuple[list[Array], int]:
    """The cells without their escapes, and how many backslashes were no escape."""
    if b"\\" not in data:
        return cells, 0
    mark = rare_byte(data)
    if mark is None:
        return _decoded_one_by_one(cells)
    decoded, stray_escapes = [], 0
    for column in cells:
        if (bytes_of(column) == ord("\\")).any():
            column = _replaced(column, rb"\\", mark)
            for escape, meaning in _ESCAPED.items():
                if escape in data:
                    column = _replaced(column, escape, meaning)
            stray_escapes += backslashes_in([column])
            column = _replaced(column, mark, b"\\")
        decoded.append(column)
    return decoded, stray_escapes


def _replaced(column: Array, pattern: bytes, replacement: bytes) -> Array:
    # replacing a pair of backslashes by one byte first makes the steps one pass: no byte is read twice
    replaced: Array = compute.replace_substring(column, pattern=pattern, replacement=replacement)
    return replaced


def _decoded_one_by_one(cells: list[Array]) -> tuple[list[Array], int]:
    stray_escapes = 0
    decoded: list[Array] = []
    for column in cells:
        values: list[bytes | None] = []
        for cell in column.to_pylist():
            if cell is not None and b"\\" in cell:
                stray_escapes += _ESCAPE.sub(b"", cell).count(b"\\")
                cell = _ESCAPE.sub(lambda match: _ESCAPED.get(match[0], b"\\"), cell)
            values.append(cell)
        decoded.append(pa.array(values, pa.binary()))
    return decoded, stray_escapes


def _escaped_return(match: re.Match[bytes]) -> bytes:
    r"""A bare CR as \r; the lone backslash before it as \\, lest the two escape each other."""
    return match[1] or match[2] * 2 + rb"\r"


def _holds_literals(block: bytes) -> bool:
    """Whether the first row consists of b'...' alone."""
    line = block.partition(b"\n")[0].rstrip(b"\r")
    return all(_LITERAL.fullmatch(cell) for cell in line.split(b"\t"))


def _without_literals(data: bytes) -> bytes:
    lines = data.split(b"\n")
    return b"\n".join(b"\t".join(map(_without_literal, line.split(b"\t"))) for line in lines)


def _without_literal(cell: bytes) -> bytes:
    """The bytes that a cell of the form b'...' stands for; any other cell as it is."""
    if not _LITERAL.fullmatch(cell):
        return cell
    try:
        value = ast.literal_eval(cell.decode("ascii"))
    except (ValueError, SyntaxError):
        return cell
    # bytes that would end the cell or the line can only come from damage
    return value if isinstance(value, bytes) and not {*b"\t\n"} & {*value} else cell
