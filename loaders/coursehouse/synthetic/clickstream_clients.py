"""The browsers that people come with: addresses, agents, languages, places, and when cookies change."""

from __future__ import annotations

from random import Random

from coursehouse.synthetic.clickstream_events import Client
from coursehouse.synthetic.ids import MAIN, Identifiers
from coursehouse.synthetic.people import Person

_DEVICES = (
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/105.0.0.0 Safari/537.36",
        "Windows 10",
        "Chrome",
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/15.6 Safari/605.1.15",
        "Mac OS X",
        "Safari",
    ),
    ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:104.0) Gecko/20100101 Firefox/104.0", "Ubuntu", "Firefox"),
    (
        "Mozilla/5.0 (Linux; Android 12; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/105.0.0.0 Mobile Safari/537.36",
        "Android",
        "Chrome Mobile",
    ),
    ('Mozilla/5.0 (compatible; "reader" 2.1; C:\\reader)', "Other", "Other"),
)
_TIMEZONES = {
    "US": "America/Los_Angeles",
    "IN": "Asia/Kolkata",
    "BR": "America/Sao_Paulo",
    "NA": "Africa/Windhoek",
    "DE": "Europe/Berlin",
    "CN": "Asia/Shanghai",
    None: "UTC",
}
_REFERRERS = (
    None,
    None,
    "https://www.google.com/",
    'https://search.example.org/?q="data", free&page=2',
    "https://forum.example.org/t/1#post-2",
)
_SHARED_COOKIE_EVERY = 6


def visiting_client(ids: Identifiers, random: Random, person: Person, course: int, number: int) -> Client:
    """The browser of a learner on a visit.

    number: counts the cookies that the person has had in the course. Every now and then two persons use one
    browser and thereby one cookie.
    """
    own = Random(f"{ids.seed}/devices/{person.index}")
    devices = own.sample(_DEVICES, 2)
    is_other = random.random() < 0.3
    owner = person.index - (person.index % _SHARED_COOKIE_EVERY == 1)
    cookie = ids.sha1("cookie", course, owner, number, is_other)
    return _client(ids, random, ids.learner(person.index, MAIN), cookie, person, devices[is_other])


def unknown_client(ids: Identifiers, random: Random, person: Person, course: int, number: int) -> Client:
    """The browser of a visitor who is not logged in, at the place of this person."""
    cookie = ids.sha1("visitor cookie", course, number)
    return _client(ids, random, None, cookie, person, random.choice(_DEVICES))


def _client(
    ids: Identifiers,
    random: Random,
    user_id: str | None,
    cookie: str,
    person: Person,
    device: tuple[str, str, str],
) -> Client:
    profile = person.profile
    said = profile.country.lower() if profile.country and random.random() < 0.15 else profile.country
    first = profile.browser_language
    language = (
        first if random.random() < 0.3 else f"{first},{first[:2]};q=0.9,en;q={random.choice((7, 8)) / 10}"
    )
    user_agent, os, browser = device
    return Client(
        user_id=user_id,
        cookie=cookie,
        ip=ids.sha1("ip", cookie, random.randrange(3)),
        user_agent=user_agent,
        referrer=random.choice(_REFERRERS),
        language=language,
        country_said=said,
        region=profile.region,
        timezone=_TIMEZONES[profile.country],
        os=os,
        browser=browser,
    )
