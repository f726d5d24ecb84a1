"""What an export is found to be: its tables, partner, kind of ids, scope and snapshot time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from coursehouse.platforms.base import ReadOptions

from .folders import ANSWERS, USERS, folder, open_export, rows_of, zipped


def test_files_that_are_no_tables_are_named(tmp_path: Path) -> None:
    others = [
        "x/.DS_Store",
        "__MACOSX/x/._users.csv",
        "x/readme.html",
        "x/users.html",
        "x/setup.sql",
        "x/load.sql",
        "x/guide.pdf",
        "x/notes.txt",
        "x/older.zip",
    ]
    export = open_export(zipped(tmp_path / "x.zip", {"x/users.csv": USERS, **dict.fromkeys(others, b"?")}))
    assert [file.source_file for file in export.files] == ["users.csv"]
    reasons = {each.source_file: each.reason for each in export.ignored}
    assert set(reasons) == {name.removeprefix("x/") for name in others}
    assert reasons["notes.txt"] == "an unknown kind of file"


def test_a_table_that_the_contract_does_not_know_lands_as_text(tmp_path: Path) -> None:
    export = open_export(
        folder(tmp_path / "x", {"users.csv": USERS, "new_things.csv": b"thing_id,size\n1,2\n"})
    )
    new = export.files[0]
    assert (new.table_name, new.is_known_table) == ("new_things", False)
    reader = new.reader()
    [batch] = reader.batches()
    assert batch.rows.to_pylist() == [{"thing_id": "1", "size": "2", "_row_number": 1}]
    assert reader.summary.unknown_columns == ("thing_id", "size")


def test_columns_are_mapped_by_name(tmp_path: Path) -> None:
    header = b'\xef\xbb\xbf"estimated_work_load" ,brand_new,course_id\r\n'
    export = open_export(folder(tmp_path / "x", {"courses.csv": header + b'"much","!","c1"\r\n'}))
    reader = export.files[0].reader()
    [batch] = reader.batches()
    [row] = batch.rows.to_pylist()
    assert (row["course_id"], row["course_workload"], row["brand_new"]) == ("c1", "much", "!")
    assert batch.rows.column_names[-2:] == ["brand_new", "_row_number"]
    assert row["course_launch_ts"] is None
    assert reader.summary.unknown_columns == ("brand_new",)
    assert any("byte order mark" in note for note in reader.summary.notes)


@pytest.mark.parametrize(
    ("header", "mode"),
    [("jhu_discussions_user_id", "isolated"), ("jhu_user_id", "linked")],
)
def test_learner_ids_land_in_the_column_of_their_domain(tmp_path: Path, header: str, mode: str) -> None:
    answers = ANSWERS.replace(b"jhu_discussions_user_id", header.encode())
    export = open_export(folder(tmp_path / "x", {"users.csv": USERS, "discussion_answers.csv": answers}))
    assert (export.partner, export.id_mode) == ("jhu", mode)
    assert rows_of(export)["discussion_answers"][0]["discussions_user_id"] == "d1"


def test_other_user_ids_are_no_learner_column(tmp_path: Path) -> None:
    actions = b'assessment_action_id,guest_user_id,big_uni_assessments_user_id\n1,"g","a"\n'
    export = open_export(folder(tmp_path / "x", {"assessment_actions.csv": actions}))
    assert (export.partner, export.id_mode) == ("big_uni", "isolated")
    [row] = rows_of(export)["assessment_actions"]
    assert (row["guest_user_id"], row["assessments_user_id"]) == ("g", "a")


def test_an_export_without_learners_has_no_partner(tmp_path: Path) -> None:
    export = open_export(folder(tmp_path / "x", {"courses.csv": b"course_id\n"}))
    assert (export.partner, export.id_mode) == (None, None)


def test_user_ids_of_all_courses_are_one_table(tmp_path: Path) -> None:
    files = {
        "jhu_ml_101_user_ids.csv": b'jhu_user_id,ml_101_user_id\n"u1","s1"\n',
        "jhu__idm_2_user_ids.csv": b'jhu_user_id,_idm_2_user_id\n"u1","s2"\n',
        "jhu_course_user_ids.csv": b'jhu_user_id,fake_course_user_id\n"u1","s3"\n',
    }
    export = open_export(folder(tmp_path / "x", files))
    assert export.partner == "jhu"
    assert {file.table_name for file in export.files} == {"course_user_ids"}
    assert sorted(
        (row["course_slug"], row["course_user_id"]) for row in rows_of(export)["course_user_ids"]
    ) == [
        ("_idm_2", "s2"),
        ("fake_course", "s3"),
        ("ml_101", "s1"),
    ]


def test_the_table_with_the_longest_name(tmp_path: Path) -> None:
    stem = "programming_assignment_submission_schema_part_possible_responses"
    header = b"programming_assignment_submission_schema_part_possible_response_order\n3\n"
    export = open_export(folder(tmp_path / "x", {f"{stem}.csv": header}))
    assert rows_of(export) == {
        "programming_assignment_submission_schema_part_xbkvdx": [
            {"programming_assignment_submission_schema_part_m934n": 3}
        ]
    }


def test_two_files_of_one_table_are_both_read(tmp_path: Path) -> None:
    files = {"a/users.csv": USERS, "b/users.csv": USERS.replace(b"u1", b"u2")}
    assert [row["user_id"] for row in rows_of(open_export(folder(tmp_path / "x", files)))["users"]] == [
        "u1",
        "u2",
    ]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "is empty"),
        ({"notes.txt": b"?"}, "only other files"),
        ({"shopping.csv": b"item,price\n"}, "no table of a Coursera export"),
        ({"users.csv": b""}, "has no header line"),
        ({"users.csv": b"\n\n"}, "has no header line"),
        ({"users.csv": b'"u1","2015-01-01 00:00:00"\n'}, "names no column of users"),
        ({"users.csv": "jhu_user_id\n".encode("utf-16")}, "not UTF-8"),
        ({"users.csv": b"jhu_user_id,country_cd,country_cd\n"}, "column country_cd twice"),
        ({"users.csv": b"jhu_user_id, country_cd,Country_cd \n"}, "column country_cd twice"),
        ({"courses.csv": b"course_workload,estimated_work_load\n"}, "column course_workload twice"),
        ({"users.csv": b"jhu_user_id,_row_number\n"}, "column _row_number twice"),
        ({"users.csv": USERS, "users.csv.gz": b""}, "users.csv and users.csv.gz"),
        ({"users.csv": USERS, "gradebook.csv": b"a\n"}, "gradebook"),
        ({"users.csv": USERS, "grades.csv": b"External Student ID,grade\n"}, "personal data"),
        ({"users.csv": b"jhu_user_id,E-Mail\n"}, "personal data"),
    ],
)
def test_what_is_no_sound_export_is_refused(tmp_path: Path, files: dict[str, bytes], sentence: str) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(Refused, match=sentence) as refusal:
        open_export(folder(tmp_path / "x", files))
    assert refusal.value.remedy


AUGUST = 1502409600000
"""2017-08-11 00:00 in milliseconds."""


@pytest.mark.parametrize(
    ("inner", "outer", "modified", "at", "source", "has_note"),
    [
        (f"course_{AUGUST}", "x", datetime(2017, 8, 11), datetime(2017, 8, 11), "folder name", False),
        ("course", f"x_{AUGUST}", datetime(2017, 8, 11), datetime(2017, 8, 11), "folder name", False),
        (f"course_{AUGUST}", "x", datetime(2017, 8, 9), datetime(2017, 8, 11), "folder name", False),
        (f"course_{AUGUST}", "x", datetime(2017, 8, 8), datetime(2017, 8, 8), "newest member date", True),
        ("course_7051862327916", "x", datetime(2018, 3, 4), datetime(2018, 3, 4), "newest member date", True),
        ("course_1000000000000", "x", datetime(2018, 3, 4), datetime(2018, 3, 4), "newest member date", True),
        ("course_7051862327916", "x", datetime(1980, 1, 1), None, "newest timestamp in the data", True),
        (
            "course",
            "x",
            datetime(2018, 3, 4, 5, 6, 8),
            datetime(2018, 3, 4, 5, 6, 8),
            "newest member date",
            False,
        ),
        ("course", "x", datetime(1980, 1, 1), None, "newest timestamp in the data", False),
        (f"course_{AUGUST}", "x", datetime(1980, 1, 1), datetime(2017, 8, 11), "folder name", False),
    ],
)
def test_the_snapshot_time(
    tmp_path: Path,
    inner: str,
    outer: str,
    modified: datetime,
    at: datetime | None,
    source: str,
    has_note: bool,
) -> None:
    path = zipped(tmp_path / f"{outer}.zip", {f"{inner}/users.csv": USERS}, modified)
    export = open_export(path)
    assert (export.snapshot.at, export.snapshot.source, bool(export.snapshot.note)) == (at, source, has_note)
    assert (export.name, export.scope) == (outer, "course")
    chosen = ReadOptions(scope="mine", snapshot_at=datetime(2020, 1, 1))
    again = open_export(path, chosen)
    assert (again.snapshot.at, again.snapshot.source, again.scope) == (datetime(2020, 1, 1), "option", "mine")


def test_an_impossible_time_is_named_with_its_year(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"course_7051862327916/users.csv": USERS}, datetime(2018, 3, 4))
    assert "2193" in open_export(path).snapshot.note


def test_files_on_a_disk_do_not_say_when_they_were_exported(tmp_path: Path) -> None:
    snapshot = open_export(folder(tmp_path / "course", {"users.csv": USERS})).snapshot
    assert (snapshot.at, snapshot.source) == (None, "newest timestamp in the data")


def test_a_single_file_is_an_export(tmp_path: Path) -> None:
    path = folder(tmp_path / f"jhu_{AUGUST}", {"users.csv": USERS}) / "users.csv"
    export = open_export(path)
    assert (export.scope, len(export.files), export.snapshot.source) == ("jhu", 1, "folder name")


def test_the_summary_waits_for_the_last_batch(tmp_path: Path) -> None:
    reader = open_export(folder(tmp_path / "x", {"users.csv": USERS})).files[0].reader()
    with pytest.raises(RuntimeError):
        _ = reader.summary
