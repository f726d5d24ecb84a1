"""Plays an institution and writes its exports and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursehouse.synthetic.behaviour import STAFF_PER_COURSE, CourseCast, play_course
from coursehouse.synthetic.config import GeneratorConfig, IdMode
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.layouts import layout_tables
from coursehouse.synthetic.people import build_person
from coursehouse.synthetic.standing import Standing, stand
from coursehouse.synthetic.tables_content import content_tables
from coursehouse.synthetic.tables_people import people_tables
from coursehouse.synthetic.truth import write_truth
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.world_builder import build_course
from coursehouse.synthetic.writer import Rows, file_lines, write_export

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

    The truth describes a warehouse into which every export has been loaded. Equal configurations write equal bytes.
    Raises Refused for a configuration that cannot be served.
    """
    ids = Identifiers(config.seed, config.mode is IdMode.ISOLATED)
    people = tuple(build_person(config, index) for index in range(config.learners + len(STAFF_PER_COURSE)))
    exports: list[WrittenExport] = []
    final: list[tuple[Course, tuple[Standing, ...]]] = []
    for index in range(config.courses):
        course = build_course(config, ids, index)
        cast = play_course(config, ids, course, people)
        standings: tuple[Standing, ...] = ()
        for taken_at in course.snapshots:
            standings = _standings(cast, taken_at)
            exports.append(_export(config, ids, cast, taken_at, standings, out))
        final.append((course, standings))
    exports.sort(key=lambda export: export.taken_at)
    write_truth(out / TRUTH_FOLDER, ids, config.layout, final)
    return GeneratedInstitution(config, tuple(exports), out / TRUTH_FOLDER)


def _standings(cast: CourseCast, at: int) -> tuple[Standing, ...]:
    standings = (stand(participation, at) for participation in cast.participations)
    return tuple(standing for standing in standings if standing.is_known)


def _export(
    config: GeneratorConfig,
    ids: Identifiers,
    cast: CourseCast,
    taken_at: int,
    standings: tuple[Standing, ...],
    out: Path,
) -> WrittenExport:
    course = cast.course
    tables: dict[str, Rows] = {
        **content_tables(course, taken_at),
        **people_tables(ids, course, taken_at, standings),
    }
    files: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    for table in layout_tables(config.layout, config.mode, config.partner, course.slug):
        lines = file_lines(table, tables.get(table.name))
        counts[table.file_name] = len(lines) - 1
        files[table.file_name] = ("\n".join(lines) + "\n").encode()
    name = f"{course.slug}_{taken_at}"
    return WrittenExport(write_export(out, name, files, taken_at), course.course_id, taken_at, counts)
