"""Loading and removing exports: landed file by file, committed by the ledger, then registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from coursehouse.contract import Contract
from coursehouse.errors import Refused, Unreadable
from coursehouse.home import Home
from coursehouse.landing_workers import landing_workers
from coursehouse.ledger import ExportEntry, FileEntry, Ledger, content_sha256, export_id
from coursehouse.platforms.base import Day, Export, ExportFile, Missing, Platform, ReadOptions, Snapshot
from coursehouse.progress import Progress
from coursehouse.register import files_in_use, register, repair
from coursehouse.targets.base import Target
from coursehouse.targets.open import open_targets

# The table whose rows say which courses an export covers, on every platform.
COVERAGE_TABLE, COVERAGE_COLUMN = "courses", "course_id"
REPORT = "report_"
_HASHING_THREADS = 2


@dataclass(frozen=True)
class LoadedExport:
    """An export that is loaded now.

    is_new: False when the same content had been loaded before, and nothing of it had been missing.
    before: what was loaded of it before, None where it was not.
    """

    entry: ExportEntry
    is_new: bool
    before: ExportEntry | None = None


@contextmanager
def open_warehouse(root: Path, target_name: str = "duckdb") -> Iterator[tuple[Home, Target]]:
    """A context in which this process alone changes the warehouse in `root`, with its engines at hand.

    target_name: a target of the dbt profile.
    Errors: Refused when another process uses it, when its disk is full or when an engine cannot be reached.
    """
    home = Home(root)
    with home.storage_errors(), home.exclusive(), open_targets(home, target_name) as target:
        yield home, target


def load(
    platform: Platform,
    contract: Contract,
    paths: Sequence[Path],
    options: ReadOptions,
    root: Path,
    progress: Progress,
    target_name: str = "duckdb",
) -> tuple[LoadedExport, ...]:
    """One result per export that the paths hold, in order, all of them landed and registered.

    root: the warehouse folder. target_name: as for `open_warehouse`.
    Each export is committed by itself: a crash loses only the one in the making.
    Errors: Refused; what this call has committed before is then taken back, so that nothing has changed.
    """
    options = replace(options, known_course_ids=_known_course_ids(Ledger(Home(root))))
    exports = platform.open_exports(paths, options)
    with _hashing(exports) as hashes, open_warehouse(root, target_name) as (home, target):
        repair(home, target)
        before = files_in_use(home)
        loaded: list[LoadedExport] = []
        try:
            for export in exports:
                files = [(file, hashes[id(file)].result()) for file in export.files]
                loaded.append(_load_export(home, contract, export, files, options, progress))
            needed = register(home, target)
        except BaseException:
            for one in loaded:
                if one.is_new and one.before:
                    Ledger(home).write(one.before)
                elif one.is_new:
                    Ledger(home).remove(one.entry.export_id)
            home.remove_files(home.unnamed_files(before))
            raise
        home.remove_files(home.unnamed_files(needed))
    return tuple(loaded)


def remove(export_id: str, root: Path, target_name: str = "duckdb") -> ExportEntry:
    """The export that was taken away; rows that it had superseded are current again.

    Its files go last: until then the engine may show them. Errors: Refused, and then nothing has changed.
    """
    with open_warehouse(root, target_name) as (home, target):
        repair(home, target)
        ledger = Ledger(home)
        entry = ledger.get(export_id)
        before = files_in_use(home)
        ledger.remove(export_id)
        try:
            needed = register(home, target)
        except BaseException:
            ledger.write(entry)
            home.remove_files(home.unnamed_files(before))
            raise
        home.remove_files(home.unnamed_files(needed))
    return entry


@contextmanager
def _hashing(exports: Sequence[Export]) -> Iterator[Mapping[int, Future[str]]]:
    """A context in which the hash of each file is being worked out, by the file's id."""
    with ThreadPoolExecutor(_HASHING_THREADS) as threads:
        try:
            yield {id(file): threads.submit(file.sha256) for export in exports for file in export.files}
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise


