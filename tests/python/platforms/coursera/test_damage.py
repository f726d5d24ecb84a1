"""Every kind of damage is named with its line; rows landed and rejects are the records of the file."""

from __future__ import annotations

import pytest

from coursehouse.platforms.coursera.dialect import COURSERA, DOUBLED, Dialect

from .raw_files import DIALECTS, Cell, Read, read, text_plan, written

QUOTED = (True, True, False)
SOUND: list[list[Cell]] = [
    [f"id{index}".encode(), b'a "post"\nof two lines' if index % 5 == 0 else b'"plain"', b"%d" % index]
    for index in range(400)
]
DAMAGED_RECORD = 201
DAMAGED_LINE = 2 + 200 + 40
"""Header, 200 records before, 40 of which have two lines."""


def damage(line: bytes, dialect: Dialect, block_bytes: int | None = None) -> Read:
    """A file of 400 sound records with `line` between the first and the last 200."""
    before, after = written(SOUND[:200], QUOTED, dialect), written(SOUND[200:], QUOTED, dialect)
    return read(before + line + after, text_plan(3, "string", "string", "integer"), block_bytes=block_bytes)


@pytest.mark.parametrize("block_bytes", [None, 500, 5000])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'"x","y"\n', "too few columns: 2 instead of 3"),
        (b'"x","y",1,"z"\n', "too many columns: 4 instead of 3"),
        (b'"x","st"ray",1\n', "a stray quote"),
        (b'"x",st"ray,1\n', "a stray quote"),
        (b'"x","y" ,1\n', "a stray quote"),
        (b'"x","{"a": 1}",1\n', "a stray quote"),
        (b'"x","never closed,1\n', "a stray quote"),
        (b'"x","never closed\n', "a stray quote"),
        (b"\n", "a blank line"),
    ],
)
def test_a_damaged_record_is_set_aside_whole(
    line: bytes, reason: str, dialect: Dialect, block_bytes: int | None
) -> None:
    found = damage(line, dialect, block_bytes)
    [reject] = found.row_rejects
    assert (reject.row_number, reject.line_number, reject.reason) == (DAMAGED_RECORD, DAMAGED_LINE, reason)
    assert reject.text == line.decode().rstrip("\n")
    assert len(found.rows) == 400
    assert found.summary.rows_read == 401
    assert found.summary.rows_rejected == 1
    assert found.row_numbers == [*range(1, 201), *range(202, 402)]
    assert found.summary.accounting == "exact"
    assert found.summary.dialect == dialect.name


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_damaged_record_of_several_lines_is_one_reject(dialect: Dialect) -> None:
    line = b'"x","first line\na stray " quote\nlast line",1\n'
    found = damage(line, dialect)
    [reject] = found.row_rejects
    assert reject.text == line.decode().rstrip("\n")
    assert len(found.rows) == 400


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("tail", [b'"x","y', b'"x","y"', b'"x"'])
def test_a_cut_last_line_is_set_aside(dialect: Dialect, tail: bytes) -> None:
    data = written(SOUND, QUOTED, dialect)
    found = read(data + tail, text_plan(3))
    [reject] = found.row_rejects
    assert reject.text == tail.decode()
    assert len(found.rows) == 400
    assert any("no line end" in note for note in found.summary.notes)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_last_line_without_line_end_is_read(dialect: Dialect) -> None:
    found = read(written(SOUND, QUOTED, dialect).removesuffix(b"\n"), text_plan(3))
    assert len(found.rows) == 400
    assert found.summary.accounting == "rebuilt"
    assert any("no line end" in note for note in found.summary.notes)


@pytest.mark.parametrize("block_bytes", [None, 500])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("cell", "landed", "reason"),
    [
        (b"caf\xe9!", "caf\ufffd!", "not UTF-8"),
        (b"a\0b\xff", "a\ufffdb\ufffd", "a NUL byte"),
        (b"\xe2\x82", "\ufffd\ufffd", "not UTF-8"),
    ],
)
def test_offending_bytes_keep_their_row(
    cell: bytes, landed: str, reason: str, dialect: Dialect, block_bytes: int | None
) -> None:
    found = damage(b'"x","' + cell + b'",1\n', dialect, block_bytes)
    [reject] = found.rejects
    assert found.rows[200] == ("x", landed, 1)
    assert (reject.row_number, reject.line_number, reject.column_name) == (DAMAGED_RECORD, DAMAGED_LINE, "c1")
    assert (reject.reason, reject.text, reject.text_encoding) == (reason, cell.hex(), "hex")
    assert found.summary.cells_nulled == 0
    assert found.summary.accounting == "rebuilt"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_rejected_record_of_other_bytes_is_kept_as_hex(dialect: Dialect) -> None:
    [reject] = damage(b'"x","\xff"\n', dialect).row_rejects
    assert (reject.text, reject.text_encoding) == (b'"x","\xff"'.hex(), "hex")


