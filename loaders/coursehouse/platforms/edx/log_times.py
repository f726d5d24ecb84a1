"""When an event happened, in every form in which logs write it, as UTC."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from coursehouse.platforms.files.arrow import Array, compute

_UTC_SUFFIX = "+00:00"
_USUAL_LENGTH = len("2016-09-01T00:00:00.123456+00:00")
_TIME = re.compile(
    r"(?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?"
    r"\s*(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1)


def moments(texts: Array) -> Array:
    """Timestamps (microseconds, UTC, no zone) of the texts of times; NULL for what is no time."""
    usual = compute.and_(
        compute.equal(compute.binary_length(texts), _USUAL_LENGTH), compute.ends_with(texts, _UTC_SUFFIX)
    )
    if texts.null_count == 0 and compute.all(usual).as_py():
        try:
            cut = compute.utf8_slice_codeunits(texts, 0, _USUAL_LENGTH - len(_UTC_SUFFIX))
            found: Array = cut.cast(pa.timestamp("us"))
            return found
        except pa.ArrowInvalid:
            pass
    known: dict[str, datetime | None] = {}
    values = [
        None if text is None else known[text] if text in known else known.setdefault(text, moment(text))
        for text in texts.to_pylist()
    ]
    return pa.array(values, pa.timestamp("us"))


def moment(text: str) -> datetime | None:
    """The time (UTC, no zone) that a text tells; None if it tells none.

    Known forms: ISO 8601 with or without fraction and offset, UTC if it has none, and the object with
    milliseconds that MongoDB's exports write.
    """
    stripped = text.strip()
    if stripped.startswith("{"):
        return _of_mongo(stripped)
    match = _TIME.fullmatch(stripped)
    if match is None:
        return None
    fraction = (match["fraction"] or "").ljust(6, "0")[:6]
    zone = (match["zone"] or "").upper()
    offset = "+00:00" if zone in ("", "Z", "UTC") else zone
    try:
        found = datetime.fromisoformat(f"{match['at'].replace(' ', 'T')}.{fraction}{offset}")
        return found.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _of_mongo(text: str) -> datetime | None:
    try:
        value: Any = json.loads(text)["$date"]
        if isinstance(value, dict):
            value = int(value["$numberLong"])
        if isinstance(value, str):
            return None if value.lstrip().startswith("{") else moment(value)
        return None if isinstance(value, bool) else _EPOCH + timedelta(milliseconds=value)
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
