"""The rows of the tables about what peers hand in: submissions, reviews, scores, comments."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation, PeerReview, PeerSubmission
from coursehouse.synthetic.rubrics import PeerAssignment, PeerVersion
from coursehouse.synthetic.tables_rubrics import PART_KEY, SUBMISSION_PART_KEY, rubric_tables
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows

DOMAIN = "peer_assignments"


def peer_tables(
    ids: Identifiers,
    course: Course,
    at: int,
    assignments: dict[str, PeerAssignment],
    participations: Sequence[Participation],
) -> dict[str, Rows]:
    """Everything about peer assignments, as an export taken at this instant lists it."""
    handed_in = [
        (
            ids.learner(participation.person.index, DOMAIN),
            assignments[submission.item_id].version_at(submission.at),
            submission,
        )
        for participation in participations
        for submission in participation.peer_submissions
        if submission.at < at
    ]
    return {
        **rubric_tables([version for held in assignments.values() for version in held.versions]),
        **_links(course, at, assignments),
        **_submissions(at, handed_in),
        **_reviews(ids, at, handed_in),
        **_talk(ids, at, handed_in),
    }


_HandedIn = tuple[str, PeerVersion, PeerSubmission]


def _links(course: Course, at: int, assignments: dict[str, PeerAssignment]) -> dict[str, Rows]:
    """The versions that the items of each branch have used, and those of the original branch once more."""
    columns = ("course_item_id", "peer_assignment_id")
    linked = [
        (branch.branch_id, item_id, version.assignment_id)
        for branch in course.branches
        for place in course.content(branch, at)
        if (item_id := place.item.item_id) in assignments
        for version in assignments[item_id].versions_in(course, branch)
    ]
    return {
        "course_item_peer_assignments": Rows(
            ("course_id", *columns), [link for link in linked if link[0] == course.course_id]
        ),
        "course_branch_item_peer_assignments": Rows(("course_branch_id", *columns), linked),
    }


def _submissions(at: int, handed_in: Sequence[_HandedIn]) -> dict[str, Rows]:
    submissions: list[Row] = []
    answers: list[Row] = []
    links: list[Row] = []
    scores: list[Row] = []
    for user_id, version, made in handed_in:
        scored_at = made.scored_at if made.scored_at is not None and made.scored_at < at else None
        part_scores = made.part_scores if scored_at is not None else ()
        state = (
            made.at,
            made.is_draft,
            made.title,
            made.removed_at if made.removed_at is not None and made.removed_at < at else None,
            scored_at,
            sum(part_scores) if part_scores else None,
            made.is_mentor_graded and scored_at is not None,
        )
        submissions.append((made.submission_id, version.assignment_id, user_id, *state))
        essay, link = version.submission_part_ids
        answers.append((version.assignment_id, essay, made.submission_id, made.essay))
        if made.url is not None:
            links.append((version.assignment_id, link, made.submission_id, made.url, made.title, None))
        if part_scores:
            parts = zip(version.scored_parts, part_scores, strict=True)
            scores += [
                (version.assignment_id, part.part_id, made.submission_id, score) for part, score in parts
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
    written = [(made, review) for _, _, made in handed_in for review in made.reviews if review.at < at]
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
                    ids.learner(review.reviewer, DOMAIN),
                    review.at,
                    _visible_at(review, at),
                    review.is_mentor,
                )
                for made, review in written
            ],
        ),
        "peer_review_part_choices": Rows(
            (*PART_KEY, "peer_assignment_review_schema_part_option_id", "peer_review_id"),
            [
                (review.version.assignment_id, part.part_id, part.option_ids[choice], review.review_id)
                for made, review in written
                for part, choice in zip(review.version.scored_parts, review.choices, strict=True)
                if part.part_id != made.lost_part_id
            ],
        ),
        "peer_review_part_free_responses": Rows(
            (*PART_KEY, "peer_review_id", "peer_review_part_free_response_text"),
            [
                (review.version.assignment_id, part.part_id, review.review_id, review.words)
                for _, review in written
                for part in review.version.parts
                if not part.option_ids
            ],
        ),
    }


def _visible_at(review: PeerReview, at: int) -> int | None:
    return review.visible_at if review.visible_at is not None and review.visible_at < at else None


def _talk(ids: Identifiers, at: int, handed_in: Sequence[_HandedIn]) -> dict[str, Rows]:
    """Comments outside the rubric, and declined reviews."""
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
                    ids.learner(review.reviewer, DOMAIN),
                    review.at,
                    review.comment,
                )
                for _, _, made in handed_in
                for review in made.reviews
                if review.at < at and review.comment is not None
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
                    skip.skip_id,
                    made.submission_id,
                    ids.learner(skip.skipper, DOMAIN),
                    skip.at,
                    skip.reason,
                    skip.words,
                )
                for _, _, made in handed_in
                for skip in made.skips
                if skip.at < at
            ],
        ),
    }
