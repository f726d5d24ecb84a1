"""The queries of analyses/guide give the same rows on PostgreSQL as on DuckDB."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from engines.postgres_server import PostgresServer
from warehouse.guide_queries import compiled, fetch
from warehouse.warehouses import Warehouse


def test_queries_give_the_same_rows(
    postgres_marts: Warehouse, built_marts: Warehouse, postgres: PostgresServer
) -> None:
    database = postgres_marts.connection["COURSEHOUSE_PG_DATABASE"]
    on_postgres, on_duckdb = compiled(postgres_marts), compiled(built_marts)
    differing = []
    with built_marts.connect() as connection:
        for name, text in on_duckdb.items():
            wanted = _counted(row.values() for row in fetch(connection, text))
            if _counted(postgres.query(database, on_postgres[name])) != wanted:
                differing.append(name)
    assert on_duckdb and differing == []


def _counted(rows: Iterable[Iterable[object]]) -> Counter[tuple[object, ...]]:
    """How often each row is there, numbers rounded to what engines agree on."""
    return Counter(tuple(_plain(value) for value in row) for row in rows)


def _plain(value: object) -> object:
    is_number = isinstance(value, int | float) or hasattr(value, "as_tuple")
    return round(float(str(value)), 9) if is_number and not isinstance(value, bool) else value
