"""Writes what the marts must hold of edX, from the simulation's own state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coursehouse.synthetic.behaviour import takes_course
from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.state import RunState
from coursehouse.synthetic.edx.truth_content import edx_content_truth
from coursehouse.synthetic.edx.truth_forum import edx_forum_truth
from coursehouse.synthetic.edx.truth_learners import edx_learner_truth
from coursehouse.synthetic.edx.truth_peer_reviews import edx_peer_truth
from coursehouse.synthetic.edx.truth_people import edx_people_truth
from coursehouse.synthetic.edx.truth_view import view_of
from coursehouse.synthetic.edx.truth_work import edx_work_truth
from coursehouse.synthetic.ids import MAIN, Identifiers
from coursehouse.synthetic.truth import write_mart
from coursehouse.synthetic.truth_view import Fact, Mart


def write_edx_truth(folder: Path, config: EdxConfig, states: Sequence[RunState]) -> None:
    """Writes one csv file per mart, as the truth of Coursera is written."""
    as_of = config.as_of or max(state.at for state in states)
    views = [view_of(state, as_of) for state in states]
    folder.mkdir(parents=True, exist_ok=True)
    write_mart(folder / "both_platforms.csv", _both_platforms(config, states))
    for part in (
        edx_content_truth,
        edx_people_truth,
        edx_work_truth,
        edx_forum_truth,
        edx_learner_truth,
        edx_peer_truth,
    ):
        for name, mart in part(views).items():
            write_mart(folder / f"{name}.csv", mart)


def _both_platforms(config: EdxConfig, states: Sequence[RunState]) -> Mart:
    """The persons who take courses on both platforms; nothing in the exports joins the two ids.

    Coursera's courses are as many as the institution has by default, with linked ids.
    """
    institution = config.institution
    tokens = Identifiers(config.seed, is_isolated=False)
    enrolled = [{taking.index for taking in state.enrolled} for state in states]
    rows: list[tuple[Fact, ...]] = []
    for person in range(config.learners):
        runs = sum(person in people for people in enrolled)
        courses = sum(takes_course(institution, course, person) for course in range(institution.courses))
        if runs and courses:
            user_id = str(states[0].ids.user(person))
            rows.append((tokens.learner(person, MAIN), user_id, courses, runs))
    columns = ("coursera_user_id", "edx_user_id", "coursera_course_count", "edx_course_count")
    return Mart(columns, rows)
