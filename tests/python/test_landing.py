"""Landing: types, row groups, rejects, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse import parquet
from coursehouse.contract import Contract, load_contract
from coursehouse.errors import Refused
from coursehouse.home import Home, safe_name
from coursehouse.landing import Landed, land_file
from coursehouse.platforms.base import Day, FileSummary, Parsed, Reject

SUMMARY = FileSummary(rows_read=0, rows_rejected=0, cells_nulled=0, dialect="coursera", accounting="rebuilt")


@dataclass(frozen=True)
class BatchFile:
    """A table file whose batches are given, as any platform may give them."""

    parsed: tuple[Parsed, ...]
    summary: FileSummary
    table_name: str = "users"
    source_file: str = "users.csv"
    is_known_table: bool = True
    size_bytes: int = 1
    day: Day | None = None
    course_id: str | None = None
    is_independent: bool = False
    error: Exception | None = None

    def sha256(self) -> str:
        return "0" * 64

    def reader(self) -> BatchFile:
        return self

    def batches(self) -> Iterator[Parsed]:
        yield from self.parsed
        if self.error:
            raise self.error


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract("coursera")


def users(first: int, count: int, text: str = "") -> Parsed:
    """So many rows from a row number on, each with an unknown column of this text."""
    numbers = pa.array(range(first, first + count), pa.int64())
    ids = pa.array([f"u{number}" for number in range(first, first + count)], pa.string())
    return Parsed(pa.table({"user_id": ids, "note": [text] * count, "_row_number": numbers}))


def land(home: Home, contract: Contract, file: BatchFile) -> Landed:
    return land_file(home, contract, "export-1", file, file.sha256(), lambda _: None)


def landed_rows(home: Home, landed: Landed) -> pa.Table:
    return pq.ParquetFile(home.root / landed.entry.parquet[0]).read()


def files(home: Home) -> list[Path]:
    return [path for path in home.root.rglob("*") if path.is_file()]


def test_landed_shape_is_contract_then_unknown_then_origin(home: Home, contract: Contract) -> None:
    file = BatchFile((users(1, 2, "x"),), replace(SUMMARY, rows_read=2, unknown_columns=("note",)))
    landed = land(home, contract, file)
    rows = landed_rows(home, landed)
    known = [column.name for column in contract.tables["users"].columns]
    assert rows.column_names == [*known, "note", "_export_id", "_source_file", "_row_number"]
    assert rows.schema.field("user_join_ts").type == pa.timestamp("us")
    assert rows.column("user_join_ts").null_count == 2
    assert rows.slice(1).select(
        ["user_id", "note", "_export_id", "_source_file", "_row_number"]
    ).to_pylist() == [
        {
            "user_id": "u2",
            "note": "x",
            "_export_id": "export-1",
            "_source_file": "users.csv",
            "_row_number": 2,
        }
    ]
    assert landed.entry.column_count == len(known) + 1
    assert landed.entry.parquet == ("landing/coursera/users/export-1/users.csv.parquet",)


def test_small_batches_are_gathered_into_large_row_groups(home: Home, contract: Contract) -> None:
    size, count = 10_000, 30
    batches = tuple(users(1 + number * size, size) for number in range(count))
    landed = land(home, contract, BatchFile(batches, replace(SUMMARY, rows_read=size * count)))
    metadata = pq.read_metadata(home.root / landed.entry.parquet[0])
    groups = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    assert groups == [131_072, 131_072, 37_856]
    assert landed_rows(home, landed).column("_row_number").to_pylist() == list(range(1, size * count + 1))


def test_long_texts_are_not_gathered_beyond_a_bound(home: Home, contract: Contract) -> None:
    text = "x" * 100_000
    batches = tuple(users(1 + number * 100, 100, text) for number in range(12))
    landed = land(home, contract, BatchFile(batches, replace(SUMMARY, rows_read=1_200)))
    metadata = pq.read_metadata(home.root / landed.entry.parquet[0])
    batches_in_group = -(-parquet.ROW_GROUP_BYTES // (100 * len(text)))
    assert metadata.num_row_groups == -(-len(batches) // batches_in_group) > 1
    assert metadata.num_rows == 1_200


def test_file_without_batches_lands_as_an_empty_table(home: Home, contract: Contract) -> None:
    landed = land(home, contract, BatchFile((), replace(SUMMARY, unknown_columns=("note",))))
    rows = landed_rows(home, landed)
    assert rows.num_rows == 0
    assert {"user_id", "note", "_row_number"} <= set(rows.column_names)
    assert landed.entry.rejects is None


def test_rejects_are_kept_with_their_place(home: Home, contract: Contract) -> None:
    reject = Reject(row_number=2, line_number=3, column_name=None, reason="too few columns", text="a,b")
    batch = replace(users(1, 1), rejects=(reject,) * 20_000)
    landed = land(
        home, contract, BatchFile((batch,), replace(SUMMARY, rows_read=20_001, rows_rejected=20_000))
    )
    assert landed.entry.rejects is not None
    kept = pq.ParquetFile(home.root / landed.entry.rejects).read()
    assert kept.column_names == [column.name for column in load_contract("landing").tables["rejects"].columns]
    assert kept.num_rows == 20_000
    assert kept.slice(0, 1).to_pylist() == [
        {
            "export_id": "export-1",
            "source_file": "users.csv",
            "platform": "coursera",
            "table_name": "users",
            "row_number": 2,
            "line_number": 3,
            "column_name": None,
            "reason": "too few columns",
            "text": "a,b",
            "text_encoding": "utf-8",
        }
    ]


def test_rows_that_do_not_add_up_are_refused_and_removed(home: Home, contract: Contract) -> None:
    with pytest.raises(Refused, match="3 rows were read, but 2 landed and 0 were rejected"):
        land(home, contract, BatchFile((users(1, 2),), replace(SUMMARY, rows_read=3)))
    assert files(home) == []


def test_reader_that_fails_leaves_nothing_behind(home: Home, contract: Contract) -> None:
    reject = Reject(1, 2, None, "too few columns", "a")
    batch = replace(users(1, 200_000), rejects=(reject,) * 9_000)
    with pytest.raises(OSError, match="cut off"):
        land(home, contract, BatchFile((batch,), SUMMARY, error=OSError("cut off")))
    assert files(home) == []


def test_newest_timestamp_leaves_plans_for_the_future_aside(home: Home, contract: Contract) -> None:
    times = pa.array(
        [datetime(2017, 1, 1), datetime(2017, 3, 1), datetime(2200, 1, 1), None], pa.timestamp("us")
    )
    rows = pa.table({"user_id": list("abcd"), "user_join_ts": times, "_row_number": [1, 2, 3, 4]})
    landed = land(home, contract, BatchFile((Parsed(rows),), replace(SUMMARY, rows_read=4)))
    assert landed.newest_at == datetime(2017, 3, 1)


def test_unknown_table_lands_as_it_is(home: Home, contract: Contract) -> None:
    file = BatchFile(
        (users(1, 1, "x"),), replace(SUMMARY, rows_read=1), table_name="new table", is_known_table=False
    )
    rows = landed_rows(home, land(home, contract, file))
    assert rows.column_names == ["user_id", "note", "_export_id", "_source_file", "_row_number"]


@given(st.text(min_size=1, max_size=150))
def test_safe_names_are_file_names_on_every_system(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= 100
    assert name == name.lower()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.-")
    assert not name.startswith(".")


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_safe_names_of_different_texts_differ(one: str, other: str) -> None:
    assert (safe_name(one) == safe_name(other)) == (one == other)


def test_safe_names_tell_letter_case_and_folders_apart() -> None:
    names = ["users.csv", "Users.csv", "a/users.csv", "a_users.csv", "b/users.csv", "."]
    assert len({safe_name(name) for name in names}) == len(names)
