"""Real engines for the whole session: Spark, and a PostgreSQL server with a database of its own per test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engines.postgres_server import PostgresServer, postgres_server
from engines.postgres_warehouse import PostgresWarehouse
from engines.spark_warehouse import let_spark_go, skip_without_spark
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


@pytest.fixture(scope="session")
def spark_marts(built_marts: Warehouse) -> Iterator[Warehouse]:
    """A warehouse with everything built on Spark as on DuckDB; only the tests of engine macros ran."""
    skip_without_spark()
    let_spark_go()
    warehouse = replace(built_marts, target="spark")
    assert warehouse.run_command("register", "--target", "spark").exit_code == 0
    built = ("resource_type:model", "resource_type:seed", "path:tests/dbt/engines")
    warehouse.build(
        "--select", *built, "--indirect-selection", "empty", "--exclude-resource-type", "unit_test"
    )
    yield warehouse
    let_spark_go()
