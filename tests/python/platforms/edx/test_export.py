"""Packages as they are found: their courses, time and scope, and what is left out or missing."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from coursehouse.contract import load_contract
from coursehouse.errors import Refused
from coursehouse.platforms.base import Export, ReadOptions
from coursehouse.platforms.edx.export import EdxPlatform
from coursehouse.settings import Settings
from small_packages import DEMO, course_files, enrollments, sql_text, users, write_files, zip_of

FILES = course_files(DEMO, auth_user=users(1, 2), student_courseenrollment=enrollments(DEMO, 1, 2))
ODD = course_files("course-v1:UniX+C-1+R1", student_courseenrollment=enrollments("UniX/C-1/R1", 1))


def open_export(path: Path, **options: datetime | str | frozenset[str]) -> Export:
    settings = Settings(home=path.parent / "warehouse")
    platform = EdxPlatform(settings, load_contract("edx"))
    [export] = platform.open_exports([path], ReadOptions(**options))  # type: ignore[arg-type]
    return export


def tables(export: Export) -> dict[str, tuple[str, str | None]]:
    return {file.source_file: (file.table_name, file.course_id) for file in export.files}


def test_a_zip_and_its_folder_are_the_same_package(tmp_path: Path) -> None:
    files = FILES | ODD | {"ora/UniX-C1-R1-submissions_score-prod-analytics.sql": b"id\n"}
    inside = open_export(zip_of(tmp_path / "UniX-2023-03-05.zip", files))
    beside = open_export(write_files(tmp_path / "UniX-2023-03-05", files))
    expected = {
        "UniX-C-1-R1-student_courseenrollment-prod-analytics.sql": (
            "student_courseenrollment",
            "course-v1:UniX+C-1+R1",
        ),
        "UniX-C1-R1-auth_user-prod-analytics.sql": ("auth_user", DEMO),
        "UniX-C1-R1-student_courseenrollment-prod-analytics.sql": ("student_courseenrollment", DEMO),
        "ora/UniX-C1-R1-submissions_score-prod-analytics.sql": ("submissions_score", DEMO),
    }
    for export in (inside, beside):
        assert tables(export) == expected
        assert (export.scope, export.name, export.id_mode) == ("UniX", "UniX-2023-03-05", "linked")
        assert (export.snapshot.at, export.snapshot.source) == (datetime(2023, 3, 5), "folder name")
        assert export.notes == ()


@pytest.mark.parametrize(
    ("name", "modified", "at", "source"),
    [
        ("UniX-2023-03-05.zip", datetime(2023, 3, 5), datetime(2023, 3, 5), "folder name"),
        ("package.zip", datetime(2023, 3, 6, 7), datetime(2023, 3, 6, 7), "newest member date"),
        ("UniX-2093-03-05.zip", datetime(2023, 3, 6, 7), datetime(2023, 3, 6, 7), "newest member date"),
        ("UniX-2023-13-45.zip", datetime(2023, 3, 6, 7), datetime(2023, 3, 6, 7), "newest member date"),
        ("package.zip", datetime(1980, 1, 1), None, "newest timestamp in the data"),
    ],
)
def test_when_a_package_was_made(
    tmp_path: Path, name: str, modified: datetime, at: datetime | None, source: str
) -> None:
    path = zip_of(tmp_path / name, FILES, modified)
    snapshot = open_export(path).snapshot
    assert (snapshot.at, snapshot.source) == (at, source)
    assert ("2093" in snapshot.note) == ("2093" in name)
    chosen = open_export(path, snapshot_at=datetime(2020, 1, 1)).snapshot
    assert (chosen.at, chosen.source) == (datetime(2020, 1, 1), "option")


def test_what_is_no_table_is_left_out_with_a_reason(tmp_path: Path) -> None:
    others = {
        ".DS_Store": b"",
        "__MACOSX/._UniX-C1-R1-auth_user-prod-analytics.sql": b"",
        "UniX-C1-R1-course-prod-analytics.xml.tar.gz": b"",
        "unix-edx-events-2023-02-01.log.gz": b"",
        "UniX-C1-R1-auth_user-prod-analytics.sql.gpg": b"",
        "UniX-C1-R1-student_courseenrollment-prod-analytics.sql.failed": b"",
        "mystery.sql": b"",
        "UniX-2023-03-05.zip": b"",
    }
    export = open_export(write_files(tmp_path / "package", FILES | others))
    assert len(export.files) == 2
    assert export.missing == ()
    reasons = {each.source_file: each.reason for each in export.ignored}
    assert set(reasons) == set(others)
    assert reasons["UniX-C1-R1-auth_user-prod-analytics.sql.gpg"] == (
        "also here as UniX-C1-R1-auth_user-prod-analytics.sql"
    )


def test_a_failed_file_is_a_missing_table(tmp_path: Path) -> None:
    failed = {"UniX-C1-R1-teams-prod-analytics.sql.failed": b"Traceback (most recent call last):\n"}
    export = open_export(write_files(tmp_path / "package", FILES | failed))
    [missing] = export.missing
    assert (missing.table_name, missing.course_id, missing.remedy) == ("teams", DEMO, "")
    assert "teams" not in {file.table_name for file in export.files}


def test_an_unknown_table_lands_under_its_own_name(tmp_path: Path) -> None:
    more = {"UniX-C1-R1-new_table-prod-analytics.sql": b"id\n"}
    export = open_export(write_files(tmp_path / "package", FILES | more))
    [unknown] = [file for file in export.files if not file.is_known_table]
    assert (unknown.table_name, unknown.course_id) == ("new_table", DEMO)


def test_several_organisations_are_all_in_the_scope(tmp_path: Path) -> None:
    other = course_files("course-v1:AliasX+C+R", student_courseenrollment=enrollments("AliasX/C/R", 3))
    opt_in = {"unix-email_opt_in-prod-analytics.csv": b"user_id,username,email\n"}
    export = open_export(write_files(tmp_path / "package", FILES | other | opt_in))
    assert export.scope == "AliasX+UniX"
    assert open_export(tmp_path / "package", scope="mine").scope == "mine"
    assert {file.course_id for file in export.files if file.table_name == "email_opt_in"} == {None}


def test_single_files(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "UniX-2023-03-05", FILES)
    export = open_export(folder / "UniX-C1-R1-auth_user-prod-analytics.sql")
    assert tables(export) == {"UniX-C1-R1-auth_user-prod-analytics.sql": ("auth_user", DEMO)}
    assert export.snapshot.at == datetime(2023, 3, 5)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "Give a package as edX sent it"),
        ({"notes.txt": b""}, "Give a package as edX sent it"),
        ({"unix-edx-events-2023-02-01.log.gz": b""}, "use `coursehouse load edx-logs`"),
        ({"users.csv": b"", "courses.csv": b""}, "use `coursehouse load coursera`"),
        ({"video-2017-03-02.csv.gz": b""}, "use `coursehouse load coursera-clickstream`"),
        ({"UniX-C1-R1-teams-prod.sql.failed": b""}, "Give a package"),
        ({"UniX-2023-03-05.zip": b""}, "Name them: `coursehouse load edx x/*.zip`"),
        (
            {f"UniX-2023-0{n}-05/UniX-C1-R1-auth_user-prod.sql": b"" for n in (1, 2)},
            "holds several packages: UniX-2023-01-05, UniX-2023-02-05",
        ),
    ],
)
def test_what_is_no_package_is_refused_with_the_remedy(
    tmp_path: Path, files: dict[str, bytes], sentence: str
) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(Refused) as found:
        open_export(write_files(tmp_path / "x", files))
    assert sentence in str(found.value)


def test_unsafe_and_damaged_zips_are_refused(tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../UniX-C1-R1-auth_user-prod.sql", b"")
    with pytest.raises(Refused, match="leads out of the archive"):
        open_export(evil)
    whole = zip_of(tmp_path / "cut.zip", FILES).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="cut off or damaged"):
        open_export(tmp_path / "cut.zip")
    (tmp_path / "a.zip.gpg").write_bytes(b"")
    with pytest.raises(Refused, match="encrypted as a whole"):
        open_export(tmp_path / "a.zip.gpg")


def test_courses_are_known_by_rows_in_both_forms(tmp_path: Path) -> None:
    rows = sql_text(enrollments("UniX/C-1/R1", 1))
    files = {"UniX-C-1-R1-student_courseenrollment-prod.sql": rows, "UniX-C-1-R1-auth_user-prod.sql": b"id\n"}
    export = open_export(write_files(tmp_path / "package", files))
    assert {file.course_id for file in export.files} == {"course-v1:UniX+C-1+R1"}


def test_reports_are_known_by_courses_given_beside_them_or_loaded_before(tmp_path: Path) -> None:
    course_id = "course-v1:UniX+CB-10.1x+1T_2014"
    reports = write_files(
        tmp_path / "reports",
        {
            "UniX_CB-10.1x_1T_2014_grade_report_2023-04-30-0013.csv": b"Student ID,Email\n",
            "UniX-CB-10.1x-1T_2014-anon-ids.csv": b'"User ID"\n',
        },
    )
    package = write_files(
        tmp_path / "package", course_files(course_id, student_courseenrollment=enrollments(course_id, 1))
    )
    platform = EdxPlatform(Settings(home=tmp_path / "warehouse"), load_contract("edx"))
    beside = platform.open_exports([reports, package], ReadOptions())[0]
    behind = open_export(reports, known_course_ids=frozenset({course_id}))
    for export in (beside, behind):
        assert {file.course_id for file in export.files} == {course_id}
        assert export.notes == ()
        assert (export.snapshot.at, export.snapshot.source) == (datetime(2023, 4, 30), "folder name")
    alone = open_export(reports)
    assert len(alone.notes) == 2
    assert all("UniX" in note for note in alone.notes)
