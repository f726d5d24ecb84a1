"""Rows of Parquet files in PostgreSQL tables: only files that are new, changed or gone move anything."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.contract import Column
from coursehouse.home import Home
from coursehouse.targets.base import Relation
from coursehouse.targets.duckdb import column_expressions, columns_found, identifier, literal, rows_of
from coursehouse.targets.postgres_ledger import SyncedFile, fingerprint, forget_files, remember_files
from coursehouse.targets.postgres_session import TOO_LARGE, Session
from coursehouse.targets.postgres_tables import Schemas, qualified, short_name, typed_columns

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Rows that travel together; a row group of landed files, which bounds their bytes, holds more.
_BATCH_ROWS = 8_192

_PATH_COLUMN = "_coursehouse_path"

logger = logging.getLogger(__name__)


@dataclass
class Moved:
    """What a registration has copied and deleted."""

    files_copied: int = 0
    rows_copied: int = 0
    files_removed: int = 0


@dataclass(frozen=True)
class Plan:
    """What has to happen to one table. kept: files whose rows stay; both others may hold a changed file."""

    kept: tuple[SyncedFile, ...]
    removed: tuple[SyncedFile, ...]
    added: tuple[SyncedFile, ...]


class FileSync:
    """Brings stored tables up to the files that the registration names."""

    def __init__(
        self, session: Session, home: Home, engine: duckdb.DuckDBPyConnection, schemas: Schemas, moved: Moved
    ) -> None:
        self._session = session
        self._home = home
        self._engine = engine
        self._schemas = schemas
        self._moved = moved

    def sync(self, relation: Relation, synced: Mapping[str, SyncedFile]) -> None:
        """Nothing; the relation is a table that holds the rows of its files and of no others.

        synced: by path, the files that the table held the rows of.
        """
        schema, name = relation.schema, short_name(relation.name)
        fixed = typed_columns(relation.columns)
        if not self._schemas.shape_table(schema, name, fixed):
            forget_files(self._session, synced.values())
            synced = {}
        plan = self._plan(relation, synced)
        rank = {self._home.relative(path): number for number, path in enumerate(relation.files)}
        others = _other_columns(sorted((*plan.kept, *plan.added), key=lambda file: rank[file.path]))
        self._schemas.shape_others(schema, name, len(fixed), others.values())
        if plan.removed:
            self._delete(relation, plan.removed)
        has_index = self._prepare_index(relation, plan)
        if plan.added:
            has_index &= self._copy(relation, plan.added, others)
        if not has_index:
            self._index(relation)
        if plan.removed or plan.added:
            self._session.execute(f"analyze {qualified(schema, name)}")

    def forget(self, files: Iterable[SyncedFile]) -> None:
        """Nothing; these files, whose table is gone, count as removed."""
        files = list(files)
        forget_files(self._session, files)
        self._moved.files_removed += len(files)

    def _plan(self, relation: Relation, synced: Mapping[str, SyncedFile]) -> Plan:
        wanted = {self._home.relative(path): fingerprint(path) for path in relation.files}
        stale = {path for path, file in synced.items() if wanted.get(path) != file.fingerprint}
        added = self._read(relation, wanted.keys() - (synced.keys() - stale), wanted)
        # Rows are deleted by the file that an export delivered, of which several Parquet files may hold some.
        touched = origins_of((*added, *(synced[path] for path in stale)))
        removed = [file for path, file in synced.items() if path in stale or touched & origins_of([file])]
        again = {file.path for file in removed} - stale
        return Plan(
            kept=tuple(file for file in synced.values() if file not in removed),
            removed=tuple(removed),
            added=(*added, *self._read(relation, again, wanted)),
        )

    def _read(
        self, relation: Relation, paths: Iterable[str], fingerprints: Mapping[str, str]
    ) -> tuple[SyncedFile, ...]:
        """What these files hold, as it will be remembered."""
        files = {str(self._home.root / path): path for path in sorted(paths)}
        if not files:
            return ()
        known = {column.name.lower() for column in relation.columns}
        names = ", ".join(map(literal, files))
        others: dict[str, list[str]] = {file: [] for file in files}
        if relation.with_other_columns:
            for file, column in self._engine.execute(
                f"select file_name, name from parquet_schema([{names}]) where num_children is null"
            ).fetchall():
                if column.lower() not in known:
                    others[file].append(column)
        export_id, source_file = _origin_columns(relation)
        origins = self._engine.execute(
            f"select {_PATH_COLUMN}, any_value({export_id}), any_value({source_file}), count(*) from"
            f" read_parquet([{names}], union_by_name = true, hive_partitioning = false,"
            f" filename = '{_PATH_COLUMN}') group by all"
        ).fetchall()
        found = {file: facts for file, *facts in origins}
        read = []
        for file, path in files.items():
            export, source, row_count = found.get(file, (None, None, 0))
            read.append(SyncedFile(path, fingerprints[path], export, source, row_count, tuple(others[file])))
        return tuple(read)

    def _delete(self, relation: Relation, files: Iterable[SyncedFile]) -> None:
        files = list(files)
        self.forget(files)
        origins = origins_of(files)
        if origins:
            self._session.execute(
                f"delete from {qualified(relation.schema, short_name(relation.name))}"
                f" where ({', '.join(_origin_columns(relation))}) in ({pairs(origins)})"
            )

    def _copy(self, relation: Relation, files: tuple[SyncedFile, ...], others: Mapping[str, str]) -> bool:
        """Whether an index on the key, if there is one, could take the new rows; it is dropped where not."""
        filled = [self._home.root / file.path for file in files if file.row_count]
        name = short_name(relation.name)

        def copy() -> None:
            rows = self._rows(relation, filled, others)
            self._moved.rows_copied += self._session.copy(relation.schema, name, rows)

        is_taken = not filled or self._session.attempt(copy, TOO_LARGE)
        if not is_taken:
            self._session.execute(f"drop index if exists {qualified(relation.schema, _index_name(relation))}")
            copy()
        remember_files(self._session, relation.schema, relation.name, files)
        self._moved.files_copied += len(files)
        return is_taken

    def _rows(
        self, relation: Relation, files: Iterable[Path], others: Mapping[str, str]
    ) -> pa.RecordBatchReader:
        """The rows of these files under PostgreSQL's names and in the types of the contract in force."""
        columns = (*relation.columns, *(Column(name, "string", "") for name in others))
        spelled = {column.name.lower(): column.name for column in columns}
        found = columns_found(self._engine, files)
        cast = column_expressions(
            {spelled[name.lower()]: kind for name, kind in found.items() if name.lower() in spelled}, columns
        )
        named = ", ".join(
            f"{identifier(column.name)} as {identifier(others.get(column.name) or short_name(column.name))}"
            for column in columns
        )
        query = f"select {named} from (select {', '.join(cast)} from {rows_of(files)})"
        rows: pa.RecordBatchReader = self._engine.sql(query).to_arrow_reader(_BATCH_ROWS)
        return rows

    def _prepare_index(self, relation: Relation, plan: Plan) -> bool:
        """Whether the table has the index that it should have and keeps it while rows are copied.

        An index is made faster at once than row by row, but dropping it locks out readers: it is dropped
        only where most of the table is new.
        """
        held = self._schemas.held(relation.schema, short_name(relation.name))
        found = held.indexes if held else frozenset[str]()
        wanted = _index_name(relation)
        added, kept = (sum(file.row_count for file in files) for files in (plan.added, plan.kept))
        is_kept = wanted in found and added <= kept
        for index in found - ({wanted} if is_kept else set()):
            self._session.execute(f"drop index if exists {qualified(relation.schema, index)}")
        return is_kept or not relation.primary_key

    def _index(self, relation: Relation) -> None:
        table = qualified(relation.schema, short_name(relation.name))
        key = ", ".join(identifier(short_name(column)) for column in relation.primary_key)
        statement = f"create index {identifier(_index_name(relation))} on {table} ({key})"
        if not self._session.attempt(lambda: self._session.execute(statement), TOO_LARGE):
            logger.info("%s.%s has no index: some of its keys are too long.", relation.schema, relation.name)


