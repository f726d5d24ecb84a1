"""What the loader hands to an engine: which Parquet files make which relation."""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True)
class Relation:
    """A relation over Parquet files; an empty relation of these columns where there are none.

    columns: in order, of these names and types whatever the files hold.
    with_other_columns: further columns of the files follow as text.
    """

    schema: str
    name: str
    columns: tuple[Column, ...]
    files: tuple[Path, ...]
    with_other_columns: bool = False


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

    def register(self, registration: Registration) -> None:
        """Nothing; the engine shows exactly this, in one step, and its other schemas are untouched."""
