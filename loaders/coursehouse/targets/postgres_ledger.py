"""What the loader writes down in a PostgreSQL database: whose it is, and which files its rows came from."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coursehouse.errors import Refused
from coursehouse.home import Home, write_text
from coursehouse.targets.duckdb import literal
from coursehouse.targets.postgres_session import Session

SCHEMA = "coursehouse"

_TABLES = (
    f"create table {SCHEMA}.warehouse (warehouse_id text not null)",
    f"""create table {SCHEMA}.synced_files (
        file_id bigint generated always as identity primary key,
        schema_name text not null,
        table_name text not null,
        path text not null,
        fingerprint text not null,
        export_id text,
        source_file text,
        row_count bigint not null,
        other_columns text not null,
        unique (schema_name, table_name, path)
    )""",
    f"""create table {SCHEMA}.current_rows (
        file_id bigint not null,
        row_number bigint not null,
        primary key (file_id, row_number)
    )""",
    f"""create table {SCHEMA}.current_views (
        schema_name text not null,
        view_name text not null,
        definition text not null,
        primary key (schema_name, view_name)
    )""",
)


@dataclass(frozen=True)
class SyncedFile:
    """A Parquet file of the landing zone as its rows were copied.

    path: from the warehouse folder. fingerprint: tells whether it has been written again since.
    export_id, source_file: None where it has no rows. other_columns: those that the contract does not know.
    file_id: given by the database; None for a file that is not there yet.
    """

    path: str
    fingerprint: str
    export_id: str | None
    source_file: str | None
    row_count: int
    other_columns: tuple[str, ...]
    file_id: int | None = None


def fingerprint(path: Path) -> str:
    """Size and time of writing of a file, which is never changed in place, only written anew.

    Empty for a file that is gone, so that reading it is what fails.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"


def check_database(session: Session, home: Home) -> None:
    """Nothing; the database can take this warehouse, as far as can be told before anything is landed.

    Errors: Refused when it holds another warehouse, or when the user may not make schemas in it.
    """
    [(is_made, may_create)] = session.rows(
        f"select to_regclass('{SCHEMA}.warehouse') is not null,"
        " has_database_privilege(current_database(), 'create')"
    )
    if is_made:
        for (warehouse_id,) in session.rows(f"select warehouse_id from {SCHEMA}.warehouse"):
            if warehouse_id != _warehouse_id(home):
                raise Refused(
                    f"The database {session.address} holds another warehouse than {home.root}.",
                    "Name another database with COURSEHOUSE_PG_DATABASE, or give this one over with "
                    f"`update {SCHEMA}.warehouse set warehouse_id = '{_warehouse_id(home)}'`.",
                )
    elif not may_create:
        raise Refused(
            f"The user of {session.address} may not make schemas in that database.",
            "Let the user own the database, or grant it CREATE on the database.",
        )


def claim_database(session: Session, home: Home, schemas: Iterable[str]) -> None:
    """Nothing; the database is this warehouse's and has the loader's schemas.

    Errors: Refused when it has relations in one of these schemas that coursehouse did not make.
    """
    if session.rows(f"select 1 where to_regclass('{SCHEMA}.warehouse') is null"):
        names = ", ".join(literal(schema) for schema in (*schemas, SCHEMA))
        for (schema,) in session.rows(
            f"select table_schema from information_schema.tables where table_schema in ({names}) limit 1"
        ):
            raise Refused(
                f"The database {session.address} has a schema {schema} that coursehouse did not make.",
                "Name a database of its own with COURSEHOUSE_PG_DATABASE.",
            )
        session.execute(f"create schema if not exists {SCHEMA}")
        for table in _TABLES:
            session.execute(table)
        session.execute(f"insert into {SCHEMA}.warehouse values ({literal(_warehouse_id(home))})")
    for schema in schemas:
        session.ensure_schema(schema)


def _warehouse_id(home: Home) -> str:
    """The id of this warehouse, made up when first asked for; it travels with the folder."""
    path = home.root / "warehouse_id"
    if not path.exists():
        write_text(path, uuid.uuid4().hex)
    return path.read_text(encoding="utf-8")


def read_synced(session: Session) -> dict[tuple[str, str], dict[str, SyncedFile]]:
    """By schema and table, the files whose rows are there, by path."""
    synced: dict[tuple[str, str], dict[str, SyncedFile]] = {}
    for schema, table, others, *facts in session.rows(
        "select schema_name, table_name, other_columns, file_id, path, fingerprint, export_id, source_file,"
        f" row_count from {SCHEMA}.synced_files order by file_id"
    ):
        file_id, path, fingerprint, export_id, source_file, row_count = facts
        synced.setdefault((schema, table), {})[path] = SyncedFile(
            path, fingerprint, export_id, source_file, row_count, tuple(json.loads(others)), file_id
        )
    return synced


def forget_files(session: Session, files: Iterable[SyncedFile]) -> None:
    """Nothing; these files count as not copied."""
    ids = ", ".join(str(file.file_id) for file in files)
    if ids:
        session.execute(f"delete from {SCHEMA}.synced_files where file_id in ({ids})")


def remember_files(session: Session, schema: str, table: str, files: Iterable[SyncedFile]) -> None:
    """Nothing; these files count as copied."""
    import pyarrow as pa

    rows = [
        {
            "schema_name": schema,
            "table_name": table,
            "path": file.path,
            "fingerprint": file.fingerprint,
            "export_id": file.export_id,
            "source_file": file.source_file,
            "row_count": file.row_count,
            "other_columns": json.dumps(file.other_columns),
        }
        for file in files
    ]
    if rows:
        text = dict.fromkeys(rows[0], pa.string()) | {"row_count": pa.int64()}
        session.copy(SCHEMA, "synced_files", pa.Table.from_pylist(rows, schema=pa.schema(text)))


def read_views(session: Session) -> Mapping[tuple[str, str], str]:
    """By schema and name, the query of each view as it was last made."""
    rows = session.rows(f"select schema_name, view_name, definition from {SCHEMA}.current_views")
    return {(schema, name): definition for schema, name, definition in rows}


def remember_view(session: Session, schema: str, name: str, definition: str) -> None:
    """Nothing; the view counts as made by this query."""
    values = ", ".join(map(literal, (schema, name, definition)))
    session.execute(
        f"insert into {SCHEMA}.current_views values ({values})"
        " on conflict (schema_name, view_name) do update set definition = excluded.definition"
    )
