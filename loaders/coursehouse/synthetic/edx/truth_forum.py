"""The truth about forums of course runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from coursehouse.synthetic.edx.tables_forum import SeenForum as PackagedForum
from coursehouse.synthetic.edx.truth_view import EdxView
from coursehouse.synthetic.forum import Reaction
from coursehouse.synthetic.truth_discussions import SeenForum
from coursehouse.synthetic.truth_forum_counts import forum_truth
from coursehouse.synthetic.truth_view import Fact, Mart

Patch = dict[str, Callable[[dict[str, Fact]], Fact]]


def edx_forum_truth(views: Sequence[EdxView]) -> dict[str, Mart]:
    """The discussion marts by name; packages tell nothing of followers, nor of when somebody voted."""
    forums = [_seen(view) for view in views]
    marts = forum_truth(forums)
    topics = {post.post_id: post.item_id for seen in forums for post in seen.posts.values()}
    names = {oid: topic for view in views for oid, topic in _topic_ids(PackagedForum(view.state))}
    written: dict[tuple[Fact, Fact], list[int]] = {}
    for seen in forums:
        for post in seen.posts.values():
            user_id, _ = seen.view.domain_ids(post.author.person.index, "discussions")
            written.setdefault((user_id, seen.view.course.course_id), []).append(post.at)

    def times(row: dict[str, Fact]) -> list[int]:
        return written.get((row["discussions_user_id"], row["course_id"]), [])

    marts["posts"] = patched(
        marts["posts"],
        {
            "forum_id": lambda row: None if row["forum_id"] is None else names[row["thread_id"]],
            "forum_title": lambda row: None,
            "context_type": lambda row: (
                None
                if row["context_type"] is None
                else ("item" if topics[str(row["thread_id"])] else "course")
            ),
        },
    )
    marts["posts__votes"] = patched(marts["posts__votes"], {"last_voted_at": lambda row: None})
    marts["users_courses__forum_activity"] = patched(
        marts["users_courses__forum_activity"],
        {
            "first_active_at": lambda row: min(times(row), default=None),
            "last_active_at": lambda row: max(times(row), default=None),
        },
    )
    return marts


def patched(mart: Mart, patch: Patch) -> Mart:
    """A mart with other cells in some columns."""
    rows = []
    for row in mart.rows:
        named = dict(zip(mart.columns, row, strict=True))
        rows.append(tuple(patch[name](named) if name in patch else value for name, value in named.items()))
    return Mart(mart.columns, rows)


def _topic_ids(forum: PackagedForum) -> Iterator[tuple[Fact, str]]:
    for seen in forum.posts:
        yield seen.oid, str(seen.topic.metadata["discussion_id"]) if seen.topic else forum.general_topic()


def _seen(view: EdxView) -> SeenForum:
    """The forum in terms of all platforms: ids as in files, and the words of readers without times."""
    posts = {}
    reactions: dict[tuple[str, int, str], Reaction] = {}
    for seen in PackagedForum(view.state).posts:
        topic = view.state.run.item_of[seen.topic.block_id] if seen.topic else None
        post = replace(
            seen.post,
            post_id=seen.oid,
            thread_id=seen.thread_oid,
            parent_id=seen.response_oid,
            updated_at=seen.updated_at,
            module_id=topic.chapter.block_id if topic else None,
            item_id=topic.block.block_id if topic else None,
        )
        posts[seen.oid] = post
        for kind, people, value in (
            ("vote", seen.up, 1),
            ("vote", seen.down, -1),
            ("flag", seen.flags, 1),
            ("flag", seen.settled, 0),
        ):
            for person in people:
                reader = view.state.cast.taking_of[person].participation
                reactions[kind, person, seen.oid] = Reaction(kind, post, reader, post.at, value)
    forum = SeenForum(view, posts)
    for post in posts.values():
        if not post.is_thread:
            forum.responses[post.thread_id].append(post)
    forum.reactions = reactions
    forum.first_reacted_at = {key: reaction.at for key, reaction in reactions.items()}
    return forum
