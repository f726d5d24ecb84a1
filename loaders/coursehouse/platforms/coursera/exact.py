"""The exact path: records are told apart one by one; an unsound one is named with its line and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from coursehouse.platforms.base import Reject
from coursehouse.platforms.coursera.blocks import BlockSource
from coursehouse.platforms.coursera.dialect import Dialect, patterns
from coursehouse.platforms.files.arrow import Array
from coursehouse.platforms.files.plan import readable

MORE_BYTES = 1 << 18
RECORD_BYTES = 1 << 24
"""A record is not looked for beyond this size: a quote that never closes must not swallow the file."""
SEARCH_LINES = 200
"""So many lines behind a damaged one are tried for the next sound record."""
NEVER_CLOSED = "a quote that is never closed"


@dataclass
class Records:
    """What a stretch of a file held.

    columns: cells per column of the file, None for a bare empty one. quoted: per column True (quoted, if only
    some of its cells), False (bare) or None (no cell seen). row_numbers, lines: of each sound record.
    rejects: the unsound ones. record_count = sound + rejected. line_count: physical lines passed.
    stray_escapes: backslashes that escape nothing, kept as text.
    """

    columns: list[list[bytes | None]] = field(default_factory=list)
    quoted: list[bool | None] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    record_count: int = 0
    line_count: int = 0
    stray_escapes: int = 0
    ends_with_line_end: bool = True

    def arrays(self) -> list[Array]:
        """The cells as binary arrays, one per column of the file."""
        return [pa.array(column, pa.binary()) for column in self.columns]


class ExactReader:
    """Reads sound records of a file with a fixed number of columns, and sets the others aside whole."""

    def __init__(self, dialect: Dialect, column_count: int, null_strings: Sequence[bytes]) -> None:
        self._dialect = dialect
        self._column_count = column_count
        self._nulls = {None, b"", *null_strings}
        self._patterns = patterns(dialect, column_count)

    def read(self, source: BlockSource, data: bytes, first_row: int, first_line: int) -> Records:
        """The records that start in `data`, just taken from `source`; bytes behind them are given back.

        first_row, first_line: row number of the first record and the line on which it starts.
        """
        found = Records()
        text = _Text(source, data)
        sound: list[Sequence[bytes | None]] = []
        position, searched = 0, 0
        while position < len(data):
            row, line = first_row + found.record_count, first_line + found.line_count
            groups, end = self._sound(text, position)
            if groups is not None:
                sound.append(groups)
                found.row_numbers.append(row)
                found.lines.append(line)
            else:
                reason, end, searched = self._unsound(text, position, searched)
                record, encoding = readable(text.data[position:end].removesuffix(b"\n").removesuffix(b"\r"))
                found.rejects.append(Reject(row, line, None, reason, record, encoding))
            found.record_count += 1
            found.line_count += text.data.count(b"\n", position, end)
            position = end
        found.ends_with_line_end = text.data[position - 1 : position] == b"\n"
        source.give_back(text.data[position:])
        self._fill(found, sound)
        return found

    def _fill(self, found: Records, sound: Sequence[Sequence[bytes | None]]) -> None:
        """Turn the groups of the sound records into columns of cells."""
        sides: list[Sequence[bytes | None]] = list(zip(*sound, strict=True))
        sides = sides or [()] * (2 * self._column_count)
        for bodies, bares in zip(sides[::2], sides[1::2], strict=True):
            quoted = [body for body in bodies if body is not None]
            if self._dialect.mark in b"".join(quoted):
                found.stray_escapes += sum(map(self._dialect.stray_escapes, quoted))
                bodies = [body if body is None else self._dialect.decode(body) for body in bodies]
            found.columns.append(
                [bare or None if body is None else body for body, bare in zip(bodies, bares, strict=True)]
            )
            has_bare = len(quoted) < len(bodies) and not self._nulls.issuperset(bares)
            found.quoted.append(bool(quoted) if quoted or has_bare else None)

    def _sound(self, text: _Text, position: int) -> tuple[Sequence[bytes | None] | None, int]:
        """Cells and end of the sound record at a position, or None."""
        if self._column_count > 1 and text.data.startswith((b"\n", b"\r\n"), position):
            return None, position
        while True:
            match = self._patterns.record.match(text.data, position)
            if match is None and text.is_complete:
                match = self._patterns.last_record.match(text.data, position)
            if match is not None:
                return match.groups(), match.end()
            if self._can_be_judged(text, position):
                return None, position
            text.extend()

    def _can_be_judged(self, text: _Text, position: int) -> bool:
        """Whether more bytes cannot make the record at a position sound."""
        return (
            text.is_complete
            or len(text.data) - position > RECORD_BYTES
            or self._walk(text, position)[1] is not None
        )

    def _walk(self, text: _Text, position: int) -> tuple[int, int | None, str]:
        """Number of cells from a position on, where that walk stopped, and what stopped it.

        Where: None if the bytes ran out. What: empty if it was the end of the record.
        """
        data, shapes, count = text.data, self._patterns, 0
        while True:
            if data.startswith(b'"', position):
                match = shapes.quoted.match(data, position)
                if match is None:
                    return count, position if text.is_complete else None, NEVER_CLOSED
            else:
                match = shapes.bare.match(data, position)
            end = match.end() if match else position
            count += 1
            if end >= len(data) - 1 and not text.is_complete:
                return count, None, ""
            if end == len(data) or data.startswith((b"\n", b"\r\n"), end):
                return count, min(len(data), data.find(b"\n", end) + 1 or len(data)), ""
            if not data.startswith(b",", end):
                return count, end, "a stray quote"
            position = end + 1

    def _unsound(self, text: _Text, position: int, searched: int) -> tuple[str, int, int]:
        """Why the record at a position is unsound, its end, and up to where no sound record starts."""
        line_end = text.line_end(position)
        if not text.data[position:line_end].strip(b"\r\n"):
            return "a blank line", line_end, searched
        count, stop, reason = self._walk(text, position)
        last = len(text.data) if stop is not None and reason == NEVER_CLOSED else None
        if stop is None:
            reason = "a quote that is not closed within 16 MB"
        elif not reason:
            less = "few" if count < self._column_count else "many"
            reason, last = f"too {less} columns: {count} instead of {self._column_count}", stop
        if position < searched or not self._ends_open(text.data, position, line_end):
            return reason, line_end, searched
        return reason, *self._next_sound(text, line_end, last)

    def _ends_open(self, data: bytes, position: int, line_end: int) -> bool:
        """Whether a careless reader would still be inside a quoted cell at the end of the line."""
        while match := self._patterns.lenient.match(data, position, line_end):
            position = match.end()
            if not data.startswith(b",", position):
                break
            position += 1
        return data.startswith(b'"', position)

    def _next_sound(self, text: _Text, line_end: int, last: int | None) -> tuple[int, int]:
        """Where the damaged record ends, and up to where no sound record starts.

        It ends before the next sound record, if one follows soon, else with its first line.

        last: where it ends by its own quotes, None if they lead nowhere.
        """
        candidate = line_end
        for _ in range(SEARCH_LINES):
            if candidate == last:
                return candidate, candidate
            if candidate >= len(text.data) and text.is_complete:
                break
            groups, _ = self._sound(text, candidate)
            if groups is not None:
                return candidate, candidate
            candidate = text.line_end(candidate)
        return line_end, candidate


class _Text:
    """Bytes of a file, extended from its source on demand."""

    def __init__(self, source: BlockSource, data: bytes) -> None:
        self._source = source
        self.data = data
        self.is_complete = not source.peek(1)

    def extend(self) -> None:
        """Take more bytes; sets is_complete when none are left."""
        self.data += self._source.take(max(MORE_BYTES, len(self.data)))
        self.is_complete = not self._source.peek(1)

    def line_end(self, position: int) -> int:
        """Position behind the line that holds `position`."""
        while (end := self.data.find(b"\n", position)) < 0 and not self.is_complete:
            self.extend()
        return end + 1 if end >= 0 else len(self.data)
