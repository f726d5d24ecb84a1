"""edX packages in the warehouse: what lands, what is missing, and which rows are current."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from platforms.edx.gpg_keys import Keys, needs_gpg, new_keys
from small_exports import SmallWarehouse
from small_packages import DEMO, course_files, enrollments, users, write_files, zip_of

OTHER = "course-v1:UniX+C2+R1"
CURRENT = "select file_course_id, user_id, mode from edx.student_courseenrollment order by all"
ACCOUNTS = "select file_course_id, id, username from edx.auth_user order by all"


def package(
    folder: Path, date: str, courses: dict[str, tuple[int, ...]], mode: str = "honor", name: str = "user"
) -> Path:
    """A package of these courses, each with its learners."""
    files: dict[str, bytes] = {}
    for course_id, ids in courses.items():
        tables = {
            "auth_user": users(*ids, name=name),
            "student_courseenrollment": enrollments(course_id, *ids, mode=mode),
        }
        files |= course_files(course_id, **tables)
    return write_files(folder / f"UniX-{date}", files)


def test_a_package_lands_course_by_course(house: SmallWarehouse, tmp_path: Path) -> None:
    [loaded] = house.load_edx(package(tmp_path, "2023-03-05", {DEMO: (1, 2), OTHER: (2,)}))
    assert house.query(CURRENT) == [(DEMO, 1, "honor"), (DEMO, 2, "honor"), (OTHER, 2, "honor")]
    assert house.query(ACCOUNTS) == [(DEMO, 1, "user1"), (DEMO, 2, "user2"), (OTHER, 2, "user2")]
    assert house.query("select distinct course_id from landing.files order by all") == [(DEMO,), (OTHER,)]
    assert {file.course_id for file in loaded.entry.files} == {DEMO, OTHER}
    assert all(file.rows_read == file.rows_landed for file in loaded.entry.files)
    again = house.load_edx(tmp_path / "UniX-2023-03-05")
    assert [one.is_new for one in again] == [False]


def test_a_newer_package_replaces_the_courses_that_it_holds(house: SmallWarehouse, tmp_path: Path) -> None:
    house.load_edx(package(tmp_path, "2023-03-05", {DEMO: (1, 2), OTHER: (2, 3)}))
    before = house.state()
    [loaded] = house.load_edx(package(tmp_path, "2023-04-05", {DEMO: (2, 4)}, "audit", "renamed"))
    assert house.query(CURRENT) == [
        (DEMO, 2, "audit"),
        (DEMO, 4, "audit"),
        (OTHER, 2, "honor"),
        (OTHER, 3, "honor"),
    ]
    assert house.query(ACCOUNTS)[:3] == [(DEMO, 2, "renamed2"), (DEMO, 4, "renamed4"), (OTHER, 2, "user2")]
    house.remove(loaded.entry.export_id)
    assert house.state() == before


def test_a_table_that_is_header_only_is_empty_and_one_that_failed_is_missing(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    house.load_edx(package(tmp_path, "2023-03-05", {DEMO: (1,)}))
    files = course_files(
        DEMO, auth_user=users(), student_languageproficiency=[("id", "user_profile_id", "code")]
    )
    failed = "UniX-C1-R1-student_courseenrollment-prod-analytics.sql.failed"
    [loaded] = house.load_edx(write_files(tmp_path / "UniX-2023-04-05", files | {failed: b"Traceback\n"}))
    assert house.query("select count(*) from edx.auth_user") == [(0,)]
    assert house.query(CURRENT) == [(DEMO, 1, "honor")]
    assert house.query("select table_name, course_id, source_file from landing.missing_files") == [
        ("student_courseenrollment", DEMO, failed)
    ]
    assert "student_courseenrollment" not in {file.table_name for file in loaded.entry.files}
    assert {file.rows_read for file in loaded.entry.files} == {0}


def test_packages_loaded_in_any_order_give_the_same_warehouse(tmp_path: Path) -> None:
    packages = [
        package(tmp_path, "2023-03-05", {DEMO: (1, 2), OTHER: (2,)}),
        package(tmp_path, "2023-04-05", {DEMO: (1, 3)}, "audit"),
        package(tmp_path, "2023-05-05", {OTHER: (4,)}, "verified"),
    ]
    states = []
    for number, order in enumerate(itertools.permutations(packages)):
        house = SmallWarehouse(tmp_path / f"warehouse-{number}")
        for path in order:
            house.load_edx(path)
        states.append(house.state())
        assert house.query(CURRENT) == [(DEMO, 1, "audit"), (DEMO, 3, "audit"), (OTHER, 4, "verified")]
    assert all(state == states[0] for state in states)


def test_two_sites_in_one_package_keep_the_rows_of_both(house: SmallWarehouse, tmp_path: Path) -> None:
    files = {
        f"UniX-C1-R1-student_courseenrollment-{site}-analytics.sql": data
        for site, ids in (("prod", (1, 2)), ("edge", (2, 3)))
        for data in course_files(DEMO, student_courseenrollment=enrollments(DEMO, *ids, mode=site)).values()
    }
    house.load_edx(write_files(tmp_path / "UniX-2023-03-05", files))
    assert house.query("select id, mode from edx.student_courseenrollment order by all") == [
        (1, "prod"),
        (2, "prod"),
        (3, "edge"),
    ]


def encrypted(keys: Keys, courses: dict[str, tuple[int, ...]]) -> dict[str, bytes]:
    """The files of a package as edX sends them."""
    files: dict[str, bytes] = {}
    for course_id, ids in courses.items():
        files |= course_files(
            course_id, auth_user=users(*ids), student_courseenrollment=enrollments(course_id, *ids)
        )
    return {f"{name}.gpg": keys.encrypt(data) for name, data in files.items()}


@needs_gpg
def test_an_encrypted_package_lands_as_a_plain_one(tmp_path: Path) -> None:
    plain, secret = SmallWarehouse(tmp_path / "plain"), SmallWarehouse(tmp_path / "secret")
    courses = {DEMO: (1, 2), OTHER: (2,)}
    with new_keys("university") as keys:
        path = zip_of(tmp_path / "UniX-2023-03-05.zip", encrypted(keys, courses))
        secret.load_edx(path, gpg_home=keys.home)
    plain.load_edx(package(tmp_path, "2023-03-05", courses))
    assert secret.query(CURRENT) == plain.query(CURRENT)
    assert secret.query(ACCOUNTS) == plain.query(ACCOUNTS)
    assert secret.query("select count(*) from landing.missing_files") == [(0,)]


@needs_gpg
def test_a_member_that_cannot_be_decrypted_leaves_the_others(house: SmallWarehouse, tmp_path: Path) -> None:
    with new_keys("university") as keys, new_keys("stranger") as strangers:
        files = encrypted(keys, {DEMO: (1, 2)})
        [own, foreign] = sorted(files)
        files[foreign] = strangers.encrypt(b"id\n")
        damaged = bytearray(files[own])
        damaged[-30] ^= 0x55
        files["UniX-C1-R1-teams-prod-analytics.sql.gpg"] = bytes(damaged)
        path = write_files(tmp_path / "UniX-2023-03-05", files)
        environment = {**house.environment, "COURSEHOUSE_GPG_HOME": str(keys.home)}
        ended = house.run("load", "edx", path, environment=environment)
        assert ended.returncode == 1, ended.stderr
        assert "Traceback" not in ended.stderr
        missing = dict(house.query("select table_name, reason from landing.missing_files"))
        assert missing == {
            "student_courseenrollment": "is encrypted for a key that is not here",
            "teams": "holds damaged data",
        }
        for reason in missing.values():
            assert f"1 missing, {reason}" in ended.stderr
        assert house.query(ACCOUNTS) == [(DEMO, 1, "user1"), (DEMO, 2, "user2")]
        again = house.run("load", "edx", path, environment=environment)
        assert again.returncode == 1
        # the same bytes, now that the other key is here
        keys.gpg("--import", data=strangers.gpg("--export-secret-keys", "stranger"))
        [loaded] = house.load_edx(path, gpg_home=keys.home)
        assert loaded.is_new
        assert [one.table_name for one in loaded.entry.missing] == ["teams"]
        assert len(house.entries()) == 1
        assert not list(tmp_path.rglob("*.sql"))


@needs_gpg
def test_a_package_of_which_nothing_opens_is_refused(house: SmallWarehouse, tmp_path: Path) -> None:
    with new_keys("university") as keys, new_keys("stranger") as strangers:
        path = write_files(tmp_path / "UniX-2023-03-05", encrypted(keys, {DEMO: (1,)}))
        with pytest.raises(Refused, match="for a key that is not here"):
            house.load_edx(path, gpg_home=strangers.home)
        assert house.entries() == ()
        assert house.files() == []


def test_commands_name_each_other(house: SmallWarehouse, tmp_path: Path) -> None:
    edx = package(tmp_path, "2023-03-05", {DEMO: (1,)})
    ended = house.run("load", "coursera", edx)
    assert ended.returncode == 2
    assert "use `coursehouse load edx`" in ended.stderr
    assert house.run("load", "coursera-clickstream", edx).returncode == 2
    coursera = write_files(
        tmp_path / "export", {"users.csv": b"jhu_user_id\n", "courses.csv": b"course_id\n"}
    )
    ended = house.run("load", "edx", coursera)
    assert ended.returncode == 2
    assert "use `coursehouse load coursera`" in ended.stderr


def test_the_command_shows_what_came(house: SmallWarehouse, tmp_path: Path) -> None:
    path = package(tmp_path, "2023-03-05", {"course-v1:UniX+C-1+R1": (1,), OTHER: (2,)})
    (path / "UniX-C2-R1-teams-prod-analytics.sql.failed").write_bytes(b"Traceback\n")
    ended = house.run("load", "edx", path)
    assert ended.returncode == 0, ended.stderr
    assert "UniX-2023-03-05: 4 files of 2 course runs, scope UniX." in ended.stderr
    assert "1 missing, the platform failed to write it" in ended.stderr
    assert "student_courseenrollment" in ended.stdout
    assert "edx" in house.run("exports").stdout
