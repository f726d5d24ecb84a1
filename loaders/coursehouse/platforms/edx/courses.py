"""Which course runs the files of a package are about: what rows say, before what names seem to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from coursehouse.contract import Table
from coursehouse.current import FILE_COURSE_ID
from coursehouse.errors import Unreadable
from coursehouse.platforms.edx.course_ids import parse_course_id, report_forms, worked_out
from coursehouse.platforms.edx.names import FORUM, Cut
from coursehouse.platforms.edx.readers.first_course import COURSE_COLUMNS, KEY_COLUMNS

_ASKED_FIRST = ("student_courseenrollment", "course_structure", "certificates_generatedcertificate")
_GIVE_UP_AFTER = 3


class Asked(Protocol):
    """A file whose rows may be asked for their course."""

    @property
    def cuts(self) -> tuple[Cut, ...]: ...


File = TypeVar("File", bound=Asked)


def is_per_course(table: Table | None) -> bool:
    """Whether each file of the table is about one course run; an unknown table's file is taken to be."""
    return table is None or any(column.name == FILE_COURSE_ID for column in table.columns)


@dataclass
class Courses:
    """The course runs of one package.

    orgs: organisations in whose name it comes. notes: what could not be told for sure, sentence by sentence.
    """

    orgs: set[str] = field(default_factory=set)
    notes: dict[str, None] = field(default_factory=dict)
    _by_form: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_rows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def told(self) -> set[str]:
        """The courses that rows named."""
        return {course_id for found in self._by_rows.values() for course_id in found}

    @property
    def forms(self) -> Iterable[str]:
        """How file names may spell the courses that are known, in lower case."""
        return self._by_form.keys()

    def learn(self, course_ids: Iterable[str]) -> None:
        """Nothing; these course runs are known."""
        for course_id in course_ids:
            for form in report_forms(course_id):
                self._by_form[form.lower()].add(course_id)
            self.orgs.update(orgs_of([course_id]))

    def ask(self, files: Sequence[File], first_id: Callable[[File], str | None]) -> None:
        """Nothing; learns from the first rows of as few files as needed.

        first_id: the course that a file's first rows name, if they do. Raises what it raises, but Unreadable.
        """
        groups: dict[str, list[File]] = defaultdict(list)
        for file in files:
            if file.cuts and _may_name_its_course(file.cuts[0].table):
                groups[file.cuts[0].course.lower()].append(file)
        unreadable = 0
        for course, group in groups.items():
            for file in sorted(group, key=_rank):
                try:
                    found = first_id(file)
                except Unreadable:
                    unreadable += 1
                    found = None
                if found:
                    self._by_rows[course].add(found)
                    self.learn([found])
                    if self._fits(file.cuts, found):
                        break
                elif unreadable >= _GIVE_UP_AFTER and not self._by_rows:
                    return

    def _fits(self, cuts: Sequence[Cut], course_id: str) -> bool:
        return any(course_id in self._by_form.get(cut.course.lower(), ()) for cut in cuts)

    def id_of(self, cut: Cut) -> str | None:
        """The course run that a file is about, None where nothing tells; doubts become notes."""
        if not is_per_course(cut.table):
            return None
        course = cut.course.lower()
        named, held = self._by_form.get(course, set()), self._by_rows.get(course, set())
        if len(named & held) == 1 or len(named) == 1:
            return next(iter(named & held or named))
        if named:
            course_id = min(named & held or named)
            others = ", ".join(sorted(named - {course_id}))
            self._note(f"{cut.course} in file names may stand for {course_id}, as it is taken, or {others}.")
            return course_id
        if len(held) == 1:
            course_id = next(iter(held))
            self._note(f"Files named {cut.course} hold rows of {course_id}, which counts.")
            return course_id
        found, is_sure = worked_out(cut.course, self.orgs)
        if found is None:
            self._note(f"Which course files named {cut.course or 'without one'} are about, nothing tells.")
        elif not is_sure:
            self._note(f"No row tells which course {cut.course} in file names is; it is taken for {found}.")
        return found

    def _note(self, sentence: str) -> None:
        self.notes[sentence] = None


def _may_name_its_course(table: Table | None) -> bool:
    if table is None or not is_per_course(table) or table.name.startswith("report_"):
        return False
    named = {column.name for column in table.columns}
    return table.name == FORUM or not named.isdisjoint((*COURSE_COLUMNS, *KEY_COLUMNS))


def _rank(file: Asked) -> int:
    table = file.cuts[0].table
    name = table.name if table else ""
    return _ASKED_FIRST.index(name) if name in _ASKED_FIRST else len(_ASKED_FIRST)


def orgs_of(course_ids: Iterable[str | None]) -> Iterator[str]:
    """The organisations of these course runs."""
    for course_id in course_ids:
        if course_id and (parsed := parse_course_id(course_id)):
            yield parsed.org
