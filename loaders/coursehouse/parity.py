"""Whether engines hold the same rows: what dbt built in each, compared relation by relation as multisets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.targets.base import BUILT_SCHEMAS, RowReader
from coursehouse.targets.duckdb import identifier, storage_errors
from coursehouse.targets.open import open_reader
from coursehouse.winners import parquet_engine

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SHOWN_ROWS = 5

# Engines may part in the last bits of a sum. Rounding alone would then part values that lie on its border,
# and short decimal fractions do: the shift moves them off it and is too small to move anything else over.
_FLOAT_FORMAT, _BORDER_SHIFT = "%.8e", "3e-12"

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Content:
    """What one target holds of a relation.

    columns: (name, logical type) in order. rows_hash: the same for the same rows in any order, 16 hex digits.
    """

    columns: tuple[tuple[str, str], ...]
    row_count: int
    rows_hash: str


@dataclass(frozen=True)
class Leftover:
    """Rows of one side beyond those of the other: how many, and the first unequal ones as canonical text."""

    row_count: int = 0
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class RelationParity:
    """One relation in the first target and in another one; None where a target has no such relation."""

    relation: str
    target: str
    first: Content | None
    other: Content | None
    only_first: Leftover = Leftover()
    only_other: Leftover = Leftover()

    @property
    def is_equal(self) -> bool:
        return self.first == self.other

    @property
    def verdict(self) -> str:
        """'equal', or in a few words what differs."""
        if self.is_equal:
            return "equal"
        if self.first is None or self.other is None:
            return "missing" if self.other is None else "only here"
        if self.first.columns != self.other.columns:
            return "columns differ"
        return f"{max(self.only_first.row_count, self.only_other.row_count)} rows differ"


def compare_targets(home: Home, names: Sequence[str]) -> list[RelationParity]:
    """One comparison per relation and target after the first, by relation, then in the order of the names.

    names: targets of the dbt profile; every other one is compared with the first.
    Errors: Refused where a target is unknown, unreachable or not built, or a load is changing the warehouse.
    """
    if len(names) < 2 or len(set(names)) < len(names):
        raise Refused(
            f"{', '.join(names) or 'Nothing'} cannot be compared.",
            "Name two or more different targets, such as --targets duckdb,postgres.",
        )
    with ExitStack() as stack:
        # The lock also keeps the folder for what does not fit in memory to this command.
        stack.enter_context(home.storage_errors())
        stack.enter_context(home.exclusive())
        readers = [stack.enter_context(open_reader(home, name)) for name in names]
        engine = stack.enter_context(parquet_engine(home))
        return list(compare_readers(engine, dict(zip(names, readers, strict=True))))


def compare_readers(
    engine: duckdb.DuckDBPyConnection, readers: dict[str, RowReader]
) -> Iterator[RelationParity]:
    """The comparisons of `compare_targets`. engine: where rows are hashed and set against each other."""
    found = {name: _built(name, reader) for name, reader in readers.items()}
    first_name, *other_names = readers
    for schema, name in sorted(set[tuple[str, str]]().union(*found.values())):
        contents = {
            target: _content(engine, target, reader, schema, name)
            if (schema, name) in found[target]
            else None
            for target, reader in readers.items()
        }
        first = contents[first_name]
        for target in other_names:
            other = contents[target]
            leftovers: tuple[Leftover, ...] = ()
            if first and other and first != other and first.columns == other.columns:
                pair = {side: readers[side] for side in (first_name, target)}
                leftovers = _leftovers(engine, pair, schema, name)
            yield RelationParity(f"{schema}.{name}", target, first, other, *leftovers)


def _built(target: str, reader: RowReader) -> set[tuple[str, str]]:
    relations = set(reader.relations(BUILT_SCHEMAS))
    if BUILT_SCHEMAS[0] not in {schema for schema, _ in relations}:
        raise Refused(f"The target {target} has no marts.", f"Run `dbt build --target {target}` first.")
    return relations


def logical_type(arrow_type: pa.DataType) -> str:
    """The contract's name of a type, whichever way an engine stores it; Arrow's own name of any other type.

    Engines state types in words of their own; Arrow's are the same for all and those of the rows compared.
    """
    import pyarrow as pa

    from coursehouse.arrow_types import ARROW_TYPES

    if pa.types.is_timestamp(arrow_type):
        return "timestamp"
    if pa.types.is_large_string(arrow_type) or pa.types.is_string_view(arrow_type):
        return "string"
    if pa.types.is_decimal(arrow_type):
        return "decimal"
    return next((name for name, known in ARROW_TYPES.items() if known == arrow_type), str(arrow_type))


@contextmanager
def _rows(
    engine: duckdb.DuckDBPyConnection, target: str, reader: RowReader, schema: str, name: str
) -> Iterator[tuple[tuple[str, str], ...]]:
    """A context in which the engine reads the relation, once, as `incoming`; gives its columns."""
    import duckdb

    try:
        with storage_errors(), reader.read(schema, name) as batches:
            engine.register("incoming", batches)
            try:
                yield tuple((field.name, logical_type(field.type)) for field in batches.schema)
            finally:
                engine.unregister("incoming")
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0].rstrip(".! ")
        raise Refused(
            f"{schema}.{name} of the target {target} cannot be read: {reason}.",
            "See that the engine is up and that nothing changes it, then run this command again.",
        ) from error


def _content(
    engine: duckdb.DuckDBPyConnection, target: str, reader: RowReader, schema: str, name: str
) -> Content:
    with _rows(engine, target, reader, schema, name) as columns:
        [(row_count, total)] = engine.execute(
            f"select count(*), coalesce(sum({_row_hash(columns)}), 0) from incoming"
        ).fetchall()
    return Content(columns, row_count, f"{total % 2**64:016x}")


def _leftovers(
    engine: duckdb.DuckDBPyConnection, readers: dict[str, RowReader], schema: str, name: str
) -> tuple[Leftover, ...]:
    """What each of two targets has beyond the other; both relations have the same columns."""
    sides = ("first_rows", "other_rows")
    for side, (target, reader) in zip(sides, readers.items(), strict=True):
        with _rows(engine, target, reader, schema, name) as columns:
            cells = ", ".join(f"{_canonical(column)} as {identifier(column[0])}" for column in columns)
            engine.execute(
                f"create or replace temp table {side} as select {_row_hash(columns)} as _row_hash, {cells}"
                " from incoming"
            )
    # `except all` would hold whole rows in memory; their hashes go to disk where they are too many.
    engine.execute(
        "create or replace temp table differing as select _row_hash, sum(copies) as copies from ("
        "select _row_hash, 1 as copies from first_rows union all select _row_hash, -1 from other_rows"
        ") group by _row_hash having sum(copies) <> 0"
    )
    return tuple(_leftover(engine, side, sign) for side, sign in zip(sides, ("+", "-"), strict=True))


def _leftover(engine: duckdb.DuckDBPyConnection, side: str, sign: str) -> Leftover:
    beyond = f"from differing where {sign}copies > 0"
    [(row_count,)] = engine.execute(f"select coalesce(sum({sign}copies), 0) {beyond}").fetchall()
    rows = engine.execute(
        f"select distinct * exclude (_row_hash) from {side}"
        f" where _row_hash in (select _row_hash {beyond}) order by all limit {SHOWN_ROWS}"
    ).fetchall()
    return Leftover(row_count, tuple(rows))


def _row_hash(columns: Iterable[tuple[str, str]]) -> str:
    """An expression for a number that stands for the whole row; sums of it tell how often rows occur."""
    # Each cell stands behind its length, so that no two rows are written alike.
    cells = (f"coalesce(strlen({cell}) || ':' || {cell}, '-')" for cell in map(_canonical, columns))
    return f"md5_number_lower(concat({', '.join(cells)}))"


def _canonical(column: tuple[str, str]) -> str:
    """An expression for a cell as the text that is the same in every engine; NULL stays NULL."""
    name, kind = identifier(column[0]), column[1]
    if kind in {"double", "decimal"}:
        number = f"cast({name} as double)"
        return (
            f"case when {number} = 0 then '0' when isnan({number}) then 'NaN'"
            f" when isinf({number}) then if({number} > 0, 'Infinity', '-Infinity')"
            f" else printf('{_FLOAT_FORMAT}', {number} * (1 + {_BORDER_SHIFT})) end"
        )
    if kind == "timestamp":
        return f"cast(make_timestamp(epoch_us({name})) as varchar)"
    return f"cast({name} as varchar)"
