"""What the readers of small files share: lines of a stream, and batches of records that became cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from coursehouse.platforms.base import FileSummary, Parsed, Reject
from coursehouse.platforms.edx.readers.records import RecordSource
from coursehouse.platforms.files.arrow import Array
from coursehouse.platforms.files.plan import Plan, parsed, readable, typed
from coursehouse.platforms.files.streams import ByteStream

BATCH_BYTES = 1 << 20


def lines_of(stream: ByteStream, name: str) -> Iterator[bytes]:
    """The lines of a stream with their ends; closes it. Raises Refused for a line of more than 64 MB."""
    try:
        source = RecordSource(stream, name)
        while block := source.next_block(lambda data, start: data.rfind(b"\n", start) + 1):
            yield from block.splitlines(keepends=True) if b"\r" not in block else _lines(block)
    finally:
        stream.close()


def _lines(block: bytes) -> Iterator[bytes]:
    """Lines of a block in which CR may be part of a line."""
    start = 0
    while start < len(block):
        end = block.find(b"\n", start) + 1 or len(block)
        yield block[start:end]
        start = end


@dataclass
class Batch:
    """Records on their way to rows; counts go on from batch to batch."""

    plan: Plan
    rows_read: int = 0
    rows_rejected: int = 0
    cells_nulled: int = 0
    _size: int = 0
    _cells: list[Sequence[bytes | None]] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)
    _rejects: list[Reject] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self._size >= BATCH_BYTES

    def add(self, cells: Sequence[bytes | None], line: int) -> None:
        """A record that is a row; `line`: the physical line on which it starts, from 1."""
        self.rows_read += 1
        self._numbers.append(self.rows_read)
        self._lines.append(line)
        self._cells.append(cells)
        self._size += sum(len(cell) for cell in cells if cell)

    def set_aside(self, reason: str, data: bytes, line: int) -> None:
        """A record that is no row."""
        self.rows_read += 1
        self.rows_rejected += 1
        text, encoding = readable(data)
        self._rejects.append(Reject(self.rows_read, line, None, reason, text, encoding))
        self._size += len(data)

    def parsed(self) -> Parsed:
        """What was gathered, typed; the batch is empty then."""
        sides: Sequence[Sequence[bytes | None]] = list(zip(*self._cells, strict=True))
        sides = sides or [()] * self.plan.column_count
        arrays: list[Array] = [pa.array(side, pa.binary()) for side in sides]
        rows = typed(self.plan, arrays, len(self._cells), ())
        self.cells_nulled += rows.cells_nulled
        found = parsed(self.plan, rows, pa.array(self._numbers, pa.int64()), self._lines, self._rejects)
        self._cells, self._numbers, self._lines, self._rejects, self._size = [], [], [], [], 0
        return found

    def summary(self, dialect: str, notes: Sequence[str]) -> FileSummary:
        """What the file came to; every record was looked at."""
        return FileSummary(
            rows_read=self.rows_read,
            rows_rejected=self.rows_rejected,
            cells_nulled=self.cells_nulled,
            dialect=dialect,
            accounting="exact",
            unknown_columns=self.plan.unknown,
            notes=tuple(notes),
        )
