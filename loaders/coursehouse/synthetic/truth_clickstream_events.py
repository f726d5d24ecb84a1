"""The truth about single events: their ids and what they say."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from coursehouse.synthetic.clickstream_events import ACCESS, PAGEVIEW, Event
from coursehouse.synthetic.clock import DAY, date_text, instant
from coursehouse.synthetic.truth_view import PLATFORM, Fact

EVENT_COLUMNS = (
    "platform",
    "event_id",
    "user_id",
    "course_id",
    "item_id",
    "event_date",
    "domain",
    "event_type",
    "session_cookie_id",
    "course_slug",
    "access_type",
    "module_id",
    "url_path",
    "url_query",
    "url_fragment",
    "initial_referrer_url",
    "user_agent",
    "browser_language",
    "country_cd",
    "region_cd",
    "timezone",
    "os",
    "browser",
    "subtitle_language",
    "language_code",
    "video_technology",
    "is_duplicate_pageview",
    "is_redirect_pageview",
    "is_in_known_bad_period",
    "has_unreadable_value",
    "timecode_seconds",
    "playback_rate",
    "playback_rate_delta",
    "volume",
    "volume_delta",
    "event_at",
)
_TEXTS = ("subtitle_language", "language_code", "tech")
_NUMBERS = ("timecode", "playback_rate", "playback_rate_delta", "volume", "volume_delta")
# when the platform wrote pageviews twice, as its guide says
_BAD_PAGEVIEWS_FROM, _BAD_PAGEVIEWS_UNTIL = instant("2016-05-17 18:00:00"), instant("2016-05-21 00:00:00")


def identify(events: Iterable[Event]) -> None:
    """Gives every event of one browser its id: what it says, and which of the equal ones it is."""
    seen: Counter[str] = Counter()
    for event in events:
        said = hashlib.sha256(event.content().encode()).hexdigest()
        seen[said] += 1
        event.event_id = f"{said}-{seen[said]}"


def event_row(event: Event) -> tuple[Fact, ...]:
    """The row of an event in the mart."""
    client, page, reading = event.client, event.page, event.reading
    is_bad = event.key == PAGEVIEW and _BAD_PAGEVIEWS_FROM <= event.at < _BAD_PAGEVIEWS_UNTIL
    return (
        PLATFORM,
        event.event_id,
        client.user_id,
        page.course_id,
        event.item_id,
        date_text(event.at // DAY),
        event.domain,
        event.key,
        client.cookie,
        page.course_slug,
        page.access_type,
        None if event.domain == ACCESS else reading.get("module_id"),
        page.path,
        page.query,
        page.fragment,
        client.referrer,
        client.user_agent,
        client.language,
        client.country,
        client.region,
        client.timezone,
        client.os,
        client.browser,
        *map(reading.get, _TEXTS),
        event.is_duplicate,
        event.is_redirect,
        is_bad,
        event.is_unreadable,
        *map(reading.get, _NUMBERS),
        event.at,
    )
