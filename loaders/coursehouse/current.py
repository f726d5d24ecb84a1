"""Current rows: which landed rows a reader sees when exports overlap. A pure function of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.contract import Contract, Table
from coursehouse.home import Home
from coursehouse.ledger import ExportEntry, FileEntry
from coursehouse.winners import Contest, Winners, distinct_values, parquet_engine

if TYPE_CHECKING:
    import duckdb

# Of a table that comes once per course run; every row of a file holds that of the file.
FILE_COURSE_ID = "file_course_id"


@dataclass(frozen=True)
class Delivery:
    """One file that an export delivered for a table; later ones in sort order are newer."""

    export: ExportEntry
    file: FileEntry

    @property
    def export_age(self) -> tuple[object, ...]:
        return (self.export.snapshot_at, self.export.export_id)

    @property
    def age(self) -> tuple[object, ...]:
        return (*self.export_age, self.file.source_file)

    @property
    def day_and_age(self) -> tuple[str, str, int, str]:
        """The kind and date of its events; then its age, for of a day the delivery loaded last counts."""
        day = (str(self.file.domain), str(self.file.log_date))
        return (*day, self.export.load_number, self.file.source_file)


@dataclass(frozen=True)
class CurrentRows:
    """The current rows of one platform.

    tables: by table name, the Parquet files whose rows together are the current rows.
    files: (export id, source file) of every file that gives at least its share to them.
    stored: files under the `current` folder that this answer needs.
    """

    tables: Mapping[str, tuple[Path, ...]]
    files: frozenset[tuple[str, str]]
    stored: frozenset[Path]


def current_rows(home: Home, contract: Contract, entries: tuple[ExportEntry, ...]) -> CurrentRows:
    """The current rows of every table of the contract, given all loaded exports of its platform.

    Winners that have to be worked out are stored once as Parquet and found again by a hash of their inputs.
    Rules: (1) a file is out when a newer export delivered the table and covers all its courses; a file about
    a single course run, when a newer export delivered the table for that run; (2) of what remains every row
    is current in a lone file, in a table without key, and where a key is not whole; (3) else, per key, all
    rows of the newest file that holds it.
    Days of events add up; for a day delivered again the rules hold among the deliveries of that day.
    """
    tables: dict[str, tuple[Path, ...]] = {}
    files: set[tuple[str, str]] = set()
    stored: set[Path] = set()
    covering = {entry.export_id: _covering(entry, entries) for entry in entries}
    with parquet_engine(home) as engine:
        for table in contract.tables.values():
            paths: list[Path] = []
            if table.daily_key:
                contests = _days(home, engine, table, entries)
            else:
                contests = _courses(table, _remaining(table, entries, covering))
            for deliveries, ages in contests:
                parts: tuple[tuple[Path, ...], ...] = tuple(_landed(home, each) for each in deliveries)
                contest = Contest(parts, ages, table.daily_key or table.primary_key, table.nullable_key)
                if contest.is_open:
                    winners = Winners(home, engine, table, contest)
                    parts = winners.parts()
                    stored |= winners.stored(parts)
                paths += [path for part in parts for path in part]
                files |= {
                    (delivery.export.export_id, delivery.file.source_file)
                    for delivery, part in zip(deliveries, parts, strict=True)
                    if part
                }
            tables[table.name] = tuple(paths)
    return CurrentRows(tables, frozenset(files), frozenset(stored))


def _landed(home: Home, delivery: Delivery) -> tuple[Path, ...]:
    return tuple(home.root / path for path in delivery.file.parquet)


def _covers(newer: ExportEntry, older: ExportEntry) -> bool:
    if newer.course_ids and older.course_ids:
        return set(older.course_ids) <= set(newer.course_ids)
    return newer.scope == older.scope


def _covering(older: ExportEntry, entries: tuple[ExportEntry, ...]) -> frozenset[str]:
    """Ids of the newer exports that cover all courses of `older`."""
    age = (older.snapshot_at, older.export_id)
    return frozenset(
        entry.export_id
        for entry in entries
        if (entry.snapshot_at, entry.export_id) > age and _covers(entry, older)
    )


def _delivered(table: Table, entries: tuple[ExportEntry, ...]) -> list[Delivery]:
    return [
        Delivery(entry, file) for entry in entries for file in entry.files if file.table_name == table.name
    ]


_Aged = tuple[list[Delivery], tuple[int, ...]]
"""Files, oldest first, and a number for the age of each: of two files the newer one has the larger."""


def _remaining(
    table: Table, entries: tuple[ExportEntry, ...], covering: Mapping[str, frozenset[str]]
) -> list[Delivery]:
    """Files of the table that rule 1 leaves, oldest first."""
    delivered = _delivered(table, entries)
    delivering = {delivery.export.export_id for delivery in delivered}
    newest: dict[str | None, tuple[object, ...]] = {}
    for one in sorted(delivered, key=lambda delivery: delivery.age):
        newest[one.file.course_id] = one.export_age

    def is_out(one: Delivery) -> bool:
        if one.file.course_id is None:
            return bool(covering[one.export.export_id] & delivering)
        return one.export_age != newest[one.file.course_id]

    kept = [one for one in delivered if not is_out(one)]
    return sorted(kept, key=lambda delivery: delivery.age)


def _courses(table: Table, kept: list[Delivery]) -> Iterator[_Aged]:
    """The files among which a key may occur twice: those of one course run, where it is part of the key."""
    by_course: dict[str | None, list[Delivery]] = {}
    for one in kept:
        course_id = one.file.course_id if FILE_COURSE_ID in table.primary_key else None
        by_course.setdefault(course_id, []).append(one)
    for some in by_course.values():
        yield some, tuple(range(len(some)))


_OF_THE_DAY = frozenset(("domain", "log_date"))


def _days(
    home: Home, engine: duckdb.DuckDBPyConnection, table: Table, entries: tuple[ExportEntry, ...]
) -> Iterator[_Aged]:
    """Per day of events its files that rule 1 leaves; files of one load are of one age.

    Here a load is out when a newer one holds the day with every value of the daily key that it has; where
    the key says no more than the day itself, when a newer one holds the day at all, be it without a row.
    """
    delivered = sorted(_delivered(table, entries), key=lambda delivery: delivery.day_and_age)
    for _, group in groupby(delivered, key=lambda delivery: delivery.day_and_age[:2]):
        kept = list(group)
        loads = {one.export.load_number for one in kept}
        if len(loads) > 1 and _OF_THE_DAY.issuperset(table.daily_key):
            kept = [one for one in kept if one.export.load_number == max(loads)]
        elif len(loads) > 1:
            held = {
                number: distinct_values(
                    engine,
                    [path for one in kept if one.export.load_number == number for path in _landed(home, one)],
                    table.daily_key,
                )
                for number in loads
            }
            out = {older for older in held for newer in held if newer > older and held[older] <= held[newer]}
            kept = [one for one in kept if one.export.load_number not in out]
        yield kept, tuple(one.export.load_number for one in kept)
