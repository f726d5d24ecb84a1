"""The queries of analyses/guide as dbt compiles them for a warehouse, and what they give there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.settings import PROJECT_ROOT
from warehouse.guide_answers.planted import Planted
from warehouse.warehouses import Warehouse, environment

if TYPE_CHECKING:
    import duckdb

FOLDER = PROJECT_ROOT / "analyses/guide"
PRINTED = "__printed"
QUESTIONS = sorted(path.stem for path in FOLDER.glob("*.sql") if not path.stem.endswith(PRINTED))
# What the comment at the head of a printed query says of it.
WRONG = [
    name for name in QUESTIONS if "WRONG" in (FOLDER / f"{name}{PRINTED}.sql").read_text(encoding="utf-8")
]
RIGHT = [name for name in QUESTIONS if name not in WRONG]

Row = dict[str, object]


@dataclass(frozen=True)
class GuideQueries:
    """A warehouse, what was planted in it, and the compiled text of each query by its name."""

    warehouse: Warehouse
    planted: Planted
    texts: dict[str, str]

    def rows(self, name: str) -> list[Row]:
        """The rows of a query."""
        with self.warehouse.connect() as connection:
            return fetch(connection, self.texts[name])

    def printed(self, name: str) -> list[Row]:
        """The rows of the guide's own query for a question."""
        return self.rows(f"{name}{PRINTED}")


def compiled(warehouse: Warehouse) -> dict[str, str]:
    """The SQL of each analysis by its name, in the words of the warehouse's engine."""
    with environment(**warehouse.connection):
        result = warehouse.dbt.invoke(
            warehouse.home, "compile", "--select", "path:analyses", target=warehouse.target
        )
    assert result.success, result.exception
    return {run.node.name: run.node.compiled_code for run in result.result.results}


def fetch(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query, each by column."""
    relation = connection.sql(query)
    return [dict(zip(relation.columns, values, strict=True)) for values in relation.fetchall()]


def counted(rows: Sequence[Row], columns: Sequence[str]) -> Counter[tuple[object, ...]]:
    """How often each combination of values stands in these columns."""
    return Counter(tuple(row[column] for column in columns) for row in rows)


def shared_columns(rows: Sequence[Row], others: Sequence[Row]) -> list[str]:
    """The columns that both have, in the order of the first."""
    return [column for column in rows[0] if column in others[0]]


def expected_files(folder: Path) -> list[str]:
    """The names of the files of expected rows."""
    return sorted(path.stem for path in folder.glob("*.csv"))
