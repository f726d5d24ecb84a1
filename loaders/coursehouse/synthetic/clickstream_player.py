"""A video player: what it reports of a viewing, and what was truly watched."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursehouse.synthetic.clickstream_events import Client, Event, repeated
from coursehouse.synthetic.clickstream_pages import Video
from coursehouse.synthetic.clickstream_values import FIELDS_OF_KEY, ValueStyle, value_text
from coursehouse.synthetic.clock import DAY, SECOND

HEARTBEAT_EVERY = 5 * SECOND
# Moments of a viewing are whole multiples of 4 ms: positions are then whole milliseconds at every rate.
GRID = 4
NORMAL_RATE = 4


@dataclass(slots=True)
class Watched:
    """A stretch of a video watched without interruption, at one rate (quarters: 4 times it), on one date.

    first_event: the event that first told of it. ended_by: the key of the event that told of its end.
    """

    client: Client
    video: Video
    quarters: int
    started_at: int
    start: int
    first_event: Event
    ended_at: int
    end: int
    ended_by: str
    is_end_estimated: bool = False
    heartbeat_count: int = 0

    @property
    def day(self) -> int:
        """The date of the log that tells of it, as a day number."""
        return self.ended_at // DAY

    def extend(self, event: Event, position: int) -> None:
        """Goes on to the position at which this event was reported."""
        self.ended_at, self.end, self.ended_by = event.at, position, event.key
        self.is_end_estimated = event.key == "seek"
        self.heartbeat_count += event.key == "heartbeat"


@dataclass(frozen=True, slots=True)
class PlayedThrough:
    """A play that a pause or the end followed with nothing but heartbeats between, on one date."""

    client: Client
    course_id: str
    wall: int
    heartbeat_count: int


@dataclass
class Trail:
    """What somebody leaves behind: events in time order, what was watched, plays without a break."""

    events: list[Event] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)
    played_through: list[PlayedThrough] = field(default_factory=list)


class Player:
    """One page with one video open; `at` is now, `position` where the video stands, both in milliseconds."""

    def __init__(self, trail: Trail, client: Client, video: Video, style: ValueStyle, at: int) -> None:
        self.trail, self.client, self.video, self.style = trail, client, video, style
        self.at = at
        self.position = 0
        self.quarters = NORMAL_RATE
        self.volume = 1.0
        self.subtitle = ""
        self.is_playing = False
        self.until_heartbeat = HEARTBEAT_EVERY
        self._reported_at, self._reported_position = at, 0
        self._open: Watched | None = None
        self._played_at: int | None = None
        self._heartbeat_count = 0

    @property
    def has_ended(self) -> bool:
        """Whether the video stands at its end."""
        return self.position == self.video.length

    def wait(self, wall: int) -> None:
        """Lets time pass while the video stands."""
        self.at += wall // GRID * GRID

    def load(self, position: int) -> None:
        """The page appears: the player starts at 0, then jumps to where the viewer had been."""
        self._report("start", timecode=0)
        self.position = position

    def play(self) -> None:
        """The video begins to run."""
        self._report("play")
        self._begin()
        self._played_at = self.at

    def play_at(self, target: int) -> None:
        """The viewer of a standing video clicks on another place, which also sets it going: one instant."""
        self.position = target
        self._report("seek")
        self._report("play")
        self._begin()

    def _begin(self) -> None:
        self.is_playing, self.until_heartbeat, self._heartbeat_count = True, HEARTBEAT_EVERY, 0

    def run(self, wall: int) -> None:
        """Plays so long, or to the end of the video; a heartbeat due at the last moment is not sent yet."""
        end_at = self.at + wall // GRID * GRID
        while self.is_playing and self.at < end_at:
            if self.until_heartbeat == 0:
                self._heartbeat()
            until_end = -(-(self.video.length - self.position) * 4 // self.quarters)
            until_end += -until_end % GRID
            step = min(self.until_heartbeat, end_at - self.at, until_end)
            self.at += step
            self.until_heartbeat -= step
            self.position = min(self.video.length, self.position + step * self.quarters // 4)
            if self.has_ended:
                self._stop("end")

    def run_between_heartbeats(self, wall: int) -> None:
        """Plays about so long, so that what follows coincides with no heartbeat and no half second."""
        self.run(wall)
        while self.is_playing and (self.until_heartbeat in (0, HEARTBEAT_EVERY) or self.position % 500 == 0):
            self.run(40 * GRID)

    def run_to_heartbeat(self, count: int) -> None:
        """Plays until so many heartbeats have been sent."""
        if self.until_heartbeat == 0:
            self._heartbeat()
        self.run(self.until_heartbeat + (count - 1) * HEARTBEAT_EVERY)
        if self.is_playing:
            self._heartbeat()

    def pause(self, is_sent_twice: bool = False) -> None:
        """The viewer pauses; at times the row comes twice."""
        event = self._stop("pause")
        if is_sent_twice:
            self.trail.events.append(repeated(event))

    def seek(self, target: int) -> None:
        """The viewer goes to another place; a running video runs on from there."""
        self._report("seek", timecode=target)
        self.position = self._reported_position = target
        self._open = self._played_at = None

    def change_rate(self, quarters: int) -> None:
        """The video runs faster or slower from now on."""
        delta = (quarters - self.quarters) / 4
        self._report("playback_rate_change", playback_rate=quarters / 4, playback_rate_delta=delta)
        self.quarters = quarters
        self._open = self._played_at = None

    def change_volume(self, volume: float, is_broken: bool = False) -> None:
        """The viewer changes the volume; a broken value was cut off on its way."""
        delta = round(volume - self.volume, 2)
        self.volume = volume
        if not is_broken:
            self._played_at = None
            self._report("volume_change", volume_delta=delta)
            return
        value = value_text(self.style, self._reading("volume_change", {"volume_delta": delta}))
        broken = Event(self.at, "volume_change", self.client, self.video.page, value[:-9], is_unreadable=True)
        self.trail.events.append(broken)

    def change_subtitle(self, language: str) -> None:
        """The viewer chooses another language."""
        self.subtitle = language
        self._played_at = None
        self._report("subtitle_change")

    def buffer(self, wall: int) -> None:
        """The video stops until more of it has arrived; no event tells that it runs again."""
        self._report("wait")
        self.wait(wall)
        self._played_at = None

    def download(self, language: str | None) -> None:
        """The viewer downloads the video, or its subtitles in a language."""
        said = {} if language is None else {"language_code": language}
        self._append("download_video" if language is None else "download_subtitle", said)

    def _heartbeat(self) -> None:
        self._report("heartbeat")
        self._heartbeat_count += 1
        self.until_heartbeat = HEARTBEAT_EVERY

    def _stop(self, key: str) -> Event:
        event = self._report(key)
        if self._played_at is not None and self._played_at // DAY == self.at // DAY:
            wall = self.at - self._played_at
            through = PlayedThrough(self.client, self.video.course_id, wall, self._heartbeat_count)
            self.trail.played_through.append(through)
        self.is_playing = False
        self._open = self._played_at = None
        return event

    def _report(self, key: str, timecode: int | None = None, **changes: float) -> Event:
        """Reports an event, and keeps what was watched since the last one."""
        event = self._append(key, changes, timecode)
        if self.is_playing and self.position > self._reported_position:
            goes_on = self._open is not None and self._open.day == event.at // DAY
            if self._open is None or not goes_on:
                since = (self._reported_at, self._reported_position)
                self._open = Watched(
                    self.client, self.video, self.quarters, *since, event, event.at, self.position, key
                )
                self.trail.watched.append(self._open)
            self._open.extend(event, self.position)
        self._reported_at, self._reported_position = self.at, self.position
        return event

    def _append(
        self, key: str, changes: dict[str, float] | dict[str, str], timecode: int | None = None
    ) -> Event:
        reading = self._reading(key, changes, timecode)
        value = value_text(self.style, reading)
        event = Event(self.at, key, self.client, self.video.page, value, reading)
        self.trail.events.append(event)
        return event

    def _reading(
        self, key: str, changes: dict[str, float] | dict[str, str], timecode: int | None = None
    ) -> dict[str, str | float]:
        state: dict[str, str | float] = {
            "item_id": self.video.item_id,
            "module_id": self.video.module_id,
            "timecode": (self.position if timecode is None else timecode) / SECOND,
            "video_name": self.video.name,
            "playback_rate": self.quarters / 4,
            "subtitle_language": self.subtitle,
            "tech": "html5",
            "volume": self.volume,
            **changes,
        }
        return {name: state[name] for name in FIELDS_OF_KEY[key]}
