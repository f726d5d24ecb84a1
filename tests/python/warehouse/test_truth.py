"""Every mart equals the truth that the generator wrote from its own simulation."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursehouse.settings import PROJECT_ROOT
from coursehouse.synthetic.config import IdMode
from warehouse.compare import assert_same_rows, compare
from warehouse.warehouses import TrueWarehouse

MARTS = sorted(
    path.stem for path in (PROJECT_ROOT / "models/marts").rglob("*.sql") if path.parent.name != "data_quality"
)

# the bridge to surveys outside the platform, which isolated ids are there to prevent
LINKED_ONLY = {"users_courses__survey_ids"}

# Only edX has rows here, and no truth about them is written yet: the set is to be empty again.
ONLY_EDX = {"anonymous_ids", "branches_blocks", "users__identity", "users_courses__profiles"}


@pytest.mark.parametrize("mart", [mart for mart in MARTS if mart not in ONLY_EDX])
def test_mart_equals_the_truth(mart: str, true_marts: TrueWarehouse) -> None:
    with true_marts.warehouse.connect() as connection:
        assert_same_rows(connection, f"marts.{mart}", true_marts.truth / f"{mart}.csv")


def test_every_truth_has_rows(true_marts: TrueWarehouse) -> None:
    empty = {
        mart for mart in MARTS if mart not in ONLY_EDX and _line_count(true_marts.truth / f"{mart}.csv") < 2
    }
    assert empty == (LINKED_ONLY if true_marts.mode is IdMode.ISOLATED else set())


def test_marts_without_a_truth_are_named_as_long_as_they_have_none(true_marts: TrueWarehouse) -> None:
    assert {mart for mart in MARTS if not (true_marts.truth / f"{mart}.csv").exists()} == ONLY_EDX


def test_a_mart_with_a_fault_would_be_seen(true_marts: TrueWarehouse) -> None:
    truth = true_marts.truth / "users_courses__grades.csv"
    faults = (
        "select * replace (case when grade > 0 then grade + 1e-6 else grade end as grade) from {0}",
        "select * from {0} limit 1",
        "select * from {0} union all (select * from {0} limit 1)",
    )
    with true_marts.warehouse.connect() as connection:
        for fault in faults:
            assert not compare(connection, fault.format("marts.users_courses__grades"), truth).is_equal


def _line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
