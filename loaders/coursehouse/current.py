"""Current rows: which landed rows a reader sees when exports overlap. A pure function of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coursehouse.contract import Contract
from coursehouse.home import Home
from coursehouse.ledger import ExportEntry, FileEntry
from coursehouse.winners import Winners, parquet_engine


@dataclass(frozen=True)
class Delivery:
    """One file that an export delivered for a table; later ones in sort order are newer."""

    export: ExportEntry
    file: FileEntry

    @property
    def age(self) -> tuple[object, ...]:
        return (self.export.snapshot_at, self.export.export_id, self.file.source_file)


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
    Rules: (1) a file is out when a newer export delivered the table and covers all its courses; (2) of what
    remains every row is current in a lone file, in a table without key, and where a key is not whole;
    (3) else, per key, all rows of the newest file that holds it.
    """
    tables: dict[str, tuple[Path, ...]] = {}
    files: set[tuple[str, str]] = set()
    stored: set[Path] = set()
    covering = {entry.export_id: _covering(entry, entries) for entry in entries}
    with parquet_engine(home) as engine:
        for table in contract.tables.values():
            deliveries = _remaining(table.name, entries, covering)
            parts: tuple[tuple[Path, ...], ...] = tuple(_landed(home, delivery) for delivery in deliveries)
            if len(deliveries) > 1 and table.primary_key:
                winners = Winners(home, engine, table, parts)
                parts = winners.parts()
                stored |= winners.stored(parts)
            tables[table.name] = tuple(path for part in parts for path in part)
            files |= {
                (delivery.export.export_id, delivery.file.source_file)
                for delivery, part in zip(deliveries, parts, strict=True)
                if part
            }
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


def _remaining(
    table_name: str, entries: tuple[ExportEntry, ...], covering: Mapping[str, frozenset[str]]
) -> list[Delivery]:
    """Files of the table that rule 1 leaves, oldest first."""
    delivered = [
        Delivery(entry, file) for entry in entries for file in entry.files if file.table_name == table_name
    ]
    delivering = {delivery.export.export_id for delivery in delivered}
    kept = [one for one in delivered if not covering[one.export.export_id] & delivering]
    return sorted(kept, key=lambda delivery: delivery.age)
