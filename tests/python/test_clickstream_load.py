"""Days of clickstream: landed without a header, each once, the newest delivery in place of older ones."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coursehouse import landing_workers
from coursehouse.errors import Refused
from small_exports import EPOCHS, SmallWarehouse, courses, write_export

DAY = "2017-03-02"
EVENTS = "select course_id, key, value from coursera.clickstream_events order by all"
HEADER = (
    "hashed_user_id,hashed_session_cookie_id,server_timestamp,hashed_ip,user_agent,url,initial_referrer_url,"
    "browser_language,course_id,country_cd,region_cd,timezone,os,browser,key,value\n"
)


def event(course: str | None, value: str = "{}", key: str = "pageview", day: str = DAY) -> str:
    """One row as Coursera writes it."""
    cells = ["u1", "s1", f"{day} 10:00:00.123", "ip", "agent", "https://x/learn/s", None, "en", course]
    cells += ["US", "CA", "America/New_York", "Windows 10", "Chrome", key, value]
    escaped = (cell and cell.replace("\\", "\\\\").replace('"', '\\"') for cell in cells)
    return ",".join("" if cell is None else f'"{cell}"' for cell in escaped) + "\n"


def write_day(folder: Path, *rows: str, domain: str = "access", day: str = DAY, suffix: str = ".gz") -> Path:
    """The file of a day with these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{domain}-{day}.csv{suffix}"
    data = "".join(rows).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if suffix else data)
    return path


