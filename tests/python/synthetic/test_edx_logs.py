"""Generated tracking logs tell what the simulation did, as edX's servers, browsers and apps write it."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from coursehouse.errors import Refused
from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.logs import EdxLogsConfig, GeneratedLogs, generate_edx_logs

CONFIG = EdxLogsConfig(EdxConfig(learners=60, courses=1, seed=5), days=12)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GeneratedLogs:
    return generate_edx_logs(CONFIG, tmp_path_factory.mktemp("logs"))


@pytest.fixture(scope="module")
def lines(made: GeneratedLogs) -> list[tuple[str, dict[str, Any]]]:
    """The date of the file and the event, for every line."""
    return [
        (path.name[-17:-7], json.loads(line[line.index("{") :]))
        for path in made.files
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
    ]


def _truth(made: GeneratedLogs, mart: str) -> list[dict[str, str]]:
    with (made.truth / f"{mart}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _payload(event: dict[str, Any]) -> Any:
    text = event["event"]
    return json.loads(text) if isinstance(text, str) and text.startswith(("{", "[", '"')) else text


def test_equal_configurations_write_equal_bytes(made: GeneratedLogs, tmp_path: Path) -> None:
    again = generate_edx_logs(CONFIG, tmp_path)
    for one, other in zip(made.files, again.files, strict=True):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes()
    assert [path.read_bytes() for path in sorted(made.truth.iterdir())] == [
        path.read_bytes() for path in sorted(again.truth.iterdir())
    ]


def test_every_line_is_in_the_truth(made: GeneratedLogs, lines: list[tuple[str, dict[str, Any]]]) -> None:
    assert len(lines) == made.event_count
    told = Counter(
        (day, str(event["context"]["user_id"]), event["event_source"], event["event_type"])
        for day, event in lines
    )
    true = Counter(
        (row["log_date"], row["user_id"], row["event_source"], row["delivered_type"])
        for row in _truth(made, "events")
    )
    assert told == true


def test_file_is_that_of_the_day_on_which_an_event_arrived(lines: list[tuple[str, dict[str, Any]]]) -> None:
    late = 0
    for day, event in lines:
        arrived = event["context"].get("received_at", event["time"])
        assert datetime.fromisoformat(arrived).date().isoformat() == day
        late += event["time"][:10] != day
    assert late


def test_problem_is_told_four_times_and_counts_once(
    made: GeneratedLogs, lines: list[tuple[str, dict[str, Any]]]
) -> None:
    sources = Counter(event["event_source"] for _, event in lines if event["event_type"] == "problem_check")
    graded = sum(event["event_type"] == "problem_graded" for _, event in lines)
    asked = sum(event["event_type"].endswith("/problem_check") for _, event in lines)
    assert sources["server"] == pytest.approx(sources["browser"], abs=4)
    assert graded == pytest.approx(asked, abs=4)
    counted = [row for row in _truth(made, "events") if row["domain"] in ("problem", "technical")]
    assert {row["event_source"] for row in counted if row["is_canonical"] == "true"} == {"server"}


def test_watched_stretches_lie_between_the_events_that_tell_them(
    made: GeneratedLogs, lines: list[tuple[str, dict[str, Any]]]
) -> None:
    ends = Counter(
        (str(event["context"]["user_id"]), payload["id"], float(place))
        for _, event in lines
        if event["event_type"] in ("pause_video", "stop_video", "seek_video")
        and isinstance(payload := _payload(event), dict)
        for place in [payload.get("old_time", payload.get("currentTime", payload.get("current_time")))]
    )
    intervals = _truth(made, "video_watch_intervals")
    assert intervals
    for row in intervals:
        assert float(row["watched_seconds"]) == float(row["end_second"]) - float(row["start_second"]) > 0
        assert ends[row["user_id"], row["item_id"].rpartition("@")[2], float(row["end_second"])]


def test_no_days_are_refused() -> None:
    with pytest.raises(Refused, match="no days"):
        EdxLogsConfig(EdxConfig(), days=0)
