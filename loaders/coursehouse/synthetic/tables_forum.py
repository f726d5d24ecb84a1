"""The rows of the tables about forums, threads, replies, votes, flags and followings."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic import texts
from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.forum import REACTIONS, Forum, Post, Reaction, forum_id
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows, Value

_USER = "discussions_user_id"
_WHERE = ("on_demand_session_id", "course_branch_id")


def forum_tables(ids: Identifiers, layout: Layout, course: Course, at: int, forum: Forum) -> dict[str, Rows]:
    """Everything in the forums, as an export taken at this instant lists it."""
    posts = [post for post in forum.posts if post.is_exported(at)]
    return {
        **_forums(ids, course, at),
        "discussion_questions": _threads(ids, course, at, [post for post in posts if post.is_thread]),
        "discussion_answers": _replies(ids, course, at, [post for post in posts if not post.is_thread]),
        **_reactions(ids, layout, course, at, forum),
    }


def post_title(post: Post) -> str | None:
    """The title of a thread; None for a reply."""
    return texts.item_name(post.text, post.text // 7) if post.is_thread else None


def post_text(post: Post) -> str:
    """The words of a post."""
    return texts.POSTS[(post.text + (0 if post.is_thread else 3)) % len(texts.POSTS)]


def _where(author: Participation, written_at: int) -> tuple[str | None, str]:
    """The session that the author was in, and its branch."""
    session = author.session_at(written_at)
    return session.session_id if session else None, author.course.branch_of(session).branch_id


def _forums(ids: Identifiers, course: Course, at: int) -> dict[str, Rows]:
    forums = {
        branch.branch_id: [
            (forum_id(ids, course, None), "General Discussion", "Everything else", 0),
            *(
                (forum_id(ids, course, module_id), title, None, order + 1)
                for order, (module_id, title) in enumerate(
                    {p.module.module_id: p.module.name for p in course.content(branch, at)}.items()
                )
            ),
        ]
        for branch in course.branches
    }
    parts = ("title", "description", "order")
    return {
        "discussion_course_forums": Rows(
            (
                "course_branch_id",
                "discussion_forum_id",
                *(f"discussion_course_forum_{part}" for part in parts),
            ),
            [(branch_id, *row) for branch_id, rows in forums.items() for row in rows],
        ),
        "discussion_forums": Rows(
            ("course_id", "discussion_forum_id", *(f"discussion_forum_{part}" for part in parts)),
            [(course.course_id, *row) for row in forums[course.course_id]],
        ),
    }


def _threads(ids: Identifiers, course: Course, at: int, posts: Sequence[Post]) -> Rows:
    columns = (
        "discussion_question_id",
        _USER,
        "discussion_question_title",
        "discussion_question_details",
        "discussion_question_context_type",
        "course_id",
        "course_module_id",
        "course_item_id",
        "discussion_forum_id",
        "discussion_question_created_ts",
        "discussion_question_updated_ts",
    )
    rows: list[Row] = []
    for post in posts:
        context = "item" if post.item_id else "week" if post.module_id else "course"
        rows.append(
            (
                post.post_id,
                ids.learner(post.author.person.index, "discussions"),
                post_title(post),
                post_text(post),
                context,
                course.course_id,
                post.module_id,
                post.item_id,
                forum_id(ids, course, post.module_id),
                post.at,
                post.updated_by(at),
            )
        )
    return Rows(columns, rows)


def _replies(ids: Identifiers, course: Course, at: int, posts: Sequence[Post]) -> Rows:
    columns = (
        "discussion_answer_id",
        _USER,
        "course_id",
        "discussion_answer_content",
        "discussion_question_id",
        "discussion_answer_parent_discussion_answer_id",
        "discussion_answer_created_ts",
        "discussion_answer_updated_ts",
        *_WHERE,
    )
    rows: list[Row] = []
    for post in posts:
        user_id = ids.learner(post.author.person.index, "discussions")
        times = (post.at, post.updated_by(at))
        thread = (post.thread_id, post.parent_id)
        rows.append(
            (
                post.post_id,
                user_id,
                course.course_id,
                post_text(post),
                *thread,
                *times,
                *_where(post.author, post.at),
            )
        )
    return Rows(columns, rows)


def _reactions(ids: Identifiers, layout: Layout, course: Course, at: int, forum: Forum) -> dict[str, Rows]:
    tables: dict[str, Rows] = {}
    for stem, is_thread in (("question", True), ("answer", False)):
        for kind in REACTIONS:
            if kind == "following" and not is_thread:
                continue
            rows = [
                (
                    ids.learner(reaction.reader.person.index, "discussions"),
                    course.course_id,
                    reaction.post.post_id,
                    _value(kind, reaction.value),
                    _reacted_at(layout, reaction),
                    *_where(reaction.reader, reaction.at),
                )
                for reaction in forum.reactions
                if reaction.kind == kind and reaction.post.is_thread == is_thread and reaction.at < at
            ]
            name = f"discussion_{stem}_{kind}"
            said = f"{name}_value" if kind == "vote" else f"{name}_active"
            columns = (_USER, "course_id", f"discussion_{stem}_id", said, f"{name}_ts", *_WHERE)
            # one row per reader, post and second
            tables[f"{name}s"] = Rows(columns, list({_key(row, kind): row for row in rows}.values()))
    return tables


def _reacted_at(layout: Layout, reaction: Reaction) -> int | None:
    """When somebody reacted; exports of 2023 no longer say so of followings."""
    if layout is Layout.Y2023 and reaction.kind == "following":
        return None
    return reaction.at // SECOND * SECOND


def _value(kind: str, value: int) -> Value:
    return value if kind == "vote" else bool(value)


def _key(row: Row, kind: str) -> Row:
    """What tells reactions apart: a following is kept once per reader and thread."""
    return (row[0], row[2]) if kind == "following" else (row[0], row[2], row[4])
