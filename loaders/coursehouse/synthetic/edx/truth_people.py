"""The truth about enrollments, payments and persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursehouse.synthetic.edx.behaviour import Taking
from coursehouse.synthetic.edx.truth_view import PAID_MODES, PLATFORM, EdxView, mart_of
from coursehouse.synthetic.truth_enrollments import enrollment_truth
from coursehouse.synthetic.truth_summaries import summary_truth
from coursehouse.synthetic.truth_view import Fact, Mart

ANONYMOUS_COLUMNS = ("platform", "user_id", "anonymous_user_id", "course_id")
_MARTS = ("users_courses__certificate_payments",)


def edx_people_truth(views: Sequence[EdxView]) -> dict[str, Mart]:
    """The marts about enrollments and persons by name."""
    marts = {**enrollment_truth(views), **summary_truth(views)}
    marts["users_courses__certificate_payments"] = mart_of(
        "users_courses__certificate_payments", list(_payments(views))
    )
    return marts


def learners(view: EdxView) -> Iterator[Taking]:
    """Those who have ever enrolled."""
    yield from view.state.enrolled


def _payments(views: Sequence[EdxView]) -> Iterator[dict[str, Fact]]:
    for view in views:
        for taking in learners(view):
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
