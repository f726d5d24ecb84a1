"""The columns that the marts' descriptions promise are those of the built relations, in the same order."""

from __future__ import annotations

import pytest

from coursehouse.home import Home
from coursehouse.parity import logical_type
from coursehouse.settings import PROJECT_ROOT
from coursehouse.targets.base import BUILT_SCHEMAS
from coursehouse.targets.open import open_reader
from warehouse.warehouses import Dbt, Warehouse, environment

MARTS = sorted(path.stem for path in (PROJECT_ROOT / "models/marts").rglob("*.sql"))

Columns = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module", params=["built_marts", "postgres_marts", "spark_marts"])
def built_columns(request: pytest.FixtureRequest) -> Columns:
    """By mart, the names and logical types of its columns as one engine has them."""
    warehouse: Warehouse = request.getfixturevalue(request.param)
    with (
        environment(**warehouse.connection),
        open_reader(Home(warehouse.home), warehouse.target) as reader,
    ):
        return {
            name: [(field.name, logical_type(field.type)) for field in reader.read(schema, name).schema]
            for schema, name in reader.relations(BUILT_SCHEMAS)
        }


@pytest.mark.parametrize("mart", MARTS)
def test_documented_columns_are_those_of_the_relation(
    mart: str, built_columns: Columns, built_marts: Warehouse, dbt: Dbt
) -> None:
    node = dbt.manifest(built_marts.home).nodes[f"model.coursehouse.{mart}"]
    assert built_columns[mart] == [(column.name, column.data_type) for column in node.columns.values()]


@pytest.mark.parametrize("mart", MARTS)
def test_mart_is_described_by_its_grain(mart: str, built_marts: Warehouse, dbt: Dbt) -> None:
    node = dbt.manifest(built_marts.home).nodes[f"model.coursehouse.{mart}"]
    assert node.description.startswith("One row per ")
    assert all(column.description for column in node.columns.values())
