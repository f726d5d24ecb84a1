"""Which files of an export are tables, and which are something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from coursehouse.contract import Table
from coursehouse.errors import Refused
from coursehouse.platforms.base import Day, Ignored
from coursehouse.platforms.commands import right_command
from coursehouse.platforms.files.containers import Member
from coursehouse.platforms.files.members import desktop_reason, shared_folders

_TABLE_FILE = re.compile(r"(?P<stem>.+)\.csv(?P<gz>\.gz)?", re.IGNORECASE)
_DAY = re.compile(r"(?P<domain>video|access)-(?P<date>\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_LOAD_SCRIPTS = ("setup.sql", "load.sql")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".7z", ".rar")


@dataclass(frozen=True)
class TableFile:
    """A file that holds rows. path: inside the export, below the folders that all tables share."""

    member: Member
    path: str
    stem: str
    is_gzip: bool


@dataclass(frozen=True)
class DayFile:
    """A file that holds the events of a day. path: as for TableFile."""

    member: Member
    path: str
    day: Day
    is_gzip: bool


@dataclass(frozen=True)
class Discovered:
    """The files of an export. folders: those that all files with rows share, outermost first."""

    tables: tuple[TableFile, ...]
    days: tuple[DayFile, ...]
    ignored: tuple[Ignored, ...]
    folders: tuple[str, ...]


def discover(name: str, members: Sequence[Member], tables: Mapping[str, Table]) -> Discovered:
    """The files with rows of an export called `name`, and the others with the reason why they are left out.

    Raises Refused for a gradebook, for an export without rows, and for a file that is there twice, plain
    and gz.
    """
    found: list[tuple[Member, re.Match[str]]] = []
    ignored = []
    for member in members:
        base = PurePosixPath(member.path).name
        if "gradebook" in base.casefold():
            raise Refused(
                f"{name} holds a gradebook ({base}), which names persons.",
                "Only research exports without names and e-mail addresses are loaded.",
            )
        reason = _reason_to_ignore(member.path, base, tables)
        match = _TABLE_FILE.fullmatch(base)
        if reason is None and match is not None:
            found.append((member, match))
        else:
            ignored.append(Ignored(member.path, reason or "an unknown kind of file"))
    if not found:
        instead = ", only other files" if ignored else ": it is empty"
        command = right_command([member.path for member in members], "coursera")
        raise Refused(
            f"{name} holds no table of a Coursera export{instead}.", command or "Give a research export."
        )
    folders = shared_folders([member.path for member, _ in found])
    depth = sum(len(folder) + 1 for folder in folders)
    tables_found: list[TableFile] = []
    days: list[DayFile] = []
    for member, match in found:
        path, is_gzip = member.path[depth:], match["gz"] is not None
        if day := _day(match["stem"]):
            days.append(DayFile(member, path, day, is_gzip))
        else:
            tables_found.append(TableFile(member, path, match["stem"], is_gzip))
    _refuse_twins(name, [file.path for file in tables_found] + [file.path for file in days])
    top = "".join(f"{folder}/" for folder in folders)
    short = tuple(Ignored(each.source_file.removeprefix(top), each.reason) for each in ignored)
    return Discovered(tuple(tables_found), tuple(days), short, folders)


def _day(stem: str) -> Day | None:
    """The day that a file's name stands for; None for a table, and for a date that no calendar has."""
    match = _DAY.fullmatch(stem)
    try:
        return Day(match["domain"].lower(), date.fromisoformat(match["date"])) if match else None
    except ValueError:
        return None


def user_ids_slug(stem: str, names: Sequence[str], partner: str | None) -> tuple[bool, str | None]:
    """Whether a file stem fits one of the name patterns of the table of user ids, and the course slug in it.

    names: file names of the contract, with {partner} and {course_slug} for the parts that vary; those
    without a slug win, because a slug could be any word.
    """
    prefix = re.escape(partner) if partner else "[^_]+"
    for name in sorted(names, key=lambda each: "{course_slug}" in each):
        if "{" in name:
            pattern = (
                re.escape(name).replace(r"\{partner\}", prefix).replace(r"\{course_slug\}", "(?P<slug>.+)")
            )
            if match := re.fullmatch(pattern, stem):
                return True, match.groupdict().get("slug")
    return False, None


def _reason_to_ignore(path: str, base: str, tables: Mapping[str, Table]) -> str | None:
    """Why a file is no table, None if it may be one or nothing is known about it."""
    lower = base.lower()
    if reason := desktop_reason(path):
        return reason
    if lower in _LOAD_SCRIPTS:
        return "a script for Postgres"
    if lower == "readme.html" or (lower.endswith(".html") and base[: -len(".html")] in tables):
        return "documentation of the export"
    if lower.endswith(".pdf"):
        return "a document"
    if lower.endswith(_ARCHIVES):
        return "an archive inside the export; load it by itself"
    return None


def _refuse_twins(name: str, paths: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for path in paths:
        plain = path.lower().removesuffix(".gz")
        if plain in seen:
            raise Refused(f"{name} holds {seen[plain]} and {path}.", "Remove one of the two.")
        seen[plain] = path
