"""SQL text files: whatever the exporters of the years wrote comes back, and damage is named by its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.errors import Refused
from coursehouse.platforms.base import Reject
from platforms.edx.packages import (
    COURSE,
    Stream,
    file_of,
    literal_sql_cell,
    module_cell,
    old_sql_cell,
    read,
    sql_cell,
    table_of,
)

ODD = st.sampled_from(
    ["\\", "\t", "\n", "\r", "n", "t", "r", "0", "'", '"', "NULL", "b'", "x", "é", "😀", "\ufeff"]
)
TEXTS = st.lists(ODD, max_size=8).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
)
CELLS = st.none() | TEXTS.filter(lambda text: text != "NULL")
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=12)
TABLE = table_of("a", "b")

WRITERS: dict[str, tuple[str, Callable[[str | None], str]]] = {
    "since 2015": ("sql", sql_cell),
    "before 2015": ("sql", old_sql_cell),
    "late 2022": ("sql", literal_sql_cell),
    "student module": ("student_module", module_cell),
}


def expected(text: str | None, how: str) -> str | None:
    """What remains of a text: NUL is no part of any, since no engine stores it."""
    if text is None or "\0" not in text:
        return text
    return text.replace("\0", "" if how in ("since 2015", "late 2022") else "\ufffd")


@pytest.mark.parametrize("how", WRITERS)
@given(rows=ROWS)
def test_written_cells_come_back(how: str, rows: list[tuple[str | None, str | None]]) -> None:
    file_format, write = WRITERS[how]
    data = file_of(["a", "b"], [[write(cell) for cell in row] for row in rows])
    found = read(file_format, data, TABLE)
    assert [(row["a"], row["b"]) for row in found.rows] == [
        (expected(a, how), expected(b, how)) for a, b in rows
    ]
    assert {row["file_course_id"] for row in found.rows} <= {COURSE}
    assert found.column("_row_number") == list(range(1, len(rows) + 1))
    assert all(reject.reason == "a NUL byte" for reject in found.rejects)


@pytest.mark.parametrize("how", WRITERS)
@given(rows=ROWS)
def test_files_of_windows_programs_come_back(how: str, rows: list[tuple[str | None, str | None]]) -> None:
    """Such a program leaves CR inside a line alone, but a CR at its end joins the line end."""
    file_format, write = WRITERS[how]
    cells = [[write(cell and cell.replace("\r", "").replace("\0", "")) for cell in row] for row in rows]
    data = file_of(["a", "b"], cells).replace(b"\n", b"\r\n")
    found = read(file_format, data, TABLE)
    assert found.rows == read(file_format, data.replace(b"\r\n", b"\n"), TABLE).rows
    assert "Lines end with CR LF, as some programs save them." in found.summary.notes


@pytest.mark.parametrize("file_format", ["sql", "student_module"])
@given(
    data=st.binary(max_size=80),
    pieces=st.lists(st.sampled_from([b"\\", b"\t", b"\n", b"\r", b"a"]), max_size=20),
)
def test_any_bytes_are_landed_or_rejected(file_format: str, data: bytes, pieces: list[bytes]) -> None:
    body = data + b"".join(pieces)
    found = read(file_format, b"a\tb\n" + body, TABLE)
    again = read(file_format, b"a\tb\n" + body + b"\n1\t2\n", TABLE)
    if not body.endswith((b"\\", b"\n")) and body:
        assert again.rows[:-1] == found.rows
        assert (again.rows[-1]["a"], again.rows[-1]["b"]) == ("1", "2")


@pytest.mark.parametrize("file_format", ["sql", "student_module"])
def test_cells_of_megabytes_and_small_blocks_give_the_same(file_format: str) -> None:
    write = sql_cell if file_format == "sql" else module_cell
    texts = ["x\n" * 2_200_000, "\\" * 1_000_001, "short", "\t\n\\"]
    data = file_of(["a", "b"], [[str(index), write(text)] for index, text in enumerate(texts * 2)])
    assert read(file_format, data, TABLE).column("b") == texts * 2


def test_text_null_in_other_letters_is_text_and_no_date() -> None:
    data = b"a\tat\nNull\tNone\nnull\tnull\nNULL\tNULL\n\t\n"
    found = read("sql", data, table_of("a", "at:timestamp"))
    assert found.column("a") == ["Null", "null", None, ""]
    assert found.column("at") == [None] * 4
    assert found.rejects == [] and found.summary.cells_nulled == 0


def test_columns_are_found_by_name() -> None:
    table = table_of("a", "b", "at:timestamp")
    found = read("sql", b"zz\tB\tzz\t\n1\t2\t3\t4\n", table)
    assert found.rows == [
        {"file_course_id": COURSE, "a": None, "b": "2", "at": None}
        | {"zz": "1", "zz_2": "3", "column_4": "4", "_row_number": 1}
    ]
    assert found.summary.unknown_columns == ("zz", "zz_2", "column_4")


def test_rows_of_the_wrong_width_are_kept_with_their_line() -> None:
    data = b"a\tb\n1\t2\n\nlonely\rone\n4\t5\t6\n7\t8\\q"
    found = read("sql", data, TABLE)
    assert found.rejects == [
        Reject(2, 3, None, "a blank line", ""),
        Reject(3, 4, None, "too few columns: 1 instead of 2", "lonely\rone"),
        Reject(4, 5, None, "too many columns: 3 instead of 2", "4\t5\t6"),
    ]
    assert [(row["_row_number"], row["a"], row["b"]) for row in found.rows] == [
        (1, "1", "2"),
        (5, "7", "8\\q"),
    ]
    assert found.summary.notes == (
        "The last line has no line end; the file may have been cut there.",
        "1 backslashes escape nothing; they were kept as text.",
    )


def test_cells_that_do_not_fit_leave_null_and_keep_the_row() -> None:
    data = b"id\tat\n1\t2015-09-31 21:32:17\n2\t2015-09-30 21:32:17.5\n"
    found = read("sql", data, table_of("id:integer", "at:timestamp"))
    assert found.column("at") == [None, datetime(2015, 9, 30, 21, 32, 17, 500_000)]
    assert found.rejects == [Reject(1, 2, "at", "not a timestamp", "2015-09-31 21:32:17")]


def test_lines_of_rejected_cells_count_the_lines_within_cells() -> None:
    data = b'id\tstate\n1\t{"a":\\\n"b"}\n2\t{oops\n'
    found = read("student_module", data, table_of("id:integer", "state:json"))
    assert found.column("state") == ['{"a":\n"b"}', None]
    assert found.rejects == [Reject(2, 4, "state", "not JSON", "{oops")]


def test_empty_file_and_header_without_rows_are_told_apart() -> None:
    empty, header_only = read("sql", b"", TABLE), read("sql", b"a\tb\n", TABLE)
    assert (empty.rows, header_only.rows) == ([], [])
    assert empty.summary.notes and not header_only.summary.notes


@pytest.mark.parametrize("data", [b"1\tx\n2\ty\n", b"Traceback (most recent call last):\n", b"x" * 2_000_000])
def test_file_without_its_header_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read("sql", data, TABLE)


def test_file_of_an_unknown_table_lands_as_text() -> None:
    found = read("sql", b"id\tx\n1\tNULL\n", None)
    assert found.rows == [{"id": "1", "x": None, "_row_number": 1}]


def test_block_border_may_stand_anywhere() -> None:
    from coursehouse.platforms.edx.readers.delimited import DelimitedReader
    from coursehouse.platforms.edx.readers.student_module import StudentModule

    data = file_of(["a", "b"], [[module_cell("\\" * index), module_cell("\n\\\n")] for index in range(60)])

    def rows(block_bytes: int) -> list[dict[str, Any]]:
        reader = DelimitedReader(
            lambda: Stream(data, 7), TABLE, COURSE, "a-file", StudentModule, block_bytes=block_bytes
        )
        return [row for parsed in reader.batches() for row in parsed.rows.to_pylist()]

    whole = rows(1 << 20)
    assert [row["b"] for row in whole] == ["\n\\\n"] * 60
    assert all(rows(size) == whole for size in (1, 2, 3, 5, 8, 13, 64))


def test_cells_with_every_rare_byte_are_decoded_too() -> None:
    odd = bytes(byte for byte in range(256) if byte not in b"\t\n\r\\\0")
    data = b"a\tb\n" + odd + b"\\\\n\tx\\ty\\\\\\n\\\\\\\\t\\q\n"
    found = read("sql", data, TABLE)
    assert found.rows[0]["a"].endswith("\ufffd\\n")
    assert found.rows[0]["b"] == "x\ty\\\n\\\\t\\q"
    assert found.summary.notes == ("1 backslashes escape nothing; they were kept as text.",)


def test_return_behind_a_lone_backslash_keeps_both() -> None:
    found = read("sql", b"a\tb\nx\\\ry\tz\\\\\r\n", TABLE)
    assert (found.rows[0]["a"], found.rows[0]["b"]) == ("x\\\ry", "z\\\r")


@pytest.mark.parametrize("how", WRITERS)
def test_sound_files_are_proven_by_the_sizes_of_their_cells(how: str) -> None:
    file_format, write = WRITERS[how]
    cells = [[write(None), write("a\\\tb\n")], [write("c"), write(None)]]
    assert read(file_format, file_of(["a", "b"], cells), TABLE).summary.accounting == "rebuilt"
    damaged = file_of(["a", "b"], [*cells, ["alone"]])
    assert read(file_format, damaged, TABLE).summary.accounting == "exact"
