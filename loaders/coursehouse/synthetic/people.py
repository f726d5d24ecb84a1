"""The persons of the institution: learners and staff, their profiles now and after the re-export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from coursehouse.synthetic.clock import DAY, SECOND, instant
from coursehouse.synthetic.config import FIRST_SNAPSHOT_AT, GeneratorConfig

COUNTRIES = (
    ("US", "CA"),
    ("US", "00"),
    ("IN", "MH"),
    ("BR", "SP"),
    ("NA", "KH"),
    ("DE", None),
    ("CN", "02"),
    (None, None),
)
LANGUAGES = ("en-US", "en", "pt-BR", "zh-CN", "de-DE", None)
# the guide lists no third gender
GENDERS = ("male", "female", "other", None)
EMPLOYMENT = (
    "EMPLOYED_FULL_TIME",
    "EMPLOYED_PART_TIME",
    "SELF_EMPLOYED_FULL_TIME",
    "UNEMPLOYED_LOOKING_FOR_WORK",
    "RETIRED",
    None,
    None,
)
EDUCATION = ("BACHELOR_DEGREE", "MASTERS_DEGREE", "COLLEGE_NO_DEGREE", "DOCTORATE_DEGREE", None, None)
STUDENT = ("NOT_DEGREE_STUDENT", "FULL_TIME_DEGREE_STUDENT", "PART_TIME_DEGREE_STUDENT", None, None)
PLATFORM_OPENED_AT = instant("2012-01-01 00:00:00")
PROFILE_CHANGED_AT = FIRST_SNAPSHOT_AT // SECOND * SECOND + 11 * DAY


PROFILE_COLUMNS = (
    "country_cd",
    "region_cd",
    "profile_language_cd",
    "browser_language_cd",
    "reported_or_inferred_gender",
    "employment_status",
    "educational_attainment",
    "student_status",
)


@dataclass(frozen=True)
class Profile:
    """What the users table says about a person."""

    joined_at: int
    country: str | None
    region: str | None
    profile_language: str | None
    browser_language: str
    gender: str | None
    employment: str | None
    education: str | None
    student: str | None

    @property
    def attributes(self) -> tuple[str | None, ...]:
        """The values of PROFILE_COLUMNS."""
        return (
            self.country,
            self.region,
            self.profile_language,
            self.browser_language,
            self.gender,
            self.employment,
            self.education,
            self.student,
        )


@dataclass(frozen=True)
class Person:
    """Somebody with an account.

    ability: chance of a right answer. persistence: chance of going on after an item.
    later_profile: the profile after PROFILE_CHANGED_AT, if the person changed it.
    """

    index: int
    ability: float
    persistence: float
    profile: Profile
    later_profile: Profile | None

    def profile_at(self, at: int) -> Profile:
        """The profile that an export taken at this instant holds."""
        return self.later_profile if self.later_profile and at > PROFILE_CHANGED_AT else self.profile


def build_person(config: GeneratorConfig, index: int) -> Person:
    """The person with this number; learners come first, staff after them."""
    random = Random(f"{config.seed}/person/{index}")
    country, region = random.choice(COUNTRIES)
    joined_at = PLATFORM_OPENED_AT
    if random.random() < 0.9:
        joined_at += random.randrange(9 * 365 * DAY // SECOND) * SECOND
    profile = Profile(
        joined_at=joined_at,
        country=country,
        region=region,
        profile_language=random.choice(LANGUAGES),
        browser_language=random.choice(LANGUAGES[:-1]) or "en",
        gender=random.choice(GENDERS),
        employment=random.choice(EMPLOYMENT),
        education=random.choice(EDUCATION),
        student=random.choice(STUDENT),
    )
    changed = replace(profile, country="FR", region="IDF", employment="EMPLOYED_FULL_TIME")
    return Person(
        index=index,
        ability=0.55 + 0.45 * random.random() ** 0.7,
        persistence=1 - 0.09 * random.random() ** 2.5,
        profile=profile,
        later_profile=changed if random.random() < 0.15 else None,
    )
