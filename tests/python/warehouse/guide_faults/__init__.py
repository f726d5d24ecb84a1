"""Faults of printed queries: each function passes only where the fault is seen as its comment tells it."""

from __future__ import annotations

from collections.abc import Callable

from warehouse.guide_faults import courses, learners, peer
from warehouse.guide_queries import GuideQueries

Check = Callable[[str, GuideQueries], None]

CHECKS: dict[str, Check] = {
    "guide_02_learners_per_session": courses.staff_count_as_learners,
    "guide_03_first_programming_starters": courses.items_are_repeated,
    "guide_04_in_video_choices": courses.choices_are_repeated_per_branch,
    "guide_13_counted_choices": peer.choices_by_another_version_are_mixed_in,
    "guide_15_peer_answers_and_reviews": peer.branches_answers_and_parts_are_multiplied,
    "guide_16_programming_scores": courses.submissions_are_repeated_per_branch,
    "guide_18_learners_by_country": learners.courses_are_mixed,
    "guide_19_enrollments": learners.sponsors_are_forgotten,
    "guide_20_survey_answers": learners.numbers_are_lost_and_ages_move,
}
