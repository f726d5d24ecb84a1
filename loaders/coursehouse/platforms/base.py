"""What a platform gives to the loader: exports made of files, each read as typed batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Reject:
    """A cell that did not convert (column_name set) or a record that could not be parsed (column_name None).

    row_number: 1-based number of the record in its file, header not counted.
    line_number: 1-based physical line on which the record starts, header line included.
    text: the cell or record as it stood in the file; hex of its bytes when text_encoding is 'hex'.
    """

    row_number: int
    line_number: int
    column_name: str | None
    reason: str
    text: str
    text_encoding: str = "utf-8"


@dataclass(frozen=True)
class Parsed:
    """A batch of one file: typed rows ready to land, and what was set aside beside them.

    rows: contract columns in contract order, then unknown columns as text, then `_row_number` (int64).
    rejects: in file order; a cell reject belongs to a landed row, a row reject to none.
    """

    rows: pa.Table
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True)
class FileSummary:
    """What reading one file came to; rows_read = rows landed + rows_rejected.

    dialect: 'coursera' (backslash escapes) or 'doubled quotes'; of edX also 'edx sql', 'edx student module',
        'json', 'json lines', and 'empty' for a file without a byte.
    accounting: 'rebuilt' (the sizes of the parsed cells give the file's own size and the place of its every
        quote, escape, comma and line end), 'exact' (some part was read record by record) or 'off'.
    notes: plain sentences for the user, such as line endings or a wrong dialect.
    """

    rows_read: int
    rows_rejected: int
    cells_nulled: int
    dialect: str
    accounting: str
    unknown_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class FileReader(Protocol):
    """One pass over one file; `summary` may be read only after `batches` is exhausted."""

    def batches(self) -> Iterator[Parsed]: ...

    @property
    def summary(self) -> FileSummary: ...


@dataclass(frozen=True)
class Day:
    """The events of one UTC date and one kind, such as 'video', which a platform delivers in one file."""

    domain: str
    log_date: date


class ExportFile(Protocol):
    """One table file of an export.

    source_file: its path inside the export, with forward slashes, without the export's own top folder.
    table_name: canonical table of the contract, or the file's own stem when the contract does not know it.
    size_bytes: uncompressed size as received (a .gz counts compressed).
    day: the day of events that it holds, None for a file that holds a table.
    course_id: canonical id of the course run that it is about, None where a file is not about a single one.
    is_independent: another process can read it, when it is pickled.
    """

    @property
    def source_file(self) -> str: ...
    @property
    def table_name(self) -> str: ...
    @property
    def is_known_table(self) -> bool: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def day(self) -> Day | None: ...
    @property
    def course_id(self) -> str | None: ...
    @property
    def is_independent(self) -> bool: ...

    def sha256(self) -> str: ...
    def reader(self) -> FileReader: ...


@dataclass(frozen=True)
class Ignored:
    """A file of the export that is no table, with the reason it was left out."""

    source_file: str
    reason: str


@dataclass(frozen=True)
class Missing:
    """A table file of which an export holds the name only: none of its rows can be had.

    table_name, course_id: as for ExportFile. reason: a phrase that fits behind the file's name.
    remedy: what the user can do before loading the same export again; empty where that would not help.
    """

    source_file: str
    table_name: str
    course_id: str | None
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Snapshot:
    """When the export was made (UTC, no zone) and what says so.

    source: 'option', 'folder name', 'newest member date', 'newest timestamp in the data', 'newest day'.
    note: one sentence when a time in the name could not be believed, else empty.
    """

    at: datetime | None
    source: str
    note: str = ""


@dataclass(frozen=True)
class Export:
    """An export as found, before anything is landed.

    name: folder or zip name without suffix. scope: what the export covers (course slug, partner …).
    partner: prefix of its learner columns, or None. id_mode: 'linked', 'isolated' or None when no header
    tells. snapshot.at is None when only the data can tell; the loader then uses the newest timestamp landed.
    """

    name: str
    platform: str
    scope: str
    partner: str | None
    id_mode: str | None
    snapshot: Snapshot
    files: tuple[ExportFile, ...]
    ignored: tuple[Ignored, ...] = ()
    notes: tuple[str, ...] = field(default=())
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class ReadOptions:
    """What the user chose for one load.

    null_strings: unquoted or quoted texts that stand for NULL (opt-in, for instance 'NA' as R writes).
    with_accounting: prove that every block was cut into cells where its own quotes say.
    known_course_ids: course runs that the warehouse knows; the loader fills it in.
    """

    scope: str | None = None
    snapshot_at: datetime | None = None
    null_strings: tuple[str, ...] = ()
    with_accounting: bool = True
    known_course_ids: frozenset[str] = frozenset()


class Platform(Protocol):
    """A platform opens what the user names; it raises Refused with one sentence and the remedy."""

    name: str

    def open_exports(self, paths: Sequence[Path], options: ReadOptions) -> tuple[Export, ...]: ...
