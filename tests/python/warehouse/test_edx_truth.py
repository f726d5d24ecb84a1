"""What the marts hold of edX is what the generator wrote of its own simulation, and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from warehouse.compare import assert_same_rows, compare
from warehouse.test_truth import MARTS
from warehouse.warehouses import STRICT_INSTITUTION, TrueWarehouse, TrueWarehouses

# lists beside the truth of marts
LISTS = {"faults", "both_platforms"}


@pytest.fixture(scope="module")
def both(true_warehouses: TrueWarehouses) -> TrueWarehouse:
    return true_warehouses(STRICT_INSTITUTION)


@pytest.fixture(scope="module")
def truth(both: TrueWarehouse) -> Path:
    assert both.edx_truth is not None
    return both.edx_truth


@pytest.mark.parametrize("mart", MARTS)
def test_rows_of_edx_equal_its_truth(mart: str, both: TrueWarehouse, truth: Path) -> None:
    rows = f"select * from marts.{mart} where platform = 'edx'"
    with both.warehouse.connect() as connection:
        if (truth / f"{mart}.csv").exists():
            assert_same_rows(connection, rows, truth / f"{mart}.csv")
        else:
            assert connection.execute(rows).fetchall() == []


def test_every_truth_is_of_a_mart(truth: Path) -> None:
    assert {path.stem for path in truth.glob("*.csv")} <= {*MARTS, *LISTS}


def test_a_wrong_row_would_be_seen(both: TrueWarehouse, truth: Path) -> None:
    rows = "select * replace (grade + 1e-6 as grade) from marts.users_items__grades where platform = 'edx'"
    with both.warehouse.connect() as connection:
        assert not compare(connection, rows, truth / "users_items__grades.csv").is_equal


def test_people_of_both_platforms_stand_in_both_but_under_other_ids(both: TrueWarehouse, truth: Path) -> None:
    with (truth / "both_platforms.csv").open(newline="", encoding="utf-8") as file:
        planted = list(csv.DictReader(file))
    with both.warehouse.connect() as connection:
        found = connection.execute(
            "select platform, user_id from marts.users_courses__enrollments group by all"
        ).fetchall()
    known = {"coursera": set(), "edx": set()}  # type: dict[str, set[str]]
    for platform, user_id in found:
        known[platform].add(user_id)
    assert not known["coursera"] & known["edx"]
    assert {row["edx_user_id"] for row in planted} <= known["edx"]
    met = {row["coursera_user_id"] for row in planted} & known["coursera"]
    # the institution has a course less than the list counts, and not everybody leaves a trace in an export
    assert len(met) > len(planted) / 2
