"""Each fault is found in the newest export exactly as often as truth/faults.csv says."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.faults import FAULT_NAMES, parse_fault
from coursehouse.synthetic.generate import GeneratedInstitution, generate
from synthetic.reading import broken_keys, members, newest, parse, read_export

COUNT = 3


def _with_fault(name: str, folder: Path) -> GeneratedInstitution:
    return generate(
        GeneratorConfig(learners=60, courses=1, seed=8, faults=(parse_fault(f"{name}={COUNT}"),)), folder
    )


@pytest.mark.parametrize("name", FAULT_NAMES)
def test_fault_changes_the_newest_export_only_and_is_recorded(name: str, tmp_path: Path) -> None:
    made = _with_fault(name, tmp_path / "faulty")
    clean = generate(GeneratorConfig(learners=60, courses=1, seed=8), tmp_path / "clean")
    assert made.exports[0].path.read_bytes() == clean.exports[0].path.read_bytes()
    with (made.truth / "faults.csv").open(newline="", encoding="utf-8") as file:
        (record,) = csv.DictReader(file)
    assert record["fault"] == name
    assert int(record["count"]) == COUNT
    before, after = members(newest(clean)), members(newest(made))
    changed = {table for table in before.keys() | after.keys() if before.get(table) != after.get(table)}
    assert changed == set(record["table"].split(","))


def test_duplicate_membership_breaks_the_key(tmp_path: Path) -> None:
    made = _with_fault("duplicate-membership", tmp_path)
    wanted = f"course_memberships(user_id, course_id, course_membership_ts): {COUNT} repeated, 0 empty"
    assert broken_keys(read_export(made.config, newest(made))) == [wanted]


def test_orphan_lesson_points_nowhere(tmp_path: Path) -> None:
    made = _with_fault("orphan-lesson", tmp_path)
    tables = read_export(made.config, newest(made))
    key = ["course_branch_id", "course_lesson_id"]
    lessons = set(tables["course_branch_lessons"].pick(key))
    assert sum(item not in lessons for item in tables["course_branch_items"].pick(key)) == COUNT


@pytest.mark.parametrize(
    ("name", "table"),
    [("short-row", "course_item_grades"), ("long-row", "users_courses__certificate_payments")],
)
def test_rows_of_another_width_are_as_many_as_asked(name: str, table: str, tmp_path: Path) -> None:
    header, *records = parse(members(newest(_with_fault(name, tmp_path)))[table])
    widths = Counter(len(record) - len(header) for record in records)
    assert widths[-1 if name == "short-row" else 1] == COUNT


def test_bad_utf8_is_not_utf8(tmp_path: Path) -> None:
    content = members(newest(_with_fault("bad-utf8", tmp_path)))["discussion_answers"]
    assert content.count(b"caf\xe9") == COUNT
    with pytest.raises(UnicodeDecodeError):
        content.decode()


def test_unknown_fault_is_refused_with_the_list() -> None:
    with pytest.raises(Refused, match="orphan-lesson"):
        parse_fault("no-such-fault=2")
    with pytest.raises(Refused, match="how often"):
        parse_fault("orphan-lesson=few")
