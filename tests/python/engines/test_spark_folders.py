"""The folders under Spark's tables: links and no copies, one set per registration, turned to in one step."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coursehouse.contract import Column
from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.targets.base import Registration, Relation
from coursehouse.targets.spark_folders import SparkFolders, SparkTable, table_name

COLUMNS = (Column("course_id", "string", ""), Column("launched_at", "timestamp", ""))
# ext4 allows 65,000 links to one file, other file systems more; no more are tried.
MOST_LINKS = 65_001


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "warehouse")


@pytest.fixture
def folders(home: Home) -> SparkFolders:
    return SparkFolders(home)


def landed(home: Home, name: str, **columns: list[object]) -> Path:
    path = home.root / "landing" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def registration(*files: Path, name: str = "courses", note: str = "", others: bool = False) -> Registration:
    facts = {("landing", "notes"): pa.table({"note": [note]})}
    return Registration((Relation("coursera", name, COLUMNS, files, others),), facts)


def parts(folders: SparkFolders, name: str = "courses") -> list[Path]:
    return sorted(folders.location(SparkTable("coursera", name, ())).iterdir())


def show(folders: SparkFolders, wanted: Registration) -> None:
    built = folders.build(wanted)
    folders.make_place(built.tables)
    folders.show(built)
    folders.clear()


def test_landed_files_are_linked_and_not_copied(home: Home, folders: SparkFolders) -> None:
    moment = datetime(2017, 8, 1, 1, 2, 3, 456789, UTC).replace(tzinfo=None)
    path = landed(home, "_june", course_id=["c1"], launched_at=[moment])
    show(folders, registration(path, note="one"))
    [part] = parts(folders)
    assert part.samefile(path) and not part.name.startswith(("_", "."))
    path.unlink()
    assert pq.read_table(part).to_pylist() == [{"course_id": "c1", "launched_at": moment}]
    assert pq.read_table(folders.location(SparkTable("landing", "notes", ()))).to_pylist() == [
        {"note": "one"}
    ]


def test_same_registration_is_the_same_set_and_any_change_another(home: Home, folders: SparkFolders) -> None:
    june, july = (landed(home, name, course_id=[name]) for name in ("june", "july"))
    first = folders.build(registration(june))
    assert folders.build(registration(june)) == first
    others = [
        registration(june, july),
        registration(july),
        registration(june, note="new"),
        registration(june, others=True),
        registration(june, name="other"),
    ]
    names = {folders.build(other).name for other in others}
    pq.write_table(pa.table({"course_id": ["changed"]}), june)
    names |= {folders.build(registration(june)).name, first.name}
    assert len(names) == len(others) + 2


def test_only_the_shown_set_stays(home: Home, folders: SparkFolders) -> None:
    june, july = (landed(home, name, course_id=[name]) for name in ("june", "july"))
    assert folders.current() is None
    show(folders, registration(june))
    prepared = folders.build(registration(july))
    assert [part.samefile(june) for part in parts(folders)] == [True]
    folders.show(prepared)
    assert [part.samefile(july) for part in parts(folders)] == [True]
    assert folders.current() == prepared
    folders.clear()
    assert sorted(path.name for path in (home.root / "spark/relations").iterdir()) == sorted(
        [prepared.name, "current"]
    )


def test_set_that_was_cut_off_is_built_anew(home: Home, folders: SparkFolders) -> None:
    wanted = registration(landed(home, "june", course_id=["c1"]))
    built = folders.build(wanted)
    folder = home.root / "spark/relations" / built.name
    (folder / "tables.json").unlink()
    next((folder / "coursera/courses").iterdir()).unlink()
    show(folders, wanted)
    assert len(parts(folders)) == 1


def test_file_of_an_older_contract_is_stored_in_the_new_types(home: Home, folders: SparkFolders) -> None:
    old = landed(home, "old", course_id=[7], launched_at=["2016-01-01 00:00:00"], gone=[True])
    show(folders, registration(old, others=True))
    [part] = parts(folders)
    assert not part.samefile(old)
    assert pq.read_table(part).to_pylist() == [
        {"course_id": "7", "launched_at": datetime(2016, 1, 1), "gone": "true"}
    ]
    show(folders, registration(old, landed(home, "new", course_id=["c2"]), others=True))
    assert part.name in {path.name for path in parts(folders)}


def test_columns_of_files_follow_those_of_the_contract_once_in_any_case(
    home: Home, folders: SparkFolders
) -> None:
    files = [
        landed(home, f"file {number}", **{"Course_ID": ["c"], name: ["x"]})
        for number, name in enumerate(("Odd", "oDD", "a b"))
    ]
    built = folders.build(registration(*files, others=True))
    assert built.tables[0] == SparkTable(
        "coursera",
        "courses",
        (
            ("course_id", "string"),
            ("launched_at", "timestamp"),
            ("Odd", "string"),
            ("a b", "string"),
        ),
    )


@pytest.mark.parametrize("fault", ["gone", "damaged"])
def test_lost_file_is_refused_and_the_shown_set_stays(home: Home, folders: SparkFolders, fault: str) -> None:
    june, july = (landed(home, name, course_id=[name]) for name in ("june", "july"))
    show(folders, registration(june))
    before = (folders.current(), parts(folders))
    july.unlink() if fault == "gone" else july.write_bytes(b"PAR1 and no more")
    with pytest.raises(Refused, match=r"july.*gone or damaged.*coursehouse remove"):
        folders.build(registration(june, july))
    folders.clear()
    assert (folders.current(), parts(folders)) == before


def test_file_without_a_link_to_spare_is_copied(home: Home, folders: SparkFolders, tmp_path: Path) -> None:
    path = landed(home, "june", course_id=["c1"])
    (tmp_path / "links").mkdir()
    try:
        for number in range(MOST_LINKS):
            os.link(path, tmp_path / "links" / str(number))
        pytest.skip(f"this file system allows more than {MOST_LINKS} links to a file")
    except OSError:
        show(folders, registration(path))
    [part] = parts(folders)
    assert not part.samefile(path) and part.read_bytes() == path.read_bytes()


def test_names_are_those_that_spark_allows_and_stay_apart() -> None:
    assert table_name("users_courses__grades2") == "users_courses__grades2"
    odd = ["new kind", "new-kind", "new.kind", "été", "it's; odd", "x" * 200, "x" * 201, "9", ""]
    names = [table_name(name) for name in odd]
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_") and name for name in names)
    assert len(set(names)) == len(odd) and max(map(len, names)) <= 120
