"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from coursehouse.settings import PROJECT_ROOT
from coursehouse.synthetic.clickstream import generate_clickstream
from coursehouse.synthetic.clickstream_config import ClickstreamConfig
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.generate import generate_edx
from coursehouse.synthetic.generate import generate
from small_exports import SmallWarehouse
from warehouse.warehouses import (
    COURSES,
    EDX_LEARNERS,
    EXIT_DATA_FAULTS,
    EXIT_LANDED,
    INSTITUTIONS,
    LEARNERS,
    STRICT_INSTITUTION,
    Dbt,
    NewWarehouse,
    TrueWarehouse,
    TrueWarehouses,
    Warehouse,
    unite,
)

# The same examples on every run, so that a check fails for a change and not for a draw;
# HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


@pytest.fixture
def house(tmp_path: Path) -> SmallWarehouse:
    """An empty warehouse; its folder does not exist yet."""
    return SmallWarehouse(tmp_path / "warehouse")


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def new_warehouse(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> NewWarehouse:
    return lambda name: Warehouse(tmp_path_factory.mktemp(name), dbt)


@pytest.fixture(scope="session")
def true_warehouses(new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory) -> TrueWarehouses:
    """Gives the warehouse of an institution with all its exports; the strict one is built with all tests.

    The strict one also holds packages of edX, and its truth is that of both platforms.
    """

    @cache
    def warehouse_of(name: str) -> TrueWarehouse:
        seed, mode = INSTITUTIONS[name]
        config = GeneratorConfig(learners=LEARNERS, courses=COURSES, seed=seed, mode=mode)
        folder = tmp_path_factory.mktemp("institution")
        institution = generate(config, folder)
        generate_clickstream(ClickstreamConfig(config), folder)
        warehouse = new_warehouse("true")
        assert warehouse.load(*(export.path for export in institution.exports)) == EXIT_LANDED
        assert warehouse.load_days(folder) == EXIT_LANDED
        if name != STRICT_INSTITUTION:
            warehouse.run()
            return TrueWarehouse(warehouse, institution.truth, mode)
        as_of = max(export.taken_at for export in institution.exports)
        edx = generate_edx(EdxConfig(EDX_LEARNERS, seed=seed, packages=2, as_of=as_of), folder)
        assert warehouse.load_packages(*edx.packages, edx.reports[0].parent) == EXIT_LANDED
        warehouse.build(is_strict=True)
        both = unite(folder / "truth_both", institution.truth, edx.truth)
        return TrueWarehouse(warehouse, both, mode, edx.truth)

    return warehouse_of


@pytest.fixture(scope="session")
def built_marts(true_warehouses: TrueWarehouses) -> Warehouse:
    """A warehouse with everything built."""
    return true_warehouses(STRICT_INSTITUTION).warehouse


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published exports and expected answers, which is no part of the project."""
    folder = Path(os.environ.get("COURSEHOUSE_SHARED", "") or PROJECT_ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: set COURSEHOUSE_SHARED to check the guide's expected results")
    return folder


@pytest.fixture(scope="session")
def relinked(shared: Path, new_warehouse: NewWarehouse) -> Warehouse:
    """The export whose keys join with its days, built and tested; six tables hold many cells of no type."""
    warehouse = new_warehouse("relinked")
    assert warehouse.load(shared / "exports/coursera/relinked_course_1502409600000.zip") == EXIT_DATA_FAULTS
    assert warehouse.load_days(shared / "exports/coursera/clickstream") == EXIT_LANDED
    warehouse.build_on_data()
    return warehouse


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nothing; with several processes, tests that share a server or built warehouses share a process.

    Tests of marts that Spark has built are marked as such.
    """
    for item in items:
        if "spark_marts" in item.nodeid or "spark_marts" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.spark_builds)
        folder = item.path.relative_to(PROJECT_ROOT / "tests/python").parts[0]
        if folder == "engines":
            item.add_marker(pytest.mark.xdist_group("spark" if "spark" in item.nodeid else "postgres"))
        elif folder == "warehouse":
            item.add_marker(pytest.mark.xdist_group("warehouse"))
