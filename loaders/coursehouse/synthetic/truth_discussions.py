"""The truth about forums: posts, their words, and what readers made of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.forum import Post, Reaction, forum_id
from coursehouse.synthetic.tables_forum import post_text, post_title
from coursehouse.synthetic.truth_view import CourseView, Fact, Mart

DOMAIN = "discussions"


def post_truth(forums: Sequence[SeenForum]) -> dict[str, Mart]:
    """The marts of posts by name."""
    return {
        "posts": _posts(forums),
        "posts__texts": _texts(forums),
        "posts__votes": _votes(forums),
    }


@dataclass
class SeenForum:
    """The forum of a course in its last export.

    posts: by id. responses: answers and replies by thread id. reactions: the last word of each person on each
    post, by kind. first_reacted_at: when that person first said something of the kind about it.
    """

    view: CourseView
    posts: dict[str, Post]
    responses: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    reactions: dict[tuple[str, int, str], Reaction] = field(default_factory=dict)
    first_reacted_at: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def first_response(self, thread: Post) -> Post | None:
        """The first post in a thread by somebody else than its author."""
        others = [post for post in self.responses[thread.post_id] if person_of(post) != person_of(thread)]
        return min(others, key=lambda post: post.at, default=None)

    def votes_on(self) -> dict[str, Counter[tuple[str, int]]]:
        """Per post id: how many persons last said what, by kind and value."""
        counts: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
        for (kind, _, post_id), reaction in self.reactions.items():
            counts[post_id][kind, reaction.value] += 1
        return counts


def seen_forum(view: CourseView) -> SeenForum:
    """What the last export of a course says about its forum."""
    forum = view.cast.forum
    seen = SeenForum(view, {post.post_id: post for post in forum.posts if post.is_exported(view.at)})
    for post in seen.posts.values():
        if not post.is_thread:
            seen.responses[post.thread_id].append(post)
    # in time order; of two within a second the export keeps the later one
    for reaction in forum.reactions:
        if reaction.at < view.at:
            key = (reaction.kind, reaction.reader.person.index, reaction.post.post_id)
            seen.reactions[key] = reaction
            seen.first_reacted_at.setdefault(key, second_of(reaction.at))
    return seen


def person_of(post: Post) -> int:
    """The number of the author."""
    return post.author.person.index


def second_of(at: int) -> int:
    """The whole second in which something happened, as the tables of reactions say it."""
    return at // SECOND * SECOND


def kind_of(post: Post) -> str:
    """Question, answer or reply."""
    if post.is_thread:
        return "question"
    return "answer" if post.parent_id is None else "reply"


def _forum_title(view: CourseView, module_id: str | None) -> str | None:
    if module_id is None:
        return "General Discussion"
    rest = sorted(view.course.branches[1:], key=lambda branch: branch.branch_id)
    for branch in (view.course.original, *rest):
        for place in view.course.content(branch, view.at):
            if place.module.module_id == module_id:
                return place.module.name
    return None


def _posts(forums: Iterable[SeenForum]) -> Mart:
    columns = (
        "platform",
        "post_id",
        "thread_id",
        "parent_id",
        "discussions_user_id",
        "user_id",
        "course_id",
        "course_branch_id",
        "session_id",
        "module_id",
        "item_id",
        "forum_id",
        "forum_title",
        "post_kind",
        "context_type",
        "is_edited",
        "is_orphaned",
        "is_unanswered",
        "text_length",
        "answer_count",
        "reply_count",
        "first_response_seconds",
        "created_at",
        "updated_at",
        "first_response_at",
    )
    return Mart(columns, [row for seen in forums for row in _forum_posts(seen)])


def _forum_posts(seen: SeenForum) -> Iterable[tuple[Fact, ...]]:
    view = seen.view
    titles = {
        module_id: _forum_title(view, module_id)
        for module_id in {post.module_id for post in seen.posts.values()}
    }
    for post in seen.posts.values():
        thread = seen.posts.get(post.thread_id)
        parent_id = None if post.is_thread else post.parent_id or post.thread_id
        where: tuple[Fact, ...] = (None, None)
        # exports of 2023 say it of answers, else only the author's sessions can tell it
        is_told = not post.is_thread and view.layout is Layout.Y2023
        if is_told or not view.ids.is_isolated:
            session = post.author.session_at(post.at)
            where = (view.course.branch_of(session).branch_id, session.session_id if session else None)
        place: tuple[Fact, ...] = (None, None, None, None)
        if thread:
            forum = forum_id(view.ids, view.course, thread.module_id)
            place = (thread.module_id, thread.item_id, forum, titles[thread.module_id])
        context = ("item" if thread.item_id else "week" if thread.module_id else "course") if thread else None
        first = seen.first_response(post) if post.is_thread else None
        kinds = Counter(map(kind_of, seen.responses[post.post_id]))
        thread_facts = (first is None, kinds["answer"], kinds["reply"]) if post.is_thread else (None,) * 3
        updated_at = post.updated_by(view.at)
        yield (
            view.platform,
            post.post_id,
            post.thread_id,
            parent_id,
            *view.domain_ids(person_of(post), DOMAIN),
            view.course.course_id,
            *where,
            *place,
            kind_of(post),
            context,
            updated_at > post.at,
            thread is None or (parent_id is not None and parent_id not in seen.posts),
            thread_facts[0],
            len(post_text(post)),
            *thread_facts[1:],
            (first.at - post.at) / SECOND if first else None,
            post.at,
            updated_at,
            first.at if first else None,
        )


def _texts(forums: Iterable[SeenForum]) -> Mart:
    return Mart(
        ("platform", "post_id", "course_id", "title", "post_text"),
        [
            (seen.view.platform, post.post_id, seen.view.course.course_id, post_title(post), post_text(post))
            for seen in forums
            for post in seen.posts.values()
        ],
    )


def _votes(forums: Iterable[SeenForum]) -> Mart:
    columns = (
        "platform",
        "post_id",
        "course_id",
        "post_kind",
        "is_exported",
        "net_vote_count",
        "up_vote_count",
        "down_vote_count",
        "voter_count",
        "withdrawn_vote_count",
        "open_flag_count",
        "settled_flag_count",
        "follower_count",
        "last_voted_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for seen in forums:
        counts = seen.votes_on()
        last: dict[str, int] = {}
        for (kind, _, post_id), reaction in seen.reactions.items():
            if kind == "vote":
                last[post_id] = max(last.get(post_id, 0), second_of(reaction.at))
        for post_id in seen.posts.keys() | counts.keys():
            post = seen.posts.get(post_id)
            said = counts[post_id]
            up, down = said["vote", 1], said["vote", -1]
            rows.append(
                (
                    seen.view.platform,
                    post_id,
                    seen.view.course.course_id,
                    kind_of(post) if post else None,
                    post is not None,
                    up - down,
                    up,
                    down,
                    up + down,
                    said["vote", 0],
                    said["flag", 1],
                    said["flag", 0],
                    said["following", 1],
                    last.get(post_id),
                )
            )
    return Mart(columns, sorted(rows, key=lambda row: str(row[1])))
