"""The forums of a course: threads, replies, and how readers react to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from coursehouse.synthetic.clock import DAY, HOUR, MINUTE
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.world import Course, Placement

REACTIONS = ("vote", "flag", "following")


@dataclass(frozen=True, slots=True)
class Post:
    """A thread (place = where it was opened) or a reply; parent: the reply that it answers.

    text: a running number from which title and words follow.
    """

    post_id: str
    thread_id: str
    parent_id: str | None
    author: Participation
    at: int
    updated_at: int
    text: int
    module_id: str | None
    item_id: str | None

    @property
    def is_thread(self) -> bool:
        """Whether the post opened its thread."""
        return self.post_id == self.thread_id


@dataclass(frozen=True, slots=True)
class Reaction:
    """A vote (value 1, or 0 once withdrawn, or -1), a flag or a following (value 1 or 0)."""

    kind: str
    post: Post
    reader: Participation
    at: int
    value: int


@dataclass(frozen=True)
class Forum:
    """Everything written in the forums of one course, in time order."""

    posts: tuple[Post, ...]
    reactions: tuple[Reaction, ...]


def forum_id(ids: Identifiers, course: Course, module_id: str | None) -> str:
    """The id of the forum of a module; None is the general forum."""
    return ids.token("forum", course.index, module_id or "general")


def hold_discussions(
    seed: int, ids: Identifiers, course: Course, participations: Sequence[Participation]
) -> Forum:
    """The posts and reactions of those who worked in the course, written while they worked."""
    random = Random(f"{seed}/forum/{course.index}")
    places = {place.item.item_id: place for place in course.original.revised_content}
    visits = sorted(
        (
            (ts, participation.person.index, item_id, participation)
            for participation in participations
            for item_id, _, ts in participation.progress
            if random.random() < 0.035
        ),
        key=lambda visit: visit[:3],
    )
    posts: list[Post] = []
    reactions: list[Reaction] = []
    for number, (ts, _, item_id, author) in enumerate(visits):
        at = ts + 7 * MINUTE + random.randrange(1000)
        recent = [post for post in posts[-30:] if post.at < at]
        if not recent or random.random() < 0.35:
            posts.append(_thread(ids, course, random, places.get(item_id), author, at, number))
            if random.random() < 0.5:
                reactions.append(
                    Reaction("following", posts[-1], author, at + MINUTE, int(random.random() < 0.9))
                )
            continue
        post = random.choice(recent)
        if random.random() < 0.55:
            posts.append(_reply(ids, course, random, post, author, at, number))
        else:
            reactions += _react(random, post, author, at)
    posts.sort(key=lambda post: (post.at, post.post_id))
    return Forum(tuple(posts), tuple(reactions))


def _thread(
    ids: Identifiers,
    course: Course,
    random: Random,
    place: Placement | None,
    author: Participation,
    at: int,
    number: int,
) -> Post:
    post_id = ids.token("thread", course.index, number)
    updated_at = at + (random.randrange(2 * DAY) if random.random() < 0.2 else 0)
    # in the general forum, in a module's forum, or under an item of the module
    draw = random.random()
    module_id = place.module.module_id if place and draw < 0.7 else None
    item_id = place.item.item_id if place and draw < 0.4 else None
    return Post(post_id, post_id, None, author, at, updated_at, number, module_id, item_id)


def _reply(
    ids: Identifiers, course: Course, random: Random, post: Post, author: Participation, at: int, number: int
) -> Post:
    parent_id = None if post.is_thread else post.post_id
    updated_at = at + (random.randrange(HOUR) if random.random() < 0.1 else 0)
    post_id = ids.token("reply", course.index, number)
    return Post(
        post_id, post.thread_id, parent_id, author, at, updated_at, number, post.module_id, post.item_id
    )


def _react(random: Random, post: Post, reader: Participation, at: int) -> list[Reaction]:
    draw = random.random()
    if draw < 0.75:
        votes = [Reaction("vote", post, reader, at, 1 if random.random() < 0.9 else -1)]
        if random.random() < 0.1:
            votes.append(Reaction("vote", post, reader, at + HOUR, 0))
        return votes
    if draw < 0.85 or not post.is_thread:
        return [Reaction("flag", post, reader, at, int(random.random() < 0.8))]
    return [Reaction("following", post, reader, at, 1)]
