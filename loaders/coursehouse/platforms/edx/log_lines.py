"""One line of a tracking log: an event, or the reason why it is none.

Most lines are read by one call that keeps the texts of `event` and `context` as they stand. A line that it
refuses, or that holds escapes which no engine's text can hold, is read again here, slowly and with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

STRING_FIELDS = (
    "event_source",
    "event_type",
    "name",
    "username",
    "session",
    "ip",
    "agent",
    "host",
    "page",
    "referer",
    "accept_language",
)

_SEGMENT = frozenset(("anonymousId", "messageId", "originalTimestamp", "writeKey"))
_OWN = frozenset(("event_type", "event_source", "name", "event", "time"))
_LIMIT = "\0\ud800-\udfff"
_NO_TEXT = re.compile(f"[{_LIMIT}]")
_ESCAPE = re.compile(
    r"(?P<before>(?<!\\)(?:\\\\)*)"
    r"(?:(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2}))"
)
_LONE_HALF = re.compile(
    rb"(?<!\\)(?:\\\\)*\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F][0-9a-fA-F]{2})"
)
SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""Escapes of NUL, and of halves of characters beyond U+FFFF, in pairs or alone."""

_ABSENT = msgspec.Raw()


class Event(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An event as its line tells it; `event` and `context` as they stand there, empty where absent."""

    event_source: str | None = None
    event_type: str | None = None
    name: str | None = None
    username: str | None = None
    session: str | None = None
    ip: str | None = None
    agent: str | None = None
    host: str | None = None
    page: str | None = None
    referer: str | None = None
    accept_language: str | None = None
    time: str | None = None
    event: msgspec.Raw = _ABSENT
    context: msgspec.Raw = _ABSENT


decode_event: Callable[[bytes], Event] = msgspec.json.Decoder(Event).decode
"""The event on a line; raises for lines that are no such event, or that have other fields or types.

It does not look at the encoding of the texts that it keeps.
"""

decode_events: Callable[[bytes], list[Event]] = msgspec.json.Decoder(Event).decode_lines
"""The events of lines, as `decode_event`; but it does not see whether each line holds one."""

decode_text: Callable[[bytes | msgspec.Raw], str] = msgspec.json.Decoder(str).decode

_decode_raw: Callable[[bytes], dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True)
class NoEvent(Exception):
    """A line that holds no event, with the reason."""

    reason: str


@dataclass(frozen=True)
class OddLine:
    """An event whose line took a closer look.

    prefix: what stood before it on the line. other_fields: a JSON object of fields without a column.
    repaired: by column, the text of cells in which something was replaced by U+FFFD, as the line has it.
    """

    event: Event
    prefix: str | None = None
    other_fields: str | None = None
    repaired: dict[str, str] = field(default_factory=dict)


def odd_line(line: bytes) -> OddLine:
    """The event of a line that `decode_event` refused or cannot judge; raises NoEvent with the reason."""
    if b"\0" in line:
        raise NoEvent("a NUL byte")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise NoEvent("not UTF-8") from None
    if not text.strip():
        raise NoEvent("a blank line")
    if text.lstrip().startswith("#"):
        raise NoEvent("a comment")
    start = text.find("{")
    if start < 0:
        raise NoEvent("no JSON object")
    fields = _fields(text[start:].encode())
    if not _OWN & fields.keys():
        raise NoEvent("a JSON object, but no event")
    if _SEGMENT & fields.keys() and not {"event_source", "event_type"} & fields.keys():
        raise NoEvent("an event of Segment, not of a tracking log")
    repaired: dict[str, str] = {}
    known: dict[str, Any] = {}
    for name in (*STRING_FIELDS, "time"):
        if name in fields:
            known[name] = _sound(_text(fields.pop(name)), name, repaired)
    for name in ("event", "context"):
        if name in fields:
            known[name] = _sound_raw(fields.pop(name), name, repaired)
    others = "{" + ", ".join(f"{_quoted(name)}: {bytes(raw).decode()}" for name, raw in fields.items()) + "}"
    return OddLine(
        Event(**known),
        text[:start].strip() or None,
        _sound_json(others, "other_fields", repaired) if fields else None,
        repaired,
    )


def _fields(data: bytes) -> dict[str, msgspec.Raw]:
    """The fields of the one object that these bytes are; raises NoEvent."""
    try:
        fields = _decode_raw(data)
        # what is kept as it stands is looked into once, for halves of characters and other unsound texts
        msgspec.json.decode(data)
    except RecursionError:
        raise NoEvent("JSON that is nested too deeply") from None
    except msgspec.DecodeError as error:
        raise NoEvent(_reason(str(error), data)) from None
    return fields


def _reason(message: str, data: bytes) -> str:
    if _LONE_HALF.search(data):
        return "half of a character, as an escape"
    if "truncated" in message:
        return "cut off before its end"
    if "trailing characters" in message:
        return "more than one JSON object" if re.search(rb"\}\s*\{", data) else "text behind the JSON object"
    return "not JSON"


def _text(raw: msgspec.Raw) -> str | None:
    """What a field holds: of a string its characters, of anything else its JSON text."""
    data = bytes(raw)
    if data == b"null":
        return None
    return decode_text(data) if data.startswith(b'"') else data.decode()


def _sound(text: str | None, name: str, repaired: dict[str, str]) -> str | None:
    if text is None or not _NO_TEXT.search(text):
        return text
    repaired[name] = _escaped(text)
    return _NO_TEXT.sub("\ufffd", text)


def _sound_raw(raw: msgspec.Raw, name: str, repaired: dict[str, str]) -> msgspec.Raw:
    """The JSON text of a field; in a text that is JSON again, escapes are replaced there, too."""
    data = bytes(raw)
    if not data.startswith(b'"'):
        return msgspec.Raw(_sound_json(data.decode(), name, repaired).encode())
    text = decode_text(data)
    sound = _sound_json(_NO_TEXT.sub("\ufffd", text), name, repaired)
    if sound == text:
        return raw
    repaired[name] = _escaped(text)
    return msgspec.Raw(msgspec.json.encode(sound))


def _sound_json(text: str, name: str, repaired: dict[str, str]) -> str:
    """JSON text whose escapes any engine can read: no NUL, no half of a character."""
    sound = _ESCAPE.sub(
        lambda found: found[0] if found["pair"] else found["before"] + r"\ufffd",
        text,
    )
    if sound != text:
        repaired[name] = text
    return sound


def _escaped(text: str) -> str:
    return text.replace("\0", r"\u0000")


def _quoted(name: str) -> str:
    return msgspec.json.encode(name).decode()
