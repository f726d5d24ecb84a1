"""kill -9 at any moment, then the same command again: the same warehouse as if nothing had happened."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from small_exports import EPOCHS, SmallWarehouse, courses, csv_text, memberships, payments, write_export

Moment = Callable[[SmallWarehouse], bool]


def appears(pattern: str) -> Moment:
    """Whether a file of this pattern is in the warehouse."""
    return lambda house: any(house.root.glob(pattern))


def after(seconds: float) -> Moment:
    """Whether so much time has passed since the first question."""
    started: list[float] = []

    def passed(_: SmallWarehouse) -> bool:
        started.append(time.monotonic())
        return started[-1] - started[0] >= seconds

    return passed


def gone(pattern: str) -> Moment:
    """Whether no file of this pattern is in the warehouse."""
    return lambda house: not any(house.root.glob(pattern))


def killed(house: SmallWarehouse, command: list[str], moment: Moment) -> bool:
    """Whether the command was killed at that moment; False when it had ended before."""
    with subprocess.Popen(
        command, env=house.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        while run.poll() is None:
            if moment(house):
                run.kill()
                break
            time.sleep(0.0002)
    return run.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three exports that overlap, with rejects, the last two to be loaded in one command."""
    folder = tmp_path_factory.mktemp("exports")
    time_of = "2017-05-01 10:00:00.000"
    learners = [(f"u{number}", "c1", "LEARNER", time_of) for number in range(15_000)]
    return [
        write_export(
            folder / f"{name}_{EPOCHS[name]}",
            courses=courses(*covered),
            course_memberships=csv_text(memberships(*learners, (name, "c1", "STAFF", time_of))),
            users_courses__certificate_payments=payments(("u1", "c1", "t"), (name, "c1", "bad")),
            new_kind=[("some_id",), (name,)],
        )
        for name, covered in (("june", ("c1", "c2")), ("july", ("c1",)), ("august", ("c1", "c3")))
    ]


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, exports: list[Path]
) -> tuple[dict[str, Any], float]:
    """The state after two loads, and how long the second took."""
    house = SmallWarehouse(tmp_path_factory.mktemp("undisturbed") / "warehouse")
    house.load(exports[0])
    started = time.monotonic()
    assert house.run("load", "coursera", *exports[1:]).returncode == 1
    return house.state(), time.monotonic() - started


MOMENTS = {
    "first temporary file": appears("landing/**/*.tmp"),
    "first landed file": appears("landing/*/course_memberships/july*/*.parquet"),
    "rejects": appears("rejects/*/july*/*"),
    "first ledger entry": appears("ledger/july*.json"),
    "second export half landed": appears("landing/*/course_memberships/august*/*"),
    "both ledger entries": appears("ledger/august*.json"),
    "current rows half stored": appears("current/**/*.parquet.tmp"),
    "current rows stored": appears("current/**/*.parquet"),
    "current rows settled": appears("current/**/*.json"),
    "engine at work": appears("coursehouse.duckdb.wal"),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_killed_load_is_repaired_by_the_same_command(
    house: SmallWarehouse, exports: list[Path], undisturbed: tuple[dict[str, Any], float], name: str
) -> None:
    house.load(exports[0])
    before = house.query("from coursera.users_courses__certificate_payments order by all")
    command = house.command("load", "coursera", *exports[1:])
    was_killed = killed(house, command, MOMENTS[name])
    if was_killed and name != "engine at work":
        assert house.query("from coursera.users_courses__certificate_payments order by all") == before
    assert house.run("load", "coursera", *exports[1:]).returncode in (0, 1)
    assert house.state() == undisturbed[0]


@pytest.mark.parametrize("share", [0.5, 0.7, 0.8, 0.9])
def test_load_killed_at_any_time_is_repaired_by_the_same_command(
    house: SmallWarehouse, exports: list[Path], undisturbed: tuple[dict[str, Any], float], share: float
) -> None:
    state, seconds = undisturbed
    house.load(exports[0])
    killed(house, house.command("load", "coursera", *exports[1:]), after(share * seconds))
    assert house.run("load", "coursera", *exports[1:]).returncode in (0, 1)
    assert house.state() == state


@pytest.mark.parametrize("name", ["ledger entry gone", "engine at work", "files gone"])
def test_killed_remove_is_repaired_by_the_same_command(
    house: SmallWarehouse, exports: list[Path], name: str
) -> None:
    house.load(exports[0])
    before = house.state()
    [loaded] = house.load(exports[1])
    moments = {
        "ledger entry gone": gone("ledger/july*.json"),
        "engine at work": appears("coursehouse.duckdb.wal"),
        "files gone": gone("landing/*/new_kind/july*/*"),
    }
    killed(house, house.command("remove", loaded.entry.export_id), moments[name])
    assert house.run("remove", loaded.entry.export_id).returncode in (0, 2)
    assert house.state() == before


def test_moments_are_reached_before_the_load_ends(house: SmallWarehouse, exports: list[Path]) -> None:
    house.load(exports[0])
    assert killed(house, house.command("load", "coursera", *exports[1:]), MOMENTS["first landed file"])
