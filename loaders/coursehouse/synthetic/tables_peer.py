"""The rows of the tables about what peers hand in: submissions, reviews, scores, comments."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic import texts
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation, PeerReview, PeerSubmission
from coursehouse.synthetic.peer import PeerAssignment
from coursehouse.synthetic.tables_links import link_tables
from coursehouse.synthetic.tables_rubrics import PART_KEY, SUBMISSION_PART_KEY, rubric_tables
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows

_DOMAIN = "peer_assignments"


def peer_tables(
    ids: Identifiers,
    course: Course,
    at: int,
    assignments: dict[str, PeerAssignment],
    participations: Sequence[Participation],
) -> dict[str, Rows]:
    """Everything about peer assignments, as an export taken at this instant lists it."""
    handed_in = [
        (ids.learner(participation.person.index, _DOMAIN), assignments[submission.item_id], submission)
        for participation in participations
        for submission in participation.peer_submissions
        if submission.at < at
    ]
    placed = {item_id: assignment.assignment_id for item_id, assignment in assignments.items()}
    return {
        **rubric_tables(course, list(assignments.values())),
        **link_tables(course, at, "peer_assignment", lambda item: placed.get(item.item_id)),
        **_submissions(ids, at, handed_in),
        **_reviews(ids, at, handed_in),
        **_talk(ids, at, handed_in),
    }


_HandedIn = tuple[str, PeerAssignment, PeerSubmission]


def _submissions(ids: Identifiers, at: int, handed_in: Sequence[_HandedIn]) -> dict[str, Rows]:
    submissions: list[Row] = []
    answers: list[Row] = []
    links: list[Row] = []
    scores: list[Row] = []
    for number, (user_id, assignment, made) in enumerate(handed_in):
        is_scored = made.scored_at is not None and made.scored_at < at
        removed_at = made.removed_at if made.removed_at is not None and made.removed_at < at else None
        score = sum(made.part_scores) if is_scored else None
        title = texts.item_name(number, number // 3)
        state = (
            made.at,
            made.is_draft,
            title,
            removed_at,
            made.scored_at if is_scored else None,
            score,
            False,
        )
        submissions.append((made.submission_id, assignment.assignment_id, user_id, *state))
        essay, link = assignment.submission_part_ids
        key = (assignment.assignment_id, essay, made.submission_id)
        answers.append((*key, texts.POSTS[number % len(texts.POSTS)]))
        if not made.is_draft:
            url = f'https://example.org/work/{made.submission_id}?v=1&a="b"'
            links.append((assignment.assignment_id, link, made.submission_id, url, title, None))
        if is_scored:
            parts = zip(assignment.scored_parts, made.part_scores, strict=True)
            scores += [
                (assignment.assignment_id, part.part_id, made.submission_id, float(s)) for part, s in parts
            ]
    return {
        "peer_submissions": Rows(
            (
                "peer_submission_id",
                "peer_assignment_id",
                "peer_assignments_user_id",
                "peer_submission_created_ts",
                "peer_submission_is_draft",
                "peer_submission_title",
                "peer_submission_removed_from_public_ts",
                "peer_submission_score_available_ts",
                "peer_submission_score",
                "peer_submission_is_mentor_graded",
            ),
            submissions,
        ),
        "peer_submission_part_free_responses": Rows(
            (*SUBMISSION_PART_KEY, "peer_submission_id", "peer_submission_part_free_response_text"), answers
        ),
        "peer_submission_part_urls": Rows(
            (
                *SUBMISSION_PART_KEY,
                "peer_submission_id",
                "peer_submission_part_url_url",
                "peer_submission_part_url_title",
                "peer_submission_part_url_description",
            ),
            links,
        ),
        "peer_submission_part_scores": Rows(
            (*PART_KEY, "peer_submission_id", "peer_submission_part_score"), scores
        ),
    }


def _reviews(ids: Identifiers, at: int, handed_in: Sequence[_HandedIn]) -> dict[str, Rows]:
    written = [(a, made, review) for _, a, made in handed_in for review in made.reviews if review.at < at]
    return {
        "peer_reviews": Rows(
            (
                "peer_review_id",
                "peer_submission_id",
                "peer_assignments_user_id",
                "peer_review_created_ts",
                "peer_review_first_visible_to_submitter_ts",
                "peer_review_is_mentor_review",
            ),
            [
                (
                    review.review_id,
                    made.submission_id,
                    ids.learner(review.reviewer, _DOMAIN),
                    review.at,
                    _visible_at(review, made, at),
                    False,
                )
                for _, made, review in written
            ],
        ),
        "peer_review_part_choices": Rows(
            (*PART_KEY, "peer_assignment_review_schema_part_option_id", "peer_review_id"),
            [
                (a.assignment_id, part.part_id, part.option_ids[choice], review.review_id)
                for a, _, review in written
                for part, choice in zip(a.scored_parts, review.choices, strict=True)
            ],
        ),
        "peer_review_part_free_responses": Rows(
            (*PART_KEY, "peer_review_id", "peer_review_part_free_response_text"),
            [
                (
                    a.assignment_id,
                    part.part_id,
                    review.review_id,
                    texts.COMMENTS[number % len(texts.COMMENTS)],
                )
                for number, (a, _, review) in enumerate(written)
                for part in a.parts
                if not part.option_ids
            ],
        ),
    }


def _visible_at(review: PeerReview, made: PeerSubmission, at: int) -> int | None:
    """When the author saw the review; a review counts only once the score is there."""
    return review.visible_at if made.scored_at is not None and made.scored_at < at else None


def _talk(ids: Identifiers, at: int, handed_in: Sequence[_HandedIn]) -> dict[str, Rows]:
    """Every third review comes with a comment; some reviewers skip another submission first."""
    written = [(made, review) for _, _, made in handed_in for review in made.reviews if review.at < at]
    return {
        "peer_comments": Rows(
            (
                "peer_comment_id",
                "peer_submission_id",
                "peer_assignments_user_id",
                "peer_comment_created_ts",
                "peer_comment_text",
            ),
            [
                (
                    ids.token("peer comment", review.review_id),
                    made.submission_id,
                    ids.learner(review.reviewer, _DOMAIN),
                    review.at,
                    texts.COMMENTS[number % len(texts.COMMENTS)],
                )
                for number, (made, review) in enumerate(written)
                if number % 3 == 0
            ],
        ),
        "peer_skips": Rows(
            (
                "peer_skip_id",
                "peer_submission_id",
                "peer_assignments_user_id",
                "peer_skip_created_ts",
                "peer_skip_type",
                "peer_skip_text",
            ),
            [
                (
                    ids.token("peer skip", review.review_id),
                    made.submission_id,
                    ids.learner(review.reviewer, _DOMAIN),
                    review.at,
                    ("plagiarism", "unable_to_grade", "inappropriate")[number % 3],
                    texts.COMMENTS[number % len(texts.COMMENTS)] if number % 2 else None,
                )
                for number, (made, review) in enumerate(written)
                if number % 11 == 5
            ],
        ),
    }
