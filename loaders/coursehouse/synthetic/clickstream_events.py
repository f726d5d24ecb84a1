"""Events as browsers report them: what a raw row says, and what the simulation knows beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from coursehouse.synthetic.clickstream_pages import Page
from coursehouse.synthetic.clock import SECOND, log_timestamp
from coursehouse.synthetic.truth_view import content_text
from coursehouse.synthetic.writer import quoted

VIDEO, ACCESS = "video", "access"
DOMAINS = (VIDEO, ACCESS)
PAGEVIEW, PAGE_REQUESTED, PAGE_PRELOADED = "pageview", "page_requested", "page_preloaded"
ACCESS_KEYS = (PAGEVIEW, PAGE_REQUESTED, PAGE_PRELOADED)

# what the value of an event says: name -> text or number
Reading = Mapping[str, str | float]
NOTHING: Reading = {}


@dataclass(frozen=True)
class Client:
    """A browser on one visit; user_id is None for a visitor. country_said: as the log writes it."""

    user_id: str | None
    cookie: str
    ip: str
    user_agent: str
    referrer: str | None
    language: str
    country_said: str | None
    region: str | None
    timezone: str
    os: str
    browser: str

    @property
    def country(self) -> str | None:
        """The country in upper case."""
        return self.country_said.upper() if self.country_said else None

    @cached_property
    def cells(self) -> tuple[str, str, str, str]:
        """The raw cells before the timestamp, before the url, before the course, and before the key."""
        return tuple(",".join(map(_cell, part)) for part in self._parts)  # type: ignore[return-value]

    @cached_property
    def texts(self) -> tuple[str, str, str, str]:
        """The same parts as content_id reads them."""
        return tuple(content_text(*part) for part in self._parts)  # type: ignore[return-value]

    @property
    def _parts(self) -> tuple[tuple[str | None, ...], ...]:
        place = (self.country_said, self.region, self.timezone, self.os, self.browser)
        return (
            (self.user_id, self.cookie),
            (self.ip, self.user_agent),
            (self.referrer, self.language),
            place,
        )


@dataclass(slots=True)
class Event:
    """A row of the log; is_duplicate, is_redirect: what the simulation knows of a pageview.

    reading: what the value says, nothing where is_unreadable. event_id: told once all events are made.
    """

    at: int
    key: str
    client: Client
    page: Page
    value: str = "{}"
    reading: Reading = field(default_factory=lambda: NOTHING)
    is_duplicate: bool = False
    is_redirect: bool = False
    is_unreadable: bool = False
    event_id: str = ""

    @property
    def domain(self) -> str:
        """The kind of file that holds the event."""
        return ACCESS if self.key in ACCESS_KEYS else VIDEO

    @property
    def is_real_pageview(self) -> bool:
        """Whether somebody went to a page."""
        return self.key == PAGEVIEW and not (self.is_duplicate or self.is_redirect)

    @property
    def item_id(self) -> str | None:
        """The item: of a video event as its value says, else as the address says."""
        if self.domain == ACCESS:
            return self.page.item_id
        return str(self.reading["item_id"]) if "item_id" in self.reading else None

    def line(self) -> str:
        """The raw row."""
        user, machine, origin, place = self.client.cells
        page = self.page
        return (
            f'{user},"{log_timestamp(self.at)}",{machine},{page.url_cell},{origin},{page.course_cell},{place},'
            f'"{self.key}",{quoted(self.value)}\n'
        )

    def content(self) -> str:
        """The 16 raw fields as content_id reads them, the timestamp as microseconds."""
        user, machine, origin, place = self.client.texts
        page = self.page
        moment = content_text(self.at * SECOND)
        said = content_text(self.key, self.value)
        return f"{user}{moment}{machine}{page.url_text}{origin}{page.course_text}{place}{said}"


def repeated(event: Event) -> Event:
    """The same row once more."""
    return replace(event)


def _cell(value: str | None) -> str:
    return "" if value is None else quoted(value)
