"""Small exports in Coursera's own dialect, and a warehouse to load them into."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console

from coursehouse.contract import load_contract
from coursehouse.home import Home
from coursehouse.ledger import ExportEntry, Ledger
from coursehouse.load import LoadedExport, load, remove
from coursehouse.platforms.base import ReadOptions
from coursehouse.platforms.coursera.clickstream import CourseraClickstreamPlatform
from coursehouse.platforms.coursera.export import CourseraPlatform
from coursehouse.platforms.edx.export import EdxPlatform
from coursehouse.platforms.edx.logs import EdxLogsPlatform
from coursehouse.progress import ConsoleProgress
from coursehouse.settings import Settings

Cell = str | int | None
Rows = Sequence[Sequence[Cell]]

EPOCHS = {"june": 1496275200000, "july": 1498867200000, "august": 1501545600000}
"""Milliseconds at the first of three months of 2017, as they stand in export names."""


def csv_text(rows: Rows) -> str:
    """Rows as Coursera writes them: text quoted with backslash escapes, numbers and NULL bare."""

    def cell(value: Cell) -> str:
        if value is None:
            return ""
        if isinstance(value, int):
            return str(value)
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    header, *records = rows
    lines = [",".join(str(name) for name in header), *(",".join(map(cell, record)) for record in records)]
    return "".join(line + "\n" for line in lines)


def write_export(folder: Path, **tables: Rows | str) -> Path:
    """The folder, with one csv file per table; a text is written as it stands."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        text = rows if isinstance(rows, str) else csv_text(rows)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def courses(*course_ids: str) -> Rows:
    """A courses table that covers these courses."""
    return [("course_id", "course_slug"), *((course_id, f"slug-{course_id}") for course_id in course_ids)]


def memberships(*rows: Sequence[Cell]) -> Rows:
    """A table keyed by user, course and time, with the role as its only other column."""
    return [("jhu_user_id", "course_id", "course_membership_role", "course_membership_ts"), *rows]


def payments(*rows: Sequence[Cell]) -> Rows:
    """A table keyed by user and course; the third column is told apart by its values."""
    return [("jhu_user_id", "course_id", "was_payment"), *rows]


@dataclass(frozen=True)
class SmallWarehouse:
    """A warehouse in a folder of its own; target: the engine that is kept up to date beside DuckDB."""

    root: Path
    target: str = "duckdb"

    def load(self, *paths: Path, **options: Any) -> tuple[LoadedExport, ...]:
        return self._load(CourseraPlatform, paths, options)

    def load_days(self, *paths: Path, **options: Any) -> tuple[LoadedExport, ...]:
        """As `load`, for days of clickstream."""
        return self._load(CourseraClickstreamPlatform, paths, options)

    def load_logs(self, *paths: Path, **options: Any) -> tuple[LoadedExport, ...]:
        """As `load`, for tracking logs of edX."""
        return self._load(EdxLogsPlatform, paths, options)

    def load_edx(
        self, *paths: Path, gpg_home: Path | None = None, **options: Any
    ) -> tuple[LoadedExport, ...]:
        """As `load`, for edX data packages."""
        return self._load(EdxPlatform, paths, options, gpg_home)

    def _load(
        self,
        kind: type[CourseraPlatform | CourseraClickstreamPlatform | EdxLogsPlatform | EdxPlatform],
        paths: Sequence[Path],
        options: dict[str, Any],
        gpg_home: Path | None = None,
    ) -> tuple[LoadedExport, ...]:
        contract = load_contract(kind.name)
        platform = kind(Settings(home=self.root, gpg_home=gpg_home), contract)
        with ConsoleProgress(Console(file=io.StringIO())) as progress:
            return load(platform, contract, paths, ReadOptions(**options), self.root, progress, self.target)

    def remove(self, export_id: str) -> ExportEntry:
        return remove(export_id, self.root, self.target)

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "coursehouse", *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        return {"COURSEHOUSE_HOME": str(self.root), "PATH": "/usr/bin:/bin"}

    def run(
        self, *arguments: str | Path, environment: dict[str, str] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """The finished command, with its output as text."""
        command, environment = self.command(*arguments), environment or self.environment
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False, **options
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with duckdb.connect(str(self.root / "coursehouse.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def entries(self) -> tuple[ExportEntry, ...]:
        return Ledger(Home(self.root)).entries()

    def files(self) -> list[str]:
        """Every data and ledger file, from the root."""
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in found if len(path.parts) > 1)

    def state(self) -> dict[str, Any]:
        """All that two warehouses with the same content have in common: everything but how long it took."""
        ledger = [asdict(entry) for entry in self.entries()]
        for entry in ledger:
            for file in entry["files"]:
                del file["seconds"]
        with duckdb.connect(str(self.root / "coursehouse.duckdb"), read_only=True) as connection:
            relations = connection.execute(
                "select table_schema, table_name from information_schema.tables order by all"
            ).fetchall()
            rows = {}
            for schema, name in relations:
                taken = "* exclude (seconds)" if (schema, name) == ("landing", "files") else "*"
                found = connection.execute(f'select {taken} from "{schema}"."{name}"')
                rows[schema, name] = [*map(str, found.description), *sorted(map(repr, found.fetchall()))]
        return {"ledger": ledger, "files": self.files(), "rows": rows}
