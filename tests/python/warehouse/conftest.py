"""Warehouses shared by the tests of this folder; each is loaded and built once per session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coursehouse.settings import PROJECT_ROOT
from coursehouse.synthetic.config import GeneratorConfig, IdMode, Layout
from coursehouse.synthetic.generate import generate
from warehouse.warehouses import EXIT_DATA_FAULTS, EXIT_LANDED, Dbt, Warehouse

if TYPE_CHECKING:
    import duckdb

LEARNERS, COURSES = 120, 2
INSTITUTIONS = {
    f"seed {seed}, {mode}": (seed, mode) for seed in (1, 2) for mode in (IdMode.LINKED, IdMode.ISOLATED)
}
STRICT_INSTITUTION = f"seed 1, {IdMode.LINKED}"


@dataclass(frozen=True)
class TrueWarehouse:
    """A built warehouse of a generated institution, and the folder of what its marts must hold."""

    warehouse: Warehouse
    truth: Path


NewWarehouse = Callable[[str], Warehouse]
TrueWarehouses = Callable[[str], TrueWarehouse]


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def new_warehouse(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> NewWarehouse:
    return lambda name: Warehouse(tmp_path_factory.mktemp(name), dbt)


@pytest.fixture(scope="session")
def true_warehouses(new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory) -> TrueWarehouses:
    """Gives the warehouse of an institution with all its exports; the strict one is built with all tests."""

    @cache
    def warehouse_of(name: str) -> TrueWarehouse:
        seed, mode = INSTITUTIONS[name]
        config = GeneratorConfig(learners=LEARNERS, courses=COURSES, seed=seed, mode=mode)
        institution = generate(config, tmp_path_factory.mktemp("institution"))
        warehouse = new_warehouse("true")
        assert warehouse.load(*(export.path for export in institution.exports)) == EXIT_LANDED
        if name == STRICT_INSTITUTION:
            warehouse.build(is_strict=True)
        else:
            warehouse.run()
        return TrueWarehouse(warehouse, institution.truth)

    return warehouse_of


@pytest.fixture(scope="session", params=list(INSTITUTIONS))
def true_marts(request: pytest.FixtureRequest, true_warehouses: TrueWarehouses) -> TrueWarehouse:
    return true_warehouses(request.param)


@pytest.fixture(scope="session")
def built_marts(true_warehouses: TrueWarehouses) -> Warehouse:
    """A warehouse with everything built."""
    return true_warehouses(STRICT_INSTITUTION).warehouse


@pytest.fixture(scope="session")
def layout_warehouses(
    new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> dict[Layout, Warehouse]:
    """One warehouse per layout, holding the same courses; only what the content marts need is built."""
    warehouses: dict[Layout, Warehouse] = {}
    for layout in Layout:
        config = GeneratorConfig(learners=5, courses=COURSES, layout=layout, has_reexport=False)
        institution = generate(config, tmp_path_factory.mktemp("institution"))
        warehouses[layout] = new_warehouse(f"layout_{layout}")
        exports = (export.path for export in institution.exports)
        assert warehouses[layout].load(*exports) == EXIT_LANDED
        warehouses[layout].run("--select", "+path:models/marts/content")
    return warehouses


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published exports and expected answers, which is no part of the project."""
    folder = Path(os.environ.get("COURSEHOUSE_SHARED", "") or PROJECT_ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: set COURSEHOUSE_SHARED to check the guide's expected results")
    return folder


@pytest.fixture(scope="session")
def relinked(shared: Path, new_warehouse: NewWarehouse) -> Warehouse:
    """The export whose keys join, built and tested; six of its tables hold many cells of no type."""
    warehouse = new_warehouse("relinked")
    assert warehouse.load(shared / "exports/coursera/relinked_course_1502409600000.zip") == EXIT_DATA_FAULTS
    warehouse.build_on_data()
    return warehouse


@pytest.fixture(scope="session")
def damaged(shared: Path, new_warehouse: NewWarehouse) -> Warehouse:
    """The damaged export, landed with NA as NULL."""
    warehouse = new_warehouse("damaged")
    export = shared / "exports/coursera/damaged_fake_course_7051862327916.zip"
    assert warehouse.load(export, options=("--null-string", "NA")) == EXIT_DATA_FAULTS
    return warehouse


@pytest.fixture(scope="session")
def guide_examples(
    shared: Path, new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """The guide's worked examples of versions, assessments and payments, put together into one export.

    The export leaves out met_payment_condition, so that only the flags can tell it.
    """
    folder = tmp_path_factory.mktemp("examples") / "guide_examples"
    folder.mkdir()
    for example in ("versioning", "assessments"):
        for file in (shared / "exports/coursera/guide_examples" / example).glob("*.csv"):
            shutil.copyfile(file, folder / file.name)
    truth_table = shared / "expected/coursera/guide_examples/payment_truth_table.csv"
    lines = truth_table.read_text(encoding="utf-8").lower().splitlines()
    header, *rows = (line.rpartition(",")[0] for line in lines)
    learners = [f'"learner {number}","course",{row}' for number, row in enumerate(rows, start=1)]
    (folder / "users_courses__certificate_payments.csv").write_text(
        "\n".join([f"exampleu_user_id,course_id,{header}", *learners, ""]), encoding="utf-8"
    )
    warehouse = new_warehouse("guide_examples")
    assert warehouse.load(folder, options=("--snapshot-at", "2016-08-01T00:00:00")) == EXIT_LANDED
    warehouse.run("--select", "+course_branches +users_courses__certificate_payments")
    return warehouse


@pytest.fixture
def relinked_rows(relinked: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with relinked.connect() as connection:
        yield connection
