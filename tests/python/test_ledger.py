"""The ledger: entries survive the way to disk and back, and content hashes know what is the same export."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.ledger import ExportEntry, FileEntry, Ledger, content_sha256, export_id
from coursehouse.platforms.base import Missing

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
COUNT = st.integers(0, 2**40)
FILES = st.builds(
    FileEntry,
    source_file=TEXT,
    table_name=TEXT,
    is_known_table=st.booleans(),
    sha256=TEXT,
    size_bytes=COUNT,
    dialect=TEXT,
    accounting=TEXT,
    rows_read=COUNT,
    rows_landed=COUNT,
    rows_rejected=COUNT,
    cells_nulled=COUNT,
    column_count=COUNT,
    unknown_columns=TEXTS,
    notes=TEXTS,
    seconds=st.floats(0, 1e6),
    parquet=TEXTS,
    rejects=st.none() | TEXT,
    domain=st.none() | TEXT,
    log_date=st.none() | st.dates(),
    course_id=st.none() | TEXT,
)
ENTRIES = st.builds(
    ExportEntry,
    export_id=st.text("abc-0", min_size=1, max_size=5),
    platform=TEXT,
    source_name=TEXT,
    scope=TEXT,
    partner=st.none() | TEXT,
    id_mode=st.none() | TEXT,
    snapshot_at=st.datetimes(),
    snapshot_source=TEXT,
    content_sha256=TEXT,
    contract_version=TEXT,
    null_strings=TEXTS,
    course_ids=TEXTS,
    files=st.lists(FILES, max_size=2).map(tuple),
    load_number=COUNT,
    missing=st.lists(st.builds(Missing, TEXT, TEXT, st.none() | TEXT, TEXT, TEXT), max_size=2).map(tuple),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES)
def test_entry_survives_the_way_to_disk(tmp_path: Path, entry: ExportEntry) -> None:
    ledger = Ledger(Home(tmp_path))
    ledger.write(entry)
    assert ledger.get(entry.export_id) == entry
    assert ledger.find(entry.platform, entry.content_sha256) == entry
    ledger.remove(entry.export_id)
    assert ledger.entries() == ()


def test_content_is_the_same_in_any_order_folder_and_packing() -> None:
    one = [("users", "users.csv", "aa"), ("courses", "deep/courses.csv", "bb")]
    other = [("courses", "courses.csv.gz", "bb"), ("users", "top/users.csv", "aa")]
    assert content_sha256(one) == content_sha256(other)
    assert content_sha256(one) != content_sha256(
        [("users", "users.csv", "aa"), ("courses", "courses.csv", "bc")]
    )
    assert content_sha256(one) != content_sha256(one[:1])


def test_export_id_is_a_plain_file_name() -> None:
    assert export_id("course_1502409600000", "0123456789") == "course_1502409600000-01234567"
    assert export_id("../a b/ü", "0123456789") == "_a_b_-01234567"
    assert export_id("..", "0123456789") == "export-01234567"


def test_entries_stand_oldest_snapshot_first(tmp_path: Path) -> None:
    ledger = Ledger(Home(tmp_path))
    for name, day in (("b", 1), ("a", 2), ("c", 1)):
        fields = dict.fromkeys(ExportEntry.__dataclass_fields__, "") | {
            "export_id": name,
            "snapshot_at": datetime(2017, 1, day),
            "files": (),
        }
        ledger.write(ExportEntry(**fields))
    assert [entry.export_id for entry in ledger.entries()] == ["b", "c", "a"]


def test_damaged_entry_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.ledger.mkdir()
    (home.ledger / "x.json").write_text("{")
    with pytest.raises(Refused, match=r"x\.json cannot be read"):
        Ledger(home).entries()
