"""PostgreSQL as the server: landed rows in tables, current rows as views, changed in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.targets.base import Registration, Relation, landed_schema
from coursehouse.targets.postgres_current import PARTS, show_current, sync_parts
from coursehouse.targets.postgres_files import FileSync, Moved
from coursehouse.targets.postgres_ledger import check_database, claim_database, read_synced
from coursehouse.targets.postgres_reader_role import HIDDEN_TAGS, grant_reading
from coursehouse.targets.postgres_session import LOCK_SECONDS, Session, connected, postgres_errors
from coursehouse.targets.postgres_tables import TYPES, Schemas, qualified, short_name

if TYPE_CHECKING:
    import pyarrow as pa

# The key of the lock that a load holds; a number of our own, the same in every database.
_LOCK_KEY = 7_306_916_068

logger = logging.getLogger(__name__)


@contextmanager
def open_postgres(
    settings: Mapping[str, Any], home: Home, lock_seconds: float = LOCK_SECONDS
) -> Iterator[PostgresTarget]:
    """A context that holds the database, so that no other load can change it.

    settings: those of the dbt profile's output. lock_seconds: how long a change waits for those who read.
    Errors: Refused when the server cannot be reached, when another load holds the database, when it is
    another warehouse's, or when the user may not make schemas in it.
    """
    with connected(settings, lock_seconds) as session:
        [(is_ours,)] = session.rows(f"select pg_try_advisory_lock({_LOCK_KEY})")
        if not is_ours:
            raise Refused(
                f"Another load, remove or register is changing the database {session.address}.",
                "Wait until it has ended, then run this command again.",
            )
        check_database(session, home)
        yield PostgresTarget(session, home)


class PostgresTarget:
    """An open database in which the landing zone is shown."""

    def __init__(self, session: Session, home: Home) -> None:
        self._session = session
        self._home = home

    @contextmanager
    def registering(self, registration: Registration) -> Iterator[None]:
        """A context at whose sound end the loader's schemas hold exactly these relations.

        Errors: Refused, and the database shows what it showed before.
        """
        moved = Moved()
        with postgres_errors(self._session.address), self._session.transaction():
            self._prepare(registration, moved)
            yield
        logger.info(
            "PostgreSQL %s: %d files, %s rows copied; %d files removed.",
            self._session.address,
            moved.files_copied,
            f"{moved.rows_copied:,}",
            moved.files_removed,
        )

    def _prepare(self, registration: Registration, moved: Moved) -> None:
        from coursehouse.winners import parquet_engine

        session, home = self._session, self._home
        landed, current = _landed_and_current(registration.relations)
        stored = {
            (relation.schema, relation.name): relation
            for relation in registration.relations
            if (relation.schema, relation.name) not in landed
        }
        wanted = {(relation.schema, short_name(relation.name)) for relation in registration.relations}
        names = sorted({schema for schema, _ in (*wanted, *registration.facts)})
        claim_database(session, home, names)
        schemas = Schemas(session, names)
        schemas.drop_others(wanted.union(registration.facts))
        with parquet_engine(home) as engine:
            synced = read_synced(session)
            files = FileSync(session, home, engine, schemas, moved)
            for gone in synced.keys() - stored.keys() - {PARTS}:
                files.forget(synced[gone].values())
            for key, relation in stored.items():
                files.sync(relation, synced.get(key, {}))
            sync_parts(session, home, engine, current, landed)
        for (schema, name), rows in registration.facts.items():
            _replace_rows(session, schemas, schema, name, rows)
        # Read again: tables that were made anew have taken their views with them.
        show_current(session, home, Schemas(session, names), current, landed)
        open_to_readers = [relation for relation in current if not HIDDEN_TAGS & set(relation.tags)]
        readable = {(relation.schema, relation.name) for relation in open_to_readers}
        grant_reading(session, names, readable.union(registration.facts))


def _landed_and_current(
    relations: Iterable[Relation],
) -> tuple[dict[tuple[str, str], Relation], list[Relation]]:
    """The relations of current rows, and for each, by schema and name, the relation of all landed rows."""
    by_name = {(relation.schema, relation.name): relation for relation in relations}
    pairs = [
        (relation, by_name.get((landed_schema(relation.schema), relation.name)))
        for relation in by_name.values()
    ]
    landed = {(current.schema, current.name): rows for current, rows in pairs if rows is not None}
    return landed, [current for current, rows in pairs if rows is not None]


def _replace_rows(session: Session, schemas: Schemas, schema: str, name: str, rows: pa.Table) -> None:
    """Nothing; the table holds these rows."""
    from coursehouse.arrow_types import ARROW_TYPES

    kinds = {arrow_type: TYPES[data_type] for data_type, arrow_type in ARROW_TYPES.items()}
    columns = {field.name: kinds[field.type] for field in rows.schema}
    schemas.shape_table(schema, name, columns)
    schemas.shape_others(schema, name, len(columns), ())
    session.execute(f"delete from {qualified(schema, name)}")
    session.copy(schema, name, rows)
    session.execute(f"analyze {qualified(schema, name)}")
