"""The rows that the corrected queries of analyses/guide must give on a generated institution."""

from __future__ import annotations

from coursehouse.synthetic.truth_view import Mart
from warehouse.guide_answers import courses, learners, peer, submissions
from warehouse.guide_answers.planted import Planted


def answers(planted: Planted) -> dict[str, Mart]:
    """The answer to each question by the name of its query, from truth and raw files, without SQL."""
    return {
        **courses.answers(planted),
        **submissions.answers(planted),
        **peer.answers(planted),
        **learners.answers(planted),
    }
