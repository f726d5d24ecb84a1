"""The columns that the marts' descriptions promise are those of the built relations, in the same order."""

from __future__ import annotations

import pytest

from coursehouse.settings import PROJECT_ROOT
from warehouse.warehouses import Dbt, Warehouse

MARTS = sorted(path.stem for path in (PROJECT_ROOT / "models/marts").rglob("*.sql"))

# The logical types of the contract, by the name that the engine gives them.
LOGICAL_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "double",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "timestamp",
    "DATE": "date",
}


@pytest.mark.parametrize("mart", MARTS)
def test_documented_columns_are_those_of_the_relation(mart: str, built_marts: Warehouse, dbt: Dbt) -> None:
    node = dbt.manifest(built_marts.home).nodes[f"model.coursehouse.{mart}"]
    documented = [(column.name, column.data_type) for column in node.columns.values()]
    with built_marts.connect() as connection:
        relation = connection.sql(f"select * from {node.schema}.{mart}")
        built = [
            (name, LOGICAL_TYPES.get(str(type_), str(type_)))
            for name, type_ in zip(relation.columns, relation.types, strict=True)
        ]
    assert documented == built


@pytest.mark.parametrize("mart", MARTS)
def test_mart_is_described_by_its_grain(mart: str, built_marts: Warehouse, dbt: Dbt) -> None:
    node = dbt.manifest(built_marts.home).nodes[f"model.coursehouse.{mart}"]
    assert node.description.startswith("One row per ")
    assert all(column.description for column in node.columns.values())
