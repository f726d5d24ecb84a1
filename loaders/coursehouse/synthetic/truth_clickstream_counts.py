"""The truth about items and countries: who came to a page, what was lost on the way."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from coursehouse.synthetic.clickstream_events import (
    ACCESS,
    PAGE_PRELOADED,
    PAGE_REQUESTED,
    Event,
)
from coursehouse.synthetic.clickstream_player import HEARTBEAT_EVERY, PlayedThrough
from coursehouse.synthetic.clock import SECOND

UNKNOWN_COUNTRY = "unknown"
# a heartbeat due this long before a video stops may not be sent any more
_TOLERANCE = SECOND // 2


@dataclass
class PageCounts:
    """What happened on the page of one item."""

    counts: Counter[str] = field(default_factory=Counter)
    pageview_count: int = 0
    duplicate_count: int = 0
    user_count: int = 0
    learner_count: int = 0
    first_at: int | None = None
    last_at: int | None = None

    def see(self, event: Event) -> None:
        """Counts an event of this page."""
        self.counts[event.key] += 1
        self.pageview_count += event.is_real_pageview
        self.duplicate_count += event.is_duplicate
        self.first_at = event.at if self.first_at is None else min(self.first_at, event.at)
        self.last_at = event.at if self.last_at is None else max(self.last_at, event.at)

    def add(self, other: PageCounts) -> None:
        """Takes over what other people did there."""
        self.counts.update(other.counts)
        self.pageview_count += other.pageview_count
        self.duplicate_count += other.duplicate_count
        self.user_count += other.user_count
        self.learner_count += other.learner_count
        self.first_at = min((at for at in (self.first_at, other.first_at) if at is not None), default=None)
        self.last_at = max((at for at in (self.last_at, other.last_at) if at is not None), default=None)

    def row(self) -> tuple[int | None, ...]:
        """The counts in the mart's order, without those of the course."""
        requests = (self.counts[PAGE_REQUESTED], self.counts[PAGE_PRELOADED])
        return self.pageview_count, self.duplicate_count, *requests, self.user_count, self.learner_count


def page_counts(events: Iterable[Event], is_user: bool, is_learner: bool) -> dict[str, PageCounts]:
    """Per item id: what one person did on its page."""
    pages: dict[str, PageCounts] = defaultdict(PageCounts)
    for event in events:
        if event.domain == ACCESS and event.page.course_id is not None and event.page.item_id is not None:
            pages[event.page.item_id].see(event)
    for page in pages.values():
        page.user_count = int(is_user and page.pageview_count > 0)
        page.learner_count = page.user_count * is_learner
    return pages


@dataclass
class Timecodes:
    """The positions that events of one video tell, in milliseconds; last_end: the largest of an end event."""

    positions: array[float] = field(default_factory=lambda: array("d"))
    last_end: float | None = None

    def see(self, key: str, position: float) -> None:
        """Adds the position of an event."""
        self.positions.append(position)
        if key == "end":
            self.last_end = position if self.last_end is None else max(self.last_end, position)

    def add(self, other: Timecodes) -> None:
        """Takes over what other people's events tell."""
        self.positions.extend(other.positions)
        ends = [end for end in (self.last_end, other.last_end) if end is not None]
        self.last_end = max(ends, default=None)

    @property
    def length_source(self) -> str:
        """Where the length comes from."""
        return "timecodes" if self.last_end is None else "end_event"

    @property
    def length(self) -> float:
        """The length as a reader of the log can know it: where it ended, else the 99th percentile."""
        if self.last_end is not None:
            return self.last_end
        ordered = sorted(self.positions)
        place = 0.99 * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def timecodes(events: Iterable[Event]) -> dict[str, Timecodes]:
    """Per video: what these events tell of positions in it."""
    found: dict[str, Timecodes] = defaultdict(Timecodes)
    for event in events:
        if "timecode" in event.reading:
            position = float(event.reading["timecode"]) * SECOND
            found[str(event.reading["item_id"])].see(event.key, round(position))
    return found


@dataclass
class Anchored:
    """Plays that ran through to a pause or the end: how many, and the heartbeats that they must have sent."""

    play_count: int = 0
    expected_count: int = 0
    received_count: int = 0

    def see(self, played: PlayedThrough) -> None:
        """Adds a play."""
        expected = max(0, (played.wall - _TOLERANCE) // HEARTBEAT_EVERY)
        self.play_count += 1
        self.expected_count += expected
        self.received_count += min(expected, played.heartbeat_count)

    def add(self, other: Anchored) -> None:
        """Takes over the plays of other people."""
        self.play_count += other.play_count
        self.expected_count += other.expected_count
        self.received_count += other.received_count


@dataclass
class Lost:
    """Events that were made and events that never arrived; of them the heartbeats."""

    event_count: int = 0
    lost_event_count: int = 0
    heartbeat_count: int = 0
    lost_heartbeat_count: int = 0

    def see(self, event: Event, is_lost: bool) -> None:
        """Counts an event."""
        is_heartbeat = event.key == "heartbeat"
        self.event_count += 1
        self.lost_event_count += is_lost
        self.heartbeat_count += is_heartbeat
        self.lost_heartbeat_count += is_lost and is_heartbeat

    def add(self, other: Lost) -> None:
        """Takes over the events of other people."""
        self.event_count += other.event_count
        self.lost_event_count += other.lost_event_count
        self.heartbeat_count += other.heartbeat_count
        self.lost_heartbeat_count += other.lost_heartbeat_count
