"""Tracking logs: every day landed once, the newest delivery in place of older ones, damage beside them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from coursehouse import landing_workers
from coursehouse.errors import Refused
from small_exports import SmallWarehouse

DAY = "2016-09-01"
EVENTS = "select name, domain, cast(log_date as text) from edx.tracking_log_events order by all"


def event(name: str, day: str = DAY, **fields: object) -> str:
    """One line of a log."""
    return json.dumps({"name": name, "time": f"{day}T10:00:00+00:00", "event": "{}"} | fields) + "\n"


def write_day(
    folder: Path, *lines: str, domain: str = "hypotheticalx-edx", day: str = DAY, suffix: str = ".gz"
) -> Path:
    """The log of a day with these lines."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{domain}-events-{day}.log{suffix}"
    data = "".join(lines).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if suffix else data)
    return path


def test_a_day_lands_with_its_damage_beside_it(house: SmallWarehouse, tmp_path: Path) -> None:
    path = write_day(
        tmp_path, "# made by hand\n", event("play_video"), event("cut")[:20] + "\n", "\n", event("book")
    )
    [loaded] = house.load_logs(path)
    entry = loaded.entry
    assert (entry.rows_read, entry.rows_landed, entry.rows_rejected) == (5, 2, 3)
    assert (str(entry.snapshot_at), entry.scope, entry.platform) == (
        "2016-09-02 00:00:00",
        "hypotheticalx-edx",
        "edx",
    )
    assert house.query(
        "select name, cast(time as text), event, event_form, _row_number from edx.tracking_log_events"
        " order by all"
    ) == [
        ("book", f"{DAY} 10:00:00", "{}", "string", 5),
        ("play_video", f"{DAY} 10:00:00", "{}", "string", 2),
    ]
    assert house.query("select line_number, reason, text from landing.rejects order by all") == [
        (1, "a comment", "# made by hand"),
        (3, "cut off before its end", event("cut")[:20]),
        (4, "a blank line", ""),
    ]


def test_a_day_delivered_again_replaces_that_day_whole(house: SmallWarehouse, tmp_path: Path) -> None:
    house.load_logs(write_day(tmp_path / "first", event("a"), event("b")))
    house.load_logs(write_day(tmp_path / "other", event("c"), domain="hypotheticalx-edge"))
    before = house.state()
    [again] = house.load_logs(write_day(tmp_path / "again", event("d")))
    assert house.query(EVENTS) == [("c", "hypotheticalx-edge", DAY), ("d", "hypotheticalx-edx", DAY)]
    assert house.query("select count(*) from landed_edx.tracking_log_events") == [(4,)]
    house.remove(again.entry.export_id)
    assert house.state() == before


def test_a_day_delivered_again_may_be_empty(house: SmallWarehouse, tmp_path: Path) -> None:
    house.load_logs(write_day(tmp_path / "first", event("a")))
    house.load_logs(write_day(tmp_path / "again"))
    assert house.query(EVENTS) == []


def test_late_events_of_past_days_add_up(house: SmallWarehouse, tmp_path: Path) -> None:
    house.load_logs(write_day(tmp_path, event("a")))
    house.load_logs(write_day(tmp_path / "late", event("a", day=DAY), day="2016-09-05"))
    assert house.query(
        "select cast(time as text), cast(log_date as text) from edx.tracking_log_events order by all"
    ) == [
        (f"{DAY} 10:00:00", DAY),
        (f"{DAY} 10:00:00", "2016-09-05"),
    ]


def test_of_a_growing_folder_only_new_days_are_taken(house: SmallWarehouse, tmp_path: Path) -> None:
    write_day(tmp_path / "days", event("a"))
    house.load_logs(tmp_path / "days")
    [same] = house.load_logs(tmp_path / "days")
    assert not same.is_new
    write_day(tmp_path / "days", event("b"), day="2016-09-02")
    [more] = house.load_logs(tmp_path / "days")
    assert [file.source_file for file in more.entry.files] == ["hypotheticalx-edx-events-2016-09-02.log.gz"]
    assert len(house.query(EVENTS)) == 2


def test_logs_without_a_date_are_known_by_their_names_and_their_first_event(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "video_timeline.log").write_text("# a comment\n\n" + event("a") + event("b", day="2016-09-09"))
    (folder / "forum.log").write_text(event("c"))
    (folder / "empty.log").write_text("\n")
    [loaded] = house.load_logs(folder)
    assert house.query(EVENTS) == [
        ("a", "video_timeline", DAY),
        ("b", "video_timeline", DAY),
        ("c", "forum", DAY),
    ]
    assert {file.source_file for file in loaded.entry.files} == {"video_timeline.log", "forum.log"}
    house.load_logs(write_day(tmp_path / "more", event("d"), domain="forum", suffix=""))
    assert [name for name, _, _ in house.query(EVENTS)] == ["a", "b", "d"]


@pytest.mark.parametrize("names", [(), ("notes.txt",), ("x.sql",)])
def test_what_holds_no_log_is_refused(house: SmallWarehouse, tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("x\n")
    with pytest.raises(Refused, match="holds no tracking log"):
        house.load_logs(folder)


def test_a_log_given_twice_is_refused(house: SmallWarehouse, tmp_path: Path) -> None:
    path = write_day(tmp_path, event("a"))
    with pytest.raises(Refused, match="given twice"):
        house.load_logs(path, path)
    write_day(tmp_path, event("a"), suffix="")
    with pytest.raises(Refused, match="are the same log"):
        house.load_logs(tmp_path)


def test_a_damaged_archive_changes_nothing(house: SmallWarehouse, tmp_path: Path) -> None:
    house.load_logs(write_day(tmp_path / "sound", event("a")))
    before = house.state()
    path = write_day(tmp_path, *(event(f"e{number}") for number in range(5000)), day="2016-09-02")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Refused, match=r"2016-09-02\.log\.gz ends before its data is complete"):
        house.load_logs(path)
    assert house.state() == before


def test_processes_land_what_one_process_lands(
    house: SmallWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 4):
        lines = [event("play_video", event=json.dumps({"n": number})) for number in range(300)]
        write_day(tmp_path / "logs", *lines, "{cut\n", day=f"2016-09-0{day}")
    alone = SmallWarehouse(tmp_path / "alone")
    alone.load_logs(tmp_path / "logs")
    monkeypatch.setattr(landing_workers, "FEWEST_BYTES", 0)
    house.load_logs(tmp_path / "logs")
    assert house.state() == alone.state()


def test_published_logs_land_whole(house: SmallWarehouse, shared: Path) -> None:
    """Lines that are no events are comments and blank ones, which somebody put there to explain a test."""
    [loaded] = house.load_logs(shared / "exports/edx/logs")
    assert (loaded.entry.rows_read, loaded.entry.rows_landed, loaded.entry.cells_nulled) == (2126, 2037, 0)
    assert house.query("select distinct reason from landing.rejects order by all") == [
        ("a blank line",),
        ("a comment",),
    ]
    assert house.query("select count(distinct domain), count(time) from edx.tracking_log_events") == [
        (8, 2037)
    ]
