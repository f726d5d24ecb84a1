"""The generated clickstream: its files, its truth, and the events that mislead a careless reader."""

from __future__ import annotations

import io
import math
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coursehouse.errors import Refused
from coursehouse.synthetic.cli import app
from coursehouse.synthetic.clickstream import GeneratedClickstream, generate_clickstream
from coursehouse.synthetic.clickstream_config import ClickstreamConfig
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.generate import GeneratedInstitution
from synthetic.clickstream_reading import (
    COLUMN_COUNT,
    LogRow,
    course_gaps,
    file_bytes,
    followers,
    read_csv,
    read_log,
    read_stretches,
    viewings,
)
from synthetic.conftest import LEARNERS
from synthetic.reading import parse, read_truth

SMALL = GeneratorConfig(learners=30, seed=3)
SESSION_GAP = 30 * 60 * 1_000_000
LOSS = 0.1


@pytest.fixture(scope="module")
def clickstream(tmp_path_factory: pytest.TempPathFactory) -> GeneratedClickstream:
    """The clickstream of the institution that other tests look at."""
    config = ClickstreamConfig(GeneratorConfig(learners=LEARNERS, seed=5))
    return generate_clickstream(config, tmp_path_factory.mktemp("clickstream"))


@pytest.fixture(scope="module")
def rows(clickstream: GeneratedClickstream) -> list[LogRow]:
    """All rows in order of time."""
    found = [row for path in clickstream.files for row in read_log(path)]
    return sorted(found, key=lambda row: row.microseconds)


@pytest.fixture(scope="module")
def lossy(tmp_path_factory: pytest.TempPathFactory) -> GeneratedClickstream:
    """The same events, many of which never arrive."""
    config = ClickstreamConfig(GeneratorConfig(learners=LEARNERS, seed=5), loss=LOSS)
    return generate_clickstream(config, tmp_path_factory.mktemp("lossy"))


def test_equal_configurations_write_equal_bytes(tmp_path: Path) -> None:
    config = ClickstreamConfig(SMALL, days=5, loss=0.02)
    contents = []
    for name in ("one", "other"):
        generate_clickstream(config, tmp_path / name)
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append({path.name: path.read_bytes() for path in files})
    assert contents[0] == contents[1]
    assert len(contents[0]) == 2 * 5 + 5


def test_files_are_in_the_dialect_of_the_platform(clickstream: GeneratedClickstream) -> None:
    assert len(clickstream.files) == 2 * clickstream.config.days
    written = 0
    for path in clickstream.files:
        content = file_bytes(path)
        written += len(content)
        records = parse(content)
        assert {len(record) for record in records} <= {COLUMN_COUNT}
        again = io.StringIO()
        for record in records:
            cells = (cell.replace("\\", "\\\\").replace('"', '\\"') for cell in record)
            again.write(",".join(f'"{cell}"' if cell else "" for cell in cells) + "\n")
        assert again.getvalue().encode() == content
    assert written == clickstream.size_bytes


def test_rows_are_nearly_in_order_of_time(clickstream: GeneratedClickstream) -> None:
    swapped = 0
    for path in clickstream.files:
        found = read_log(path)
        assert {row.date for row in found} <= {path.name.removesuffix(".csv.gz").split("-", 1)[1]}
        steps = [after.microseconds - before.microseconds for before, after in pairwise(found)]
        assert min(steps, default=0) > -3_000_000
        swapped += sum(step < 0 for step in steps)
    assert swapped > 20


def test_events_join_with_the_exports(
    institution: GeneratedInstitution, rows: list[LogRow], clickstream: GeneratedClickstream
) -> None:
    known = {(row["user_id"], row["course_id"]) for row in read_truth(institution, "users_items__progress")}
    courses = {row["course_id"]: row["course_slug"] for row in read_truth(institution, "courses")}
    items = {row["item_id"] for row in read_truth(institution, "users_items__progress")}
    assert {(row.cells[0], row.cells[8]) for row in rows if row.cells[0] and row.cells[8]} <= known
    assert {row.cells[8] for row in rows} == {*courses, None}
    assert {str(row.value["item_id"]) for row in rows if "item_id" in row.value} <= items
    for row in rows:
        if row.cells[8]:
            assert f"/learn/{courses[row.cells[8]]}" in row.url
    summary = read_csv(clickstream.truth / "items__video_summary.csv")
    forum = {row["course_id"]: row for row in read_truth(institution, "courses__forum_summary")}
    for item in summary:
        for column in ("ever_enrolled_count", "enrolled_count", "active_count"):
            assert item[column] == forum[item["course_id"]][column]


