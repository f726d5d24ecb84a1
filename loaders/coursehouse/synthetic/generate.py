"""Plays an institution and writes its exports and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursehouse.synthetic.behaviour import STAFF_PER_COURSE, CourseCast, play_course
from coursehouse.synthetic.config import GeneratorConfig, IdMode
from coursehouse.synthetic.faults import plant
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.layouts import layout_tables
from coursehouse.synthetic.people import build_person
from coursehouse.synthetic.standing import Standing, stand
from coursehouse.synthetic.tables import export_tables
from coursehouse.synthetic.truth import write_faults, write_truth
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.world_builder import build_course
from coursehouse.synthetic.writer import ExportFile, export_file, write_export

TRUTH_FOLDER = "truth"


@dataclass(frozen=True)
class WrittenExport:
    """One export zip: its path, the course in it, when it was taken, and the rows of each of its files."""

    path: Path
    course_id: str
    taken_at: int
    row_counts: dict[str, int]


@dataclass(frozen=True)
class GeneratedInstitution:
    """What was written: exports in the order they were taken, and the folder of the truth files."""

    config: GeneratorConfig
    exports: tuple[WrittenExport, ...]
    truth: Path

    @property
    def row_count(self) -> int:
        """Rows in all exports together."""
        return sum(sum(export.row_counts.values()) for export in self.exports)


def generate(config: GeneratorConfig, out: Path) -> GeneratedInstitution:
    """The institution of this configuration, written below `out`: one zip per export, and truth/*.csv.

    The truth describes a warehouse into which every export has been loaded, before any fault was planted;
    truth/faults.csv lists the faults, which go into the export taken last. Equal configurations write equal
    bytes. Raises Refused for a configuration that cannot be served.
    """
    ids = Identifiers(config.seed, config.mode is IdMode.ISOLATED)
    people = tuple(build_person(config, index) for index in range(config.learners + len(STAFF_PER_COURSE)))
    courses = [build_course(config, ids, index) for index in range(config.courses)]
    newest = max(taken_at for course in courses for taken_at in course.snapshots)
    truth = out / TRUTH_FOLDER
    exports: list[WrittenExport] = []
    final: list[tuple[CourseCast, tuple[Standing, ...]]] = []
    write_faults(truth, [])
    for course in courses:
        cast = play_course(config, ids, course, people)
        standings: tuple[Standing, ...] = ()
        for taken_at in course.snapshots:
            standings = _standings(cast, taken_at)
            files = _files(config, ids, cast, taken_at, standings)
            if taken_at == newest:
                write_faults(truth, plant(config.faults, files))
            exports.append(_write(course, taken_at, files, out))
        final.append((cast, standings))
    exports.sort(key=lambda export: export.taken_at)
    write_truth(truth, ids, config.layout, final)
    return GeneratedInstitution(config, tuple(exports), truth)


def _standings(cast: CourseCast, at: int) -> tuple[Standing, ...]:
    standings = (stand(participation, at) for participation in cast.participations)
    return tuple(standing for standing in standings if standing.is_known)


def _files(
    config: GeneratorConfig,
    ids: Identifiers,
    cast: CourseCast,
    taken_at: int,
    standings: tuple[Standing, ...],
) -> dict[str, ExportFile]:
    tables = export_tables(config, ids, cast, taken_at, standings)
    layout = layout_tables(config.layout, config.mode, config.partner, cast.course.slug)
    return {table.file_name: export_file(table, tables.pop(table.name, None)) for table in layout}


def _write(course: Course, taken_at: int, files: dict[str, ExportFile], out: Path) -> WrittenExport:
    path = write_export(out, f"{course.slug}_{taken_at}", files, taken_at)
    counts = {file_name: len(file.records) for file_name, file in files.items()}
    return WrittenExport(path, course.course_id, taken_at, counts)
