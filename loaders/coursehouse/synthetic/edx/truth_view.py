"""A course run as the truth of the warehouse shows it: in the terms that all platforms share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coursehouse.synthetic.behaviour import CourseCast, CourseWork
from coursehouse.synthetic.catalogue import (
    COMPLETED,
    LEARNER,
    NOT_ENROLLED,
    NOT_PASSED,
    PASSED,
    STARTED,
    VERIFIED_PASSED,
)
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.edx.behaviour import Taking
from coursehouse.synthetic.edx.state import CERTIFICATES_AFTER, ItemState, RunState
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Payment
from coursehouse.synthetic.standing import CourseGrade, Standing
from coursehouse.synthetic.truth_content import content_truth
from coursehouse.synthetic.truth_enrollments import enrollment_truth
from coursehouse.synthetic.truth_forum_counts import discussion_truth
from coursehouse.synthetic.truth_grades import grade_truth
from coursehouse.synthetic.truth_learners import learner_truth
from coursehouse.synthetic.truth_peer import peer_truth
from coursehouse.synthetic.truth_progress import progress_truth
from coursehouse.synthetic.truth_summaries import summary_truth
from coursehouse.synthetic.truth_view import CourseView, Fact, Known, Mart

PLATFORM = "edx"
PAID_MODES = frozenset({"verified", "professional", "no-id-professional", "credit", "masters"})

# the columns of marts that Coursera has too, in the order of its truth
COLUMNS: dict[str, tuple[str, ...]] = {
    name: mart.columns
    for part in (
        content_truth,
        enrollment_truth,
        summary_truth,
        progress_truth,
        grade_truth,
        discussion_truth,
        learner_truth,
        peer_truth,
    )
    for name, mart in part([]).items()
}


def mart_of(name: str, rows: Sequence[Mapping[str, Fact]]) -> Mart:
    """The rows of a mart by column; what edX does not know is left out and NULL."""
    columns = COLUMNS[name]
    unknown = {column for row in rows for column in row} - set(columns)
    assert not unknown, f"{name} has no {unknown}"
    return Mart(columns, [tuple(row.get(column) for column in columns) for row in rows])


@dataclass(frozen=True)
class EdxView(CourseView):
    """A run after its last package; persons have one id in all domains."""

    state: RunState

    @property
    def platform(self) -> str:
        """Where the course was taught."""
        return PLATFORM

    @property
    def at(self) -> int:
        """When the newest package was taken."""
        return self.state.at

    def unit_of(self, item_id: str) -> str | None:
        """The vertical that holds an item."""
        unit = self.state.run.item_of[item_id].unit
        return unit.block_id if unit else None

    def domain_ids(self, person: int, domain: str) -> tuple[str, str | None]:
        """The user id, twice."""
        del domain
        user_id = str(self.state.ids.user(person))
        return user_id, user_id


def view_of(state: RunState, as_of: int) -> EdxView:
    """The view of a run; as_of: the newest instant of the whole warehouse."""
    people = tuple(
        Known(str(state.ids.user(taking.index)), standing_of(state, taking))
        for taking in known_takings(state)
    )
    course = state.run.course
    participations = tuple(taking.participation for taking in state.takings)
    cast = CourseCast(course, CourseWork({}, {}, {}), participations, state.cast.forum)
    ids = Identifiers(state.seed, is_isolated=False)
    return EdxView(cast, Layout.Y2023, as_of, people, ids, state)


def known_takings(state: RunState) -> Iterator[Taking]:
    """Those of whom the package says anything."""
    for taking in state.takings:
        is_enrolled = taking.enrollment is not None and taking.enrollment.created_at < state.at
        if is_enrolled or taking.role is not None or state.items[taking.index]:
            yield taking


_ROLES = {"instructor": "INSTRUCTOR", "staff": "TEACHING_STAFF", "beta_testers": "BETA_TESTER"}


@dataclass(frozen=True)
class EdxStanding(Standing):
    """Where a person stands in a run; learners are those who ever enrolled and are not of the team.

    enrolled_at: the first enrollment, None for who never enrolled. passed_at: when the run was first passed.
    role: what the person is now; when it came to that is not told, so it stands from the first enrollment on.
    """

    enrolled_at: int | None
    passed_at: int | None
    is_staff: bool
    role: str | None

    @property
    def was_learner(self) -> bool:
        """Whether the person ever learned here."""
        return self.enrolled_at is not None and not self.is_staff

    @property
    def first_enrolled_at(self) -> int | None:
        """When the person began to learn here."""
        return self.enrolled_at if self.was_learner else None

    @property
    def is_completed(self) -> bool:
        """Whether the run was ever passed, whatever the grade has become since."""
        return self.passed_at is not None


def role_of(state: RunState, taking: Taking) -> str | None:
    """What a person is now; None for who was never enrolled nor of the team."""
    if taking.role is not None:
        return _ROLES[taking.role]
    if taking.enrollment is None or taking.enrollment.created_at >= state.at:
        return None
    return LEARNER if taking.enrollment.is_active(state.at) else NOT_ENROLLED


def is_complete(item: ItemState) -> bool:
    """Whether the work on an item is done: a problem handed in, an assessment scored."""
    return item.points is not None


def events_of(item: ItemState) -> tuple[tuple[str, int, int], ...]:
    """What the package shows of the work on an item: when it began, and when it last changed."""
    events = ((item.block_id, STARTED, item.created_at),)
    if is_complete(item):
        return (*events, (item.block_id, COMPLETED, item.modified_at))
    return events


def standing_of(state: RunState, taking: Taking) -> EdxStanding:
    """Where a person stands, in the terms of all platforms."""
    held = taking.enrollment
    is_paid = held is not None and held.mode(state.at) in PAID_MODES
    progress = sorted(
        (event for item in state.items[taking.index] for event in events_of(item)), key=lambda event: event[2]
    )
    course_grade = _course_grade(state, taking, is_paid)
    branch = state.run.course.original
    enrolled_at = held.created_at if held is not None and held.created_at < state.at else None
    role = role_of(state, taking)
    return EdxStanding(
        participation=taking.participation,
        at=state.at,
        memberships=((enrolled_at, role),) if enrolled_at is not None and role else (),
        stays=(),
        session=None,
        branch=branch,
        payment=Payment(held.created_at, True, False, False) if held is not None and is_paid else None,
        progress=tuple(progress),
        item_scores={},
        practice_scores={},
        branch_grades={branch.branch_id: course_grade} if course_grade else {},
        course_grade=course_grade,
        enrolled_at=enrolled_at,
        passed_at=_passed_at(state, taking),
        is_staff=taking.role is not None,
        role=role,
    )


def _passed_at(state: RunState, taking: Taking) -> int | None:
    """When the run was first passed: as kept beside the grade, else when the certificate was made."""
    grade = state.grades.get(taking.index)
    if state.run.keeps_grades:
        return grade.passed_at if grade else None
    status = state.certificate_status(taking)
    return state.run.ends_at + CERTIFICATES_AFTER if status in ("downloadable", "audit_passing") else None


def _course_grade(state: RunState, taking: Taking, is_paid: bool) -> CourseGrade | None:
    """The grade of the run: the kept one, else the one on the certificate, which has two decimals."""
    grade, status = state.grades.get(taking.index), state.certificate_status(taking)
    if grade is None or not (state.run.keeps_grades or status):
        return None
    passed = VERIFIED_PASSED if is_paid else PASSED
    standing = passed if grade.is_passing else NOT_PASSED
    if state.run.keeps_grades:
        return CourseGrade(grade.modified_at, grade.grade, 0, standing)
    return CourseGrade(state.certificate_changed_at(taking), float(f"{grade.grade:.2f}"), 0, standing)
