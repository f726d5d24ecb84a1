"""The fast path: Arrow parses a block, and is believed only if the cells, written again, give its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from coursehouse.platforms.coursera.arrow import Array, bytes_of, compute
from coursehouse.platforms.coursera.dialect import Dialect
from coursehouse.platforms.coursera.plan import Plan, Typed, typed

_EMPTY = pa.scalar(b"", pa.binary())
_QUOTE = pa.scalar(b'"', pa.binary())


@dataclass(frozen=True)
class Layout:
    """How a file writes its records where its quoting is regular.

    quoted: per column whether its cells are quoted; NULL (nothing) and null_strings stand bare in both.
    """

    dialect: Dialect
    quoted: tuple[bool, ...]
    line_end: bytes
    null_strings: tuple[bytes, ...]


@dataclass(frozen=True)
class FastBlock:
    """Typed rows of a block; line_offsets: how many lines after the block's first one each row starts,
    only computed where there are faults to be placed."""

    rows: Typed
    line_offsets: Sequence[int]


def read_block(data: bytes, plan: Plan, layout: Layout) -> FastBlock | None:
    """The block's rows, or None where its bytes are not exactly what the layout makes of the parsed cells.

    Equal bytes prove that every cell was read as it was written, whatever the parser would have let pass:
    stray quotes, blank lines, lone backslashes, short rows and the like can only end in None.
    """
    try:
        cells = _parse(data, plan.column_count, layout)
    except pa.ArrowInvalid:
        return None
    if not _rebuilds(data, cells, layout):
        return None
    rows = typed(plan, cells, len(cells[0]), layout.null_strings)
    return FastBlock(rows, _line_offsets(cells) if rows.faults else ())


def _parse(data: bytes, column_count: int, layout: Layout) -> list[Array]:
    names = [str(index) for index in range(column_count)]
    block: Any = pa.BufferReader(data)
    table = pyarrow.csv.read_csv(
        block,
        read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 1),
        parse_options=pyarrow.csv.ParseOptions(
            escape_char="\\" if layout.dialect.escape else False,
            double_quote=not layout.dialect.escape,
            newlines_in_values=True,
            ignore_empty_lines=False,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    chunks = [column.chunks for column in table.columns]
    return [each[0] if len(each) == 1 else pa.concat_arrays(each) for each in chunks]


def _rebuilds(data: bytes, cells: Sequence[Array], layout: Layout) -> bool:
    """Whether the cells, written in the layout, are the block byte for byte."""
    may_hold_backslashes = b"\\" in data
    parts, between = [], b""
    for column, quoted in zip(cells, layout.quoted, strict=True):
        used = bytes_of(column)
        has_quotes = bool((used == ord('"')).any())
        has_backslashes = may_hold_backslashes and bool((used == ord("\\")).any())
        if not quoted and (has_quotes or has_backslashes):
            return False  # a stray quote, or a backslash that may not be one
        if has_backslashes and layout.dialect.escape:
            column = compute.replace_substring(column, pattern="\\", replacement="\\\\")
        if has_quotes:
            column = compute.replace_substring(column, pattern='"', replacement=layout.dialect.written_quote)
        # what stands between two columns is the same in every row, unless one of them has NULLs
        if quoted and (column.null_count or layout.null_strings):
            column, quoted = _quoted(column, layout.null_strings), False
        if column.null_count:
            column = compute.coalesce(column, _EMPTY)
        edge = b'"' if quoted else b""
        parts += [pa.scalar(between + edge, pa.binary()), column]
        between = edge + b","
    parts.append(pa.scalar(between.removesuffix(b",") + layout.line_end, pa.binary()))
    rebuilt = compute.binary_join_element_wise(*parts, _EMPTY)
    _, offsets, content = rebuilt.buffers()
    size = int(np.frombuffer(offsets, np.int32)[len(rebuilt)])
    if size == len(data) + len(layout.line_end) and not data.endswith(b"\n"):
        data += layout.line_end  # the last record of a file may lack its line end
    return size == len(data) and bool(content.slice(0, size).equals(pa.py_buffer(data)))


def _quoted(column: Array, null_strings: Sequence[bytes]) -> Array:
    """The column with its quotes; NULL stays NULL, and texts that stand for it stay bare."""
    quoted: Array = compute.binary_join_element_wise(_QUOTE, column, _QUOTE, _EMPTY)
    if null_strings:
        bare = compute.is_in(column, value_set=pa.array(null_strings, pa.binary()))
        quoted = compute.if_else(bare, column, quoted)
    return quoted


def _line_offsets(cells: Sequence[Array]) -> list[int]:
    lines = np.ones(len(cells[0]), np.int64)
    for column in cells:
        lines += compute.count_substring(column, pattern="\n").fill_null(0).to_numpy(zero_copy_only=False)
    return [0, *np.cumsum(lines)[:-1].tolist()] if len(lines) else []
