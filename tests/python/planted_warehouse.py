"""A DuckDB warehouse with every contract table, made without the loader, in which tests plant their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.contract import Table, load_contract
from coursehouse.settings import PROJECT_ROOT

if TYPE_CHECKING:
    import duckdb
    from dbt.cli.main import dbtRunnerResult

ENGINE_TYPES = {"string": "varchar", "json": "varchar", "integer": "bigint"}
PLATFORMS = ("coursera", "edx")
METADATA = "_export_id varchar, _source_file varchar, _row_number bigint"


@dataclass(frozen=True)
class PlantedWarehouse:
    """A warehouse in `home`; rows of exports whose id starts with 'old' are landed but not current."""

    home: Path

    def create(self) -> None:
        """Every table of the contract, empty, and the contract's version as the loader would write it."""
        with self.connect() as connection:
            for schema in (*PLATFORMS, *(f"landed_{platform}" for platform in PLATFORMS), "landing"):
                connection.execute(f"create schema {schema}")
            for table in (table for name in PLATFORMS for table in load_contract(name).tables.values()):
                name = f"{table.platform}.{table.name}"
                columns = ", ".join([*_columns(table), METADATA])
                connection.execute(f"create table landed_{name} ({columns})")
                connection.execute(
                    f"create view {name} as select * from landed_{name} where _export_id not like 'old%'"
                )
            for table in load_contract("landing").tables.values():
                connection.execute(f"create table landing.{table.name} ({', '.join(_columns(table))})")
        self.register(load_contract("coursera").version)

    def connect(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return duckdb.connect(str(self.home / "coursehouse.duckdb"))

    def register(self, version: str) -> None:
        """The contract version that the warehouse claims to be registered with."""
        with self.connect() as connection:
            connection.execute("delete from landing.contract")
            connection.execute("insert into landing.contract values (?)", [version])

    def add_export(
        self,
        export_id: str,
        id_mode: str | None,
        tables: Mapping[str, Sequence[Mapping[str, object]]],
        platform: str = "coursera",
    ) -> None:
        """An export with one file per table; a table without rows is delivered empty."""
        is_current = not export_id.startswith("old")
        with self.connect() as connection:
            _insert(connection, "landing.exports", {
                "export_id": export_id, "platform": platform, "id_mode": id_mode, "is_current": is_current,
            })  # fmt: skip
            for name, rows in tables.items():
                _insert(connection, "landing.files", {
                    "export_id": export_id, "source_file": f"{name}.csv", "platform": platform,
                    "table_name": name, "is_known_table": True, "is_current": is_current,
                    "rows_read": len(rows), "rows_landed": len(rows), "rows_rejected": 0,
                })  # fmt: skip
                for number, row in enumerate(rows, start=1):
                    metadata = {"_export_id": export_id, "_source_file": f"{name}.csv", "_row_number": number}
                    _insert(connection, f"landed_{platform}.{name}", {**row, **metadata})

    def dbt(self, *arguments: str) -> dbtRunnerResult:
        """The result of dbt run in this process on the whole project; needs COURSEHOUSE_HOME to be `home`."""
        from dbt.cli.main import dbtRunner

        return dbtRunner().invoke([
            *arguments,
            "--project-dir", str(PROJECT_ROOT), "--profiles-dir", str(PROJECT_ROOT / "profiles"),
            "--target-path", str(self.home / "target"), "--log-path", str(self.home / "logs"), "--quiet",
        ])  # fmt: skip


def _columns(table: Table) -> list[str]:
    return [
        f"{column.name} {ENGINE_TYPES.get(column.data_type, column.data_type)}" for column in table.columns
    ]


def _insert(connection: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, object]) -> None:
    marks = ", ".join("?" for _ in row)
    connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))
