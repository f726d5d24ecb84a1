"""Tracking logs of edX against answers that others published for them, and days that come late."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursehouse.platforms.edx.course_ids import canonical_course_id
from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.logs import EdxLogsConfig, GeneratedLogs, generate_edx_logs
from warehouse.compare import assert_same_rows
from warehouse.warehouses import EXIT_DATA_FAULTS, EXIT_LANDED, NewWarehouse, Warehouse

BUILT = ("+events", "+video_watch_intervals")
NO_TESTS = ("--exclude-resource-type", "test", "unit_test")
Rows = list[tuple[Any, ...]]

NOT_BLOCKS = {
    # a tab of a sequence, a place in the forum, a name without a kind, an answer to no known kind of event
    "cidre3_event_id_seq_next_input",
    "fidre7_event_type_input",
    "fidre8_event_type_input",
    "cidre9_event_type_input",
    "okre2_page_input",
}
OWN_KEYS = {
    # the key names another course than the address around it: edx2bigquery takes the course of the address
    "cidre10_path_input",
    "okre3_event_type_input",
}


@pytest.fixture(scope="module")
def logs(shared: Path, new_warehouse: NewWarehouse) -> Warehouse:
    """The published logs; comments and blank lines in them are rejected."""
    warehouse = new_warehouse("edx_logs")
    assert warehouse.load_logs(shared / "exports/edx/logs") == EXIT_DATA_FAULTS
    warehouse.build("--select", *BUILT, *NO_TESTS)
    return warehouse


@pytest.fixture(scope="module")
def query(logs: Warehouse) -> Callable[[str], Rows]:
    def rows(sql: str) -> Rows:
        with logs.connect() as connection:
            return connection.execute(sql).fetchall()

    return rows


def answers(shared: Path, name: str) -> list[dict[str, str]]:
    """The rows of an expected answer."""
    with (shared / "expected/edx" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def short_key(block: str | None) -> str:
    """A block's key as edx2bigquery writes it: without the run."""
    if not block:
        return ""
    match = re.fullmatch(r"(?:ccx-)?block-v1:([^+]+)\+([^+]+)\+.*\+?type@([^+]+)\+block@(.+)", block)
    return "/".join(match.groups()) if match else block.removeprefix("i4x://")


def without_remains(module: str) -> str:
    """What edx2bigquery takes for a block, without what it leaves behind: a slash, a quote."""
    return re.sub(r'\\?"[^/]*$|/$', "", module)


def test_every_published_event_is_of_the_course_and_block_that_is_known_of_it(
    shared: Path, query: Callable[[str], Rows]
) -> None:
    """Where we tell a block and edx2bigquery none, an answer's id or a player's names it (docs/edx.md)."""
    found = {
        (file, number): (course, block)
        for file, number, course, block in query(
            "select _source_file, _row_number, course_id, block_id"
            " from intermediate.int_clickstream__edx_events"
        )
    }
    compared: Counter[str] = Counter()
    for answer in answers(shared, "normalised_events/fields.hand.csv"):
        place = (answer["source_file"], int(answer["source_line"]))
        if place[0] not in {file for file, _ in found}:
            compared["in a log that is not here"] += 1
            continue
        course, block = found[place]
        if answer["course_id"] or place != ("event_export_tracking.log", 11):
            assert course == canonical_course_id(answer["course_id"]), place
        module, key = without_remains(answer["module_id"]), short_key(block)
        if module.startswith(f"{key}/") and answer["event_type"].startswith("seq_"):
            compared["a tab of a sequence"] += 1
        elif not module:
            compared["told by us alone" if key else "told by none"] += 1
        else:
            assert key == module, place
            compared["the same"] += 1
    assert compared == {
        "the same": 126,
        "a tab of a sequence": 11,
        "told by us alone": 27,
        "told by none": 87,
        "in a log that is not here": 68,
    }


def test_events_go_to_the_course_and_the_date_to_which_edx_sent_them(
    shared: Path, query: Callable[[str], Rows]
) -> None:
    found = {
        (file, number): (course, date)
        for file, number, course, date in query(
            "select _source_file, _row_number, course_id, cast(event_date as text)"
            " from intermediate.int_clickstream__edx_events"
        )
    }
    places = {}
    for path in (shared / "exports/edx/logs").glob("*.log"):
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            for text in (line, line + b"\n"):
                places.setdefault(hashlib.sha1(text).hexdigest()[:12], (path.name, number))
    routed = answers(shared, "event_export/routing.csv")
    for answer in routed:
        course, date = found[places[answer["line_sha1_12"]]]
        name = course.split(":")[1].replace("+", "_").replace("@", "_")
        sites = [f"{name.split('_')[0].lower()}-{site}" for site in ("edx", "edge")]
        assert answer["output_file"] in {f"{each}-events-{date}.log" for each in (name, *sites)}
    assert len(routed) == 25


