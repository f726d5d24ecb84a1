"""The truth about the items and countries of one course, over all its people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.truth_clickstream_chunk import ChunkTruth
from coursehouse.synthetic.truth_clickstream_counts import Anchored, PageCounts, Timecodes
from coursehouse.synthetic.truth_clickstream_watch import UserVideo, seconds_rows
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, mean_of, median_of, share

_NAMED = ("platform", "course_id", "item_id", "item_name", "item_kind", "is_in_course")
_ENROLLED = ("ever_enrolled_count", "enrolled_count", "active_count")
SECOND_COLUMNS = ("platform", "course_id", "item_id", "video_second", "view_count", "viewer_count")
VIDEO_COLUMNS = (
    *_NAMED,
    "length_source",
    "video_length_seconds",
    "viewer_count",
    "learner_viewer_count",
    *_ENROLLED,
    "watched_seconds",
    "unique_seconds",
    "rewatched_seconds",
    "mean_coverage_fraction",
    "median_coverage_fraction",
    "watched_95_percent_count",
    "reached_95_percent_count",
    "played_last_seconds_count",
    "end_event_count",
    "play_count",
    "pause_count",
    "seek_count",
    "download_count",
)
PAGE_COLUMNS = (
    *_NAMED,
    "pageview_count",
    "duplicate_pageview_count",
    "page_requested_count",
    "page_preloaded_count",
    "user_count",
    "learner_count",
    *_ENROLLED,
    "first_event_at",
    "last_event_at",
)
LOSS_COLUMNS = (
    "platform",
    "course_id",
    "country_cd",
    "anchored_play_count",
    "expected_heartbeat_count",
    "received_heartbeat_count",
    "estimated_loss_fraction",
)


class CourseTruth:
    """All people of one course together."""

    def __init__(self, view: CourseView, chunks: Iterable[ChunkTruth]) -> None:
        self._view, self._course_id = view, view.course.course_id
        self._videos: dict[str, list[UserVideo]] = defaultdict(list)
        self._pages: dict[str, PageCounts] = defaultdict(PageCounts)
        self._timecodes: dict[str, Timecodes] = defaultdict(Timecodes)
        self._anchored: dict[str, Anchored] = defaultdict(Anchored)
        ever, enrolled, active = 0, 0, 0
        for chunk in chunks:
            ever += chunk.ever_enrolled_count
            enrolled += chunk.enrolled_count
            active += chunk.active_count
            for video in chunk.user_videos:
                self._videos[video.item_id].append(video)
            for item_id, page in chunk.pages.items():
                self._pages[item_id].add(page)
            for item_id, codes in chunk.timecodes.items():
                self._timecodes[item_id].add(codes)
            for (_, country), anchored in chunk.anchored.items():
                self._anchored[country].add(anchored)
        self._enrolled = (ever, enrolled, active)

    def user_videos(self) -> Iterator[tuple[Fact, ...]]:
        """Rows of users_items__video_watch."""
        for item_id, codes in self._timecodes.items():
            length = codes.length
            for user in self._videos[item_id]:
                yield user.row(length)

    def seconds(self) -> Iterator[tuple[Fact, ...]]:
        """Rows of items_seconds__video_views."""
        for item_id, codes in self._timecodes.items():
            yield from seconds_rows(self._course_id, item_id, codes.length, self._videos[item_id])

    def videos(self) -> Iterator[tuple[Fact, ...]]:
        """Rows of items__video_summary."""
        for item_id, codes in self._timecodes.items():
            users, length = self._videos[item_id], codes.length
            viewers = [user for user in users if user.watched > 0]
            coverage = [user.coverage(length) for user in viewers]
            judged = [user.judgements(length) for user in users]
            watched, unique = sum(user.watched for user in users), sum(user.unique for user in users)
            counts: Counter[str] = Counter()
            for user in users:
                counts.update(user.event_counts)
            yield (
                *self._named(item_id),
                codes.length_source,
                length / SECOND,
                len(viewers),
                sum(user.is_learner for user in viewers),
                *self._enrolled,
                watched / SECOND,
                unique / SECOND,
                (watched - unique) / SECOND,
                mean_of(coverage),
                median_of(coverage),
                *(sum(judgement[place] for judgement in judged) for place in range(4)),
                counts["play"],
                counts["pause"],
                counts["seek"],
                counts["download_video"],
            )

    def pages(self) -> Iterator[tuple[Fact, ...]]:
        """Rows of items__access_summary."""
        for item_id, page in self._pages.items():
            yield (*self._named(item_id), *page.row(), *self._enrolled, page.first_at, page.last_at)

    def losses(self) -> Iterator[tuple[Fact, ...]]:
        """Rows of courses_countries__event_loss."""
        for country, seen in self._anchored.items():
            received = share(seen.received_count, seen.expected_count)
            loss = None if received is None else 1 - received
            counts = (seen.play_count, seen.expected_count, seen.received_count)
            yield (PLATFORM, self._course_id, country, *counts, loss)

    def _named(self, item_id: str) -> tuple[Fact, ...]:
        view = self._view
        name, kind = view.item_names.get(item_id), view.kind_of(view.course.original, item_id)
        is_in_course = any(item_id in positions for positions in view.positions.values())
        return PLATFORM, self._course_id, item_id, name, kind, is_in_course
