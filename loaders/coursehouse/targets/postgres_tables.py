"""Tables in PostgreSQL: their names and types, which ones are there, and how each gets its shape."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coursehouse.contract import Column
from coursehouse.targets.duckdb import identifier, literal
from coursehouse.targets.postgres_session import Session

# By the names that PostgreSQL itself gives them, so that a table's columns can be compared with these.
TYPES = {
    "string": "text",
    "integer": "bigint",
    "double": "double precision",
    "boolean": "boolean",
    "timestamp": "timestamp without time zone",
    "date": "date",
    "json": "text",
}

_NAME_BYTES = 63
_SYSTEM_COLUMNS = {"ctid", "cmin", "cmax", "tableoid", "xmin", "xmax"}
_KINDS = {"v": "view", "m": "materialized view", "f": "foreign table"}


def short_name(name: str, suffix: str = "") -> str:
    """`name` as PostgreSQL can hold it.

    One that it would cut, or keeps for itself, ends in a hash of the whole, whatever its letter case.
    """
    if len(name.encode()) <= _NAME_BYTES and name.lower() not in _SYSTEM_COLUMNS and not suffix:
        return name
    ending = f"{suffix}_{hashlib.sha256(name.lower().encode()).hexdigest()[:8]}"
    return name.encode()[: _NAME_BYTES - len(ending)].decode("utf-8", "ignore") + ending


def typed_columns(columns: Iterable[Column]) -> dict[str, str]:
    """PostgreSQL's type by its name of each column, in order."""
    return {short_name(column.name): TYPES[column.data_type] for column in columns}


def qualified(schema: str, name: str) -> str:
    """The quoted name of a relation."""
    return f"{identifier(schema)}.{identifier(name)}"


@dataclass(frozen=True)
class Held:
    """A relation that is there. kind: 'table', 'view', ...; columns: type by name, in order."""

    schema: str
    name: str
    kind: str
    columns: Mapping[str, str]
    indexes: frozenset[str]


class Schemas:
    """The loader's schemas as they were found, to be given the shape that they must have.

    Relations that stay keep their identity, because views that dbt built hang on them.
    """

    def __init__(self, session: Session, names: Iterable[str]) -> None:
        self._session = session
        self._held = {(held.schema, held.name): held for held in _read(session, names)}

    def held(self, schema: str, name: str) -> Held | None:
        """The relation as it was found, or None."""
        return self._held.get((schema, name))

    def drop_others(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Nothing; only relations that are wanted are left."""
        for key in self._held.keys() - set(wanted):
            # a view may already have gone with the table that it reads
            self._drop(self._held[key])

    def shape_table(self, schema: str, name: str, columns: Mapping[str, str]) -> bool:
        """Whether the rows of the table were kept; it is there now and begins with these columns.

        A table that holds them in another order or with other types is made anew, without rows.
        """
        held = self._held.get((schema, name))
        if (
            held
            and held.kind == "table"
            and list(held.columns.items())[: len(columns)] == list(columns.items())
        ):
            return True
        if held:
            self._drop(held)
        definitions = ", ".join(f"{identifier(column)} {kind}" for column, kind in columns.items())
        self._session.execute(f"create table {qualified(schema, name)} ({definitions})")
        self._held[schema, name] = Held(schema, name, "table", dict(columns), frozenset())
        return False

    def shape_others(self, schema: str, name: str, fixed: int, others: Iterable[str]) -> None:
        """Nothing; after its first `fixed` columns the table has exactly these, of text, in any order.

        A column that is now spelled in another letter case keeps what it holds.
        """
        table = qualified(schema, name)
        held = self._held[schema, name]
        present = {column.lower(): column for column in list(held.columns)[fixed:]}
        wanted = {column.lower(): column for column in others}
        for folded in present.keys() - wanted.keys():
            self._session.execute(f"alter table {table} drop column {identifier(present[folded])} cascade")
        for folded, column in wanted.items():
            if folded not in present:
                self._session.execute(f"alter table {table} add column {identifier(column)} text")
            elif present[folded] != column:
                self._session.execute(
                    f"alter table {table} rename column {identifier(present[folded])} to {identifier(column)}"
                )

    def shape_view(self, schema: str, name: str, columns: Mapping[str, str], query: str) -> None:
        """Nothing; the view is this query, of these columns."""
        held = self._held.get((schema, name))
        if held and (held.kind != "view" or list(held.columns.items()) != list(columns.items())):
            self._drop(held)
        self._session.execute(f"create or replace view {qualified(schema, name)} as {query}")

    def _drop(self, held: Held) -> None:
        self._session.execute(f"drop {held.kind} if exists {qualified(held.schema, held.name)} cascade")


def _read(session: Session, names: Iterable[str]) -> list[Held]:
    schemas = ", ".join(map(literal, names))
    indexes: dict[tuple[str, str], set[str]] = {}
    for schema, table, index in session.rows(
        f"select schemaname, tablename, indexname from pg_indexes where schemaname in ({schemas})"
    ):
        indexes.setdefault((schema, table), set()).add(index)
    columns: dict[tuple[str, str, str], dict[str, str]] = {}
    for schema, name, kind, column, column_type in session.rows(
        "select pg_namespace.nspname, pg_class.relname, pg_class.relkind::text, pg_attribute.attname,"
        " format_type(pg_attribute.atttypid, pg_attribute.atttypmod)"
        " from pg_class join pg_namespace on pg_namespace.oid = pg_class.relnamespace"
        " left join pg_attribute on pg_attribute.attrelid = pg_class.oid"
        " and pg_attribute.attnum > 0 and not pg_attribute.attisdropped"
        f" where pg_class.relkind in ('r', 'p', 'v', 'm', 'f') and pg_namespace.nspname in ({schemas})"
        " order by pg_class.oid, pg_attribute.attnum"
    ):
        found = columns.setdefault((schema, name, _KINDS.get(kind, "table")), {})
        if column is not None:
            found[column] = column_type
    return [
        Held(schema, name, kind, found, frozenset(indexes.get((schema, name), ())))
        for (schema, name, kind), found in columns.items()
    ]
