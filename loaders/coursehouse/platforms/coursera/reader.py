"""One pass over one table file: the fast path where it is proven, the exact one where it is not."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np

from coursehouse.platforms.base import FileSummary, Parsed, Reject
from coursehouse.platforms.coursera.blocks import BLOCK_BYTES, Block, BlockSource
from coursehouse.platforms.coursera.dialect import COURSERA, DOUBLED, Layout, regular_record
from coursehouse.platforms.coursera.exact import ExactReader
from coursehouse.platforms.coursera.fast import FastBlock, read_block
from coursehouse.platforms.coursera.headers import Head
from coursehouse.platforms.coursera.profile import Profile, may_double_quotes, profile
from coursehouse.platforms.files.arrow import Array, numbers_of
from coursehouse.platforms.files.plan import Plan, Typed, parsed, typed
from coursehouse.platforms.files.streams import ByteStream

T = TypeVar("T")

SAMPLE_BYTES = 1 << 17
WORKERS = 2
BLOCKS_AHEAD_PER_WORKER = 2
GIVE_UP_AFTER = 3
"""After so many blocks in a row that could not be proven, the exact path reads the rest of the file."""


@dataclass
class _Counts:
    """What has been read so far; next_line: physical line on which the next record starts."""

    next_line: int
    rows_read: int = 0
    rows_landed: int = 0
    rows_rejected: int = 0
    cells_nulled: int = 0
    blocks: int = 0
    exact_blocks: int = 0
    stray_escapes: int = 0
    na_faults: int = 0
    ends_with_line_end: bool = True


class _Here(Executor):
    """Does at once what is submitted: the block is then still in the processor's cache."""

    def submit(self, work: Callable[..., T], /, *given: Any, **named: Any) -> Future[T]:
        """A future that is done."""
        done: Future[T] = Future()
        done.set_result(work(*given, **named))
        return done


