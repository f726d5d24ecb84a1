"""Lines of tracking logs: every one is an event that says what it said, or a reject that says why not."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.contract import load_contract
from coursehouse.platforms.base import ReadOptions
from coursehouse.platforms.edx.log_times import moment
from coursehouse.platforms.edx.logs import EdxLogsPlatform, log_name
from coursehouse.settings import Settings

from .gpg_keys import Keys, needs_gpg
from .log_files import DAY, SOUND, line, read

SEGMENT = line(messageId="m", anonymousId="a", type="track", event="x", sentAt="2016-09-01T10:00:00Z")

DAMAGED = {
    "a blank line": b"",
    "a comment": b"# Seek backwards, then pause.",
    "a NUL byte": SOUND.replace(b"ann", b"a\0n"),
    "not UTF-8": SOUND.replace(b"ann", b"a\xe9n"),
    "no JSON object": b"Traceback (most recent call last):",
    "cut off before its end": SOUND[:-40],
    "more than one JSON object": SOUND + SOUND,
    "text behind the JSON object": b"[" + SOUND + b"]",
    "not JSON": SOUND.replace(b"ann", b"a\\dn"),
    "half of a character, as an escape": SOUND.replace(b"ann", b"a\\ud83dn"),
    "an event of Segment, not of a tracking log": SEGMENT,
    "a JSON object, but no event": b'{"level": "INFO"}',
    "JSON that is nested too deeply": line(name="x").replace(
        b'"x"', b'"x", "event": ' + b"[" * 9999 + b"]" * 9999
    ),
}
MORE_DAMAGE = {
    "half of a character, as an escape": [
        SOUND.replace(b'"path": "', b'"path": "\\udc3d'),
        SOUND.replace(b"ann", b"ann\\uD83D"),
        SOUND.replace(b"1e1", b"\\\\\\ud83d"),
    ],
    "not UTF-8": [
        SOUND.replace(b'"path": "', b'"path": "\xed\xa0\xbd'),
        SOUND.replace(b"/event", b"\xc0\xaf"),
    ],
    "not JSON": [SOUND.replace(b"7", b"07"), SOUND.replace(b"7", b"NaN"), SOUND.replace(b"7,", b"7,,")],
    "a blank line": [b" \t", b"\r"],
}


@pytest.mark.parametrize("reason", DAMAGED)
def test_a_damaged_line_is_set_aside_with_its_number_its_reason_and_its_text(reason: str) -> None:
    damaged = DAMAGED[reason]
    rows, [reject], summary = read(b"\n".join([SOUND, damaged, SOUND, SOUND]))
    assert [row["_row_number"] for row in rows] == [1, 3, 4]
    assert (reject.row_number, reject.line_number, reject.column_name, reject.reason) == (2, 2, None, reason)
    text = bytes.fromhex(reject.text) if reject.text_encoding == "hex" else reject.text.encode()
    assert text == damaged
    assert (summary.rows_read, summary.rows_rejected, summary.cells_nulled) == (4, 1, 0)


@pytest.mark.parametrize(
    ("reason", "damaged"), [(reason, each) for reason, kinds in MORE_DAMAGE.items() for each in kinds]
)
def test_less_common_damage_is_named(reason: str, damaged: bytes) -> None:
    _, [reject], _ = read(SOUND + b"\n" + damaged + b"\n")
    assert reject.reason == reason


def test_as_many_objects_as_lines_are_not_one_on_each() -> None:
    """Two processes that write at once leave two objects on one line, and an empty line behind it."""
    rows, rejects, _ = read(b"\n".join([SOUND, SOUND + SOUND, b"", SOUND, b""]))
    assert [row["_row_number"] for row in rows] == [1, 4]
    assert [reject.reason for reject in rejects] == ["more than one JSON object", "a blank line"]


def test_an_object_over_two_lines_is_no_event() -> None:
    cut = SOUND.index(b'"event"')
    _, rejects, _ = read(SOUND[:cut] + b"\n" + SOUND[cut:] + b"\n" + SOUND + SOUND + b"\n")
    assert [reject.row_number for reject in rejects] == [1, 2, 3]


def test_what_an_event_tells_is_kept_as_it_stands() -> None:
    payload = (
        b'{"a":1e5,  "b": 0.1000000000000000055, "a": "\\u00e9\\ud83d\\ude00", "n": 12345678901234567890}'
    )
    rows, rejects, _ = read(b'{"event_type": "x", "event": ' + payload + b', "context": ' + payload + b"}")
    assert (rows[0]["event"], rows[0]["context"], rejects) == (payload.decode(), payload.decode(), [])


@pytest.mark.parametrize(
    ("written", "text", "form"),
    [
        ('{"GET": {}}', '{"GET": {}}', "object"),
        (r'"{\"id\": \"b1\"}"', '{"id": "b1"}', "string"),
        ('""', "", "string"),
        ('["a=1", "<p>"]', '["a=1", "<p>"]', "array"),
        ("-1.50", "-1.50", "number"),
        ("true", "true", "boolean"),
        ("null", None, "null"),
    ],
)
def test_events_come_in_every_form(written: str, text: str | None, form: str) -> None:
    rows, _, _ = read(f'{{"event_type": "x", "event": {written}}}'.encode())
    assert (rows[0]["event"], rows[0]["event_form"]) == (text, form)


def test_an_event_that_tells_nothing_has_no_form() -> None:
    rows, _, _ = read(line(event_type="x", context=None))
    assert [rows[0][name] for name in ("event", "event_form", "context", "time", "time_text")] == [None] * 5


@pytest.mark.parametrize(
    "prefix",
    [
        "Sep  9 00:00:48 localhost ",
        "2023-05-23 13:53:13,461 INFO 20 [tracking] [user 6] [ip 1.2.3.4] logger.py:41 - ",
        "\ufeff",
    ],
)
def test_what_a_logger_wrote_before_an_event_is_kept_beside_it(prefix: str) -> None:
    rows, rejects, summary = read(prefix.encode() + SOUND + b"\n" + SOUND)
    assert [row["line_prefix"] for row in rows] == [prefix.strip(), None]
    assert [row["username"] for row in rows] == ["ann", "ann"]
    assert not rejects and "1 lines" in summary.notes[0]


def test_fields_without_a_column_are_kept_together() -> None:
    data = b'{"name": "x", "label": "a\\"b", "augmented": {"country_code": "US", "n": 1.50}}'
    rows, _, _ = read(SOUND + b"\n" + data)
    assert [row["other_fields"] for row in rows] == [
        None,
        '{"label": "a\\"b", "augmented": {"country_code": "US", "n": 1.50}}',
    ]


def test_a_number_where_a_text_belongs_is_its_text() -> None:
    rows, rejects, _ = read(b'{"name": "x", "username": 42, "page": {"a": [1.0]}, "ip": false}')
    assert (rows[0]["username"], rows[0]["page"], rows[0]["ip"], rejects) == (
        "42",
        '{"a": [1.0]}',
        "false",
        [],
    )


def test_escapes_that_no_engine_can_hold_are_replaced_and_named() -> None:
    data = (
        rb'{"name": "a\u0000b", "event": "{\"x\": \"\\u0000 \\ud83d\\ude00 \\ud83d\"}",'
        rb' "context": {"path": "\u0000", "y": "\\u0000"}, "label": "\u0000"}'
    )
    [row], rejects, summary = read(data)
    assert row["name"] == "a\ufffdb"
    assert row["event"] == r'{"x": "\ufffd \ud83d\ude00 \ufffd"}'
    assert row["context"] == r'{"path": "\ufffd", "y": "\\u0000"}'
    assert row["other_fields"] == r'{"label": "\ufffd"}'
    assert {reject.column_name: reject.text for reject in rejects} == {
        "name": r"a\u0000b",
        "event": r'{"x": "\u0000 \ud83d\ude00 \ud83d"}',
        "context": r'{"path": "\u0000", "y": "\\u0000"}',
        "other_fields": r'{"label": "\u0000"}',
    }
    assert (summary.rows_rejected, summary.cells_nulled) == (0, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2016-09-01T10:00:00.123456+00:00", datetime(2016, 9, 1, 10, 0, 0, 123456)),
        ("2016-09-01T10:00:00.5", datetime(2016, 9, 1, 10, 0, 0, 500000)),
        ("2016-09-01T10:00:00", datetime(2016, 9, 1, 10)),
        ("2016-09-01 10:00:00Z", datetime(2016, 9, 1, 10)),
        ("2016-09-01T10:00:00.123456789-04:30", datetime(2016, 9, 1, 14, 30, 0, 123456)),
        ("2016-09-01T10:00:00+0200", datetime(2016, 9, 1, 8)),
        ('{"$date": 1472724000123}', datetime(2016, 9, 1, 10, 0, 0, 123000)),
        ('{"$date": {"$numberLong": "-1000"}}', datetime(1969, 12, 31, 23, 59, 59)),
        ('{"$date": "2016-09-01T10:00:00Z"}', datetime(2016, 9, 1, 10)),
        ('{"$date": true}', None),
        ('{"$date": {"$date": 1}}', None),
        ("2016-09-31T10:00:00+00:00", None),
        ("0001-01-01T00:00:00+12:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_come_in_every_form_and_are_utc(text: str, found: datetime | None) -> None:
    assert moment(text) == found


def test_a_time_that_is_none_leaves_null_and_its_text() -> None:
    data = SOUND.replace(b"2016-09-01T10:00:00.123456+00:00", b"soon")
    rows, [reject], summary = read(SOUND + b"\n" + data)
    assert [row["time"] for row in rows] == [datetime(2016, 9, 1, 10, 0, 0, 123456), None]
    assert rows[1]["time_text"] == "soon"
    assert (reject.row_number, reject.column_name, reject.text, summary.cells_nulled) == (
        2,
        "time",
        "soon",
        1,
    )


def test_mongo_times_and_ids_land() -> None:
    data = b'{"_id": {"$oid": "5e"}, "event_type": "x", "time": {"$date": 1472724000000}}'
    rows, _, _ = read(data)
    assert (rows[0]["time"], rows[0]["time_text"]) == (datetime(2016, 9, 1, 10), '{"$date": 1472724000000}')
    assert rows[0]["other_fields"] == '{"_id": {"$oid": "5e"}}'


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="\0"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_characters="\0")), inner, max_size=3)
    ),
    max_leaves=8,
)
events = st.fixed_dictionaries(
    {"event_type": st.text(st.characters(exclude_characters="\0"))},
    optional={
        "username": st.none() | st.text(st.characters(exclude_characters="\0")),
        "event": json_values,
        "context": json_values,
    },
)


@given(events, st.booleans())
def test_any_event_is_read_as_python_reads_it(event: dict[str, Any], ascii_only: bool) -> None:
    data = json.dumps(event, ensure_ascii=ascii_only).encode()
    [row], rejects, _ = read(data + b"\n")
    assert not rejects
    assert (row["event_type"], row["username"]) == (event["event_type"], event.get("username"))
    payload = event.get("event")
    if isinstance(payload, str):
        assert row["event"] == payload
    else:
        assert (row["event"] and json.loads(row["event"])) == payload
    assert (row["context"] and json.loads(row["context"])) == event.get("context")


any_line = st.sampled_from([SOUND, *DAMAGED.values(), b"prefix " + SOUND, SOUND + b"\r"]) | st.binary(
    max_size=30
)


@given(st.lists(any_line, max_size=30), st.integers(1, 3000), st.booleans())
def test_every_line_counts_once_wherever_blocks_end(lines: list[bytes], block: int, is_ended: bool) -> None:
    data = b"\n".join(lines) + b"\n" * is_ended
    expected = data.split(b"\n")[: None if data and not data.endswith(b"\n") else -1]
    rows, rejects, summary = read(data, block)
    whole = [reject for reject in rejects if reject.column_name is None]
    numbers = sorted([row["_row_number"] for row in rows] + [reject.row_number for reject in whole])
    assert numbers == list(range(1, len(expected) + 1))
    assert (summary.rows_read, summary.rows_rejected) == (len(expected), len(whole))
    alone = [read(each) for each in expected]
    assert [row | {"_row_number": 1} for row in rows] == [row for found, _, _ in alone for row in found]
    assert [reject.reason for reject in whole if expected[reject.row_number - 1]] == [
        reject.reason for _, found, _ in alone for reject in found if reject.column_name is None
    ]


@pytest.mark.parametrize(
    ("name", "domain", "date"),
    [
        ("hypotheticalx-edx-events-2016-09-01.log.gz.gpg", "hypotheticalx-edx", "2016-09-01"),
        ("HypotheticalX-edge-events-2016-09-01.log", "HypotheticalX-edge", "2016-09-01"),
        ("2016-09-01_HypotheticalX.log.gz", "HypotheticalX", "2016-09-01"),
        ("tracking.log-20160901.gz", "tracking", "2016-09-01"),
        ("video_timeline.log", "video_timeline", "None"),
        ("events-2016-09-31.log", "events-2016-09-31", "None"),
    ],
)
def test_names_tell_domain_and_date(name: str, domain: str, date: str) -> None:
    found = log_name(name)
    assert found and (found.domain, str(found.log_date)) == (domain, date)


@pytest.mark.parametrize("name", ["users.sql", "catalog.txt", "x-prod.mongo", "login.csv", ".log"])
def test_other_names_are_no_logs(name: str) -> None:
    assert log_name(name) is None


def test_every_row_has_the_domain_and_the_date_of_its_file() -> None:
    rows, _, _ = read(SOUND)
    assert (rows[0]["domain"], rows[0]["log_date"]) == (DAY.domain, DAY.log_date)


@needs_gpg
def test_encrypted_logs_are_read_as_they_are(keys: Keys, tmp_path: Path) -> None:
    for name in ("x-edx-events-2016-09-01.log.gz.gpg", "undated.log.gz.gpg"):
        (tmp_path / name).write_bytes(keys.encrypt(gzip.compress(SOUND + b"\n" + SOUND)))
    platform = EdxLogsPlatform(Settings(tmp_path, gpg_home=keys.home), load_contract("edx"))
    [export] = platform.open_exports([tmp_path], ReadOptions())
    assert [file.day.log_date.isoformat() for file in export.files if file.day] == ["2016-09-01"] * 2
    assert [sum(part.rows.num_rows for part in file.reader().batches()) for file in export.files] == [2, 2]


@needs_gpg
def test_a_log_encrypted_for_somebody_else_is_missing(keys: Keys, other_keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "undated.log.gpg").write_bytes(other_keys.encrypt(SOUND))
    (tmp_path / "plain.log").write_bytes(SOUND)
    platform = EdxLogsPlatform(Settings(tmp_path, gpg_home=keys.home), load_contract("edx"))
    [export] = platform.open_exports([tmp_path], ReadOptions())
    assert [each.source_file for each in export.missing] == ["undated.log.gpg"]
