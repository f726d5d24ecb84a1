"""Writes what the marts of the clickstream must hold, from the parts that were gathered."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from coursehouse.synthetic.behaviour import STAFF_PER_COURSE, play_course
from coursehouse.synthetic.clickstream_chunk import ChunkResult
from coursehouse.synthetic.clickstream_config import ClickstreamConfig
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.people import build_person
from coursehouse.synthetic.truth import write_mart
from coursehouse.synthetic.truth_clickstream_activity import (
    DATE_COLUMNS,
    SESSION_COLUMNS,
    TIME_COLUMNS,
    Moment,
    session_rows,
)
from coursehouse.synthetic.truth_clickstream_chunk import ChunkTruth, Rows
from coursehouse.synthetic.truth_clickstream_counts import Lost
from coursehouse.synthetic.truth_clickstream_events import EVENT_COLUMNS
from coursehouse.synthetic.truth_clickstream_items import (
    LOSS_COLUMNS,
    PAGE_COLUMNS,
    SECOND_COLUMNS,
    VIDEO_COLUMNS,
    CourseTruth,
)
from coursehouse.synthetic.truth_clickstream_watch import INTERVAL_COLUMNS, USER_VIDEO_COLUMNS
from coursehouse.synthetic.truth_view import Fact, Mart, share, view_of
from coursehouse.synthetic.world import Course

EVENT_LOSS_COLUMNS = (
    "course_id",
    "country_cd",
    "event_count",
    "lost_event_count",
    "heartbeat_count",
    "lost_heartbeat_count",
    "lost_event_fraction",
    "lost_heartbeat_fraction",
)


def write_losses(folder: Path, results: Iterable[ChunkResult]) -> None:
    """Writes event_loss.csv: per course and country, what share of the events never arrived."""
    losses: dict[tuple[str, str], Lost] = defaultdict(Lost)
    for result in results:
        for key, lost in result.losses.items():
            losses[key].add(lost)
    rows: Rows = []
    for key, lost in sorted(losses.items()):
        events = (lost.event_count, lost.lost_event_count)
        heartbeats = (lost.heartbeat_count, lost.lost_heartbeat_count)
        shares = (share(events[1], events[0]), share(heartbeats[1], heartbeats[0]))
        rows.append((*key, *events, *heartbeats, *shares))
    write_mart(folder / "event_loss.csv", Mart(EVENT_LOSS_COLUMNS, rows))


def write_clickstream_truth(
    folder: Path,
    config: ClickstreamConfig,
    ids: Identifiers,
    courses: Sequence[Course],
    results: Sequence[ChunkResult],
) -> None:
    """Writes one csv file per mart; where events get lost, only of those that tell what was watched."""
    chunks = [result.truth for result in results if result.truth is not None]
    as_of = max(taken_at for course in courses for taken_at in course.snapshots)
    # what a course is made of shows without its learners
    institution = config.institution
    staff = [build_person(institution, institution.learners + each) for each in range(len(STAFF_PER_COURSE))]
    truths = []
    for course in courses:
        cast = play_course(institution, ids, course, staff)
        view = view_of(ids, institution.layout, as_of, cast, ())
        truths.append(CourseTruth(view, [chunk for chunk in chunks if chunk.course == course.index]))
    marts = {
        "video_watch_intervals": Mart(INTERVAL_COLUMNS, [row for part in chunks for row in part.intervals]),
        "users_items__video_watch": _joined(USER_VIDEO_COLUMNS, (each.user_videos() for each in truths)),
        "items_seconds__video_views": _joined(SECOND_COLUMNS, (each.seconds() for each in truths)),
        "items__video_summary": _joined(VIDEO_COLUMNS, (each.videos() for each in truths)),
    }
    if not config.loss:
        marts |= {
            "activity_sessions": Mart(SESSION_COLUMNS, _sessions(chunks)),
            "users_courses_dates__activity": _joined(DATE_COLUMNS, (part.dates for part in chunks)),
            "users_courses__time_on_task": _joined(TIME_COLUMNS, (part.times for part in chunks)),
            "items__access_summary": _joined(PAGE_COLUMNS, (each.pages() for each in truths)),
            "courses_countries__event_loss": _joined(LOSS_COLUMNS, (each.losses() for each in truths)),
        }
        write_mart(folder / "events.csv", Mart(EVENT_COLUMNS, []))
        with (folder / "events.csv").open("ab") as file:
            for part in chunks:
                if part.events_path.exists():
                    with part.events_path.open("rb") as rows:
                        shutil.copyfileobj(rows, file, 1 << 20)
    for name, mart in marts.items():
        write_mart(folder / f"{name}.csv", mart)


def _joined(columns: tuple[str, ...], parts: Iterable[Iterable[tuple[Fact, ...]]]) -> Mart:
    return Mart(columns, [row for part in parts for row in part])


def _sessions(chunks: Sequence[ChunkTruth]) -> Rows:
    """The sessions inside courses, and those of everybody outside them, where all courses meet."""
    rows = [row for part in chunks for row in part.sessions]
    outside: dict[str, list[Moment]] = defaultdict(list)
    for part in chunks:
        for user_id, moments in part.outside.items():
            outside[user_id] += moments
    for user_id, moments in outside.items():
        rows += session_rows(user_id, None, moments)
    return rows
