"""Events of tracking logs as learners cause them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.edx.dialect import json_line
from coursehouse.synthetic.edx.log_lines import HOST, LineWriter, LogEvent
from coursehouse.synthetic.edx.log_player import Player, Watched
from coursehouse.synthetic.edx.runs import PlacedItem
from coursehouse.synthetic.forum import Post
from coursehouse.synthetic.participation import QuizAttempt


@dataclass
class LogWriter(LineWriter):
    """Writes what one person did in a run as events."""

    player: Player = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.player = Player(self)

    @property
    def watched(self) -> list[Watched]:
        """The stretches of videos that were planted so far."""
        return self.player.watched

    def events(self) -> Iterator[LogEvent]:
        """Everything that logs tell of the person in the run, in no order."""
        yield from self._enrollment()
        for block_id, _, at in self.taking.participation.progress:
            placed = self.state.run.item_of.get(block_id)
            if placed is None or at < self.player.busy_until.get(block_id, 0):
                continue
            yield self._page(placed, at)
            if placed.block.category == "video":
                yield from self.player.watch(placed, at + SECOND)
        for attempt in self.taking.participation.quiz_attempts:
            yield from self._check(attempt)
        for post in self.state.cast.forum.posts:
            if post.author is self.taking.participation:
                yield self._post(post)

    def _page(self, placed: PlacedItem, at: int) -> LogEvent:
        """A page asked for, of which the server writes down the address."""
        path = self.address(placed)
        payload = json_line({"POST": {}, "GET": {}})
        line = self.line(at, "server", path, payload, path=path)
        return self.event(at, line, None, "server", ("access", "pageview", path))

    def _enrollment(self) -> Iterator[LogEvent]:
        held = self.taking.enrollment
        if held is None:
            return
        told = [("activated", held.created_at, held.first_mode)]
        if held.changed_at is not None:
            told.append(("mode_changed", held.changed_at, held.last_mode))
        if held.left_at is not None:
            told.append(("deactivated", held.left_at, held.last_mode))
        if held.back_at is not None:
            told.append(("activated", held.back_at, held.last_mode))
        for kind, at, mode in told:
            name = f"edx.course.enrollment.{kind}"
            payload = {"course_id": self.state.written, "user_id": self.user_id, "mode": mode}
            line = self.line(at, "server", name, payload, path="/change_enrollment", name=name)
            yield self.event(at, line, None, "server", ("enrollment", name, name))
            if kind != "mode_changed":
                asked = at - 40
                post = json_line({"POST": {"course_id": [self.state.written]}, "GET": {}})
                line = self.line(asked, "server", "/change_enrollment", post, path="/change_enrollment")
                what = ("access", "request", "/change_enrollment")
                yield self.event(asked, line, None, "server", what, is_canonical=False)

    def _check(self, attempt: QuizAttempt) -> Iterator[LogEvent]:
        """A problem handed in, which logs tell four times; the one with the grade counts."""
        placed, at, key = self.state.run.item_of[attempt.item_id], attempt.at, self.state.key
        names = [key.answer(attempt.item_id, number) for number in range(1, len(attempt.answers) + 1)]
        query = "&".join(f"input_{name}=choice_{number}" for number, name in enumerate(names))
        page = f"https://{HOST}{self.address(placed)}"
        handler = (
            f"/courses/{self.state.written}/xblock/{attempt.item_id}/handler/xmodule_handler/problem_check"
        )
        module: dict[str, object] = {
            "module": {"display_name": placed.block.title, "usage_key": attempt.item_id}
        }
        marks = {name: {"correctness": "correct", "npoints": None} for name in names}
        grade: dict[str, object] = {
            "problem_id": attempt.item_id,
            "attempts": 1,
            "success": "correct",
            "grade": 1,
            "max_grade": attempt.quiz.max_points,
            "correct_map": marks,
            "answers": dict.fromkeys(names, "choice_0"),
        }
        posted = json_line({"POST": {f"input_{name}": ["choice_0"] for name in names}, "GET": {}})[:512]
        item = attempt.item_id
        asked = ("technical", "request", handler)
        checked = ("problem", "problem_check", "problem_check")
        graded = ("problem", "problem_graded", "problem_graded")
        line = self.line(at, "browser", "problem_check", query, page=page)
        yield self.event(at, line, item, "browser", checked, is_canonical=False)
        line = self.line(at + 60, "server", handler, posted, path=handler)
        yield self.event(at + 60, line, item, "server", asked, is_canonical=False)
        line = self.line(
            at + 90, "server", "problem_check", grade, path=handler, page="x_module", more=module,
            name="problem_check",
        )  # fmt: skip
        yield self.event(at + 90, line, item, "server", checked)
        line = self.line(at + 300, "browser", "problem_graded", [query, "<div></div>"], page=page)
        yield self.event(at + 300, line, item, "browser", graded, is_canonical=False)

    def _post(self, post: Post) -> LogEvent:
        kind = "thread" if post.is_thread else "response" if post.parent_id is None else "comment"
        name = f"edx.forum.{kind}.created"
        payload = {"id": self.state.ids.oid(post.at, post.post_id), "commentable_id": "course", "body": "…"}
        path = f"/courses/{self.state.written}/discussion/course/threads/create"
        line = self.line(post.at, "server", name, payload, path=path, name=name)
        return self.event(post.at, line, None, "server", ("forum", name, name))
