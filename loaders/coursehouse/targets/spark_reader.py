"""Reading what Spark shows, as Arrow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from coursehouse.errors import Refused
from coursehouse.targets.spark_statements import Row, Statements, quoted

if TYPE_CHECKING:
    import pyarrow as pa

# How a type is asked for where Python's own value of it would depend on the clock of this machine.
_ASKED_AS = {
    "timestamp": "unix_micros({})",
    "timestamp_ntz": "unix_micros(cast({} as timestamp))",
    "date": "unix_date({})",
}


class SparkReader:
    """A Spark whose relations are only read."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def relations(self, schemas: Iterable[str]) -> list[tuple[str, str]]:
        """(schema, name) of every relation in these schemas, by name."""
        existing = {name for name, *_ in self._statements.run("show schemas")}
        return sorted(
            (schema, name)
            for schema in set(schemas) & existing
            for _, name, is_temporary in self._statements.run(f"show tables in {quoted(schema)}")
            if not is_temporary
        )

    def read(self, schema: str, name: str) -> pa.RecordBatchReader:
        """All rows of a relation, in batches; decimals stay decimals. Errors: Refused for nested columns."""
        import pyarrow as pa

        relation = f"{quoted(schema)}.{quoted(name)}"
        columns = [row[:2] for row in self._statements.run(f"describe query select * from {relation}")]
        fields = pa.schema(
            [(column, _arrow_type(f"{schema}.{name}.{column}", kind)) for column, kind in columns]
        )
        asked = ", ".join(_ASKED_AS.get(kind, "{}").format(quoted(column)) for column, kind in columns)
        rows = self._statements.stream(f"select {asked} from {relation}")
        return pa.RecordBatchReader.from_batches(fields, _batches(rows, fields))


def _batches(lists: Iterable[list[Row]], fields: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for rows in lists:
        columns = zip(*rows, strict=True)
        arrays = [_array(values, field.type) for values, field in zip(columns, fields, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=fields)


def _array(values: Iterable[Any], arrow_type: pa.DataType) -> pa.Array[Any]:
    import pyarrow as pa

    if pa.types.is_timestamp(arrow_type):
        return pa.array(values, pa.int64()).cast(arrow_type)
    if pa.types.is_date32(arrow_type):
        return pa.array(values, pa.int32()).cast(arrow_type)
    return pa.array(values, arrow_type)


def _arrow_type(column: str, kind: str) -> pa.DataType:
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "string": pa.string(),
        "boolean": pa.bool_(),
        "tinyint": pa.int8(),
        "smallint": pa.int16(),
        "int": pa.int32(),
        "bigint": pa.int64(),
        "float": pa.float32(),
        "double": pa.float64(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
        "timestamp_ntz": pa.timestamp("us"),
    }
    if kind in types:
        return types[kind]
    if found := re.fullmatch(r"decimal\((\d+),(\d+)\)", kind):
        return pa.decimal128(int(found[1]), int(found[2]))
    if re.fullmatch(r"(var)?char\(\d+\)", kind):
        return pa.string()
    raise Refused(f"The column {column} is of type {kind}, which cannot be read.", "Cast it in its model.")
