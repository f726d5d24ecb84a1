"""Who takes which course run on edX, and how: enroll, upgrade, work, leave, come back, assess each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from coursehouse.synthetic.clock import DAY, HOUR, MINUTE, SECOND, WEEK
from coursehouse.synthetic.edx.assessing import OraWork, assess_each_other
from coursehouse.synthetic.edx.config import NEWEST_AT, EdxConfig
from coursehouse.synthetic.edx.ids import EdxIds
from coursehouse.synthetic.edx.runs import EdxRun
from coursehouse.synthetic.forum import Forum, hold_discussions
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation, Payment
from coursehouse.synthetic.people import Person
from coursehouse.synthetic.quizzes import QuizzesByItem, course_quizzes
from coursehouse.synthetic.walk import Walk

# the roles of the people who are no learners, and whether each of them is enrolled
STAFF = (("instructor", True), ("staff", False), ("beta_testers", True))
STAFF_COUNT = 4


@dataclass(frozen=True)
class Enrollment:
    """An enrollment: first_mode until changed_at, last_mode from then on; left and back as they happened."""

    created_at: int
    first_mode: str
    last_mode: str
    changed_at: int | None = None
    left_at: int | None = None
    back_at: int | None = None

    def is_active(self, at: int) -> bool:
        """Whether the person is enrolled just before an instant."""
        has_left = self.left_at is not None and self.left_at < at
        return not has_left or (self.back_at is not None and self.back_at < at)

    def mode(self, at: int) -> str:
        """The track just before an instant."""
        has_changed = self.changed_at is not None and self.changed_at < at
        return self.last_mode if has_changed else self.first_mode


@dataclass(frozen=True)
class Taking:
    """What one person did in one run; enrollment is None for staff who never enrolled."""

    participation: Participation
    enrollment: Enrollment | None
    role: str | None

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.participation.person

    @property
    def index(self) -> int:
        """The number of the person."""
        return self.person.index


@dataclass(frozen=True)
class RunCast:
    """A run with everybody in it, by person; forum and ora: what they wrote and assessed."""

    number: int
    run: EdxRun
    quizzes: QuizzesByItem
    takings: tuple[Taking, ...]
    forum: Forum
    ora: tuple[OraWork, ...]

    @cached_property
    def taking_of(self) -> dict[int, Taking]:
        """By number of the person."""
        return {taking.index: taking for taking in self.takings}


def play_run(config: EdxConfig, ids: EdxIds, number: int, run: EdxRun, people: Sequence[Person]) -> RunCast:
    """The run with what every person did in it, up to the newest package."""
    tokens = Identifiers(config.seed, is_isolated=False)
    quizzes: QuizzesByItem = {
        key: series
        for key, series in course_quizzes(tokens, run.course).items()
        if run.item_of[key[0]].block.category == "problem"
    }
    takings = [
        taking
        for person in people
        if (taking := _Learner(config, tokens, number, run, quizzes, person).take()) is not None
    ]
    participations = [taking.participation for taking in takings]
    ora = assess_each_other(config.seed, ids, run, participations, _instructor(config, number))
    forum = hold_discussions(config.seed, tokens, run.course, participations)
    return RunCast(number, run, quizzes, tuple(takings), forum, tuple(ora))


def _instructor(config: EdxConfig, number: int) -> int:
    return config.learners + number % STAFF_COUNT


class _Learner:
    """One person's part in one run."""

    def __init__(
        self,
        config: EdxConfig,
        tokens: Identifiers,
        number: int,
        run: EdxRun,
        quizzes: QuizzesByItem,
        person: Person,
    ) -> None:
        self.run, self.person = run, person
        self.random = Random(f"{config.seed}/edx/{number}/{person.index}")
        self.part = Participation(person, run.course)
        self.walk = Walk(self.part, quizzes, tokens, self.random, 0)
        self.end = min(run.ends_at, NEWEST_AT) - MINUTE
        self.duty = (person.index - config.learners - number) % STAFF_COUNT
        self.is_staff = person.index >= config.learners

    def take(self) -> Taking | None:
        """The person's part; None for those who take no part in this run."""
        if self.is_staff:
            return self._teach() if self.duty < len(STAFF) else None
        if self.random.random() >= (0.35 if self.run.key.is_deprecated else 0.6):
            return None
        return Taking(self.part, self._enroll(), None)

    def _teach(self) -> Taking:
        role, is_enrolled = STAFF[self.duty]
        if role == "beta_testers":
            return Taking(self.part, self._enroll(), role)
        self.part.memberships.append((self.run.starts_at - 9 * WEEK, "INSTRUCTOR"))
        self.walk.now = self.run.starts_at - 3 * WEEK
        self.walk.study(self.run.walked, self.run.starts_at)
        at = self.run.enrollment_starts_at + 30 * MINUTE
        return Taking(self.part, Enrollment(at, "honor", "honor") if is_enrolled else None, role)

    def _enroll(self) -> Enrollment:
        random, walk = self.random, self.walk
        last = min(self.run.enrollment_ends_at, NEWEST_AT - 2 * DAY)
        span = (last - self.run.enrollment_starts_at) // SECOND
        created_at = self.run.enrollment_starts_at + random.randrange(span) * SECOND
        first = "honor" if self.run.key.is_deprecated else "audit"
        draw = random.random()
        if draw < 0.02:
            # who never finishes to pay is unenrolled at once
            return Enrollment(created_at, "verified", "verified", left_at=created_at + HOUR)
        last_mode = self._track(draw, first)
        changed_at = None
        if last_mode != first:
            changed_at = created_at + random.randrange(2 * WEEK // SECOND) * SECOND
            self.part.payment = Payment(changed_at, True, False, False)
        walk.now = max(created_at, self.run.starts_at) + random.randrange(2 * DAY // SECOND) * SECOND
        left_at = back_at = None
        if random.random() < 0.85:
            left_at, back_at = self._study()
        return Enrollment(created_at, first, last_mode, changed_at, left_at, back_at)

    def _track(self, draw: float, first: str) -> str:
        if draw < 0.3:
            return "verified"
        if draw < 0.33 and not self.run.key.is_deprecated:
            return "credit"
        if draw < 0.36 and not self.run.key.is_deprecated:
            return "professional"
        return first

    def _study(self) -> tuple[int | None, int | None]:
        """When the person left and came back, if it came to that."""
        walk, random = self.walk, self.random
        branch = self.run.walked
        if random.random() < 0.04:
            walk.wait(HOUR)
            deleted = random.choice(self.run.course.deleted_item_ids)
            self.part.progress.append((deleted, 1, walk.now))
        goes_on = walk.study(branch, self.end)
        if goes_on and random.random() < 0.25:
            walk.now = min(walk.now + WEEK, self.end - 3 * DAY)
            if walk.now > self._last():
                walk.try_again(branch)
        if goes_on or random.random() > 0.25:
            return None, None
        walk.wait(3 * WEEK)
        left_at = walk.now
        if random.random() < 0.35:
            walk.wait(3 * WEEK)
            back_at = walk.now
            walk.study(branch, self.end)
            return left_at, back_at
        return left_at, None

    def _last(self) -> int:
        return max((ts for _, _, ts in self.part.progress), default=0)
