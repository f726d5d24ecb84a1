"""The fast path: a block is parsed by Arrow and believed only if the parsed cells, written again, give its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from coursehouse.platforms.coursera.dialect import Dialect
from coursehouse.platforms.coursera.plan import Plan, Typed, typed

_EMPTY = pa.scalar(b"", pa.binary())
_QUOTE = pa.scalar(b'"', pa.binary())
_COMMA = pa.scalar(b",", pa.binary())


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
    """Typed rows of a block; line_offsets: how many lines after the block's first one each row starts, only computed
    where there are faults to be placed."""

    rows: Typed
    line_offsets: Sequence[int]


def read_block(data: bytes, plan: Plan, layout: Layout) -> FastBlock | None:
    """The block's rows, or None where its bytes are not exactly what the layout makes of the parsed cells.

    Equal bytes prove that every cell was read as it was written, whatever the parser would have let pass: stray
    quotes, blank lines, lone backslashes, short rows and the like can only end in None.
    """
    try:
        cells = _parse(data, plan.column_count, layout)
    except pa.ArrowInvalid:
        return None
    if not _rebuilds(data, cells, layout):
        return None
    rows = typed(plan, cells, len(cells[0]), layout.null_strings)
    return FastBlock(rows, _line_offsets(cells) if rows.faults else ())


def _parse(data: bytes, column_count: int, layout: Layout) -> list[pa.Array]:
    names = [str(index) for index in range(column_count)]
    table = pyarrow.csv.read_csv(
        pa.BufferReader(data),
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
    return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]


def _rebuilds(data: bytes, cells: Sequence[pa.Array], layout: Layout) -> bool:
    """Whether the cells, written in the layout, are the block byte for byte."""
    may_escape = layout.dialect.escape in data if layout.dialect.escape else b'""' in data
    line_end = pa.scalar(layout.line_end, pa.binary())
    last = len(cells) - 1
    parts = []
    for index, (column, quoted) in enumerate(zip(cells, layout.quoted, strict=True)):
        written = column
        if quoted:
            written = _quoted(column, layout, may_escape)
        parts.append(pc.coalesce(written, _EMPTY) if column.null_count else written)
        parts.append(_COMMA if index < last else line_end)
    rebuilt = pc.binary_join_element_wise(*parts, _EMPTY)
    _, offsets, content = rebuilt.buffers()
    size = int(np.frombuffer(offsets, np.int32)[len(rebuilt)])
    if size == len(data) + len(layout.line_end) and not data.endswith(b"\n"):
        data += layout.line_end  # the last record of a file may lack its line end
    return size == len(data) and bool(content.slice(0, size).equals(pa.py_buffer(data)))


def _quoted(column: pa.Array, layout: Layout, may_escape: bool) -> pa.Array:
    written = column
    if may_escape and layout.dialect.escape:
        written = pc.replace_substring(written, pattern=b"\\", replacement=b"\\\\")
        written = pc.replace_substring(written, pattern=b'"', replacement=b'\\"')
    elif may_escape:
        written = pc.replace_substring(written, pattern=b'"', replacement=b'""')
    written = pc.binary_join_element_wise(_QUOTE, written, _QUOTE, _EMPTY)
    if layout.null_strings:
        bare = pc.is_in(column, value_set=pa.array(layout.null_strings, pa.binary()))
        written = pc.if_else(bare, column, written)
    return written


def _line_offsets(cells: Sequence[pa.Array]) -> list[int]:
    lines = np.ones(len(cells[0]), np.int64)
    for column in cells:
        lines += pc.count_substring(column, pattern=b"\n").fill_null(0).to_numpy(zero_copy_only=False)
    return [0, *np.cumsum(lines)[:-1].tolist()] if len(lines) else []
