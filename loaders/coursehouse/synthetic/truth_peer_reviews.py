"""The truth about peer reviews and those who write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from coursehouse.synthetic.participation import PeerReview
from coursehouse.synthetic.rubrics import REQUIRED_REVIEWS, PeerVersion
from coursehouse.synthetic.truth_peer_view import DOMAIN, Work
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Mart, mean_of, median_of

_Reviewed = tuple[Work, PeerReview]


def review_truth(works: Sequence[Work]) -> dict[str, Mart]:
    """The marts about reviews by name."""
    reviewed = [(work, review) for work in works for review in work.reviews]
    return {
        "peer_reviews": _reviews(reviewed),
        "peer_reviews_parts__choices": _choices(reviewed),
        "users_peer_assignments__reviewing": _reviewing(works),
    }


def _reviews(reviewed: Sequence[_Reviewed]) -> Mart:
    columns = (
        "platform",
        "peer_review_id",
        "peer_submission_id",
        "peer_assignment_id",
        "peer_assignment_base_id",
        "peer_assignments_user_id",
        "user_id",
        "review_kind",
        "is_counted",
        "is_excess",
        "is_late",
        "is_mentor_review",
        "review_order",
        "choice_count",
        "chosen_score",
        "chosen_score_fraction",
        "seconds_from_submission",
        "created_at",
        "first_visible_to_submitter_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for work, review in reviewed:
        judged = [(part, part.option_scores[choice]) for part, choice in work.judged(review)]
        given = [(points, part.max_score or 0.0) for part, points in judged if points is not None]
        total = sum(points for points, _ in given) if given else None
        best = sum(most for _, most in given)
        is_counted = review in work.counted
        ids = (review.review_id, work.made.submission_id, work.version.assignment_id, work.version.base_id)
        user_ids = work.view.domain_ids(review.reviewer, DOMAIN)
        is_late = work.scored_at is not None and review.at > work.scored_at
        kind = "staff" if review.is_mentor else "peer"
        marks = (kind, is_counted, review in work.excess, is_late, review.is_mentor)
        order = work.reviews.index(review) + 1
        scores = (order, len(judged), total, total / best if total is not None else None)
        visible_at = review.visible_at if is_counted else None
        instants = ((review.at - work.made.at) / 1000, review.at, visible_at)
        rows.append((PLATFORM, *ids, *user_ids, *marks, *scores, *instants))
    return Mart(columns, rows)


def _choices(reviewed: Sequence[_Reviewed]) -> Mart:
    columns = (
        "platform",
        "peer_review_id",
        "peer_assignment_id",
        "review_part_id",
        "peer_submission_id",
        "peer_assignments_user_id",
        "submission_part_id",
        "option_id",
        "is_counted",
        "is_of_submission_version",
        "score",
        "max_score",
        "median_score",
        "difference_to_median",
    )
    rows: list[tuple[Fact, ...]] = []
    for work, review in reviewed:
        for part, choice in work.judged(review):
            version, points = review.version, part.option_scores[choice]
            middle = work.medians.get((version.assignment_id, part.part_id))
            difference = None if points is None or middle is None else points - middle
            reviewer, _ = work.view.domain_ids(review.reviewer, DOMAIN)
            key = (review.review_id, version.assignment_id, part.part_id, work.made.submission_id, reviewer)
            about = (part.submission_part_id, part.option_ids[choice])
            marks = (review in work.counted, version is work.version)
            rows.append((PLATFORM, *key, *about, *marks, points, part.max_score, middle, difference))
    return Mart(columns, rows)


@dataclass
class _Reviewer:
    """What one person did about others' work for one version of an assignment."""

    view: CourseView
    person: int
    version: PeerVersion
    reviews: list[_Reviewed] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def leniency(self) -> float | None:
        """The mean of given minus median points, as shares of what the part can give."""
        differences = [
            (points - middle) / (part.max_score or 1.0)
            for work, review in self.reviews
            for part, choice in work.judged(review)
            if (points := part.option_scores[choice]) is not None
            and (middle := work.medians.get((review.version.assignment_id, part.part_id))) is not None
        ]
        return mean_of(differences)


def _reviewing(works: Sequence[Work]) -> Mart:
    columns = (
        "platform",
        "peer_assignments_user_id",
        "peer_assignment_id",
        "peer_assignment_base_id",
        "user_id",
        "has_submitted",
        "met_requirement",
        "required_review_count",
        "all_versions_review_count",
        "review_count",
        "counted_review_count",
        "excess_review_count",
        "late_review_count",
        "mentor_review_count",
        "skip_count",
        "inappropriate_skip_count",
        "incomplete_skip_count",
        "plagiarism_skip_count",
        "other_skip_count",
        "median_seconds_to_review",
        "leniency",
    )
    people: dict[tuple[int, str], _Reviewer] = {}
    handed_in: set[tuple[int, str]] = set()
    written: Counter[tuple[int, str]] = Counter()
    for work in works:
        base_id = work.version.base_id

        def person(index: int, work: Work = work) -> _Reviewer:
            key = (index, work.version.assignment_id)
            return people.setdefault(key, _Reviewer(work.view, index, work.version))

        person(work.author)
        if not work.made.is_draft:
            handed_in.add((work.author, base_id))
        for review in work.reviews:
            person(review.reviewer).reviews.append((work, review))
            written[review.reviewer, base_id] += 1
        for skip in work.skips:
            person(skip.skipper).reasons.append(skip.reason)
    rows: list[tuple[Fact, ...]] = []
    for (index, assignment_id), who in people.items():
        domain_id, user_id = who.view.domain_ids(index, DOMAIN)
        duty = (index, who.version.base_id)
        reasons = Counter(who.reasons)
        named = [reasons[name] for name in ("inappropriateContent", "incompleteSubmission", "plagiarism")]
        counts = (
            len(who.reviews),
            sum(review in work.counted for work, review in who.reviews),
            sum(review in work.excess for work, review in who.reviews),
            sum(work.scored_at is not None and review.at > work.scored_at for work, review in who.reviews),
            sum(review.is_mentor for _, review in who.reviews),
            len(who.reasons),
            *named,
            len(who.reasons) - sum(named),
        )
        seconds = [(review.at - work.made.at) / 1000 for work, review in who.reviews]
        key = (domain_id, assignment_id, who.version.base_id, user_id)
        met = (duty in handed_in, written[duty] >= REQUIRED_REVIEWS, REQUIRED_REVIEWS, written[duty])
        rows.append((PLATFORM, *key, *met, *counts, median_of(seconds), who.leniency()))
    return Mart(columns, rows)