@pytest.mark.parametrize("block_bytes", [None, 500])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_cell_that_does_not_fit_is_named_with_its_line(dialect: Dialect, block_bytes: int | None) -> None:
    found = damage(b'"x","y",many\n', dialect, block_bytes)
    [reject] = found.rejects
    assert found.rows[200] == ("x", "y", None)
    assert (reject.row_number, reject.line_number) == (DAMAGED_RECORD, DAMAGED_LINE)
    assert (reject.column_name, reject.reason, reject.text) == ("c2", "not an integer", "many")
    assert found.summary.cells_nulled == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_two_damaged_lines_in_a_row_are_two_rejects(dialect: Dialect) -> None:
    found = damage(b'"x","st"ray",1\n"x"\n', dialect)
    assert [reject.line_number for reject in found.row_rejects] == [DAMAGED_LINE, DAMAGED_LINE + 1]


def test_carriage_returns_are_named_and_read() -> None:
    found = read(written(SOUND, QUOTED, COURSERA, b"\r\n"), text_plan(3), line_end=b"\r\n")
    assert (len(found.rows), found.rejects, found.summary.accounting) == (400, [], "rebuilt")
    assert any("CR LF" in note for note in found.summary.notes)


def test_mixed_line_ends_are_read_record_by_record() -> None:
    found = damage(b'"x","y",1\r\n', COURSERA)
    assert (len(found.rows), found.rejects, found.summary.accounting) == (401, [], "exact")


def test_a_backslash_that_escapes_nothing_stays_and_is_counted() -> None:
    found = damage(rb'"C:\new\\","\"\t",1' + b"\n", COURSERA)
    assert found.rows[200] == ("C:\\new\\", '"\\t', 1)
    assert any(note.startswith("2 backslashes") for note in found.summary.notes)


def test_a_file_of_damaged_lines_is_read_in_linear_time() -> None:
    lines = b'"x","a{"b": 1},"c\n' * 20_000
    found = read(lines, text_plan(3))
    assert len(found.row_rejects) == 20_000


def test_a_quote_that_never_closes_does_not_swallow_the_file() -> None:
    rows: list[list[Cell]] = [[b"%d" % index, b"%d" % index] for index in range(5000)]
    data = b'1,"never closed\n' + written(rows, (False, False), COURSERA)
    found = read(data, text_plan(2), block_bytes=4096)
    assert (len(found.rows), len(found.row_rejects)) == (5000, 1)


@pytest.mark.parametrize("block_bytes", [None, 300])
def test_the_dialect_may_show_late(block_bytes: int | None) -> None:
    rows: list[list[Cell]] = [[b"id", b"plain", b"1"]] * 20_000 + SOUND
    for dialect in (COURSERA, DOUBLED):
        found = read(written(rows, QUOTED, dialect), text_plan(3), block_bytes=block_bytes)
        assert found.summary.dialect == dialect.name
        assert not found.rejects
        assert found.rows[-1][1] == '"plain"'


def test_texts_that_stand_for_null() -> None:
    data = b'"NA",NA,NA\n"",,1\n"x","NA",2\n'
    plan = text_plan(3, "string", "string", "integer")
    assert read(data, plan, null_strings=("NA",)).rows == [(None, None, None), ("", None, 1), ("x", None, 2)]
    kept = read(data, plan)
    assert kept.rows == [("NA", "NA", None), ("", None, 1), ("x", "NA", 2)]
    assert any("--null-string NA" in note for note in kept.summary.notes)


def test_bare_null_strings_among_quoted_cells_are_regular() -> None:
    rows = written(SOUND, QUOTED, DOUBLED) + b"NA,NA,NA\n" * 10
    found = read(rows, text_plan(3, "string", "string", "integer"), null_strings=("NA",))
    assert (found.summary.accounting, found.rows[-1]) == ("rebuilt", (None, None, None))


def test_cells_longer_than_other_readers_take() -> None:
    long = b"\n".join([b"word " * 20] * 3000)
    found = read(written([[b"1", long]] * 3, (True, True), COURSERA), text_plan(2), block_bytes=1 << 16)
    assert [row[1] for row in found.rows] == [long.decode()] * 3
    assert not found.rejects
