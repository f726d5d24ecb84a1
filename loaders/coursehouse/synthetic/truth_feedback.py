"""The truth about ratings of courses and items, and about comments on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from coursehouse.synthetic.clock import SECOND, date_text
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.feedback import LIKES, STAR, SYSTEMS
from coursehouse.synthetic.opinions import FLAGS, CourseRating, Feedback
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Mart, content_id, share

_STATES = ("open", "settled")
_CATEGORIES = ("content", "technical", "other")


def feedback_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The marts of feedback by name."""
    return {
        "courses_systems_months__ratings": _months(views),
        "items__ratings": _items(views),
        "feedback_comments": _comments(views),
        "feedback_comments__texts": _texts(views),
    }


def _exported_ratings(view: CourseView, feedback: Feedback) -> dict[str, list[CourseRating]]:
    """Per system the ratings that any export of the course held, oldest first."""
    held: dict[str, list[CourseRating]] = defaultdict(list)
    for taken_at in view.course.snapshots:
        for system, rating in feedback.latest_ratings(taken_at).items():
            if rating not in held[system]:
                held[system].append(rating)
    return held


@dataclass
class _Month:
    """A month of a course in one system; persons as they rated, in whatever way."""

    ratings: list[int] = field(default_factory=list)
    superseded_count: int = 0
    persons: set[str] = field(default_factory=set)
    comment_count: int = 0

    def row(self, system: str) -> tuple[Fact, ...]:
        """Everything after the key."""
        count = len(self.ratings)
        promoters, detractors = (sum(r >= 9 for r in self.ratings), sum(r <= 6 for r in self.ratings))
        score = 100 * (promoters - detractors) / count if count else None
        groups = (promoters, count - promoters - detractors, detractors, score)
        return (
            SYSTEMS[system] if self.persons else None,
            count,
            self.superseded_count,
            len(self.persons),
            self.comment_count,
            *((None,) * 4 if system == STAR else groups),
            sum(self.ratings) / count if count else None,
            float(median(self.ratings)) if count else None,
        )


def _month_of(at: int) -> str:
    return date_text(at // (86_400 * SECOND))[:7] + "-01"


def _months(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_id",
        "feedback_system",
        "calendar_month",
        "max_rating",
        "rating_count",
        "superseded_count",
        "person_count",
        "comment_count",
        "promoter_count",
        "passive_count",
        "detractor_count",
        "net_promoter_score",
        "mean_rating",
        "median_rating",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        months: dict[tuple[str, str], _Month] = defaultdict(_Month)
        for known in view.people:
            feedback = known.standing.participation.feedback
            for system, ratings in _exported_ratings(view, feedback).items():
                for rating in ratings:
                    month = months[system, _month_of(rating.at)]
                    month.persons.add(known.user_id)
                    if rating is ratings[-1]:
                        month.ratings.append(rating.rating)
                    else:
                        month.superseded_count += 1
            for comment in feedback.comments:
                if comment.at < view.at:
                    months[comment.system, _month_of(comment.at)].comment_count += 1
        rows += [(PLATFORM, view.course.course_id, *key, *month.row(key[0])) for key, month in months.items()]
    return Mart(columns, rows)


@dataclass
class _Item:
    """What was said of an item; reports by state and category."""

    comment_count: int = 0
    persons: set[str] = field(default_factory=set)
    likes: list[bool] = field(default_factory=list)
    flags: list[tuple[str, str]] = field(default_factory=list)

    def row(self) -> tuple[Fact, ...]:
        """Everything after the item's own columns."""
        likes = sum(self.likes)
        counts: list[int] = []
        for state in _STATES:
            counts.append(sum(flag[0] == state for flag in self.flags))
            counts += [self.flags.count((state, category)) for category in _CATEGORIES]
        rated = (likes, len(self.likes) - likes, share(likes, len(self.likes)))
        return len(self.persons), *rated, self.comment_count, *counts


def _items(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_id",
        "item_id",
        "item_name",
        "item_kind",
        "is_in_course",
        "person_count",
        "like_count",
        "dislike_count",
        "like_fraction",
        "comment_count",
        *(
            f"{state}{category}_flag_count"
            for state in _STATES
            for category in ("", *(f"_{category}" for category in _CATEGORIES))
        ),
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        items: dict[str, _Item] = defaultdict(_Item)
        for known in view.people:
            feedback = known.standing.participation.feedback
            for liked in feedback.item_ratings:
                if liked.at < view.at:
                    items[liked.item_id].persons.add(known.user_id)
                    items[liked.item_id].likes.append(liked.is_liked)
            for said in feedback.item_comments:
                if said.at < view.at:
                    items[said.item_id].persons.add(known.user_id)
                    items[said.item_id].comment_count += 1
                    if said.system == FLAGS:
                        category = said.category if said.category in _CATEGORIES else "other"
                        state = "open" if said.is_open(view.at) else "settled"
                        items[said.item_id].flags.append((state, category))
        names = view.item_names
        rows += [
            (
                PLATFORM,
                view.course.course_id,
                item_id,
                names.get(item_id),
                view.kind_of(view.course.original, item_id),
                any(item_id in positions for positions in view.positions.values()),
                *item.row(),
            )
            for item_id, item in items.items()
        ]
    return Mart(columns, rows)


def _comments(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "comment_id",
        "level",
        "course_id",
        "item_id",
        "feedback_unit_id",
        "unit_type",
        "course_branch_id",
        "feedback_user_id",
        "user_id",
        "feedback_system",
        "feedback_category",
        "is_active",
        "rating",
        "text_length",
        "given_at",
    )
    return Mart(columns, [row for view in views for row, _ in _said(view)])


def _texts(views: Sequence[CourseView]) -> Mart:
    rows: list[tuple[Fact, ...]] = [(PLATFORM, row[1], text) for view in views for row, text in _said(view)]
    return Mart(("platform", "comment_id", "comment_text"), rows)


def _said(view: CourseView) -> Iterator[tuple[tuple[Fact, ...], str]]:
    """The row of each comment with its text."""
    course_id, has_branches = view.course.course_id, view.layout is Layout.Y2023
    for known in view.people:
        participation = known.standing.participation
        persons = view.domain_ids(participation.person.index, "feedback")
        held = _exported_ratings(view, participation.feedback)
        for comment in participation.feedback.comments:
            if comment.at < view.at:
                id_ = content_id(course_id, comment.system, persons[0], comment.category, comment.at * SECOND)
                before = [rating.rating for rating in held[comment.system] if rating.at <= comment.at]
                where = ("course", course_id, None, None, None, comment.branch_id if has_branches else None)
                about = (comment.system, comment.category, None, before[-1] if before else None)
                yield (
                    (PLATFORM, id_, *where, *persons, *about, len(comment.text), comment.at),
                    comment.text,
                )
        liked = {(like.item_id, like.unit_id): like for like in participation.feedback.item_ratings}
        for said in participation.feedback.item_comments:
            if said.at < view.at:
                unit = (course_id, said.item_id, said.unit_id, said.unit_type)
                id_ = content_id(*unit, said.system, persons[0], said.category, said.at * SECOND)
                like = liked.get((said.item_id, said.unit_id)) if said.system == LIKES else None
                rating = int(like.is_liked) if like and like.at <= said.at else None
                reported = (said.system, said.category, said.is_open(view.at), rating)
                branch_id = said.branch_id if has_branches else None
                yield (
                    (PLATFORM, id_, "item", *unit, branch_id, *persons, *reported, len(said.text), said.at),
                    said.text,
                )
