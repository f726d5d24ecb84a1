"""How a file's columns become a table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from coursehouse.platforms.base import Parsed, Reject

if TYPE_CHECKING:
    from coursehouse.platforms.files.arrow import Array
    from coursehouse.platforms.files.convert import CellFault

ROW_NUMBER = "_row_number"
RESERVED = ("_export_id", "_source_file", ROW_NUMBER)


@dataclass(frozen=True)
class Target:
    """A column to land: from the file's column `source` (0-based), or `constant` for every row, or NULL."""

    name: str
    data_type: str
    source: int | None = None
    constant: str | date | None = None


@dataclass(frozen=True)
class Plan:
    """All columns of a table in their order, then those that the contract does not know (`unknown`)."""

    column_count: int
    targets: tuple[Target, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """Typed columns of consecutive records, without row numbers, and the cells that did not fit, in row
    order."""

    columns: tuple[Array, ...]
    faults: tuple[tuple[str, CellFault], ...]
    row_count: int

    @property
    def cells_nulled(self) -> int:
        """How many of the faults left NULL behind."""
        return sum(fault.is_nulled for _, fault in self.faults)


def typed(plan: Plan, cells: Sequence[Array], row_count: int, null_strings: Sequence[bytes]) -> Typed:
    """The plan's columns, converted from the file's columns (binary arrays, in file order)."""
    from coursehouse.arrow_types import ARROW_TYPES
    from coursehouse.platforms.files.arrow import repeated
    from coursehouse.platforms.files.convert import convert

    columns: list[Array] = []
    faults: list[tuple[str, CellFault]] = []
    for target in plan.targets:
        if target.source is None:
            columns.append(repeated(target.constant, ARROW_TYPES[target.data_type], row_count))
            continue
        values, misfits = convert(cells[target.source], target.data_type, null_strings)
        columns.append(values)
        faults += [(target.name, fault) for fault in misfits]
    faults.sort(key=lambda each: each[1].index)
    return Typed(tuple(columns), tuple(faults), row_count)


def parsed(
    plan: Plan, rows: Typed, row_numbers: Array, lines: Sequence[int], others: Sequence[Reject]
) -> Parsed:
    """The rows as a table with their numbers, and all rejects in file order.

    lines: the line on which each row starts; needed only where there are faults. others: whole records set
    aside.
    """
    import pyarrow as pa

    names = [*(target.name for target in plan.targets), ROW_NUMBER]
    table = pa.Table.from_arrays([*rows.columns, row_numbers], names=names)
    rejects = list(others)
    for name, fault in rows.faults:
        text, encoding = readable(fault.cell)
        number = row_numbers[fault.index].as_py()
        rejects.append(Reject(number, lines[fault.index], name, fault.reason, text, encoding))
    rejects.sort(key=lambda reject: reject.row_number)
    return Parsed(table, tuple(rejects))


def readable(data: bytes) -> tuple[str, str]:
    """Text and encoding of raw bytes: UTF-8 where that says it all, else hex."""
    if b"\0" not in data:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    return data.hex(), "hex"