def _load_export(
    home: Home,
    contract: Contract,
    export: Export,
    hashed: Sequence[tuple[ExportFile, str]],
    options: ReadOptions,
    progress: Progress,
) -> LoadedExport:
    """The export with its ledger entry, which is written last."""
    ledger = Ledger(home)
    entries = ledger.entries()
    files, known = _new_files(entries, export, hashed)
    content = content_sha256((file.table_name, file.source_file, sha) for file, sha in files)
    known = known or ledger.find(export.platform, content)
    if known:
        _check_same_choices(known, options)
        if not files or not known.is_incomplete:
            progress.known(known)
            return LoadedExport(known, is_new=False)
    export = replace(export, files=tuple(file for file, _ in files))
    progress.opened(export)
    entry_id = known.export_id if known else export_id(export.name, content)
    landed: list[FileEntry] = []
    missing = list(export.missing)
    newest: list[datetime] = []
    with landing_workers(home, contract, entry_id, files) as land:
        for file, sha in files:
            progress.file_started(file)
            try:
                found = land(file, sha, progress.rows_landed)
            except Unreadable as error:
                missing.append(_missing(file, error))
                progress.file_missing(file, missing[-1])
                continue
            progress.file_landed(found.entry)
            landed.append(found.entry)
            newest += [found.newest_at] if found.newest_at else []
    if not landed:
        first = missing[0]
        raise Refused(
            f"No file of {export.name} can be read; {first.source_file} {first.reason}.", first.remedy
        )
    if known and len(landed) <= len(known.files):
        progress.known(known)
        return LoadedExport(known, is_new=False)
    snapshot = _snapshot(export, newest)
    assert snapshot.at is not None
    entry = ExportEntry(
        export_id=entry_id,
        platform=export.platform,
        source_name=export.name,
        scope=export.scope,
        partner=export.partner,
        id_mode=export.id_mode,
        snapshot_at=snapshot.at,
        snapshot_source=snapshot.source,
        content_sha256=content,
        contract_version=contract.version,
        null_strings=options.null_strings,
        course_ids=_course_ids(home, landed),
        files=tuple(landed),
        load_number=_load_number(entries, export),
        missing=tuple(missing),
    )
    ledger.write(entry)
    progress.landed(export, entry)
    return LoadedExport(entry, is_new=True, before=known)


def _missing(file: ExportFile, error: Unreadable) -> Missing:
    return Missing(file.source_file, file.table_name, file.course_id, error.reason, error.remedy)


def _new_files(
    entries: Sequence[ExportEntry], export: Export, files: Sequence[tuple[ExportFile, str]]
) -> tuple[Sequence[tuple[ExportFile, str]], ExportEntry | None]:
    """The files to land, of all with their hashes; where all are loaded days, the export they came with.

    Of clickstream alone only new days are taken, so that a growing folder can be loaded again and again.
    """
    days = [(file.day, sha) for file, sha in files if file.day]
    if len(days) < len(files):
        return files, None
    loaded = {
        (Day(file.domain, file.log_date), file.sha256): entry
        for entry in entries
        if entry.platform == export.platform
        for file in entry.files
        if file.domain and file.log_date
    }
    new = [file for file, day in zip(files, days, strict=True) if day not in loaded]
    return new, None if new else loaded[days[0]]


def _load_number(entries: Sequence[ExportEntry], export: Export) -> int:
    if not any(file.day for file in export.files):
        return 0
    return 1 + max((entry.load_number for entry in entries), default=0)


def _check_same_choices(entry: ExportEntry, options: ReadOptions) -> None:
    """Nothing; raises Refused when the user now asks for something else than this content was loaded with."""
    asked = (
        ("--scope", options.scope, entry.scope),
        ("--snapshot-at", options.snapshot_at, entry.snapshot_at),
        ("--null-string", options.null_strings or None, entry.null_strings),
    )
    for option, wanted, recorded in asked:
        if wanted is not None and wanted != recorded:
            raise Refused(
                f"{entry.export_id} is loaded already, with another {option} ({recorded or 'none'}).",
                f"Run `coursehouse remove {entry.export_id}` first, then load it again.",
            )


def _snapshot(export: Export, newest: Sequence[datetime]) -> Snapshot:
    if export.snapshot.at is not None:
        return export.snapshot
    if not newest:
        raise Refused(
            f"Nothing in {export.name} says when it was exported.",
            "Say so with --snapshot-at 2017-08-11T00:00:00.",
        )
    return replace(export.snapshot, at=max(newest), source="newest timestamp in the data")


def _known_course_ids(ledger: Ledger) -> frozenset[str]:
    """Course runs that files other than reports are about: those only spell them, ambiguously."""
    files = (file for entry in ledger.entries() for file in entry.files)
    return frozenset(
        file.course_id for file in files if file.course_id and not file.table_name.startswith(REPORT)
    )


def _course_ids(home: Home, files: Sequence[FileEntry]) -> tuple[str, ...]:
    import pyarrow.parquet as pq

    found: set[str] = set()
    for file in files:
        if file.table_name == COVERAGE_TABLE and file.is_known_table:
            for path in file.parquet:
                column = pq.read_table(home.root / path, columns=[COVERAGE_COLUMN]).column(COVERAGE_COLUMN)
                found |= {value for value in column.unique().to_pylist() if value is not None}
    return tuple(sorted(found))
