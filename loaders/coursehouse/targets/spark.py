"""Spark: external tables over the landed Parquet, for institutions that outgrow one machine."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.targets.base import Registration
from coursehouse.targets.spark_folders import FolderSet, SparkFolders, SparkTable
from coursehouse.targets.spark_notes import Notes, SparkNotes
from coursehouse.targets.spark_reader import SparkReader
from coursehouse.targets.spark_statements import Statements, literal, open_statements, quoted

_TYPES = {
    "string": "string",
    "integer": "bigint",
    "double": "double",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "date": "date",
    "json": "string",
}
# Patterns to Hadoop, and what ends or escapes a name in the settings of Derby and Java.
_NOT_IN_PATHS = set('[]{}*?\\:;"')

logger = logging.getLogger(__name__)


@contextmanager
def open_spark(settings: Mapping[str, Any], home: Home) -> Iterator[SparkTarget]:
    """A context with Spark at hand.

    settings: those of the dbt profile's output.
    Errors: Refused when Spark cannot be started or reached, or cannot use the path of the warehouse.
    """
    odd = sorted(_NOT_IN_PATHS & set(str(home.root)))
    if odd:
        raise Refused(
            f"The path {home.root} of the warehouse holds {' '.join(odd)}, which Spark takes for signs.",
            "Set COURSEHOUSE_HOME to a folder without them.",
        )
    with open_statements(settings) as statements:
        yield SparkTarget(statements, home)


@contextmanager
def open_spark_reader(settings: Mapping[str, Any]) -> Iterator[SparkReader]:
    """A context in which the relations of a Spark are read; errors as for `open_spark`."""
    with open_statements(settings) as statements:
        yield SparkReader(statements)


class SparkTarget:
    """A Spark in which the landing zone is shown as tables over links to its files."""

    def __init__(self, statements: Statements, home: Home) -> None:
        self._statements = statements
        self._folders = SparkFolders(home)
        self._notes = SparkNotes(statements, home.root)

    @contextmanager
    def registering(self, registration: Registration) -> Iterator[None]:
        """A context at whose sound end the loader's schemas hold exactly these relations.

        Spark has no transactions: tables are created before, all files change in one step at the end, and
        tables that are gone are dropped after it. What a crash leaves undone, the next registration does.
        """
        before = self._folders.current()
        created: list[SparkTable] = []
        try:
            after = self._folders.build(registration)
            noted = self._notes.read(table.key for table in after.tables)
            shown = self._shown(sorted({table.schema for table in after.tables}))
            created = [
                table
                for table in after.tables
                if table.key not in shown or noted.get(table.key) != _digest(self._statement(table))
            ]
            self._folders.make_place(created)
            self._create(created, shown, noted)
            yield
        except BaseException:
            self._take_back(created, before)
            self._folders.clear()
            raise
        self._folders.show(after)
        self._drop(shown - {table.key for table in after.tables})
        self._folders.clear()

    def _shown(self, schemas: Iterable[str]) -> set[tuple[str, str]]:
        """(schema, name) of every table in these schemas, which exist afterwards."""
        found = set()
        for schema in schemas:
            self._statements.run(f"create schema if not exists {quoted(schema)}")
            tables = self._statements.run(f"show tables in {quoted(schema)}")
            found |= {(schema, name) for _, name, is_temporary in tables if not is_temporary}
        return found

    def _statement(self, table: SparkTable) -> str:
        columns = ", ".join(f"{quoted(name)} {_TYPES[kind]}" for name, kind in table.columns)
        location = literal(str(self._folders.location(table)))
        return f"create table {_qualified(*table.key)} ({columns}) using parquet location {location}"

    def _create(self, tables: Iterable[SparkTable], shown: Set[tuple[str, str]], noted: Notes) -> None:
        """Nothing; the tables are as they should be, and noted as such."""
        statements = {table.key: self._statement(table) for table in tables}
        if not statements:
            return
        if statements.keys() & noted.keys():
            # what is cut off in between must not pass for done
            self._notes.write(dict.fromkeys(statements, ""))
        for key, statement in statements.items():
            if key in shown:
                self._statements.run(f"drop table {_qualified(*key)}")
            self._statements.run(statement)
        self._notes.write({key: _digest(statement) for key, statement in statements.items()})

    def _take_back(self, created: Iterable[SparkTable], before: FolderSet | None) -> None:
        """Nothing; tables are what they were before, as far as Spark still answers."""
        keys = {table.key for table in created}
        if not keys:
            return
        try:
            for key in keys:
                self._statements.run(f"drop table if exists {_qualified(*key)}")
            old = [table for table in before.tables if table.key in keys] if before else []
            self._create(old, set(), self._notes.read(keys))
        except Exception as error:
            logger.warning("Spark could not take its tables back; the next registration does: %s", error)

    def _drop(self, keys: Iterable[tuple[str, str]]) -> None:
        """Nothing; these tables are gone. The new files are shown already, so nothing may fail any more."""
        try:
            for key in keys:
                self._statements.run(f"drop table if exists {_qualified(*key)}")
        except Exception as error:
            logger.warning("Spark could not drop a table; the next registration does: %s", error)


def _qualified(schema: str, name: str) -> str:
    return f"{quoted(schema)}.{quoted(name)}"


def _digest(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()[:16]
