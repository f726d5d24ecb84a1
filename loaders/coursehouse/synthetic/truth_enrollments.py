"""The truth about membership periods, enrollments and payments of persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coursehouse.synthetic.catalogue import LEARNER, NOT_ENROLLED, PRE_ENROLLED, STAFF_ROLES
from coursehouse.synthetic.clock import DAY
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.truth_view import CourseView, Fact, Known, Mart


def enrollment_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The enrollment marts of persons by name."""
    return {
        "users_courses__membership_periods": _periods(views),
        "users_courses__enrollments": _enrollments(views),
        "users_courses__certificate_payments": _payments(views),
    }


def payment_state(standing: Standing) -> str:
    """The first way that paid for the certificate; audit if none did."""
    paid = standing.payment
    if paid and paid.was_payment:
        return "payment"
    if paid and paid.was_finaid_grant:
        return "financial_aid"
    if paid and paid.was_group_sponsored:
        return "group_sponsored"
    return "audit"


def current_role(standing: Standing) -> str | None:
    """The role in force, None without any membership."""
    return max(standing.memberships)[1] if standing.memberships else None


def _periods(views: Sequence[CourseView]) -> Mart:
    columns = ("platform", "user_id", "course_id", "valid_from", "role", "is_current", "valid_to")
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for known in view.people:
            memberships = sorted(known.standing.memberships)
            ends = [ts for ts, _ in memberships[1:]]
            for (ts, role), end in zip(memberships, [*ends, None], strict=False):
                rows.append((view.platform, known.user_id, view.course.course_id, ts, role, end is None, end))
    return Mart(columns, rows)


def _enrollments(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "user_id",
        "course_id",
        "course_branch_id",
        "session_id",
        "latest_role",
        "was_pre_enrolled",
        "was_enrolled",
        "is_pre_enrolled",
        "is_enrolled",
        "is_unenrolled",
        "is_staff",
        "is_active",
        "is_completed",
        "session_count",
        "active_day_count",
        "first_browsed_at",
        "first_pre_enrolled_at",
        "first_enrolled_at",
        "first_staff_at",
        "last_unenrolled_at",
        "first_active_at",
        "last_active_at",
        "completed_at",
    )
    rows = [_enrollment(view, known) for view in views for known in view.people if known.is_participant]
    return Mart(columns, rows)


def _enrollment(view: CourseView, known: Known) -> tuple[Fact, ...]:
    standing = known.standing
    role_now = current_role(standing)
    roles = {role for _, role in standing.memberships}
    worked_at = [ts for _, _, ts in standing.progress]
    grade = standing.course_grade if standing.is_completed else None
    return (
        view.platform,
        known.user_id,
        view.course.course_id,
        standing.branch.branch_id,
        standing.session.session_id if standing.session else None,
        role_now,
        PRE_ENROLLED in roles,
        LEARNER in roles,
        role_now == PRE_ENROLLED,
        role_now == LEARNER,
        role_now == NOT_ENROLLED,
        not roles.isdisjoint(STAFF_ROLES),
        bool(worked_at),
        standing.is_completed,
        len({stay.session.session_id for stay in standing.stays}),
        len({ts // DAY for ts in worked_at}),
        _first(standing, ("BROWSER",)),
        _first(standing, (PRE_ENROLLED,)),
        standing.first_enrolled_at,
        _first(standing, STAFF_ROLES),
        max((ts for ts, role in standing.memberships if role == NOT_ENROLLED), default=None),
        min(worked_at, default=None),
        max(worked_at, default=None),
        grade.at if grade else None,
    )


def _first(standing: Standing, roles: Iterable[str]) -> int | None:
    wanted = set(roles)
    return min((ts for ts, role in standing.memberships if role in wanted), default=None)


def _payments(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "user_id",
        "course_id",
        "payment_state",
        "was_payment",
        "was_finaid_grant",
        "was_group_sponsored",
        "met_payment_condition",
        "exported_met_payment_condition",
        "has_export_row",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for known in view.people:
            paid = known.standing.payment
            if paid is None and not known.standing.was_learner:
                continue
            ways = (
                (paid.was_payment, paid.was_finaid_grant, paid.was_group_sponsored) if paid else (False,) * 3
            )
            met = paid.met_condition if paid else None
            key = (view.platform, known.user_id, view.course.course_id)
            rows.append((*key, payment_state(known.standing), *ways, any(ways), met, paid is not None))
    return Mart(columns, rows)
