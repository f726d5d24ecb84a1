"""The dialect: what is written is what Python's csv module reads, and NULL is told from an empty text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coursehouse.synthetic.clock import export_timestamp, instant, truth_timestamp
from coursehouse.synthetic.layouts import LayoutColumn, LayoutTable
from coursehouse.synthetic.writer import Rows, export_file
from synthetic.reading import parse

TABLE = LayoutTable(
    "words",
    "words",
    (
        LayoutColumn("words", "words", "string"),
        LayoutColumn("is_new", "is_new", "boolean"),
        LayoutColumn("count", "count", "integer"),
        LayoutColumn("course_grade_overall", "course_grade_overall", "double"),
        LayoutColumn("written_ts", "written_ts", "timestamp"),
        LayoutColumn("never_filled", "never_filled", "string"),
    ),
)
COLUMNS = ("words", "is_new", "count", "course_grade_overall", "written_ts")
# a bare carriage return would be read as a line end
TEXTS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=("Cs",)))


@given(st.lists(TEXTS, max_size=5))
def test_any_text_survives_the_csv_module(texts: list[str]) -> None:
    content = export_file(TABLE, Rows(("words",), [(text,) for text in texts])).content()
    assert [record[0] for record in parse(content)[1:]] == texts


def test_cells_are_written_as_the_platform_writes_them() -> None:
    rows = Rows(COLUMNS, [('a "b" \\c\nd', True, 7, 0.5, 1_678_690_743_400), ("", False, None, None, None)])
    assert export_file(TABLE, rows).content().decode() == (
        "words,is_new,count,course_grade_overall,written_ts,never_filled\n"
        '"a \\"b\\" \\\\c\nd",t,7,0.5000000,"2023-03-13 06:59:03.4",\n'
        '"",f,,,,\n'
    )


def test_a_table_without_rows_is_a_header() -> None:
    header = b"words,is_new,count,course_grade_overall,written_ts,never_filled\n"
    assert export_file(TABLE, None).content() == header


def test_instants_print_whole_seconds_without_a_fraction() -> None:
    at = instant("2023-03-13 06:59:03")
    assert export_timestamp(at) == truth_timestamp(at) == "2023-03-13 06:59:03"
    assert truth_timestamp(at + 40) == "2023-03-13 06:59:03.040000"
    assert export_timestamp(at + 40) == "2023-03-13 06:59:03.04"