def test_columns_are_known_by_their_places_and_the_day_by_the_name(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    [loaded] = house.load_days(
        write_day(tmp_path, event("c1", '{"a": "b\\\\c"}', "heartbeat"), domain="video")
    )
    assert house.query(
        "select user_id, cast(server_timestamp as text), initial_referrer_url, course_id, key, value, domain,"
        " cast(log_date as text), _row_number from coursera.clickstream_events"
    ) == [("u1", f"{DAY} 10:00:00.123", None, "c1", "heartbeat", '{"a": "b\\\\c"}', "video", DAY, 1)]
    assert (loaded.entry.rows_landed, loaded.entry.rows_rejected) == (1, 0)
    assert loaded.entry.files[0].accounting == "rebuilt"
    assert str(loaded.entry.snapshot_at) == "2017-03-03 00:00:00"


def test_plain_files_empty_ones_and_a_header_put_there_by_hand(house: SmallWarehouse, tmp_path: Path) -> None:
    write_day(tmp_path, HEADER, event("c1"), suffix="")
    write_day(tmp_path, domain="video")
    [loaded] = house.load_days(tmp_path)
    assert [(file.source_file, file.rows_read) for file in loaded.entry.files] == [
        (f"access-{DAY}.csv", 1),
        (f"video-{DAY}.csv.gz", 0),
    ]


def test_days_lie_in_a_normal_export_too(house: SmallWarehouse, tmp_path: Path) -> None:
    export = write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1"))
    write_day(export / "events", event("c1"))
    [loaded] = house.load(export)
    assert {file.table_name for file in loaded.entry.files} == {"courses", "clickstream_events"}
    assert str(loaded.entry.snapshot_at) == "2017-06-01 00:00:00"
    assert house.query(EVENTS) == [("c1", "pageview", "{}")]


def test_a_day_delivered_again_replaces_that_day_and_a_late_one_adds_up(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    house.load_days(
        write_day(tmp_path / "first", event("c1"), event(None)),
        write_day(tmp_path / "first", event("c1", key="play"), domain="video"),
    )
    house.load_days(write_day(tmp_path / "late", event("c1", day="2017-02-01"), day="2017-02-01"))
    before = house.state()
    [again] = house.load_days(
        write_day(tmp_path / "again", event("c1", '{"new": 1}'), event(None), event("c2"))
    )
    assert house.query(EVENTS) == [
        ("c1", "pageview", '{"new": 1}'),
        ("c1", "pageview", "{}"),
        ("c1", "play", "{}"),
        ("c2", "pageview", "{}"),
        (None, "pageview", "{}"),
    ]
    assert house.query("select count(*) from landed_coursera.clickstream_events") == [(7,)]
    assert house.query("select source_file from landing.files where not is_current") == [
        (f"first/access-{DAY}.csv.gz",)
    ]
    house.remove(again.entry.export_id)
    assert house.state() == before


def test_days_of_two_courses_stand_side_by_side(house: SmallWarehouse, tmp_path: Path) -> None:
    """Events of no known course belong to either delivery: none of them is dropped for the other's sake."""
    house.load_days(write_day(tmp_path / "both", event("c1"), event("c2"), event(None)))
    house.load_days(write_day(tmp_path / "one", event("c2", '{"new": 1}'), event(None, '{"new": 1}')))
    assert house.query(EVENTS) == [
        ("c1", "pageview", "{}"),
        ("c2", "pageview", '{"new": 1}'),
        (None, "pageview", '{"new": 1}'),
        (None, "pageview", "{}"),
    ]


def test_two_files_of_a_day_in_one_load_do_not_replace_each_other(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    write_day(tmp_path / "days" / "c1", event("c1"), event(None))
    write_day(tmp_path / "days" / "c2", event("c1"), event("c2"))
    house.load_days(tmp_path / "days")
    assert len(house.query(EVENTS)) == 4


def test_of_a_growing_folder_only_new_days_are_taken(house: SmallWarehouse, tmp_path: Path) -> None:
    write_day(tmp_path / "days", event("c1"))
    house.load_days(tmp_path / "days")
    [same] = house.load_days(tmp_path / "days")
    assert not same.is_new
    write_day(tmp_path / "days", event("c1", day="2017-03-03"), day="2017-03-03")
    [more] = house.load_days(tmp_path / "days")
    assert [file.source_file for file in more.entry.files] == ["access-2017-03-03.csv.gz"]
    assert len(house.query(EVENTS)) == 2


def test_damaged_rows_are_named_and_the_others_land(house: SmallWarehouse, tmp_path: Path) -> None:
    cut = event("c1")[:40] + "\n"
    no_time = event("c1").replace(f"{DAY} 10:00:00.123", "soon")
    [loaded] = house.load_days(write_day(tmp_path, event("c1"), cut, no_time, event("c2")))
    assert (loaded.entry.rows_read, loaded.entry.rows_landed, loaded.entry.rows_rejected) == (4, 3, 1)
    assert house.query("select line_number, column_name, text from landing.rejects order by all") == [
        (2, None, cut.rstrip("\n")),
        (3, "server_timestamp", "soon"),
    ]


def test_without_accounting_the_rows_are_the_same(house: SmallWarehouse, tmp_path: Path) -> None:
    path = write_day(tmp_path, *(event(f"c{number}", '{"a": "\\""}') for number in range(50)))
    [loaded] = house.load_days(path, with_accounting=False)
    assert [file.accounting for file in loaded.entry.files] == ["off"]
    assert house.query("select count(distinct course_id) from coursera.clickstream_events") == [(50,)]


@pytest.mark.parametrize("names", [(), ("notes.txt",), ("users.csv",)])
def test_what_holds_no_day_is_refused(house: SmallWarehouse, tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("jhu_user_id\n")
    with pytest.raises(Refused, match="holds no"):
        house.load_days(folder)


def test_a_file_given_twice_is_refused(house: SmallWarehouse, tmp_path: Path) -> None:
    path = write_day(tmp_path, event("c1"))
    with pytest.raises(Refused, match="given twice"):
        house.load_days(path, path)


def test_days_are_landed_without_pandas(house: SmallWarehouse, tmp_path: Path) -> None:
    """Arrow imports it to make an array of Python objects, which takes longer than a small file."""
    write_day(tmp_path / "days", event("c1"), event(None))
    run = """if True:
        import sys
        from coursehouse.cli import main
        try:
            main()
        except SystemExit as end:
            assert not end.code
        assert "pyarrow" in sys.modules and "pandas" not in sys.modules
    """
    command = [sys.executable, "-c", run, "load", "coursera-clickstream", str(tmp_path / "days")]
    subprocess.run(command, check=True, env=house.environment)
    assert [course for course, _, _ in house.query(EVENTS)] == ["c1", None]


@pytest.fixture
def always_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing_workers, "FEWEST_BYTES", 0)


def _week(folder: Path) -> Path:
    for number in range(1, 8):
        day = f"2017-03-{number:02}"
        rows = [event(f"c{row % 3}", f'{{"row": {row}}}', day=day) for row in range(200)]
        write_day(folder, *rows, day=day)
        write_day(folder, *rows[:50], day=day, domain="video")
    return folder


@pytest.mark.usefixtures("always_processes")
def test_processes_land_what_one_process_lands(house: SmallWarehouse, tmp_path: Path) -> None:
    week = _week(tmp_path / "week")
    house.load_days(week)
    landing_workers.FEWEST_BYTES = 1 << 60
    alone = SmallWarehouse(tmp_path / "alone")
    alone.load_days(week)
    assert house.state() == alone.state()


@pytest.mark.usefixtures("always_processes")
def test_what_a_process_refuses_is_told_whole_and_nothing_stays(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    house.load_days(write_day(tmp_path / "sound", event("c1")))
    before = house.state()
    week = _week(tmp_path / "week")
    damaged = week / "video-2017-03-04.csv.gz"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(Refused, match=r"video-2017-03-04\.csv\.gz ends before its data is complete"):
        house.load_days(week)
    assert house.state() == before


def test_killed_load_leaves_no_process_and_can_be_repeated(house: SmallWarehouse, tmp_path: Path) -> None:
    rows = [event(f"c{row % 3}", f'{{"row": {row}}}') for row in range(60_000)]
    for day in range(1, 9):
        # stored, not compressed, so that the load is large enough for processes of its own
        write_day(tmp_path / "week", *rows, day=f"2017-03-{day:02}", suffix="")
    load = subprocess.Popen(
        house.command("load", "coursera-clickstream", tmp_path / "week"),
        env=house.environment,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    children = Path(f"/proc/{load.pid}/task/{load.pid}/children")
    workers: set[int] = set()
    deadline = time.monotonic() + 60
    while len(workers) < min(2, os.cpu_count() or 1) or not list(house.root.rglob("*.parquet*")):
        assert time.monotonic() < deadline and load.poll() is None
        workers |= {int(pid) for pid in children.read_text().split()}
        time.sleep(0.01)
    load.send_signal(signal.SIGKILL)
    load.wait()
    for pid in workers:
        while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
            assert time.monotonic() < deadline, "a process outlived the load"
            time.sleep(0.05)
    assert house.entries() == ()
    house.load_days(tmp_path / "week")
    undisturbed = SmallWarehouse(tmp_path / "undisturbed")
    undisturbed.load_days(tmp_path / "week")
    assert house.state() == undisturbed.state()


def test_sample_days_land_whole_beside_the_relinked_export(house: SmallWarehouse, shared: Path) -> None:
    [export] = house.load(shared / "exports/coursera/relinked_course_1502409600000.zip")
    [days] = house.load_days(shared / "exports/coursera/clickstream")
    assert (days.entry.rows_read, days.entry.rows_rejected, days.entry.cells_nulled) == (5114, 0, 0)
    assert export.entry.rows_rejected == 0
    joined = "from coursera.clickstream_events join coursera.users using (user_id)"
    assert house.query(f"select count(distinct user_id) {joined}") > [(0,)]
