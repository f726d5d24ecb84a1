"""Current rows where exports overlap: per key, the newest file that holds it gives all its rows."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.contract import Table
from coursehouse.home import Home, publish, safe_name, temporary_for, write_text
from coursehouse.parquet import ROW_GROUP_BYTES
from coursehouse.targets.duckdb import (
    column_expressions,
    columns_found,
    engine_errors,
    identifier,
    literal,
    rows_of,
    storage_errors,
)

if TYPE_CHECKING:
    import duckdb

_MEMORY_LIMIT = "256MB"
_THREADS = 2


@contextmanager
def parquet_engine(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A context with an engine over Parquet whose memory is bounded: what does not fit goes to disk."""
    import duckdb
    import pyarrow as pa

    # Arrow keeps what landing used for a next time; two engines would then hold memory at once.
    pa.default_memory_pool().release_unused()
    with storage_errors():
        connection = duckdb.connect()
        connection.execute(f"set memory_limit = '{_MEMORY_LIMIT}'")
        connection.execute(f"set threads = {_THREADS}")
        connection.execute(f"set temp_directory = {literal(str(home.spill))}")
        connection.execute("set preserve_insertion_order = false")
    try:
        with engine_errors():
            yield connection
    finally:
        connection.close()
        shutil.rmtree(home.spill, ignore_errors=True)


def distinct_values(
    engine: duckdb.DuckDBPyConnection, files: Iterable[Path], names: Sequence[str]
) -> frozenset[tuple[object, ...]]:
    """The distinct values of these columns, NULL left aside."""
    columns = ", ".join(map(identifier, names))
    known = " and ".join(f"{identifier(name)} is not null" for name in names)
    return frozenset(
        engine.execute(f"select distinct {columns} from {rows_of(files)} where {known}").fetchall()
    )


@dataclass(frozen=True)
class Contest:
    """Files of which, per key, only the newest count.

    landed: the Parquet of each file, oldest first. ages: a larger number for a newer file; files of the same
    age do not contest each other. nullable: columns of the key of which two empty ones are the same value.
    """

    landed: tuple[tuple[Path, ...], ...]
    ages: tuple[int, ...]
    key: tuple[str, ...]
    nullable: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether some file may supersede rows of another."""
        return len(set(self.ages)) > 1 and bool(self.key)


class Winners:
    """Rule 3 for one contest: its files, oldest first, each left whole, cut to its current rows, or out."""

    def __init__(self, home: Home, engine: duckdb.DuckDBPyConnection, table: Table, contest: Contest) -> None:
        self._home = home
        self._engine = engine
        self._landed = contest.landed
        self._ages = contest.ages
        columns = {column.name: column for column in table.columns}
        self._key = tuple(columns[name] for name in contest.key)
        self._nullable = frozenset(contest.nullable)
        inputs = [[home.relative(path) for path in paths] for paths in self._landed]
        key = [(column.name, column.data_type, column.name in self._nullable) for column in self._key]
        facts = json.dumps([inputs, self._ages, key])
        fingerprint = hashlib.sha256(facts.encode()).hexdigest()[:16]
        self._base = home.current / safe_name(table.platform) / f"{safe_name(table.name)}-{fingerprint}"
        self._answer = self._base.with_name(f"{self._base.name}.json")

    def parts(self) -> tuple[tuple[Path, ...], ...]:
        """Per file the Parquet that holds its current rows: itself, a stored part of it, or none."""
        parts = self._known()
        if parts is None:
            parts = tuple(self._worked_out())
            names = [[self._home.relative(path) for path in part] for part in parts]
            write_text(self._answer, json.dumps(names))
        return parts

    def _known(self) -> tuple[tuple[Path, ...], ...] | None:
        """The stored answer; None where there is none, or where it or a part of it was lost or damaged."""
        try:
            names = json.loads(self._answer.read_text(encoding="utf-8"))
            parts = tuple(tuple(self._home.root / name for name in part) for part in names)
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return parts if all(path.exists() for part in parts for path in part) else None

    def stored(self, parts: tuple[tuple[Path, ...], ...]) -> set[Path]:
        """Files under the `current` folder that these parts need."""
        return {self._answer} | {
            path for part in parts for path in part if path.parent == self._answer.parent
        }

    def _worked_out(self) -> list[tuple[Path, ...]]:
        names = ", ".join(identifier(column.name) for column in self._key)
        keyed = " union all ".join(self._keyed(rank) for rank in range(len(self._landed)))
        in_several_files = "having min(file_age) < max(file_age)"
        # Hashes fit in memory where whole keys do not, and files of different courses share few keys.
        self._engine.execute(
            f"create or replace temp table shared_hashes as select hash({names}) as key_hash"
            f" from ({keyed}) group by key_hash {in_several_files}"
        )
        shared = f"({keyed}) where hash({names}) in (select key_hash from shared_hashes)"
        self._engine.execute(
            f"create or replace temp table contested as select {names}, max(file_age) as newest_age"
            f" from {shared} group by {names} {in_several_files}"
        )
        superseded = self._engine.execute(
            f"select distinct file_rank from (select * from {shared}) as shared join contested"
            f" on {self._same_key('shared')} where file_age < newest_age"
        ).fetchall()
        cut = {rank for (rank,) in superseded}
        return [self._stored_part(rank) if rank in cut else files for rank, files in enumerate(self._landed)]

    def _keyed(self, rank: int) -> str:
        """The keys of one file that are whole, in the contract's types."""
        found = columns_found(self._engine, self._landed[rank])
        key = ", ".join(column_expressions(found, self._key))
        required = [identifier(column.name) for column in self._key if column.name not in self._nullable]
        complete = " and ".join(f"{name} is not null" for name in required)
        rows = f"(select {key} from {rows_of(self._landed[rank])})"
        return f"select *, {rank} as file_rank, {self._ages[rank]} as file_age from {rows} where {complete}"

    def _same_key(self, relation: str) -> str:
        """The condition that a row of a relation has a contested key."""
        return " and ".join(
            f"contested.{identifier(column.name)}"
            f" {'is not distinct from' if column.name in self._nullable else '='}"
            f" {relation}.{identifier(column.name)}"
            for column in self._key
        )

    def _stored_part(self, rank: int) -> tuple[Path, ...]:
        """The rows of one file whose key no newer file holds, stored; nothing when there are none."""
        path = self._base.with_name(f"{self._base.name}-{rank}.parquet")
        temporary = temporary_for(path)
        [(row_count,)] = self._engine.execute(
            f"copy (select * from {rows_of(self._landed[rank])} as landed where not exists ("
            f"select 1 from contested where {self._same_key('landed')}"
            f" and contested.newest_age > {self._ages[rank]}))"
            f" to {literal(str(temporary))}"
            f" (format parquet, compression zstd, row_group_size_bytes {ROW_GROUP_BYTES})"
        ).fetchall()
        if row_count:
            publish(temporary, path)
            return (path,)
        temporary.unlink()
        return ()
