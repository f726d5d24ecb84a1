"""The published demo package and course structures, where they are at hand."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from platforms.edx.packages import read
from platforms.edx.test_structure import TABLE

SHARED = Path(os.environ.get("COURSEHOUSE_SHARED", Path(__file__).resolve().parents[5] / "shared"))
EXPORTS = SHARED / "exports" / "edx"

pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"{EXPORTS} is not here (COURSEHOUSE_SHARED)")

ROWS = {
    "auth_user": 4,
    "auth_userprofile": 4,
    "certificates_generatedcertificate": 4,
    "courseware_studentmodule": 4,
    "student_courseenrollment": 4,
    "student_languageproficiency": 4,
    "teams": 4,
    "teams_membership": 4,
    "user_api_usercoursetag": 4,
    "verify_student_verificationstatus": 4,
    "wiki_article": 4,
    "wiki_articlerevision": 3,
}


@pytest.mark.parametrize("table", ROWS)
def test_every_row_of_the_demo_package_is_read(table: str) -> None:
    [path] = (EXPORTS / "package").glob(f"*-Demo_Course-{table}-acceptance.sql")
    found = read("student_module" if "module" in table else "sql", path.read_bytes(), None)
    assert (len(found.rows), found.rejects, found.summary.notes) == (ROWS[table], [], ())


def test_state_of_the_demo_package_is_json_once_decoded() -> None:
    [path] = (EXPORTS / "package").glob("*-courseware_studentmodule-*")
    states = read("student_module", path.read_bytes(), None).column("state")
    answers = next(json.loads(state) for state in states if state)["student_answers"]
    assert json.loads(json.loads(next(iter(answers.values())))["state"])["answer"] == "OC(O)C(Cl)(Cl)Cl"


def test_forum_of_the_demo_package() -> None:
    [path] = (EXPORTS / "package").glob("*.mongo")
    found = read("forum", path.read_bytes(), None)
    assert found.column("author_id") == ["1", "2", "4"]
    assert found.rejects == []


def test_course_structures_give_the_blocks_worked_out_by_hand() -> None:
    expected: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    with (SHARED / "expected/edx/course_structure/blocks.hand.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = (int(row["block_index"]), row["block_id"], row["block_parent"] or None)
            facts = (row["block_type"], row["block_title"], int(row["n_children"]))
            expected[row["course_id"]].append(place + facts)
    assert len(expected) == 6
    for course_id, blocks in expected.items():
        name = course_id.removeprefix("course-v1:").replace("+", "-")
        [path] = (EXPORTS / "course_structure").glob(f"{name}-*.json")
        rows = read("structure", path.read_bytes(), TABLE).rows
        names = ("depth_first_order", "block_id", "parent_block_id", "category", "display_name")
        found = [(*(row[name] for name in names), len(json.loads(row["children"]))) for row in rows]
        assert sorted(found) == sorted(blocks)
