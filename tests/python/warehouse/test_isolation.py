"""In a warehouse of isolated exports no row of any mart holds ids of two id domains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pytest

from coursehouse.synthetic.behaviour import STAFF_PER_COURSE
from coursehouse.synthetic.config import IdMode
from coursehouse.synthetic.ids import DOMAINS, MAIN, Identifiers
from warehouse.warehouses import INSTITUTIONS, LEARNERS, TrueWarehouse, TrueWarehouses

INSTITUTION = f"seed 1, {IdMode.ISOLATED}"


@pytest.fixture(scope="module")
def isolated(true_warehouses: TrueWarehouses) -> TrueWarehouse:
    return true_warehouses(INSTITUTION)


@pytest.fixture(scope="module")
def domain_named() -> dict[str, str]:
    """The domain of every id that the generator can give to a person of the institution."""
    seed, mode = INSTITUTIONS[INSTITUTION]
    ids = Identifiers(seed, mode is IdMode.ISOLATED)
    people = range(LEARNERS + len(STAFF_PER_COURSE))
    return {ids.learner(person, domain): domain for domain in DOMAINS for person in people}


def domains_in(row: Iterable[object], domain_named: Mapping[str, str]) -> set[str]:
    """The id domains of which a row holds an id, in whatever column."""
    return {domain_named[value] for value in row if isinstance(value, str) and value in domain_named}


def _marts(isolated: TrueWarehouse) -> Iterator[tuple[str, list[str], list[tuple[object, ...]]]]:
    """Name, columns and rows of every mart with a column that ends in user_id."""
    with isolated.warehouse.connect() as connection:
        named = connection.execute(
            "select distinct table_name from information_schema.columns"
            " where table_schema = 'marts' and column_name like '%user_id' order by all"
        ).fetchall()
        for (name,) in named:
            relation = connection.sql(f"select * from marts.{name}")
            yield name, list(relation.columns), relation.fetchall()


def test_nobody_is_bridged(isolated: TrueWarehouse) -> None:
    with isolated.warehouse.connect() as connection:
        assert connection.execute("select * from intermediate.int_learners__domain_ids").fetchall() == []


def test_no_row_holds_ids_of_two_domains(isolated: TrueWarehouse, domain_named: dict[str, str]) -> None:
    found: set[str] = set()
    for name, _, rows in _marts(isolated):
        domains = [domains_in(row, domain_named) for row in rows]
        assert not [row for row, held in zip(rows, domains, strict=True) if len(held) > 1], name
        found |= set().union(*domains)
    assert found >= {MAIN, "discussions", "demographics"}


def test_ids_stand_in_columns_of_their_own_domain(
    isolated: TrueWarehouse, domain_named: dict[str, str]
) -> None:
    checked = 0
    for name, columns, rows in _marts(isolated):
        for place, column in enumerate(columns):
            domain = MAIN if column == "user_id" else column.removesuffix("_user_id")
            if column.endswith("user_id") and domain in DOMAINS:
                wrong = [row for row in rows if row[place] and domain_named.get(str(row[place])) != domain]
                assert not wrong, (name, column)
                checked += 1
    assert checked


def test_a_row_of_two_domains_would_be_seen(domain_named: dict[str, str]) -> None:
    some_id = {domain: name for name, domain in domain_named.items()}
    assert domains_in((some_id[MAIN], 1, None, some_id["feedback"]), domain_named) == {MAIN, "feedback"}
