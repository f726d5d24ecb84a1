"""Faults planted in an export, of which its own list says what must be found, and how often."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from coursehouse.synthetic.config import GeneratorConfig, PlantedFault
from coursehouse.synthetic.generate import generate
from warehouse.warehouses import EXIT_DATA_FAULTS, NewWarehouse, Warehouse

PLANTED = {
    "orphan-lesson": 3,
    "duplicate-membership": 4,
    "duplicate-grade": 2,
    "orphan-user": 5,
    "null-key": 3,
    "bad-timestamp": 2,
    "bad-utf8": 2,
    "stray-quote": 2,
    "short-row": 2,
    "long-row": 1,
    "unknown-column": 2,
    "unknown-table": 1,
    "missing-table": 1,
}

VIOLATIONS = (
    "select violation_count from data_quality.exports_keys__violations where export_id = $newest and "
)
REJECTS = "select count(*) from landing.rejects where export_id = $newest and table_name = $table and "
# What shows a fault; its count is what the query gives.
EVIDENCE = {
    "orphan-lesson": VIOLATIONS
    + "key_name = 'course_branch_items.course_branch_id+course_lesson_id.references.course_branch_lessons'",
    "duplicate-membership": VIOLATIONS + "key_name = 'course_memberships.one_row_per_key'",
    "duplicate-grade": VIOLATIONS + "key_name = 'course_grades.expected_unique'",
    "orphan-user": VIOLATIONS + "key_name = 'course_progress.user_id.references.users'",
    "null-key": VIOLATIONS + "key_name = 'course_progress.primary_key'",
    "bad-timestamp": REJECTS + "column_name = $key and reason = 'not a timestamp'",
    "bad-utf8": REJECTS + "column_name = $key and text_encoding = 'hex'",
    "stray-quote": REJECTS + "column_name is null and reason = 'a stray quote'",
    "short-row": REJECTS + "column_name is null and reason like 'too few columns%'",
    "long-row": REJECTS + "column_name is null and reason like 'too many columns%'",
    "unknown-column": "select count(*) from landing.unknown_columns where export_id = $newest"
    " and table_name = $table",
    "unknown-table": "select count(*) from landing.files where export_id = $newest and table_name = $table"
    " and not is_known_table",
    "missing-table": "select count(*) from landing.exports where export_id = $newest"
    " and export_id not in (select export_id from landing.files where table_name = $table)",
}


@dataclass(frozen=True)
class FaultyWarehouse:
    """A built warehouse whose newest export is faulty, and the list of its faults by name."""

    warehouse: Warehouse
    newest: str
    faults: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def faulty(new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory) -> FaultyWarehouse:
    faults = tuple(PlantedFault(name, count) for name, count in PLANTED.items())
    config = GeneratorConfig(learners=80, courses=2, faults=faults)
    institution = generate(config, tmp_path_factory.mktemp("faulty_institution"))
    warehouse = new_warehouse("faulty")
    assert warehouse.load(*(export.path for export in institution.exports)) == EXIT_DATA_FAULTS
    warehouse.build_on_data()
    query = "select export_id from landing.exports order by snapshot_at desc limit 1"
    [(newest,)] = warehouse.connect().execute(query).fetchall()
    return FaultyWarehouse(warehouse, newest, _listed(institution.truth / "faults.csv"))


def _listed(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return {row["fault"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_fault_is_found(name: str, faulty: FaultyWarehouse) -> None:
    fault = faulty.faults[name]
    assert int(fault["count"]) == PLANTED[name]
    given = {"newest": faulty.newest, "table": fault["table"], "key": fault["key"]}
    used = {key: value for key, value in given.items() if f"${key}" in EVIDENCE[name]}
    assert faulty.warehouse.connect().execute(EVIDENCE[name], used).fetchall() == [(PLANTED[name],)]


def test_nothing_else_is_found(faulty: FaultyWarehouse) -> None:
    rows = faulty.warehouse.connect().execute(
        "select export_id, key_name from data_quality.exports_keys__violations"
        " where violation_count > 0 and known_exception is null"
    )
    planted = {
        "course_branch_items.course_branch_id+course_lesson_id.references.course_branch_lessons",
        "course_grades.expected_unique",
        *(
            f"{table}.{kind}"
            for table in ("course_memberships", "course_progress")
            for kind in ("primary_key", "one_row_per_key")
        ),
    }
    assert set(rows.fetchall()) == {(faulty.newest, name) for name in planted}
