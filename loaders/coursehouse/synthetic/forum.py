"""The forums of a course: threads, replies, and how readers react to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from coursehouse.synthetic.clock import DAY, HOUR, MINUTE
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.world import Course, Placement

REACTIONS = ("vote", "flag", "following")


@dataclass(frozen=True, slots=True)
class Post:
    """A thread (place = where it was opened) or a reply; parent: the reply that it answers.

    text: a running number from which title and words follow. deleted_at: when it was deleted, if it was.
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
    deleted_at: int | None = None

    def is_exported(self, at: int) -> bool:
        """Whether an export taken at this instant holds the post."""
        return self.at < at and (self.deleted_at is None or self.deleted_at >= at)

    def updated_by(self, at: int) -> int:
        """The last change of the text, as an export taken at this instant says."""
        return self.updated_at if self.updated_at < at else self.at

    @property
    def is_thread(self) -> bool:
        """Whether the post opened its thread."""
        return self.post_id == self.thread_id


@dataclass(frozen=True, slots=True)
class Reaction:
    """A vote (value 1, or 0 once withdrawn, or -1), a flag or a following (value 1, or 0 once it is over)."""

    kind: str
    post: Post
    reader: Participation
    at: int
    value: int


@dataclass(frozen=True)
class Forum:
    """Everything written in the forums of one course, in time order; posts deleted later are among it."""

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
                reactions += _follow(random, posts[-1], author, at + MINUTE)
            if random.random() < 0.1:
                posts.append(_reply(ids, course, random, posts[-1], author, at + HOUR, number))
            continue
        post = random.choice(recent)
        if random.random() < 0.55:
            posts.append(_reply(ids, course, random, post, author, at, number))
        else:
            reactions += _react(random, post, author, at)
    posts.sort(key=lambda post: (post.at, post.post_id))
    reactions.sort(key=lambda reaction: reaction.at)
    kept = _moderate(Random(f"{seed}/moderation/{course.index}"), posts)
    return Forum(
        tuple(kept.values()),
        tuple(replace(reaction, post=kept[reaction.post.post_id]) for reaction in reactions),
    )


def _moderate(random: Random, posts: Sequence[Post]) -> dict[str, Post]:
    """The posts by id, some of them deleted: threads leave their replies behind, replies had none."""
    answered = {post.parent_id for post in posts}
    moderated: dict[str, Post] = {}
    for post in posts:
        draw = random.random()
        is_deleted = draw < 0.1 if post.is_thread else draw < 0.03 and post.post_id not in answered
        deleted_at = post.at + (1 + random.randrange(60)) * DAY if is_deleted else None
        moderated[post.post_id] = replace(post, deleted_at=deleted_at)
    return moderated


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
        return _vote(random, post, reader, at)
    if draw < 0.85 or not post.is_thread:
        report = Reaction("flag", post, reader, at, 1)
        return [report, replace(report, at=at + 3 * HOUR, value=0)] if random.random() < 0.4 else [report]
    return _follow(random, post, reader, at)


def _vote(random: Random, post: Post, reader: Participation, at: int) -> list[Reaction]:
    """A vote; some take it back, and some of these vote again, possibly the other way."""
    votes = [Reaction("vote", post, reader, at, 1 if random.random() < 0.9 else -1)]
    if random.random() < 0.15:
        votes.append(Reaction("vote", post, reader, at + HOUR, 0))
        if random.random() < 0.4:
            votes.append(Reaction("vote", post, reader, at + DAY, -1 if random.random() < 0.3 else 1))
    return votes


def _follow(random: Random, post: Post, reader: Participation, at: int) -> list[Reaction]:
    following = Reaction("following", post, reader, at, 1)
    return [following, replace(following, at=at + DAY, value=0)] if random.random() < 0.2 else [following]
