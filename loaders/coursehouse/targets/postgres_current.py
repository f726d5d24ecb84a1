"""Current rows in PostgreSQL: views over the landed rows, told which of them are current."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from coursehouse.home import Home
from coursehouse.targets.base import Relation
from coursehouse.targets.duckdb import identifier, rows_of
from coursehouse.targets.postgres_files import origins_of, pairs
from coursehouse.targets.postgres_ledger import (
    SCHEMA,
    SyncedFile,
    fingerprint,
    forget_files,
    read_synced,
    read_views,
    remember_files,
    remember_view,
)
from coursehouse.targets.postgres_session import Session
from coursehouse.targets.postgres_tables import Schemas, qualified, short_name, typed_columns

if TYPE_CHECKING:
    import duckdb

# Under this name the files that hold parts of landed files are kept with the other synced files.
PARTS = (SCHEMA, "current_rows")


def sync_parts(
    session: Session,
    home: Home,
    engine: duckdb.DuckDBPyConnection,
    current: Iterable[Relation],
    landed: Mapping[tuple[str, str], Relation],
) -> None:
    """Nothing; `current_rows` holds the row numbers of every landed file of which only a part is current.

    current: relations of current rows. landed: for each, by its schema and name, all landed rows.
    """
    files = {
        path
        for relation in current
        for path in set(relation.files) - set(landed[relation.schema, relation.name].files)
    }
    wanted = {home.relative(path): fingerprint(path) for path in files}
    synced = read_synced(session).get(PARTS, {})
    stale = [file for path, file in synced.items() if wanted.get(path) != file.fingerprint]
    forget_files(session, stale)
    for file in stale:
        session.execute(f"delete from {SCHEMA}.current_rows where file_id = {file.file_id}")
    added = sorted(wanted.keys() - (synced.keys() - {file.path for file in stale}))
    for path in added:
        [(export_id, source_file, row_count)] = engine.execute(
            "select any_value(_export_id), any_value(_source_file), count(*)"
            f" from {rows_of([home.root / path])}"
        ).fetchall()
        part = SyncedFile(path, wanted[path], export_id, source_file, row_count, ())
        remember_files(session, *PARTS, [part])
    ids = read_synced(session).get(PARTS, {})
    for path in added:
        rows = engine.sql(
            f"select distinct {ids[path].file_id}::bigint as file_id, _row_number as row_number"
            f" from {rows_of([home.root / path])}"
        )
        session.copy(*PARTS, rows.to_arrow_reader())
    if stale or added:
        session.execute(f"analyze {SCHEMA}.current_rows")


def show_current(
    session: Session,
    home: Home,
    schemas: Schemas,
    current: Iterable[Relation],
    landed: Mapping[tuple[str, str], Relation],
) -> None:
    """Nothing; every relation of current rows is a view. Views that need no change are not touched.

    Changing a view waits for those who read it, so that this is done last.
    """
    synced, made = read_synced(session), read_views(session)
    for relation in current:
        all_rows = landed[relation.schema, relation.name]
        files = synced.get((all_rows.schema, all_rows.name), {})
        parts = synced.get(PARTS, {})
        query = _query(
            relation,
            qualified(all_rows.schema, short_name(all_rows.name)),
            tuple(files.values()),
            {home.relative(path) for path in relation.files},
            parts,
        )
        key = (relation.schema, relation.name)
        if schemas.held(*key) is None or made.get(key) != query:
            schemas.shape_view(*key, typed_columns(relation.columns), query)
            remember_view(session, *key, query)


def _query(
    relation: Relation,
    table: str,
    landed: tuple[SyncedFile, ...],
    current: set[str],
    parts: Mapping[str, SyncedFile],
) -> str:
    """The current rows of `table`, which holds the rows of all landed files.

    current: paths of landed files that are current as a whole, and of parts of others.
    """
    names = [identifier(short_name(column.name)) for column in relation.columns]
    rows = f"select {', '.join(names)} from {table}"
    filled = origins_of(landed)
    whole = origins_of(file for file in landed if file.path in current)
    ids = sorted(parts[path].file_id or 0 for path in current & parts.keys())
    if whole == filled:
        return rows
    branches = []
    if whole:
        branches.append(f"{rows} where (_export_id, _source_file) in ({pairs(whole)})")
    if ids:
        landed_names = ", ".join(f"landed.{name}" for name in names)
        branches.append(
            f"select {landed_names} from {table} as landed"
            f" join {SCHEMA}.synced_files as files"
            " on files.export_id = landed._export_id and files.source_file = landed._source_file"
            f" join {SCHEMA}.current_rows as parts"
            " on parts.file_id = files.file_id and parts.row_number = landed._row_number"
            f" where files.file_id in ({', '.join(map(str, ids))})"
        )
    return " union all ".join(branches) or f"{rows} where false"
