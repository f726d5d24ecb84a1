"""The truth about peer submissions and their scores."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.rubrics import REQUIRED_REVIEWS
from coursehouse.synthetic.truth_peer_reviews import review_truth
from coursehouse.synthetic.truth_peer_summary import peer_summary_truth
from coursehouse.synthetic.truth_peer_texts import peer_text_truth
from coursehouse.synthetic.truth_peer_view import DOMAIN, Work, all_work, passes, places_of
from coursehouse.synthetic.truth_view import PLATFORM, CourseView, Fact, Mart


def peer_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The marts about peer assignments by name."""
    works = all_work(views)
    return {
        "peer_submissions": _submissions(works),
        "peer_submissions__scores": _scores(works),
        "peer_submissions_parts__scores": _part_scores(works),
        **peer_text_truth(works),
        **review_truth(works),
        **peer_summary_truth(views, works),
    }


def _submissions(works: Sequence[Work]) -> Mart:
    columns = (
        "platform",
        "peer_submission_id",
        "peer_assignment_id",
        "peer_assignment_base_id",
        "peer_assignments_user_id",
        "user_id",
        "course_id",
        "course_branch_id",
        "item_id",
        "submission_state",
        "is_live",
        "is_draft",
        "is_removed",
        "is_replaced",
        "is_mentor_graded",
        "is_passed",
        "assignment_version",
        "score",
        "max_score",
        "review_count",
        "counted_review_count",
        "excess_review_count",
        "waiting_seconds",
        "created_at",
        "removed_at",
        "score_available_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for work in works:
        made, version, state = work.made, work.version, work.state
        places = places_of(work.view, version)
        states = (state, state == "live", state == "draft", state == "removed", state == "replaced")
        marks = (made.is_mentor_graded and work.scored_at is not None, work.has_passed)
        numbers = (version.number, work.score, version.max_score)
        counts = (len(work.reviews), len(work.counted), len(work.excess))
        waiting = (work.scored_at - made.at) / 1000 if work.scored_at is not None else None
        removed_at = made.removed_at if state == "removed" else None
        ids = (made.submission_id, version.assignment_id, version.base_id)
        user_ids = work.view.domain_ids(work.author, DOMAIN)
        instants = (waiting, made.at, removed_at, work.scored_at)
        rows.append((PLATFORM, *ids, *user_ids, *places, *states, *marks, *numbers, *counts, *instants))
    return Mart(columns, rows)


def _scores(works: Sequence[Work]) -> Mart:
    columns = (
        "platform",
        "peer_submission_id",
        "peer_assignment_id",
        "peer_assignments_user_id",
        "user_id",
        "difference_reason",
        "is_equal",
        "is_mentor_graded",
        "is_passed",
        "is_recomputed_passed",
        "counted_review_count",
        "required_reviewer_count_for_score",
        "exported_part_count",
        "recomputed_part_count",
        "exported_score",
        "exported_part_sum",
        "recomputed_score",
        "score_difference",
        "max_score",
        "score_fraction",
    )
    rows: list[tuple[Fact, ...]] = []
    for work in works:
        score, recomputed = work.score, work.recomputed
        if score is None and recomputed is None:
            continue
        own = [name for name, _ in work.medians if name == work.version.assignment_id]
        difference = None if score is None or recomputed is None else score - recomputed
        ids = (work.made.submission_id, work.version.assignment_id)
        user_ids = work.view.domain_ids(work.author, DOMAIN)
        is_mentor_graded = work.made.is_mentor_graded and work.scored_at is not None
        passed = (work.has_passed, passes(recomputed, work.version))
        marks = (_reason(work), difference == 0, is_mentor_graded, *passed)
        counts = (len(work.counted), REQUIRED_REVIEWS, len(work.part_scores), len(own))
        fraction = None if score is None else score / work.version.max_score
        scores = (score, score, recomputed, difference, work.version.max_score, fraction)
        rows.append((PLATFORM, *ids, *user_ids, *marks, *counts, *scores))
    return Mart(columns, rows)


def _reason(work: Work) -> str | None:
    """Why the exported score is not the recomputed one: the first of the things planted that holds."""
    made, own = work.made, work.version
    if work.score == work.recomputed:
        return None
    if work.score is None:
        return "not scored yet" if work.scored_at is None else "score not exported"
    if made.is_mentor_graded:
        return "mentor graded"
    if any(review.version is not own for review in work.counted):
        return "other assignment version"
    if any(
        part.option_scores[choice] is None for review in work.counted for part, choice in work.judged(review)
    ):
        return "option without score"
    if made.lost_part_id is not None:
        return "part missing"
    if any(review.visible_at and review.visible_at > (made.scored_at or 0) for review in work.counted):
        return "review counted after scoring"
    assert len(work.counted) < REQUIRED_REVIEWS, "nothing else was planted"
    return "fewer reviews than required"


def _part_scores(works: Sequence[Work]) -> Mart:
    columns = (
        "platform",
        "peer_submission_id",
        "peer_assignment_id",
        "review_part_id",
        "submission_part_id",
        "is_of_submission_version",
        "is_equal",
        "part_order",
        "choice_count",
        "counted_choice_count",
        "scored_choice_count",
        "exported_score",
        "recomputed_score",
        "score_difference",
        "max_score",
    )
    rows: list[tuple[Fact, ...]] = []
    for work in works:
        for key, judged in work.judged_parts.items():
            is_own = judged.version is work.version
            score = work.part_scores.get(judged.part.part_id) if is_own else None
            recomputed = work.medians.get(key)
            difference = None if score is None or recomputed is None else score - recomputed
            is_equal = None if difference is None else difference == 0
            counted = sum(review in work.counted for review, _ in judged.choices)
            order = judged.version.parts.index(judged.part)
            marks = (judged.part.submission_part_id, is_own, is_equal, order)
            counts = (len(judged.choices), counted, len(judged.points(work.counted)))
            scores = (score, recomputed, difference, judged.part.max_score)
            rows.append((PLATFORM, work.made.submission_id, *key, *marks, *counts, *scores))
    return Mart(columns, rows)
