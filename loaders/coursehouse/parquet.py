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

# Small row groups make Parquet 70 % larger, large ones of long posts would not fit in memory.
ROW_GROUP_ROWS = 131_072
ROW_GROUP_BYTES = 32 * 1024 * 1024


def arrow_schema(columns: Iterable[Column]) -> pa.Schema:
    """The Arrow fields in which columns of the contract land."""
    import pyarrow as pa

    from coursehouse.arrow_types import ARROW_TYPES

    return pa.schema([(column.name, ARROW_TYPES[column.data_type]) for column in columns])


def _counts_up(arrow_type: pa.DataType) -> bool:
    """Whether values hardly ever repeat: differences are then smaller than a dictionary, and found faster."""
    import pyarrow as pa

    return bool(pa.types.is_timestamp(arrow_type) or pa.types.is_int64(arrow_type))


class ParquetSink:
    """One Parquet file in the making; it gets its real name only when it is complete.

    Batches are gathered into row groups, and a group is compressed while the next one is being parsed.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        import pyarrow.parquet as pq

        self.path = path
        self._temporary = temporary_for(path)
        counting = [field.name for field in schema if _counts_up(field.type)]
        encodings: dict[str, Any] = {
            "use_dictionary": [name for name in schema.names if name not in counting],
            "column_encoding": dict.fromkeys(counting, "DELTA_BINARY_PACKED"),
        }
        # Without the stored Arrow schema every engine reads dictionary columns as plain text.
        self._writer = pq.ParquetWriter(
            self._temporary, schema, compression="zstd", store_schema=False, **encodings
        )
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
        self._writing = self._thread.submit(self._writer.write_table, group, group.num_rows)

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
        self._writer.close()
        row_count: int = pq.read_metadata(self._temporary).num_rows
        publish(self._temporary, self.path)
        return row_count

    def discard(self) -> None:
        """Nothing; whatever was written is gone."""
        self._thread.shutdown(cancel_futures=True)
        try:
            self._writer.close()
        except OSError:
            # The footer of a file that is thrown away may not fit on a full disk either.
            pass
        finally:
            self._temporary.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
