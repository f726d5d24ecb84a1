"""The same courses exported in the layouts of three years give the same content marts."""

from __future__ import annotations

import pytest

from coursehouse.synthetic.config import Layout
from warehouse.warehouses import Warehouse

# What the layout of 2016 lacks is left out: later branches, their descriptions, and the level of a course.
QUERIES = {
    "branches_items__content_order": "select * from marts.branches_items__content_order where is_original",
    "course_branches": """
        select
            platform, course_branch_id, course_id, is_original, branch_number, module_count, lesson_count,
            item_count, graded_item_count
        from marts.course_branches
        where is_original
    """,
    "courses": "select * exclude (branch_count, course_level) from marts.courses",
}


@pytest.mark.parametrize("mart", QUERIES)
@pytest.mark.parametrize("layout", [Layout.Y2016, Layout.Y2017])
def test_layout_gives_the_same_content_as_that_of_2023(
    layout: Layout, mart: str, layout_warehouses: dict[Layout, Warehouse]
) -> None:
    wanted = _rows(layout_warehouses[Layout.Y2023], QUERIES[mart])
    assert wanted
    assert _rows(layout_warehouses[layout], QUERIES[mart]) == wanted


def test_layout_of_2016_has_no_later_branch(layout_warehouses: dict[Layout, Warehouse]) -> None:
    later = "select course_branch_id from marts.course_branches where not is_original"
    assert _rows(layout_warehouses[Layout.Y2016], later) == []
    assert _rows(layout_warehouses[Layout.Y2017], later)


def _rows(warehouse: Warehouse, query: str) -> list[tuple[object, ...]]:
    with warehouse.connect() as connection:
        return sorted(connection.sql(query).fetchall(), key=repr)
