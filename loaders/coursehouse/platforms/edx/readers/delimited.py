"""One pass over a tab separated file of a data package, block by block, two blocks at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pyarrow as pa

from coursehouse.contract import Table
from coursehouse.errors import Refused
from coursehouse.platforms.base import FileSummary, Parsed, Reject
from coursehouse.platforms.edx.readers.heads import BYTE_ORDER_MARK, HEADER_BYTES, make_plan
from coursehouse.platforms.edx.readers.records import BLOCK_BYTES, RecordSource
from coursehouse.platforms.files.plan import Plan, Typed, parsed, readable
from coursehouse.platforms.files.streams import ByteStream

WORKERS = 2
BLOCKS_AHEAD_PER_WORKER = 2
EMPTY = "The file is empty, without a header; before the end of 2015 that was a table without rows."
NULL_WORDS = (b"null", b"None", b"none")
"""Besides NULL, what stands for no value where a text cannot stand."""


@dataclass(frozen=True)
class SetAside:
    """A record that is no row. record, line: its place in the block, from 0. data: as it stood there."""

    record: int
    line: int
    reason: str
    data: bytes


@dataclass(frozen=True)
class BlockRows:
    """What a block of whole records holds.

    rows: typed. records: place of each row among the block's records, from 0; None where all are rows.
    lines: place of each row's first line in the block, from 0; only where cells did not fit.
    stray_escapes: backslashes that escape nothing, kept as text.
    """

    rows: Typed
    records: Sequence[int] | None
    lines: Sequence[int]
    set_aside: tuple[SetAside, ...]
    record_count: int
    line_count: int
    stray_escapes: int = 0
    is_regular: bool = True


class Dialect(Protocol):
    """How a kind of file writes its records. notes: plain sentences about what was found out of the way."""

    name: str
    notes: tuple[str, ...]

    def cut(self, data: bytes, start: int) -> int: ...
    def header(self, line: bytes) -> list[bytes]: ...
    def read_block(self, data: bytes, plan: Plan) -> BlockRows: ...


@dataclass
class _Counts:
    """What has been read so far; next_line: physical line on which the next record starts."""

    next_line: int = 2
    rows_read: int = 0
    rows_landed: int = 0
    rows_rejected: int = 0
    cells_nulled: int = 0
    stray_escapes: int = 0
    is_regular: bool = True
    ends_with_line_end: bool = True


class DelimitedReader:
    """Reads one file; see FileReader. `dialect_for` sees the header line and the first block.

    Raises Refused, while reading, for damaged containers, a file without its header, and rows of 64 MB.
    """

    def __init__(
        self,
        open_stream: Callable[[], ByteStream],
        table: Table | None,
        file_course_id: str | None,
        source_file: str,
        dialect_for: Callable[[bytes, bytes], Dialect],
        block_bytes: int = BLOCK_BYTES,
        workers: int = WORKERS,
    ) -> None:
        self._open_stream = open_stream
        self._table = table
        self._file_course_id = file_course_id
        self._source_file = source_file
        self._dialect_for = dialect_for
        self._block_bytes = block_bytes
        self._workers = workers
        self._counts = _Counts()
        self._summary: FileSummary | None = None

    @property
    def summary(self) -> FileSummary:
        """What the file came to; raises RuntimeError before `batches` is exhausted."""
        if self._summary is None:
            raise RuntimeError("the file is not read to its end")
        return self._summary

    def batches(self) -> Iterator[Parsed]:
        """The file's rows in order, in batches of about one megabyte of text."""
        stream = self._open_stream()
        try:
            source = RecordSource(stream, self._source_file, self._block_bytes)
            line = source.first_line(HEADER_BYTES)
            if line is None:
                raise Refused(
                    f"{self._source_file} has a first line of more than {HEADER_BYTES:,} bytes.",
                    "That is no header of a table; use the file as edX delivered it.",
                )
            if not line:
                self._summary = FileSummary(0, 0, 0, dialect="empty", accounting="rebuilt", notes=(EMPTY,))
                return
            line = line.removeprefix(BYTE_ORDER_MARK)
            dialect = self._dialect_for(line, b"")
            first = source.next_block(dialect.cut)
            dialect = self._dialect_for(line, first)
            header = [name.decode("utf-8", "replace").strip() for name in dialect.header(line)]
            plan = make_plan(self._table, header, self._file_course_id, self._source_file)
            with ThreadPoolExecutor(self._workers) as pool:
                yield from self._read(source, first, dialect, plan, pool)
        finally:
            stream.close()
        counts = self._counts
        if counts.rows_read != counts.rows_landed + counts.rows_rejected:
            raise RuntimeError(f"rows went astray: {counts}")
        self._summary = FileSummary(
            rows_read=counts.rows_read,
            rows_rejected=counts.rows_rejected,
            cells_nulled=counts.cells_nulled,
            dialect=dialect.name,
            accounting="rebuilt" if counts.is_regular else "exact",
            unknown_columns=plan.unknown,
            notes=(*dialect.notes, *self._notes()),
        )

    def _read(
        self, source: RecordSource, data: bytes, dialect: Dialect, plan: Plan, pool: ThreadPoolExecutor
    ) -> Iterator[Parsed]:
        ahead: deque[tuple[bool, Future[BlockRows]]] = deque()
        while data or ahead:
            while data and len(ahead) < self._workers * BLOCKS_AHEAD_PER_WORKER:
                ahead.append((data.endswith(b"\n"), pool.submit(dialect.read_block, data, plan)))
                data = source.next_block(dialect.cut)
            ends_with_line_end, task = ahead.popleft()
            self._counts.ends_with_line_end = ends_with_line_end
            yield self._land(task.result(), plan)

    def _land(self, block: BlockRows, plan: Plan) -> Parsed:
        counts = self._counts
        rows = _without_null_words(block.rows)
        places = np.arange(rows.row_count) if block.records is None else np.asarray(block.records, np.int64)
        numbers = pa.array(places + (counts.rows_read + 1), pa.int64())
        lines = [counts.next_line + line for line in block.lines]
        rejects = []
        for each in block.set_aside:
            text, encoding = readable(each.data)
            row, line = counts.rows_read + 1 + each.record, counts.next_line + each.line
            rejects.append(Reject(row, line, None, each.reason, text, encoding))
        counts.next_line += block.line_count
        counts.rows_read += block.record_count
        counts.rows_landed += rows.row_count
        counts.rows_rejected += len(rejects)
        counts.cells_nulled += rows.cells_nulled
        counts.stray_escapes += block.stray_escapes
        counts.is_regular = counts.is_regular and block.is_regular
        return parsed(plan, rows, numbers, lines, rejects)

    def _notes(self) -> Iterator[str]:
        if not self._counts.ends_with_line_end:
            yield "The last line has no line end; the file may have been cut there."
        if self._counts.stray_escapes:
            yield f"{self._counts.stray_escapes} backslashes escape nothing; they were kept as text."


def _without_null_words(rows: Typed) -> Typed:
    """The rows, without faults for cells that say NULL in other words: they are NULL already."""
    faults = tuple(each for each in rows.faults if not (each[1].is_nulled and each[1].cell in NULL_WORDS))
    return replace(rows, faults=faults)


def wrong_shape(line: bytes, count: int, expected: int) -> str:
    """Why a record with so many cells is no row."""
    if not line.strip():
        return "a blank line"
    return f"too {'few' if count < expected else 'many'} columns: {count} instead of {expected}"
