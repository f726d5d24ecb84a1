"""The truth about who watched what of the videos."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coursehouse.synthetic.clickstream_events import Event
from coursehouse.synthetic.clickstream_player import HEARTBEAT_EVERY, Watched
from coursehouse.synthetic.clock import SECOND, date_text
from coursehouse.synthetic.truth_view import PLATFORM, Fact, content_id

_LAST_SECONDS = 5 * SECOND
INTERVAL_COLUMNS = (
    "platform",
    "video_watch_interval_id",
    "user_id",
    "course_id",
    "item_id",
    "event_date",
    "session_cookie_id",
    "ended_by",
    "is_end_estimated",
    "heartbeat_count",
    "start_second",
    "end_second",
    "playback_rate",
    "watched_seconds",
    "wall_seconds",
    "started_at",
    "ended_at",
)
USER_VIDEO_COLUMNS = (
    "platform",
    "user_id",
    "course_id",
    "item_id",
    "video_length_seconds",
    "watched_seconds",
    "unique_seconds",
    "rewatched_seconds",
    "coverage_fraction",
    "max_position_seconds",
    "heartbeat_seconds",
    "wall_seconds",
    "interval_count",
    "watched_date_count",
    "play_count",
    "pause_count",
    "seek_count",
    "rate_change_count",
    "download_count",
    "is_watched_95_percent",
    "has_reached_95_percent",
    "has_played_last_seconds",
    "has_end_event",
    "first_watched_at",
    "last_watched_at",
)


def interval_row(watched: Watched) -> tuple[Fact, ...]:
    """The row of a stretch that was watched."""
    return (
        PLATFORM,
        content_id(watched.first_event.event_id),
        watched.client.user_id,
        watched.video.course_id,
        watched.video.item_id,
        date_text(watched.day),
        watched.client.cookie,
        watched.ended_by,
        watched.is_end_estimated,
        watched.heartbeat_count,
        watched.start / SECOND,
        watched.end / SECOND,
        watched.quarters / 4,
        (watched.end - watched.start) / SECOND,
        (watched.ended_at - watched.started_at) / SECOND,
        watched.started_at,
        watched.ended_at,
    )


@dataclass
class UserVideo:
    """What one person did with one video; positions and times in milliseconds, stretches as (start, end)."""

    user_id: str
    is_learner: bool
    course_id: str
    item_id: str
    stretches: list[tuple[int, int]] = field(default_factory=list)
    wall: int = 0
    days: set[int] = field(default_factory=set)
    event_counts: Counter[str] = field(default_factory=Counter)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def watched(self) -> int:
        """How much was watched, every time counted."""
        return sum(end - start for start, end in self.stretches)

    @property
    def unique(self) -> int:
        """How much of the video was watched at least once."""
        total, reached = 0, 0
        for start, end in sorted(self.stretches):
            total += max(0, end - max(start, reached))
            reached = max(reached, end)
        return total

    @property
    def furthest(self) -> int | None:
        """The end of what was watched."""
        return max((end for _, end in self.stretches), default=None)

    def coverage(self, length: float) -> float:
        """How much of the video was watched at least once, as a fraction of it."""
        return min(1.0, self.unique / length)

    def judgements(self, length: float) -> tuple[bool, bool, bool, bool]:
        """Watched by three definitions, and whether the end was reported."""
        furthest = self.furthest
        return (
            self.unique >= 0.95 * length,
            furthest is not None and furthest > 0.95 * length,
            furthest is not None and furthest >= length - _LAST_SECONDS,
            self.event_counts["end"] > 0,
        )

    def row(self, length: float) -> tuple[Fact, ...]:
        """The row of the mart, given the length of the video in milliseconds."""
        counts = self.event_counts
        furthest = self.furthest
        return (
            PLATFORM,
            self.user_id,
            self.course_id,
            self.item_id,
            length / SECOND,
            self.watched / SECOND,
            self.unique / SECOND,
            (self.watched - self.unique) / SECOND,
            self.coverage(length),
            None if furthest is None else furthest / SECOND,
            counts["heartbeat"] * HEARTBEAT_EVERY / SECOND,
            self.wall / SECOND,
            len(self.stretches),
            len(self.days),
            counts["play"],
            counts["pause"],
            counts["seek"],
            counts["playback_rate_change"],
            counts["download_video"],
            *self.judgements(length),
            min((start for start, _ in self.spans), default=None),
            max((end for _, end in self.spans), default=None),
        )


def user_videos(
    user_id: str, is_learner: bool, events: Iterable[Event], watched: Sequence[Watched]
) -> list[UserVideo]:
    """What one person did with each video that he or she started."""
    found: dict[tuple[str, str], UserVideo] = {}
    for event in events:
        item_id = event.reading.get("item_id")
        if item_id is not None and event.page.course_id is not None:
            key = (event.page.course_id, str(item_id))
            video = found.setdefault(key, UserVideo(user_id, is_learner, *key))
            video.event_counts[event.key] += 1
    for stretch in watched:
        video = found[stretch.video.course_id, stretch.video.item_id]
        video.stretches.append((stretch.start, stretch.end))
        video.spans.append((stretch.started_at, stretch.ended_at))
        video.wall += stretch.ended_at - stretch.started_at
        video.days.add(stretch.day)
    return list(found.values())


def seconds_rows(
    course_id: str, item_id: str, length: float, users: Iterable[UserVideo]
) -> list[tuple[Fact, ...]]:
    """One row per second of a video: how many stretches and how many persons watched its middle."""
    second_count = int(-(-length // SECOND))
    views, viewers = [0] * second_count, [0] * second_count
    for user in users:
        seen: defaultdict[int, int] = defaultdict(int)
        for start, end in user.stretches:
            for second in range(_first_middle(start), min(_first_middle(end), second_count)):
                seen[second] += 1
        for second, count in seen.items():
            views[second] += count
            viewers[second] += 1
    return [
        (PLATFORM, course_id, item_id, second, views[second], viewers[second])
        for second in range(second_count)
    ]


def _first_middle(position: int) -> int:
    """The first second whose middle is not before this position."""
    return -(-(position - SECOND // 2) // SECOND)
