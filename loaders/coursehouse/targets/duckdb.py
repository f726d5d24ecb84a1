"""DuckDB as the embedded engine: views over the landing zone's Parquet, so that nothing is stored twice."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.contract import Column
from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.targets.base import Registration, Relation

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Rows that are handed on at a time: DuckDB's own million would be gigabytes of long posts.
_BATCH_ROWS = 16_384

_TYPES = {
    "string": "varchar",
    "integer": "bigint",
    "double": "double",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "date": "date",
    "json": "varchar",
}


def identifier(name: str) -> str:
    """`name` as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as a string literal."""
    return "'" + text.replace("'", "''") + "'"


def rows_of(files: Iterable[Path]) -> str:
    """A table expression for all rows of these files; a column that only some have is NULL in the others."""
    paths = ", ".join(literal(str(path)) for path in files)
    return f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)"


def column_expressions(found: dict[str, str], columns: Iterable[Column]) -> list[str]:
    """One select expression per column, cast where files landed under an older contract hold another type.

    found: type by name of the columns that the files have; a column that is not among them is NULL.
    """
    expressions = []
    for column in columns:
        name, wanted = identifier(column.name), _TYPES[column.data_type]
        if column.name not in found:
            expressions.append(f"cast(null as {wanted}) as {name}")
        elif found[column.name].lower() != wanted:
            expressions.append(f"cast({name} as {wanted}) as {name}")
        else:
            expressions.append(name)
    return expressions


def columns_found(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> dict[str, str]:
    """Type by name of all columns that these files have."""
    described = connection.execute(f"describe select * from {rows_of(files)}").fetchall()
    return {name: data_type for name, data_type, *_ in described}


@contextmanager
def storage_errors() -> Iterator[None]:
    """A context in which DuckDB's messages about a full disk become the OSError that other writers raise."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        for code in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            if os.strerror(code) in str(error):
                raise OSError(code, os.strerror(code)) from error
        raise


@contextmanager
def engine_errors() -> Iterator[None]:
    """A context for work on landed files: the full disk as above, and Refused where a file cannot be read."""
    import duckdb

    try:
        with storage_errors():
            yield
    except duckdb.Error as error:
        raise Refused(
            f"DuckDB cannot use the landed files: {_first_line(error)}.",
            "If one of them is gone or damaged, run `coursehouse remove` with the export id in its path, "
            "then load that export again.",
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".! ")


@contextmanager
def open_duckdb(home: Home) -> Iterator[DuckdbTarget]:
    """A context that holds the warehouse's DuckDB file, so that no other program can block registering.

    A file that this context created is removed again when the work inside fails.
    Errors: Refused when another program has the file open, or when it is not a DuckDB file.
    """
    import duckdb

    path = _path(home)
    is_new = not path.exists()
    try:
        with storage_errors():
            connection = duckdb.connect(str(path))
    except duckdb.Error as error:
        if "set lock on file" in str(error):
            raise Refused(
                f"Another program has {path} open.",
                "Close the BI tool, notebook or dbt run that uses it, then run this command again.",
            ) from None
        raise Refused(
            f"{path} cannot be opened: {_first_line(error)}.",
            "If it is damaged, delete it, run `coursehouse register` and `dbt build`: no export is lost.",
        ) from None
    try:
        yield DuckdbTarget(connection)
    except BaseException:
        connection.close()
        if is_new:
            path.unlink(missing_ok=True)
            path.with_name(path.name + ".wal").unlink(missing_ok=True)
        raise
    connection.close()


@contextmanager
def open_duckdb_reader(home: Home) -> Iterator[DuckdbReader]:
    """A context in which the warehouse's DuckDB file is read; errors: Refused when it cannot be opened."""
    import duckdb

    try:
        connection = duckdb.connect(str(_path(home)), read_only=True)
    except duckdb.Error as error:
        raise Refused(
            f"{_path(home)} cannot be read: {_first_line(error)}.",
            "Close the program that has it open, or run `coursehouse register` and `dbt build` first.",
        ) from None
    with connection:
        yield DuckdbReader(connection)


def row_counts(home: Home, schemas: Iterable[str]) -> list[tuple[str, int]]:
    """(schema.table, number of rows) of every relation in these schemas, by name; the file is only read."""
    with open_duckdb_reader(home) as reader:
        return [
            (f"{schema}.{name}", reader.row_count(schema, name)) for schema, name in reader.relations(schemas)
        ]


def _path(home: Home) -> Path:
    return home.root / "coursehouse.duckdb"


class DuckdbTarget:
    """An open DuckDB file in which the landing zone is shown as views and a few small tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    @contextmanager
    def registering(self, registration: Registration) -> Iterator[None]:
        """A context at whose sound end the loader's schemas hold exactly these relations."""
        import duckdb

        schemas = {relation.schema for relation in registration.relations}
        schemas |= {schema for schema, _ in registration.facts}
        with engine_errors():
            self._connection.begin()
            try:
                for schema in sorted(schemas):
                    self._connection.execute(f"drop schema if exists {identifier(schema)} cascade")
                    self._connection.execute(f"create schema {identifier(schema)}")
                for relation in registration.relations:
                    self._connection.execute(self._view(relation))
                for (schema, name), rows in registration.facts.items():
                    self._connection.register("facts", rows)
                    table = f"{identifier(schema)}.{identifier(name)}"
                    self._connection.execute(f"create table {table} as select * from facts")
                    self._connection.unregister("facts")
                yield
                self._connection.commit()
            except BaseException:
                # DuckDB ends some transactions itself; that must not hide what went wrong.
                with suppress(duckdb.TransactionException):
                    self._connection.rollback()
                raise

    def _view(self, relation: Relation) -> str:
        found = columns_found(self._connection, relation.files) if relation.files else {}
        expressions = column_expressions(found, relation.columns)
        if relation.with_other_columns:
            known = {column.name for column in relation.columns}
            others = [Column(name, "string", "") for name in found if name not in known]
            expressions += column_expressions(found, others)
        rows = f" from {rows_of(relation.files)}" if relation.files else " where false"
        view = f"{identifier(relation.schema)}.{identifier(relation.name)}"
        return f"create view {view} as select {', '.join(expressions)}{rows}"


class DuckdbReader:
    """A DuckDB file that is only read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def relations(self, schemas: Iterable[str]) -> list[tuple[str, str]]:
        """(schema, name) of every relation in these schemas, by name."""
        return self._connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where list_contains(?, table_schema) order by all",
            [list(schemas)],
        ).fetchall()

    def row_count(self, schema: str, name: str) -> int:
        """Number of rows of a relation."""
        [(count,)] = self._connection.execute(
            f"select count(*) from {identifier(schema)}.{identifier(name)}"
        ).fetchall()
        return int(count)

    def query(self, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
        """The names of the columns of a query, and its rows."""
        result = self._connection.execute(query)
        return [column[0] for column in result.description or []], result.fetchall()

    def read(self, schema: str, name: str) -> pa.RecordBatchReader:
        """All rows of a relation, in batches."""
        query = f"select * from {identifier(schema)}.{identifier(name)}"
        rows: pa.RecordBatchReader = self._connection.sql(query).to_arrow_reader(_BATCH_ROWS)
        return rows
