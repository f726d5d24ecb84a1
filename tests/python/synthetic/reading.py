"""Reads generated exports with Python's csv module, under the contract's names."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from coursehouse.contract import load_contract
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.generate import GeneratedInstitution, WrittenExport
from coursehouse.synthetic.layouts import layout_tables

Key = tuple[str | None, ...]


@dataclass(frozen=True)
class ReadTable:
    """A file of an export: its columns by contract name, its header, its rows (empty cells as None)."""

    columns: tuple[str, ...]
    header: tuple[str, ...]
    rows: list[tuple[str | None, ...]]

    def pick(self, columns: Iterable[str]) -> list[Key]:
        """These columns of every row; a column that the file lacks is None."""
        places = [self.columns.index(name) if name in self.columns else None for name in columns]
        return [tuple(None if place is None else row[place] for place in places) for row in self.rows]


def parse(content: bytes) -> list[list[str]]:
    """The records of a file in Coursera's dialect."""
    csv.field_size_limit(10_000_000)
    text = io.StringIO(content.decode(), newline="")
    return list(
        csv.reader(text, delimiter=",", quotechar='"', escapechar="\\", doublequote=False, strict=True)
    )


def members(export: WrittenExport) -> dict[str, bytes]:
    """The bytes of each file by its stem."""
    with zipfile.ZipFile(export.path) as archive:
        return {name.split("/")[1].removesuffix(".csv"): archive.read(name) for name in archive.namelist()}


def read_export(config: GeneratorConfig, export: WrittenExport) -> dict[str, ReadTable]:
    """The tables of an export by the contract's names."""
    slug = export.path.stem.rpartition("_")[0]
    files = members(export)
    tables: dict[str, ReadTable] = {}
    for table in layout_tables(config.layout, config.mode, config.partner, slug):
        header, *records = parse(files[table.file_name])
        rows = [tuple(cell or None for cell in record) for record in records]
        tables[table.name] = ReadTable(tuple(column.name for column in table.columns), tuple(header), rows)
    return tables


def read_truth(institution: GeneratedInstitution, mart: str) -> list[dict[str, str]]:
    """The rows of a truth file."""
    with (institution.truth / f"{mart}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def broken_keys(tables: dict[str, ReadTable]) -> list[str]:
    """One line per declared key that repeats or holds an empty cell."""
    found = []
    for name, table in tables.items():
        declared = load_contract("coursera").tables[name]
        for columns in (declared.primary_key, *declared.expected_unique):
            wanted = [column for column in columns if column in table.columns]
            counts = Counter(table.pick(wanted))
            repeated = sum(count - 1 for count in counts.values())
            may_be_empty = [column in declared.nullable_key for column in wanted]
            empty = sum(
                count
                for key, count in counts.items()
                if any(cell is None and not allowed for cell, allowed in zip(key, may_be_empty, strict=True))
            )
            if wanted and (repeated or empty):
                found.append(f"{name}({', '.join(wanted)}): {repeated} repeated, {empty} empty")
    return found


def broken_references(tables: dict[str, ReadTable], is_linked: bool) -> list[str]:
    """One line per declared reference with orphans, except those that sound exports may break."""
    found = []
    for name, table in tables.items():
        for reference in load_contract("coursera").tables[name].references:
            is_excepted = reference.known_exception or (reference.linked_only and not is_linked)
            if is_excepted or reference.parent_table not in tables:
                continue
            parents = set(tables[reference.parent_table].pick(reference.parent_columns))
            children = [key for key in table.pick(reference.columns) if None not in key]
            orphans = sum(key not in parents for key in children)
            if orphans:
                found.append(f"{name}{reference.columns} -> {reference.parent_table}: {orphans} orphans")
    return found


def newest(institution: GeneratedInstitution) -> WrittenExport:
    """The export taken last."""
    return institution.exports[-1]
