"""What a person says of a course and its items: ratings that change, comments, likes, reported faults."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from coursehouse.synthetic import texts
from coursehouse.synthetic.catalogue import COMPLETED
from coursehouse.synthetic.clock import DAY, MINUTE, SECOND
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.opinions import FLAGS, CourseComment, CourseRating, ItemComment, ItemRating
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.world import Course

STAR = "STAR"
# the highest rating of each system
SYSTEMS = {STAR: 5, "NPS_FIRST_WEEK": 10, "NPS_END_OF_COURSE": 10}
LIKES = "LIKE_OR_DISLIKE"
FLAG_CATEGORIES = ("content", "technical", "language")


def give_feedback(seed: int, ids: Identifiers, course: Course, cast: Sequence[Participation]) -> None:
    """Lets half of those who completed an item speak, and whoever met an item that was deleted later."""
    for participation in cast:
        random = Random(f"{seed}/feedback/{course.index}/{participation.person.index}")
        done = [(item_id, ts) for item_id, state, ts in participation.progress if state == COMPLETED]
        if done and random.random() < 0.5:
            first, last = done[0][1], done[-1][1]
            for system, moment in zip(SYSTEMS, (last, first, last), strict=True):
                if random.random() < 0.5:
                    _rate_course(random, participation, system, moment)
            _speak_of_items(ids, random, participation, dict(reversed(done)))
        for item_id, _, ts in participation.progress:
            if item_id in course.deleted_item_ids:
                is_liked = participation.person.index % 2 == 0
                _rate_item(ids, participation, item_id, ts + MINUTE, is_liked)


def _rate_course(random: Random, participation: Participation, system: str, moment: int) -> None:
    """A rating, its reason at times, and at times another rating weeks later."""
    at = moment + random.randrange(2 * DAY // SECOND) * SECOND
    while True:
        rating = random.randint(1 if system == STAR else 0, SYSTEMS[system])
        branch_id = participation.branch_at(at).branch_id
        participation.feedback.ratings.append(CourseRating(system, rating, at, branch_id))
        if random.random() < 0.5:
            category = "generic" if system == STAR else "NPS_REASON"
            text = texts.COMMENTS[rating % len(texts.COMMENTS)]
            said = CourseComment(system, category, text, at + 834, branch_id)
            participation.feedback.comments.append(said)
        if random.random() > 0.6:
            return
        at += random.randrange(20 * DAY // SECOND, 150 * DAY // SECOND) * SECOND


def _speak_of_items(
    ids: Identifiers, random: Random, participation: Participation, done: dict[str, int]
) -> None:
    """Likes and dislikes, of two parts of an item at times; reports, which are settled at times.

    done: when each item was completed first.
    """
    for item_id, ts in done.items():
        draw, at = random.random(), ts + MINUTE
        if draw < 0.09:
            _rate_item(ids, participation, item_id, at, draw < 0.07)
            if draw < 0.015:
                _rate_item(ids, participation, item_id, at + MINUTE, draw < 0.01, part=2)
            elif draw > 0.06:
                _comment_on_item(ids, random, participation, LIKES, item_id, at)
        elif draw < 0.14:
            settled_at = at + random.randrange(90 * DAY // SECOND) * SECOND if draw < 0.12 else None
            _comment_on_item(ids, random, participation, FLAGS, item_id, at, settled_at)


def _comment_on_item(
    ids: Identifiers,
    random: Random,
    participation: Participation,
    system: str,
    item_id: str,
    at: int,
    settled_at: int | None = None,
) -> None:
    said = ItemComment(
        system=system,
        item_id=item_id,
        unit_id=ids.short("unit", item_id, 1),
        unit_type=unit_type(participation.course, item_id),
        category=random.choice(FLAG_CATEGORIES),
        text=random.choice(texts.COMMENTS),
        at=at + 417,
        settled_at=settled_at,
        branch_id=participation.branch_at(at).branch_id,
    )
    participation.feedback.item_comments.append(said)


def _rate_item(
    ids: Identifiers, participation: Participation, item_id: str, at: int, is_liked: bool, part: int = 1
) -> None:
    rated = ItemRating(
        item_id=item_id,
        unit_id=ids.short("unit", item_id, part),
        unit_type=unit_type(participation.course, item_id),
        is_liked=is_liked,
        at=at,
        branch_id=participation.branch_at(at).branch_id,
    )
    participation.feedback.item_ratings.append(rated)


def unit_type(course: Course, item_id: str) -> str:
    """The kind of an item's parts in the words of the feedback tables."""
    for branch in course.branches:
        if item_id in branch.types:
            return branch.types[item_id].category or "other"
    return "other"
