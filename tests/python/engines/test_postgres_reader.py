"""Relations are read from PostgreSQL as Arrow, every value as it is there, and nothing can be written."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.targets.open import open_reader
from coursehouse.targets.postgres_reader import open_postgres_reader
from engines.postgres_warehouse import PostgresWarehouse
from warehouse.warehouses import environment


@pytest.fixture
def filled(twin: PostgresWarehouse) -> PostgresWarehouse:
    twin.query('create schema "odd ""name"')
    twin.query(
        """create table "odd ""name"."a 'table'" as select
            'x'::text as text, 'y'::varchar(3) as short,
            9223372036854775807::bigint as large, 7::integer as small,
            0.1::double precision as double, true as boolean, date '1500-02-03' as date,
            timestamp '2262-05-01 00:00:00.000001' as moment, timestamptz '2020-01-01 02:00:00+02' as zoned,
            12345678901234567890.123::numeric(30, 3) as exact, 2.5::numeric as bare"""
    )
    twin.query("""insert into "odd ""name"."a 'table'" (text) values (null)""")
    return twin


def test_values_arrive_as_they_are(filled: PostgresWarehouse) -> None:
    with open_postgres_reader(filled.settings) as reader:
        assert reader.relations(['odd "name', "nowhere"]) == [('odd "name', "a 'table'")]
        rows = reader.read('odd "name', "a 'table'").read_all()
    assert rows.schema.field("exact").type == pa.decimal128(30, 3)
    first, second = rows.to_pylist()
    assert second == dict.fromkeys(rows.column_names)
    assert first == {
        "text": "x",
        "short": "y",
        "large": 2**63 - 1,
        "small": 7,
        "double": 0.1,
        "boolean": True,
        "date": datetime.date(1500, 2, 3),
        "moment": datetime.datetime(2262, 5, 1, 0, 0, 0, 1),
        "zoned": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
        "exact": Decimal("12345678901234567890.123"),
        "bare": 2.5,
    }


def test_another_relation_may_be_read_before_the_first_has_ended(twin: PostgresWarehouse) -> None:
    twin.query("create table many as select repeat('x', 200) as a from generate_series(1, 300000)")
    with open_postgres_reader(twin.settings) as reader:
        first = reader.read("public", "many")
        assert first.read_next_batch().num_rows < 300_000
        assert reader.read("public", "many").read_all().num_rows == 300_000


def test_reader_cannot_write(filled: PostgresWarehouse) -> None:
    filled.query(
        "create function grow() returns integer language sql as 'create table grown (a text); select 1'"
    )
    filled.query("create view growing as select grow() as a")
    with pytest.raises(pa.ArrowInvalid, match="read-only"), open_postgres_reader(filled.settings) as reader:
        reader.read("public", "growing").read_all()
    assert filled.query("select count(*) from pg_tables where tablename = 'grown'") == [(0,)]


def test_absent_server_is_refused(twin: PostgresWarehouse) -> None:
    with (
        environment(**twin.variables | {"COURSEHOUSE_PG_PORT": "1"}),
        pytest.raises(Refused, match=r"127\.0\.0\.1:1/"),
        open_reader(Home(twin.root), "postgres"),
    ):
        pass
