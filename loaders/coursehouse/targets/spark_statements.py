"""Speaking SQL to Spark: inside this process or through a thrift server, whichever the dbt profile says."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from coursehouse.errors import Refused
from coursehouse.targets.spark_process import (
    check_is_same,
    check_java,
    output_in_file,
    wait_for_metastore,
)

if TYPE_CHECKING:
    from pyhive.hive import Connection
    from pyspark.sql import SparkSession

Row = tuple[Any, ...]

_ROWS_AT_ONCE = 10_000
_JAVA_OPTIONS = "spark.driver.extraJavaOptions"
# Statements that define tables run once: to compile them well takes longer than to run them. Java then
# reserves less room for what it compiles than Spark's generated code needs.
_COMPILE_LESS = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"
_PACKAGES = ("pyspark", "py4j", "pyhive", "thrift")


class Statements(Protocol):
    """An open way to Spark. is_embedded: whether Spark runs in this process and keeps its tables here."""

    is_embedded: bool

    def run(self, sql: str) -> list[Row]:
        """The rows that a statement gives, all of them at once."""

    def stream(self, sql: str) -> Iterator[list[Row]]:
        """The rows that a query gives, in lists that fit in memory."""


@contextmanager
def open_statements(settings: Mapping[str, Any]) -> Iterator[Statements]:
    """A context with Spark at hand, as these settings of the dbt profile lead to it.

    Errors: Refused when it cannot be started or reached; whatever Spark says inside as in `spark_errors`.
    """
    method = settings.get("method")
    if method not in ("session", "thrift"):
        raise Refused(
            f"coursehouse cannot reach Spark by the method {method!r} of the dbt profile.",
            "Use session or thrift.",
        )
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise Refused(
            f"Python packages that speak to Spark are not installed: {', '.join(missing)}.",
            "Install them with `pip install --requirement requirements-spark.txt`.",
        )
    with _session(settings) if method == "session" else _thrift(settings) as statements:
        yield statements


def quoted(name: str) -> str:
    """`name` as a quoted identifier."""
    return "`" + name.replace("`", "``") + "`"


def literal(text: str) -> str:
    """`text` as a string literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@contextmanager
def spark_errors() -> Iterator[None]:
    """A context in which what Spark complains of is Refused, and a full disk the OSError of other writers."""
    from py4j.protocol import Py4JError
    from pyhive.exc import Error as ThriftError
    from pyspark.errors import PySparkException
    from thrift.Thrift import TException

    try:
        yield
    except (PySparkException, Py4JError, ThriftError, TException, EOFError) as error:
        text = _message(error)
        if os.strerror(errno.ENOSPC) in text:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise Refused(
            f"Spark stopped: {text.strip().partition(chr(10))[0].rstrip('.')}.",
            "Run this command again: it puts right whatever was cut off.",
        ) from error


def _message(error: Exception) -> str:
    """All that Spark says, its own words first; a thrift server wraps them into a whole response."""
    response = error.args[0] if error.args else None
    status = getattr(response, "status", None)
    return str(getattr(status, "errorMessage", None) or error) or type(error).__name__


@contextmanager
def _session(settings: Mapping[str, Any]) -> Iterator[Statements]:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    configuration: dict[str, Any] = {
        name: str(value) for name, value in settings["server_side_parameters"].items()
    }
    configuration[_JAVA_OPTIONS] = f"{configuration.get(_JAVA_OPTIONS, '')} {_COMPILE_LESS}"
    running = SparkContext._active_spark_context
    if running is not None:
        check_is_same(running, configuration)
    elif SparkContext._gateway is None:
        # else this process has a Java already, which keeps the metastore that it once used
        check_java()
        wait_for_metastore(configuration)
    builder = SparkSession.builder.enableHiveSupport().config(map=configuration)
    with spark_errors():
        with output_in_file(configuration):
            session = builder.getOrCreate()
        try:
            yield _SessionStatements(session)
        finally:
            if running is None:
                session.stop()


@contextmanager
def _thrift(settings: Mapping[str, Any]) -> Iterator[Statements]:
    from pyhive import hive
    from thrift.transport.TTransport import TTransportException

    names = ("host", "port", "auth", "kerberos_service_name", "password")
    given = {name: settings[name] for name in names if name in settings}
    with spark_errors():
        try:
            connection = hive.connect(
                username=settings.get("user"), configuration=settings.get("server_side_parameters"), **given
            )
        except (TTransportException, OSError) as error:
            raise Refused(
                f"No Spark thrift server answers at {given.get('host')}:{given.get('port')} ({error}).",
                "Start it, or set COURSEHOUSE_SPARK_HOST and COURSEHOUSE_SPARK_PORT to where it listens.",
            ) from None
        try:
            yield _ThriftStatements(connection)
        finally:
            connection.close()


class _SessionStatements:
    is_embedded = True

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def run(self, sql: str) -> list[Row]:
        return [tuple(row) for row in self._session.sql(sql).collect()]

    def stream(self, sql: str) -> Iterator[list[Row]]:
        rows: Iterator[Row] = iter(self._session.sql(sql).toLocalIterator())
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            yield batch


class _ThriftStatements:
    is_embedded = False

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, sql: str) -> list[Row]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            rows: list[Row] = cursor.fetchall() if cursor.description else []
            return rows

    def stream(self, sql: str) -> Iterator[list[Row]]:
        with self._connection.cursor(arraysize=_ROWS_AT_ONCE) as cursor:
            cursor.execute(sql)
            while batch := cursor.fetchmany(_ROWS_AT_ONCE):
                yield batch
