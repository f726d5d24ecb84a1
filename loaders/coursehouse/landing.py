"""Landing: one input file becomes typed Parquet, with every reject kept beside it and every row counted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursehouse.contract import Column, Contract, load_contract
from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.ledger import FileEntry
from coursehouse.parquet import ParquetSink, arrow_schema
from coursehouse.platforms.base import ExportFile, Reject

if TYPE_CHECKING:
    import pyarrow as pa

REJECTS_AT_ONCE = 8_192


@dataclass(frozen=True)
class Landed:
    """One landed file. newest_at: its newest timestamp that is not in the future (UTC), None without any."""

    entry: FileEntry
    newest_at: datetime | None


def land_file(
    home: Home,
    contract: Contract,
    export_id: str,
    file: ExportFile,
    sha256: str,
    on_rows: Callable[[int], None],
) -> Landed:
    """The landed file, its Parquet complete on disk but not yet visible to any reader.

    on_rows: called with the number of rows of each batch.
    Errors: whatever the reader raises; Refused when rows read are not rows landed plus rows rejected.
    Nothing of the file is left behind then.
    """
    started = time.monotonic()
    table = contract.tables.get(file.table_name)
    origin = {"export_id": export_id, "source_file": file.source_file}
    facts = origin | {"platform": contract.platform, "table_name": file.table_name}
    rows_path = home.landed_file(contract.platform, file.table_name, export_id, file.source_file)
    rejects_path = home.rejects_file(contract.platform, export_id, file.source_file)
    rows = _LandedRows(
        rows_path, table.columns if table else (), {f"_{name}": origin[name] for name in origin}
    )
    rejects = _Rejects(rejects_path, facts)
    newest_at: datetime | None = None
    try:
        reader = file.reader()
        for parsed in reader.batches():
            rows.write(parsed.rows)
            rejects.write(parsed.rejects)
            newest_at = max(filter(None, (newest_at, _newest(parsed.rows))), default=None)
            on_rows(parsed.rows.num_rows)
        summary = reader.summary
        rows_landed, column_count = rows.close(summary.unknown_columns)
        rejects_written = rejects.close()
        if summary.rows_read != rows_landed + summary.rows_rejected:
            raise Refused(
                f"{file.source_file}: {summary.rows_read} rows were read, but {rows_landed} landed and "
                f"{summary.rows_rejected} were rejected.",
                "Nothing was changed; make sure that nobody writes to the file, then load it again.",
            )
    except BaseException:
        rows.discard()
        rejects.discard()
        raise
    entry = FileEntry(
        source_file=file.source_file,
        table_name=file.table_name,
        is_known_table=file.is_known_table,
        sha256=sha256,
        size_bytes=file.size_bytes,
        dialect=summary.dialect,
        accounting=summary.accounting,
        rows_read=summary.rows_read,
        rows_landed=rows_landed,
        rows_rejected=summary.rows_rejected,
        cells_nulled=summary.cells_nulled,
        column_count=column_count,
        unknown_columns=summary.unknown_columns,
        notes=summary.notes,
        seconds=round(time.monotonic() - started, 3),
        parquet=(home.relative(rows_path),),
        rejects=home.relative(rejects_written) if rejects_written else None,
        domain=file.day.domain if file.day else None,
        log_date=file.day.log_date if file.day else None,
        course_id=file.course_id,
    )
    return Landed(entry, newest_at)


def _newest(rows: pa.Table) -> datetime | None:
    """The newest timestamp of these rows; one in the future is a plan (a session's end), not an event."""
    import pyarrow as pa
    import pyarrow.compute as pc

    now = datetime.now(UTC).replace(tzinfo=None)
    found: list[datetime] = []
    for column in rows.columns:
        if pa.types.is_timestamp(column.type):
            newest = pc.max(column).as_py()
            if newest is not None and newest > now:
                past = pc.less_equal(column, pa.scalar(now, pa.timestamp("us")))
                newest = pc.max(pc.filter(column, past)).as_py()
            if newest is not None:
                found.append(newest)
    return max(found, default=None)


class _LandedRows:
    """The rows of one file on their way to Parquet, completed to the shape that is registered."""

    def __init__(self, path: Path, columns: Iterable[Column], constants: dict[str, str]) -> None:
        self._path = path
        self._known = arrow_schema(columns)
        self._constants = constants
        self._schema: pa.Schema | None = None
        self._sink: ParquetSink | None = None

    def open(self, unknown_columns: Iterable[str]) -> ParquetSink:
        import pyarrow as pa

        text = pa.dictionary(pa.int32(), pa.string())
        fields = [*self._known, *(pa.field(name, pa.string()) for name in unknown_columns)]
        fields += [pa.field(name, text) for name in self._constants]
        self._schema = pa.schema([*fields, pa.field("_row_number", pa.int64())])
        self._sink = ParquetSink(self._path, self._schema)
        return self._sink

    def write(self, rows: pa.Table) -> None:
        import pyarrow as pa

        from coursehouse.platforms.files.arrow import texts_of

        if self._sink is None or self._schema is None:
            present = [name for name in rows.column_names if name != "_row_number"]
            self.open(name for name in present if name not in self._known.names)
        assert self._sink is not None and self._schema is not None
        zeros = pa.py_buffer(bytes(4 * rows.num_rows))
        first = pa.Array.from_buffers(pa.int32(), rows.num_rows, [None, zeros])
        columns: list[pa.Array[Any] | pa.ChunkedArray[Any]] = []
        for field in self._schema:
            if field.name in self._constants:
                constant = texts_of([self._constants[field.name]])
                columns.append(pa.DictionaryArray.from_arrays(first, constant))
            elif field.name in rows.column_names:
                columns.append(rows.column(field.name))
            else:
                columns.append(pa.nulls(rows.num_rows, field.type))
        self._sink.write(pa.Table.from_arrays(columns, schema=self._schema))

    def close(self, unknown_columns: tuple[str, ...]) -> tuple[int, int]:
        sink = self._sink or self.open(unknown_columns)
        assert self._schema is not None
        return sink.close(), len(self._schema) - len(self._constants) - 1

    def discard(self) -> None:
        if self._sink is not None:
            self._sink.discard()


class _Rejects:
    """The rejects of one file on their way to Parquet; no file is made when there are none."""

    def __init__(self, path: Path, constants: dict[str, str]) -> None:
        self._path = path
        self._constants = constants
        self._gathered: list[Reject] = []
        self._schema: pa.Schema | None = None
        self._sink: ParquetSink | None = None

    def write(self, rejects: Iterable[Reject]) -> None:
        for reject in rejects:
            self._gathered.append(reject)
            if len(self._gathered) == REJECTS_AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._schema is None:
            self._schema = arrow_schema(load_contract("landing").tables["rejects"].columns)
            self._sink = ParquetSink(self._path, self._schema)
        assert self._sink is not None
        rows = [self._constants | vars(reject) for reject in self._gathered]
        self._sink.write(pa.Table.from_pylist(rows, schema=self._schema))
        self._gathered = []

    def close(self) -> Path | None:
        if self._gathered:
            self._flush()
        if self._sink is None:
            return None
        self._sink.close()
        return self._path

    def discard(self) -> None:
        if self._sink is not None:
            self._sink.discard()
