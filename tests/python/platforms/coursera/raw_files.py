"""Raw files written cell by cell, and what a reader makes of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coursehouse.platforms.base import FileSummary, Reject
from coursehouse.platforms.coursera.blocks import BLOCK_BYTES
from coursehouse.platforms.coursera.dialect import COURSERA, DOUBLED, Dialect
from coursehouse.platforms.coursera.headers import Head
from coursehouse.platforms.coursera.reader import CourseraFileReader
from coursehouse.platforms.files.plan import Plan, Target

DIALECTS = (COURSERA, DOUBLED)

Cell = bytes | None


@dataclass(frozen=True)
class Read:
    """What a reader made of a file; rows stand without their numbers."""

    rows: list[tuple[Any, ...]]
    row_numbers: list[int]
    rejects: list[Reject]
    summary: FileSummary

    @property
    def row_rejects(self) -> list[Reject]:
        return [reject for reject in self.rejects if reject.column_name is None]


def text_plan(column_count: int, *types: str) -> Plan:
    """Columns c0, c1, …, of the given types, strings where none is given."""
    kinds = [*types, *["string"] * (column_count - len(types))]
    return Plan(column_count, tuple(Target(f"c{index}", kind, index) for index, kind in enumerate(kinds)))


def written(
    rows: Sequence[Sequence[Cell]], quoted: Sequence[bool], dialect: Dialect, line_end: bytes = b"\n"
) -> bytes:
    """The rows as a file without header: quoted columns with quotes, NULL as nothing."""

    def cell(value: Cell, is_quoted: bool) -> bytes:
        if value is None:
            return b""
        if not is_quoted:
            return value
        if dialect is COURSERA:
            return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
        return b'"' + value.replace(b'"', b'""') + b'"'

    return b"".join(b",".join(map(cell, row, quoted)) + line_end for row in rows)


def read(
    data: bytes,
    plan: Plan,
    null_strings: tuple[str, ...] = (),
    block_bytes: int | None = None,
    line_end: bytes = b"\n",
) -> Read:
    """The file behind a header line of c0,c1,…, read to its end."""
    names = tuple(f"c{index}" for index in range(plan.column_count))
    header = ",".join(names).encode() + line_end
    head = Head(names, len(header), 1, line_end, False)
    reader = CourseraFileReader(
        lambda: io.BytesIO(header + data), head, plan, null_strings, block_bytes or BLOCK_BYTES
    )
    rows: list[tuple[Any, ...]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    for batch in reader.batches():
        *columns, row_numbers = (column.to_pylist() for column in batch.rows.columns)
        rows += zip(*columns, strict=True)
        numbers += row_numbers
        rejects += batch.rejects
    assert reader.summary.rows_read == len(rows) + sum(reject.column_name is None for reject in rejects)
    return Read(rows, numbers, rejects, reader.summary)