def test_every_row_is_an_event_of_the_truth(clickstream: GeneratedClickstream, rows: list[LogRow]) -> None:
    seen: Counter[str] = Counter()
    found = {}
    for row in rows:
        seen[row.content_id] += 1
        found[f"{row.content_id}-{seen[row.content_id]}"] = row
    truth = read_csv(clickstream.truth / "events.csv")
    assert {row["event_id"] for row in truth} == found.keys()
    assert len(truth) == len(rows) == clickstream.event_count
    for event in truth:
        row = found[event["event_id"]]
        timecode = row.number("timecode")
        assert event["timecode_seconds"] == ("" if timecode is None else str(timecode))
        assert event["event_date"] == row.date and event["event_type"] == row.key
    assert max(seen.values()) == 2


def test_the_log_tells_what_was_watched(clickstream: GeneratedClickstream, rows: list[LogRow]) -> None:
    told: Counter[tuple[str, str, str, float]] = Counter()
    for viewing in viewings(rows):
        for stretch in read_stretches(viewing):
            told[stretch.user_id, stretch.item_id, stretch.date, stretch.rate] += round(
                1000 * (stretch.end - stretch.start)
            )
    true: Counter[tuple[str, str, str, float]] = Counter()
    for row in read_csv(clickstream.truth / "video_watch_intervals.csv"):
        key = (row["user_id"], row["item_id"], row["event_date"], float(row["playback_rate"]))
        true[key] += round(1000 * float(row["watched_seconds"]))
    assert told == true


def test_watching_adds_up(clickstream: GeneratedClickstream) -> None:
    intervals: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    key = ("user_id", "course_id", "item_id")
    for row in read_csv(clickstream.truth / "video_watch_intervals.csv"):
        assert 0 <= float(row["start_second"]) < float(row["end_second"])
        assert (
            float(row["watched_seconds"]) <= float(row["playback_rate"]) * float(row["wall_seconds"]) + 0.01
        )
        assert (row["ended_by"] == "seek") == (row["is_end_estimated"] == "true")
        intervals[tuple(row[column] for column in key)].append(row)
    videos = read_csv(clickstream.truth / "users_items__video_watch.csv")
    assert intervals.keys() <= {tuple(row[column] for column in key) for row in videos}
    for row in videos:
        own = intervals[tuple(row[column] for column in key)]
        watched, unique = float(row["watched_seconds"]), float(row["unique_seconds"])
        assert math.isclose(watched, sum(float(each["watched_seconds"]) for each in own), abs_tol=1e-6)
        assert watched >= unique > 0 and 0 < float(row["coverage_fraction"]) <= 1
        assert math.isclose(float(row["rewatched_seconds"]), watched - unique, abs_tol=1e-6)
        assert len(own) == int(row["interval_count"])
    assert any(float(row["rewatched_seconds"]) > 10 for row in videos)
    assert any(row["has_played_last_seconds"] == "true" > row["is_watched_95_percent"] for row in videos)


def test_summaries_add_up(clickstream: GeneratedClickstream) -> None:
    videos = read_csv(clickstream.truth / "users_items__video_watch.csv")
    for item in read_csv(clickstream.truth / "items__video_summary.csv"):
        own = [row for row in videos if row["item_id"] == item["item_id"]]
        assert int(item["viewer_count"]) == len(own)
        total = sum(float(row["watched_seconds"]) for row in own)
        assert math.isclose(float(item["watched_seconds"]), total, abs_tol=1e-6)
    for second in read_csv(clickstream.truth / "items_seconds__video_views.csv"):
        assert int(second["view_count"]) >= int(second["viewer_count"])
    for row in read_csv(clickstream.truth / "courses_countries__event_loss.csv"):
        assert row["expected_heartbeat_count"] == row["received_heartbeat_count"]
    dates = read_csv(clickstream.truth / "users_courses_dates__activity.csv")
    for row in dates:
        assert float(row["total_within_5_minutes_seconds"]) <= float(row["total_within_30_minutes_seconds"])
    sessions = read_csv(clickstream.truth / "activity_sessions.csv")
    inside = sum(int(row["event_count"]) for row in sessions if row["course_id"])
    assert inside == sum(int(row["event_count"]) for row in dates)


def test_pages_mislead(clickstream: GeneratedClickstream, rows: list[LogRow]) -> None:
    truth = read_csv(clickstream.truth / "events.csv")
    duplicates = sum(row["is_duplicate_pageview"] == "true" for row in truth)
    redirects = [row for row in truth if row["is_redirect_pageview"] == "true"]
    assert duplicates > 20 and {row["event_type"] for row in redirects} == {"pageview"}
    assert {row["access_type"] for row in redirects} == {"", "week"}
    fronts = [row for row in truth if row["event_type"] == "pageview" and row["url_path"].count("/") == 2]
    assert {row["is_redirect_pageview"] for row in fronts if row["course_slug"]} == {"true", "false"}
    assert sum(row["has_unreadable_value"] == "true" for row in truth) > 2
    unmapped = [row for row in rows if row.cells[8] is None]
    assert {"/learn/" in row.url for row in unmapped} == {True, False}
    assert any(row.cells[0] is None for row in rows)
    assert any(row.cells[9] and row.cells[9].islower() for row in rows)
    assert any("#" in row.url and "?" in row.url.split("#")[1] for row in rows)
    cookies: dict[str | None, set[str | None]] = defaultdict(set)
    for row in rows:
        cookies[row.cells[1]].add(row.cells[0])
    assert max(len(users) for users in cookies.values()) == 2


