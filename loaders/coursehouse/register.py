"""Registering: the engine is shown what the ledger holds, then what nobody needs any more is removed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursehouse.contract import SOURCES, Column, Contract, load_contract
from coursehouse.current import CurrentRows, current_rows
from coursehouse.home import Home
from coursehouse.ledger import ExportEntry, FileEntry, Ledger
from coursehouse.parquet import arrow_schema
from coursehouse.settings import PROJECT_ROOT
from coursehouse.targets.base import ORIGIN_COLUMNS, Registration, Relation, Target, landed_schema

if TYPE_CHECKING:
    import pyarrow as pa


def register(home: Home, target: Target) -> frozenset[Path]:
    """The data files that the target needs, now that it shows every table, empty where none delivered it.

    Other files of the landing zone may be removed now, and not before: the target may have shown them.
    """
    ledger = Ledger(home)
    entries = ledger.entries()
    contracts = [load_contract(platform) for platform in _platforms()]
    current = {
        contract.platform: current_rows(
            home, contract, tuple(entry for entry in entries if entry.platform == contract.platform)
        )
        for contract in contracts
    }
    relations = [
        relation
        for contract in contracts
        for relation in _relations(home, contract, entries, current[contract.platform])
    ]
    rejects = load_contract("landing").tables["rejects"]
    relations.append(
        Relation("landing", rejects.name, rejects.columns, _rejects(home, entries), tags=rejects.tags)
    )
    with target.registering(Registration(tuple(relations), _facts(entries, current.values()))):
        pass
    return ledger.named_files().union(*(rows.stored for rows in current.values()))


def files_in_use(home: Home) -> frozenset[Path]:
    """The data files that the ledger names, and those that an earlier registration worked out."""
    return Ledger(home).named_files().union(home.current.rglob("*"))


def settle(home: Home, target: Target) -> None:
    """Nothing; the target is registered and files that it does not need are gone."""
    home.remove_files(home.unnamed_files(register(home, target)))


def repair(home: Home, target: Target) -> None:
    """Nothing; afterwards nothing is left of a run that was cut off."""
    if home.unnamed_files(files_in_use(home)):
        settle(home, target)


def _platforms() -> list[str]:
    return sorted(folder.name for folder in (PROJECT_ROOT / SOURCES).iterdir() if folder.is_dir())


def _landing_columns(table_name: str) -> tuple[Any, ...]:
    return load_contract("landing").tables[table_name].columns


def _relations(
    home: Home, contract: Contract, entries: Iterable[ExportEntry], current: CurrentRows
) -> Iterator[Relation]:
    """Landed and current rows of every table of a platform, and landed rows of tables it does not know."""
    landed: dict[str, list[Path]] = {name: [] for name in contract.tables}
    for entry in entries:
        if entry.platform == contract.platform:
            for file in entry.files:
                # engines fold letter case, so unknown tables that differ in nothing else are one
                paths = landed.setdefault(file.table_name.lower(), [])
                paths.extend(home.root / path for path in file.parquet)
    for name, files in landed.items():
        table = contract.tables.get(name)
        columns = (table.columns if table else ()) + ORIGIN_COLUMNS
        key, tags = (table.primary_key, table.tags) if table else ((), ())
        yield Relation(
            landed_schema(contract.platform),
            name,
            columns,
            tuple(files),
            with_other_columns=True,
            primary_key=key,
            tags=tags,
        )
        if table:
            yield Relation(contract.platform, name, columns, current.tables[name], primary_key=key, tags=tags)


def _rejects(home: Home, entries: Iterable[ExportEntry]) -> tuple[Path, ...]:
    return tuple(home.root / file.rejects for entry in entries for file in entry.files if file.rejects)


def _facts(
    entries: tuple[ExportEntry, ...], current: Iterable[CurrentRows]
) -> Mapping[tuple[str, str], pa.Table]:
    """The tables of schema `landing` that the ledger gives, with the columns that the contract declares."""
    current_files = frozenset[tuple[str, str]]().union(*(rows.files for rows in current))
    pairs = [(entry, file) for entry in entries for file in entry.files]
    rows: dict[str, list[dict[str, Any]]] = {
        "exports": [_export_facts(entry, current_files) for entry in entries],
        "files": [_file_facts(entry, file, current_files) for entry, file in pairs],
        "unknown_columns": [
            _file_facts(entry, file, current_files) | {"column_name": name}
            for entry, file in pairs
            for name in file.unknown_columns
        ],
        "missing_files": [
            vars(one) | {"export_id": entry.export_id, "platform": entry.platform}
            for entry in entries
            for one in entry.missing
        ],
        "contract": [{"contract_version": load_contract("landing").version}],
    }
    return {("landing", name): _table(facts, _landing_columns(name)) for name, facts in rows.items()}


def _table(rows: Sequence[Mapping[str, Any]], columns: Iterable[Column]) -> pa.Table:
    """The rows with these columns, other keys left aside; by way of JSON, see platforms/files/arrow.py."""
    import pyarrow as pa
    import pyarrow.json

    schema = arrow_schema(columns)
    if not rows:
        return pa.Table.from_arrays([pa.nulls(0, each.type) for each in schema], schema=schema)
    lines = [
        json.dumps({name: row[name] for name in schema.names}, default=lambda at: at.isoformat())
        for row in rows
    ]
    data = "\n".join(lines).encode()
    # dates are no type of Arrow's JSON
    types = [pa.string() if pa.types.is_date(each.type) else each.type for each in schema]
    table = pyarrow.json.read_json(
        io.BytesIO(data),
        pyarrow.json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        pyarrow.json.ParseOptions(explicit_schema=pa.schema(list(zip(schema.names, types, strict=True)))),
    )
    return table.cast(schema)


def _export_facts(entry: ExportEntry, current_files: frozenset[tuple[str, str]]) -> dict[str, Any]:
    totals = ("rows_read", "rows_landed", "rows_rejected", "cells_nulled")
    return (
        vars(entry)
        | {name: getattr(entry, name) for name in totals}
        | {
            "file_count": len(entry.files),
            "is_current": any((entry.export_id, file.source_file) in current_files for file in entry.files),
        }
    )


def _file_facts(
    entry: ExportEntry, file: FileEntry, current_files: frozenset[tuple[str, str]]
) -> dict[str, Any]:
    return vars(file) | {
        "export_id": entry.export_id,
        "platform": entry.platform,
        "contract_version": entry.contract_version,
        "unknown_column_count": len(file.unknown_columns),
        "is_current": (entry.export_id, file.source_file) in current_files,
    }
