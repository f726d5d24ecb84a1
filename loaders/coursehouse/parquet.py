"""Parquet files of the landing zone: their types, their row groups, and how each appears once complete."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursehouse.contract import Column
from coursehouse.home import publish, temporary_for

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

# Small row groups make Parquet 70 % larger, large ones of long posts would not fit in memory.
ROW_GROUP_ROWS = 131_072
ROW_GROUP_BYTES = 16 * 1024 * 1024
# At 1 MB, where Parquet gives up a dictionary by default, long texts that repeat would be stored each time.
DICTIONARY_BYTES = 4 * 1024 * 1024


def arrow_schema(columns: Iterable[Column]) -> pa.Schema:
    """The Arrow fields in which columns of the contract land."""
    import pyarrow as pa

    from coursehouse.arrow_types import ARROW_TYPES

    return pa.schema([(column.name, ARROW_TYPES[column.data_type]) for column in columns])


def _encodings(rows: pa.Table) -> dict[str, Any]:
    """The writer's options that suit the columns, judged by some of their rows.

    Numbers hardly ever repeat: differences are smaller than a dictionary, and found faster. Where most texts
    differ, a dictionary takes time to build, only to be given up when it is full.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    encodings = {}
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if pa.types.is_timestamp(column.type) or pa.types.is_int64(column.type):
            encodings[name] = "DELTA_BINARY_PACKED"
        elif pa.types.is_string(column.type) and 2 * pc.count_distinct(column).as_py() > len(column):
            encodings[name] = "DELTA_LENGTH_BYTE_ARRAY"
    others = [name for name in rows.column_names if name not in encodings]
    # the first and last of some thousand hashed ids tell no reader what to skip
    ordered = [field.name for field in rows.schema if not pa.types.is_string(field.type)]
    return {"use_dictionary": others, "column_encoding": encodings, "write_statistics": ordered}


class ParquetSink:
    """One Parquet file in the making; it gets its real name only when it is complete.

    Batches are gathered into row groups, and a group is compressed while the next one is being parsed.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self._temporary = temporary_for(path)
        self._schema = schema
        self._writer: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[None] | None = None
        self._gathered: list[pa.Table] = []
        self._row_count = self._byte_count = 0

    def write(self, rows: pa.Table) -> None:
        """Nothing; the rows are on their way to disk."""
        self._gathered.append(rows)
        self._row_count += rows.num_rows
        self._byte_count += rows.nbytes
        while self._row_count >= ROW_GROUP_ROWS or self._byte_count >= ROW_GROUP_BYTES:
            self._write_group()

    def _write_group(self) -> None:
        import pyarrow as pa

        gathered = pa.concat_tables(self._gathered)
        group, rest = gathered.slice(0, ROW_GROUP_ROWS), gathered.slice(ROW_GROUP_ROWS)
        self._gathered = [rest] if rest.num_rows else []
        self._row_count, self._byte_count = rest.num_rows, rest.nbytes
        self._wait()
        self._writing = self._thread.submit(self._write_rows, group)

    def _write_rows(self, group: pa.Table) -> None:
        self._writer = self._writer or self._open(group)
        self._writer.write_table(group, group.num_rows)

    def _open(self, first_rows: pa.Table) -> pq.ParquetWriter:
        import pyarrow.parquet as pq

        # Without the stored Arrow schema every engine reads dictionary columns as plain text.
        return pq.ParquetWriter(
            self._temporary,
            self._schema,
            compression="zstd",
            store_schema=False,
            dictionary_pagesize_limit=DICTIONARY_BYTES,
            **_encodings(first_rows),
        )

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def close(self) -> int:
        """Number of rows in the file, as its own footer counts them; the file has its real name then."""
        import pyarrow.parquet as pq

        while self._row_count:
            self._write_group()
        self._wait()
        self._thread.shutdown()
        writer = self._writer or self._open(self._schema.empty_table())
        writer.close()
        row_count: int = pq.read_metadata(self._temporary).num_rows
        publish(self._temporary, self.path)
        return row_count

    def discard(self) -> None:
        """Nothing; whatever was written is gone."""
        self._thread.shutdown(cancel_futures=True)
        try:
            if self._writer is not None:
                self._writer.close()
        except OSError:
            # The footer of a file that is thrown away may not fit on a full disk either.
            pass
        finally:
            self._temporary.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
