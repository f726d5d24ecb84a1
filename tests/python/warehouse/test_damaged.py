"""What is known to be wrong in the damaged export is what the landed rows and the rejects show."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from coursehouse.contract import load_contract
from warehouse.compare import assert_same_rows
from warehouse.warehouses import EXIT_DATA_FAULTS, NewWarehouse, Warehouse

# Each rule as the query that counts rows and violations of it.
BUSINESS_RULES = {
    "on_demand_sessions: end >= start": (
        "on_demand_sessions",
        "on_demand_sessions_end_ts < on_demand_sessions_start_ts",
    ),
    "certificate_payments: met_payment_condition = was_payment or was_finaid_grant or was_group_sponsored": (
        "users_courses__certificate_payments",
        "met_payment_condition <> (was_payment or was_finaid_grant or was_group_sponsored)",
    ),
    "session_memberships: end >= start when both set": (
        "on_demand_session_memberships",
        "on_demand_sessions_membership_end_ts < on_demand_sessions_membership_start_ts",
    ),
    "course_grades: 0<=overall<=1": ("course_grades", "not course_grade_overall between 0 and 1"),
    "course_grades: verified<=overall": ("course_grades", "course_grade_verified > course_grade_overall"),
}
CONTRACT_NAMES = {"jhu_course_user_ids": "course_user_ids"}


@pytest.fixture
def rows(damaged: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with damaged.connect() as connection:
        yield connection


@pytest.fixture
def expected(shared: Path) -> Path:
    return shared / "expected/coursera/damaged_export"


def test_business_rules(rows: duckdb.DuckDBPyConnection, expected: Path) -> None:
    query = " union all ".join(
        f"""
        select '{rule}' as rule, count(*) as rows, count(*) filter (where {violation}) as violations
        from landed_coursera.{table}
        """
        for rule, (table, violation) in BUSINESS_RULES.items()
    )
    assert_same_rows(rows, f"select * from ({query})", expected / "business_rules.csv")


def test_duplicates_of_candidate_keys(rows: duckdb.DuckDBPyConnection, expected: Path) -> None:
    for finding in _findings(expected / "candidate_key_duplicates.hand.csv"):
        table = CONTRACT_NAMES.get(finding["table"], finding["table"])
        key = ", ".join(_column(table, name) for name in finding["key"].split("+"))
        counts = rows.execute(
            f"""
            select
                coalesce(sum(row_count), 0),
                count(*) filter (where row_count > 1),
                coalesce(sum(row_count - 1), 0)
            from (select count(*) as row_count from landed_coursera.{table} group by {key})
            """
        ).fetchone()
        wanted = (int(finding["rows"]), int(finding["duplicated_keys"]), int(finding["surplus_rows"]))
        assert counts == wanted, finding


def test_orphans_of_foreign_keys(rows: duckdb.DuckDBPyConnection, expected: Path) -> None:
    for finding in _findings(expected / "foreign_key_orphans.hand.csv"):
        child = CONTRACT_NAMES.get(finding["child_table"], finding["child_table"])
        parent = finding["parent_table"]
        names = finding["column"].split("+")
        columns = [_column(child, name) for name in names]
        keys = ", ".join(columns)
        is_null = " or ".join(f"child.{column} is null" for column in columns)
        matches = " and ".join(
            f"child.{column} = parent.{_column(parent, name)}"
            for column, name in zip(columns, names, strict=True)
        )
        orphaned = f"""
            not ({is_null})
            and not exists (select 1 from landed_coursera.{parent} as parent where {matches})
        """
        counts = rows.execute(
            f"""
            select
                count(*),
                count(*) filter (where {is_null}),
                count(*) filter (where {orphaned}),
                count(distinct case when {orphaned} then ({keys}) end)
            from landed_coursera.{child} as child
            """
        ).fetchone()
        wanted = tuple(
            int(finding[name]) for name in ("child_rows", "null_rows", "orphan_rows", "distinct_orphan_keys")
        )
        assert counts == wanted, finding


def test_cells_that_are_no_timestamps(rows: duckdb.DuckDBPyConnection, expected: Path) -> None:
    findings = _findings(expected / "unparseable_timestamps.csv")
    timestamps = [
        (table.name, column.name)
        for table in load_contract("coursera").tables.values()
        for column in table.columns
        if column.data_type == "timestamp"
    ]
    rejected = rows.execute(
        """
        select table_name, column_name, count(*)
        from landing.rejects
        where column_name is not null
        group by table_name, column_name
        """
    ).fetchall()
    found = {(table, column): count for table, column, count in rejected if (table, column) in timestamps}
    wanted = {(finding["table"], finding["column"]): int(finding["unparseable"]) for finding in findings}
    assert found == wanted
    for finding in findings:
        table, column = finding["table"], finding["column"]
        landed = rows.execute(f"select count({column}) from landed_coursera.{table}").fetchone()
        assert landed == (int(finding["non_null"]) - int(finding["unparseable"]),), finding


def test_both_exports_build_in_one_warehouse(shared: Path, new_warehouse: NewWarehouse) -> None:
    warehouse = new_warehouse("both")
    exports = shared / "exports/coursera"
    relinked, damaged = "relinked_course_1502409600000.zip", "damaged_fake_course_7051862327916.zip"
    assert warehouse.load(exports / relinked) == EXIT_DATA_FAULTS
    assert warehouse.load(exports / damaged, options=("--null-string", "NA")) == EXIT_DATA_FAULTS
    warehouse.build_on_data()
    with warehouse.connect() as connection:
        current = connection.execute("select count(*) from landing.exports where is_current").fetchone()
    assert current == (2,)


def _findings(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _column(table: str, name: str) -> str:
    """The contract's name of an exported column: a learner column is named after its table's id domain."""
    if name != "jhu_user_id":
        return name
    learner_column = load_contract("coursera").tables[table].learner_column
    assert learner_column is not None
    return learner_column
