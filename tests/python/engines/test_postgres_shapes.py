"""Tables and views in PostgreSQL take the shape that is registered, whatever its names, keys and types."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coursehouse.contract import Column
from coursehouse.home import Home
from coursehouse.targets.base import ORIGIN_COLUMNS, Registration, Relation
from coursehouse.targets.postgres import PostgresTarget, open_postgres
from coursehouse.targets.postgres_tables import short_name
from engines.postgres_warehouse import PostgresWarehouse

KEY = Column("key", "string", "")


@contextmanager
def opened(twin: PostgresWarehouse) -> Iterator[PostgresTarget]:
    twin.root.mkdir(exist_ok=True)
    with open_postgres(twin.settings, Home(twin.root)) as target:
        yield target


def landed_file(twin: PostgresWarehouse, name: str, **columns: list[object]) -> Path:
    """A landed file of one export."""
    count = len(next(iter(columns.values())))
    origin = {
        "_export_id": ["e"] * count,
        "_source_file": [name] * count,
        "_row_number": [*range(1, count + 1)],
    }
    path = twin.root / "landing" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns | origin), path)
    return path


def register(
    twin: PostgresWarehouse,
    *files: Path,
    columns: tuple[Column, ...] = (KEY,),
    key: tuple[str, ...] = ("key",),
) -> None:
    """Nothing; the table `things` is registered with these files, all of them current."""
    columns = (*columns, *ORIGIN_COLUMNS)
    landed = Relation("landed_coursera", "things", columns, files, True, primary_key=key)
    current = Relation("coursera", "things", columns, files, primary_key=key)
    with opened(twin) as target, target.registering(Registration((landed, current), {})):
        pass


def columns_of(twin: PostgresWarehouse, schema: str) -> list[tuple[str, str]]:
    return twin.query(
        "select column_name, data_type from information_schema.columns"
        f" where table_schema = '{schema}' and table_name = 'things' order by ordinal_position"
    )


def indexes(twin: PostgresWarehouse) -> list[str]:
    found = twin.query("select indexdef from pg_indexes where schemaname = 'landed_coursera'")
    return [definition.partition(" USING ")[2] for (definition,) in found]


def test_every_type_arrives_as_it_landed(twin: PostgresWarehouse) -> None:
    values = {
        "string": ["", "a\tb\n\\.\n'\"\\ \u00e9 \U0001f600"],
        "integer": [-(2**63), 2**63 - 1],
        "double": [0.1, -1e308],
        "boolean": [True, False],
        "timestamp": pa.array(
            [-14_831_769_600_000_001, 7_258_118_400_000_001], pa.timestamp("us")
        ).to_pylist(),
        "date": pa.array([-171_664, 84_371], pa.date32()).to_pylist(),
        "json": ['{"a": [1]}', "null"],
    }
    kinds = {"timestamp": pa.timestamp("us"), "date": pa.date32()}
    arrays = {f"a_{kind}": pa.array([*found, None], kinds.get(kind)) for kind, found in values.items()}
    columns = tuple(Column(f"a_{kind}", kind, "") for kind in values)
    register(twin, landed_file(twin, "one", **arrays), columns=columns, key=("a_string",))
    names = ", ".join(arrays)
    shown = twin.query(f"select {names} from coursera.things order by _row_number")
    assert shown == [*zip(*values.values(), strict=True), (None,) * len(values)]
    assert [kind for _, kind in columns_of(twin, "coursera")][:-3] == [
        "text",
        "bigint",
        "double precision",
        "boolean",
        "timestamp without time zone",
        "date",
        "text",
    ]


def test_columns_that_nobody_knows_come_and_go(twin: PostgresWarehouse) -> None:
    first = landed_file(twin, "first", key=["a"], Extra=["x"])
    second = landed_file(twin, "second", key=["b"], extra=["y"], third=["z"])
    register(twin, first)
    twin.query("create view public.on_top as select * from coursera.things")
    register(twin, first, second)
    assert [name for name, _ in columns_of(twin, "landed_coursera")][4:] == ["Extra", "third"]
    assert twin.query('select key, "Extra", third from landed_coursera.things order by 1') == [
        ("a", "x", None),
        ("b", "y", "z"),
    ]
    register(twin, second)
    assert twin.query("select key, extra, third from landed_coursera.things") == [("b", "y", "z")]
    register(twin, first)
    assert twin.query('select key, "Extra" from landed_coursera.things') == [("a", "x")]
    assert [name for name, _ in columns_of(twin, "landed_coursera")][4:] == ["Extra"]
    assert twin.query("select key from public.on_top") == [("a",)]


def test_names_that_postgres_cannot_hold_are_told_apart(twin: PostgresWarehouse) -> None:
    long = "a_question_that_somebody_asked_in_a_survey_and_did_not_think_of_databases"
    names = [f"{long}_1", f"{long}_2", "\u00e9" * 40, "xmin", "CTID", 'quo"ted', "sp ace", "select", "x" * 63]
    register(twin, landed_file(twin, "one", key=["a"], **{name: [name] for name in names}))
    found = [name for name, _ in columns_of(twin, "landed_coursera")][4:]
    assert len(set(found)) == len(names)
    assert all(len(name.encode()) <= 63 for name in found)
    assert {"sp ace", 'quo"ted', "select", "x" * 63} < set(found)
    quoted = ", ".join('"' + short_name(name).replace('"', '""') + '"' for name in names)
    assert twin.query(f"select {quoted} from landed_coursera.things") == [tuple(names)]


def test_long_table_names_that_nobody_knows_are_told_apart(twin: PostgresWarehouse) -> None:
    names = ["t" * 70, "t" * 71, "odd name; drop table x"]
    relations = [
        Relation("landed_coursera", name, ORIGIN_COLUMNS, (landed_file(twin, str(rank), a=[name]),), True)
        for rank, name in enumerate(names)
    ]
    with opened(twin) as target:
        for _ in range(2):
            with target.registering(Registration(tuple(relations), {})):
                pass
    for name in names:
        assert twin.query(f'select a from landed_coursera."{short_name(name)}"') == [(name,)]
    with opened(twin) as target, target.registering(Registration((relations[0],), {})):
        pass
    assert twin.query("select count(*) from pg_tables where schemaname = 'landed_coursera'") == [(1,)]
    assert twin.query("select count(*) from coursehouse.synced_files") == [(1,)]


def test_table_of_an_older_contract_is_made_anew(twin: PostgresWarehouse) -> None:
    file = landed_file(twin, "one", key=["1", "2"], later=["x", "y"])
    register(twin, file)
    assert columns_of(twin, "landed_coursera")[-1] == ("later", "text")
    number, later = Column("key", "integer", ""), Column("later", "string", "")
    register(twin, file, columns=(later, number))
    assert columns_of(twin, "coursera")[:2] == [("later", "text"), ("key", "bigint")]
    assert columns_of(twin, "landed_coursera") == columns_of(twin, "coursera")
    assert twin.query("select key, later from coursera.things order by 1") == [(1, "x"), (2, "y")]


def test_keys_are_indexed(twin: PostgresWarehouse) -> None:
    first = landed_file(twin, "first", key=["a", "a"], part=["1", "2"])
    part = Column("part", "string", "")
    register(twin, first, columns=(KEY, part), key=("key", "part"))
    assert indexes(twin) == ["btree (key, part)"]
    register(
        twin, first, landed_file(twin, "second", key=["c"], part=["1"]), columns=(KEY, part), key=("part",)
    )
    assert indexes(twin) == ["btree (part)"]


@pytest.mark.parametrize("short_count", [0, 50], ids=["index made after the copy", "index there before"])
def test_keys_that_no_index_takes_are_loaded_without_one(
    twin: PostgresWarehouse, caplog: pytest.LogCaptureFixture, short_count: int
) -> None:
    caplog.set_level(logging.INFO, "coursehouse")
    # text that does not compress, longer than a page
    digits = "".join(f"{number * 7919 % 100_003:x}" for number in range(5_000))
    first = landed_file(twin, "first", key=[f"k{number}" for number in range(short_count)])
    register(twin, first)
    register(twin, first, landed_file(twin, "second", key=[digits]))
    assert indexes(twin) == []
    assert "landed_coursera.things has no index: some of its keys are too long." in caplog.messages
    assert twin.query("select count(*), max(length(key)) from coursera.things") == [
        (short_count + 1, len(digits))
    ]


def test_parts_of_one_delivered_file_are_replaced_together(twin: PostgresWarehouse) -> None:
    one = landed_file(twin, "one", key=["a"])
    other = landed_file(twin, "other", key=["b"])
    same_origin = pq.read_table(other).set_column(2, "_source_file", pa.array(["one"]))
    pq.write_table(same_origin, other)
    register(twin, one)
    register(twin, one, other)
    assert twin.query("select key from coursera.things order by 1") == [("a",), ("b",)]
    pq.write_table(same_origin.set_column(0, "key", pa.array(["c"])), other)
    register(twin, one, other)
    assert twin.query("select key from coursera.things order by 1") == [("a",), ("c",)]
    register(twin, one)
    assert twin.query("select key from coursera.things") == [("a",)]
