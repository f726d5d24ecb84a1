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

# Coursera has nothing to tell here: rows come from packages of edX, which not all institutions have.
ONLY_EDX = {"anonymous_ids", "branches_blocks", "users__identity", "users_courses__profiles"}


@pytest.mark.parametrize("mart", MARTS)
def test_mart_equals_the_truth(mart: str, true_marts: TrueWarehouse) -> None:
    with true_marts.warehouse.connect() as connection:
        if mart in ONLY_EDX and true_marts.edx_truth is None:
            assert connection.execute(f"select count(*) from marts.{mart}").fetchall() == [(0,)]
        else:
            assert_same_rows(connection, f"marts.{mart}", true_marts.truth / f"{mart}.csv")


def test_every_truth_has_rows(true_marts: TrueWarehouse) -> None:
    told = [mart for mart in MARTS if mart not in ONLY_EDX or true_marts.edx_truth is not None]
    empty = {mart for mart in told if _line_count(true_marts.truth / f"{mart}.csv") < 2}
    assert empty == (LINKED_ONLY if true_marts.mode is IdMode.ISOLATED else set())


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
