"""The truth about sessions and days: how many were enrolled, active, paying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from coursehouse.synthetic.catalogue import BROWSER, LEARNER, NOT_ENROLLED, PRE_ENROLLED
from coursehouse.synthetic.clock import DAY, date_text
from coursehouse.synthetic.truth_enrollments import payment_state
from coursehouse.synthetic.truth_view import CourseView, Fact, Known, Mart
from coursehouse.synthetic.world import Session

_STATE_OF_ROLE = {
    LEARNER: "enrolled",
    PRE_ENROLLED: "pre_enrolled",
    BROWSER: "browser",
    NOT_ENROLLED: "unenrolled",
}
_STATES = ("pre_enrolled", "browser", "unenrolled", "staff")
_PAYMENT_STATES = ("payment", "financial_aid", "group_sponsored", "audit")


def summary_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The enrollment marts of sessions and dates by name."""
    return {
        "sessions__enrollments": _session_counts(views),
        "courses_dates__enrollments": _date_counts(views),
    }


def _session_counts(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "session_id",
        "course_id",
        "course_branch_id",
        "ever_enrolled_count",
        "enrolled_count",
        "active_count",
        "completed_count",
        "starts_at",
        "ends_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        course = view.course
        for session in course.sessions:
            members = [known for known in view.learners if _stays(known, session)]
            counts = (
                len(members),
                sum(
                    any(end is None or end > view.as_of for _, end in _periods(view, m, session))
                    for m in members
                ),
                sum(_was_active(view, member, session) for member in members),
                sum(
                    member.standing.session is session and member.standing.is_completed for member in members
                ),
            )
            branch_id = course.branch_of(session).branch_id
            span = (session.starts_at, course.session_end(session, view.at))
            rows.append((view.platform, session.session_id, course.course_id, branch_id, *counts, *span))
    return Mart(columns, rows)


def _stays(known: Known, session: Session) -> bool:
    return any(stay.session is session for stay in known.standing.stays)


def _periods(view: CourseView, known: Known, session: Session) -> Iterator[tuple[int, int | None]]:
    """Start and end of the memberships in the session, without ends that the last export could not know."""
    for stay in known.standing.stays:
        if stay.session is session:
            is_over = stay.ended_at is not None and stay.ended_at < view.at
            yield stay.started_at, stay.ended_at if is_over else None


def _was_active(view: CourseView, known: Known, session: Session) -> bool:
    periods = list(_periods(view, known, session))
    return any(
        start <= ts and (end is None or ts < end)
        for _, _, ts in known.standing.progress
        for start, end in periods
    )


def _date_counts(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_id",
        "calendar_date",
        "newly_enrolled_count",
        "enrolled_change_count",
        "ever_enrolled_count",
        "enrolled_count",
        "pre_enrolled_count",
        "browser_count",
        "unenrolled_count",
        "staff_count",
        "paid_enrolled_count",
        "financial_aid_enrolled_count",
        "group_sponsored_enrolled_count",
        "audit_enrolled_count",
        "active_count",
    )
    return Mart(columns, [row for view in views for row in _days(view)])


def _days(view: CourseView) -> Iterator[tuple[Fact, ...]]:
    first_days = [
        min(known.standing.memberships)[0] // DAY for known in view.people if known.standing.memberships
    ]
    if not first_days:
        return
    changes = _state_changes(view)
    newly = Counter(
        known.standing.first_enrolled_at // DAY
        for known in view.learners
        if known.standing.first_enrolled_at is not None
    )
    active = Counter(
        day for known in view.learners for day in {ts // DAY for _, _, ts in known.standing.progress}
    )
    standing_now: Counter[str] = Counter()
    ever = 0
    for day in range(min(first_days), view.as_of // DAY + 1):
        enrolled_before = standing_now["enrolled"]
        standing_now.update(changes.get(day, {}))
        ever += newly[day]
        enrolled = standing_now["enrolled"]
        yield (
            view.platform,
            view.course.course_id,
            date_text(day),
            newly[day],
            enrolled - enrolled_before,
            ever,
            enrolled,
            *(standing_now[state] for state in _STATES),
            *(standing_now[f"enrolled by {state}"] for state in _PAYMENT_STATES),
            active[day],
        )


def _state_changes(view: CourseView) -> dict[int, Counter[str]]:
    """Per day: by how much the number of persons in each state changes at the end of the day."""
    changes: dict[int, Counter[str]] = {}
    for known in view.people:
        at_day_end = {ts // DAY: role for ts, role in sorted(known.standing.memberships)}
        before: tuple[str, ...] = ()
        for day, role in at_day_end.items():
            state = _STATE_OF_ROLE.get(role, "staff")
            after = (
                (state, f"enrolled by {payment_state(known.standing)}") if state == "enrolled" else (state,)
            )
            changes.setdefault(day, Counter()).update(after)
            changes[day].subtract(before)
            before = after
    return changes
