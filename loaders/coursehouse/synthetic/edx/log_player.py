"""Players of videos in tracking logs, and the stretches that were watched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coursehouse.synthetic.clock import DAY, MINUTE, SECOND
from coursehouse.synthetic.edx.log_lines import HOST, LineWriter, LogEvent
from coursehouse.synthetic.edx.runs import PlacedItem

# what a player is called in logs, in browsers and in apps, and in the words of all platforms
PLAYER = {
    "load": ("load_video", "edx.video.loaded"),
    "play": ("play_video", "edx.video.played"),
    "pause": ("pause_video", "edx.video.paused"),
    "seek": ("seek_video", "edx.video.position.changed"),
    "end": ("stop_video", "edx.video.stopped"),
}


@dataclass(frozen=True)
class Watched:
    """A stretch of a video watched without interruption."""

    user_id: str
    course_id: str
    item_id: str
    started_at: int
    ended_at: int
    start: float
    end: float
    ended_by: str


@dataclass
class Player:
    """One person's viewing in a run; busy_until: by video, when the last visit of it was over."""

    lines: LineWriter
    watched: list[Watched] = field(default_factory=list)
    busy_until: dict[str, int] = field(default_factory=dict)

    def watch(self, placed: PlacedItem, at: int) -> Iterator[LogEvent]:
        """One visit of a video: stretches that a pause, a jump or the end closes, or that nothing closes."""
        random, block_id = self.lines.random, placed.block.block_id
        length = 120 + int(self.lines.state.ids.digest("length", block_id)[:4], 16) % 400
        place, now = 0.0, at
        yield self._player(placed, "load", now, None)
        count = random.randrange(1, 4)
        for number in range(count):
            now += random.randrange(1, 8) * SECOND
            told = place
            started = now
            yield self._player(placed, "play", now, told)
            seconds = min(float(random.randrange(5, 90)), length - place)
            now += int(seconds * SECOND)
            start, place = place, place + seconds
            draw = random.random()
            if place >= length:
                yield self._player(placed, "end", now, place)
                self._plant(block_id, started, now, start, place, "end")
                break
            if draw < 0.1:
                # the browser is closed, which nothing tells
                break
            # a jump is no end of a visit: what is played next then begins where it led to
            if draw < 0.4 and number < count - 1:
                target = float(random.randrange(length - 5))
                yield self._player(placed, "seek", now, target, place)
                self._plant(block_id, started, now, start, place, "seek")
                place = target
            else:
                yield self._player(placed, "pause", now, place)
                self._plant(block_id, started, now, start, place, "pause")
        self.busy_until[block_id] = now + MINUTE

    def _plant(self, block_id: str, at: int, until: int, start: float, end: float, by: str) -> None:
        who = (str(self.lines.user_id), self.lines.state.key.canonical, block_id)
        self.watched.append(Watched(*who, at, until, start, end, by))

    def _player(
        self, placed: PlacedItem, kind: str, at: int, place: float | None, left: float | None = None
    ) -> LogEvent:
        block_id, source = placed.block.block_id, "mobile" if self.lines.is_mobile else "browser"
        name = self.lines.state.key.bare(block_id)
        payload: dict[str, object] = {"id": name, "code": "mobile" if self.lines.is_mobile else "html5"}
        if kind == "seek":
            payload |= {"old_time": left, "new_time": place, "type": "onSlideSeek"}
        elif place is not None:
            payload["current_time" if self.lines.is_mobile else "currentTime"] = place
        event_type, app_name = PLAYER[kind]
        page = f"https://{HOST}{self.lines.address(placed)}"
        received_at = None
        if self.lines.is_mobile:
            # apps keep events while they are offline, at times for more than a day
            received_at = at + self.lines.random.randrange(
                2 * DAY if self.lines.random.random() < 0.1 else 5 * MINUTE
            )
        line = self.lines.line(
            at, source, event_type, payload, page=page, received_at=received_at,
            path="/segmentio/event" if self.lines.is_mobile else "/event",
            name=app_name if self.lines.is_mobile else None,
        )  # fmt: skip
        what = ("video", kind, event_type)
        return self.lines.event(at, line, block_id, source, what, True, received_at, place, left)
