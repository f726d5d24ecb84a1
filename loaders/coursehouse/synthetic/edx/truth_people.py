"""The truth about enrollments, payments and persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursehouse.synthetic.catalogue import LEARNER, NOT_ENROLLED
from coursehouse.synthetic.clock import DAY
from coursehouse.synthetic.edx.truth_view import PAID_MODES, PLATFORM, EdxStanding, EdxView, mart_of
from coursehouse.synthetic.truth_enrollments import enrollment_truth
from coursehouse.synthetic.truth_summaries import summary_truth
from coursehouse.synthetic.truth_view import Fact, Mart

ANONYMOUS_COLUMNS = ("platform", "user_id", "anonymous_user_id", "course_id")


def edx_people_truth(views: Sequence[EdxView]) -> dict[str, Mart]:
    """The marts about enrollments and persons by name."""
    marts = {**enrollment_truth(views), **summary_truth(views)}
    marts["users_courses__enrollments"] = mart_of("users_courses__enrollments", list(_enrollments(views)))
    marts["users_courses__certificate_payments"] = mart_of(
        "users_courses__certificate_payments", list(_payments(views))
    )
    return marts


def _enrollments(views: Sequence[EdxView]) -> Iterator[dict[str, Fact]]:
    """Of roles only the present one is known, and no time but that of the first enrollment."""
    for view in views:
        for known in view.people:
            standing = known.standing
            assert isinstance(standing, EdxStanding)
            times = [ts for _, _, ts in standing.progress]
            yield {
                "platform": PLATFORM,
                "user_id": known.user_id,
                "course_id": view.course.course_id,
                "course_branch_id": view.course.course_id,
                "latest_role": standing.role,
                "was_pre_enrolled": False,
                "was_enrolled": standing.was_learner,
                "is_pre_enrolled": False,
                "is_enrolled": standing.role == LEARNER,
                "is_unenrolled": standing.role == NOT_ENROLLED,
                "is_staff": standing.is_staff,
                "is_active": bool(times),
                "is_completed": standing.is_completed,
                "session_count": 0,
                "active_day_count": len({ts // DAY for ts in times}),
                "first_enrolled_at": standing.first_enrolled_at,
                "first_active_at": min(times, default=None),
                "last_active_at": max(times, default=None),
                "completed_at": standing.passed_at,
            }


def _payments(views: Sequence[EdxView]) -> Iterator[dict[str, Fact]]:
    for view in views:
        for taking in view.state.enrolled:
            assert taking.enrollment is not None
            is_paid = taking.enrollment.mode(view.at) in PAID_MODES
            yield {
                "platform": PLATFORM,
                "user_id": str(view.state.ids.user(taking.index)),
                "course_id": view.course.course_id,
                "payment_state": "payment" if is_paid else "audit",
                "was_payment": is_paid,
                "was_finaid_grant": False,
                "was_group_sponsored": False,
                "met_payment_condition": is_paid,
                "has_export_row": True,
            }
