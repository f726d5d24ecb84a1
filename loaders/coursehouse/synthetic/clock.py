"""Instants of the simulation: milliseconds since 1970 in UTC, and how exports and truth files print them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY


def instant(text: str) -> int:
    """The instant of an ISO timestamp in UTC, such as `2023-03-13 06:59:03`."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * SECOND)


@lru_cache(maxsize=100_000)
def date_text(day: int) -> str:
    """The ISO date of a day number counted from 1970-01-01."""
    return datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y-%m-%d")


@lru_cache(maxsize=86_400)
def _clock_text(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def export_timestamp(at: int) -> str:
    """The instant as Coursera prints it: whole seconds, or a fraction without trailing zeros."""
    day, rest = divmod(at, DAY)
    second, fraction = divmod(rest, SECOND)
    text = f"{date_text(day)} {_clock_text(second)}"
    return f"{text}.{fraction:03}".rstrip("0") if fraction else text


def log_timestamp(at: int) -> str:
    """The instant as clickstream files print it: always with milliseconds."""
    day, rest = divmod(at, DAY)
    second, fraction = divmod(rest, SECOND)
    return f"{date_text(day)} {_clock_text(second)}.{fraction:03}"


def truth_timestamp(at: int) -> str:
    """The instant for a truth file: whole seconds, or a fraction of six digits."""
    text = export_timestamp(at - at % SECOND)
    return f"{text}.{at % SECOND:03}000" if at % SECOND else text
