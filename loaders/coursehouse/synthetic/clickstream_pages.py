"""The pages of a course and their addresses, as the log knows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.truth_view import content_text
from coursehouse.synthetic.world import Course, Placement
from coursehouse.synthetic.writer import quoted

HOST = "https://www.coursera.org"
# the kinds of pages whose address names an item
ITEM_PAGES = (
    "lecture",
    "supplement",
    "peer",
    "exam",
    "quiz",
    "programming",
    "discussionPrompt",
    "gradedLti",
    "ungradedLti",
)
_PAGE_OF_TYPE = {
    "lecture": "lecture",
    "supplement": "supplement",
    "quiz": "quiz",
    "exam": "exam",
    "graded peer": "peer",
    "peer": "peer",
    "phased peer": "peer",
    "closed peer": "peer",
    "programming": "programming",
    "graded programming": "programming",
    "ungraded programming": "programming",
    "discussion prompt": "discussionPrompt",
    "graded discussion prompt": "discussionPrompt",
    "graded lti": "gradedLti",
    "ungraded lti": "ungradedLti",
    "slideshow": "slideshow",
    "notebook": "notebook",
    "staff graded": "staffGraded",
    "widget": "ungradedWidget",
    "ungraded widget": "ungradedWidget",
    "team review": "teamReview",
}
_SHORTEST_VIDEO, _LONGEST_VIDEO = 60, 900


@dataclass(frozen=True)
class Page:
    """A page under one of its addresses; course_id is None where the log could not tell the course."""

    course_id: str | None
    path: str
    query: str | None = None
    fragment: str | None = None
    host: str = HOST

    @property
    def _segments(self) -> list[str]:
        segments = self.path.split("/")[1:]
        return segments[1:] if segments[:1] == ["learn"] else []

    @cached_property
    def course_slug(self) -> str | None:
        """The course as the address calls it."""
        return self._segments[0] if self._segments else None

    @cached_property
    def access_type(self) -> str | None:
        """The kind of page."""
        return self._segments[1] if len(self._segments) > 1 else None

    @cached_property
    def item_id(self) -> str | None:
        """The item that the address names."""
        is_item = self.access_type in ITEM_PAGES and len(self._segments) > 2
        return self._segments[2] if is_item else None

    @cached_property
    def url(self) -> str:
        """The whole address."""
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.host}{self.path}{query}{fragment}"

    @cached_property
    def url_cell(self) -> str:
        """The address as a raw cell."""
        return quoted(self.url)

    @cached_property
    def course_cell(self) -> str:
        """The course as a raw cell."""
        return "" if self.course_id is None else quoted(self.course_id)

    @cached_property
    def url_text(self) -> str:
        """The address as content_id reads it."""
        return content_text(self.url)

    @cached_property
    def course_text(self) -> str:
        """The course as content_id reads it."""
        return content_text(self.course_id)

    def queried(self, query: str | None) -> Page:
        """The same page under an address with another query."""
        return replace(self, query=query)

    def unmapped(self) -> Page:
        """The same page where the log could not tell the course."""
        return replace(self, course_id=None)


@dataclass(frozen=True)
class Video:
    """A video of a course with its length in milliseconds, which no export tells."""

    course_id: str
    item_id: str
    module_id: str
    name: str
    length: int
    page: Page


class CoursePages:
    """The pages and videos of one course."""

    def __init__(self, seed: int, course: Course) -> None:
        self.course_id, self.slug = course.course_id, course.slug
        self._seed, self._index = seed, course.index
        self._items: dict[str, tuple[Placement, Page]] = {}
        for branch in course.branches:
            for place in branch.first_content:
                self._items.setdefault(place.item.item_id, (place, self._item_page(place)))
        self._videos = {
            item_id: self._build_video(place, page)
            for item_id, (place, page) in self._items.items()
            if place.item.item_type.kind == "video"
        }
        self.front = self._page("")
        self.welcome = self._page("/home/welcome")
        self.outline = self._page("/outline")
        self.resources = self._page("/resources/a1B2c")
        self.forum = self._page("/discussions")
        self.first_video = next(iter(self._videos.values()))

    def item(self, item_id: str) -> Page:
        """The page of an item; a deleted one looks like a reading."""
        if item_id in self._items:
            return self._items[item_id][1]
        return self._page(f"/supplement/{item_id}")

    def video(self, item_id: str) -> Video | None:
        """The video that an item is, if it is one."""
        return self._videos.get(item_id)

    def week(self, number: int) -> Page:
        """The discussions of a week."""
        return self._page(f"/discussions/weeks/{number}")

    def old_week(self, number: int) -> Page:
        """The former address of the same, which forwards to the new one."""
        return self._page(f"/week/{number}/discussions")

    def home_week(self, number: int) -> Page:
        """A week's own page."""
        return self._page(f"/home/week/{number}")

    def thread(self, number: int) -> Page:
        """A thread of the forum, at one of its posts."""
        return replace(self._page(f"/discussions/weeks/1/threads/t{number:04}"), fragment=f"post-{number}?x")

    def old_thread(self, number: int) -> Page:
        """A thread under the address that forums once had."""
        return self._page(f"/forum/t{number:04}")

    def _page(self, rest: str) -> Page:
        return Page(self.course_id, f"/learn/{self.slug}{rest}")

    def _item_page(self, place: Placement) -> Page:
        item = place.item
        kind = _PAGE_OF_TYPE.get(item.item_type.description, "item")
        return self._page(f"/{kind}/{item.item_id}/{_address_name(item.name)}")

    def _build_video(self, place: Placement, page: Page) -> Video:
        item = place.item
        random = Random(f"{self._seed}/video length/{self._index}/{item.item_id}")
        length = random.randint(_SHORTEST_VIDEO, _LONGEST_VIDEO) * SECOND
        return Video(self.course_id, item.item_id, place.module.module_id, item.name, length, page)


def _address_name(name: str) -> str:
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name)
    return "-".join(words.lower().split())
