"""A course as a tree, worked out from one JSON object, however broken its links are."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.platforms.edx.readers import first_course_id
from coursehouse.platforms.edx.readers.dates import parse_date
from coursehouse.platforms.edx.readers.tree import places
from platforms.edx.packages import Read, Stream, read, table_of

TABLE = table_of(
    *("block_id", "category", "children:json", "metadata:json", "parent_block_id", "child_position:integer"),
    *("depth:integer", "depth_first_order:integer", "block_path", "display_name", "effective_format"),
    *("effective_graded:boolean", "effective_start:timestamp", "effective_due:timestamp"),
    "effective_hide_from_toc:boolean",
)
Blocks = dict[str, tuple[str, list[str], dict[str, Any]]]


def structure(blocks: Blocks) -> Read:
    """What the reader makes of blocks given as category, children and metadata."""
    found = {
        block: {"category": category, "children": children, "metadata": metadata}
        for block, (category, children, metadata) in blocks.items()
    }
    return read("structure", json.dumps(found).encode(), TABLE)


def by_block(found: Read, *names: str) -> dict[str, tuple[Any, ...]]:
    return {row["block_id"]: tuple(row[name] for name in names) for row in found.rows}


def test_places_follow_the_lists_of_children() -> None:
    blocks: Blocks = {
        "p": ("problem", [], {}),
        "c": ("course", ["w2", "gone", "w1"], {}),
        "w1": ("chapter", ["p"], {}),
        "w2": ("chapter", [], {}),
        "orphan": ("chapter", ["below"], {}),
        "below": ("html", [], {}),
    }
    names = ("parent_block_id", "child_position", "depth", "depth_first_order", "block_path")
    assert by_block(structure(blocks), *names) == {
        "c": (None, None, 0, 1, "c"),
        "w2": ("c", 1, 1, 2, "c > w2"),
        "w1": ("c", 3, 1, 3, "c > w1"),
        "p": ("w1", 1, 2, 4, "c > w1 > p"),
        "orphan": (None, None, None, None, None),
        "below": ("orphan", 1, None, None, None),
    }


def test_settings_are_those_of_the_nearest_ancestor() -> None:
    blocks: Blocks = {
        "c": ("course", ["w"], {"start": "2015-01-05T00:00:00Z", "due": "Bad"}),
        "w": ("chapter", ["s"], {"start": "March 13 2014", "graded": "true", "due": '"2015-02-01T10:00Z"'}),
        "s": ("sequential", ["v"], {"format": "Homework", "graded": False, "hide_from_toc": True}),
        "v": ("vertical", [], {"graded": "maybe", "display_name": "Panel", "due": None}),
    }
    found = structure(blocks)
    start, due = datetime(2015, 1, 5), datetime(2015, 2, 1, 10)
    assert by_block(found, "effective_start", "effective_due", "effective_graded") == {
        "c": (start, None, None),
        "w": (start, due, True),
        "s": (start, due, False),
        "v": (start, due, None),
    }
    assert by_block(found, "effective_format", "effective_hide_from_toc", "display_name")["v"] == (
        ("Homework", True, "Panel")
    )
    assert [(reject.column_name, reject.text) for reject in found.rejects] == [
        ("effective_due", "Bad"),
        ("effective_graded", "maybe"),
    ]


@pytest.mark.parametrize("name", ["block-v1:A+B+C+type@html+block@x", "i4x://A/B/html/x"])
def test_block_without_a_title_goes_by_its_name(name: str) -> None:
    assert structure({name: ("html", [], {})}).column("display_name") == ["x"]


NAMES = st.sampled_from("abcdefg")


@given(
    st.dictionaries(
        NAMES, st.tuples(st.sampled_from(["course", "html"]), st.lists(NAMES, max_size=5)), min_size=1
    )
)
def test_links_of_any_shape_give_one_tree(blocks: dict[str, tuple[str, list[str]]]) -> None:
    children = {block: links for block, (_, links) in blocks.items()}
    found = places({block: category for block, (category, _) in blocks.items()}, children)
    assert found.keys() == blocks.keys()
    inside = sorted((place.order, block) for block, place in found.items() if place.order is not None)
    assert [order for order, _ in inside] == list(range(1, len(inside) + 1))
    for block, place in found.items():
        if place.parent is not None:
            assert place.child_position is not None
            assert children[place.parent][place.child_position - 1] == block
        if place.order is not None and place.depth:
            parent = found[place.parent or ""]
            assert parent.depth == place.depth - 1 and (parent.order or 0) < place.order
            assert place.path == f"{parent.path} > {block}"
    read(
        "structure",
        json.dumps({b: {"category": c, "children": k} for b, (c, k) in blocks.items()}).encode(),
        TABLE,
    )


def test_very_deep_chain_is_walked() -> None:
    count = 20_000
    blocks: Blocks = {
        str(index): ("html" if index else "course", [str(index + 1)], {"format": "x"} if not index else {})
        for index in range(count)
    }
    rows = structure(blocks).rows
    assert (rows[-1]["depth"], rows[-1]["effective_format"], rows[-1]["block_path"]) == (count - 1, "x", None)


@pytest.mark.parametrize(
    ("data", "landed", "reasons"),
    [
        (b"[1, 2]", 0, ["not a JSON object"]),
        (b'{"a": {"category"', 0, ["not JSON"]),
        (b"[" * 100_000, 0, ["not JSON"]),
        (b'{"a": 1, "b": {"children": 7, "metadata": []}}', 1, ["a block that is no JSON object"]),
        (b'{"a": {"category": "x"}, "a": {"category": "y"}}', 1, ["a block that comes again"]),
        (b"", 0, []),
    ],
)
def test_damage_is_set_aside(data: bytes, landed: int, reasons: list[str]) -> None:
    found = read("structure", data, TABLE)
    assert len(found.rows) == landed
    assert [reject.reason for reject in found.rejects] == reasons


def test_unknown_fields_land_as_text() -> None:
    found = read("structure", b'{"a": {"category": "x", "redacted_children": ["y"]}}', TABLE)
    assert found.summary.unknown_columns == ("redacted_metadata", "redacted_children")
    assert found.column("redacted_children") == ['["y"]']


DATES = {
    "2015-01-05T00:00:00Z": datetime(2015, 1, 5),
    "2015-01-05T10:00Z": datetime(2015, 1, 5, 10),
    "2015-01-05T10:00:00.25+00:00": datetime(2015, 1, 5, 10, 0, 0, 250_000),
    "2015-01-05T10:00:00+0200": datetime(2015, 1, 5, 8),
    '"2015-01-05"': datetime(2015, 1, 5),
    "March 13 2014": datetime(2014, 3, 13),
    "February 25, 2013": datetime(2013, 2, 25),
    "December 12, 22:00, 2012": datetime(2012, 12, 12, 22),
    "March 25, 2013, 22:00": datetime(2013, 3, 25, 22),
    "December 24 05:00, 2012": datetime(2012, 12, 24, 5),
    "February 30, 2013": None,
    "0001-01-01T00:00:00+05:00": None,
    "Bad": None,
    "": None,
}


@pytest.mark.parametrize("text", DATES)
def test_dates_of_course_authors(text: str) -> None:
    assert parse_date(text) == DATES[text]


@given(st.text(max_size=30))
def test_no_text_breaks_the_dates(text: str) -> None:
    parse_date(text)


COURSES = {
    "block-v1:A+B+C+type@course+block@course": "course-v1:A+B+C",
    "block-v1:course-v1:A+B+C+type@chapter+block@x": "course-v1:A+B+C",
    "i4x://A/B/course/C": "course-v1:A+B+C",
    "i4x://A/B/html/x": None,
}


@pytest.mark.parametrize("block", COURSES)
def test_course_of_a_structure(block: str) -> None:
    data = json.dumps({block: {"category": "x"}}).encode()
    assert first_course_id("structure", lambda: Stream(data), TABLE) == COURSES[block]


def test_course_of_a_forum() -> None:
    data = b'{"body": "no", "course_id": "A/B/C"}\n'
    assert first_course_id("forum", lambda: Stream(data), TABLE) == "course-v1:A+B+C"
