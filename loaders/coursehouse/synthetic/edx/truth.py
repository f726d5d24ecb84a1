"""Writes what the marts must hold of edX, from the simulation's own state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.state import RunState
from coursehouse.synthetic.edx.truth_content import edx_content_truth
from coursehouse.synthetic.edx.truth_forum import edx_forum_truth
from coursehouse.synthetic.edx.truth_people import edx_people_truth
from coursehouse.synthetic.edx.truth_view import view_of
from coursehouse.synthetic.edx.truth_work import edx_work_truth
from coursehouse.synthetic.truth import write_mart


def write_edx_truth(folder: Path, config: EdxConfig, states: Sequence[RunState]) -> None:
    """Writes one csv file per mart, as the truth of Coursera is written."""
    as_of = config.as_of or max(state.at for state in states)
    views = [view_of(state, as_of) for state in states]
    folder.mkdir(parents=True, exist_ok=True)
    for part in (edx_content_truth, edx_people_truth, edx_work_truth, edx_forum_truth):
        for name, mart in part(views).items():
            write_mart(folder / f"{name}.csv", mart)
