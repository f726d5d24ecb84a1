"""When an export was made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from coursehouse.platforms.base import Snapshot

FIRST_EXPORT = datetime(2012, 1, 1)
"""No course ran on the platform before this day."""

_EPOCH = re.compile(r"(?<!\d)\d{13}(?!\d)")
_CLOCK_SKEW = timedelta(days=2)


def scope_of(name: str) -> str:
    """What a folder or zip name says the export covers: the name without its 13-digit epoch."""
    return _EPOCH.sub("", name).strip("_- .") or name


def snapshot_of(
    names: Iterable[str], member_dates: Iterable[datetime], container_date: datetime, chosen: datetime | None
) -> Snapshot:
    """The export's snapshot time and what says so.

    names: folder and zip names that may hold a 13-digit epoch in milliseconds, the first one that does
    counts. An epoch is believed if it lies between 2012 and two days after the newest member date (member
    dates are local times of an unknown zone); dates before 2012 are what archivers write who know none,
    and then the container's own date is the bound. `at` is None when only the data can tell.
    """
    if chosen is not None:
        return Snapshot(chosen, "option")
    newest = max((date for date in member_dates if date >= FIRST_EXPORT), default=None)
    note = ""
    for name in names:
        found = _EPOCH.search(name)
        if found is None:
            continue
        at = datetime.fromtimestamp(int(found[0]) / 1000, UTC).replace(tzinfo=None)
        if FIRST_EXPORT <= at <= (newest or container_date) + _CLOCK_SKEW:
            return Snapshot(at, "folder name")
        note = (
            f"The time {found[0]} in the name {name} is {at:%Y-%m-%d}, "
            f"which an export of {newest or container_date:%Y-%m-%d} cannot have; it is not used."
        )
        break
    if newest is None:
        return Snapshot(None, "newest timestamp in the data", note)
    return Snapshot(newest.replace(microsecond=0), "newest member date", note)
