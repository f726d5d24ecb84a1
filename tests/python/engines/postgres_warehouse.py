"""A warehouse whose exports are loaded into a PostgreSQL database, and what both engines show of it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console

from coursehouse.contract import load_contract
from coursehouse.home import Home
from coursehouse.ledger import ExportEntry, Ledger
from coursehouse.load import LoadedExport, load, open_warehouse, remove
from coursehouse.platforms.base import ReadOptions
from coursehouse.platforms.coursera.export import CourseraPlatform
from coursehouse.profiles import read_output
from coursehouse.progress import ConsoleProgress
from coursehouse.register import settle
from coursehouse.settings import Settings
from engines.postgres_server import PostgresServer
from warehouse.warehouses import environment

LOADED_SCHEMAS = ("landed_coursera", "landed_edx", "coursera", "edx", "landing")

# Where PostgreSQL's name of a type is another than DuckDB's.
TYPES = {"text": "varchar", "timestamp without time zone": "timestamp", "double precision": "double"}

Rows = dict[str, list[str]]


@dataclass(frozen=True)
class PostgresWarehouse:
    """A warehouse folder and the database beside it."""

    root: Path
    server: PostgresServer
    database: str

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables of this warehouse."""
        return self.server.environment(self.database) | {
            "COURSEHOUSE_HOME": str(self.root),
            "COURSEHOUSE_TARGET": "postgres",
        }

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the dbt profile's output."""
        with environment(**self.variables):
            return dict(read_output("postgres", self.root).settings)

    def load(self, *paths: Path, target: str = "postgres", **options: Any) -> tuple[LoadedExport, ...]:
        contract = load_contract("coursera")
        platform = CourseraPlatform(Settings(home=self.root), contract)
        with environment(**self.variables), ConsoleProgress(Console(file=io.StringIO())) as progress:
            return load(platform, contract, paths, ReadOptions(**options), self.root, progress, target)

    def remove(self, export_id: str) -> ExportEntry:
        with environment(**self.variables):
            return remove(export_id, self.root, "postgres")

    def register(self) -> None:
        with environment(**self.variables), open_warehouse(self.root, "postgres") as (home, target):
            settle(home, target)

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "coursehouse", *map(str, arguments)]

    def run(self, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """The finished command, with its output as text."""
        return subprocess.run(
            self.command(*arguments),
            env=os.environ | self.variables | variables,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def query(self, sql: str, **login: str) -> list[tuple[Any, ...]]:
        """The rows of a statement in the database."""
        return self.server.query(self.database, sql, **login)

    def entries(self) -> tuple[ExportEntry, ...]:
        return Ledger(Home(self.root)).entries()

    def postgres_rows(self) -> Rows:
        """By relation, its columns by name and its rows in an order of their own, in PostgreSQL."""
        with self.server.transaction(self.database) as cursor:

            def query(sql: str) -> list[tuple[Any, ...]]:
                cursor.execute(sql)
                found: list[tuple[Any, ...]] = cursor.fetchall()
                return found

            return _shown(query)

    def duckdb_rows(self) -> Rows:
        """The same in DuckDB."""
        path = str(self.root / "coursehouse.duckdb")
        with closing(duckdb.connect(path, read_only=True)) as connection:
            return _shown(lambda sql: connection.execute(sql).fetchall())


def _shown(query: Callable[[str], list[tuple[Any, ...]]]) -> Rows:
    """The rows of every relation that the loader makes; information_schema is the same in both engines."""
    columns: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, relation, column, kind in query(
        "select table_schema, table_name, column_name, lower(data_type) from information_schema.columns"
        f" where table_schema in {LOADED_SCHEMAS} order by 1, 2, 3"
    ):
        columns.setdefault((schema, relation), []).append((column, TYPES.get(kind, kind)))
    rows = {}
    for (schema, relation), named in columns.items():
        selected = ", ".join('"' + column.replace('"', '""') + '"' for column, _ in named)
        found = query(f'select {selected} from "{schema}"."{relation}"')
        rows[f"{schema}.{relation}"] = [*map(" ".join, named), *sorted(map(repr, found))]
    return rows
