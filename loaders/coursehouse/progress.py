"""What a load tells while it runs: facts about each export, a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from coursehouse.ledger import ExportEntry, FileEntry
from coursehouse.platforms.base import Export, ExportFile, Missing
from coursehouse.report import some_names

if TYPE_CHECKING:
    from rich.console import Console


class Progress(Protocol):
    """Is told of every step of a load, in order."""

    def known(self, entry: ExportEntry) -> None: ...
    def opened(self, export: Export) -> None: ...
    def file_started(self, file: ExportFile) -> None: ...
    def rows_landed(self, row_count: int) -> None: ...
    def file_landed(self, entry: FileEntry) -> None: ...
    def file_missing(self, file: ExportFile, missing: Missing) -> None: ...
    def landed(self, export: Export, entry: ExportEntry) -> None: ...


class ConsoleProgress:
    """Progress on a Rich console, as a context; on anything but a terminal each file is one line."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

        self._console = console
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[doing]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", visible=False, doing="")
        self._file_name = ""
        self._row_count = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def known(self, entry: ExportEntry) -> None:
        self._say([f"{entry.source_name}: already loaded as {entry.export_id}, 0 changed."])

    def opened(self, export: Export) -> None:
        self._say(opening_sentences(export))
        total = sum(file.size_bytes for file in export.files)
        self._bar.reset(self._task, total=total, description=export.name, visible=True)

    def file_started(self, file: ExportFile) -> None:
        self._file_name, self._row_count = file.source_file, 0
        self._bar.update(self._task, doing=self._file_name)

    def rows_landed(self, row_count: int) -> None:
        self._row_count += row_count
        self._bar.update(self._task, doing=f"{self._file_name}: {self._row_count:,} rows")

    def file_landed(self, entry: FileEntry) -> None:
        self._bar.advance(self._task, entry.size_bytes)
        if not self._console.is_terminal:
            self._say(
                [
                    f"{entry.source_file}: {entry.rows_landed} rows, {entry.rows_rejected} rejected, "
                    f"{entry.cells_nulled} cells nulled, {entry.seconds:.2f} s"
                ]
            )

    def file_missing(self, file: ExportFile, missing: Missing) -> None:
        self._bar.advance(self._task, file.size_bytes)
        if not self._console.is_terminal:
            self._say([f"{missing.source_file}: {missing.reason}"])

    def landed(self, export: Export, entry: ExportEntry) -> None:
        self._bar.update(self._task, visible=False)
        self._say(closing_sentences(export, entry))

    def _say(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            self._console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def opening_sentences(export: Export) -> Iterator[str]:
    """What is known of an export before it is landed: whose it is, its learner ids, what is no table."""
    modes = {
        "linked": "linked (one learner id in all tables)",
        "isolated": "isolated (learner ids differ between groups of tables)",
    }
    partner = export.partner or "no partner prefix"
    mode = modes.get(export.id_mode or "", "learner ids not told by any header")
    days = sum(file.day is not None for file in export.files)
    courses = {file.course_id for file in export.files if file.course_id}
    if courses:
        yield f"{export.name}: {len(export.files)} files of {len(courses)} course runs, scope {export.scope}."
    elif not days or days < len(export.files):
        yield f"{export.name}: {len(export.files) - days} tables, scope {export.scope}, {partner}, {mode}."
    if days:
        yield f"{export.name}: {days} files of events, each of one day."
    ignored: dict[str, list[str]] = defaultdict(list)
    for file in export.ignored:
        ignored[file.reason].append(file.source_file)
    for reason, names in ignored.items():
        yield f"  {len(names)} ignored, {reason}: {some_names(names)}."
    for note in export.notes:
        yield f"  {note}"


def closing_sentences(export: Export, entry: ExportEntry) -> Iterator[str]:
    """What landing has shown: the snapshot time and its source, what the contract does not know, oddities."""
    if export.snapshot.note:
        yield f"  {export.snapshot.note}"
    yield f"  Snapshot time {entry.snapshot_at} UTC, from the {_origin(entry.snapshot_source)}."
    unknown_tables = [file.table_name for file in entry.files if not file.is_known_table]
    if unknown_tables:
        yield f"  Unknown tables, landed as text: {some_names(unknown_tables)}."
    for file in entry.files:
        if file.is_known_table and file.unknown_columns:
            columns = some_names(list(file.unknown_columns))
            yield f"  Unknown columns of {file.table_name}, landed as text: {columns}."
    noted: dict[str, list[str]] = defaultdict(list)
    for file in entry.files:
        for note in file.notes:
            noted[note].append(file.source_file)
    for note, names in noted.items():
        yield f"  {some_names(names)}: {note}"


def _origin(snapshot_source: str) -> str:
    return "option --snapshot-at" if snapshot_source == "option" else snapshot_source
