"""The rows of the tables about peer assignments: what is asked and how reviewers judge it."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.clock import HOUR
from coursehouse.synthetic.quizzes import PASSING_FRACTION
from coursehouse.synthetic.rubrics import REQUIRED_REVIEWS, PeerVersion
from coursehouse.synthetic.writer import Rows

PART_KEY = ("peer_assignment_id", "peer_assignment_review_schema_part_id")
SUBMISSION_PART_KEY = ("peer_assignment_id", "peer_assignment_submission_schema_part_id")


def rubric_tables(assignments: Sequence[PeerVersion]) -> dict[str, Rows]:
    """Versions of peer assignments with their parts and options."""
    options = [
        (a, part, option)
        for a in assignments
        for part in a.scored_parts
        for option in range(len(part.option_ids))
    ]
    return {
        "peer_assignments": Rows(
            (
                "peer_assignment_id",
                "peer_assignment_base_id",
                "peer_assignment_type",
                "peer_assignment_required_review_count",
                "peer_assignment_passing_fraction",
                "peer_assignment_required_reviewer_count_for_score",
                "peer_assignment_required_wait_for_score_ms",
                "peer_assignment_maximum_score",
                "peer_assignment_update_ts",
                "peer_assignment_is_mentor_graded",
                "peer_assignment_is_anonymous",
            ),
            [
                (
                    a.assignment_id,
                    a.base_id,
                    a.kind,
                    REQUIRED_REVIEWS,
                    PASSING_FRACTION,
                    REQUIRED_REVIEWS,
                    HOUR,
                    a.max_score,
                    a.saved_at,
                    False,
                    True,
                )
                for a in assignments
            ],
        ),
        "peer_assignment_submission_schema_parts": Rows(
            (
                *SUBMISSION_PART_KEY,
                "peer_assignment_submission_schema_part_type",
                "peer_assignment_submission_schema_part_order",
                "peer_assignment_submission_schema_part_prompt",
            ),
            [
                (a.assignment_id, part_id, kind, order, f"<co-content><text>{prompt}</text></co-content>")
                for a in assignments
                for order, (part_id, kind, prompt) in enumerate(
                    zip(
                        a.submission_part_ids,
                        ("richText", "url"),
                        ("Explain.", "Link your data."),
                        strict=True,
                    )
                )
            ],
        ),
        "peer_assignment_review_schema_parts": Rows(
            (
                *PART_KEY,
                "peer_assignment_review_schema_part_type",
                "peer_assignment_review_schema_part_order",
                "peer_assignment_review_schema_part_prompt",
                "peer_assignment_review_schema_part_maximum_score",
                "peer_assignment_submission_schema_part_id",
            ),
            [
                (
                    a.assignment_id,
                    part.part_id,
                    ("yesNo" if len(part.option_ids) == 2 else "options")
                    if part.option_ids
                    else "multiLineInput",
                    order,
                    f"<co-content><text>{part.prompt}</text></co-content>",
                    part.max_score,
                    part.submission_part_id,
                )
                for a in assignments
                for order, part in enumerate(a.parts)
            ],
        ),
        "peer_assignment_review_schema_part_options": Rows(
            (
                *PART_KEY,
                "peer_assignment_review_schema_part_option_id",
                "peer_assignment_review_schema_part_option_text",
                "peer_assignment_review_schema_part_option_score",
            ),
            [
                (
                    a.assignment_id,
                    part.part_id,
                    part.option_ids[n],
                    _option_text(part.option_scores[n]),
                    part.option_scores[n],
                )
                for a, part, n in options
            ],
        ),
    }


def _option_text(score: float | None) -> str:
    return "I cannot tell" if score is None else f"{score:.0f} points"
