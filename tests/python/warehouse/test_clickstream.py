"""Days of clickstream that come one by one, again and too late, and days of which events got lost."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from coursehouse.settings import PROJECT_ROOT
from coursehouse.synthetic.clickstream import GeneratedClickstream, generate_clickstream
from coursehouse.synthetic.clickstream_config import LOSSY_COUNTRIES, ClickstreamConfig
from coursehouse.synthetic.config import GeneratorConfig
from warehouse.warehouses import EXIT_LANDED, NewWarehouse, Warehouse

CLICKSTREAM = "path:models/marts/clickstream"
DATE_BY_DATE = ("path:models/intermediate/clickstream", CLICKSTREAM)
MARTS = sorted(path.stem for path in (PROJECT_ROOT / "models/marts/clickstream").glob("*.sql"))
LOSS = 0.06


def _generated(folder: Path, learners: int, days: int, loss: float = 0.0) -> GeneratedClickstream:
    return generate_clickstream(ClickstreamConfig(GeneratorConfig(learners, 1), days=days, loss=loss), folder)


def _with(folder: Path, *files: Path) -> Path:
    folder.mkdir()
    for file in files:
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def growing(
    new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Warehouse, list[tuple[Path, ...]]]:
    """A warehouse of five days without the second, all built; and the files of every day."""
    files = _generated(tmp_path_factory.mktemp("days"), learners=60, days=7).files
    days = [files[index : index + 2] for index in range(0, len(files), 2)]
    warehouse = new_warehouse("growing")
    assert warehouse.load_days(*days[0], *(file for day in days[2:5] for file in day)) == EXIT_LANDED
    warehouse.run("--select", f"+{CLICKSTREAM}")
    return warehouse, days


def _contents(warehouse: Warehouse) -> dict[str, list[str]]:
    with warehouse.connect() as connection:
        return {mart: sorted(map(repr, connection.sql(f"from marts.{mart}").fetchall())) for mart in MARTS}


def _places(warehouse: Warehouse) -> dict[str, set[tuple[str, int]]]:
    """Where the rows of each date stand in the table of events: a row that is written again moves."""
    places: dict[str, set[tuple[str, int]]] = {}
    with warehouse.connect() as connection:
        for date, event_id, place in connection.sql(
            "select cast(event_date as text), event_id, rowid from marts.events"
        ).fetchall():
            places.setdefault(date, set()).add((event_id, place))
    return places


def _assert_equals_full_refresh(warehouse: Warehouse) -> None:
    grown = _contents(warehouse)
    warehouse.run("--select", *DATE_BY_DATE, "--full-refresh")
    anew = _contents(warehouse)
    assert all(anew.values())
    for mart in MARTS:
        assert grown[mart] == anew[mart], mart


def test_days_that_come_one_by_one_give_what_a_full_refresh_gives(
    growing: tuple[Warehouse, list[tuple[Path, ...]]], tmp_path: Path
) -> None:
    warehouse, days = growing
    before = _places(warehouse)
    warehouse.run("--select", *DATE_BY_DATE)
    assert _places(warehouse) == before, "a build with nothing new has written"

    # the next day, and one that comes late
    assert warehouse.load_days(*days[5], *days[1]) == EXIT_LANDED
    warehouse.run("--select", *DATE_BY_DATE)
    after = _places(warehouse)
    assert len(after) == len(before) + 2
    assert {date: after[date] for date in before} == before, "dates that did not change were written again"
    _assert_equals_full_refresh(warehouse)

    # a day once more, from other learners, and one day taken back
    again = _generated(tmp_path / "others", learners=40, days=4)
    redelivered = again.files[6:8]
    assert warehouse.load_days(_with(tmp_path / "again", *redelivered)) == EXIT_LANDED
    assert warehouse.load_days(*days[6]) == EXIT_LANDED
    warehouse.run("--select", *DATE_BY_DATE)
    with warehouse.connect() as connection:
        [(export_id,)] = connection.execute(
            "select export_id from landing.files where source_file like ?", [f"%{days[6][0].name}"]
        ).fetchall()
    assert warehouse.run_command("remove", export_id, "--target", "duckdb").exit_code == 0
    warehouse.run("--select", *DATE_BY_DATE)
    assert len(_places(warehouse)) == len(after)
    _assert_equals_full_refresh(warehouse)


@pytest.fixture(scope="module")
def lossy(
    new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Warehouse, Path, Path]:
    """A warehouse of days with losses, the truth about them, and the truth had nothing been lost."""
    folder = tmp_path_factory.mktemp("lossy")
    lossy = _generated(folder, learners=500, days=10, loss=LOSS)
    whole = _generated(tmp_path_factory.mktemp("whole"), learners=500, days=10)
    warehouse = new_warehouse("lossy")
    assert warehouse.load_days(folder) == EXIT_LANDED
    warehouse.run("--select", f"+{CLICKSTREAM}")
    return warehouse, lossy.truth, whole.truth


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_what_was_watched_is_told_though_events_were_lost(lossy: tuple[Warehouse, Path, Path]) -> None:
    warehouse, truth, whole = lossy
    with warehouse.connect() as connection:
        told = {
            (user, item): seconds
            for user, item, seconds in connection.sql(
                "select user_id, item_id, watched_seconds from marts.users_items__video_watch"
            ).fetchall()
        }
        arrived = Counter(
            connection.sql("select user_id, item_id from marts.events where domain = 'video'").fetchall()
        )
    sent = Counter(
        (row["user_id"], row["item_id"]) for row in _rows(whole / "events.csv") if row["domain"] == "video"
    )
    true = {
        (row["user_id"], row["item_id"]): float(row["watched_seconds"])
        for row in _rows(truth / "users_items__video_watch.csv")
    }
    complete = {key for key in true if arrived[key] == sent[key]}
    assert len(complete) > 5
    assert all(told[key] == pytest.approx(true[key], abs=1e-6) for key in complete)
    errors = [abs(told.get(key, 0) - seconds) for key, seconds in true.items() if key not in complete]
    assert len(errors) > 200
    # a lost heartbeat costs nothing; of a lost seek or closing event up to two heartbeats' time are unknown
    assert sum(errors) < 0.01 * sum(true.values())
    assert sorted(errors)[len(errors) // 2] < 1


def test_loss_is_estimated_per_country(lossy: tuple[Warehouse, Path, Path]) -> None:
    warehouse, truth, _ = lossy
    with warehouse.connect() as connection:
        estimated = connection.sql(
            "select country_cd, expected_heartbeat_count, estimated_loss_fraction"
            " from marts.courses_countries__event_loss where expected_heartbeat_count > 300"
        ).fetchall()
    true = {
        row["country_cd"]: float(row["lost_heartbeat_fraction"]) for row in _rows(truth / "event_loss.csv")
    }
    assert len(estimated) >= 4
    for country, expected, fraction in estimated:
        # three standard errors of a share, beside what plays with a lost closing event hide
        margin = 3 * (true[country] * (1 - true[country]) / expected) ** 0.5 + 0.02
        assert fraction == pytest.approx(true[country], abs=margin), country
    by_country = {country: fraction for country, _, fraction in estimated}
    lossless = [by_country[country] for country in by_country if country not in LOSSY_COUNTRIES]
    assert all(by_country[country] > max(lossless) for country in LOSSY_COUNTRIES if country in by_country)
