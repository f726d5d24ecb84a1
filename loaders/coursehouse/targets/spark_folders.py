"""The folders that Spark tables stand on: one link per landed file, a new set of folders per registration.

`current` is a link to one set. Tables lie under it and never move: when it is turned to the next set, in one
step, all of them show the new files. Links keep the files of a set whatever becomes of the landing zone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.arrow_types import ARROW_TYPES
from coursehouse.contract import Column
from coursehouse.errors import Refused
from coursehouse.home import Home, write_text
from coursehouse.targets.base import Registration, Relation
from coursehouse.targets.duckdb import column_expressions, columns_found, literal, rows_of
from coursehouse.winners import parquet_engine

if TYPE_CHECKING:
    import pyarrow as pa

# Bump when the same registration is to give other folders.
_LAYOUT = "1"
_LIST = "tables.json"


@dataclass(frozen=True, order=True)
class SparkTable:
    """A table over one folder of a set. columns: (name, type of the contract), in order."""

    schema: str
    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other tables."""
        return (self.schema, self.name)


@dataclass(frozen=True)
class FolderSet:
    """Folders that show a whole registration. name: the same for the same registration."""

    name: str
    tables: tuple[SparkTable, ...]


def table_name(name: str) -> str:
    """The name of a relation on Spark, which knows only letters, digits and `_` of ASCII."""
    if re.fullmatch(r"[a-z0-9_]{1,120}", name):
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{re.sub(r'[^a-z0-9_]+', '_', name.lower())[:100]}_{digest}"


