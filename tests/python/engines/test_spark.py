"""Spark shows what DuckDB shows, whatever changes in the landing zone, and says clearly when it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.load import open_warehouse
from coursehouse.register import register, settle
from coursehouse.settings import PROJECT_ROOT
from coursehouse.targets.base import Registration
from coursehouse.targets.duckdb import literal
from coursehouse.targets.open import open_reader
from engines.spark_warehouse import let_spark_go, rows_shown, skip_without_packages, skip_without_spark
from small_exports import EPOCHS, SmallWarehouse, courses, memberships, payments, write_export

YEARS = (1500, 1582, 1700, 1883, 1969, 2017, 2038, 2200)
# What the exports of this module fill, and what a registration must never leave behind.
DELIVERED = r"\.(courses|course_memberships|.*certificate_payments|new.*)$|^landing\."
DEFINING = ("create table", "create or replace", "drop", "alter")


@pytest.fixture(scope="module")
def spark_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallWarehouse]:
    """A warehouse with two exports that overlap in part; its folder's name is as odd as Spark allows."""
    skip_without_spark()
    let_spark_go()
    folder = tmp_path_factory.mktemp("spark")
    house = SmallWarehouse(folder / "it's a house, month=1 %20é", "spark")
    times = [(f"u{year}", "c1", "LEARNER", f"{year}-10-10 03:04:05.678") for year in YEARS]
    june = write_export(
        folder / f"june_{EPOCHS['june']}",
        courses=[("course_id", "course_slug", "it's; odd"), ("c1", "one", "7"), ("c2", "two\n\\ é", "")],
        course_memberships=memberships(*times),
        users_courses__certificate_payments=payments(("u1", "c1", "t"), ("u2", "c1", "bad")),
        **{"new kind's": [("some_id", "N o"), ("x", "1")]},
    )
    july = write_export(
        folder / f"july_{EPOCHS['july']}",
        courses=courses("c1"),
        course_memberships=memberships(*times[:3]),
        users_courses__certificate_payments=payments(("u1", "c1", "f"), ("u3", "c1", "t")),
    )
    house.load(june, july)
    yield house
    let_spark_go()


def registered(house: SmallWarehouse) -> None:
    with open_warehouse(house.root, house.target) as (home, target):
        settle(home, target)


def test_spark_shows_what_duckdb_shows(spark_house: SmallWarehouse) -> None:
    shown = rows_shown(spark_house.root, "spark", DELIVERED)
    expected = rows_shown(spark_house.root, "duckdb", DELIVERED)
    [odd] = [name for name in expected if name.startswith("landed_coursera.new kind")]
    [odd_on_spark] = shown.keys() - expected.keys()
    assert odd_on_spark.startswith("landed_coursera.new_kind_s_")
    shown[odd] = shown.pop(odd_on_spark)
    assert shown == expected
    members = shown["landed_coursera.course_memberships"]
    assert all(any(f"datetime({year}, 10, 10, 3, 4, 5, 678000)" in row for row in members) for year in YEARS)


