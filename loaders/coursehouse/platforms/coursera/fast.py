"""The fast path: Arrow parses a block, and is believed only where the block itself proves it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from coursehouse.platforms.coursera.dialect import Layout
from coursehouse.platforms.coursera.proof import stands_as_written
from coursehouse.platforms.files.arrow import Array, compute
from coursehouse.platforms.files.plan import Plan, Typed, typed

# the most that Arrow takes for one block; no block is nearly as large
_MOST_BYTES = 2**31 - 1


@dataclass(frozen=True)
class FastBlock:
    """Typed rows of a block.

    line_count: line ends in it. line_offsets: how many lines after the block's first one each row starts,
    only computed where there are faults to be placed.
    """

    rows: Typed
    line_count: int
    line_offsets: Sequence[int]


def read_block(data: bytes, plan: Plan, layout: Layout, with_proof: bool = True) -> FastBlock | None:
    """The block's rows, or None where it is not written exactly as the layout would write the parsed cells.

    Whatever the parser would have let pass, such as stray quotes, blank lines, lone backslashes or short
    rows, can only end in None. Without the proof only what the parser itself refuses does.
    """
    line_count = int(np.count_nonzero(np.frombuffer(data, np.uint8) == ord("\n")))
    if not data.endswith(b"\n"):
        data += layout.line_end  # without it, as at the end of a file, Arrow takes a last bare NULL for ''
    try:
        cells = _parse(data, plan.column_count, layout)
    except pa.ArrowInvalid:
        return None
    if with_proof and not stands_as_written(data, cells, layout):
        return None
    rows = typed(plan, cells, len(cells[0]), layout.null_strings)
    return FastBlock(rows, line_count, _line_offsets(cells) if rows.faults else ())


def _parse(data: bytes, column_count: int, layout: Layout) -> list[Array]:
    block: Any = pa.BufferReader(data)
    table = pyarrow.csv.read_csv(block, *_options(column_count, bool(layout.dialect.escape)))
    chunks = [column.chunks for column in table.columns]
    return [each[0] if len(each) == 1 else pa.concat_arrays(each) for each in chunks]


@lru_cache(maxsize=64)
def _options(column_count: int, has_escapes: bool) -> tuple[Any, Any, Any]:
    """How Arrow reads a block: as a whole, every cell as it stands there, only bare empty ones as NULL."""
    names = [str(index) for index in range(column_count)]
    return (
        pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=_MOST_BYTES),
        pyarrow.csv.ParseOptions(
            escape_char="\\" if has_escapes else False,
            double_quote=not has_escapes,
            newlines_in_values=True,
            ignore_empty_lines=False,
        ),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _line_offsets(cells: Sequence[Array]) -> list[int]:
    lines = np.ones(len(cells[0]), np.int64)
    for column in cells:
        lines += compute.count_substring(column, pattern="\n").fill_null(0).to_numpy(zero_copy_only=False)
    return [0, *np.cumsum(lines)[:-1].tolist()] if len(lines) else []
