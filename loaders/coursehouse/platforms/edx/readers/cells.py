"""Records that Arrow cut into cells, believed only where the sizes of the cells give the block's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.csv

from coursehouse.platforms.files.arrow import Array, bytes_of, compute

NULL = b"NULL"
_RARE = tuple(bytes([byte]) for byte in (0xFF, 0xFE, 0xFD, 0xFC, 0xF8, 0xC1, 0xC0, 0x01, 0x02, 0x03))


def split(data: bytes, column_count: int, has_escapes: bool) -> list[Array] | None:
    """The cells of a block by column (binary; NULL where one is exactly NULL); None where Arrow cannot.

    has_escapes: a backslash stands before every byte that is to be taken as it is, and is taken away.
    """
    names = [str(index) for index in range(column_count)]
    block: Any = pa.BufferReader(data)
    try:
        table = pyarrow.csv.read_csv(
            block,
            read_options=pyarrow.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=len(data) + 1
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter="\t",
                quote_char=False,
                escape_char="\\" if has_escapes else False,
                newlines_in_values=has_escapes,
                ignore_empty_lines=False,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.binary()),
                null_values=[NULL.decode()],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    chunks = [column.chunks for column in table.columns]
    return [each[0] if len(each) == 1 else pa.concat_arrays(each) for each in chunks]


def size_of(cells: Sequence[Array]) -> int:
    """How many bytes the cells, their separators and their line ends take."""
    row_count = len(cells[0])
    nulls = sum(column.null_count for column in cells)
    return sum(len(bytes_of(column)) for column in cells) + len(NULL) * nulls + len(cells) * row_count


def backslashes_in(cells: Sequence[Array]) -> int:
    """How many backslashes stand in the cells."""
    counts = (compute.sum(compute.count_substring(column, pattern="\\")).as_py() for column in cells)
    return sum(count or 0 for count in counts)


def rare_byte(data: bytes) -> bytes | None:
    """A byte that does not occur in the data; None where all that were tried do."""
    return next((byte for byte in _RARE if byte not in data), None)
