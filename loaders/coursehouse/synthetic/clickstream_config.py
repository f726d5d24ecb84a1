"""What a synthetic clickstream is made from: an institution, a window of dates, and how much gets lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from coursehouse.errors import Refused
from coursehouse.synthetic.clock import DAY
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.world import Course

# where more gets lost than elsewhere, and how many times as much
LOSSY_COUNTRIES = ("IN", "CN")
LOSSY_COUNTRY_FACTOR = 2.5
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class ClickstreamConfig:
    """One clickstream: equal configurations give byte-identical files.

    institution: as `generate coursera` plays it. first_date: None = the start of the first course's first
    session. loss: the chance of an event to get lost, LOSSY_COUNTRY_FACTOR times that in LOSSY_COUNTRIES.
    """

    institution: GeneratorConfig = field(default_factory=GeneratorConfig)
    first_date: date | None = None
    days: int = 14
    loss: float = 0.0
    has_truth: bool = True

    def __post_init__(self) -> None:
        if self.days < 1:
            raise Refused("A clickstream needs a date.", "Give --days of 1 or more.")
        if not 0 <= self.loss < 1:
            raise Refused("A share of lost events is from 0 to below 1.", "Give --loss such as 0.06.")

    def loss_in(self, country: str | None) -> float:
        """The chance of an event from this country to get lost."""
        return min(1.0, self.loss * (LOSSY_COUNTRY_FACTOR if country in LOSSY_COUNTRIES else 1.0))


@dataclass(frozen=True)
class Window:
    """The dates of a clickstream as day numbers from 1970-01-01."""

    first_day: int
    days: int

    @property
    def starts_at(self) -> int:
        """The first instant inside."""
        return self.first_day * DAY

    @property
    def ends_at(self) -> int:
        """The first instant after."""
        return (self.first_day + self.days) * DAY


def window_of(config: ClickstreamConfig, first_course: Course) -> Window:
    """The window that was asked for, else one that begins with the first session of the first course."""
    if config.first_date is not None:
        return Window((config.first_date - EPOCH).days, config.days)
    return Window(first_course.sessions[0].starts_at // DAY, config.days)
