"""No model compares ids of two id domains: only int_learners__domain_ids knows which belong to one person."""

from __future__ import annotations

import re

import pytest

from coursehouse.synthetic.ids import DOMAINS, MAIN
from dbt_files import COMMENTS, sql_files

BRIDGE = "int_learners__domain_ids"
BRIDGE_ID = "domain_user_id"
_ID = r"(?:\w+\.)?(\w*user_id)\b"
COMPARISONS = (
    re.compile(rf"{_ID}\s*(?:=|<>|!=|is\s+(?:not\s+)?distinct\s+from)\s*{_ID}", re.IGNORECASE),
    re.compile(rf"{_ID}\s+(?:not\s+)?in\s*\(\s*select\s+{_ID}", re.IGNORECASE),
    # another name would hide the domain from whoever reads the column
    re.compile(rf"{_ID}\s+as\s+(\w+)", re.IGNORECASE),
)
BRIDGED_DOMAIN = re.compile(r"\bid_domain\s*=\s*'(\w+)'")


def domain_of(column: str) -> str | None:
    """The id domain that a column's name states; BRIDGE_ID for the bridge's column of all domains."""
    if column in ("user_id", BRIDGE_ID):
        return MAIN if column == "user_id" else BRIDGE_ID
    domain = column.removesuffix("_user_id")
    return domain if domain in DOMAINS else None


def mixed_domains(sql: str) -> list[tuple[str, str]]:
    """Pairs of columns of different id domains that SQL compares or renames into each other.

    The bridge's column may be compared with that of a domain to which the same SQL narrows the bridge.
    """
    text = COMMENTS.sub("", sql)
    bridged = set(BRIDGED_DOMAIN.findall(text))
    return [
        pair
        for pattern in COMPARISONS
        for pair in pattern.findall(text)
        if not _may_meet(domain_of(pair[0]), domain_of(pair[1]), bridged)
    ]


def _may_meet(left: str | None, right: str | None, bridged: set[str]) -> bool:
    domains = {left, right}
    if len(domains) == 1:
        return True
    if BRIDGE_ID in domains:
        return bool(domains & bridged)
    return domains == {None, MAIN}


def test_only_the_bridge_lets_two_domains_meet() -> None:
    models = [path for path in sql_files("models") if path.stem != BRIDGE]
    assert models
    found = {path.stem: mixed_domains(path.read_text(encoding="utf-8")) for path in models}
    assert {name: pairs for name, pairs in found.items() if pairs} == {}


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 from posts inner join users on posts.discussions_user_id = users.user_id",
        "select 1 from a left join b on a.feedback_user_id\n    = b.discussions_user_id",
        "select 1 from a where user_id in (select ecb_user_id from b)",
        "select discussions_user_id as user_id from posts",
        "select discussions_user_id as author_id from posts",
        "select 1 from a left join domain_ids on a.feedback_user_id = domain_ids.domain_user_id",
        "with b as (select * from c where id_domain = 'feedback') "
        "select 1 from a inner join b on a.discussions_user_id = b.domain_user_id",
        "with b as (select * from c where id_domain = 'feedback') "
        "select 1 from a inner join b on a.user_id = b.domain_user_id",
    ],
)
def test_mixed_domains_are_found(sql: str) -> None:
    assert mixed_domains(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 from a inner join b on a.user_id = b.user_id",
        "select 1 from a inner join b on a.discussions_user_id <> b.discussions_user_id",
        "with b as (select * from c where id_domain = 'feedback') "
        "select b.user_id from a inner join b on a.feedback_user_id = b.domain_user_id",
        "-- posts.discussions_user_id = users.user_id",
        "select course_user_id as survey_user_id from a",
    ],
)
def test_one_domain_is_left_alone(sql: str) -> None:
    assert mixed_domains(sql) == []
