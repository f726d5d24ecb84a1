"""A load, its connection or its server is cut off: nothing is half loaded, the same command repairs it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

from engines.postgres_server import PostgresServer, own_postgres_server, start, stop
from engines.postgres_warehouse import PostgresWarehouse, Rows
from small_exports import EPOCHS, courses, csv_text, memberships, payments, write_export

LEARNERS = 40_000


@dataclass(frozen=True)
class Moment:
    """When the load is cut off. seen: a condition on the row of pg_stat_activity for its connection.

    blocker: a statement whose locks make the load wait there; empty where it stays long enough by itself.
    """

    seen: str
    blocker: str = "select 1"


COPYING = Moment("state = 'active' and query like 'COPY \"landed_coursera\" . \"course_memberships\"%'")
MOMENTS = {
    "before the copy": Moment(
        "wait_event_type = 'Lock' and query like 'drop index%'",
        "select count(*) from landed_coursera.course_memberships",
    ),
    "copying": COPYING,
    "making an index": Moment("query like 'create index%course_memberships%'"),
    "finding current rows": Moment(
        "wait_event_type = 'Lock' and query like 'analyze coursehouse.current_rows%'",
        "lock table coursehouse.current_rows in share update exclusive mode",
    ),
    "changing a view": Moment(
        "wait_event_type = 'Lock' and query like 'create or replace view%'",
        "select count(*) from coursera.users_courses__certificate_payments",
    ),
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two exports that overlap in part, the second one large enough to be caught at work."""
    folder = tmp_path_factory.mktemp("exports")
    rows = [(f"u{number:030}", "c1", "LEARNER", "2017-05-01 10:00:00.000") for number in range(LEARNERS)]
    june, july = (
        write_export(
            folder / f"{name}_{EPOCHS[name]}",
            courses=courses("c1", f"c-{name}"),
            course_memberships=csv_text(
                memberships(*members, (name, "c1", "STAFF", "2017-05-01 10:00:00.000"))
            ),
            users_courses__certificate_payments=payments(("u1", "c1", "t"), (name, "c1", "bad")),
        )
        for name, members in (("june", rows[:50]), ("july", rows))
    )
    return june, july


def caught(twin: PostgresWarehouse, load: subprocess.Popen[bytes], moment: Moment) -> int:
    """Id of the server's process for the load at this moment."""
    with twin.server.transaction(twin.database) as watcher:
        watcher.connection.autocommit = True
        while load.poll() is None:
            watcher.execute(
                "select pid from pg_stat_activity where application_name = 'coursehouse'"
                f" and datname = '{twin.database}' and {moment.seen}"
            )
            for (pid,) in watcher.fetchall():
                return int(pid)
    raise AssertionError("the load ended before that moment")


def disturbed(
    twin: PostgresWarehouse,
    export: Path,
    moment: Moment,
    disturb: Callable[[subprocess.Popen[bytes], int], None],
) -> tuple[int, str]:
    """Exit code and talk of a load that was disturbed at this moment."""
    command = twin.command("load", "coursera", export)
    environment = os.environ | twin.variables
    with (
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as load,
        suppress(psycopg2.OperationalError, psycopg2.InterfaceError),
        twin.server.transaction(twin.database) as blocker,
    ):
        blocker.execute(moment.blocker)
        disturb(load, caught(twin, load, moment))
        _, talk = load.communicate(timeout=120)
    return load.returncode, talk.decode()


def wait_until_idle(twin: PostgresWarehouse) -> None:
    """Nothing; the server has noticed that the load is gone."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if twin.query("select 1 from pg_stat_activity where application_name = 'coursehouse'") == []:
                return
        except psycopg2.OperationalError:
            pass  # a server that starts again refuses connections at first
        time.sleep(0.05)
    raise AssertionError("the load's connection is still there")


@pytest.fixture(scope="module")
def undisturbed(
    postgres: PostgresServer, exports: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Rows:
    """All rows after both exports, but for the time that landing took."""
    with postgres.database() as database:
        twin = PostgresWarehouse(tmp_path_factory.mktemp("undisturbed") / "warehouse", postgres, database)
        twin.load(exports[0])
        twin.load(exports[1])
        return timeless(twin.postgres_rows())


def timeless(rows: Rows) -> Rows:
    return {relation: found for relation, found in rows.items() if relation != "landing.files"}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_load_leaves_nothing_and_is_repaired_by_the_same_command(
    twin: PostgresWarehouse, exports: tuple[Path, Path], undisturbed: Rows, moment: str
) -> None:
    twin.load(exports[0])
    before = twin.postgres_rows()
    code, _ = disturbed(twin, exports[1], MOMENTS[moment], lambda load, _: load.kill())
    assert code == -signal.SIGKILL
    wait_until_idle(twin)
    assert twin.postgres_rows() == before
    assert twin.run("load", "coursera", exports[1]).returncode in (0, 1)
    assert timeless(twin.postgres_rows()) == undisturbed
    assert twin.postgres_rows() == twin.duckdb_rows()


@pytest.fixture
def own_twin(tmp_path: Path) -> Iterator[PostgresWarehouse]:
    """An empty warehouse with a server that nobody else uses."""
    with own_postgres_server() as server, server.database() as database:
        yield PostgresWarehouse(tmp_path / "warehouse", server, database)


@pytest.mark.parametrize("way", ["connection ended", "server process killed", "server shut down"])
def test_lost_connection_is_refused_and_leaves_nothing(
    own_twin: PostgresWarehouse, exports: tuple[Path, Path], undisturbed: Rows, way: str
) -> None:
    twin = own_twin
    twin.load(exports[0])
    before = (twin.postgres_rows(), twin.duckdb_rows(), twin.entries())

    def disturb(load: subprocess.Popen[bytes], pid: int) -> None:
        if way == "connection ended":
            twin.query(f"select pg_terminate_backend({pid})")
        elif way == "server process killed":
            os.kill(pid, signal.SIGKILL)
        else:
            stop(twin.server, mode="fast")

    code, talk = disturbed(twin, exports[1], COPYING, disturb)
    assert (code, "Traceback" in talk) == (2, False)
    assert "was lost" in talk.splitlines()[-1]
    if way == "server shut down":
        start(twin.server)
    wait_until_idle(twin)
    assert (twin.postgres_rows(), twin.duckdb_rows(), twin.entries()) == before
    assert twin.run("load", "coursera", exports[1]).returncode in (0, 1)
    assert timeless(twin.postgres_rows()) == undisturbed
