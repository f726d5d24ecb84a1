"""What the loader hands to an engine: which Parquet files make which relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coursehouse.contract import Column

if TYPE_CHECKING:
    import pyarrow as pa

# What every landed row carries beside the columns of its file, in this order.
ORIGIN_COLUMNS = (
    Column("_export_id", "string", "Export that delivered the row."),
    Column("_source_file", "string", "Path of its file inside the export."),
    Column("_row_number", "integer", "Number of the record in its file, from 1, header not counted."),
)

# What dbt builds for those who read.
BUILT_SCHEMAS = ("marts", "data_quality")


def landed_schema(platform: str) -> str:
    """Schema of all landed rows of a platform; the schema of its current rows is the platform itself."""
    return f"landed_{platform}"


@dataclass(frozen=True)
class Relation:
    """A relation over Parquet files; an empty relation of these columns where there are none.

    columns: in order, of these names and types whatever the files hold.
    with_other_columns: further columns of the files follow as text.
    primary_key, tags: those of its contract table.
    """

    schema: str
    name: str
    columns: tuple[Column, ...]
    files: tuple[Path, ...]
    with_other_columns: bool = False
    primary_key: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Registration:
    """All that an engine shows of the landing zone.

    relations: rows in Parquet. facts: small tables by schema and name, held in memory.
    Schemas named here belong to the loader: what else lies in them is removed.
    """

    relations: tuple[Relation, ...]
    facts: Mapping[tuple[str, str], pa.Table]


class Target(Protocol):
    """An engine that shows the landing zone; raises Refused with the remedy when it cannot be reached."""

    def registering(self, registration: Registration) -> AbstractContextManager[None]:
        """A context at whose sound end the engine shows exactly this, in one step.

        After an error inside, or on the way, it shows what it showed before. Its other schemas are untouched.
        """


class RowReader(Protocol):
    """An engine of which relations are read, never changed."""

    def relations(self, schemas: Iterable[str]) -> list[tuple[str, str]]:
        """(schema, name) of every relation in these schemas, by name."""

    def read(self, schema: str, name: str) -> pa.RecordBatchReader:
        """All rows of a relation, in any order, in batches that fit in memory; timestamps are in UTC."""