def test_blocks_of_odd_events_are_those_that_edx2bigquery_finds(
    shared: Path, new_warehouse: NewWarehouse, tmp_path: Path
) -> None:
    names, lines = [], []
    with (shared / "exports/edx/module_id_events.jsonl").open(encoding="utf-8") as file:
        for line in file:
            given = json.loads(line)
            names.append(given["name"])
            lines.append(json.dumps({"time": "2019-01-01T00:00:00+00:00"} | given["event"]))
    path = tmp_path / "odd.log"
    path.write_text("\n".join(lines), encoding="utf-8")
    warehouse = new_warehouse("odd_events")
    assert warehouse.load_logs(path) == EXIT_LANDED
    warehouse.build("--select", "+int_clickstream__edx_events", *NO_TESTS)
    with warehouse.connect() as connection:
        found = connection.execute(
            "select _row_number, block_id from intermediate.int_clickstream__edx_events order by 1"
        ).fetchall()
    blocks = {names[number - 1]: short_key(block) for number, block in found}
    different = {
        answer["name"]
        for answer in answers(shared, "normalised_events/module_id.hand.csv")
        if blocks.get(answer["name"], "") != without_remains(answer["module_id"])
    }
    assert different == NOT_BLOCKS | OWN_KEYS


def test_segments_of_videos_are_viewed_as_often_as_insights_counts(
    shared: Path, new_warehouse: NewWarehouse
) -> None:
    """edX's pipeline cuts videos into segments of 5 seconds, the last one of a stretch included."""
    warehouse = new_warehouse("video_timeline")
    assert warehouse.load_logs(shared / "exports/edx/logs/video_timeline.log") == EXIT_DATA_FAULTS
    warehouse.build("--select", *BUILT, *NO_TESTS)
    with warehouse.connect() as connection:
        intervals = connection.execute(
            "select course_id, item_id, user_id, start_second, end_second from marts.video_watch_intervals"
        ).fetchall()
    viewers: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for course, item, user, start, end in intervals:
        for segment in range(int(start // 5), int(end // 5) + 1):
            viewers[course, re.split("[@/]", item)[-1], segment].append(user)
    expected = {}
    for answer in answers(shared, "video/video_timeline.csv"):
        course, video = answer["pipeline_video_id"].split("|")
        key = (canonical_course_id(course), video.rsplit("-", 1)[-1], int(answer["segment"]))
        expected[key] = (int(answer["num_users"]), int(answer["num_views"]))
    assert {key: (len(set(users)), len(users)) for key, users in viewers.items()} == expected


def test_learners_are_active_in_the_weeks_that_insights_counts(
    shared: Path, query: Callable[[str], Rows]
) -> None:
    found = query(
        """
        select course_id, cast(cast(date_trunc('week', events.event_date) as date) as text), label,
            count(distinct nullif(staged.username, ''))
        from intermediate.int_clickstream__edx_events as events
        join staging.stg_edx__tracking_log_events as staged using (_export_id, _source_file, _row_number)
        cross join (values ('ACTIVE'), ('PLAYED_VIDEO'), ('ATTEMPTED_PROBLEM')) as labels (label)
        where _source_file = 'user_activity_tracking.log' and course_id is not null
            and events.event_source <> 'task' and domain <> 'enrollment' and staged.username <> ''
            and case label
                when 'ACTIVE' then true
                when 'PLAYED_VIDEO' then events.event_type = 'play'
                else delivered_type = 'problem_check' and is_canonical_kind
            end
        group by all
        """
    )
    expected = [
        (
            canonical_course_id(each["course_id"]),
            each["interval_start"][:10],
            each["label"],
            int(each["count"]),
        )
        for each in answers(shared, "user_activity/course_activity_weekly.csv")
    ]
    assert sorted(found) == sorted(expected)


def test_enrollments_by_date_follow_from_their_events(shared: Path, query: Callable[[str], Rows]) -> None:
    """Who is enrolled at the end of a date, by the last event of each person from the first of August on.

    Of whoever leaves a course without having entered it in that time it is known that he was in it.
    """
    changes = query(
        "select course_id, user_id, cast(event_date as text), delivered_type"
        " from intermediate.int_clickstream__edx_events where domain = 'enrollment'"
        " and _source_file = 'enrollment_trends_tracking.log' and event_date >= '2014-08-01'"
        " order by event_at"
    )
    for answer in answers(shared, "enrollment/enrollment_daily.csv"):
        is_enrolled = {
            user: not kind.endswith("deactivated")
            for course, user, date, kind in changes
            if course == canonical_course_id(answer["course_id"]) and date <= answer["date"]
        }
        counted = (sum(is_enrolled.values()), len(is_enrolled))
        assert counted == (int(answer["count"]), int(answer["cumulative_count"])), answer


def test_stays_in_a_course_run_follow_from_enrollment_events(
    shared: Path, new_warehouse: NewWarehouse, tmp_path: Path
) -> None:
    """The answers know no event before the first of August, and nobody who is only seen leaving."""
    published = shared / "exports/edx/logs/enrollment_trends_tracking.log"
    lines = published.read_text(encoding="utf-8").splitlines(keepends=True)
    log = tmp_path / "august.log"
    log.write_text(
        "".join(line for line in lines if json.loads(line)["time"] >= "2014-08-01"), encoding="utf-8"
    )
    warehouse = new_warehouse("stays")
    assert warehouse.load_logs(log) == EXIT_LANDED
    warehouse.build("--select", "+users_courses__membership_periods", *NO_TESTS)
    with warehouse.connect() as connection:
        stays = connection.execute(
            "select course_id, user_id, bool_or(is_current and role = 'LEARNER'),"
            " min(valid_from) filter (where role = 'LEARNER'),"
            " max(valid_from) filter (where role = 'NOT_ENROLLED')"
            " from marts.users_courses__membership_periods group by all having bool_or(role = 'LEARNER')"
        ).fetchall()
    found = {(course, user): times for course, user, *times in stays}
    expected = answers(shared, "enrollment/user_course_enrollment_summary.csv")
    assert len(found) == len(expected)
    for answer in expected:
        is_enrolled, first_enrolled_at, last_left_at = found[
            str(canonical_course_id(answer["course_id"])), answer["user_id"]
        ]
        assert is_enrolled == (answer["current_enrollment_is_active"] == "1"), answer
        assert str(first_enrolled_at) == answer["first_enrollment_time"], answer
        assert str(last_left_at or "") == answer["last_unenrollment_time"], answer


@pytest.fixture(scope="module")
def generated(
    new_warehouse: NewWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Warehouse, GeneratedLogs]:
    """A warehouse of generated logs, and what is true of them."""
    config = EdxLogsConfig(EdxConfig(learners=60, courses=2, seed=3), days=12)
    written = generate_edx_logs(config, tmp_path_factory.mktemp("generated"))
    warehouse = new_warehouse("generated_logs")
    assert warehouse.load_logs(*written.files) == EXIT_LANDED
    warehouse.build("--select", *BUILT, "+users_items__video_watch", *NO_TESTS)
    return warehouse, written


@pytest.mark.parametrize("mart", ["events", "video_watch_intervals", "users_items__video_watch"])
def test_marts_tell_what_was_simulated(mart: str, generated: tuple[Warehouse, GeneratedLogs]) -> None:
    warehouse, written = generated
    with warehouse.connect() as connection:
        assert_same_rows(connection, f"select * from marts.{mart}", written.truth / f"{mart}.csv")


def test_late_events_join_their_own_date(new_warehouse: NewWarehouse, tmp_path: Path) -> None:
    """A log that comes later changes the dates of its events alone; taken back, all is as before."""

    def log(name: str, *events: dict[str, object]) -> Path:
        path = tmp_path / f"x-edx-events-{name}.log"
        context = {"user_id": 7, "course_id": "course-v1:x+y+z", "path": "/event"}
        shared_fields = {"username": "ann", "event_source": "browser", "context": context}
        path.write_text("".join(json.dumps(shared_fields | event) + "\n" for event in events))
        return path

    def video(kind: str, second: float, at: str) -> dict[str, object]:
        return {"event_type": kind, "event": json.dumps({"id": "v1", "currentTime": second}), "time": at}

    def state() -> tuple[Rows, Rows]:
        with warehouse.connect() as connection:
            events = "select event_date, event_type, _delivery from marts.events order by all"
            watched = (
                "select event_date, start_second, end_second from marts.video_watch_intervals order by all"
            )
            return connection.execute(events).fetchall(), connection.execute(watched).fetchall()

    warehouse = new_warehouse("late")
    first = log("2016-09-01", video("play_video", 0, "2016-09-01T10:00:00+00:00"))
    second = log("2016-09-02", video("play_video", 0, "2016-09-02T10:00:00+00:00"))
    assert warehouse.load_logs(first, second) == EXIT_LANDED
    warehouse.build("--select", *BUILT, *NO_TESTS)
    before, watched = state()
    assert len(before) == 2 and watched == []
    late = log("2016-09-05", video("pause_video", 30, "2016-09-01T10:00:30+00:00"))
    assert warehouse.load_logs(late) == EXIT_LANDED
    warehouse.build("--select", *BUILT, *NO_TESTS)
    events, watched = state()
    assert [(str(date), kind) for date, kind, _ in events] == [
        ("2016-09-01", "pause"),
        ("2016-09-01", "play"),
        ("2016-09-02", "play"),
    ]
    assert events[-1] == before[-1]
    assert [(str(date), start, end) for date, start, end in watched] == [("2016-09-01", 0.0, 30.0)]
    late_id = next(path.stem for path in (warehouse.home / "ledger").glob("*2016-09-05*.json"))
    assert warehouse.run_command("remove", late_id).exit_code == 0
    warehouse.build("--select", *BUILT, *NO_TESTS)
    assert state() == (before, [])
