"""Plays the edX side of an institution and writes its packages, reports and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursehouse.synthetic.edx.behaviour import STAFF_COUNT, RunCast, play_run
from coursehouse.synthetic.edx.config import EdxConfig, taken_at
from coursehouse.synthetic.edx.faults import plant
from coursehouse.synthetic.edx.ids import EdxIds
from coursehouse.synthetic.edx.package import encryption, package_members, write_package
from coursehouse.synthetic.edx.reports import report_members
from coursehouse.synthetic.edx.run_builder import build_run
from coursehouse.synthetic.edx.state import RunState
from coursehouse.synthetic.edx.truth import write_edx_truth
from coursehouse.synthetic.people import build_person
from coursehouse.synthetic.truth import write_faults

TRUTH_FOLDER = "truth_edx"
REPORTS_FOLDER = "reports"


@dataclass(frozen=True)
class GeneratedPackages:
    """What was written: packages, oldest first; reports of the newest day; the folder of the truth.

    row_counts: per package the lines of each of its files, headers included.
    """

    config: EdxConfig
    packages: tuple[Path, ...]
    reports: tuple[Path, ...]
    truth: Path
    row_counts: tuple[dict[str, int], ...]

    @property
    def row_count(self) -> int:
        """Lines in all packages together."""
        return sum(sum(counts.values()) for counts in self.row_counts)


def play_institution(config: EdxConfig) -> tuple[EdxIds, list[RunCast]]:
    """The course runs of this configuration with everybody in them."""
    ids = EdxIds(config.seed)
    count = config.learners + STAFF_COUNT
    people = tuple(build_person(config.institution, index) for index in range(count))
    casts = [
        play_run(config, ids, number, build_run(config, ids, number), people)
        for number in range(config.courses)
    ]
    return ids, casts


def generate_edx(config: EdxConfig, out: Path) -> GeneratedPackages:
    """The edX side of an institution below `out`: one zip per package, reports/*.csv and truth_edx/*.csv.

    The truth describes a warehouse into which every package has been loaded, before any fault was planted;
    truth_edx/faults.csv lists the faults, which go into the newest package. Equal configurations write equal
    bytes, unless members are encrypted. Raises Refused for a configuration that cannot be served.
    """
    encrypt = encryption(config.gpg_recipient) if config.gpg_recipient else None
    ids, casts = play_institution(config)
    truth = out / TRUTH_FOLDER
    packages: list[Path] = []
    counts: list[dict[str, int]] = []
    states: list[RunState] = []
    for day in config.package_dates:
        states = [RunState(cast, ids, config.seed, taken_at(day)) for cast in casts]
        members = package_members(states)
        planted = plant(config.faults, members) if day == config.package_dates[-1] else []
        path, _ = write_package(out, day, members, encrypt)
        packages.append(path)
        counts.append({str(member.path): len(member.lines) for member in members})
        write_faults(truth, planted)
    write_edx_truth(truth, config, states)
    reports = _write_reports(out / REPORTS_FOLDER, states)
    return GeneratedPackages(config, tuple(packages), reports, truth, tuple(counts))


def _write_reports(folder: Path, states: list[RunState]) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for state in states:
        for member in report_members(state):
            path = folder / member.path
            path.write_bytes(member.content)
            paths.append(path)
    return tuple(paths)
