"""What a person said of a course and its items: ratings, comments, likes and reported faults."""

from __future__ import annotations

from dataclasses import dataclass, field

FLAGS = "FLAG"


@dataclass(frozen=True, slots=True)
class CourseRating:
    """A rating of the course in one of the systems, until the person gives another one."""

    system: str
    rating: int
    at: int
    branch_id: str


@dataclass(frozen=True, slots=True)
class CourseComment:
    """Words about the course."""

    system: str
    category: str
    text: str
    at: int
    branch_id: str


@dataclass(frozen=True, slots=True)
class ItemRating:
    """A like or dislike of a part (unit) of an item."""

    item_id: str
    unit_id: str
    unit_type: str
    is_liked: bool
    at: int
    branch_id: str


@dataclass(frozen=True, slots=True)
class ItemComment:
    """Words about a part (unit) of an item: a reported fault, or the reason of a rating.

    settled_at: None while nobody settled the fault.
    """

    system: str
    item_id: str
    unit_id: str
    unit_type: str
    category: str
    text: str
    at: int
    settled_at: int | None
    branch_id: str

    def is_open(self, at: int) -> bool | None:
        """Whether an export taken at this instant lists it as open; None for what is no report."""
        return None if self.system != FLAGS else self.settled_at is None or self.settled_at >= at


@dataclass(slots=True)
class Feedback:
    """What a person said of a course and its items."""

    ratings: list[CourseRating] = field(default_factory=list)
    comments: list[CourseComment] = field(default_factory=list)
    item_ratings: list[ItemRating] = field(default_factory=list)
    item_comments: list[ItemComment] = field(default_factory=list)

    def latest_ratings(self, at: int) -> dict[str, CourseRating]:
        """Per system the rating given last before an instant: those that an export taken then holds."""
        given = (rating for rating in self.ratings if rating.at < at)
        return {rating.system: rating for rating in sorted(given, key=lambda rating: rating.at)}
