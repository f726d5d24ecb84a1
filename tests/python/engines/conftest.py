"""A real PostgreSQL server for the whole session, and a database of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engines.postgres_server import PostgresServer, postgres_server
from engines.postgres_warehouse import PostgresWarehouse
from warehouse.warehouses import Warehouse


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    """Name of an empty database."""
    with postgres.database() as name:
        yield name


@pytest.fixture(scope="session")
def postgres_marts(built_marts: Warehouse, postgres: PostgresServer) -> Iterator[Warehouse]:
    """A warehouse with everything built and tested on PostgreSQL as on DuckDB."""
    with postgres.database() as name:
        warehouse = replace(built_marts, target="postgres", connection=postgres.environment(name))
        assert warehouse.run_command("register", "--target", "postgres").exit_code == 0
        warehouse.build(is_strict=True)
        yield warehouse


@pytest.fixture
def twin(tmp_path: Path, postgres: PostgresServer, database: str) -> PostgresWarehouse:
    """An empty warehouse with an empty database beside it."""
    return PostgresWarehouse(tmp_path / "warehouse", postgres, database)
