"""The truth about whole peer assignments: how much work, how long it waited, how far reviewers agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import fmean, median, stdev

from coursehouse.synthetic.rubrics import REQUIRED_REVIEWS, PeerVersion
from coursehouse.synthetic.truth_peer_view import Work, places_of
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Mart, mean_of, median_of, share


def peer_summary_truth(views: Sequence[CourseView], works: Sequence[Work]) -> dict[str, Mart]:
    """The summary of every version of a peer assignment."""
    columns = (
        "platform",
        "peer_assignment_id",
        "peer_assignment_base_id",
        "course_id",
        "course_branch_id",
        "item_id",
        "assignment_type",
        "assignment_version",
        "required_reviewer_count_for_score",
        "max_score",
        "submission_count",
        "live_count",
        "draft_count",
        "removed_count",
        "replaced_count",
        "author_count",
        "scored_count",
        "passed_count",
        "scored_fraction",
        "passed_fraction",
        "mean_waiting_seconds",
        "median_waiting_seconds",
        "reviewer_count",
        "review_count",
        "mean_review_count",
        "counted_review_count",
        "mean_counted_review_count",
        "excess_review_count",
        "mean_excess_review_count",
        "skip_count",
        "mean_score_deviation",
        "agreeing_choice_fraction",
        "unanimous_part_fraction",
    )
    by_version: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_version[work.version.assignment_id].append(work)
    rows = [
        _summary(view, version, by_version[version.assignment_id])
        for view in views
        for assignment in view.cast.work.peer.values()
        for version in assignment.versions
    ]
    return {"peer_assignments__summary": Mart(columns, rows)}


def _summary(view: CourseView, version: PeerVersion, works: Sequence[Work]) -> tuple[Fact, ...]:
    states = Counter(work.state for work in works)
    live = [work for work in works if work.state == "live"]
    scored = [work for work in live if work.score is not None]
    passed = sum(bool(work.has_passed) for work in scored)
    waits = [(work.scored_at - work.made.at) / 1000 for work in live if work.scored_at is not None]
    handed_in = len(works) - states["draft"]
    reviews: list[Fact] = []
    for count in (
        sum(len(work.reviews) for work in works),
        sum(len(work.counted) for work in works),
        sum(len(work.excess) for work in works),
    ):
        reviews += [count, share(count, handed_in)]
    return (
        PLATFORM,
        version.assignment_id,
        version.base_id,
        *places_of(view, version),
        version.kind,
        version.number,
        REQUIRED_REVIEWS,
        version.max_score,
        len(works),
        *(states[state] for state in ("live", "draft", "removed", "replaced")),
        len({work.author for work in works if not work.made.is_draft}),
        len(scored),
        passed,
        share(len(scored), len(live)),
        share(passed, len(scored)),
        mean_of(waits),
        median_of(waits),
        len({review.reviewer for work in works for review in work.reviews}),
        *reviews,
        sum(len(work.skips) for work in works),
        *_agreement(works),
    )


def _agreement(works: Sequence[Work]) -> tuple[float | None, float | None, float | None]:
    """Mean deviation, choices at the median and parts of one opinion, as shares; of parts judged twice."""
    given = [
        points
        for work in works
        for judged in work.judged_parts.values()
        if judged.version is work.version and len(points := judged.points(work.counted)) > 1
    ]
    if not given:
        return None, None, None
    agreeing = sum(point == median(points) for points in given for point in points)
    unanimous = sum(len(set(points)) == 1 for points in given)
    deviation = fmean(stdev(points) for points in given)
    return deviation, agreeing / sum(map(len, given)), unanimous / len(given)
