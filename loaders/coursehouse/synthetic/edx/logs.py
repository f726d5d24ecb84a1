"""Writes the daily tracking logs of the edX side of an institution, with the truth about their events."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from coursehouse.errors import Refused
from coursehouse.synthetic.clock import DAY, SECOND, date_text
from coursehouse.synthetic.edx.config import NEWEST_AT, ORGANISATION, EdxConfig
from coursehouse.synthetic.edx.generate import TRUTH_FOLDER, play_institution
from coursehouse.synthetic.edx.log_events import LogWriter
from coursehouse.synthetic.edx.log_lines import LogEvent
from coursehouse.synthetic.edx.log_player import Watched
from coursehouse.synthetic.edx.state import RunState
from coursehouse.synthetic.truth import write_mart
from coursehouse.synthetic.truth_view import Fact, Mart

PLATFORM, DOMAIN = "edx", f"{ORGANISATION.lower()}-edx"
# one line in so many is delivered twice
_TWICE = 97


@dataclass(frozen=True)
class EdxLogsConfig:
    """The days of an institution: first_date None is the day on which the first run begins."""

    institution: EdxConfig
    first_date: date | None = None
    days: int = 14

    def __post_init__(self) -> None:
        if self.days < 1:
            raise Refused("There are no days to write.", "Give --days of 1 or more.")


@dataclass(frozen=True)
class GeneratedLogs:
    """What was written: one file per day, the number of lines, and the folder of the truth."""

    files: tuple[Path, ...]
    event_count: int
    truth: Path


def generate_edx_logs(config: EdxLogsConfig, out: Path) -> GeneratedLogs:
    """The logs below `out`: `{org}-edx-events-{date}.log.gz`, and the truth about what they hold.

    A log holds what the platform received on its date: apps report late. The truth names only columns that
    are planted; a line that is there twice is two rows. Equal configurations write equal bytes.
    """
    ids, casts = play_institution(config.institution)
    first = config.first_date or _date(casts[0].run.starts_at)
    dates = [first + timedelta(days=number) for number in range(config.days)]
    by_day: dict[str, list[LogEvent]] = defaultdict(list)
    watched: list[Watched] = []
    for cast in casts:
        state = RunState(cast, ids, config.institution.seed, NEWEST_AT)
        for taking in cast.takings:
            writer = LogWriter(state, taking, config.institution.seed)
            for event in writer.events():
                by_day[date_text(event.filed_at // DAY)].append(event)
            watched += writer.watched
    files = []
    told: list[tuple[LogEvent, str, bool]] = []
    out.mkdir(parents=True, exist_ok=True)
    for day in dates:
        events = sorted(by_day[day.isoformat()], key=lambda event: (event.filed_at, event.line))
        path = out / f"{DOMAIN}-events-{day.isoformat()}.log.gz"
        told += _write_day(path, events, day)
        files.append(path)
    truth = out / TRUTH_FOLDER
    truth.mkdir(parents=True, exist_ok=True)
    write_mart(truth / "events.csv", _events(told))
    seen = {(event.user_id, event.item_id, event.kind, event.at) for event, _, _ in told}
    whole = [stretch for stretch in watched if _is_told(stretch, seen)]
    write_mart(truth / "video_watch_intervals.csv", _intervals(whole))
    write_mart(truth / "users_items__video_watch.csv", _video_watch(whole, told))
    return GeneratedLogs(tuple(files), len(told), truth)


def _date(at: int) -> date:
    return datetime.fromtimestamp(at / SECOND, UTC).date()


def _write_day(path: Path, events: Sequence[LogEvent], day: date) -> list[tuple[LogEvent, str, bool]]:
    """The events in the file with its date, and whether each is a repetition of an earlier line."""
    told: list[tuple[LogEvent, str, bool]] = []
    with gzip.GzipFile(path, "wb", compresslevel=1, mtime=0) as file:
        for number, event in enumerate(events):
            for is_again in (False, True) if number % _TWICE == _TWICE - 1 else (False,):
                # the rest of an old logger stands before some lines
                prefix = "Jan 15 00:00:48 localhost " if number % 211 == 7 and not is_again else ""
                file.write(f"{prefix}{event.line}\n".encode())
                told.append((event, day.isoformat(), is_again))
    return told


def _is_told(stretch: Watched, seen: set[tuple[str, str | None, str, int]]) -> bool:
    """Whether both ends of a stretch are in the logs that were written."""
    key = (stretch.user_id, stretch.item_id)
    return (*key, "play", stretch.started_at) in seen and (*key, stretch.ended_by, stretch.ended_at) in seen


def _events(told: Sequence[tuple[LogEvent, str, bool]]) -> Mart:
    columns = (
        "platform", "user_id", "course_id", "item_id", "event_date", "domain", "event_type", "event_source",
        "delivered_type", "session_cookie_id", "is_canonical", "timecode_seconds", "left_seconds", "log_date",
        "event_at",
    )  # fmt: skip
    rows: list[tuple[Fact, ...]] = []
    for event, log_date, is_again in told:
        where = (event.user_id, event.course_id, event.item_id, date_text(event.at // DAY))
        what = (event.domain, event.kind, event.source, event.delivered, event.session)
        counts = event.is_canonical and not is_again
        rows.append((PLATFORM, *where, *what, counts, event.place, event.left, log_date, _shown(event)))
    return Mart(columns, rows)


def _shown(event: LogEvent) -> int:
    """When it happened, as the log tells it: apps tell whole seconds."""
    return event.at // SECOND * SECOND if event.source == "mobile" else event.at


def _intervals(whole: Sequence[Watched]) -> Mart:
    columns = (
        "platform", "user_id", "course_id", "item_id", "event_date", "ended_by", "is_end_estimated",
        "start_second", "end_second", "watched_seconds",
    )  # fmt: skip
    rows: list[tuple[Fact, ...]] = [
        (
            PLATFORM, one.user_id, one.course_id, one.item_id, date_text(one.ended_at // DAY), one.ended_by,
            False, one.start, one.end, one.end - one.start,
        )
        for one in whole
    ]  # fmt: skip
    return Mart(columns, rows)


def _video_watch(whole: Sequence[Watched], told: Sequence[tuple[LogEvent, str, bool]]) -> Mart:
    columns = (
        "platform", "user_id", "course_id", "item_id", "watched_seconds", "max_position_seconds",
        "interval_count", "play_count", "pause_count", "seek_count",
    )  # fmt: skip
    done: dict[tuple[str, str, str | None], Counter[str]] = defaultdict(Counter)
    for event, _, is_again in told:
        if event.domain == "video" and event.kind != "load" and not is_again:
            done[event.user_id, event.course_id, event.item_id][event.kind] += 1
    found: dict[tuple[str, str, str | None], list[Watched]] = defaultdict(list)
    for one in whole:
        found[one.user_id, one.course_id, one.item_id].append(one)
    rows: list[tuple[Fact, ...]] = []
    for key, counts in done.items():
        stretches = found[key]
        seconds = sum(one.end - one.start for one in stretches)
        furthest = max((one.end for one in stretches), default=None)
        kinds = (counts["play"], counts["pause"], counts["seek"])
        rows.append((PLATFORM, *key, seconds, furthest, len(stretches), *kinds))
    return Mart(columns, rows)
