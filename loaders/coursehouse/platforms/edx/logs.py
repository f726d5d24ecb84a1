"""Tracking logs of edX: one file per day, each line an event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath

from coursehouse.contract import Contract, Table
from coursehouse.errors import Refused, Unreadable
from coursehouse.platforms.base import Day, Export, Ignored, Missing, ReadOptions, Snapshot
from coursehouse.platforms.edx.gpg import open_decoded
from coursehouse.platforms.edx.log_reader import EdxLogReader, first_moment
from coursehouse.platforms.files.containers import (
    Container,
    Member,
    open_container,
    sha256_of,
)
from coursehouse.settings import Settings

EVENTS = "tracking_log_events"

_LOG = re.compile(r"(?P<stem>.+?)\.log(?:[-.](?P<rotated>\d{8}))?(?:\.gz)?(?:\.gpg)?", re.IGNORECASE)
_EVENTS_OF = re.compile(r"(?P<domain>.+)-events-(?P<date>\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_DATE = re.compile(r"[-_.]?(?P<date>\d{4}-\d{2}-\d{2})[-_.]?")


class EdxLogsPlatform:
    """The platform of edX's tracking logs: folders, zips and files that make up one export."""

    name = "edx"

    def __init__(self, settings: Settings, contract: Contract) -> None:
        self._settings = settings
        self._contract = contract

    def open_exports(self, paths: Sequence[Path], options: ReadOptions) -> tuple[Export, ...]:
        """One export of all logs that these paths hold.

        Raises Refused, with the remedy, where there are none, where a file is given twice, or where a path
        is not safe to open.
        """
        files: list[LogFile] = []
        ignored: list[Ignored] = []
        missing: list[Missing] = []
        table = self._contract.tables[EVENTS]
        for path in paths:
            container = open_container(path, self._settings)
            within = f"{container.name}/" if len(paths) > 1 else ""
            ignored += container.skipped
            for member in container.members:
                found = _log_file(container, member, within, table, self._settings.gpg_home)
                if isinstance(found, Ignored):
                    ignored.append(found)
                elif isinstance(found, Missing):
                    missing.append(found)
                else:
                    files.append(found)
        if not files:
            names = ", ".join(path.name for path in paths)
            raise Refused(
                f"{names} holds no tracking log.",
                "Give files such as university-edx-events-2016-09-01.log.gz, or their folder.",
            )
        [(twice, count)] = Counter(file.source_file for file in files).most_common(1)
        if count > 1:
            raise Refused(f"{twice} is given twice.", "Name each file once.")
        _refuse_twins(files)
        days = sorted({file.day.log_date for file in files})
        domains = {file.day.domain for file in files}
        first = domains.pop() if len(domains) == 1 else "logs"
        name = f"{first}_{days[0]}_{days[-1]}"
        return (
            Export(
                name=name,
                platform=self.name,
                scope=options.scope or first,
                partner=None,
                id_mode="linked",
                snapshot=_snapshot(days[-1], options.snapshot_at),
                files=tuple(files),
                ignored=tuple(ignored),
                missing=tuple(missing),
            ),
        )


@dataclass(frozen=True)
class LogFile:
    """The events of one day and domain; see ExportFile."""

    source_file: str
    size_bytes: int
    day: Day
    container: Container
    member: Member
    table: Table
    gpg_home: Path | None
    is_independent: bool = True

    @property
    def course_id(self) -> None:
        """None: a log tells of all courses of its organisation."""

    @property
    def table_name(self) -> str:
        """The one table of events."""
        return self.table.name

    @property
    def is_known_table(self) -> bool:
        """Always: nothing else has such a name."""
        return True

    def sha256(self) -> str:
        """Hex digest of the file's bytes as received (a .gz: of the compressed ones)."""
        return sha256_of(self.container, self.member)

    def reader(self) -> EdxLogReader:
        """A new pass over the file."""
        return EdxLogReader(
            lambda: open_decoded(self.container, self.member, self.gpg_home), self.day, self.source_file
        )


@dataclass(frozen=True)
class LogName:
    """What the name of a log tells. log_date: None where it tells none."""

    domain: str
    log_date: date | None


def log_name(base: str) -> LogName | None:
    """What a file's name tells of the log that it holds; None if it is not named as a log."""
    match = _LOG.fullmatch(base)
    if match is None:
        return None
    stem, text = match["stem"], match["rotated"]
    if events := _EVENTS_OF.fullmatch(stem):
        domain, text = events["domain"], events["date"]
    elif text is None and (dated := _DATE.search(stem)):
        domain, text = stem[: dated.start()] + stem[dated.end() :], dated["date"]
    else:
        domain = stem
    try:
        log_date = date.fromisoformat(text) if text else None
    except ValueError:
        domain, log_date = stem, None
    return LogName(domain or "log", log_date)


def _log_file(
    container: Container, member: Member, within: str, table: Table, gpg_home: Path | None
) -> LogFile | Ignored | Missing:
    """A member as a log; what cannot be decrypted, although its day must be looked for within, is missing."""
    name = log_name(PurePosixPath(member.path).name)
    if name is None:
        return Ignored(within + member.path, "not named as a log")
    log_date = name.log_date
    if log_date is None:
        try:
            at = first_moment(open_decoded(container, member, gpg_home), member.path)
        except Unreadable as error:
            return Missing(within + member.path, table.name, None, error.reason, error.remedy)
        if at is None:
            return Ignored(within + member.path, "no date in its name, and no event with a time in it")
        log_date = at.date()
    alone = container.alone(member)
    return LogFile(
        source_file=within + member.path,
        size_bytes=member.size,
        day=Day(name.domain, log_date),
        container=alone,
        member=alone.members[0],
        table=table,
        gpg_home=gpg_home,
    )


def _refuse_twins(files: Sequence[LogFile]) -> None:
    """Raises Refused for a log that is there plain and compressed, whose events would count twice."""
    seen: dict[str, str] = {}
    for file in files:
        plain = file.source_file.lower().removesuffix(".gpg").removesuffix(".gz")
        if plain in seen:
            raise Refused(f"{seen[plain]} and {file.source_file} are the same log.", "Give one of the two.")
        seen[plain] = file.source_file


def _snapshot(newest: date, chosen: datetime | None) -> Snapshot:
    """The end of the newest day, unless the user has chosen another time."""
    if chosen is not None:
        return Snapshot(chosen, "option")
    return Snapshot(datetime.combine(newest + timedelta(days=1), time()), "newest day")
