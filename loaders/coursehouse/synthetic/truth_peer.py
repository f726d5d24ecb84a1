"""The truth about peer scores: the sum of the part medians over the reviews that counted."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Mart


def peer_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The score of every live submission that has one."""
    rows: list[tuple[Fact, ...]] = [
        (PLATFORM, submission.submission_id, float(sum(submission.part_scores)))
        for view in views
        for known in view.people
        for submission in known.standing.participation.peer_submissions
        if submission.scored_at is not None and submission.scored_at < view.at
    ]
    return {"peer_submissions__scores": Mart(("platform", "submission_id", "score"), rows)}