def test_second_registration_defines_nothing(
    spark_house: SmallWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = statements_of(monkeypatch)
    registered(spark_house)
    assert said and not [text for text in said if text.startswith(DEFINING)]


def statements_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list to which every statement that this process gives to Spark is added; it runs all the same."""
    from pyspark.sql import SparkSession

    said: list[str] = []
    run = SparkSession.sql

    def noting(session: SparkSession, text: str) -> object:
        said.append(text)
        return run(session, text)

    monkeypatch.setattr(SparkSession, "sql", noting)
    return said


def test_registration_defines_only_what_changed(
    spark_house: SmallWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_shown(spark_house.root, "spark", DELIVERED)
    said = statements_of(monkeypatch)
    august = write_export(
        tmp_path / f"august_{EPOCHS['august']}",
        courses=courses("c1"),
        users_courses__certificate_payments=[
            ("jhu_user_id", "course_id", "was_payment", "new"),
            ("u1", "c1", "f", "?"),
        ],
    )
    [loaded] = spark_house.load(august)
    created = [text.split()[2] for text in said if text.startswith("create table")]
    assert created == ["`landed_coursera`.`users_courses__certificate_payments`"]
    during = rows_shown(spark_house.root, "spark", DELIVERED)
    assert (
        during["coursera.users_courses__certificate_payments"]
        == (rows_shown(spark_house.root, "duckdb", DELIVERED)["coursera.users_courses__certificate_payments"])
    )
    assert during != before
    spark_house.remove(loaded.entry.export_id)
    assert rows_shown(spark_house.root, "spark", DELIVERED) == before


def test_files_of_an_older_contract_are_shown_in_the_new_types(spark_house: SmallWarehouse) -> None:
    before = rows_shown(spark_house.root, "spark", DELIVERED)
    path = next(spark_house.root.glob("landing/coursera/course_memberships/june*/*.parquet"))
    kept = path.read_bytes()
    with duckdb.connect() as connection:
        connection.execute(
            "create table old as"
            " select * replace (cast(course_membership_ts as varchar) as course_membership_ts)"
            " from read_parquet(?, hive_partitioning = false)",
            [str(path)],
        )
        path.unlink()
        connection.execute(f"copy old to {literal(str(path))} (format parquet)")
    registered(spark_house)
    assert rows_shown(spark_house.root, "spark", DELIVERED) == before
    path.unlink()
    path.write_bytes(kept)


class Noting:
    """No engine: what it is asked to show is noted."""

    def registering(self, registration: Registration) -> AbstractContextManager[None]:
        self.registration = registration
        return nullcontext()


def test_error_before_the_end_leaves_what_was_shown(spark_house: SmallWarehouse) -> None:
    before = rows_shown(spark_house.root, "spark", DELIVERED)
    noting = Noting()
    register(Home(spark_house.root), noting)
    first, second, *others = noting.registration.relations
    changed = (replace(first, name="new_table"), replace(second, columns=second.columns[1:]), *others)
    with (
        pytest.raises(ZeroDivisionError),
        open_warehouse(spark_house.root, "spark") as (_, engines),
        engines.registering(replace(noting.registration, relations=changed)),
    ):
        raise ZeroDivisionError
    assert rows_shown(spark_house.root, "spark", DELIVERED) == before
    assert rows_shown(spark_house.root, "duckdb", DELIVERED).keys() - before.keys() == {
        "landed_coursera.new kind's"
    }


@pytest.mark.spark_builds
def test_moved_folder_is_refused_until_the_catalogue_is_made_again(
    spark_house: SmallWarehouse, tmp_path: Path
) -> None:
    moved, cleared = (SmallWarehouse(tmp_path / name, "spark") for name in ("moved", "cleared"))
    for copy in (moved, cleared):
        shutil.copytree(spark_house.root, copy.root, symlinks=True)
    with pytest.raises(Refused, match=r"shows another warehouse, .*delete .*moved/spark"):
        registered(moved)
    shutil.rmtree(cleared.root / "spark")
    registered(cleared)
    assert rows_shown(cleared.root, "spark", DELIVERED) == rows_shown(spark_house.root, "spark", DELIVERED)


def refusal(
    house: SmallWarehouse, *, command: str = "register", target: str = "spark", **variables: str
) -> str:
    """The last line of what a command says that ends with 2."""
    ended = subprocess.run(
        [sys.executable, "-m", "coursehouse", command, "--target", target],
        env=os.environ | house.environment | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False), ended.stderr
    return ended.stderr.splitlines()[-1]


@pytest.mark.spark_builds
def test_metastore_in_use_is_refused(spark_house: SmallWarehouse) -> None:
    # this process has Java running, which holds the metastore
    assert rows_shown(spark_house.root, "spark", DELIVERED)
    said = refusal(spark_house, PATH=os.environ["PATH"])
    assert "Another process uses the Spark metastore" in said and "Wait until" in said


def test_other_session_of_this_process_is_refused(spark_house: SmallWarehouse, house: SmallWarehouse) -> None:
    with (
        open_reader(Home(spark_house.root), "spark"),
        pytest.raises(Refused, match="already runs a Spark session"),
        open_reader(Home(house.root), "spark"),
    ):
        pass


def test_absent_java_is_refused(house: SmallWarehouse, tmp_path: Path) -> None:
    skip_without_packages()
    said = refusal(house, PATH=str(tmp_path), JAVA_HOME="")
    assert "needs Java 17 or newer; none is here" in said and "JAVA_HOME" in said


def test_old_java_is_refused(house: SmallWarehouse, tmp_path: Path) -> None:
    skip_without_packages()
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.20\" 2023-07-18' >&2\n")
    java.chmod(0o755)
    assert "newer; this one is 11" in refusal(house, JAVA_HOME=str(tmp_path))


def test_absent_packages_are_refused(house: SmallWarehouse, tmp_path: Path) -> None:
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("pyspark", "PyHive", "pyhive")):
            (tmp_path / path.name).symlink_to(path)
    hide = (
        f"import sys; sys.path[:] = [p for p in sys.path if 'site-packages' not in p] + [{str(tmp_path)!r}]"
    )
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{hide} + [{str(PROJECT_ROOT / 'loaders')!r}]\n"
            "from coursehouse.cli import main; sys.argv[1:] = ['register', '--target', 'spark']; main()",
        ],
        env=os.environ | house.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 2
    assert "not installed: pyspark, pyhive. Install them with `pip" in ended.stderr.splitlines()[-1]


def test_absent_thrift_server_is_refused(house: SmallWarehouse) -> None:
    skip_without_packages()
    said = refusal(house, target="spark_thrift", COURSEHOUSE_SPARK_PORT="1")
    assert "No Spark thrift server answers at 127.0.0.1:1" in said and "COURSEHOUSE_SPARK_HOST" in said


@pytest.mark.parametrize("odd", ["[x]", "a;b", "{x}", "a:b", 'a"b', "a\\b"])
def test_path_that_spark_cannot_have_is_refused(tmp_path: Path, odd: str) -> None:
    said = refusal(SmallWarehouse(tmp_path / odd))
    assert "which Spark takes for signs" in said and "COURSEHOUSE_HOME" in said
