"""The comparison notices every kind of difference that a mart could have from its expected rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.compare import assert_same_rows, compare

EXPECTED = """name,amount,is_new,happened_at
a,0.3333333333,true,2016-03-01 10:00:00
a,0.3333333333,true,2016-03-01 10:00:00
b,2,f,2016-03-01 10:00:00.5
c,,,
"""
ROWS = [
    "('a', 1 / 3.0, true, timestamp '2016-03-01 10:00:00')",
    "('c', null, null, null)",
    "('b', 2, false, timestamp '2016-03-01 10:00:00.5')",
    "('a', 0.33333333331, true, timestamp '2016-03-01 10:00:00')",
]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def expected(tmp_path: Path) -> Path:
    path = tmp_path / "expected.csv"
    path.write_text(EXPECTED, encoding="utf-8")
    return path


def query(*rows: str) -> str:
    return f"select * from (values {', '.join(rows)}) as t (name, amount, is_new, happened_at)"


def test_order_spelling_and_the_tenth_digit_do_not_matter(
    connection: duckdb.DuckDBPyConnection, expected: Path
) -> None:
    assert_same_rows(connection, query(*ROWS), expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.33333333331", "0.333334"),
        ("('b', 2,", "('b', 3,"),
        ("false", "true"),
        ("10:00:00.5", "10:00:00"),
        ("'c', null,", "'c', 0,"),
        ("('c'", "(null"),
    ],
)
def test_a_changed_cell_is_one_missing_and_one_unexpected_row(
    old: str, new: str, connection: duckdb.DuckDBPyConnection, expected: Path
) -> None:
    comparison = compare(connection, query(*(row.replace(old, new) for row in ROWS)), expected)
    assert (len(comparison.missing), len(comparison.unexpected)) == (1, 1)
    assert "nearest has" in comparison.report()


def test_duplicates_count(connection: duckdb.DuckDBPyConnection, expected: Path) -> None:
    repeated = compare(connection, query(*ROWS, ROWS[1]), expected)
    assert (len(repeated.missing), len(repeated.unexpected)) == (0, 1)
    lost = compare(connection, query(*ROWS[1:]), expected)
    assert (len(lost.missing), len(lost.unexpected)) == (1, 0)


def test_a_column_that_the_relation_lacks_is_an_error(
    connection: duckdb.DuckDBPyConnection, expected: Path
) -> None:
    with pytest.raises(duckdb.Error, match="happened_at"):
        compare(connection, "select 'a' as name, 1 as amount, true as is_new", expected)
