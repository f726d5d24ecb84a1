"""What the edX side of a synthetic institution is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from coursehouse.errors import Refused
from coursehouse.synthetic.clock import DAY, SECOND
from coursehouse.synthetic.config import GeneratorConfig, PlantedFault

# a Sunday between the first Coursera exports of the institution and its re-export
PACKAGE_DATE = date(2023, 4, 30)
ORGANISATION = "ExampleU"
SITE = "prod-analytics"
FORUM_SITE = "prod"


@dataclass(frozen=True)
class EdxConfig:
    """The edX packages of one institution: equal configurations give equal files (but for encryption).

    learners: accounts that may take courses, the same persons as in Coursera exports of an equal seed.
    courses: course runs. packages: weekly packages, the newest of PACKAGE_DATE. gpg_recipient: the key for
    which every member is encrypted, None for plain files. as_of: the moment (milliseconds) up to which the
    data of the whole warehouse speaks, where other exports are loaded beside; None: that of the package.
    """

    learners: int = 200
    courses: int = 3
    seed: int = 1
    packages: int = 1
    faults: tuple[PlantedFault, ...] = ()
    gpg_recipient: str | None = None
    as_of: int | None = None

    def __post_init__(self) -> None:
        if min(self.learners, self.courses, self.packages) < 1:
            raise Refused(
                "An institution needs a learner, a course and a package.",
                "Give --learners, --courses and --packages of 1 or more.",
            )

    @property
    def institution(self) -> GeneratorConfig:
        """The institution whose people these are."""
        return GeneratorConfig(learners=self.learners, seed=self.seed)

    @property
    def package_dates(self) -> tuple[date, ...]:
        """The dates of the packages, oldest first."""
        return tuple(PACKAGE_DATE - timedelta(weeks=number) for number in reversed(range(self.packages)))


def taken_at(day: date) -> int:
    """The instant up to which a package of this date speaks: its midnight, in milliseconds."""
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND


NEWEST_AT = taken_at(PACKAGE_DATE)
assert NEWEST_AT % DAY == 0
