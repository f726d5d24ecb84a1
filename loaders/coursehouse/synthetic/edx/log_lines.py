"""Lines of tracking logs, each with what a warehouse must make of it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from coursehouse.synthetic.clock import HOUR
from coursehouse.synthetic.edx.behaviour import Taking
from coursehouse.synthetic.edx.dialect import iso, json_line
from coursehouse.synthetic.edx.runs import PlacedItem
from coursehouse.synthetic.edx.state import RunState

HOST = "courses.example.org"
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/16.1 Safari/605.1.15",
)


@dataclass(frozen=True)
class LogEvent:
    """A line of a log. received_at: when an app's event arrived, None elsewhere; is_canonical: it counts.

    domain, kind, delivered: what it is in the words of all platforms, and as edX calls it now. place: of a
    player's event where it stands, left: where a seek came from.
    """

    at: int
    received_at: int | None
    line: str
    user_id: str
    course_id: str
    item_id: str | None
    source: str
    domain: str
    kind: str
    delivered: str
    is_canonical: bool
    session: str | None
    place: float | None = None
    left: float | None = None

    @property
    def filed_at(self) -> int:
        """What decides the day of the log that holds it."""
        return self.at if self.received_at is None else self.received_at


@dataclass
class LineWriter:
    """Writes lines of logs about one person in a run."""

    state: RunState
    taking: Taking
    seed: int

    def __post_init__(self) -> None:
        index = self.taking.index
        self.random = Random(f"{self.seed}/edx logs/{self.state.key.canonical}/{index}")
        self.user_id = self.state.ids.user(index)
        self.agent = _AGENTS[index % len(_AGENTS)]
        self.is_mobile = index % 7 == 3

    def session(self, at: int) -> str:
        """The browser session at an instant."""
        return self.state.ids.digest("session", self.taking.index, at // (6 * HOUR))

    def line(
        self,
        at: int,
        source: str,
        event_type: str,
        event: object,
        *,
        path: str = "/event",
        page: str | None = None,
        received_at: int | None = None,
        more: dict[str, object] | None = None,
        name: str | None = None,
    ) -> str:
        """A line as the platform writes it."""
        state, is_app = self.state, source == "mobile"
        context: dict[str, object] = {
            "user_id": self.user_id,
            "org_id": state.key.org,
            "course_id": state.written,
            "path": path,
            **(more or {}),
        }
        if received_at is not None:
            context["received_at"] = iso(received_at).replace("Z", "+00:00")
            context["application"] = {"name": "edx.mobileapp.android", "version": "2.6.1"}
        body: dict[str, object] = {
            "username": state.ids.username(self.taking.index),
            "event_type": event_type,
            "ip": "" if is_app else f"192.0.2.{self.taking.index % 250}",
            "agent": self.agent,
            "host": HOST,
            "session": "" if is_app else self.session(at),
            "event": event if source == "server" else json_line(event),
            "event_source": source,
            "context": context,
            "time": iso(at)[:-5] + "+00:00" if is_app else iso(at).replace("Z", "000+00:00"),
            "page": page,
        }
        if name is not None:
            body["name"] = name
        if source != "mobile":
            body |= {"referer": page or "", "accept_language": "en-US,en;q=0.8"}
        return json_line(body)

    def event(
        self,
        at: int,
        line: str,
        item_id: str | None,
        source: str,
        what: tuple[str, str, str],
        is_canonical: bool = True,
        received_at: int | None = None,
        place: float | None = None,
        left: float | None = None,
    ) -> LogEvent:
        """A line with what it tells; what: domain, kind, and the kind as delivered."""
        session = None if source == "mobile" else self.session(at)
        who = (str(self.user_id), self.state.key.canonical, item_id, source)
        return LogEvent(at, received_at, line, *who, *what, is_canonical, session, place, left)

    def address(self, placed: PlacedItem) -> str:
        """The path of the page that shows an item."""
        names = (placed.chapter.name, placed.sequential.name)
        return f"/courses/{self.state.written}/courseware/{names[0]}/{names[1]}/"
