"""Relations of two targets are told equal when their rows are the same, different for every odd change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from coursehouse import cli
from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.parity import RelationParity, compare_readers, compare_targets
from coursehouse.report import difference_sentences
from coursehouse.targets.duckdb import DuckdbReader
from coursehouse.winners import parquet_engine

SOUND = (
    "select 'coursera' as platform, 'u' || n as user_id, n as item_count, 0.123456789::double * n as grade,"
    " timestamp '2017-03-26 01:30:00.000001' + n * interval 1 day as given_at, n % 2 = 0 as is_passed,"
    " date '2017-03-26' as given_date, nullif(n, 3)::varchar as text from range(10) as numbers(n)"
)

Compare = Callable[[str, str], RelationParity]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with parquet_engine(Home(tmp_path)) as connection:
        yield connection


@pytest.fixture
def compare(engine: duckdb.DuckDBPyConnection) -> Compare:
    """Compares two queries, each of them the only mart of an engine of its own."""

    def comparison(first: str, other: str) -> RelationParity:
        readers = {"first": reader_of(m=first), "other": reader_of(m=other)}
        [one] = compare_readers(engine, readers)
        return one

    return comparison


def reader_of(**marts: str) -> DuckdbReader:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("create schema marts")
    for name, query in marts.items():
        connection.execute(f"create table marts.{name} as {query}")
    return DuckdbReader(connection)


def changed(**cells: str) -> str:
    """The sound rows with other expressions for some columns of the row of user u4."""
    replaced = ", ".join(
        f"case when user_id = 'u4' then {cell} else {name} end as {name}" for name, cell in cells.items()
    )
    return f"select * replace ({replaced}) from ({SOUND})"


@pytest.mark.parametrize(
    "other",
    [
        f"{SOUND} order by n desc",
        changed(grade="grade * (1 + 1e-10)"),
        changed(grade="grade * (1 - 1e-15)"),
        f"select * replace (given_at::timestamptz as given_at) from ({SOUND})",
    ],
    ids=["another order", "tenth digit", "last bit", "time with a zone"],
)
def test_same_rows_are_equal(compare: Compare, other: str) -> None:
    one = compare(SOUND, other)
    assert (one.is_equal, one.verdict) == (True, "equal"), list(difference_sentences(one, "first"))
    assert one.first and one.first.row_count == 10


@pytest.mark.parametrize(
    ("other", "only_first", "only_other"),
    [
        (changed(user_id="'u44'"), 1, 1),
        (changed(item_count="item_count + 1"), 1, 1),
        (changed(grade="grade * (1 + 2e-8)"), 1, 1),
        (changed(given_at="given_at + interval 1 hour"), 1, 1),
        (changed(given_at="given_at + interval 1 microsecond"), 1, 1),
        (changed(given_date="given_date + 1"), 1, 1),
        (changed(is_passed="not is_passed"), 1, 1),
        (changed(is_passed="null"), 1, 1),
        (changed(text="''"), 1, 1),
        (changed(grade="'nan'"), 1, 1),
        (changed(grade="'inf'"), 1, 1),
        (f"{SOUND} where n <> 4", 1, 0),
        (f"{SOUND} union all {SOUND} where n = 4", 0, 1),
        (f"{SOUND} where n <> 4 union all ({SOUND} where n = 5)", 1, 1),
        (f"{SOUND} limit 0", 10, 0),
    ],
)
def test_planted_difference_is_found(compare: Compare, other: str, only_first: int, only_other: int) -> None:
    one = compare(SOUND, other)
    assert not one.is_equal
    assert (one.only_first.row_count, one.only_other.row_count) == (only_first, only_other)
    turned = compare(other, SOUND)
    assert (turned.only_first, turned.only_other) == (one.only_other, one.only_first)
    assert one.verdict == f"{max(only_first, only_other)} rows differ"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("null::varchar", "''"),
        ("null::varchar", "'NULL'"),
        ("null::varchar", "'-'"),
        ("'a'", "'A'"),
        ("'a'", "'a '"),
        ("'é'", "'e' || chr(769)"),
        ("'nan'::double", "null::double"),
        ("'inf'::double", "'-inf'::double"),
        ("'inf'::double", "1.7976931348623157e308::double"),
        ("1e-300::double", "0.0::double"),
        ("timestamp '1500-01-01 00:00:00'", "timestamp '1500-01-10 00:00:00'"),
    ],
)
def test_cells_that_look_alike_are_told_apart(compare: Compare, one: str, other: str) -> None:
    assert not compare(f"select {one} as cell", f"select {other} as cell").is_equal
    assert compare(f"select {one} as cell", f"select {one} as cell").is_equal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("-0.0::double", "0.0::double"),
        ("'nan'::double", "-('nan'::double)"),
        ("1.50::decimal(10, 2)", "1.5::decimal(38, 1)"),
        ("1 / 16384", "(1 / 16384) * (1 - 2e-16)"),
        ("1 / 16384", "(1 / 16384) * (1 + 4e-16)"),
    ],
)
def test_cells_of_one_value_are_equal(compare: Compare, one: str, other: str) -> None:
    assert compare(f"select {one} as cell", f"select {other} as cell").is_equal


def test_pairs_of_rows_do_not_cancel_out(compare: Compare) -> None:
    one = compare("select 'a' as cell from range(2)", "select 'b' as cell from range(2)")
    assert (one.only_first.row_count, one.only_other.row_count) == (2, 2)
    assert one.only_first.rows == (("a",),)


def test_texts_of_neighbouring_columns_do_not_run_together(compare: Compare) -> None:
    one = compare("select 'a:1' as first, 'b' as second", "select 'a' as first, ':1b' as second")
    assert one.only_first.rows == (("a:1", "b"),) and one.only_other.rows == (("a", ":1b"),)
    assert not compare(
        "select 'a' as one, null::varchar as two", "select null::varchar as one, 'a' as two"
    ).is_equal


@pytest.mark.parametrize(
    ("first", "other", "sentence"),
    [
        (
            "1::bigint as a, 2::bigint as b",
            "2::bigint as b, 1::bigint as a",
            "marts.m: column 1 is a integer in first, b integer in other.",
        ),
        (
            "1::bigint as a",
            "1::double as a",
            "marts.m: column 1 is a integer in first, a double in other.",
        ),
        (
            "1.5::double as a",
            "1.5::decimal(2, 1) as a",
            "marts.m: column 1 is a double in first, a decimal in other.",
        ),
        (
            "'x' as a, 'y' as b",
            "'x' as a",
            "marts.m: column 2 is b string in first, absent in other.",
        ),
    ],
)
def test_columns_must_be_the_same_in_order_and_type(
    compare: Compare, first: str, other: str, sentence: str
) -> None:
    one = compare(f"select {first}", f"select {other}")
    assert one.verdict == "columns differ"
    assert list(difference_sentences(one, "first")) == [sentence]


def test_relations_of_one_side_are_named(engine: duckdb.DuckDBPyConnection) -> None:
    readers = {"first": reader_of(both="select 1 as a", lost="select 1 as a")}
    readers["other"] = reader_of(both="select 1 as a", new="select 1 as a")
    readers["third"] = reader_of(both="select 2 as a", lost="select 1 as a")
    compared = list(compare_readers(engine, readers))
    assert [(one.relation, one.target, one.verdict) for one in compared] == [
        ("marts.both", "other", "equal"),
        ("marts.both", "third", "1 rows differ"),
        ("marts.lost", "other", "missing"),
        ("marts.lost", "third", "equal"),
        ("marts.new", "other", "only here"),
        ("marts.new", "third", "equal"),
    ]
    sentences = [text for one in compared for text in difference_sentences(one, "first")]
    assert "marts.lost: first has it, other has not." in sentences
    assert "marts.new: other has it, first has not." in sentences


def test_first_differing_rows_are_shown_with_what_tells_them_apart(compare: Compare) -> None:
    one = compare(SOUND, changed(text="''", grade="0.5"))
    assert list(difference_sentences(one, "first")) == [
        "marts.m: 1 rows only in first (3 columns agree and are left out)",
        "  platform='coursera', user_id='u4', item_count='4', grade='4.93827156e-01', text='4'",
        "marts.m: 1 rows only in other (3 columns agree and are left out)",
        "  platform='coursera', user_id='u4', item_count='4', grade='5.00000000e-01', text=''",
    ]
    all_gone = compare(f"{SOUND} order by n desc", f"{SOUND} limit 0")
    assert [row[1] for row in all_gone.only_first.rows] == ["u0", "u1", "u2", "u3", "u4"]


def test_relation_larger_than_memory_is_compared(engine: duckdb.DuckDBPyConnection, compare: Compare) -> None:
    """Each side is three times the memory that the engine may take."""
    engine.execute("set memory_limit = '32MB'")
    rows = "select n as id, repeat(md5(n::varchar), 8) as text from range(375_000) as numbers(n)"
    one = compare(rows, f"{rows} where n <> 123456 order by n desc")
    assert (one.only_first.row_count, one.only_other.row_count) == (1, 0)
    assert one.only_first.rows[0][0] == "123456"


@pytest.mark.parametrize("names", [[], ["duckdb"], ["duckdb", "duckdb"], ["duckdb", "oracle"]])
def test_wrong_use_is_refused(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(Refused):
        compare_targets(Home(tmp_path), names)


def test_target_without_marts_is_refused_with_the_remedy(engine: duckdb.DuckDBPyConnection) -> None:
    readers = {"first": reader_of(m="select 1 as a"), "postgres": reader_of()}
    with pytest.raises(Refused, match=r"no marts.*dbt build --target postgres"):
        list(compare_readers(engine, readers))


def test_command_ends_with_2_where_a_target_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("COURSEHOUSE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["coursehouse", "parity", "--targets", "duckdb,postgres"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    assert "coursehouse register" in capsys.readouterr().err
