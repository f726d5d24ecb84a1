"""Everything is built and tested on PostgreSQL, and holds the same rows as on DuckDB."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from coursehouse.errors import Refused
from coursehouse.settings import PROJECT_ROOT
from engines.postgres_server import PostgresServer
from warehouse.warehouses import Warehouse

MARTS = {
    f"{'data_quality' if path.parent.name == 'data_quality' else 'marts'}.{path.stem}"
    for path in (PROJECT_ROOT / "models/marts").rglob("*.sql")
}

# Statements that change what dbt built, each in a relation of its own, and what parity must say of it.
PLANTED = {
    "marts.users_courses__enrollments": (
        "update {} set session_id = '' where session_id is null",
        "rows differ",
    ),
    "marts.users_courses__grades": (
        "update {} set grade = grade * (1 + 2e-8) where grade > 0",
        "rows differ",
    ),
    "marts.users_items__grades": ("update {} set grade = grade * (1 + 1e-14)", "equal"),
    "marts.course_sessions": ("update {} set starts_at = starts_at + interval '1 hour'", "rows differ"),
    "marts.users_items__progress": (
        "delete from {0} where ctid = (select min(ctid) from {0})",
        "1 rows differ",
    ),
    "marts.course_branches": ("insert into {0} select * from {0} limit 1", "1 rows differ"),
    "marts.users_courses__progress": ("alter table {} rename user_id to learner_id", "columns differ"),
    "marts.courses": ("alter table {} alter branch_count type double precision", "columns differ"),
    "marts.branches_items__changes": ("drop table {} cascade", "missing"),
}


def verdicts(stdout: str) -> dict[str, tuple[str, str]]:
    """By relation, the rows and the verdict of a parity table with one other target."""
    lines = [line.split(maxsplit=3) for line in stdout.splitlines()]
    return {line[0]: (line[1], line[3].strip()) for line in lines if len(line) == 4 and "." in line[0]}


def test_generated_institution_holds_the_same_rows(postgres_marts: Warehouse) -> None:
    result = postgres_marts.run_command("parity")
    assert result.exit_code == 0, result.stdout
    found = verdicts(result.stdout)
    assert found.keys() == MARTS
    assert {verdict for _, verdict in found.values()} == {"equal"}
    assert int(found["marts.users_items__progress"][0]) > 1000


def test_shared_export_holds_the_same_rows(relinked: Warehouse, postgres: PostgresServer) -> None:
    with postgres.database() as database:
        warehouse = replace(relinked, target="postgres", connection=postgres.environment(database))
        assert warehouse.run_command("register", "--target", "postgres").exit_code == 0
        warehouse.build_on_data()
        result = warehouse.run_command("parity")
        assert result.exit_code == 0, result.stdout
        assert verdicts(result.stdout).keys() == MARTS


@pytest.fixture
def copied_marts(postgres_marts: Warehouse, postgres: PostgresServer) -> Iterator[Warehouse]:
    """The same warehouse with a copy of the database, to be spoilt."""
    name, built = (
        f"coursehouse_copy_{uuid.uuid4().hex[:8]}",
        postgres_marts.connection["COURSEHOUSE_PG_DATABASE"],
    )
    postgres.administer(f'create database {name} owner "{postgres.user}" template {built}')
    yield replace(postgres_marts, connection=postgres.environment(name))
    postgres.administer(f"drop database {name} with (force)")


def test_planted_differences_are_found(copied_marts: Warehouse, postgres: PostgresServer) -> None:
    database = copied_marts.connection["COURSEHOUSE_PG_DATABASE"]
    for relation, (statement, _) in PLANTED.items():
        postgres.query(database, statement.format(relation))
    result = copied_marts.run_command("parity")
    assert result.exit_code == 1
    found = verdicts(result.stdout)
    for relation in MARTS:
        expected = PLANTED[relation][1] if relation in PLANTED else "equal"
        assert found[relation][1].endswith(expected), f"{relation}: {found[relation]}"


def test_server_without_marts_is_refused(
    built_marts: Warehouse, postgres: PostgresServer, database: str
) -> None:
    warehouse = replace(built_marts, connection=postgres.environment(database))
    with pytest.raises(Refused, match=r"no marts.*dbt build --target postgres"):
        warehouse.run_command("parity")


def test_absent_server_is_refused(built_marts: Warehouse) -> None:
    absent = {"COURSEHOUSE_PG_HOST": "127.0.0.1", "COURSEHOUSE_PG_PORT": "1"}
    with pytest.raises(Refused, match=r"127\.0\.0\.1:1"):
        replace(built_marts, connection=absent).run_command("parity")
