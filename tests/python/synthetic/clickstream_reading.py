"""Reads a generated clickstream as somebody would who knows its guide and nothing of the simulation."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from coursehouse.synthetic.truth_view import content_id
from synthetic.reading import parse

COLUMN_COUNT = 16
_ORDER = ("start", "play", "heartbeat", "wait", "change", "seek", "pause", "end")
_PLAYING = {"play": True, "heartbeat": True, "start": True, "wait": True, "pause": False, "end": False}
_PROVES_PLAY = ("heartbeat", "pause", "end", "wait")
_LONGEST_SECONDS = 30


@dataclass(frozen=True)
class LogRow:
    """A row of a file; cells as the dialect reads them, a bare empty cell as None."""

    domain: str
    cells: tuple[str | None, ...]

    @property
    def key(self) -> str:
        """The kind of event."""
        return self.cells[14] or ""

    @property
    def url(self) -> str:
        """The address."""
        return self.cells[5] or ""

    @cached_property
    def microseconds(self) -> int:
        """The moment since 1970."""
        moment = datetime.fromisoformat(self.cells[2] or "").replace(tzinfo=UTC)
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)

    @property
    def date(self) -> str:
        """The date of the moment."""
        return (self.cells[2] or "")[:10]

    @cached_property
    def value(self) -> dict[str, str | float]:
        """What the value says, nothing where it cannot be read."""
        try:
            said: dict[str, str | float] = json.loads(self.cells[15] or "")
        except json.JSONDecodeError:
            return {}
        return said

    def number(self, name: str) -> float | None:
        """A number of the value, written as such or as a text."""
        text = self.value.get(name, "")
        return None if text == "" else float(text)

    @cached_property
    def content_id(self) -> str:
        """The id of what the row says."""
        return content_id(*self.cells[:2], self.microseconds, *self.cells[3:])


def file_bytes(path: Path) -> bytes:
    """The unpacked content of a file."""
    return gzip.decompress(path.read_bytes())


def read_log(path: Path) -> list[LogRow]:
    """The rows of a file in its order; no cell is written empty in quotes."""
    records = parse(file_bytes(path))
    domain = path.name.split("-")[0]
    return [LogRow(domain, tuple(cell or None for cell in record)) for record in records]


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a truth file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class ReadStretch:
    """A stretch that the log tells was watched, between two events that follow each other."""

    user_id: str
    item_id: str
    date: str
    rate: float
    start: float
    end: float


def viewings(rows: list[LogRow]) -> list[list[LogRow]]:
    """The events of known persons that tell a place, per person, browser, course and video, in order."""
    found: dict[tuple[object, ...], list[LogRow]] = defaultdict(list)
    for row in rows:
        if row.domain == "video" and row.cells[0] and row.number("timecode") is not None:
            found[*row.cells[:2], row.cells[8], row.value["item_id"]].append(row)
    return [sorted(viewing, key=_place) for viewing in found.values()]


def read_stretches(viewing: list[LogRow]) -> Iterator[ReadStretch]:
    """What the log tells was watched in a viewing."""
    is_playing, rate = False, 1.0
    for before, after in pairwise(viewing):
        is_playing = _PLAYING.get(before.key, is_playing)
        rate = before.number("playback_rate") or rate
        wall = (after.microseconds - before.microseconds) / 1e6
        start, end = before.number("timecode") or 0.0, after.number("timecode") or 0.0
        if after.key == "seek":
            is_watched, end = is_playing, start + rate * min(wall, 5)
        else:
            is_watched = end - start <= min(rate * wall + 1, rate * _LONGEST_SECONDS)
            is_watched = is_watched and (is_playing or after.key in _PROVES_PLAY) and after.key != "start"
        if is_watched and end > start:
            yield ReadStretch(
                before.cells[0] or "", str(before.value["item_id"]), after.date, rate, start, end
            )


def followers(rows: list[LogRow]) -> Counter[str]:
    """How often one kind of event follows another in a viewing: 'a b', and 'a = b' where in one instant.

    Also how many viewings go over midnight.
    """
    found: Counter[str] = Counter()
    for viewing in viewings(rows):
        found["over midnight"] += len({row.date for row in viewing}) > 1
        for before, after in pairwise(viewing):
            found[f"{before.key} {after.key}"] += 1
            if before.microseconds == after.microseconds:
                found[f"{before.key} = {after.key}"] += 1
    return found


def course_gaps(rows: list[LogRow]) -> Counter[int]:
    """How often so many microseconds lie between two events of one person in one course."""
    moments: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        if row.cells[0] and row.cells[8]:
            moments[row.cells[0], row.cells[8]].append(row.microseconds)
    return Counter(after - before for own in moments.values() for before, after in pairwise(sorted(own)))


def _place(row: LogRow) -> tuple[int, int, float]:
    kind = "change" if row.key.endswith("_change") else row.key
    return row.microseconds, _ORDER.index(kind), row.number("timecode") or 0.0
