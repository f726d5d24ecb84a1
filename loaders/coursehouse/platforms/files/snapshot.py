"""When an export was made, as its name and its members tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from coursehouse.platforms.base import Snapshot

FIRST_EXPORT = datetime(2012, 1, 1)
"""No course ran on any platform before this day."""

_CLOCK_SKEW = timedelta(days=2)


def snapshot_of(
    names: Iterable[str],
    member_dates: Iterable[datetime],
    container_date: datetime,
    chosen: datetime | None,
    time_in: Callable[[str], tuple[str, datetime] | None],
) -> Snapshot:
    """The export's snapshot time and what says so.

    names: folder and zip names, of which the first one counts that holds a time. time_in: the time in a name
    and how it is written there, None where it holds none. A time is believed if it lies between 2012 and two
    days after the newest member date (member dates are local times of an unknown zone); dates before 2012
    are what archivers write who know none, and then the container's own date is the bound. `at` is None when
    only the data can tell.
    """
    if chosen is not None:
        return Snapshot(chosen, "option")
    newest = max((date for date in member_dates if date >= FIRST_EXPORT), default=None)
    note = ""
    for name in names:
        found = time_in(name)
        if found is None:
            continue
        text, at = found
        if FIRST_EXPORT <= at <= (newest or container_date) + _CLOCK_SKEW:
            return Snapshot(at, "folder name")
        note = (
            f"The time {text} in the name {name} is {at:%Y-%m-%d}, "
            f"which an export of {newest or container_date:%Y-%m-%d} cannot have; it is not used."
        )
        break
    if newest is None:
        return Snapshot(None, "newest timestamp in the data", note)
    return Snapshot(newest.replace(microsecond=0), "newest member date", note)
