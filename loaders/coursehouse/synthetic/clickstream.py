"""Simulates what browsers reported to the platform, and writes its daily files and the truth about them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from coursehouse.synthetic.clickstream_chunk import chunk_tasks, simulate
from coursehouse.synthetic.clickstream_config import ClickstreamConfig, window_of
from coursehouse.synthetic.clickstream_events import DOMAINS
from coursehouse.synthetic.clickstream_files import LogFileTask, write_log_file
from coursehouse.synthetic.config import IdMode
from coursehouse.synthetic.generate import TRUTH_FOLDER
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.truth_clickstream import write_clickstream_truth, write_losses
from coursehouse.synthetic.world_builder import build_course

# smaller institutions are simulated before a second process has started
_LEAST_PEOPLE_PER_PROCESS = 1_000

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class GeneratedClickstream:
    """What was written: files by date and domain, rows and uncompressed bytes of all, the truth folder."""

    config: ClickstreamConfig
    files: tuple[Path, ...]
    event_count: int
    size_bytes: int
    truth: Path


def generate_clickstream(config: ClickstreamConfig, out: Path) -> GeneratedClickstream:
    """The clickstream of this configuration, below `out`: two files per date, and truth/*.csv.

    It tells of the institution that `generate` makes from the same seed, learners, courses, mode and layout.
    Equal configurations write equal bytes, whatever the machine. With loss, the truth tells what was really
    watched, and how much of what was reported got lost; no mart can hold the former exactly.
    """
    institution = config.institution
    ids = Identifiers(institution.seed, institution.mode is IdMode.ISOLATED)
    courses = [build_course(institution, ids, index) for index in range(institution.courses)]
    window = window_of(config, courses[0])
    truth = out / TRUTH_FOLDER
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out, prefix=".clickstream-") as name:
        folder = Path(name)
        people = institution.learners * institution.courses
        process_count = max(1, min(os.cpu_count() or 1, people // _LEAST_PEOPLE_PER_PROCESS))
        results = _spread(simulate, chunk_tasks(config, folder), process_count)
        tasks = [
            LogFileTask(institution.seed, (domain, day), folder, out)
            for day in range(window.first_day, window.first_day + window.days)
            for domain in DOMAINS
        ]
        sizes = _spread(write_log_file, tasks, process_count)
        truth.mkdir(exist_ok=True)
        write_losses(truth, results)
        if config.has_truth:
            write_clickstream_truth(truth, config, ids, courses, results)
    files = tuple(task.path for task in tasks)
    event_count = sum(sum(result.row_counts.values()) for result in results)
    return GeneratedClickstream(config, files, event_count, sum(sizes), truth)


def _spread(work: Callable[[_Task], _Result], tasks: Sequence[_Task], process_count: int) -> list[_Result]:
    """The results in the order of the tasks, worked out in so many processes."""
    if process_count == 1:
        return [work(task) for task in tasks]
    with ProcessPoolExecutor(process_count, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, tasks))
