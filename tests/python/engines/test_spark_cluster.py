"""Spark with executors in processes of their own, behind a thrift server, and cut off: `make test-spark`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engines.spark_thrift import CLUSTER, thrift_server
from engines.spark_warehouse import Shown, let_spark_go, rows_shown, skip_without_spark
from small_exports import EPOCHS, SmallWarehouse, courses, memberships, payments, write_export
from warehouse.warehouses import Warehouse

pytestmark = pytest.mark.spark_builds


@pytest.fixture(autouse=True)
def own_session() -> Iterator[None]:
    skip_without_spark()
    let_spark_go()
    yield
    let_spark_go()


def on_cluster(warehouse: Warehouse) -> Warehouse:
    """The same warehouse for Spark with two executors, registered."""
    warehouse = replace(warehouse, target="spark", connection={"COURSEHOUSE_SPARK_MASTER": CLUSTER})
    assert warehouse.run_command("register", "--target", "spark").exit_code == 0
    return warehouse


def assert_same_rows(warehouse: Warehouse) -> None:
    result = warehouse.run_command("parity", "--targets", f"duckdb,{warehouse.target}")
    assert result.exit_code == 0, result.stdout


def test_generated_institution_passes_every_test(built_marts: Warehouse) -> None:
    from pyspark import SparkContext

    warehouse = on_cluster(built_marts)
    warehouse.build(is_strict=True)
    assert SparkContext._active_spark_context.master == CLUSTER
    assert_same_rows(warehouse)


def test_shared_export_holds_the_same_rows(relinked: Warehouse) -> None:
    warehouse = on_cluster(relinked)
    warehouse.build_on_data()
    assert_same_rows(warehouse)
    assert rows_shown(warehouse.home, "spark") == rows_shown(warehouse.home, "duckdb")


def test_thrift_server_serves_loader_and_dbt(built_marts: Warehouse, tmp_path: Path) -> None:
    with thrift_server(tmp_path / "server") as variables:
        warehouse = replace(built_marts, target="spark_thrift", connection=variables)
        for _ in range(2):
            assert warehouse.run_command("register", "--target", "spark_thrift").exit_code == 0
        warehouse.build_on_data()
        assert_same_rows(warehouse)


@pytest.fixture(scope="module")
def killed_house(tmp_path_factory: pytest.TempPathFactory) -> SmallWarehouse:
    """A warehouse with one export, and beside it one that is to be loaded and cut off."""
    folder = tmp_path_factory.mktemp("killed")
    moment = "2017-05-01 10:00:00.000"
    for name, columns in (("june", ()), ("july", ("new",))):
        write_export(
            folder / f"{name}_{EPOCHS[name]}",
            courses=courses("c1"),
            course_memberships=memberships(("u1", "c1", "LEARNER", moment), (name, "c1", "STAFF", moment)),
            users_courses__certificate_payments=[
                (*payments()[0], *columns),
                ("u1", "c1", "t", *columns),
                (name, "c1", "bad", *columns),
            ],
            **{f"kind_{name}": [("some_id",), (name,)]},
        )
    house = SmallWarehouse(folder / "warehouse", "spark")
    run(house, "load", "coursera", folder / f"june_{EPOCHS['june']}")
    return house


def start(house: SmallWarehouse, *arguments: str | Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"COURSEHOUSE_HOME": str(house.root), "COURSEHOUSE_TARGET": "spark"}
    return subprocess.Popen(
        house.command(*arguments), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def run(house: SmallWarehouse, *arguments: str | Path) -> float:
    """The seconds that a command took, which ended well."""
    started = time.monotonic()
    with start(house, *arguments) as command:
        assert command.wait(timeout=300) in (0, 1)
    return time.monotonic() - started


def shown(house: SmallWarehouse, target: str) -> Shown:
    """What an engine shows of every relation that has rows, asked in a process that then lets it go."""
    code = (
        "import json, sys; from pathlib import Path; from engines.spark_warehouse import rows_shown;"
        "print(json.dumps(rows_shown(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))"
    )
    names = r"\.(courses|course_memberships|.*certificate_payments|kind.*)$|^landing\.(exports|rejects|files)"
    ended = subprocess.run(
        [sys.executable, "-c", code, house.root, target, names],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    rows: Shown = json.loads(ended.stdout)
    return {
        name: without_seconds(found) if name == "landing.files" else found for name, found in rows.items()
    }


def without_seconds(rows: list[str]) -> list[str]:
    return [rows[0], str(len(rows))]


@pytest.mark.parametrize("share", [0.5, 0.75, 0.9, 0.97])
def test_killed_load_is_repaired_by_the_same_command(killed_house: SmallWarehouse, share: float) -> None:
    house, export = killed_house, killed_house.root.parent / f"july_{EPOCHS['july']}"
    before = shown(house, "spark")
    assert before == shown(house, "duckdb")
    seconds = run(house, "load", "coursera", export)
    after = shown(house, "spark")
    assert after == shown(house, "duckdb") != before
    [newest] = [entry.export_id for entry in house.entries() if entry.export_id.startswith("july")]
    run(house, "remove", newest)
    with start(house, "load", "coursera", export) as load:
        time.sleep(share * seconds)
        load.kill()
    run(house, "load", "coursera", export)
    assert shown(house, "spark") == after
    run(house, "remove", newest)
    assert shown(house, "spark") == before
