"""What a Spark keeps about its tables itself: whose they are and how each was created."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from coursehouse.errors import Refused
from coursehouse.targets.spark_statements import Statements, literal, quoted

_SCHEMA, _VIEW = "coursehouse", "warehouse"

# (schema, table): a hash of the statement that created it, '' while that is under way.
Notes = Mapping[tuple[str, str], str]


class SparkNotes:
    """The view `coursehouse.warehouse`: its row is the folder that is shown, its properties are the notes.

    One statement reads them; to ask each table takes far longer. Properties of schemas cannot be set where a
    path holds a space, and the text of a view has a limit.
    """

    def __init__(self, statements: Statements, root: Path) -> None:
        self._statements = statements
        self._root = root
        self._view = f"{quoted(_SCHEMA)}.{quoted(_VIEW)}"

    def read(self, tables: Iterable[tuple[str, str]]) -> Notes:
        """What is noted of these tables; errors: Refused where this Spark shows another warehouse."""
        run = self._statements.run
        run(f"create schema if not exists {quoted(_SCHEMA)}")
        run(f"create view if not exists {self._view} as select {literal(str(self._root))} as folder")
        [(owner,)] = run(f"select folder from {self._view}")
        if owner != str(self._root):
            raise Refused(
                f"This Spark shows another warehouse, {owner}.",
                f"If the folder was moved here, delete {self._root / 'spark'}, then register and build again."
                if self._statements.is_embedded
                else f"Use another Spark thrift server, or drop the schemas of {owner} (and {_SCHEMA}).",
            )
        properties = {name: note for name, note, *_ in run(f"show tblproperties {self._view}")}
        return {table: properties[_property(table)] for table in tables if _property(table) in properties}

    def write(self, notes: Notes) -> None:
        """Nothing; this is noted, besides what was noted of other tables."""
        properties = ", ".join(
            f"{literal(_property(table))} = {literal(note)}" for table, note in notes.items()
        )
        self._statements.run(f"alter view {self._view} set tblproperties ({properties})")


def _property(table: tuple[str, str]) -> str:
    # A hash, because Spark hides the value of a property in whose name it finds `url` or `token`.
    return f"created_as.{hashlib.sha256('.'.join(table).encode()).hexdigest()[:16]}"
