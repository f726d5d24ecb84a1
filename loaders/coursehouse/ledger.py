"""The ledger: one JSON file per export says what was landed, and writing it is the only commit point."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from coursehouse.errors import Refused
from coursehouse.home import Home, remove_file, write_text
from coursehouse.platforms.base import Missing


@dataclass(frozen=True)
class FileEntry:
    """What landing one input file came to; rows_read = rows_landed + rows_rejected.

    size_bytes: as received. column_count: landed columns of the file, without the `_` columns.
    parquet, rejects: paths from the warehouse folder; rejects is None when nothing was set aside.
    domain, log_date: the day of events that the file holds, None for a file that holds a table.
    course_id: canonical id of the course run that the file is about, None where it is not about a single one.
    """

    source_file: str
    table_name: str
    is_known_table: bool
    sha256: str
    size_bytes: int
    dialect: str
    accounting: str
    rows_read: int
    rows_landed: int
    rows_rejected: int
    cells_nulled: int
    column_count: int
    unknown_columns: tuple[str, ...]
    notes: tuple[str, ...]
    seconds: float
    parquet: tuple[str, ...]
    rejects: str | None
    domain: str | None = None
    log_date: date | None = None
    course_id: str | None = None


@dataclass(frozen=True)
class ExportEntry:
    """One loaded export.

    snapshot_at: UTC, no zone. course_ids: those of its courses table, sorted; empty when it has none.
    load_number: of an export with days of events, larger than that of all before it; else 0.
    missing: files that it holds in name only; their tables are missing for it, not empty.
    """

    export_id: str
    platform: str
    source_name: str
    scope: str
    partner: str | None
    id_mode: str | None
    snapshot_at: datetime
    snapshot_source: str
    content_sha256: str
    contract_version: str
    null_strings: tuple[str, ...]
    course_ids: tuple[str, ...]
    files: tuple[FileEntry, ...]
    load_number: int = 0
    missing: tuple[Missing, ...] = ()

    @property
    def is_incomplete(self) -> bool:
        """Whether loading it again may land more of it, once the user has done something about that."""
        return any(one.remedy for one in self.missing)

    @property
    def rows_read(self) -> int:
        return sum(file.rows_read for file in self.files)

    @property
    def rows_landed(self) -> int:
        return sum(file.rows_landed for file in self.files)

    @property
    def rows_rejected(self) -> int:
        return sum(file.rows_rejected for file in self.files)

    @property
    def cells_nulled(self) -> int:
        return sum(file.cells_nulled for file in self.files)


def content_sha256(files: Iterable[tuple[str, str, str]]) -> str:
    """Hash of an export's content, the same for a folder and a zip of it.

    files: (table name, source file, sha256 of the file) in any order; only the source file's name, without
    folders and suffixes, counts.
    """
    facts = sorted((table, source.rsplit("/", 1)[-1].split(".", 1)[0], sha) for table, source, sha in files)
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def export_id(name: str, content: str) -> str:
    """The export's id: its name made safe as a file name, then the first 8 hex digits of its content hash."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip(".")[:100]
    return f"{safe or 'export'}-{content[:8]}"


def _file_entry(facts: dict[str, Any]) -> FileEntry:
    changed: dict[str, Any] = {name: tuple(facts[name]) for name in ("unknown_columns", "notes", "parquet")}
    if facts.get("log_date"):
        changed["log_date"] = date.fromisoformat(facts["log_date"])
    return FileEntry(**(facts | changed))


def _export_entry(facts: dict[str, Any]) -> ExportEntry:
    changed = {
        "snapshot_at": datetime.fromisoformat(facts["snapshot_at"]),
        "null_strings": tuple(facts["null_strings"]),
        "course_ids": tuple(facts["course_ids"]),
        "files": tuple(_file_entry(file) for file in facts["files"]),
        "missing": tuple(Missing(**one) for one in facts.get("missing", ())),
    }
    return ExportEntry(**(facts | changed))


@dataclass(frozen=True)
class Ledger:
    """The ledger of one warehouse; every answer is read from disk."""

    home: Home

    def entries(self) -> tuple[ExportEntry, ...]:
        """All loaded exports, oldest snapshot first, ties by export id; raises Refused for a damaged file."""
        found = (self._read(path) for path in self.home.ledger.glob("*.json"))
        return tuple(sorted(found, key=lambda entry: (entry.snapshot_at, entry.export_id)))

    def find(self, platform: str, content: str) -> ExportEntry | None:
        """The loaded export with this content hash, if there is one."""
        matches = (
            entry for entry in self.entries() if (entry.platform, entry.content_sha256) == (platform, content)
        )
        return next(matches, None)

    def get(self, export_id: str) -> ExportEntry:
        """The export with this id; raises Refused when none is loaded."""
        for entry in self.entries():
            if entry.export_id == export_id:
                return entry
        raise Refused(
            f"No export {export_id!r} is loaded.", "`coursehouse exports` lists the ids of those that are."
        )

    def write(self, entry: ExportEntry) -> None:
        """Nothing; once this returns the export is loaded, before it is not."""
        text = json.dumps(asdict(entry), ensure_ascii=False, indent=1, default=lambda at: at.isoformat())
        write_text(self._path(entry.export_id), text + "\n")

    def remove(self, export_id: str) -> None:
        """Nothing; once this returns the export is no longer loaded, though its files still lie there."""
        remove_file(self._path(export_id))

    def named_files(self) -> frozenset[Path]:
        """Every data file that some entry names."""
        return frozenset(
            self.home.root / path
            for entry in self.entries()
            for file in entry.files
            for path in (*file.parquet, *((file.rejects,) if file.rejects else ()))
        )

    def _path(self, export_id: str) -> Path:
        return self.home.ledger / f"{export_id}.json"

    def _read(self, path: Path) -> ExportEntry:
        try:
            return _export_entry(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError):
            raise Refused(
                f"The ledger entry {path} cannot be read.",
                "Put it back from a copy, or delete it and load that export again.",
            ) from None
