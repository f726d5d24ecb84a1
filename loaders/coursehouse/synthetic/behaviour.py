"""Who takes which course and how: browse, enroll, join and switch sessions, pay, leave, come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from coursehouse.synthetic.catalogue import BROWSER, LEARNER, NOT_ENROLLED, PRE_ENROLLED, STARTED
from coursehouse.synthetic.clock import DAY, HOUR, MINUTE, SECOND, WEEK
from coursehouse.synthetic.code_blocks import run_code_blocks
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.feedback import give_feedback
from coursehouse.synthetic.forum import Forum, hold_discussions
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import ItemScore, Participation, Payment, Stay
from coursehouse.synthetic.peer import hold_reviews
from coursehouse.synthetic.people import Person
from coursehouse.synthetic.programming import (
    ProgrammingByPlace,
    course_programming_assignments,
    mark_submissions,
)
from coursehouse.synthetic.quizzes import QuizzesByItem, course_quizzes
from coursehouse.synthetic.rubrics import PeerAssignment, course_peer_assignments
from coursehouse.synthetic.walk import Walk
from coursehouse.synthetic.world import Course, Session

STAFF_PER_COURSE = ("INSTRUCTOR", "MENTOR", "TEACHING_STAFF", "UNIVERSITY_ADMIN")


@dataclass(frozen=True)
class CourseWork:
    """What a course asks its learners to hand in: by item, programming assignments by branch and item."""

    quizzes: QuizzesByItem
    peer: dict[str, PeerAssignment]
    programming: ProgrammingByPlace


@dataclass(frozen=True)
class CourseCast:
    """A course with what it asks for and everybody in it; learners before staff, by person."""

    course: Course
    work: CourseWork
    participations: tuple[Participation, ...]
    forum: Forum


def play_course(
    config: GeneratorConfig, ids: Identifiers, course: Course, people: Sequence[Person]
) -> CourseCast:
    """The course with what every person did in it."""
    work = CourseWork(
        course_quizzes(ids, course),
        course_peer_assignments(ids, course),
        course_programming_assignments(ids, course),
    )
    cast = list(play_people(config, ids, course, work.quizzes, people))
    hold_reviews(config.seed, ids, course, work.peer, cast)
    mark_submissions(ids, work.programming, cast)
    run_code_blocks(config.seed, ids, course, cast)
    give_feedback(config.seed, ids, course, cast)
    return CourseCast(course, work, tuple(cast), hold_discussions(config.seed, ids, course, cast))


def play_people(
    config: GeneratorConfig,
    ids: Identifiers,
    course: Course,
    quizzes: QuizzesByItem,
    people: Sequence[Person],
) -> Iterator[Participation]:
    """What those of these people who take the course did in it alone, learners before staff.

    What somebody does by himself depends on nobody else: any part of the people can be played on its own.
    """
    for person in people:
        if person.index < config.learners:
            random = _random_of(config, course.index, person.index)
            if _is_drawn(random, course.index):
                yield _Role(course, quizzes, person, ids, random).play()
    by_index = {person.index: person for person in people}
    for number, role in enumerate(STAFF_PER_COURSE):
        member = by_index.get(config.learners + (course.index + number) % len(STAFF_PER_COURSE))
        if member is not None:
            random = _random_of(config, course.index, member.index)
            yield _Role(course, quizzes, member, ids, random).play_staff(role)


def takes_course(config: GeneratorConfig, course_index: int, person_index: int) -> bool:
    """Whether a learner has any part in a course, by the numbers of both."""
    return _is_drawn(_random_of(config, course_index, person_index), course_index)


def _random_of(config: GeneratorConfig, course_index: int, person_index: int) -> Random:
    return Random(f"{config.seed}/participation/{course_index}/{person_index}")


def _is_drawn(random: Random, course_index: int) -> bool:
    return random.random() < (0.75 if course_index == 0 else 0.5)


class _Role:
    """One person's part in one course."""

    def __init__(
        self,
        course: Course,
        quizzes: QuizzesByItem,
        person: Person,
        ids: Identifiers,
        random: Random,
    ) -> None:
        self.course = course
        self.random = random
        self.end = course.snapshots[-1] // SECOND * SECOND - MINUTE
        self.part = Participation(person, course)
        self.walk = Walk(self.part, quizzes, ids, random, 0)

    def play(self) -> Participation:
        """A learner, or one of the few who only look in, wait for the start, or left no membership."""
        draw = self.random.random()
        if self.part.person.index % 40 == 23:
            # in no course more than pre-enrolled: exports then do not list the person
            self._wait_for_start()
        elif draw < 0.04:
            self._look_in()
        elif draw < 0.07:
            self._wait_for_start()
        elif draw < 0.09:
            self._visit_without_membership(leaves_grade=draw < 0.08)
        else:
            self._learn()
        return self.part

    def play_staff(self, role: str) -> Participation:
        """Staff try the course before it opens; the mentor learned in it first."""
        original = self.course.original
        if role == "MENTOR":
            self._learn()
            last = max(ts for ts, _ in self.part.memberships)
            self._join_role(min(max(last, self.walk.now) + WEEK, self.end), role)
            return self.part
        self._join_role(self.course.launched_at - 9 * WEEK + 30 * MINUTE, role)
        if role in ("INSTRUCTOR", "TEACHING_STAFF"):
            self.walk.now = self.course.launched_at - 3 * WEEK
            self.walk.study(original, self.course.launched_at)
        if role == "TEACHING_STAFF":
            session = self.course.sessions[1]
            self.part.stays.append(Stay(session, session.starts_at + HOUR))
        return self.part

    def _join_role(self, at: int, role: str) -> None:
        self.part.memberships.append((at, role))

    def _arrival(self) -> int:
        span = self.end - 2 * DAY - self.course.preenrollment_at
        return (self.course.preenrollment_at + int(self.random.random() * span)) // SECOND * SECOND

    def _look_in(self) -> None:
        self.walk.now = self._arrival()
        self._join_role(self.walk.now, BROWSER)
        self.walk.is_guest = self.random.random() < 0.5
        self.walk.study(self.course.original, self.walk.now + DAY)

    def _wait_for_start(self) -> None:
        at = self.course.preenrollment_at + self.random.randrange(4 * WEEK // SECOND) * SECOND
        self._join_role(at, PRE_ENROLLED)
        if self.random.random() < 0.3:
            self._join_role(at + WEEK, NOT_ENROLLED)

    def _visit_without_membership(self, leaves_grade: bool) -> None:
        at = self._arrival()
        if leaves_grade:
            item_id = self.course.original.required_item_ids[0]
            self.part.scores.append(ItemScore(item_id, at, 0.4, is_summative=True))
        else:
            self.walk.now = at
            self.walk.study(self.course.original, at + 3 * DAY)

    def _learn(self) -> None:
        walk, random = self.walk, self.random
        walk.now = self._arrival()
        if walk.now < self.course.launched_at:
            self._join_role(walk.now, PRE_ENROLLED)
            walk.now = self.course.launched_at + random.randrange(3 * DAY // SECOND) * SECOND
        elif random.random() < 0.4:
            self._join_role(walk.now, BROWSER)
            walk.wait(4 * DAY)
        self._join_role(walk.now, LEARNER)
        self._pay(walk.now)
        if random.random() < 0.04:
            self._see_deleted_item()
        goes_on = True
        for session in self._sessions():
            if session is not None:
                self._join(session)
            until = session.ends_at + WEEK if session else walk.now + 8 * WEEK
            goes_on = walk.study(self.course.branch_of(session), min(until, self.end))
            if not goes_on:
                break
            walk.now = max(walk.now, min(until, self.end) - WEEK)
        self._try_again()
        self._leave(goes_on)

    def _sessions(self) -> Iterator[Session | None]:
        """The sessions to study in, the next joined when one ends unfinished; None = without a session."""
        open_sessions = [s for s in self.course.sessions if s.enrollment_ends_at > self.walk.now]
        if not open_sessions or self.random.random() < 0.08:
            yield None
            return
        number = 0
        yield open_sessions[number]
        while self.random.random() < 0.35:
            number += 2
            if number >= len(open_sessions) or open_sessions[number].starts_at > self.end:
                return
            yield open_sessions[number]

    def _join(self, session: Session) -> None:
        walk = self.walk
        walk.wait(HOUR)
        if self.part.stays:
            self.part.stays[-1].ended_at = walk.now
        self.part.stays.append(Stay(session, walk.now, None, self.random.random() < 0.85))
        walk.now = max(walk.now, session.starts_at)

    def _pay(self, enrolled_at: int) -> None:
        draw = self.random.random()
        at = enrolled_at + self.random.randrange(3 * WEEK // SECOND) * SECOND
        if draw < 0.3:
            self.part.payment = Payment(at, True, draw < 0.02, False)
        elif draw < 0.4:
            self.part.payment = Payment(at, False, True, draw < 0.31)
        elif draw < 0.48:
            self.part.payment = Payment(enrolled_at, False, False, True)
        elif draw < 0.5:
            self.part.payment = Payment(at, False, False, False)

    def _try_again(self) -> None:
        """Some come back to an exam: soon, or when the authors have revised the course."""
        if self.random.random() < 0.25:
            self.walk.now = max(self.walk.now, self.course.revised_at or 0)
            self.walk.wait(2 * WEEK)
            self.walk.try_again(self.course.branch_of(self._last_session()))

    def _last_session(self) -> Session | None:
        return self.part.stays[-1].session if self.part.stays else None

    def _see_deleted_item(self) -> None:
        self.walk.wait(HOUR)
        self.part.progress.append((self.random.choice(self.course.deleted_item_ids), STARTED, self.walk.now))

    def _leave(self, goes_on: bool) -> None:
        """Some who gave up unenroll; some of them come back and go a little further."""
        walk, random = self.walk, self.random
        if goes_on or random.random() > 0.25:
            return
        walk.wait(3 * WEEK)
        self._join_role(walk.now, NOT_ENROLLED)
        if self.part.stays and self.part.stays[-1].ended_at is None:
            self.part.stays[-1].ended_at = walk.now
        if random.random() < 0.35:
            walk.wait(8 * WEEK)
            self._join_role(walk.now, LEARNER)
            walk.study(self.course.branch_of(self._last_session()), self.end)