def origins_of(files: Iterable[SyncedFile]) -> set[tuple[str, str]]:
    """(export id, source file) of those files that have rows."""
    return {(file.export_id, file.source_file) for file in files if file.export_id and file.source_file}


def pairs(origins: Iterable[tuple[str, str]]) -> str:
    """A subquery of (export id, source file) for `in`: it is hashed, where a list would be walked along."""
    rows = (f"({literal(export_id)}, {literal(source_file)})" for export_id, source_file in sorted(origins))
    return f"values {', '.join(rows)}"


def _origin_columns(relation: Relation) -> tuple[str, str]:
    """The columns that say which file of which export a row comes from."""
    names = {column.name for column in relation.columns}
    return ("_export_id", "_source_file") if "_export_id" in names else ("export_id", "source_file")


def _other_columns(files: Iterable[SyncedFile]) -> dict[str, str]:
    """PostgreSQL's name by name of the columns that the contract does not know.

    Spellings that differ in letter case only are one column, under the first of them, as in DuckDB.
    """
    names: dict[str, str] = {}
    for file in files:
        for name in file.other_columns:
            names.setdefault(name.lower(), name)
    return {name: short_name(name) for name in names.values()}


def _index_name(relation: Relation) -> str:
    """The name of the index on the key; another key has another name."""
    return short_name(f"{relation.name} {' '.join(relation.primary_key)}", suffix="_key")
