"""What edX knows of the persons of the institution."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from coursehouse.synthetic.clock import DAY, SECOND, instant
from coursehouse.synthetic.edx.dialect import json_text
from coursehouse.synthetic.people import Person

_OPENED_AT = instant("2012-03-05 10:00:00")
_GENDERS = ("m", "f", "o", "", None)
_EDUCATION = ("p", "m", "b", "a", "hs", "jhs", "el", "none", "other", "", None)
_LANGUAGES = ("en", "fr", "zh_HANS", "pt", None)
_GOALS = ("To learn.\r\nAnd to\tteach.", "C:\\goals \\n", "", None)
_BIOS = ("I like \\LaTeX and tabs:\t.", "Étudiante 🎓\nà Lyon", None, None)


@dataclass(frozen=True)
class EdxProfile:
    """An account and its profile; language: the code of a language known, if the person named one."""

    joined_at: int
    last_login_at: int | None
    country: str | None
    gender: str | None
    education: str | None
    year_of_birth: int | None
    language: str | None
    goals: str | None
    bio: str | None
    meta: str


def edx_profile(seed: int, person: Person) -> EdxProfile:
    """The profile of a person; the country is the one that Coursera knows."""
    random = Random(f"{seed}/edx profile/{person.index}")
    joined_at = _OPENED_AT + random.randrange(360 * DAY // SECOND) * SECOND
    names = {"old_names": [['Ann "A." \\ Other', "I married", "2014-01-01T00:00:00+00:00"]]}
    return EdxProfile(
        joined_at=joined_at,
        last_login_at=joined_at + random.randrange(5 * DAY) if random.random() < 0.95 else None,
        country=person.profile.country if random.random() < 0.9 else "",
        gender=random.choice(_GENDERS),
        education=random.choice(_EDUCATION),
        year_of_birth=random.choice((None, *range(1950, 2005))),
        language=random.choice(_LANGUAGES),
        goals=random.choice(_GOALS),
        bio=random.choice(_BIOS),
        meta=random.choice(("", "{}", json_text(names), json_text({"session_id": None}))),
    )