def test_sessions_mislead(clickstream: GeneratedClickstream, rows: list[LogRow]) -> None:
    gaps = course_gaps(rows)
    assert gaps[SESSION_GAP] > 2 and gaps[SESSION_GAP + 1_000_000] > 2
    sessions = read_csv(clickstream.truth / "activity_sessions.csv")
    inside = [row for row in sessions if row["course_id"]]
    splitting = sum(count for gap, count in gaps.items() if gap > SESSION_GAP)
    assert len(inside) == splitting + len({(row["user_id"], row["course_id"]) for row in inside})
    assert any(row["started_at"][:10] < row["ended_at"][:10] for row in sessions)
    assert any(row["is_longer_than_5_seconds"] == "false" for row in sessions)


def test_viewings_mislead(clickstream: GeneratedClickstream, rows: list[LogRow]) -> None:
    found = followers(rows)
    for pair in (
        "seek heartbeat",
        "pause seek",
        "seek play",
        "heartbeat playback_rate_change",
        "heartbeat wait",
    ):
        assert found[pair] > 2, pair
    for pair in ("start = play", "play = seek", "pause = pause", "volume_change = subtitle_change"):
        assert found[pair] + found[" = ".join(reversed(pair.split(" = ")))] > 1, pair
    assert found["heartbeat start"] > 2 and found["over midnight"] > 2
    intervals = read_csv(clickstream.truth / "video_watch_intervals.csv")
    assert any(row["started_at"][:10] < row["event_date"] for row in intervals)
    ended_by = {row["ended_by"] for row in intervals}
    assert {"pause", "end", "seek", "heartbeat", "playback_rate_change"} <= ended_by


def test_numbers_stand_as_numbers_and_as_texts(rows: list[LogRow]) -> None:
    kinds = Counter(
        type(row.value[name]).__name__
        for row in rows
        for name in ("timecode", "playback_rate", "volume")
        if row.value.get(name, "") != ""
    )
    texts = kinds["str"] / kinds.total()
    assert 0.3 < texts < 0.8
    assert any(len(row.value) == 11 and row.value["volume_delta"] == "" for row in rows)
    names = {str(row.value.get("video_name", "")) for row in rows}
    assert all(any(letter in name for name in names) for letter in (",", '"', "読"))


def test_loss_takes_its_share_and_leaves_the_truth(
    clickstream: GeneratedClickstream, lossy: GeneratedClickstream
) -> None:
    counts: Counter[tuple[bool, str]] = Counter()
    for row in read_csv(lossy.truth / "event_loss.csv"):
        is_lossy_country = row["country_cd"] in ("IN", "CN")
        counts[is_lossy_country, "made"] += int(row["event_count"])
        counts[is_lossy_country, "lost"] += int(row["lost_event_count"])
    assert abs(counts[False, "lost"] / counts[False, "made"] - LOSS) < 0.02
    assert abs(counts[True, "lost"] / counts[True, "made"] - 2.5 * LOSS) < 0.03
    outside = clickstream.event_count - sum(counts[country, "made"] for country in (True, False))
    lost = sum(counts[country, "lost"] for country in (True, False))
    assert 0 <= clickstream.event_count - lossy.event_count - lost <= outside
    arrived = {line for path in lossy.files for line in file_bytes(path).splitlines()}
    assert arrived < {line for path in clickstream.files for line in file_bytes(path).splitlines()}
    for mart in ("video_watch_intervals", "users_items__video_watch"):
        assert (lossy.truth / f"{mart}.csv").read_bytes() == (clickstream.truth / f"{mart}.csv").read_bytes()
    assert not (lossy.truth / "events.csv").exists()


def test_command_prints_the_path_of_every_file(tmp_path: Path) -> None:
    options = [
        "--learners",
        "12",
        "--courses",
        "1",
        "--first-date",
        "2022-09-15",
        "--days",
        "2",
        "--no-truth",
    ]
    result = CliRunner().invoke(app, ["coursera-clickstream", "--out", str(tmp_path), *options])
    assert result.exit_code == 0, result.output
    files = sorted(tmp_path.glob("*.csv.gz"))
    assert sorted(result.stdout.split()) == [str(path) for path in files]
    assert {path.name[:-7] for path in files} == {
        f"{domain}-2022-09-{day}" for domain in ("access", "video") for day in (15, 16)
    }
    assert [path.name for path in (tmp_path / "truth").iterdir()] == ["event_loss.csv"]


def test_impossible_shares_and_windows_are_refused() -> None:
    with pytest.raises(Refused):
        ClickstreamConfig(loss=1.0)
    with pytest.raises(Refused):
        ClickstreamConfig(days=0)
