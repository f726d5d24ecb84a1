"""Everything is built on Spark, and holds the same rows as on DuckDB."""

from __future__ import annotations

from pathlib import Path

from coursehouse.settings import PROJECT_ROOT
from engines.spark_warehouse import rows_shown
from warehouse.warehouses import Warehouse

# What Spark leaves in the working directory unless it is told otherwise.
LEFT = ("derby.log", "metastore_db", "spark-warehouse")


def test_marts_hold_the_same_rows(spark_marts: Warehouse) -> None:
    result = spark_marts.run_command("parity", "--targets", "duckdb,spark")
    assert result.exit_code == 0, result.stdout


def test_landed_and_current_rows_are_the_same(spark_marts: Warehouse) -> None:
    assert rows_shown(spark_marts.home, "spark") == rows_shown(spark_marts.home, "duckdb")


def test_nothing_is_left_where_dbt_runs(spark_marts: Warehouse) -> None:
    folders = (PROJECT_ROOT, Path.cwd())
    assert not [folder / name for folder in folders for name in LEFT if (folder / name).exists()]
    assert (spark_marts.home / "spark/warehouse/marts.db").is_dir()
