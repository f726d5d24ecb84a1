"""Reports: cells between commas with doubled quotes; wide ones keep every column under its header."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.errors import Refused
from coursehouse.platforms.base import Reject
from platforms.edx.packages import read, table_of

ODD = st.sampled_from(['"', ",", "\n", "\r\n", " ", "a", "é", "[unassigned]", "N/A"])
TEXTS = st.lists(ODD, max_size=6).map("".join)
TABLE = table_of("a", "b")


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=10),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_written_reports_come_back(rows: list[tuple[str, str]], quoting: int) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("a", "b"), *rows])
    found = read("csv", file.getvalue().encode(), TABLE)
    assert [(row["a"], row["b"]) for row in found.rows] == [(a or None, b or None) for a, b in rows]
    assert found.rejects == []


def test_wide_report_keeps_other_columns_in_their_order() -> None:
    table = table_of("student_id:integer", "grade:double", "cohort_name", "other_columns:json")
    header = '\ufeffStudent_ID,Homework 1: "Intro",Grade,Cohort_Name,Exam,Exam\r\n'.replace('"', "")
    data = (header + '7,Not Attempted,0.5,[unassigned],"0,5",\r\n').encode()
    [row] = read("csv", data, table).rows
    assert (row["student_id"], row["grade"], row["cohort_name"]) == (7, 0.5, "[unassigned]")
    assert list(json.loads(row["other_columns"]).items()) == [
        ("Homework 1: Intro", "Not Attempted"),
        ("Exam", "0,5"),
        ("Exam (2)", None),
    ]


def test_times_with_the_zone_of_utc_are_timestamps() -> None:
    data = b"a,at\nx,2017-01-31 12:00:00+00:00\ny,2017-01-31 12:00:00.5Z\nz,\n"
    found = read("csv", data, table_of("a", "at:timestamp"))
    assert [str(at) for at in found.column("at")] == [
        "2017-01-31 12:00:00",
        "2017-01-31 12:00:00.500000",
        "None",
    ]


def test_damage_is_named_and_does_not_swallow_its_neighbours() -> None:
    data = b'a,b\n1,"open\n2,x\n3,y\n4,"q"z"\n5,"two\nlines"\n6\n7,"end\n'
    found = read("csv", data, TABLE)
    assert [(row["_row_number"], row["a"], row["b"]) for row in found.rows] == [
        (2, "2", "x"),
        (3, "3", "y"),
        (5, "5", "two\nlines"),
    ]
    assert found.rejects == [
        Reject(1, 2, None, "a stray quote", '1,"open'),
        Reject(4, 5, None, "a stray quote", '4,"q"z"'),
        Reject(6, 8, None, "too few columns: 1 instead of 2", "6"),
        Reject(7, 9, None, "a quote that is never closed", '7,"end'),
    ]


def test_bad_bytes_are_kept_as_hex() -> None:
    found = read("csv", b'a,b\n"\xff,",1\n', TABLE)
    assert found.rows[0]["a"] == "\ufffd,"
    assert found.rejects == [Reject(1, 2, "a", "not UTF-8", "ff2c", "hex")]


def test_empty_report_and_one_without_header() -> None:
    assert read("csv", b"", TABLE).rows == read("csv", b"a,b\n", TABLE).rows == []
    with pytest.raises(Refused):
        read("csv", b"1,2\n", TABLE)
