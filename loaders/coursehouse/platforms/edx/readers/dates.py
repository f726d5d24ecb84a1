"""Dates as course authors left them: ISO 8601 in all its forms, and the free text of 2012."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def parse_date(text: str) -> datetime | None:
    """The time (UTC, without zone) that a text means, None if it means none; a day alone means its start.

    Knows `2015-01-05T00:00:00Z` with or without seconds, fraction, zone or time, and a month's name with a
    day, a year and perhaps a time, in any order (`December 12, 22:00, 2012`); quotes around it go.
    """
    bare = text.strip().strip("\"'").strip()
    try:
        found = datetime.fromisoformat(bare)
    except ValueError:
        return _free_text(bare)
    try:
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except OverflowError:
        return None


def _free_text(text: str) -> datetime | None:
    month, day, year, time = None, None, None, (0, 0, 0)
    for word in text.replace(",", " ").split():
        if match := _TIME.fullmatch(word):
            time = (int(match[1]), int(match[2]), int(match[3] or 0))
        elif word[:3].lower() in _MONTHS and word.isalpha():
            month = _MONTHS.index(word[:3].lower()) + 1
        elif re.fullmatch("[0-9]{4}", word):
            year = int(word)
        elif match := re.fullmatch("([0-9]{1,2})(?:st|nd|rd|th)?", word):
            day = int(match[1])
        elif word.upper() not in ("UTC", "GMT"):
            return None
    if month is None or day is None or year is None:
        return None
    try:
        return datetime(year, month, day, *time)
    except ValueError:
        return None
