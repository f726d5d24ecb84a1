"""The fast path and the exact path read the same cells, and exactly those that were written."""

from __future__ import annotations

import io
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursehouse.platforms.coursera.blocks import BlockSource
from coursehouse.platforms.coursera.dialect import Dialect, Layout
from coursehouse.platforms.coursera.exact import ExactReader
from coursehouse.platforms.coursera.fast import read_block

from .raw_files import DIALECTS, Cell, read, text_plan, written

LINE_ENDS = (b"\n", b"\r\n")
TRICKY = [
    b'"',
    b"\\",
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b" ",
    b"NA",
    b"",
    "é€😀".encode(),
    b"a",
    b'\\"',
    b'""',
    b"\\n",
]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[Cell]], list[bool]]:
    """Rows of tricky cells, and which columns are quoted; bare ones hold only what needs no quotes."""
    quoted = draw(st.lists(st.booleans(), min_size=1, max_size=5))
    tricky = st.lists(st.sampled_from(TRICKY), max_size=6).map(b"".join)
    plain = st.text("ab1\\-é ", min_size=1, max_size=5).map(str.encode)
    cells = [st.none() | (tricky if each else plain) for each in quoted]
    rows = draw(st.lists(st.tuples(*cells).map(list), min_size=1, max_size=30))
    return rows, quoted


def as_text(rows: list[list[Cell]]) -> list[tuple[str | None, ...]]:
    return [tuple(None if cell is None else cell.decode() for cell in row) for row in rows]


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("dialect", DIALECTS)
@given(table=tables())
@settings(max_examples=150)
def test_the_exact_path_reads_what_was_written(
    dialect: Dialect, line_end: bytes, table: tuple[list[list[Cell]], list[bool]]
) -> None:
    rows, quoted = table
    data = written(rows, quoted, dialect, line_end)
    found = ExactReader(dialect, len(quoted), ()).read(BlockSource(io.BytesIO()), data, 1, 1)
    assert not found.rejects
    assert list(map(list, zip(*found.columns, strict=True))) == rows
    starts = [1 + written(rows[:index], quoted, dialect, line_end).count(b"\n") for index in range(len(rows))]
    assert found.lines == starts
    assert found.row_numbers == list(range(1, len(rows) + 1))


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("dialect", DIALECTS)
@given(table=tables())
@settings(max_examples=150)
def test_the_fast_path_reads_what_was_written_or_refuses(
    dialect: Dialect, line_end: bytes, table: tuple[list[list[Cell]], list[bool]]
) -> None:
    rows, quoted = table
    data = written(rows, quoted, dialect, line_end)
    found = read_block(data, text_plan(len(quoted)), Layout(dialect, tuple(quoted), line_end, ()))
    bare_backslash = any(
        cell and b"\\" in cell and not is_quoted
        for row in rows
        for cell, is_quoted in zip(row, quoted, strict=True)
    )
    if found is None:
        assert bare_backslash, "regular quoting is rebuilt"
    else:
        cells = zip(*(column.to_pylist() for column in found.rows.columns), strict=True)
        assert list(cells) == as_text(rows)


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("quoted", [(True, True), (True, False)])
@pytest.mark.parametrize("last", [None, b"b"])
def test_the_last_cell_needs_no_line_end(
    dialect: Dialect, line_end: bytes, quoted: tuple[bool, bool], last: Cell
) -> None:
    rows: list[list[Cell]] = [[b"a", b"b"], [b"c", last]]
    data = written(rows, quoted, dialect, line_end).removesuffix(line_end)
    found = read_block(data, text_plan(2), Layout(dialect, quoted, line_end, ()))
    assert found is not None
    assert list(zip(*(column.to_pylist() for column in found.rows.columns), strict=True)) == as_text(rows)


@pytest.mark.parametrize(
    ("alphabet", "null_strings", "has_neighbours"),
    [(b'a",\n\r', (), False), (b'a"\\,\n', (), True), (b'a"\\,', (b"a", b'"'), True)],
)
@pytest.mark.parametrize("quoted", [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_whatever_the_fast_path_takes_the_exact_path_reads_alike(
    dialect: Dialect,
    line_end: bytes,
    quoted: tuple[bool, bool],
    alphabet: bytes,
    null_strings: tuple[bytes, ...],
    has_neighbours: bool,
) -> None:
    layout, plan, taken = Layout(dialect, quoted, line_end, null_strings), text_plan(2), 0
    # what one row lacks, its neighbours may make up for
    neighbours = [[b"b", b"1"]] * 2 if has_neighbours else []
    around = written(neighbours, quoted, dialect, line_end)
    longest = 6 if all(quoted) else 5
    for size in range(1, longest + 1):
        for characters in product(alphabet, repeat=size):
            data = around + bytes(characters) + line_end + around
            found = read_block(data, plan, layout)
            if found is None:
                continue
            exact = ExactReader(dialect, 2, null_strings).read(BlockSource(io.BytesIO()), data, 1, 1)
            assert not exact.rejects, data
            wanted = [[None if cell in null_strings else cell for cell in cells] for cells in exact.columns]
            assert [column.cast("binary").to_pylist() for column in found.rows.columns] == wanted, data
            taken += 1
    assert taken > 10


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("dialect", DIALECTS)
@given(table=tables(), block_bytes=st.integers(5, 200))
@settings(max_examples=150)
def test_blocks_of_any_size_give_the_same_cells(
    dialect: Dialect, line_end: bytes, table: tuple[list[list[Cell]], list[bool]], block_bytes: int
) -> None:
    rows, quoted = table
    # a first record that only one dialect can read, as many times as it takes to outvote chance
    evidence: list[list[Cell]] = [[b'say "this"', *[b"1"] * len(quoted)]] * 40
    rows = evidence + [[b'"', *row] for row in rows]
    quoted = [True, *quoted]
    data = written(rows, quoted, dialect, line_end)
    found = read(data, text_plan(len(quoted)), block_bytes=block_bytes, line_end=line_end)
    assert found.rows == as_text(rows)
    assert not found.rejects
    assert found.summary.dialect == dialect.name


@given(
    data=st.lists(
        st.sampled_from([*TRICKY, b"\n", b",", b'"', b'","', b'"\n"', b"\0", b"\xff"]), max_size=60
    ).map(b"".join),
    block_bytes=st.none() | st.integers(1, 80),
)
@settings(max_examples=400)
def test_any_bytes_are_accounted_for(data: bytes, block_bytes: int | None) -> None:
    found = read(data, text_plan(2), block_bytes=block_bytes)
    # every line of the file belongs to a row or to a reject
    kept = sum(row.count("\n") for cells in found.rows for row in cells if row)
    rejected = sum(text_of(reject.text, reject.text_encoding).count(b"\n") for reject in found.row_rejects)
    lines = data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
    assert kept + rejected + found.summary.rows_read == lines
    starts = [reject.line_number for reject in found.row_rejects]
    assert starts == sorted(set(starts))


def text_of(text: str, encoding: str) -> bytes:
    return bytes.fromhex(text) if encoding == "hex" else text.encode()
