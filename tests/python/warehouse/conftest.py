"""Warehouses that only the tests of this folder use; each is loaded and built once per session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coursehouse.synthetic.config import GeneratorConfig, IdMode, Layout
from coursehouse.synthetic.generate import generate
from warehouse.guide_answers.files import plant
from warehouse.guide_queries import GuideQueries, compiled
from warehouse.warehouses import (
    COURSES,
    EXIT_DATA_FAULTS,
    EXIT_LANDED,
    INSTITUTIONS,
    STRICT_INSTITUTION,
    NewWarehouse,
    TrueWarehouse,
    TrueWarehouses,
    Warehouse,
)

if TYPE_CHECKING:
    import duckdb


@pytest.fixture(scope="session", params=list(INSTITUTIONS))
def true_marts(request: pytest.FixtureRequest, true_warehouses: TrueWarehouses) -> TrueWarehouse:
    return true_warehouses(request.param)


@pytest.fixture(scope="session", params=[STRICT_INSTITUTION, f"seed 1, {IdMode.ISOLATED}"])
def guide_queries(
    request: pytest.FixtureRequest,
    true_warehouses: TrueWarehouses,
    tmp_path_factory: pytest.TempPathFactory,
) -> GuideQueries:
    """The guide's queries on a linked institution and on an isolated one."""
    warehouse = true_warehouses(request.param).warehouse
    planted = plant(request.param, tmp_path_factory.mktemp("planted"))
    return GuideQueries(warehouse, planted, compiled(warehouse))


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
    warehouse.run(
        "--select", "+course_branches +int_assessments__item_versions +users_courses__certificate_payments"
    )
    return warehouse


@pytest.fixture
def relinked_rows(relinked: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with relinked.connect() as connection:
        yield connection