class CourseraFileReader:
    """Reads one file; see FileReader.

    Raises Refused, while reading, for an archive member that is damaged or larger than believed.
    """

    def __init__(
        self,
        open_stream: Callable[[], ByteStream],
        head: Head,
        plan: Plan,
        null_strings: tuple[str, ...],
        block_bytes: int = BLOCK_BYTES,
        with_accounting: bool = True,
        workers: int = WORKERS,
    ) -> None:
        self._open_stream = open_stream
        self._head = head
        self._plan = plan
        self._null_strings = tuple(text.encode() for text in null_strings)
        self._block_bytes = block_bytes
        self._workers = workers
        self._read_block = partial(read_block, plan=plan, with_proof=with_accounting)
        self._accounting = "rebuilt" if with_accounting else "off"
        self._counts = _Counts(next_line=head.line_count + 1)
        self._summary: FileSummary | None = None
        self._layout = Layout(COURSERA, (), head.line_end, self._null_strings)
        self._dialect_is_open = True
        self._failures = 0

    @property
    def summary(self) -> FileSummary:
        """What the file came to; raises RuntimeError before `batches` is exhausted."""
        if self._summary is None:
            raise RuntimeError("the file is not read to its end")
        return self._summary

    def batches(self) -> Iterator[Parsed]:
        """The file's rows in order, in batches of about two megabytes of text."""
        stream = self._open_stream()
        try:
            source = BlockSource(stream, self._block_bytes)
            source.take(self._head.size)
            sample = source.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
            self._learn(profile(sample, self._plan.column_count, self._null_strings))
            with _Here() if self._workers == 1 else ThreadPoolExecutor(self._workers) as pool:
                yield from self._read(source, pool)
        finally:
            stream.close()
        counts = self._counts
        if counts.rows_read != counts.rows_landed + counts.rows_rejected:
            raise RuntimeError(f"rows went astray: {counts}")
        self._summary = self._summarise()

    def _read(self, source: BlockSource, pool: Executor) -> Iterator[Parsed]:
        ahead: deque[tuple[Block, Future[FastBlock | None] | None]] = deque()
        most = self._workers * BLOCKS_AHEAD_PER_WORKER if self._workers > 1 else 1
        while True:
            while len(ahead) < most and not (ahead and ahead[-1][1] is None):
                block = source.next_block(regular_record(self._layout.dialect, self._layout.quoted))
                if block is None:
                    break
                may_be_fast = block.is_whole and self._failures < GIVE_UP_AFTER
                task = None
                if may_be_fast:
                    task = pool.submit(self._read_block, block.data, layout=self._layout)
                ahead.append((block, task))
            if not ahead:
                return
            block, task = ahead.popleft()
            rows = task.result() if task else None
            self._counts.blocks += 1
            if rows is not None:
                self._failures = 0
                yield self._fast(block, rows)
                continue
            # what was cut behind a block that could not be proven may be cut in the wrong places
            source.give_back(b"".join(waiting.data for waiting, _ in ahead))
            ahead.clear()
            yield self._exact(source, block)

    def _fast(self, block: Block, rows: FastBlock) -> Parsed:
        counts = self._counts
        first = counts.rows_read + 1
        numbers = numbers_of(np.arange(first, first + rows.rows.row_count))
        lines = [counts.next_line + offset for offset in rows.line_offsets]
        self._dialect_is_open = self._dialect_is_open and b"\\" not in block.data
        counts.next_line += rows.line_count
        counts.rows_read += rows.rows.row_count
        counts.ends_with_line_end = block.data.endswith(b"\n")
        return self._land(rows.rows, numbers, lines, ())

    def _exact(self, source: BlockSource, block: Block) -> Parsed:
        counts = self._counts
        count = self._plan.column_count
        if self._dialect_is_open and may_double_quotes(block.data):
            # nothing so far told the dialects apart; this block may
            sample = block.data + source.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
            self._learn(replace(profile(sample, count, self._null_strings), quoted=self._layout.quoted))
        reader = ExactReader(self._layout.dialect, count, self._null_strings)
        found = reader.read(source, block.data, counts.rows_read + 1, counts.next_line)
        self._failures += 1
        self._dialect_is_open = self._dialect_is_open and b"\\" not in block.data
        self._learn(Profile(self._layout.dialect, tuple(found.quoted)))
        counts.exact_blocks += 1
        counts.stray_escapes += found.stray_escapes
        counts.next_line += found.line_count
        counts.rows_read += found.record_count
        counts.rows_rejected += len(found.rejects)
        counts.ends_with_line_end = found.ends_with_line_end
        rows = typed(self._plan, found.arrays(), len(found.row_numbers), self._null_strings)
        numbers = numbers_of(np.array(found.row_numbers, np.int64))
        return self._land(rows, numbers, found.lines, found.rejects)

    def _learn(self, seen: Profile) -> None:
        """Take over the dialect and, for columns of which cells were seen, their quoting."""
        types = {target.source: target.data_type for target in self._plan.targets}
        before = self._layout.quoted or [types[index] == "string" for index in range(self._plan.column_count)]
        quoted = tuple(old if new is None else new for old, new in zip(before, seen.quoted, strict=True))
        self._layout = replace(self._layout, dialect=seen.dialect, quoted=quoted)

    def _land(self, rows: Typed, numbers: Array, lines: Sequence[int], rejects: Sequence[Reject]) -> Parsed:
        counts = self._counts
        counts.rows_landed += rows.row_count
        counts.cells_nulled += rows.cells_nulled
        counts.na_faults += sum(fault.cell == b"NA" for _, fault in rows.faults)
        return parsed(self._plan, rows, numbers, lines, rejects)

    def _summarise(self) -> FileSummary:
        counts = self._counts
        return FileSummary(
            rows_read=counts.rows_read,
            rows_rejected=counts.rows_rejected,
            cells_nulled=counts.cells_nulled,
            dialect=self._layout.dialect.name,
            accounting="exact" if counts.exact_blocks else self._accounting,
            unknown_columns=self._plan.unknown,
            notes=tuple(self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        counts = self._counts
        if self._layout.dialect is DOUBLED:
            yield "Quotes are doubled, as R writes them; Coursera escapes them with backslashes."
        if self._head.line_end == b"\r\n":
            yield "Lines end with CR LF, as Excel writes them."
        if self._head.has_byte_order_mark:
            yield "The file starts with a byte order mark, as Excel writes it."
        if not counts.ends_with_line_end:
            yield "The last line has no line end; the file may have been cut there."
        if counts.stray_escapes:
            yield f"{counts.stray_escapes} backslashes escape nothing; they were kept as text."
        if counts.na_faults:
            yield (
                f"{counts.na_faults} cells that do not fit hold NA; "
                "if it stands for NULL, as R writes it, load with --null-string NA."
            )
        if counts.exact_blocks:
            yield (
                f"{counts.exact_blocks} of {counts.blocks} blocks are not written regularly; "
                "they were read record by record."
            )
