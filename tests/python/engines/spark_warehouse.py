"""Whether Spark can be tested here, and what an engine shows of a warehouse, to be compared exactly."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from coursehouse.home import Home
from coursehouse.parity import logical_type
from coursehouse.targets.open import open_reader
from coursehouse.targets.spark_process import JAVA_VERSION, java_version

Shown = dict[str, list[str]]

LOADED_SCHEMAS = ("coursera", "edx", "landed_coursera", "landed_edx", "landing")


def skip_without_spark() -> None:
    """Nothing; skips the test, visibly, where Spark cannot run."""
    if (java_version() or 0) < JAVA_VERSION:
        pytest.skip(f"Spark is not tested: no Java {JAVA_VERSION} or newer is here")
    skip_without_packages()


def skip_without_packages() -> None:
    """Nothing; skips the test, visibly, where the Python side of Spark is not installed."""
    if find_spec("pyspark") is None or find_spec("dbt.adapters.spark") is None:
        pytest.skip("Spark is not tested: requirements-spark.txt is not installed")


def let_spark_go() -> None:
    """Nothing; no Spark session is left in this process, so that the next one may be another warehouse's."""
    from pyspark import SparkContext

    if SparkContext._active_spark_context is not None:
        SparkContext._active_spark_context.stop()


def rows_shown(root: Path, target: str, names: str = "") -> Shown:
    """By relation of the loader's schemas: its columns with their types, then its rows, sorted.

    names: pattern of the names of relations that are wanted.
    """
    with open_reader(Home(root), target) as reader:
        shown = {}
        for schema, name in reader.relations(LOADED_SCHEMAS):
            if re.search(names, f"{schema}.{name}"):
                with reader.read(schema, name) as batches:
                    columns = [f"{field.name} {logical_type(field.type)}" for field in batches.schema]
                    rows = sorted(repr(tuple(row.values())) for batch in batches for row in batch.to_pylist())
                shown[f"{schema}.{name}"] = [", ".join(columns), *rows]
        return shown
