"""What goes wrong outside an export ends with one sentence, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursehouse import cli
from coursehouse.errors import Refused
from coursehouse.load import open_warehouse
from coursehouse.register import settle
from coursehouse.settings import Settings
from small_exports import EPOCHS, SmallWarehouse, courses, payments, write_export


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    """Exit code of a command run in this process."""
    monkeypatch.setattr("sys.argv", ["coursehouse", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(str(end.value.code or 0))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COURSEHOUSE_ARCHIVE_BYTES", "inf"),
        ("COURSEHOUSE_ARCHIVE_BYTES", "-5"),
        ("COURSEHOUSE_ARCHIVE_RATIO", "nan"),
        ("COURSEHOUSE_FAULT_THRESHOLD", "7"),
        ("COURSEHOUSE_GPG_HOME", "/no/such/folder"),
        ("COURSEHOUSE_HOME", "~no-such-user/x"),
        ("COURSEHOUSE_HOME", "/data/what?"),
    ],
)
def test_settings_without_sense_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Refused, match=name if name != "COURSEHOUSE_HOME" else "warehouse|COURSEHOUSE_HOME"):
        Settings.from_environment()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_snapshot_time_out_of_range_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, moment: str
) -> None:
    assert ended(monkeypatch, "load", "coursera", tmp_path, "--snapshot-at", moment) == 2


@pytest.mark.parametrize("home", ["n" * 300, "fine"])
def test_names_too_long_for_the_file_system_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, home: str
) -> None:
    monkeypatch.setenv("COURSEHOUSE_HOME", str(tmp_path / home))
    export = write_export(tmp_path / "alpha", courses=courses("c1"))
    given = export if home != "fine" else tmp_path / ("x" * 300)
    assert ended(monkeypatch, "load", "coursera", given) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_landed_file_lost_or_damaged_by_hand_is_named(
    house: SmallWarehouse, tmp_path: Path, damage: str
) -> None:
    june = write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1"))
    [loaded] = house.load(june)
    landed = house.root / loaded.entry.files[0].parquet[0]
    if damage == "gone":
        landed.unlink()
    else:
        landed.write_bytes(landed.read_bytes()[:50])
    with pytest.raises(Refused, match=loaded.entry.export_id), open_warehouse(house.root) as (home, target):
        settle(home, target)
    house.remove(loaded.entry.export_id)
    house.load(june)
    assert house.query("select course_id from coursera.courses") == [("c1",)]


@pytest.mark.parametrize("damage", ["answer", "part"])
def test_lost_current_rows_are_worked_out_again(house: SmallWarehouse, tmp_path: Path, damage: str) -> None:
    for month, course, mark in (("june", "c1", "t"), ("july", "c2", "f")):
        table = payments(("u1", "shared", mark), (month, course, "t"))
        house.load(
            write_export(
                tmp_path / f"{month}_{EPOCHS[month]}",
                courses=courses(course),
                users_courses__certificate_payments=table,
            )
        )
    wanted = house.query("from coursera.users_courses__certificate_payments order by all")
    assert len(wanted) == 3
    for path in (house.root / "current").rglob("*.json" if damage == "answer" else "*.parquet"):
        path.write_text("{") if damage == "answer" else path.unlink()
    with open_warehouse(house.root) as (home, target):
        settle(home, target)
    assert house.query("from coursera.users_courses__certificate_payments order by all") == wanted


def test_damaged_blocks_of_the_duckdb_file_are_refused(house: SmallWarehouse, tmp_path: Path) -> None:
    house.load(write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1")))
    path = house.root / "coursehouse.duckdb"
    sound = path.read_bytes()
    path.write_bytes(sound[:20_000] + b"\xff" * (len(sound) - 20_000))
    with pytest.raises(Refused, match="cannot be opened"), open_warehouse(house.root):
        pass
