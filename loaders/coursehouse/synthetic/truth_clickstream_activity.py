"""The truth about when people were active: sessions, dates, time on task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from coursehouse.synthetic.clickstream_events import VIDEO, Event
from coursehouse.synthetic.clickstream_visits import SESSION_GAP
from coursehouse.synthetic.clock import DAY, MINUTE, SECOND, date_text
from coursehouse.synthetic.truth_view import PLATFORM, Fact, content_id

_KINDS = ("video", "problem", "forum", "text")
_KIND_OF_PAGE = {
    **dict.fromkeys(("exam", "quiz", "programming", "peer", "gradedLti", "ungradedLti"), "problem"),
    **dict.fromkeys(("discussions", "forum", "discussionPrompt"), "forum"),
    **dict.fromkeys(("supplement", "resources"), "text"),
}
_SHORT, _LONG = 5 * MINUTE, 30 * MINUTE
_LONGER_THAN = 5 * SECOND
_TIMES = (
    "total_within_5_minutes_seconds",
    "total_within_30_minutes_seconds",
    *(f"parallel_{kind}_within_5_minutes_seconds" for kind in _KINDS),
    *(f"parallel_{kind}_within_30_minutes_seconds" for kind in _KINDS),
    *(f"serial_{kind}_within_30_minutes_seconds" for kind in _KINDS),
)
SESSION_COLUMNS = (
    "platform",
    "activity_session_id",
    "user_id",
    "course_id",
    "is_longer_than_5_seconds",
    "event_count",
    "pageview_count",
    "video_event_count",
    "duration_seconds",
    "started_at",
    "ended_at",
)
DATE_COLUMNS = (
    "platform",
    "user_id",
    "course_id",
    "calendar_date",
    "event_count",
    "pageview_count",
    "video_event_count",
    "play_count",
    "pause_count",
    "seek_count",
    "forum_pageview_count",
    "item_count",
    *_TIMES,
    "first_event_at",
    "last_event_at",
)
TIME_COLUMNS = (
    "platform",
    "user_id",
    "course_id",
    "active_date_count",
    "event_count",
    *_TIMES,
    "first_event_at",
    "last_event_at",
)

# when it was, whether it was a real pageview, whether it was of a video
Moment = tuple[int, bool, bool]


def moment_of(event: Event) -> Moment:
    """What a session counts of an event."""
    return event.at, event.is_real_pageview, event.domain == VIDEO


def session_rows(
    user_id: str, course_id: str | None, moments: Sequence[Moment]
) -> Iterator[tuple[Fact, ...]]:
    """The sessions in the moments of one person in one course, or outside all courses."""
    session: list[Moment] = []
    for moment in sorted(moments):
        if session and moment[0] - session[-1][0] > SESSION_GAP:
            yield _session(user_id, course_id, session)
            session = []
        session.append(moment)
    if session:
        yield _session(user_id, course_id, session)


def _session(user_id: str, course_id: str | None, moments: Sequence[Moment]) -> tuple[Fact, ...]:
    started_at, ended_at = moments[0][0], moments[-1][0]
    return (
        PLATFORM,
        content_id(PLATFORM, user_id, course_id, started_at * SECOND),
        user_id,
        course_id,
        ended_at - started_at > _LONGER_THAN,
        len(moments),
        sum(is_pageview for _, is_pageview, _ in moments),
        sum(is_video for _, _, is_video in moments),
        (ended_at - started_at) / SECOND,
        started_at,
        ended_at,
    )


def kind_of_task(event: Event) -> str | None:
    """What sort of work the event belongs to, None where to none."""
    if event.domain == VIDEO:
        return "video"
    return _KIND_OF_PAGE.get(event.page.access_type or "")


def date_rows(user_id: str, course_id: str, events: Sequence[Event]) -> list[tuple[Fact, ...]]:
    """One row per date on which one person was in one course; the events are in time order."""
    rows: list[tuple[Fact, ...]] = []
    for day, of_day in groupby(events, key=lambda event: event.at // DAY):
        found = list(of_day)
        keys = Counter(event.key for event in found)
        forum_views = sum(event.is_real_pageview and kind_of_task(event) == "forum" for event in found)
        counts = (
            len(found),
            sum(event.is_real_pageview for event in found),
            sum(event.domain == VIDEO for event in found),
            keys["play"],
            keys["pause"],
            keys["seek"],
            forum_views,
            len({event.item_id for event in found} - {None}),
        )
        times = (time / SECOND for time in _times(found))
        rows.append(
            (PLATFORM, user_id, course_id, date_text(day), *counts, *times, found[0].at, found[-1].at)
        )
    return rows


def time_row(rows: Sequence[tuple[Fact, ...]]) -> tuple[Fact, ...]:
    """The row of one person in one course over all dates, from the rows of its dates."""
    by_name = [dict(zip(DATE_COLUMNS, row, strict=True)) for row in rows]
    sums = (sum(float(row[name] or 0) for row in by_name) for name in _TIMES)
    event_count = sum(int(row["event_count"] or 0) for row in by_name)
    span = (by_name[0]["first_event_at"], by_name[-1]["last_event_at"])
    return (*rows[0][:3], len(rows), event_count, *sums, *span)


def _times(events: Sequence[Event]) -> list[int]:
    """Milliseconds for each of _TIMES on one date."""
    total: Counter[int] = Counter()
    parallel: Counter[tuple[int, str]] = Counter()
    serial: Counter[str] = Counter()
    last_of_kind: dict[str, int] = {}
    before: int | None = None
    last_of_any: int | None = None
    for event in events:
        if before is not None:
            _add(total, event.at - before)
        before = event.at
        kind = kind_of_task(event)
        if kind is None:
            continue
        if kind in last_of_kind:
            waited = event.at - last_of_kind[kind]
            for limit in (_SHORT, _LONG):
                parallel[limit, kind] += waited if waited < limit else 0
        if last_of_any is not None and event.at - last_of_any < _LONG:
            serial[kind] += event.at - last_of_any
        last_of_kind[kind] = last_of_any = event.at
    return [
        *(total[limit] for limit in (_SHORT, _LONG)),
        *(parallel[limit, kind] for limit in (_SHORT, _LONG) for kind in _KINDS),
        *(serial[kind] for kind in _KINDS),
    ]


def _add(times: Counter[int], waited: int) -> None:
    for limit in (_SHORT, _LONG):
        times[limit] += waited if waited < limit else 0
