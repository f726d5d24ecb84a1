"""How fast landed rows get into PostgreSQL, against psql's own \\copy of the same rows, measured in one run.

A server of its own is started for it. Both sides make the table, copy, make the index on the key where it is
asked for, and analyze; psql reads a csv that holds what the Parquet holds. Exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from load_coursera import make
from measuring import benchmark_parser, verdict

from coursehouse.home import Home
from coursehouse.settings import PROJECT_ROOT
from coursehouse.targets.base import ORIGIN_COLUMNS, Registration, Relation

if TYPE_CHECKING:
    from engines.postgres_server import PostgresServer

MOST_TIMES_PSQL = 1.3

# The server that tests start, too.
sys.path.append(str(PROJECT_ROOT / "tests" / "python"))


def main() -> int:
    """Exit code: 0 if every target was met."""
    from engines.postgres_server import own_postgres_server

    parser = benchmark_parser(__doc__, rounds=3)
    parser.add_argument("--megabytes", type=int, default=100, help="size of each csv as Coursera writes it")
    arguments = parser.parse_args()
    met = []
    for name in ("course_progress", "discussion_answers"):
        relation = landed(make(arguments.work, name, arguments.megabytes), arguments.work)
        csv = written_as_csv(relation)
        with own_postgres_server() as server:
            met.append(compare(server, relation, csv, arguments))
    return 0 if all(met) else 1


def landed(path: Path, work: Path) -> Relation:
    """All rows of the export's file, landed; without a key, so that no index is made."""
    from coursehouse.contract import load_contract
    from coursehouse.landing import land_file
    from coursehouse.platforms.base import ReadOptions
    from coursehouse.platforms.coursera.export import CourseraPlatform
    from coursehouse.settings import Settings

    contract, home = load_contract("coursera"), Home(work / "landed")
    [file] = CourseraPlatform(Settings(home=home.root), contract).open_export(path, ReadOptions()).files
    entry = land_file(home, contract, "benchmark", file, "", lambda rows: None).entry
    columns = contract.tables[path.stem].columns + ORIGIN_COLUMNS
    return Relation("landed_coursera", path.stem, columns, tuple(home.root / part for part in entry.parquet))


def written_as_csv(relation: Relation) -> Path:
    """The same rows as a csv that \\copy takes."""
    import duckdb

    from coursehouse.targets.duckdb import identifier, literal, rows_of

    path = relation.files[0].with_suffix(".csv")
    names = ", ".join(identifier(column.name) for column in relation.columns)
    with closing(duckdb.connect()) as engine:
        rows = f"select {names} from {rows_of(relation.files)}"
        engine.execute(f"copy ({rows}) to {literal(str(path))} (header, quote '\"')")
    return path


def compare(server: PostgresServer, relation: Relation, csv: Path, arguments: argparse.Namespace) -> bool:
    """Whether the target is about as fast as psql and has copied the same rows, with and without an index."""
    from coursehouse.contract import load_contract

    key = load_contract("coursera").tables[relation.name].primary_key
    print(f"\n{relation.name}, {csv.stat().st_size / 1e6:,.0f} MB of csv")
    met = []
    for kind, chosen in (("without index", ()), ("with index", key)):
        target, psql = [], []
        for _ in range(arguments.rounds):
            target.append(by_target(server, relation, chosen, arguments.work))
            psql.append(by_psql(server, relation, chosen, csv))
        seconds, psql_seconds = min(target)[0], min(psql)[0]
        print(f"  {kind}: target {seconds:.2f} s, psql {psql_seconds:.2f} s, {target[0][1][0]:,} rows")
        met.append(verdict("times psql's time", seconds / psql_seconds, "<=", MOST_TIMES_PSQL))
        met.append(verdict("contents seen", len({content for _, content in (*target, *psql)}), "<=", 1))
    return all(met)


# Seconds, and number and hash of the rows that are then there.
Result = tuple[float, tuple[int, str]]


def by_target(server: PostgresServer, relation: Relation, key: tuple[str, ...], work: Path) -> Result:
    """Registering the relation in an empty database."""
    from coursehouse.targets.postgres import open_postgres

    with server.database() as database:
        settings = {"host": server.host, "port": server.port, "dbname": database}
        settings |= {"user": server.user, "password": server.password}
        registration = Registration((replace(relation, primary_key=key),), {})
        started = time.monotonic()
        with (
            open_postgres(settings, Home(work / "landed")) as target,
            target.registering(registration),
        ):
            pass
        return time.monotonic() - started, content(server, database, relation)


def by_psql(server: PostgresServer, relation: Relation, key: tuple[str, ...], csv: Path) -> Result:
    """The same table, made and filled by psql."""
    from coursehouse.targets.duckdb import identifier
    from coursehouse.targets.postgres_tables import qualified, typed_columns

    table = qualified(relation.schema, relation.name)
    kinds = typed_columns(relation.columns).items()
    definitions = ", ".join(f"{identifier(name)} {kind}" for name, kind in kinds)
    statements = [
        f"create schema {relation.schema}",
        f"create table {table} ({definitions})",
        f"\\copy {table} from '{csv}' (format csv, header)",
        *([f"create index on {table} ({', '.join(map(identifier, key))})"] if key else []),
        f"analyze {table}",
    ]
    with server.database() as database:
        command = server.psql(database, statements)
        started = time.monotonic()
        subprocess.run(command, check=True, env={"PGPASSWORD": server.password})
        return time.monotonic() - started, content(server, database, relation)


def content(server: PostgresServer, database: str, relation: Relation) -> tuple[int, str]:
    """Number of rows, and a sum of their hashes, the same for the same rows in any order."""
    query = "select count(*), sum(hashtextextended(rows::text, 0)::numeric)::text from {} as rows"
    [(count, total)] = server.query(database, query.format(f"{relation.schema}.{relation.name}"))
    return int(count), str(total)


if __name__ == "__main__":
    sys.exit(main())
