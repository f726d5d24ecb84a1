"""Registering: every table of the contract is there, empty or not, and others' relations are not touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from coursehouse.contract import load_contract
from coursehouse.home import Home
from coursehouse.ledger import Ledger
from coursehouse.load import open_warehouse
from coursehouse.register import settle
from small_exports import EPOCHS, SmallWarehouse, courses, payments, write_export

ORIGIN = [("_export_id", "VARCHAR"), ("_source_file", "VARCHAR"), ("_row_number", "BIGINT")]
TYPES = {
    "string": "VARCHAR",
    "json": "VARCHAR",
    "integer": "BIGINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
}


def register(house: SmallWarehouse) -> None:
    with open_warehouse(house.root) as (home, target):
        settle(home, target)


def shape(house: SmallWarehouse, relation: str) -> list[tuple[str, str]]:
    return [row[:2] for row in house.query(f"describe {relation}")]


def test_every_contract_table_exists_empty_and_typed(house: SmallWarehouse) -> None:
    register(house)
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table_name, column_name, data_type in house.query(
        "select table_schema, table_name, column_name, data_type from information_schema.columns"
        " order by table_schema, table_name, ordinal_position"
    ):
        found.setdefault((schema, table_name), []).append((column_name, data_type))
    expected = {
        (schema, table.name): [(column.name, TYPES[column.data_type]) for column in table.columns] + origin
        for platform, schema, origin in (
            ("coursera", "coursera", ORIGIN),
            ("coursera", "landed_coursera", ORIGIN),
            ("edx", "edx", ORIGIN),
            ("edx", "landed_edx", ORIGIN),
            ("landing", "landing", []),
        )
        for table in load_contract(platform).tables.values()
    }
    assert found == expected
    counts = " union all ".join(
        f"select count(*) from {schema}.{name}" for schema, name in expected if schema != "landing"
    )
    assert set(house.query(counts)) == {(0,)}
    assert house.query("from landing.contract") == [(load_contract("coursera").version,)]


def test_loaded_tables_have_the_shape_of_empty_ones(house: SmallWarehouse, tmp_path: Path) -> None:
    register(house)
    empty = shape(house, "coursera.courses")
    house.load(write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1")))
    assert shape(house, "coursera.courses") == empty
    assert house.query("select course_id, _source_file, _row_number from coursera.courses") == [
        ("c1", "courses.csv", 1)
    ]


def test_unknown_columns_and_tables_are_kept_as_text(house: SmallWarehouse, tmp_path: Path) -> None:
    june = write_export(
        tmp_path / f"alpha_{EPOCHS['june']}",
        courses=[("course_id", "it's; odd"), ("c1", "7")],
        new_kind=[("some_id", "n"), ("x", "1")],
    )
    [loaded] = house.load(june)
    assert house.query('select course_id, "it\'s; odd" from landed_coursera.courses') == [("c1", "7")]
    assert [name for name, _ in shape(house, "coursera.courses")][-1] == "_row_number"
    assert house.query("select some_id, n from landed_coursera.new_kind") == [("x", "1")]
    unknown = house.query("select table_name, column_name from landing.unknown_columns order by all")
    assert ("courses", "it's; odd") in unknown
    files = house.query("select table_name, is_known_table from landing.files order by all")
    assert files == [("courses", True), ("new_kind", False)]
    house.remove(loaded.entry.export_id)
    with pytest.raises(duckdb.CatalogException):
        house.query("from landed_coursera.new_kind")


def test_file_names_are_known_in_any_case(house: SmallWarehouse, tmp_path: Path) -> None:
    june = write_export(
        tmp_path / f"alpha_{EPOCHS['june']}",
        Courses=courses("c1"),
        New=[("n",), ("1",)],
        users_courses__certificate_payments=payments(("u1", "c1", "t")),
    )
    july = write_export(tmp_path / f"alpha_{EPOCHS['july']}", courses=courses("c2"), new=[("n",), ("2",)])
    house.load(june, july)
    assert sorted(house.query("select course_id from coursera.courses")) == [("c1",), ("c2",)]
    assert sorted(house.query("select n from landed_coursera.new")) == [("1",), ("2",)]


def test_what_others_built_stays_and_follows(house: SmallWarehouse, tmp_path: Path) -> None:
    register(house)
    with duckdb.connect(str(house.root / "coursehouse.duckdb")) as connection:
        connection.execute("create schema staging")
        connection.execute("create view staging.courses as select course_id from coursera.courses")
        connection.execute("create table main.notes as select 1 as note")
    house.load(write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1")))
    assert house.query("from staging.courses") == [("c1",)]
    assert house.query("from main.notes") == [(1,)]


def test_odd_folder_names_are_quoted(tmp_path: Path) -> None:
    house = SmallWarehouse(tmp_path / "it's [a] *house*, month=1")
    june = write_export(
        tmp_path / f"o'hare [x] {EPOCHS['june']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "bad")),
    )
    [loaded] = house.load(june)
    assert house.query("select course_id, _export_id from coursera.courses") == [
        ("c1", loaded.entry.export_id)
    ]
    assert house.query("select text from landing.rejects") == [("bad",)]


def test_files_landed_under_an_older_contract_are_shown_in_the_new_shape(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    [loaded] = house.load(write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1")))
    before = shape(house, "coursera.courses")
    with duckdb.connect() as connection:
        path = house.root / next(file.parquet[0] for file in loaded.entry.files)
        connection.execute(
            "create table old as select * exclude (course_level)"
            f" replace ('2016-01-01 00:00:00' as course_launch_ts) from read_parquet('{path}')"
        )
        connection.execute(f"copy old to '{path}' (format parquet)")
    register(house)
    assert shape(house, "coursera.courses") == before
    [(launched, level)] = house.query("select course_launch_ts, course_level from coursera.courses")
    assert (str(launched), level) == ("2016-01-01 00:00:00", None)


def test_files_that_the_ledger_does_not_name_are_removed_and_never_read(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    [loaded] = house.load(write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1")))
    before = house.state()
    landed = house.root / loaded.entry.files[0].parquet[0]
    strays = [landed.with_name("other.parquet"), landed.with_name("courses.csv.parquet.tmp")]
    for stray in strays:
        stray.write_bytes(landed.read_bytes())
    assert house.query("select count(*) from landed_coursera.courses") == [(1,)]
    house.load(tmp_path / f"alpha_{EPOCHS['june']}")
    assert not any(stray.exists() for stray in strays)
    assert house.state() == before


def test_ledger_is_the_only_truth(house: SmallWarehouse, tmp_path: Path) -> None:
    [loaded] = house.load(write_export(tmp_path / f"alpha_{EPOCHS['june']}", courses=courses("c1")))
    before = house.state()
    (house.root / "coursehouse.duckdb").unlink()
    register(house)
    assert house.state() == before
    Ledger(Home(house.root)).write(replace(loaded.entry, scope="renamed"))
    register(house)
    assert house.query("select scope from landing.exports") == [("renamed",)]
