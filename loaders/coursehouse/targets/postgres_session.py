"""A connection to PostgreSQL: how it is made, how statements run, what its errors mean to a user."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coursehouse.errors import Refused
from coursehouse.targets.duckdb import identifier, literal

if TYPE_CHECKING:
    import pyarrow as pa
    from adbc_driver_postgresql.dbapi import Connection

LOCK_SECONDS = 30
CONNECT_SECONDS = 10
KEEPALIVE_SECONDS = 60

DISK_FULL, TOO_LARGE, ROLE_EXISTS = "53100", "54000", "42710"
_LOCKED = {"55P03", "40P01"}
_FORBIDDEN = "42501"
_SERVER_GONE = ("08", "57P0")

# dbt's names of the settings that libpq takes over as they are.
_LIBPQ_SETTINGS = (
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "connect_timeout",
    "keepalives_idle",
    "sslmode",
    "sslcert",
    "sslkey",
    "sslrootcert",
)


@dataclass(frozen=True)
class Session:
    """An open connection. address: host:port/database, for messages.

    Statements outside `transaction` are committed one by one.
    """

    connection: Connection
    address: str

    def execute(self, sql: str) -> None:
        """Nothing; the statement has run."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def copy(self, schema: str, table: str, rows: pa.Table | pa.RecordBatchReader) -> int:
        """Number of rows that were copied into columns of the same names, in PostgreSQL's binary form."""
        with self.connection.cursor() as cursor:
            count: int = cursor.adbc_ingest(table, rows, mode="append", db_schema_name=schema)
            return count

    def ensure_schema(self, schema: str) -> None:
        """Nothing; the database has the schema."""
        # asked first, because `if not exists` still needs the right to make it
        if self.rows(f"select 1 where to_regnamespace({literal(schema)}) is null"):
            self.execute(f"create schema {identifier(schema)}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A context whose statements are committed together at its sound end, else all undone."""
        import adbc_driver_postgresql.dbapi as adbc

        # The driver's own transactions do not let a savepoint be taken back to after an error.
        self.execute("begin")
        try:
            yield
            self.execute("commit")
        except BaseException:
            # A connection that is gone has been rolled back by the server.
            with suppress(adbc.Error):
                self.execute("rollback")
            raise

    def attempt(self, action: Callable[[], object], *expected: str) -> bool:
        """Whether the action was done; after an error of an expected SQLSTATE nothing has changed."""
        import adbc_driver_postgresql.dbapi as adbc

        self.execute("savepoint attempt")
        try:
            action()
        except adbc.Error as error:
            if error.sqlstate not in expected:
                raise
            self.execute("rollback to savepoint attempt")
            return False
        self.execute("release savepoint attempt")
        return True


@contextmanager
def connected(settings: Mapping[str, Any], lock_seconds: float = LOCK_SECONDS) -> Iterator[Session]:
    """A context with a connection for these settings of a dbt profile.

    lock_seconds: how long a statement waits for other connections.
    Errors: Refused when the server cannot be reached or refuses the connection.
    """
    try:
        import adbc_driver_postgresql.dbapi as adbc
    except ModuleNotFoundError as error:
        raise Refused(
            f"The package {error.name} is not installed, which PostgreSQL needs.",
            "Run `pip install 'coursehouse[postgres]'`.",
        ) from None

    address = "{host}:{port}/{dbname}".format_map({"port": 5432, **settings})
    try:
        connection = adbc.connect(_connection_string(settings), autocommit=True)
    except adbc.Error as error:
        raise _unreachable(address, str(error)) from error
    with closing(connection), postgres_errors(address):
        session = Session(connection, address)
        local = {
            "TimeZone": "UTC",
            "lock_timeout": f"{lock_seconds * 1000:.0f}ms",
            # Landing and a bulk copy may take longer than what an administrator grants to queries.
            "statement_timeout": "0",
            "idle_in_transaction_session_timeout": "0",
            "idle_session_timeout": "0",
        }
        for name, value in local.items():
            session.execute(f"set {name} = '{value}'")
        if settings.get("role"):
            session.execute(f"set role {identifier(settings['role'])}")
        yield session


def _connection_string(settings: Mapping[str, Any]) -> str:
    chosen = {
        "connect_timeout": CONNECT_SECONDS,
        # A firewall forgets a connection that is silent while a large export is being landed.
        "keepalives_idle": KEEPALIVE_SECONDS,
        "application_name": "coursehouse",
    }
    chosen |= {name: settings[name] for name in _LIBPQ_SETTINGS if settings.get(name) not in (None, "")}
    quoted = {name: str(value).replace("\\", "\\\\").replace("'", "\\'") for name, value in chosen.items()}
    return " ".join(f"{name}='{value}'" for name, value in quoted.items())


@contextmanager
def postgres_errors(address: str) -> Iterator[None]:
    """A context in which the driver's errors become Refused with the remedy."""
    import adbc_driver_postgresql.dbapi as adbc

    try:
        yield
    except adbc.Error as error:
        raise _refused(address, error) from error


def _unreachable(address: str, message: str) -> Refused:
    reason = " ".join(message.partition("failed: ")[2].split()) or " ".join(message.split())
    if "password" in reason or "authentication" in reason:
        remedy = "Set COURSEHOUSE_PG_USER and COURSEHOUSE_PG_PASSWORD."
    elif "database" in reason and "does not exist" in reason:
        remedy = "Create that database, or name another one with COURSEHOUSE_PG_DATABASE."
    else:
        remedy = "See that it is running and that COURSEHOUSE_PG_HOST and COURSEHOUSE_PG_PORT name it."
    return Refused(f"The PostgreSQL server {address} cannot be used: {reason.rstrip('.')}.", remedy)


def _refused(address: str, error: Any) -> Refused:
    """The sentence for an error of the driver: `sqlstate` is the server's code, None when it gave none."""
    message = _first_sentence(error)
    sqlstate = error.sqlstate or ""
    if sqlstate == DISK_FULL:
        return Refused(
            f"The PostgreSQL server {address} has no space left ({message}); nothing was changed.",
            "Free some on its disk, then run this command again.",
        )
    if sqlstate in _LOCKED:
        return Refused(
            f"Another connection to {address} is using a table that has to change; nothing was changed.",
            "End the query, dashboard or dbt run that uses it, then run this command again.",
        )
    if sqlstate == _FORBIDDEN:
        return Refused(
            f"The user of {address} lacks a right: {message}; nothing was changed.",
            "Let the user own the database, or grant it CREATE on the database and its schemas.",
        )
    if not sqlstate or sqlstate.startswith(_SERVER_GONE):
        return Refused(
            f"The connection to the PostgreSQL server {address} was lost ({message}); nothing was changed.",
            "See that the server is running, then run this command again.",
        )
    return Refused(
        f"The PostgreSQL server {address} refused a statement: {message} (SQLSTATE {sqlstate}).",
        "Nothing was changed; correct what it names, then run this command again.",
    )


def _first_sentence(error: Any) -> str:
    """The server's own message where it gave one, else the first line of the driver's."""
    for name, value in getattr(error, "details", None) or ():
        if name == b"PG_DIAG_MESSAGE_PRIMARY":
            text: str = value.decode("utf-8", "replace")
            return text.rstrip(".")
    return str(error).partition("\n")[0].rstrip(". ")
