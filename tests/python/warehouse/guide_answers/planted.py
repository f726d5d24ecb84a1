"""What a generated institution holds: its truth files, and the raw files that are current in the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.generate import GeneratedInstitution
from coursehouse.synthetic.truth_view import Fact, Mart
from synthetic.reading import ReadTable, read_export, read_truth

RawRow = dict[str, str | None]
TruthRow = dict[str, str]


@dataclass(frozen=True)
class Planted:
    """An institution as its generator wrote it; cells are texts."""

    institution: GeneratedInstitution

    @cached_property
    def exports(self) -> tuple[dict[str, ReadTable], ...]:
        """The tables of the newest export of each course."""
        newest = {export.course_id: export for export in self.institution.exports}
        return tuple(read_export(self.institution.config, export) for export in newest.values())

    def table(self, name: str) -> list[RawRow]:
        """The current rows of an export table; lookup tables, which every export repeats, once."""
        rows = {
            tuple(zip(tables[name].columns, row, strict=True)): None
            for tables in self.exports
            for row in tables[name].rows
        }
        return [dict(row) for row in rows]

    def truth(self, mart: str) -> list[TruthRow]:
        """The rows of a mart as planted; an empty cell is NULL."""
        return read_truth(self.institution, mart)

    @cached_property
    def item_names(self) -> dict[tuple[str, str], str]:
        """Names by branch and item, and by course and item: the original branch's, else the lowest."""
        content = self.truth("branches_items__content_order")
        content.sort(key=lambda row: (row["is_original"] != "true", row["item_name"]))
        names: dict[tuple[str, str], str] = {}
        for row in content:
            names.setdefault((row["course_id"], row["item_id"]), row["item_name"])
        # The original branch bears the id of its course.
        return names | {(row["course_branch_id"], row["item_id"]): row["item_name"] for row in content}

    def item_name(self, row: TruthRow) -> str | None:
        """The name of the item of a row: that in its branch, else that in its course."""
        found = self.item_names.get((row["course_branch_id"], row["item_id"]))
        return found or self.item_names.get((row["course_id"], row["item_id"]))


def pick(rows: Iterable[TruthRow] | Iterable[RawRow], columns: Sequence[str]) -> list[tuple[Fact, ...]]:
    """These columns of every row."""
    return [tuple(row[column] for column in columns) for row in rows]


def renamed(rows: Iterable[TruthRow], names: dict[str, str]) -> Mart:
    """An answer made of columns of truth rows: the name in the answer by the name in the truth."""
    return Mart(tuple(names.values()), pick(rows, tuple(names)))
