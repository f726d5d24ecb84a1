"""Order-independent comparison of a query's rows with a csv of expected rows."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

TOLERANCE = 1e-9
SHOWN_ROWS = 5

Cell = str | float | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs between two sets of rows, each row as a tuple of canonical cells in column order.

    missing: expected rows that the query does not give. unexpected: rows it gives beyond the expected ones.
    """

    name: str
    columns: tuple[str, ...]
    row_count: int
    missing: tuple[Row, ...]
    unexpected: tuple[Row, ...]

    @property
    def is_equal(self) -> bool:
        return not self.missing and not self.unexpected

    def report(self) -> str:
        """The first differing rows of both sides, one line each, with what the nearest row has instead."""
        lines = [
            f"{self.name}: {len(self.missing)} expected rows are missing, "
            f"{len(self.unexpected)} of {self.row_count} rows were not expected",
            f"columns: {', '.join(self.columns)}",
        ]
        for label, rows, others in (
            ("missing   ", self.missing, self.unexpected),
            ("unexpected", self.unexpected, self.missing),
        ):
            lines += [f"{label}: {row}{self._nearest(row, others)}" for row in rows[:SHOWN_ROWS]]
        return "\n".join(lines)

    def _nearest(self, row: Row, others: Sequence[Row]) -> str:
        if not others:
            return ""
        nearest = max(others, key=lambda other: sum(map(_is_close_cell, row, other)))
        differing = [
            f"{column} {other!r}"
            for column, cell, other in zip(self.columns, row, nearest, strict=True)
            if not _is_close_cell(cell, other)
        ]
        return f"  <> nearest has {', '.join(differing)}"


def assert_same_rows(connection: duckdb.DuckDBPyConnection, query: str, expected: Path) -> None:
    """Nothing; raises AssertionError with the first differing rows unless both hold the same rows."""
    comparison = compare(connection, query, expected)
    assert comparison.is_equal, comparison.report()


def compare(connection: duckdb.DuckDBPyConnection, query: str, expected: Path) -> Comparison:
    """The comparison of a query, or of a whole relation named by it, with an expected csv.

    Only the columns of the csv are compared; the query must have them all. An empty cell is NULL, floats
    agree to 9 digits, timestamps are UTC, booleans may be written t, true, True or 1.
    """
    with expected.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        columns = tuple(next(reader))
        expected_texts = [tuple(row) for row in reader]
    source = f"({query})" if query.lstrip().lower().startswith(("select", "with")) else query
    selected = ", ".join(map(_quoted, columns))
    relation = connection.sql(f"select {selected} from {source} as rows_")
    kinds = [_kind(str(type_)) for type_ in relation.types]
    actual = [tuple(map(_canonical, row)) for row in relation.fetchall()]
    wanted = [
        tuple(_parsed(text, kind) for text, kind in zip(row, kinds, strict=True)) for row in expected_texts
    ]
    missing, unexpected = _differences(wanted, actual)
    return Comparison(expected.name, columns, len(actual), missing, unexpected)


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _kind(type_name: str) -> str:
    """The way cells of a type are written down: 'number', 'boolean', 'timestamp' or 'text'."""
    name = type_name.upper()
    if name.startswith("TIMESTAMP"):
        return "timestamp"
    if name == "BOOLEAN":
        return "boolean"
    if name.startswith(("DECIMAL", "DOUBLE", "FLOAT")) or name.endswith("INT") or name == "INTEGER":
        return "number"
    return "text"


def _canonical(value: object) -> Cell:
    """A cell read from the warehouse, in the form that expected cells are brought into."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return moment.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) or hasattr(value, "as_tuple"):
        return float(str(value))
    return str(value) or None


def _parsed(text: str, kind: str) -> Cell:
    if not text:
        return None
    if kind == "number":
        return float(text)
    if kind == "boolean":
        return "true" if text.strip().lower() in {"t", "true", "1"} else "false"
    if kind == "timestamp":
        return _canonical(datetime.fromisoformat(text))
    return text


def _differences(wanted: Iterable[Row], actual: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows that only one side has, as (missing, unexpected): a multiset difference with tolerant floats.

    Rows are grouped by all cells but fractional numbers; inside a group they are paired in order of these.
    """
    groups: dict[Row, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((wanted, actual)):
        for row in rows:
            groups[tuple(_group_cell(cell) for cell in row)][side].append(row)
    missing: list[Row] = []
    unexpected: list[Row] = []
    for wanted_rows, actual_rows in groups.values():
        left = sorted(wanted_rows, key=_sort_key)
        right = sorted(actual_rows, key=_sort_key)
        while left and right:
            if _is_close(left[-1], right[-1]):
                left.pop()
                right.pop()
            elif _sort_key(left[-1]) > _sort_key(right[-1]):
                missing.append(left.pop())
            else:
                unexpected.append(right.pop())
        missing += left
        unexpected += right
    return tuple(missing), tuple(unexpected)


def _group_cell(cell: Cell) -> Cell:
    """The cell itself, or one mark for all fractional numbers, which are paired with tolerance."""
    if not isinstance(cell, float):
        return cell
    if not math.isfinite(cell):
        return str(cell)
    nearest = round(cell)
    return float(nearest) if math.isclose(cell, nearest, rel_tol=TOLERANCE, abs_tol=TOLERANCE) else "fraction"


def _sort_key(row: Row) -> tuple[tuple[bool, str, float], ...]:
    return tuple((cell is None, cell if isinstance(cell, str) else "", _number(cell)) for cell in row)


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, float) else 0.0


def _is_close(left: Sequence[Cell], right: Sequence[Cell]) -> bool:
    return all(map(_is_close_cell, left, right))


def _is_close_cell(one: Cell, other: Cell) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return one == other
