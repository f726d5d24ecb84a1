"""The truth about one part of the people of a course, as it is gathered while they are simulated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from coursehouse.synthetic.catalogue import LEARNER
from coursehouse.synthetic.clickstream_player import Trail
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.truth import write_rows
from coursehouse.synthetic.truth_clickstream_activity import (
    Moment,
    date_rows,
    moment_of,
    session_rows,
    time_row,
)
from coursehouse.synthetic.truth_clickstream_counts import (
    UNKNOWN_COUNTRY,
    Anchored,
    PageCounts,
    Timecodes,
    page_counts,
    timecodes,
)
from coursehouse.synthetic.truth_clickstream_events import EVENT_COLUMNS, event_row, identify
from coursehouse.synthetic.truth_clickstream_watch import UserVideo, interval_row, user_videos
from coursehouse.synthetic.truth_enrollments import current_role
from coursehouse.synthetic.truth_view import Fact, Mart

Rows = list[tuple[Fact, ...]]


@dataclass
class ChunkTruth:
    """The truth about one chunk; is_complete: every event arrives, so that all of it can be seen in the log.

    outside: per user id, the moments outside all courses. The events themselves go to a file at once.
    """

    course: int
    events_path: Path
    is_complete: bool
    sessions: Rows = field(default_factory=list)
    dates: Rows = field(default_factory=list)
    times: Rows = field(default_factory=list)
    intervals: Rows = field(default_factory=list)
    user_videos: list[UserVideo] = field(default_factory=list)
    outside: dict[str, list[Moment]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[str, PageCounts] = field(default_factory=lambda: defaultdict(PageCounts))
    timecodes: dict[str, Timecodes] = field(default_factory=lambda: defaultdict(Timecodes))
    anchored: dict[tuple[str, str], Anchored] = field(default_factory=lambda: defaultdict(Anchored))
    ever_enrolled_count: int = 0
    enrolled_count: int = 0
    active_count: int = 0

    @staticmethod
    def begin(folder: Path, course: int, number: int, is_complete: bool) -> ChunkTruth:
        """The truth about a chunk of which nothing is known yet."""
        return ChunkTruth(course, folder / f"events-{course:03}-{number:05}.csv", is_complete)

    def enroll(self, standing: Standing) -> None:
        """Counts a person among the learners of the course."""
        if standing.was_learner:
            self.ever_enrolled_count += 1
            self.enrolled_count += current_role(standing) == LEARNER
            self.active_count += bool(standing.progress)

    def follow(self, user_id: str | None, course_id: str, was_learner: bool, trail: Trail) -> None:
        """Adds what one person left behind; user_id is None for a visitor."""
        events = trail.events
        identify(events)
        for item_id, found in timecodes(events).items():
            self.timecodes[item_id].add(found)
        if user_id is not None:
            self.intervals += map(interval_row, trail.watched)
            self.user_videos += user_videos(user_id, was_learner, events, trail.watched)
        if not self.is_complete:
            return
        for item_id, page in page_counts(events, user_id is not None, was_learner).items():
            self.pages[item_id].add(page)
        with self.events_path.open("a", newline="", encoding="utf-8") as file:
            write_rows(file, Mart(EVENT_COLUMNS, [event_row(event) for event in events]))
        if user_id is not None:
            self._follow_activity(user_id, course_id, trail)

    def _follow_activity(self, user_id: str, course_id: str, trail: Trail) -> None:
        inside = [event for event in trail.events if event.page.course_id is not None]
        outside = [event for event in trail.events if event.page.course_id is None]
        if outside:
            self.outside[user_id] += map(moment_of, outside)
        self.sessions += session_rows(user_id, course_id, [moment_of(event) for event in inside])
        rows = date_rows(user_id, course_id, inside)
        self.dates += rows
        if rows:
            self.times.append(time_row(rows))
        for played in trail.played_through:
            self.anchored[course_id, played.client.country or UNKNOWN_COUNTRY].see(played)