class SparkFolders:
    """The sets of folders of one warehouse."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._root = home.root / "spark" / "relations"
        self._current = self._root / "current"

    def location(self, table: SparkTable) -> Path:
        """Where a table lies, whatever set is current."""
        return self._current / table.schema / table.name

    def current(self) -> FolderSet | None:
        """The set that tables show, None before the first."""
        if not self._current.is_symlink():
            return None
        return self._read(self._current.readlink().name)

    def build(self, registration: Registration) -> FolderSet:
        """The set of a registration, complete on disk but not yet shown."""
        name = self._fingerprint(registration)
        found = self._read(name)
        if found is not None:
            return found
        folder = self._root / name
        # what a run that was cut off left behind
        shutil.rmtree(folder, ignore_errors=True)
        try:
            tables = sorted(
                [*self._link_all(folder, registration.relations), *_write_facts(folder, registration)]
            )
            write_text(
                folder / _LIST, json.dumps([[table.schema, table.name, table.columns] for table in tables])
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return FolderSet(name, tuple(tables))

    def make_place(self, tables: Iterable[SparkTable]) -> None:
        """Nothing; the current set has a folder for each table, so that the engine need not make one."""
        if not self._current.exists():
            (self._root / "none").mkdir(parents=True, exist_ok=True)
            self._turn_to("none")
        for table in tables:
            self.location(table).mkdir(parents=True, exist_ok=True)

    def show(self, folders: FolderSet) -> None:
        """Nothing; every table shows this set, from one moment to the next."""
        self._turn_to(folders.name)

    def clear(self) -> None:
        """Nothing; sets that no table shows are gone."""
        shown = self._current.readlink().name if self._current.is_symlink() else None
        if self._root.is_dir():
            for path in self._root.iterdir():
                if path.name not in (shown, self._current.name):
                    path.unlink() if path.is_symlink() else shutil.rmtree(path, ignore_errors=True)

    def _turn_to(self, name: str) -> None:
        link = self._root / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(name, target_is_directory=True)
        link.replace(self._current)

    def _read(self, name: str) -> FolderSet | None:
        """A set by name; None where it is absent or incomplete."""
        try:
            listed = json.loads((self._root / name / _LIST).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        tables = (
            SparkTable(schema, table, tuple((column, kind) for column, kind in columns))
            for schema, table, columns in listed
        )
        return FolderSet(name, tuple(tables))

    def _fingerprint(self, registration: Registration) -> str:
        facts = [
            [key, rows.schema.to_string(), rows.to_pylist()]
            for key, rows in sorted(registration.facts.items())
        ]
        relations = [
            [
                relation.schema,
                relation.name,
                [(column.name, column.data_type) for column in relation.columns],
                relation.with_other_columns,
                [self._identity(path) for path in relation.files],
            ]
            for relation in registration.relations
        ]
        text = json.dumps([_LAYOUT, relations, facts], default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _identity(self, path: Path) -> tuple[str, int, int]:
        with _landed_file(path):
            found = path.stat()
        return self._home.relative(path), found.st_size, found.st_mtime_ns

    def _link_all(self, folder: Path, relations: Iterable[Relation]) -> Iterator[SparkTable]:
        """Every relation as a table, with its files in its folder."""
        schemas: dict[Path, pa.Schema] = {}
        for relation in relations:
            name = table_name(relation.name)
            place = folder / relation.schema / name
            place.mkdir(parents=True)
            for path in relation.files:
                if path not in schemas:
                    schemas[path] = _schema_of(path)
            found = [schemas[path] for path in relation.files]
            others = _other_columns(relation, found) if relation.with_other_columns else ()
            columns = (*relation.columns, *others)
            for path, schema in zip(relation.files, found, strict=True):
                self._add(place, path, schema, columns)
            yield SparkTable(
                relation.schema, name, tuple((column.name, column.data_type) for column in columns)
            )

    def _add(self, place: Path, path: Path, schema: pa.Schema, columns: tuple[Column, ...]) -> None:
        """Nothing; the folder holds the rows of a landed file in the types of these columns.

        The name tells the content: a query that has begun on the last set finds the same rows or none.
        """
        wanted = [(column.name, column.data_type) for column in columns if column.name in schema.names]
        text = json.dumps([self._identity(path), wanted])
        part = place / f"part-{hashlib.sha256(text.encode()).hexdigest()[:32]}.parquet"
        known = self._current / place.parent.name / place.name / part.name
        if known.exists():
            _link(known, part)
        elif all(_is_of(schema.field(name).type, kind) for name, kind in wanted):
            _link(path, part)
        else:
            self._rewrite(path, columns, part)

    def _rewrite(self, path: Path, columns: Iterable[Column], part: Path) -> None:
        """Nothing; `part` holds the rows of a file that landed under a contract with other types."""
        with parquet_engine(self._home) as engine:
            selected = ", ".join(column_expressions(columns_found(engine, [path]), columns))
            engine.execute(
                f"copy (select {selected} from {rows_of([path])}) to {literal(str(part))}"
                " (format parquet, compression zstd)"
            )


@contextmanager
def _landed_file(path: Path) -> Iterator[None]:
    """A context for work on a landed file; errors: Refused where it is gone or damaged."""
    import pyarrow as pa

    try:
        yield
    except (FileNotFoundError, pa.ArrowInvalid) as error:
        raise Refused(
            f"The landed file {path} is gone or damaged.",
            "Run `coursehouse remove` with the export id in its path, then load that export again.",
        ) from error


def _link(path: Path, part: Path) -> None:
    try:
        os.link(path, part)
    except OSError as error:
        if isinstance(error, FileNotFoundError | FileExistsError):
            raise
        # No hard links in this file system, or too many of this file.
        shutil.copyfile(path, part)


def _write_facts(folder: Path, registration: Registration) -> Iterator[SparkTable]:
    import pyarrow.parquet as pq

    types = {str(arrow_type): kind for kind, arrow_type in reversed(ARROW_TYPES.items())}
    for (schema, name), rows in registration.facts.items():
        place = folder / schema / name
        place.mkdir(parents=True)
        pq.write_table(rows, place / f"part-{folder.name}.parquet", store_schema=False)
        yield SparkTable(schema, name, tuple((field.name, types[str(field.type)]) for field in rows.schema))


def _schema_of(path: Path) -> pa.Schema:
    import pyarrow.parquet as pq

    with _landed_file(path):
        return pq.read_schema(path)


def _other_columns(relation: Relation, found: Iterable[pa.Schema]) -> tuple[Column, ...]:
    """Columns of the files beside the relation's own; Spark does not tell names by case."""
    known = {column.name.lower() for column in relation.columns}
    others: dict[str, Column] = {}
    for schema in found:
        for name in schema.names:
            if name.lower() not in known:
                others.setdefault(name.lower(), Column(name, "string", ""))
    return tuple(others.values())


def _is_of(arrow_type: pa.DataType, kind: str) -> bool:
    """Whether a column that Arrow reads so is one of a type of the contract."""
    return bool(arrow_type == ARROW_TYPES[kind])
