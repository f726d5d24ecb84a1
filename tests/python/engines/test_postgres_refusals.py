"""What PostgreSQL does not allow is refused with one sentence and the remedy, and nothing has changed."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.targets.base import ORIGIN_COLUMNS, Registration, Relation
from coursehouse.targets.open import open_targets
from coursehouse.targets.postgres import open_postgres
from engines.postgres_server import own_postgres_server, server_account
from engines.postgres_warehouse import PostgresWarehouse
from small_exports import EPOCHS, courses, csv_text, memberships, write_export
from warehouse.warehouses import environment


def export(folder: Path, name: str, learners: int = 2) -> Path:
    rows = [(f"u{number:060}", "c1", "LEARNER", "2017-05-01 10:00:00.000") for number in range(learners)]
    return write_export(
        folder / f"{name}_{EPOCHS[name]}",
        courses=courses("c1"),
        course_memberships=csv_text(memberships(*rows)),
    )


@pytest.fixture
def june(tmp_path: Path) -> Path:
    return export(tmp_path, "june")


@pytest.fixture
def july(tmp_path: Path) -> Path:
    return export(tmp_path, "july", learners=3)


@contextmanager
def unchanged(twin: PostgresWarehouse) -> Iterator[None]:
    """A context in which neither engine nor the ledger changes."""
    before = (twin.entries(), twin.duckdb_rows(), twin.postgres_rows())
    yield
    assert (twin.entries(), twin.duckdb_rows(), twin.postgres_rows()) == before


def assert_refused(finished: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert finished.returncode == 2, finished.stderr
    assert "Traceback" not in finished.stderr
    last = finished.stderr.strip().splitlines()[-1]
    for part in parts:
        assert part in last


UNUSABLE = {
    "bad password": ({"COURSEHOUSE_PG_PASSWORD": "bad"}, "password authentication failed", "_PG_PASSWORD"),
    "unknown user": ({"COURSEHOUSE_PG_USER": "nobody's"}, "nobody's", "COURSEHOUSE_PG_USER"),
    "unknown database": (
        {"COURSEHOUSE_PG_DATABASE": "no'd b"},
        'database "no\'d b" does not exist',
        "Create",
    ),
    "absent server": ({"COURSEHOUSE_PG_PORT": "1"}, "Connection refused", "COURSEHOUSE_PG_PORT"),
    "unknown host": ({"COURSEHOUSE_PG_HOST": "no.such.host.invalid"}, "host name", "COURSEHOUSE_PG_HOST"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_server_is_refused_before_anything_is_landed(
    twin: PostgresWarehouse, june: Path, name: str
) -> None:
    variables, *parts = UNUSABLE[name]
    assert_refused(twin.run("load", "coursera", june, **variables), *parts)
    assert not (twin.root / "landing").exists()
    assert twin.entries() == ()


def test_password_of_digits_is_a_text(twin: PostgresWarehouse, june: Path) -> None:
    with twin.server.temporary_user("0123", twin.database) as user:
        finished = twin.run("register", COURSEHOUSE_PG_USER=user, COURSEHOUSE_PG_PASSWORD="0123")
        assert finished.returncode == 0, finished.stderr


def test_user_who_may_not_make_schemas_is_refused(twin: PostgresWarehouse, june: Path) -> None:
    with twin.server.temporary_user("secret") as user:
        variables = {"COURSEHOUSE_PG_USER": user, "COURSEHOUSE_PG_PASSWORD": "secret"}
        assert_refused(twin.run("load", "coursera", june, **variables), "may not make schemas", "CREATE")
    assert not (twin.root / "landing").exists()


def test_user_who_may_not_change_the_tables_is_refused(
    twin: PostgresWarehouse, june: Path, july: Path
) -> None:
    twin.load(june)
    with twin.server.temporary_user("secret") as user, unchanged(twin):
        twin.query(f"grant usage on schema coursehouse to {user}")
        twin.query(f"grant select on coursehouse.warehouse to {user}")
        variables = {"COURSEHOUSE_PG_USER": user, "COURSEHOUSE_PG_PASSWORD": "secret"}
        assert_refused(
            twin.run("load", "coursera", july, **variables), "lacks a right: permission denied for table"
        )
        twin.query(f"revoke all on schema coursehouse from {user}")
        twin.query(f"revoke all on coursehouse.warehouse from {user}")


def test_database_with_tables_of_somebody_else_is_refused(twin: PostgresWarehouse, june: Path) -> None:
    twin.query("create schema coursera")
    twin.query("create table coursera.courses as select 1 as mine")
    assert_refused(twin.run("load", "coursera", june), "schema coursera", "COURSEHOUSE_PG_DATABASE")
    assert twin.query("select mine from coursera.courses") == [(1,)]
    assert twin.entries() == ()


def test_database_of_another_warehouse_is_refused_until_it_is_given_over(
    twin: PostgresWarehouse, june: Path, july: Path, tmp_path: Path
) -> None:
    twin.load(june)
    other = PostgresWarehouse(tmp_path / "other", twin.server, twin.database)
    with unchanged(twin):
        refusal = other.run("load", "coursera", july)
        assert_refused(refusal, "holds another warehouse", "update coursehouse.warehouse")
    twin.query(refusal.stderr.partition("`")[2].partition("`")[0])
    other.load(july)
    assert other.postgres_rows() == other.duckdb_rows()


def test_two_loads_at_once_are_refused(twin: PostgresWarehouse, june: Path, july: Path) -> None:
    twin.load(june)
    other = PostgresWarehouse(twin.root.with_name("elsewhere"), twin.server, twin.database)
    with unchanged(twin), open_postgres(twin.settings, Home(twin.root)):
        assert_refused(other.run("load", "coursera", july), "is changing the database", "Wait")


def test_query_that_holds_a_table_is_waited_for_and_then_named(twin: PostgresWarehouse, june: Path) -> None:
    twin.load(june)
    relation = Relation("landed_coursera", "courses", ORIGIN_COLUMNS, ())
    with (
        unchanged(twin),
        twin.server.transaction(twin.database) as dashboard,
        pytest.raises(Refused, match=r"Another connection to .* nothing was changed. End the query"),
    ):
        dashboard.execute("select count(*) from landed_coursera.courses")
        with (
            open_postgres(twin.settings, Home(twin.root), lock_seconds=0.5) as target,
            target.registering(Registration((relation,), {})),
        ):
            pass


def test_damaged_landed_file_is_named(twin: PostgresWarehouse, june: Path, july: Path) -> None:
    twin.load(june)
    [file] = (twin.root / "landing/coursera/course_memberships").rglob("*.parquet")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="coursehouse remove"):
        twin.load(july)
    file.write_bytes(whole)
    twin.register()
    assert twin.postgres_rows() == twin.duckdb_rows()


def test_error_in_the_other_engine_undoes_the_registration(twin: PostgresWarehouse, june: Path) -> None:
    twin.load(june)
    relation = Relation("landed_coursera", "courses", ORIGIN_COLUMNS, ())
    with (
        unchanged(twin),
        environment(**twin.variables),
        pytest.raises(ZeroDivisionError),
        open_targets(Home(twin.root), "postgres") as target,
        target.registering(Registration((relation,), {})),
    ):
        raise ZeroDivisionError


def test_connection_that_is_lost_before_the_commit_leaves_both_engines(
    twin: PostgresWarehouse, june: Path
) -> None:
    twin.load(june)
    relation = Relation("landed_coursera", "courses", ORIGIN_COLUMNS, ())
    with (
        unchanged(twin),
        environment(**twin.variables),
        pytest.raises(Refused, match="was lost"),
        open_targets(Home(twin.root), "postgres") as target,
        target.registering(Registration((relation,), {})),
    ):
        twin.query(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'coursehouse' and datname = current_database()"
        )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder of a disk of 32 MB."""
    if os.geteuid() != 0:
        pytest.skip("a full disk is not tested: only root can mount a small one")
    folder = Path(tempfile.mkdtemp(prefix="coursehouse-disk-"))
    user, group = server_account()
    options = f"size=32m,mode=700,uid={user},gid={group}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        folder.rmdir()
        pytest.skip("a full disk is not tested: mounting a small one is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_full_disk_of_the_server_is_refused(small_disk: Path, tmp_path: Path) -> None:
    with own_postgres_server() as server:
        server.administer(f"create tablespace small location '{small_disk}'")
        server.administer(
            f'create database full_disk owner "{server.user}" tablespace small template template0'
        )
        twin = PostgresWarehouse(tmp_path / "warehouse", server, "full_disk")
        twin.load(export(tmp_path, "june"))
        large = export(tmp_path, "july", learners=150_000)
        with unchanged(twin):
            assert_refused(
                twin.run("load", "coursera", large), "no space left", "nothing was changed", "Free"
            )
        twin.load(export(tmp_path, "august"))
        assert twin.postgres_rows() == twin.duckdb_rows()
