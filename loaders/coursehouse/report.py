"""The tables and sentences in which results are shown: what a load came to, and which exports are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from coursehouse.ledger import ExportEntry, FileEntry

if TYPE_CHECKING:
    from rich.table import Table

    from coursehouse.parity import Content, RelationParity, Row

# A mart's key stands in its leading columns.
_KEY_COLUMNS_SHOWN = 4
_NAMES_SHOWN = 6


@dataclass(frozen=True)
class TableTotal:
    """What one table of an export came to, all its files together; cells: landed rows times columns."""

    table_name: str
    rows_read: int
    rows_landed: int
    rows_rejected: int
    cells: int
    cells_nulled: int
    seconds: float

    @property
    def rejected_fraction(self) -> float:
        return self.rows_rejected / self.rows_read if self.rows_read else 0.0

    @property
    def nulled_fraction(self) -> float:
        return self.cells_nulled / self.cells if self.cells else 0.0

    def passes(self, threshold: float) -> bool:
        """Whether the faults of the table are more than this share (0..1) of its rows or cells."""
        return max(self.rejected_fraction, self.nulled_fraction) > threshold


def table_totals(entry: ExportEntry) -> tuple[TableTotal, ...]:
    """One total per table of the export, by table name."""
    files: dict[str, list[FileEntry]] = {}
    for file in sorted(entry.files, key=lambda file: file.table_name):
        files.setdefault(file.table_name, []).append(file)
    return tuple(
        TableTotal(
            table_name=name,
            rows_read=sum(file.rows_read for file in some),
            rows_landed=sum(file.rows_landed for file in some),
            rows_rejected=sum(file.rows_rejected for file in some),
            cells=sum(file.rows_landed * file.column_count for file in some),
            cells_nulled=sum(file.cells_nulled for file in some),
            seconds=sum(file.seconds for file in some),
        )
        for name, some in files.items()
    )


def fault_sentences(entry: ExportEntry, threshold: float) -> Iterator[str]:
    """Which tables of an export are missing or have faults past the threshold, and how to see what was set
    aside."""
    for total in table_totals(entry):
        shares = (
            (total.rejected_fraction, "rows were rejected"),
            (total.nulled_fraction, "cells are no value of their type"),
        )
        for share, fault in shares:
            if share > threshold:
                yield f"{total.table_name}: {share:.1%} of its {fault}; the threshold is {threshold:.1%}."
    missing: dict[tuple[str, str], list[str]] = {}
    for one in entry.missing:
        missing.setdefault((one.reason, one.remedy), []).append(one.source_file)
    for (reason, remedy), names in missing.items():
        yield " ".join(filter(None, (f"{len(names)} missing, {reason}: {some_names(names)}.", remedy)))
    if any(file.rejects for file in entry.files):
        yield (
            "Everything set aside is kept, with its text: select * from landing.rejects "
            f"where export_id = '{entry.export_id}'"
        )


def some_names(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def closing_table(entry: ExportEntry) -> Table:
    """One line per table of a loaded export, and their sum."""
    totals = table_totals(entry)
    table = _table("table", "rows", "rejected", "cells nulled", "seconds")
    table.title = entry.export_id
    table.show_footer = True
    for total in totals:
        table.add_row(
            total.table_name,
            str(total.rows_landed),
            str(total.rows_rejected),
            str(total.cells_nulled),
            f"{total.seconds:.2f}",
        )
    sums = (entry.rows_landed, entry.rows_rejected, entry.cells_nulled)
    footers = (f"{len(totals)} tables", *map(str, sums), f"{sum(total.seconds for total in totals):.2f}")
    for column, footer in zip(table.columns, footers, strict=True):
        column.footer = footer
    return table


def exports_table(entries: Iterable[ExportEntry]) -> Table:
    """One line per loaded export, oldest snapshot first."""
    table = _table(
        "export", "platform", "scope", "snapshot", "mode", "files", "rows", "rejected", "cells nulled"
    )
    for entry in entries:
        counts = (len(entry.files), entry.rows_landed, entry.rows_rejected, entry.cells_nulled)
        facts = (entry.platform, entry.scope, f"{entry.snapshot_at:%Y-%m-%d %H:%M}", entry.id_mode or "")
        table.add_row(entry.export_id, *facts, *map(str, counts))
    return table


def counts_table(counts: Iterable[tuple[str, int]]) -> Table:
    """One line per relation and its number of rows."""
    table = _table("table", "rows")
    for name, row_count in counts:
        table.add_row(name, str(row_count))
    return table


def query_table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """The rows that a query returned, one line each."""
    table = _table(*names)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    return table


def parity_table(compared: Iterable[RelationParity], targets: Sequence[str]) -> Table:
    """One line per relation: rows and hash in the first target, and how each other target stands to it."""
    first_name, *other_names = targets
    table = _table("table", "rows", "hash", *other_names)
    table.title = f"compared with {first_name}"
    verdicts: dict[str, dict[str, RelationParity]] = {}
    for one in compared:
        verdicts.setdefault(one.relation, {})[one.target] = one
    for relation, by_target in verdicts.items():
        first = by_target[other_names[0]].first
        facts = (str(first.row_count), first.rows_hash) if first else ("", "")
        table.add_row(relation, *facts, *(by_target[name].verdict for name in other_names))
    return table


def difference_sentences(one: RelationParity, first_name: str) -> Iterator[str]:
    """What differs in a relation: its first other column, or the first rows that only one target has."""
    if one.first is None or one.other is None:
        absent, present = (one.target, first_name) if one.other is None else (first_name, one.target)
        yield f"{one.relation}: {present} has it, {absent} has not."
    elif one.first.columns != one.other.columns:
        yield f"{one.relation}: {_first_other_column(one.first, one.other, first_name, one.target)}"
    else:
        columns = [name for name, _ in one.first.columns]
        shown = _telling_columns(one.only_first.rows, one.only_other.rows, len(columns))
        left_out = len(columns) - len(shown)
        agreeing = f" ({left_out} columns agree and are left out)" if left_out else ""
        for target, leftover in ((first_name, one.only_first), (one.target, one.only_other)):
            yield f"{one.relation}: {leftover.row_count} rows only in {target}{agreeing}"
            for row in leftover.rows:
                cells = (f"{columns[n]}={'NULL' if row[n] is None else repr(row[n])}" for n in shown)
                yield f"  {', '.join(cells)}"


def _first_other_column(first: Content, other: Content, first_name: str, other_name: str) -> str:
    for number, (one, another) in enumerate(zip_longest(first.columns, other.columns), start=1):
        if one != another:
            texts = [" ".join(column) if column else "absent" for column in (one, another)]
            return f"column {number} is {texts[0]} in {first_name}, {texts[1]} in {other_name}."
    return ""


def _telling_columns(first: Sequence[Row], other: Sequence[Row], count: int) -> list[int]:
    """Places of the columns to show: the leading ones, which hold the key, and those whose cells differ."""

    def cells(rows: Sequence[Row], place: int) -> list[str]:
        return sorted(repr(row[place]) for row in rows)

    return [n for n in range(count) if n < _KEY_COLUMNS_SHOWN or cells(first, n) != cells(other, n)]


_TEXT_COLUMNS = {"table", "export", "platform", "scope", "snapshot", "mode", "hash"}


def _table(*headers: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title_justify="left")
    for header in headers:
        is_text = header in _TEXT_COLUMNS
        table.add_column(header, justify="left" if is_text else "right", overflow="fold", no_wrap=not is_text)
    return table
