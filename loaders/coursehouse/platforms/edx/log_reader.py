"""One pass over one tracking log: every line an event or a reject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

import numpy as np
import pyarrow as pa

from coursehouse.platforms.base import Day, FileSummary, Parsed, Reject
from coursehouse.platforms.edx.log_blocks import BLOCK_BYTES, Lines, line_blocks, read_lines
from coursehouse.platforms.edx.log_lines import OddLine
from coursehouse.platforms.edx.log_times import moments
from coursehouse.platforms.files.arrow import Array
from coursehouse.platforms.files.plan import readable
from coursehouse.platforms.files.streams import ByteStream

BLOCKS_PER_BATCH = 16
_NO_TIME = "not a time"


class EdxLogReader:
    """Reads one log; see FileReader. A line's number is its row number: every line counts, blank ones, too.

    Raises Refused, while reading, for damaged compressed data and for a file without line ends.
    """

    def __init__(
        self,
        open_stream: Callable[[], ByteStream],
        day: Day,
        source_file: str,
        block_bytes: int = BLOCK_BYTES,
    ) -> None:
        self._open_stream = open_stream
        self._day = day
        self._source_file = source_file
        self._block_bytes = block_bytes
        self._summary: FileSummary | None = None

    @property
    def summary(self) -> FileSummary:
        """What the file came to; raises RuntimeError before `batches` is exhausted."""
        if self._summary is None:
            raise RuntimeError("the file is not read to its end")
        return self._summary

    def batches(self) -> Iterator[Parsed]:
        """The file's events and rejects, in its order; closes the file."""
        read = rejected = cells = prefixed = 0
        stream = self._open_stream()
        try:
            for blocks in _together(line_blocks(stream, self._source_file, self._block_bytes)):
                parts = []
                for block in blocks:
                    parts.append(read_lines(block, read + 1))
                    read += parts[-1].line_count
                batch = _parsed(parts, self._day)
                rejected += sum(reject.column_name is None for reject in batch.rejects)
                cells += sum(reject.reason == _NO_TIME for reject in batch.rejects)
                prefixed += sum(odd.prefix is not None for part in parts for odd in part.odd.values())
                yield batch
        finally:
            stream.close()
        notes = (f"On {prefixed} lines a logger wrote something before the event; see line_prefix.",)
        self._summary = FileSummary(
            rows_read=read,
            rows_rejected=rejected,
            cells_nulled=cells,
            dialect="tracking log",
            accounting="exact",
            notes=notes if prefixed else (),
        )


def _together(blocks: Iterator[bytes]) -> Iterator[Iterator[bytes]]:
    """The blocks, as many at a time as make a batch."""
    for first in blocks:
        yield chain((first,), islice(blocks, BLOCKS_PER_BATCH - 1))


def _parsed(parts: Sequence[Lines], day: Day) -> Parsed:
    """What consecutive lines hold, as one batch."""
    names = parts[0].columns
    columns: dict[str, Any] = {
        name: pa.chunked_array([part.columns[name] for part in parts]) for name in names
    }
    odd = {place: one for first, part in _placed(parts) for place, one in _shifted(part.odd, first)}
    columns["time"] = moments(columns["time_text"])
    numbers = np.concatenate([part.numbers() for part in parts])
    count = len(numbers)
    columns["other_fields"] = _sparse({place: one.other_fields for place, one in odd.items()}, count)
    columns["line_prefix"] = _sparse({place: one.prefix for place, one in odd.items()}, count)
    columns["domain"] = pa.repeat(pa.scalar(day.domain), count)
    columns["log_date"] = pa.repeat(pa.scalar(day.log_date), count)
    columns["_row_number"] = pa.array(numbers)
    rejects = [reject for part in parts for reject in part.rejects]
    rejects += _cell_rejects(odd, columns["time"], columns["time_text"], numbers)
    rejects.sort(key=lambda reject: reject.row_number)
    return Parsed(pa.table(columns), tuple(rejects))


def _placed(parts: Sequence[Lines]) -> Iterator[tuple[int, Lines]]:
    """Each part with the number of events before it."""
    first = 0
    for part in parts:
        yield first, part
        first += part.event_count


def _shifted(odd: dict[int, OddLine], first: int) -> Iterator[tuple[int, OddLine]]:
    for place, one in odd.items():
        yield first + place, one


def _sparse(values: dict[int, str | None], length: int) -> Array:
    if not any(values.values()):
        return pa.nulls(length, pa.string())
    return pa.array((values.get(place) for place in range(length)), pa.string())


def _cell_rejects(odd: dict[int, OddLine], times: Array, time_texts: Array, numbers: Any) -> Iterator[Reject]:
    """Cells in which something was replaced, and times that are none."""
    for place, one in odd.items():
        for name, text in one.repaired.items():
            number = int(numbers[place])
            yield Reject(number, number, name, "an escape that no text can hold", *readable(text.encode()))
    if times.null_count > time_texts.null_count:
        cells = zip(numbers.tolist(), times.to_pylist(), time_texts.to_pylist(), strict=True)
        for number, time, cell in cells:
            if time is None and cell is not None:
                yield Reject(number, number, "time", _NO_TIME, *readable(cell.encode()))


def first_moment(stream: ByteStream, name: str) -> datetime | None:
    """When the first event of a log happened whose time can be read; None where there is none. Closes it."""
    try:
        for block in line_blocks(stream, name, 1 << 16):
            times = moments(read_lines(block, 1).columns["time_text"]).drop_null()
            if len(times):
                at: datetime = times[0].as_py()
                return at
        return None
    finally:
        stream.close()
