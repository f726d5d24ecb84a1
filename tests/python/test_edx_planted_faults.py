"""What is wrong in a generated edX package is found by the loader, as often as truth/faults.csv says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coursehouse.synthetic.config import PlantedFault
from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.generate import generate_edx
from warehouse.warehouses import EXIT_DATA_FAULTS, Dbt, Warehouse

PLANTED = (
    "b-cells",
    "bare-cr",
    "bad-timestamp",
    "bad-utf8",
    "null-key",
    "short-row",
    "long-row",
    "unknown-column",
    "old-header",
    "orphan-blocks",
    "damaged-forum-line",
    "unknown-table",
    "missing-table",
    "failed-member",
    "empty-file",
)
REJECTS = "select count(*) from landing.rejects where table_name = $table and "
FILES = "select count(*) from landing.files where table_name = $table and "
# What shows a fault; its count is what the query gives.
EVIDENCE = {
    "b-cells": "select count(distinct _source_file) from edx.student_courseenrollment"
    " where created is not null and mode not like 'b%'",
    "bare-cr": "select count(*) from edx.auth_userprofile where goals = 'first' || chr(13) || 'second'",
    "bad-timestamp": REJECTS + "column_name = $key and reason = 'not a timestamp'",
    "bad-utf8": REJECTS + "column_name = $key and text_encoding = 'hex'",
    "null-key": "select count(*) from edx.courseware_studentmodule where id is null",
    "short-row": REJECTS + "column_name is null and reason like 'too few columns%'",
    "long-row": REJECTS + "column_name is null and reason like 'too many columns%'",
    "unknown-column": "select count(*) from landing.unknown_columns where table_name = $table",
    "old-header": "select count(distinct _source_file) from edx.user_id_map where user_id is not null",
    "orphan-blocks": "select count(*) from edx.course_structure where depth is null",
    "damaged-forum-line": REJECTS + "reason = 'not a JSON object'",
    "unknown-table": "select sum(rows_landed) from landing.files"
    " where table_name = $table and not is_known_table",
    "empty-file": FILES + "rows_read = 0 and rows_landed = 0",
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, dict[str, dict[str, str]]]:
    """A loaded package with every fault, and the list of its faults by name."""
    faults = tuple(PlantedFault(name, 2 if name not in ("b-cells", "empty-file") else 1) for name in PLANTED)
    folder = tmp_path_factory.mktemp("faulty")
    made = generate_edx(EdxConfig(learners=40, courses=1, faults=faults), folder)
    warehouse = Warehouse(folder / "warehouse", Dbt(folder))
    assert warehouse.load_packages(*made.packages) == EXIT_DATA_FAULTS
    with (made.truth / "faults.csv").open(newline="", encoding="utf-8") as file:
        return warehouse, {row["fault"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", EVIDENCE)
def test_fault_is_found(name: str, faulty: tuple[Warehouse, dict[str, dict[str, str]]]) -> None:
    warehouse, faults = faulty
    fault = faults[name]
    query = EVIDENCE[name]
    given = {
        key: value for key, value in (("table", fault["table"]), ("key", fault["key"])) if f"${key}" in query
    }
    with warehouse.connect() as connection:
        assert connection.execute(query, given).fetchall() == [(int(fault["count"]),)]


@pytest.mark.parametrize("name", ["missing-table", "failed-member"])
def test_file_that_is_not_there_is_no_empty_table(
    name: str, faulty: tuple[Warehouse, dict[str, dict[str, str]]]
) -> None:
    warehouse, faults = faulty
    tables = faults[name]["table"].split(",")
    assert len(tables) == int(faults[name]["count"])
    with warehouse.connect() as connection:
        for table in tables:
            landed = "select count(*) from landing.files where table_name = ?"
            assert connection.execute(landed, [table]).fetchall() == [(0,)]
            missing = "select count(*) from landing.missing_files where table_name = ?"
            found = connection.execute(missing, [table]).fetchall()
            assert found == [(1 if name == "failed-member" else 0,)]


def test_generated_package_has_no_fault_by_itself(tmp_path: Path) -> None:
    made = generate_edx(EdxConfig(learners=20, courses=1), tmp_path)
    warehouse = Warehouse(tmp_path / "warehouse", Dbt(tmp_path))
    assert warehouse.load_packages(*made.packages, made.reports[0].parent) == 0
    with warehouse.connect() as connection:
        assert connection.execute("select count(*) from landing.rejects").fetchall() == [(0,)]
        assert connection.execute("select count(*) from landing.unknown_columns").fetchall() == [(0,)]
