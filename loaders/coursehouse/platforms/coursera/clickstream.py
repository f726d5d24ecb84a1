"""Clickstream files: one per day and domain, without a header, their columns known by their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.contract import Contract, Table
from coursehouse.errors import Refused
from coursehouse.platforms.base import Day, Export, Ignored, ReadOptions, Snapshot
from coursehouse.platforms.coursera.discover import DayFile, Discovered, discover
from coursehouse.platforms.coursera.headers import Head, read_head
from coursehouse.platforms.files.containers import (
    Container,
    Member,
    open_container,
    open_text,
    sha256_of,
)
from coursehouse.platforms.files.plan import Plan, Target
from coursehouse.settings import Settings

if TYPE_CHECKING:
    from coursehouse.platforms.coursera.reader import CourseraFileReader

EVENTS = "clickstream_events"
_FROM_NAME = ("domain", "log_date")


class CourseraClickstreamPlatform:
    """The platform of Coursera's clickstream: folders, zips and files that make up one export."""

    name = "coursera"

    def __init__(self, settings: Settings, contract: Contract) -> None:
        self._settings = settings
        self._contract = contract

    def open_exports(self, paths: Sequence[Path], options: ReadOptions) -> tuple[Export, ...]:
        """One export of all days that these paths hold.

        Raises Refused, with the remedy, where there are none, where a file is given twice, or where a path
        is not safe to open.
        """
        files: list[EventsFile] = []
        ignored: list[Ignored] = []
        for path in paths:
            container = open_container(path, self._settings)
            found = discover(container.name, container.members, self._contract.tables)
            within = f"{container.name}/" if len(paths) > 1 else ""
            files += events_files(container, found, self._contract, options, within)
            ignored += [*found.ignored, *container.skipped]
            reason = "a table; load it with `coursehouse load coursera`"
            ignored += [Ignored(table.path, reason) for table in found.tables]
        if not files:
            names = ", ".join(path.name for path in paths)
            raise Refused(
                f"{names} holds no clickstream.",
                "Give files such as video-2017-03-02.csv.gz, or their folder.",
            )
        [(twice, count)] = Counter(file.source_file for file in files).most_common(1)
        if count > 1:
            raise Refused(f"{twice} is given twice.", "Name each file once.")
        days = sorted({file.day.log_date for file in files})
        name = f"clickstream_{days[0]}_{days[-1]}"
        return (
            Export(
                name=name,
                platform=self.name,
                scope=options.scope or name,
                partner=None,
                id_mode=None,
                snapshot=snapshot_of_days(files, options.snapshot_at),
                files=tuple(files),
                ignored=tuple(ignored),
            ),
        )


@dataclass(frozen=True)
class EventsFile:
    """The events of one day and domain; see ExportFile."""

    source_file: str
    size_bytes: int
    day: Day
    container: Container
    member: Member
    is_gzip: bool
    table: Table
    options: ReadOptions
    is_independent: bool = True

    @property
    def table_name(self) -> str:
        """The one table of events."""
        return self.table.name

    @property
    def course_id(self) -> None:
        """None: the events of a day are of many courses."""
        return None

    @property
    def is_known_table(self) -> bool:
        """Always: nothing else has such a name."""
        return True

    def sha256(self) -> str:
        """Hex digest of the file's bytes as received (a .gz: of the compressed ones)."""
        return sha256_of(self.container, self.member)

    def reader(self) -> CourseraFileReader:
        """A new pass over the file."""
        from coursehouse.platforms.coursera.reader import CourseraFileReader

        head = _head(self)
        return CourseraFileReader(
            lambda: open_text(self.container, self.member, self.is_gzip),
            head,
            _plan(self.table, self.day),
            tuple(self.options.null_strings),
            with_accounting=self.options.with_accounting,
            workers=1,  # files are read side by side, one process per core
        )


def events_files(
    container: Container, found: Discovered, contract: Contract, options: ReadOptions, within: str = ""
) -> list[EventsFile]:
    """The clickstream files of a container. within: what their names start with beside their path in it."""
    table = contract.tables[EVENTS]
    return [_events_file(container, file, table, options, within) for file in found.days]


def _events_file(
    container: Container, file: DayFile, table: Table, options: ReadOptions, within: str
) -> EventsFile:
    alone = container.alone(file.member)
    return EventsFile(
        source_file=within + file.path,
        size_bytes=file.member.size,
        day=file.day,
        container=alone,
        member=alone.members[0],
        is_gzip=file.is_gzip,
        table=table,
        options=options,
    )


def snapshot_of_days(files: Sequence[EventsFile], chosen: datetime | None) -> Snapshot:
    """The end of the newest day, unless the user has chosen another time."""
    if chosen is not None:
        return Snapshot(chosen, "option")
    newest = max(file.day.log_date for file in files)
    return Snapshot(datetime.combine(newest + timedelta(days=1), time()), "newest day")


def _head(file: EventsFile) -> Head:
    """What stands before the first event: nothing, or a line of names where somebody has put one there."""
    names = _delivered_names(file.table)
    nothing = Head(names, 0, 0, b"\n", False)
    if not file.size_bytes:
        return nothing
    try:
        first = read_head(open_text(file.container, file.member, file.is_gzip), file.source_file)
    except Refused:
        # a first line that is no sound record is for the reader to set aside
        return nothing
    known = {*names, *(name for column in file.table.columns for name in column.export_names)}
    if known.issuperset(first.names):
        return replace(first, names=names)
    return replace(nothing, line_end=first.line_end)


def _delivered_names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name not in _FROM_NAME)


def _plan(table: Table, day: Day) -> Plan:
    places = {name: place for place, name in enumerate(_delivered_names(table))}
    return Plan(
        len(places),
        tuple(
            Target(column.name, column.data_type, places.get(column.name), getattr(day, column.name, None))
            for column in table.columns
        ),
    )
