"""The reader role sees what anybody may see, and neither personal data nor learners' own words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from coursehouse.contract import load_contract
from coursehouse.targets.base import BUILT_SCHEMAS
from engines.postgres_server import PostgresServer
from engines.postgres_warehouse import PostgresWarehouse
from small_exports import EPOCHS, courses, csv_text, memberships, write_export
from warehouse.warehouses import Dbt, environment

HIDDEN = {"pii", "free_text"}
TABLES = [table for platform in ("coursera", "edx") for table in load_contract(platform).tables.values()]
HIDDEN_TABLES = sorted(f"{table.platform}.{table.name}" for table in TABLES if HIDDEN & set(table.tags))
OPEN_TABLES = sorted(f"{table.platform}.{table.name}" for table in TABLES if not HIDDEN & set(table.tags))
OPEN_FACTS = ("landing.exports", "landing.files", "landing.missing_files", "landing.unknown_columns")


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    rows = memberships(("u1", "c1", "LEARNER", "2017-05-01 10:00:00.000"))
    return [
        write_export(
            tmp_path / f"{name}_{EPOCHS[name]}",
            courses=courses("c1"),
            course_memberships=csv_text(rows),
            discussion_questions=[("discussion_question_id", "course_id"), (f"q-{name}", "c1")],
        )
        for name in ("june", "july")
    ]


@pytest.fixture
def member(twin: PostgresWarehouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Name and password of somebody who will be granted the role, which does not exist yet."""
    with twin.server.temporary_user("secret") as user:
        role = f"{user}_reader"
        monkeypatch.setenv("COURSEHOUSE_PG_READER", role)
        yield {"user": user, "password": "secret", "role": role}
        # grants of one database keep a role from being dropped
        twin.server.administer(f"drop owned by {role}", twin.database)
        twin.server.administer(f"drop role {role}")


def rows_seen(twin: PostgresWarehouse, member: dict[str, str], *relations: str) -> list[int | None]:
    """Number of rows that the member reads of each relation; None where it may not."""
    seen: list[int | None] = []
    with twin.server.transaction(twin.database, user=member["user"], password=member["password"]) as cursor:
        cursor.connection.autocommit = True
        for relation in relations:
            try:
                cursor.execute(f"select count(*) from {relation}")
                seen += [int(count) for (count,) in cursor.fetchall()]
            except psycopg2.errors.InsufficientPrivilege:
                seen.append(None)
    return seen


def assert_reads_what_anybody_may(twin: PostgresWarehouse, member: dict[str, str]) -> None:
    open_relations = (*OPEN_FACTS, *OPEN_TABLES)
    counts = [twin.query(f"select count(*) from {relation}")[0][0] for relation in open_relations[:5]]
    seen = rows_seen(twin, member, *open_relations)
    assert seen[:5] == counts
    assert None not in seen
    closed = ["landing.rejects", "coursehouse.synced_files", "coursehouse.current_rows"]
    closed += HIDDEN_TABLES
    closed += [f"landed_{table}" for table in (*OPEN_TABLES, *HIDDEN_TABLES)]
    assert rows_seen(twin, member, *closed) == [None] * len(closed)


def test_there_are_tables_of_both_kinds() -> None:
    assert {"coursera.discussion_questions", "edx.auth_user"} <= set(HIDDEN_TABLES)
    assert {"coursera.courses", "coursera.course_memberships", "edx.course_structure"} <= set(OPEN_TABLES)


def test_member_reads_what_anybody_may_after_every_load_and_after_dbt(
    twin: PostgresWarehouse, member: dict[str, str], exports: list[Path], tmp_path: Path
) -> None:
    twin.load(exports[0])
    twin.query(f"grant {member['role']} to {member['user']}")
    assert_reads_what_anybody_may(twin, member)
    dbt = Dbt(tmp_path)
    with environment(**twin.variables):
        chosen = ["--select", "+courses", "+export_files", "--exclude-resource-type", "unit_test", "test"]
        built = dbt.invoke(twin.root, "build", *chosen, target="postgres")
    marts = [
        node
        for node in dbt.manifest(twin.root, target="postgres").nodes.values()
        if node.resource_type == "model" and node.schema in BUILT_SCHEMAS
    ]
    # None is tagged yet; one that is must take the grant back in its own configuration.
    hidden = {node.name for node in marts if HIDDEN & set(node.tags)}
    assert hidden == {node.name for node in marts if not node.config.grants.get("select")}
    assert len(marts) > len(hidden)
    assert built.success
    relations = ("marts.courses", "data_quality.export_files")
    closed = ("staging.stg_coursera__courses", "intermediate.int_as_of")
    for load in (lambda: None, lambda: twin.load(exports[1]), twin.register):
        load()
        assert_reads_what_anybody_may(twin, member)
        assert rows_seen(twin, member, *relations) == [1, 3]
        assert rows_seen(twin, member, *closed) == [None] * len(closed)


def test_reader_may_not_write(twin: PostgresWarehouse, member: dict[str, str], exports: list[Path]) -> None:
    twin.load(exports[0])
    twin.query(f"grant {member['role']} to {member['user']}")
    for statement in (
        "delete from coursera.courses",
        "create table marts.mine (a text)",
        "drop schema marts",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            twin.query(statement, user=member["user"], password=member["password"])


def test_grant_that_is_not_ours_to_give_is_taken_back(
    twin: PostgresWarehouse, member: dict[str, str], exports: list[Path]
) -> None:
    twin.load(exports[0])
    twin.query(f"grant {member['role']} to {member['user']}")
    hidden = HIDDEN_TABLES[0]
    twin.query(f"grant select on {hidden} to {member['role']}")
    assert rows_seen(twin, member, hidden) != [None]
    twin.register()
    assert rows_seen(twin, member, hidden) == [None]
    assert_reads_what_anybody_may(twin, member)


def test_user_who_may_not_make_roles_is_warned_and_loads(
    twin: PostgresWarehouse,
    exports: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("COURSEHOUSE_PG_READER", "no_such_role")
    with twin.server.temporary_user("secret", twin.database) as user:
        server = PostgresServer(**{**vars(twin.server), "user": user, "password": "secret"})
        modest = PostgresWarehouse(twin.root, server, twin.database)
        modest.load(exports[0])
        assert modest.postgres_rows() == modest.duckdb_rows()
        [warning] = [record for record in caplog.records if record.levelno == logging.WARNING]
        assert "no role no_such_role" in warning.getMessage()
        assert 'create role "no_such_role"' in warning.getMessage()
        caplog.clear()
        monkeypatch.setenv("COURSEHOUSE_PG_READER", "")
        modest.register()
        assert [record for record in caplog.records if record.levelno == logging.WARNING] == []
