"""The lines of forum files: threads, responses and comments as documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.edx.dialect import iso, json_line
from coursehouse.synthetic.edx.runs import Block
from coursehouse.synthetic.edx.state import RunState
from coursehouse.synthetic.forum import Post, Reaction
from coursehouse.synthetic.tables_forum import post_text, post_title


@dataclass(frozen=True)
class SeenPost:
    """A post that a package holds.

    response_id: of a comment, the response that it follows. up, down, flags, settled: persons whose last word
    on it is a vote for it, against it, a report, or a report that was settled, in order of number.
    """

    post: Post
    oid: str
    thread_oid: str
    response_oid: str | None
    updated_at: int
    topic: Block | None
    up: tuple[int, ...]
    down: tuple[int, ...]
    flags: tuple[int, ...]
    settled: tuple[int, ...]
    is_endorsed: bool

    @property
    def author(self) -> int:
        """The number of the author."""
        return self.post.author.person.index


class SeenForum:
    """The forum of a run in a package."""

    def __init__(self, state: RunState) -> None:
        self.state = state
        self._every = {post.post_id: post for post in state.cast.forum.posts}
        self._said: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        reactions: tuple[Reaction, ...] = state.cast.forum.reactions
        for reaction in reactions:
            if reaction.at < state.at and reaction.kind != "following":
                self._said[reaction.kind, reaction.post.post_id][reaction.reader.person.index] = (
                    reaction.value
                )

    @cached_property
    def posts(self) -> tuple[SeenPost, ...]:
        """The posts in time order."""
        return tuple(
            self._seen(post) for post in self.state.cast.forum.posts if post.is_exported(self.state.at)
        )

    @cached_property
    def _last(self) -> dict[str, int]:
        """By id of the thread: when somebody last wrote in it."""
        return {seen.thread_oid: seen.post.at for seen in self.posts}

    def _seen(self, post: Post) -> SeenPost:
        above = post
        while above.parent_id is not None:
            above = self._every[above.parent_id]
        votes = self._said["vote", post.post_id]
        flags = self._said["flag", post.post_id]
        return SeenPost(
            post=post,
            oid=self.oid(post),
            thread_oid=self.oid(self._every[post.thread_id]),
            response_oid=self.oid(above) if post.parent_id is not None else None,
            updated_at=post.updated_by(self.state.at),
            topic=self._topic(self._every[post.thread_id]),
            up=_who(votes, 1),
            down=_who(votes, -1),
            flags=_who(flags, 1),
            settled=_who(flags, 0),
            is_endorsed=not post.is_thread and post.parent_id is None and post.text % 5 == 0,
        )

    def oid(self, post: Post) -> str:
        """The id of a post."""
        return self.state.ids.oid(post.at, self.state.key.canonical, post.post_id)

    def _topic(self, thread: Post) -> Block | None:
        """The discussion block of the chapter that a thread is about; None for the topic of the course."""
        for item in self.state.run.items:
            if item.chapter.block_id == thread.module_id and item.block.category == "discussion":
                return item.block
        return None

    def general_topic(self) -> str:
        """The id of the topic of the whole course."""
        if self.state.key.is_deprecated:
            return f"i4x-{self.state.key.file_part.replace('.', '_')}"
        return "course"

    def lines(self) -> list[str]:
        """One document per line."""
        counts = Counter(seen.thread_oid for seen in self.posts if not seen.post.is_thread)
        return [json_line(self._document(seen, counts)) for seen in self.posts]

    def _document(self, seen: SeenPost, counts: Counter[str]) -> dict[str, object]:
        state, post = self.state, seen.post
        up, down = ([str(state.ids.user(person)) for person in people] for people in (seen.up, seen.down))
        votes = {"up": up, "down": down, "up_count": len(up), "down_count": len(down)}
        document: dict[str, object] = {
            "_id": {"$oid": seen.oid},
            "_type": "CommentThread" if post.is_thread else "Comment",
            "abuse_flaggers": [str(state.ids.user(person)) for person in seen.flags],
            "historical_abuse_flaggers": [str(state.ids.user(person)) for person in seen.settled],
            "anonymous": post.text % 11 == 3,
            "anonymous_to_peers": False,
            "at_position_list": [],
            "author_id": str(state.ids.user(seen.author)),
            "author_username": state.ids.username(seen.author),
            "body": post_text(post),
            "course_id": state.written,
            "created_at": self._date(post.at),
            "updated_at": self._date(seen.updated_at),
            "votes": {**votes, "count": len(up) + len(down), "point": len(up) - len(down)},
        }
        return {**document, **(self._thread(seen, counts) if post.is_thread else self._comment(seen))}

    def _thread(self, seen: SeenPost, counts: Counter[str]) -> dict[str, object]:
        last = max(seen.updated_at, self._last[seen.oid])
        topic = seen.topic.metadata["discussion_id"] if seen.topic else self.general_topic()
        return {
            "closed": False,
            "comment_count": counts[seen.oid],
            "commentable_id": topic,
            "last_activity_at": self._date(last),
            "tags_array": [],
            "thread_type": "question" if seen.post.text % 2 else "discussion",
            "title": post_title(seen.post),
            "context": "course",
            "pinned": False,
        }

    def _comment(self, seen: SeenPost) -> dict[str, object]:
        made: dict[str, object] = {
            "comment_thread_id": {"$oid": seen.thread_oid},
            "endorsed": seen.is_endorsed,
            "parent_ids": [],
            "sk": seen.oid,
            "visible": True,
        }
        if seen.is_endorsed:
            staff = next(taking for taking in self.state.takings if taking.role == "instructor")
            user_id = str(self.state.ids.user(staff.index))
            made["endorsement"] = {"user_id": user_id, "time": self._date(seen.post.at + 1000)}
        elif self.state.key.is_deprecated:
            made["endorsement"] = None
        if seen.response_oid is not None:
            made["parent_id"] = {"$oid": seen.response_oid}
            made["parent_ids"] = [{"$oid": seen.response_oid}]
            made["sk"] = f"{seen.response_oid}-{seen.oid}"
        return made

    def _date(self, at: int) -> dict[str, object]:
        """A date as the years wrote it: a number, a number in quotes, or a text."""
        if not self.state.key.is_deprecated:
            return {"$date": iso(at)}
        return {"$date": str(at) if at % 7 == 0 else at}


def _who(said: dict[int, int], value: int) -> tuple[int, ...]:
    return tuple(sorted(person for person, word in said.items() if word == value))
