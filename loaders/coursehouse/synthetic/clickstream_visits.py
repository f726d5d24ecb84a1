"""Visits to a course: which pages a learner opens on the way from item to item, and when."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from coursehouse.synthetic.clickstream_clients import unknown_client, visiting_client
from coursehouse.synthetic.clickstream_config import Window
from coursehouse.synthetic.clickstream_events import (
    PAGE_PRELOADED,
    PAGE_REQUESTED,
    PAGEVIEW,
    Client,
    Event,
    repeated,
)
from coursehouse.synthetic.clickstream_pages import CoursePages, Page, Video
from coursehouse.synthetic.clickstream_player import GRID, NORMAL_RATE, Player, Trail
from coursehouse.synthetic.clickstream_values import ValueStyle
from coursehouse.synthetic.clickstream_viewing import Viewer
from coursehouse.synthetic.clock import DAY, HOUR, MINUTE, SECOND
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.people import Person

VISIT_GAP = 4 * HOUR
SESSION_GAP = 30 * MINUTE
# pageviews of one address this close together are one
DUPLICATE_WITHIN = 2 * SECOND
_STYLES = tuple(ValueStyle)


def course_trail(
    seed: int, ids: Identifiers, pages: CoursePages, window: Window, participation: Participation
) -> Trail:
    """What a participation left in the log inside the window."""
    course, person = participation.course.index, participation.person
    random = Random(f"{seed}/clickstream/{course}/{person.index}")
    visits = _Visits(random, ids, pages, window, person, course)
    visits.follow(participation)
    return visits.trail


def visitor_trail(
    seed: int, ids: Identifiers, pages: CoursePages, window: Window, course: int, number: int, person: Person
) -> Trail:
    """What a visitor who was not logged in left: the front page, and a piece of the first video."""
    random = Random(f"{seed}/visitor/{course}/{number}")
    visits = _Visits(random, ids, pages, window, person, course)
    visits.look_in(number)
    return visits.trail


class _Visits:
    """One person in one course; `now` only grows. What does not end inside the window is left out."""

    def __init__(
        self,
        random: Random,
        ids: Identifiers,
        pages: CoursePages,
        window: Window,
        person: Person,
        course: int,
    ) -> None:
        self.random, self.ids, self.pages, self.window = random, ids, pages, window
        self.person, self.course = person, course
        self.trail = Trail()
        self.viewer = Viewer(random)
        self.now = window.starts_at
        self.client: Client | None = None
        self._cookie_count = 0
        self._places: dict[str, int] = {}
        self._rates: dict[tuple[str, str], tuple[float, int]] = {}
        self._turns_in_late = random.random() < 0.12
        self._comes_back_after = random.choice((None, SESSION_GAP, SESSION_GAP + SECOND))

    def follow(self, participation: Participation) -> None:
        """Opens the page of every item that the person made progress on, and watches the videos."""
        before: int | None = None
        for item_id, _, at in participation.progress:
            if not self.window.starts_at <= at < self.window.ends_at:
                continue
            counts = (len(self.trail.events), len(self.trail.watched), len(self.trail.played_through))
            is_new_visit = before is None or at - before > VISIT_GAP
            before = at
            self._reach(item_id, at, is_new_visit)
            if self.now >= self.window.ends_at - MINUTE:
                del self.trail.events[counts[0] :]
                del self.trail.watched[counts[1] :]
                del self.trail.played_through[counts[2] :]
                return

    def look_in(self, number: int) -> None:
        """Visits the front page and tries the first video."""
        span = (self.window.days - 0.5) * DAY
        self.now = self.window.starts_at + int(self.random.random() * span) // GRID * GRID
        self.client = unknown_client(self.ids, self.random, self.person, self.course, number)
        self._open_front()
        self._open(self.pages.first_video.page)
        if self.random.random() < 0.5:
            self._watch(self.pages.first_video)

    def _reach(self, item_id: str, at: int, is_new_visit: bool) -> None:
        random = self.random.random
        video = self.pages.video(item_id)
        self.now = max(self.now, at)
        if is_new_visit or self.client is None:
            self._cookie_count += random() < 0.5
            self.client = visiting_client(self.ids, self.random, self.person, self.course, self._cookie_count)
            self._open_front()
        for page in self._pages_on_the_way():
            self._open(page)
        if self._turns_in_late and video is not None:
            self._turns_in_late = False
            self.now = max(self.now, self.now // DAY * DAY + DAY - self._between(20 * SECOND, 2 * MINUTE))
        self._open(self.pages.item(item_id))
        if video is not None:
            self._watch(video)
        elif random() < 0.3:
            self._pass(MINUTE, 6 * MINUTE)
            self._open(self.pages.item(item_id))
        if self._comes_back_after is not None and random() < 0.5:
            # to the very millisecond
            self.now = self.trail.events[-1].at + self._comes_back_after
            self._comes_back_after = None
            self._view(self.pages.outline)
            self._pass(3 * SECOND, MINUTE)

    def _pages_on_the_way(self) -> Iterator[Page]:
        """Pages beside the items: the outline, the forum, and pages whose course the log cannot tell."""
        draw, number = self.random.random(), self.random.randrange(1, 5)
        pages = self.pages
        if draw < 0.08:
            yield pages.outline
        elif draw < 0.14:
            self._be_redirected(pages.old_week(number), pages.week(number))
            yield pages.thread(number)
        elif draw < 0.2:
            yield pages.forum
            yield pages.week(number)
            yield pages.old_thread(number)
        elif draw < 0.24:
            yield pages.home_week(number)
        elif draw < 0.27:
            yield pages.resources
        elif draw < 0.29:
            yield Page(None, "/browse/data-science", query="utm_source=a&utm_campaign=b,c")
        elif draw < 0.31:
            yield Page(None, f"/learn/former-{pages.slug}/home/welcome", host="https://coursera.org")
        elif draw < 0.33:
            yield pages.outline.unmapped()

    def _open_front(self) -> None:
        draw = self.random.random()
        if draw < 0.5:
            self._be_redirected(self.pages.front, self.pages.welcome)
        elif draw < 0.6:
            # stays on the bare address: nothing forwards somebody who is not logged in
            self._open(self.pages.front.queried("authMode=login"))
        else:
            self._open(self.pages.welcome)

    def _open(self, page: Page) -> None:
        """Loads a page, or goes to it inside the application; at times its view is reported twice."""
        if self.random.random() < 0.35:
            self._load(page)
        self._view(page)
        draw = self.random.random()
        if draw < 0.06:
            wait = DUPLICATE_WITHIN if draw < 0.02 else self._between(200, DUPLICATE_WITHIN)
            day = self.now // DAY
            self.now += wait
            again = self._view(page.queried(f"ts={self.now}"))
            again.is_duplicate = self.now // DAY == day
        elif draw < 0.08:
            again = repeated(self.trail.events[-1])
            again.is_duplicate = True
            self.trail.events.append(again)
        elif draw < 0.1:
            self.now += DUPLICATE_WITHIN + GRID
            self._view(page.queried("action=reload"))
        elif draw < 0.12:
            self._log(PAGE_REQUESTED, page)
        self._pass(3 * SECOND, 40 * SECOND)

    def _load(self, page: Page) -> None:
        self._log(PAGE_REQUESTED, page)
        self._pass(200, 900)
        self._log(PAGE_PRELOADED, page)
        self._pass(200, 1500)

    def _be_redirected(self, source: Page, target: Page) -> None:
        """Opens an address that forwards: both pages are viewed."""
        self._load(source)
        viewed = self._view(source)
        self._pass(100, DUPLICATE_WITHIN - 50)
        self._view(target)
        # the log of a date does not know what the next one says
        viewed.is_redirect = viewed.at // DAY == self.now // DAY
        self._pass(3 * SECOND, 40 * SECOND)

    def _view(self, page: Page) -> Event:
        return self._log(PAGEVIEW, page)

    def _log(self, key: str, page: Page) -> Event:
        assert self.client is not None
        event = Event(self.now, key, self.client, page)
        self.trail.events.append(event)
        return event

    def _watch(self, video: Video) -> None:
        assert self.client is not None
        player = Player(self.trail, self.client, video, self.random.choice(_STYLES), self.now)
        key = (self.client.cookie, video.item_id)
        told, day = self._rates.get(key, (NORMAL_RATE / 4, self.now // DAY))
        is_same_date = day == self.now // DAY or told == NORMAL_RATE / 4
        is_told = told == self.viewer.rate / 4 and is_same_date
        count = len(self.trail.events)
        self.viewer.watch(player, self._places.get(video.item_id, 0), is_told)
        for event in self.trail.events[count:]:
            if "playback_rate" in event.reading:
                self._rates[key] = (float(event.reading["playback_rate"]), event.at // DAY)
        self._places[video.item_id] = player.position
        self.now = player.at
        self._pass(3 * SECOND, 40 * SECOND)

    def _pass(self, shortest: int, longest: int) -> None:
        self.now += self._between(shortest, longest)

    def _between(self, shortest: int, longest: int) -> int:
        return int(shortest + self.random.random() * (longest - shortest)) // GRID * GRID
