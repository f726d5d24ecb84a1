"""Course ids: the one form in which coursehouse keeps them, and the forms that file names make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PART = r"[^/+@\s]+"
_KEY = re.compile(
    rf"(?P<kind>course|ccx)-v1:(?P<org>{_PART})\+(?P<course>{_PART})\+(?P<run>{_PART})"
    rf"(?:\+ccx@(?P<ccx>{_PART}))?"
)
_DEPRECATED = re.compile(r"(?P<org>[^/+@\s:]+)/(?P<course>[^/+@\s]+)/(?P<run>[^/+@\s]+)")
_UNSAFE = re.compile(r"[^\w.-]", re.ASCII)


@dataclass(frozen=True)
class CourseId:
    """A course run in its parts; ccx: the number of a custom course made of it, None for the run itself."""

    org: str
    course: str
    run: str
    ccx: str | None = None

    def __str__(self) -> str:
        """`course-v1:ORG+COURSE+RUN`, of a custom course `ccx-v1:ORG+COURSE+RUN+ccx@N`."""
        parts = f"{self.org}+{self.course}+{self.run}"
        return f"course-v1:{parts}" if self.ccx is None else f"ccx-v1:{parts}+ccx@{self.ccx}"


def parse_course_id(text: str) -> CourseId | None:
    """The parts of a course id in either form, white space around it left aside; None if it is none."""
    stripped = text.strip()
    if match := _DEPRECATED.fullmatch(stripped):
        return CourseId(**match.groupdict())
    match = _KEY.fullmatch(stripped)
    if match is None or (match["kind"] == "ccx") != (match["ccx"] is not None):
        return None
    return CourseId(match["org"], match["course"], match["run"], match["ccx"])


def canonical_course_id(text: str) -> str | None:
    """A course id as coursehouse keeps it; None if the text is no course id.

    `course-v1:ORG+COURSE+RUN` and `ccx-v1:ORG+COURSE+RUN+ccx@N` stay, the deprecated `ORG/COURSE/RUN` becomes
    `course-v1:ORG+COURSE+RUN`: one run is known by both forms, even within one package.
    """
    found = parse_course_id(text)
    return str(found) if found else None


def file_forms(course_id: str) -> frozenset[str]:
    """What file names may start with for a canonical course id; empty if it is none.

    The exporter joins the parts with dashes and writes `_` for letters beyond ASCII; the job that splits
    courseware_studentmodule writes a dash for every character but letters, digits, `_`, `.` and `-`.
    """
    found = parse_course_id(course_id)
    if found is None:
        return frozenset()
    parts = [found.org, found.course, found.run, *(("ccx", found.ccx) if found.ccx is not None else ())]
    joined = "-".join(parts)
    exported = "".join("_" if ord(letter) > 128 else letter for letter in joined)
    return frozenset((joined, exported, _UNSAFE.sub("-", joined)))


def report_forms(course_id: str) -> frozenset[str]:
    """What names of instructors' reports may start with for a canonical course id; empty if it is none."""
    found = parse_course_id(course_id)
    if found is None:
        return frozenset()
    parts = [found.org, found.course, found.run, *(("ccx", found.ccx) if found.ccx is not None else ())]
    # browsers write _ for the colon
    return frozenset(("_".join(parts), course_id, course_id.replace(":", "_"))) | file_forms(course_id)


def worked_out(text: str, orgs: Iterable[str]) -> tuple[str | None, bool]:
    """The canonical course id that a file's name seems to spell, and whether it can be no other.

    orgs: organisations whose courses may be meant, as only they tell where a dash belongs to one. Else the
    first part is the organisation, the last one the run, for courses are known to hold dashes, but not these.
    """
    if written := re.match(r"(course|ccx)-v1[:_]", text):
        return canonical_course_id(f"{written[1]}-v1:{text[written.end() :]}"), True
    parts = text.split("-")
    if len(parts) == 1:
        org, _, rest = text.partition("_")
        course, _, run = rest.partition("_")
        return canonical_course_id(f"{org}/{course}/{run}"), "_" not in run
    ccx = None
    if len(parts) > 4 and parts[-2] == "ccx":
        *parts, _, ccx = parts
    for org in sorted(orgs, key=len, reverse=True):
        count = org.count("-") + 1
        if "-".join(parts[:count]).lower() == org.lower():
            break
    else:
        org, count = parts[0], 1
    rest_of = parts[count:]
    found = CourseId("-".join(parts[:count]), "-".join(rest_of[:-1]), "".join(rest_of[-1:]), ccx)
    return canonical_course_id(str(found)), len(rest_of) == 2
