"""Writes what the marts must hold once every export is loaded, from the simulation's own state."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from coursehouse.synthetic.behaviour import CourseCast
from coursehouse.synthetic.clock import truth_timestamp
from coursehouse.synthetic.config import Layout
from coursehouse.synthetic.faults import FaultRecord
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.truth_assessments import assessment_truth
from coursehouse.synthetic.truth_code_blocks import code_block_truth
from coursehouse.synthetic.truth_content import content_truth
from coursehouse.synthetic.truth_enrollments import enrollment_truth
from coursehouse.synthetic.truth_feedback import feedback_truth
from coursehouse.synthetic.truth_forum_counts import discussion_truth
from coursehouse.synthetic.truth_grades import grade_truth
from coursehouse.synthetic.truth_learners import learner_truth
from coursehouse.synthetic.truth_peer import peer_truth
from coursehouse.synthetic.truth_programming import programming_truth
from coursehouse.synthetic.truth_progress import progress_truth
from coursehouse.synthetic.truth_summaries import summary_truth
from coursehouse.synthetic.truth_view import Fact, Mart, view_of


def write_truth(
    folder: Path, ids: Identifiers, layout: Layout, courses: Sequence[tuple[CourseCast, tuple[Standing, ...]]]
) -> None:
    """Writes one csv file per mart: header, booleans true/false, empty = NULL, timestamps in UTC."""
    as_of = max(taken_at for cast, _ in courses for taken_at in cast.course.snapshots)
    views = [view_of(ids, layout, as_of, cast, standings) for cast, standings in courses]
    folder.mkdir(parents=True, exist_ok=True)
    for part in (
        content_truth,
        enrollment_truth,
        summary_truth,
        progress_truth,
        grade_truth,
        peer_truth,
        feedback_truth,
        discussion_truth,
        learner_truth,
        programming_truth,
        code_block_truth,
        assessment_truth,
    ):
        for name, mart in part(views).items():
            write_mart(folder / f"{name}.csv", mart)


def write_faults(folder: Path, faults: Sequence[FaultRecord]) -> None:
    """Writes faults.csv: one line per kind of fault planted."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[Fact, ...]] = [(fault.fault, fault.table, fault.key, fault.count) for fault in faults]
    write_mart(folder / "faults.csv", Mart(("fault", "table", "key", "count"), rows))


def write_mart(path: Path, mart: Mart) -> None:
    """Writes the rows of one mart under a header."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerow(mart.columns)
        write_rows(file, mart)


def write_rows(file: TextIO, mart: Mart) -> None:
    """Writes the rows of one mart, or of a part of it, without a header."""
    instants = [column.endswith("_at") or column.startswith("valid_") for column in mart.columns]
    csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").writerows(
        [_text(value, is_instant) for value, is_instant in zip(row, instants, strict=True)]
        for row in mart.rows
    )


def _text(value: Fact, is_instant: bool) -> str:
    if value is None:
        return ""
    if is_instant:
        return truth_timestamp(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)
