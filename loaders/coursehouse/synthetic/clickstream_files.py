"""Files of a clickstream: rows spilled as they are made, then sorted into one file per date and domain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from coursehouse.synthetic.clickstream_events import Event
from coursehouse.synthetic.clock import date_text

# which domain and which day number
LogFile = tuple[str, int]

_MOMENT_DIGITS = 13
_KEPT_ROWS = 20_000
_GZIP = 31
_SWAPPED_SHARE = 0.02
_SWAPPED_WITHIN_MS = 3_000


class SpilledRows:
    """Rows of one chunk, kept below a folder by file, each behind its moment."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._rows: dict[LogFile, list[str]] = defaultdict(list)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()

    def add(self, file: LogFile, event: Event) -> None:
        """Keeps the row of an event for this file."""
        self._rows[file].append(f"{event.at:0{_MOMENT_DIGITS}}{event.line()}")
        self._count += 1
        if self._count >= _KEPT_ROWS:
            self._flush()

    def _flush(self) -> None:
        for file, rows in self._rows.items():
            folder = _spill_folder(self._folder, file)
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / self._name).open("a", encoding="utf-8", newline="") as spilled:
                spilled.writelines(rows)
        self._rows.clear()
        self._count = 0


@dataclass(frozen=True)
class LogFileTask:
    """A file to write from the spilled rows below a folder."""

    seed: int
    file: LogFile
    spilled: Path
    out: Path

    @property
    def path(self) -> Path:
        """The file."""
        domain, day = self.file
        return self.out / f"{domain}-{date_text(day)}.csv.gz"


def write_log_file(task: LogFileTask) -> int:
    """The uncompressed size of a file, written in order of its moments with some neighbours swapped.

    Browsers send events in batches, so that the order within seconds is not that of what happened.
    """
    from isal import isal_zlib

    rows: list[bytes] = []
    for part in sorted(_spill_folder(task.spilled, task.file).glob("*")):
        rows += part.read_bytes().splitlines(keepends=True)
    rows.sort()
    _swap(Random(f"{task.seed}/batches/{task.file}"), rows)
    size = 0
    # a gzip header without a name or a time: equal rows are equal bytes
    packer = isal_zlib.compressobj(level=1, wbits=_GZIP)
    with task.path.open("wb") as file:
        for place in range(0, len(rows), _KEPT_ROWS):
            block = b"".join(row[_MOMENT_DIGITS:] for row in rows[place : place + _KEPT_ROWS])
            file.write(packer.compress(block))
            size += len(block)
        file.write(packer.flush())
    return size


def _swap(random: Random, rows: list[bytes]) -> None:
    place = 1
    while place < len(rows):
        if random.random() < _SWAPPED_SHARE:
            before, after = rows[place - 1 : place + 1]
            if int(after[:_MOMENT_DIGITS]) - int(before[:_MOMENT_DIGITS]) < _SWAPPED_WITHIN_MS:
                rows[place - 1], rows[place] = after, before
                place += 1
        place += 1


def _spill_folder(folder: Path, file: LogFile) -> Path:
    domain, day = file
    return folder / f"{domain}-{date_text(day)}"
