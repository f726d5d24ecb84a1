"""Published packages kept outside the project, loaded whole."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from small_exports import SmallWarehouse

SHARED = Path(os.environ.get("COURSEHOUSE_SHARED", Path(__file__).resolve().parents[5] / "shared"))
EXPORTS = SHARED / "exports" / "edx"

pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"{EXPORTS} is not here (COURSEHOUSE_SHARED)")


def test_the_demo_package_lands_with_its_known_damage_only(house: SmallWarehouse) -> None:
    [loaded] = house.load_edx(EXPORTS / "package")
    entry = loaded.entry
    assert (entry.scope, len(entry.files), entry.missing) == ("edX", 14, ())
    assert {file.course_id for file in entry.files} == {"course-v1:edX+DemoX+Demo_Course"}
    assert (entry.rows_read, entry.rows_landed, entry.rows_rejected) == (51, 51, 0)
    assert not any(file.unknown_columns for file in entry.files)
    damage = house.query("select table_name, column_name, text from landing.rejects order by all")
    assert damage == [
        ("teams", "last_activity_at", "2015-09-31 21:32:17"),
        ("teams", "last_activity_at", "2015-1-31 21:32:17"),
        ("teams", "last_activity_at", "2015-11-31 21:32:17"),
    ]
    assert house.query("select id, count(*) from edx.wiki_article group by id having count(*) > 1") == [
        (2, 3)
    ]


def test_ten_course_structures(house: SmallWarehouse) -> None:
    [loaded] = house.load_edx(EXPORTS / "course_structure", snapshot_at=datetime(2024, 1, 1))
    assert len({file.course_id for file in loaded.entry.files}) == len(loaded.entry.files) == 10
    assert house.query("select count(distinct file_course_id) from edx.course_structure") == [(10,)]
    for file in loaded.entry.files:
        org, course, run = file.source_file.split("-")[:3]
        assert file.course_id == f"course-v1:{org}+{course}+{run}"
