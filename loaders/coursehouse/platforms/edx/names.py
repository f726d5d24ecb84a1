"""What the name of a file in an edX data package tells: its course, its table, and how it is packed.

Names are `{org}-{course}-{run}-{table}-{site}.{extension}`; dashes within a part leave several ways to cut
one, among which the courses of the package decide.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coursehouse.contract import Table

FORUM = "forum_contents"

_EXTENSIONS = {"sql": "sql", "student_module": "sql", "csv": "csv", "structure": "json", "forum": "mongo"}
"""By file_format of the contract."""

_DATE = r"\d{4}-\d{2}-\d{2}(?:-\d{4,6})?"
_REPORTS = {
    "report_problem_grade_report": re.compile(
        rf"(?P<course>.+)_problem_grade_report_{_DATE}.*", re.IGNORECASE
    ),
    "report_grade_report": re.compile(rf"(?P<course>.+)_grade_report_{_DATE}.*", re.IGNORECASE),
    "report_student_profile_info": re.compile(
        rf"(?P<course>.+)_student_profile_info(?:_{_DATE}.*)?", re.IGNORECASE
    ),
    "report_anon_ids": re.compile(rf"(?P<course>.+)-anon-ids?(?:[-_]{_DATE}.*)?", re.IGNORECASE),
}
_OTHER_REPORTS = re.compile(
    r".+(?:_grade_report_err_|_student_state_from_|_answer_distribution|_ORA_data_|_may_enroll_info|"
    r"_submission_files_|_certificates_issued).*",
    re.IGNORECASE,
)
_ARCHIVES = ("zip", "tar", "tgz", "7z", "rar")
_CUT_NAME = re.compile(r"(?P<start>.+?)[-_]?(?P<digest>[0-9a-f]{32})")
_LOG = re.compile(r".+\.log(?:[-.]\d{8})?", re.IGNORECASE)


@dataclass(frozen=True)
class Packing:
    """A file's name without what was put around it.

    stem, extension: of the file that was packed; the extension in lower case, '' without one. is_failed: the
    platform failed to write the file, and a traceback stands there instead.
    """

    stem: str
    extension: str
    is_gzip: bool
    is_encrypted: bool
    is_failed: bool


@dataclass(frozen=True)
class Cut:
    """One way to cut a name. course: how the name spells the course run, '' for a file of an organisation.

    table: None for one that the contract does not know; token: the table's name in the file's name.
    """

    course: str
    token: str
    table: Table | None
    site: str = ""


def packing(base: str) -> Packing:
    """What a file's name tells of how it is packed."""
    rest, is_encrypted = _without(base, ".gpg")
    rest, is_failed = _without(rest, ".failed")
    rest, is_gzip = (rest, False) if rest.lower().endswith(".tar.gz") else _without(rest, ".gz")
    stem, dot, extension = rest.rpartition(".")
    if not dot:
        stem, extension = rest, ""
    return Packing(stem, extension.lower(), is_gzip, is_encrypted, is_failed)


def _without(name: str, suffix: str) -> tuple[str, bool]:
    has_it = name.lower().endswith(suffix)
    return (name[: -len(suffix)], True) if has_it else (name, False)


def reason_to_ignore(packed: Packing) -> str | None:
    """Why a file of a package is no table, None if it may be one."""
    name = f"{packed.stem}.{packed.extension}".lower()
    if name.endswith((".xml.tar.gz", ".tar.gz")):
        return "a course's own source (OLX), which is not loaded"
    if _LOG.fullmatch(name):
        return "a tracking log; load it with `coursehouse load edx-logs`"
    if packed.extension == "csv" and _OTHER_REPORTS.fullmatch(packed.stem):
        return "a report that is not loaded"
    if packed.extension in _ARCHIVES:
        return "an archive inside the export; load it by itself"
    if packed.extension not in _EXTENSIONS.values():
        return "an unknown kind of file"
    return None


@dataclass(frozen=True)
class Grammar:
    """How names are cut, given the tables of the contract."""

    tables: Mapping[str, Table]

    def tokens(self, extension: str) -> Mapping[str, Table]:
        """The tables that come in files of an extension, by the names that they have in file names."""
        return {
            token: table
            for table in self.tables.values()
            if _EXTENSIONS.get(table.file_format or "") == extension and table.name not in _REPORTS
            for token in (table.name, *table.file_names)
        }

    def cuts(self, packed: Packing) -> tuple[Cut, ...]:
        """The ways to cut a name, likeliest first; none where no table of the contract stands in it.

        The table is the last part of the name that is a table's name: a course may be called teams, too. A
        forum's file names no table; what stands behind the course there is one word.
        """
        if packed.extension == "csv":
            for name, pattern in _REPORTS.items():
                if (match := pattern.fullmatch(packed.stem)) and name in self.tables:
                    return (Cut(match["course"], name, self.tables[name]),)
        parts = packed.stem.split("-")
        if packed.extension == "mongo":
            return tuple(
                Cut("-".join(parts[:count]), FORUM, self.tables[FORUM], "-".join(parts[count:]))
                for count in range(len(parts) - 1, 0, -1)
            )
        tokens = self.tokens(packed.extension)
        return tuple(
            Cut("-".join(parts[:place]), parts[place], tokens[parts[place]], "-".join(parts[place + 1 :]))
            for place in reversed(range(len(parts)))
            if parts[place] in tokens
        )

    def cuts_behind(self, packed: Packing, courses: Iterable[str], sites: Iterable[str]) -> Iterator[Cut]:
        """The ways to cut a name in which no table stands, once courses and sites of the package are known.

        A name that was too long ends in a digest of the whole: what digest fits was cut off, else the only
        table that begins as the rest does. Any other name holds a table that the contract does not know.
        """
        sites = sorted(sites, key=len, reverse=True)
        tokens = self.tokens(packed.extension)
        found = [course for course in courses if packed.stem.lower().startswith(f"{course.lower()}-")]
        if cut := _CUT_NAME.fullmatch(packed.stem):
            for course in sorted(courses):
                for token, table in tokens.items():
                    for site in sites:
                        name = f"{course}-{token}-{site}"
                        if cut["digest"] in (_md5(name), _md5(f"{name}.{packed.extension}")):
                            yield Cut(course, token, table, site)
            for course in sorted(found, key=len, reverse=True):
                begun = cut["start"][len(course) + 1 :].rstrip("-")
                fitting = [token for token in tokens if token.startswith(begun)]
                if begun and len(fitting) == 1:
                    yield Cut(course, fitting[0], tokens[fitting[0]])
        elif packed.extension == "sql":
            for course in sorted(found, key=len, reverse=True):
                rest = packed.stem[len(course) + 1 :]
                for site in sites:
                    token, has_site = _without(rest, f"-{site.lower()}")
                    if has_site and re.fullmatch(r"\w+", token):
                        yield Cut(course, token, None, site)


def chosen(cuts: Sequence[Cut], courses: Iterable[str]) -> Cut:
    """The cut with the longest course that the package is known to hold, else the likeliest one."""
    known = {course.lower() for course in courses}
    fitting = [cut for cut in cuts if cut.course.lower() in known]
    return max(fitting, key=lambda cut: len(cut.course), default=cuts[0])


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
