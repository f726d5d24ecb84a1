"""Lines of a tracking log, block by block: their events as columns, and the lines that hold none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import length_hint
from typing import Any

import numpy as np
import pyarrow as pa

from coursehouse.errors import Refused
from coursehouse.platforms.base import Reject
from coursehouse.platforms.edx.log_lines import (
    SUSPECT,
    Event,
    NoEvent,
    OddLine,
    decode_event,
    decode_events,
    decode_text,
    odd_line,
)
from coursehouse.platforms.files.arrow import Array
from coursehouse.platforms.files.plan import readable
from coursehouse.platforms.files.streams import ByteStream

BLOCK_BYTES = 1 << 18
"""What is made of so many bytes stays in the processor's cache."""
LONGEST_LINE = 1 << 28
"""No log has a longer one: what goes on without a line end is something else."""

_LINE_END, _OPEN, _CLOSE = b"\n{}"
_NOTHING = (b"", b"null")
_FORMS = {b"{": "object", b'"': "string", b"[": "array", b"t": "boolean", b"f": "boolean", b"n": "null"}
"""How a value of JSON begins, but for numbers."""


@dataclass(frozen=True)
class Lines:
    """What some lines hold.

    line_count: of all lines, whatever they hold. first_number: of the first one.
    texts: per column what the events say. raws: the same of `event` and `context`, as JSON.
    odd: what is special about some events, by their places. rejects: the lines that hold no event.
    """

    line_count: int
    first_number: int
    columns: dict[str, Array]
    odd: dict[int, OddLine]
    rejects: Sequence[Reject]

    @property
    def event_count(self) -> int:
        """How many of the lines hold an event."""
        return self.line_count - len(self.rejects)

    def numbers(self) -> Any:
        """The number of each event's line."""
        numbers = np.arange(self.first_number, self.first_number + self.line_count)
        return np.delete(numbers, [reject.row_number - self.first_number for reject in self.rejects])


def line_blocks(stream: ByteStream, name: str, block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
    """The whole lines of a file, some at a time; the last line may have no end.

    Raises Refused for what goes on without a line end.
    """
    waiting: list[bytes] = []
    size = 0
    while piece := stream.read(block_bytes):
        waiting.append(piece)
        size += len(piece)
        if size < block_bytes:
            continue
        data = b"".join(waiting)
        end = data.rfind(b"\n") + 1
        waiting, size = [data[end:]], len(data) - end if end else 0
        if len(waiting[0]) > LONGEST_LINE:
            raise Refused(f"{name} has a line of more than {LONGEST_LINE:,} bytes.", "Give tracking logs.")
        if end:
            yield data[:end]
    if data := b"".join(waiting):
        yield data


def read_lines(block: bytes, first_number: int) -> Lines:
    """The events and the rejects of consecutive lines, the first of which has this number."""
    events = _at_once(block)
    if events is not None:
        return Lines(len(events), first_number, _columns(events), {}, ())
    lines = block.split(b"\n")
    if not lines[-1]:
        lines.pop()
    unjudged = {place: lines[place] for place in _unjudged(block)}
    for place in unjudged:
        lines[place] = b""
    events = []
    odd: dict[int, OddLine] = {}
    rejects: list[Reject] = []
    left = iter(lines)
    decoded = map(decode_event, left)
    while True:
        try:
            # the loop over sound lines runs without Python; it stops behind the first odd one
            events.extend(decoded)
            break
        except (ValueError, RecursionError):
            place = len(lines) - length_hint(left) - 1
            line = unjudged.get(place, lines[place])
        try:
            one = odd_line(line)
        except NoEvent as error:
            number = first_number + place
            rejects.append(Reject(number, number, None, error.reason, *readable(line)))
        else:
            odd[len(events)] = one
            events.append(one.event)
    return Lines(len(lines), first_number, _columns(events), odd, rejects)


def _at_once(block: bytes) -> list[Event] | None:
    """The events of lines of which each holds one and nothing else; None where that is not certain.

    Where every line begins with { and ends with }, no object goes over a line's end, for in JSON no { follows
    a } without a comma; then as many objects as lines are one on each.
    """
    codes = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(codes == _LINE_END)
    if len(ends) and ends[-1] == len(block) - 1:
        block_end, ends = ends[-1], ends[:-1]
    else:
        block_end = len(block)
    is_regular = (
        codes[0] == _OPEN
        and codes[block_end - 1] == _CLOSE
        and (codes[ends - 1] == _CLOSE).all()
        and (codes[ends + 1] == _OPEN).all()
    )
    if not is_regular or _unjudged(block):
        return None
    try:
        events = decode_events(block)
    except (ValueError, RecursionError):
        return None
    return events if len(events) == len(ends) + 1 else None


def _unjudged(block: bytes) -> set[int]:
    """Places of the lines that `decode_event` cannot judge: not UTF-8, or with escapes that need a look."""
    starts = [found.start() for found in SUSPECT.finditer(block)] if b"\\u" in block else []
    begin = 0
    while not block.isascii():
        try:
            block[begin:].decode()
            break
        except UnicodeDecodeError as error:
            starts.append(begin + error.start)
            begin = block.find(b"\n", begin + error.start) + 1
            if not begin:
                break
    places, line, begin = set(), 0, 0
    for start in sorted(starts):
        line += block.count(b"\n", begin, start)
        begin = start
        places.add(line)
    return places


def _columns(events: Sequence[Event]) -> dict[str, Array]:
    """What the events say, as text; `event` and `context` in the form in which they land."""
    texts: dict[str, Sequence[str | None]] = {
        "event_source": [event.event_source for event in events],
        "event_type": [event.event_type for event in events],
        "name": [event.name for event in events],
        "username": [event.username for event in events],
        "session": [event.session for event in events],
        "ip": [event.ip for event in events],
        "agent": [event.agent for event in events],
        "host": [event.host for event in events],
        "page": [event.page for event in events],
        "referer": [event.referer for event in events],
        "accept_language": [event.accept_language for event in events],
        "time_text": [event.time for event in events],
    }
    columns: dict[str, Array] = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    columns["event"], columns["event_form"] = _payloads([bytes(event.event) for event in events])
    contexts = [bytes(event.context) for event in events]
    columns["context"] = pa.array([None if raw in _NOTHING else raw for raw in contexts], pa.string())
    return columns


def _payloads(raws: Sequence[bytes]) -> tuple[Array, Array]:
    """What events tell, and in which form their lines wrote it."""
    forms = [_FORMS.get(raw[:1], "number") if raw else None for raw in raws]
    texts = [
        decode_text(raw) if form == "string" else None if form is None or form == "null" else raw
        for raw, form in zip(raws, forms, strict=True)
    ]
    return pa.array(texts, pa.string()), pa.array(forms, pa.string())
