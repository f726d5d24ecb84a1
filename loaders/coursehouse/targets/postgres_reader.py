"""Reading relations of a PostgreSQL database as Arrow, in batches, without ever changing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from coursehouse.targets.duckdb import identifier, literal
from coursehouse.targets.postgres_session import Session, connected
from coursehouse.targets.postgres_tables import qualified

if TYPE_CHECKING:
    import pyarrow as pa

_DECIMAL = re.compile(r"numeric\((?P<precision>\d+),(?P<scale>-?\d+)\)")


@contextmanager
def open_postgres_reader(settings: Mapping[str, Any]) -> Iterator[PostgresReader]:
    """A context in which the database is read; errors: Refused when the server cannot be reached."""
    with connected(settings) as session:
        session.execute("set default_transaction_read_only = on")
        yield PostgresReader(session)


class PostgresReader:
    """An open database that is only read; one relation at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cursor: Any = None

    def relations(self, schemas: Iterable[str]) -> list[tuple[str, str]]:
        """(schema, name) of every relation in these schemas, by name."""
        names = ", ".join(map(literal, schemas))
        rows = self._session.rows(
            "select nspname, relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
            f" where relkind in ('r', 'p', 'v', 'm', 'f') and nspname in ({names})"
        )
        return sorted((schema, name) for schema, name in rows)

    def read(self, schema: str, name: str) -> pa.RecordBatchReader:
        """All rows of a relation, in batches; reading another relation ends this.

        Columns of type numeric(p, s) come as decimals; bare numeric, which has no scale, as doubles.
        """
        import pyarrow as pa

        kinds = self._column_types(schema, name)
        decimals = {column: match for column, kind in kinds.items() if (match := _DECIMAL.fullmatch(kind))}
        expressions = ", ".join(
            f"{identifier(column)}::double precision as {identifier(column)}"
            if kind == "numeric"
            else identifier(column)
            for column, kind in kinds.items()
        )
        self.close()
        self._cursor = self._session.connection.cursor()
        self._cursor.execute(f"select {expressions} from {qualified(schema, name)}")
        rows: pa.RecordBatchReader = self._cursor.fetch_record_batch()
        types = {
            column: pa.decimal128(int(match["precision"]), int(match["scale"]))
            for column, match in decimals.items()
        }
        if not types:
            return rows
        wanted = pa.schema([field.with_type(types.get(field.name, field.type)) for field in rows.schema])
        return pa.RecordBatchReader.from_batches(wanted, (_converted(batch, wanted) for batch in rows))

    def close(self) -> None:
        """Nothing; a relation that was being read is let go."""
        if self._cursor is not None:
            self._cursor.close()
            self._cursor = None

    def _column_types(self, schema: str, name: str) -> dict[str, str]:
        return dict(
            self._session.rows(
                "select attname, format_type(atttypid, atttypmod) from pg_attribute"
                f" where attrelid = {literal(qualified(schema, name))}::regclass"
                " and attnum > 0 and not attisdropped order by attnum"
            )
        )


def _converted(batch: pa.RecordBatch, wanted: pa.Schema) -> pa.RecordBatch:
    """The batch in these types; numbers without a bound of digits arrive as text."""
    import pyarrow as pa

    columns = []
    for column, field in zip(batch.columns, wanted, strict=True):
        texts = getattr(column, "storage", column)
        columns.append(texts.cast(field.type) if pa.types.is_decimal(field.type) else column)
    return pa.RecordBatch.from_arrays(columns, schema=wanted)
