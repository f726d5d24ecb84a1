"""The truth about what learners wrote for peer assignments and about each other's work."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.truth_peer_view import DOMAIN, Work
from coursehouse.synthetic.truth_view import PLATFORM, Fact, Mart


def peer_text_truth(works: Sequence[Work]) -> dict[str, Mart]:
    """The marts of texts by name."""
    return {
        "peer_submissions__texts": _titles(works),
        "peer_answers__texts": _answers(works),
        "peer_reviews_parts__texts": _responses(works),
        "peer_comments__texts": _comments(works),
        "peer_skips__texts": _skips(works),
    }


def _titles(works: Sequence[Work]) -> Mart:
    rows: list[tuple[Fact, ...]] = [(PLATFORM, work.made.submission_id, work.made.title) for work in works]
    return Mart(("platform", "peer_submission_id", "title"), rows)


def _answers(works: Sequence[Work]) -> Mart:
    columns = (
        "platform",
        "peer_submission_id",
        "peer_assignment_id",
        "submission_part_id",
        "answer_text",
        "url",
        "url_title",
        "url_description",
    )
    rows: list[tuple[Fact, ...]] = []
    for work in works:
        made, (essay, link) = work.made, work.version.submission_part_ids
        key = (PLATFORM, made.submission_id, work.version.assignment_id)
        rows.append((*key, essay, made.essay, None, None, None))
        if made.url is not None:
            rows.append((*key, link, None, made.url, made.title, None))
    return Mart(columns, rows)


def _responses(works: Sequence[Work]) -> Mart:
    columns = ("platform", "peer_review_id", "peer_assignment_id", "review_part_id", "response_text")
    rows: list[tuple[Fact, ...]] = [
        (PLATFORM, review.review_id, review.version.assignment_id, part.part_id, review.words)
        for work in works
        for review in work.reviews
        for part in review.version.parts
        if not part.option_ids
    ]
    return Mart(columns, rows)


def _comments(works: Sequence[Work]) -> Mart:
    columns = (
        "platform",
        "peer_comment_id",
        "peer_submission_id",
        "peer_assignments_user_id",
        "user_id",
        "comment_text",
        "created_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for work in works:
        for review in work.reviews:
            if review.comment is not None:
                user_ids = work.view.domain_ids(review.reviewer, DOMAIN)
                key = (PLATFORM, work.view.ids.token("peer comment", review.review_id))
                rows.append((*key, work.made.submission_id, *user_ids, review.comment, review.at))
    return Mart(columns, rows)


def _skips(works: Sequence[Work]) -> Mart:
    columns = (
        "platform",
        "peer_skip_id",
        "peer_submission_id",
        "peer_assignments_user_id",
        "user_id",
        "skip_reason",
        "skip_text",
        "created_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for work in works:
        for skip in work.skips:
            user_ids = work.view.domain_ids(skip.skipper, DOMAIN)
            about = (work.made.submission_id, *user_ids)
            rows.append((PLATFORM, skip.skip_id, *about, skip.reason, skip.words, skip.at))
    return Mart(columns, rows)
