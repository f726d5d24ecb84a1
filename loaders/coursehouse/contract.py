"""The contract as the loader sees it: dbt's own sources YAML, read into frozen dataclasses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from coursehouse.errors import Refused
from coursehouse.settings import PROJECT_ROOT

SOURCES = Path("models", "sources")
_SOURCE_CALL = re.compile(r"source\(\s*'(?P<platform>\w+)'\s*,\s*'(?P<table>\w+)'\s*\)")


@dataclass(frozen=True)
class Column:
    """A column under its canonical name.

    data_type: string, integer, double, boolean, timestamp, date or json.
    export_names: other headers under which exports deliver it; `{course_slug}_user_id` is a pattern.
    """

    name: str
    data_type: str
    description: str
    export_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """Columns that point at a row of a parent table of the same platform.

    linked_only: holds only in exports with linked ids, because the learner columns are of two id domains.
    known_exception: why sound exports may break it, or None.
    """

    columns: tuple[str, ...]
    parent_table: str
    parent_columns: tuple[str, ...]
    linked_only: bool = False
    known_exception: str | None = None


@dataclass(frozen=True)
class Table:
    """A table of a platform; columns stand in the export's order.

    primary_key: empty when nothing tells the rows apart; `no_key` then says why.
    nullable_key: columns of it that may be empty; two empty ones are the same value.
    file_names: other file stems under which exports deliver it.
    file_format: how its files are written, where a platform has several kinds of files ('sql', 'csv', ...).
    id_domain: the domain of its learner column, None where it has none.
    daily_key: of a table that comes in one file per day: where days are delivered again, the newest
        delivery of each value of these columns counts; empty for other tables.
    tags: 'pii' (personal data), 'free_text' (learners' own words).
    """

    platform: str
    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    nullable_key: tuple[str, ...] = ()
    expected_unique: tuple[tuple[str, ...], ...] = ()
    references: tuple[Reference, ...] = ()
    file_names: tuple[str, ...] = ()
    file_format: str | None = None
    id_domain: str | None = None
    tags: tuple[str, ...] = ()
    no_key: str | None = None
    daily_key: tuple[str, ...] = ()

    @property
    def learner_column(self) -> str | None:
        """`user_id` in the main id domain, else `<domain>_user_id`; None for a table without learners."""
        if self.id_domain is None:
            return None
        return "user_id" if self.id_domain == "main" else f"{self.id_domain}_user_id"


@dataclass(frozen=True)
class Contract:
    """The tables of one platform by name, and the fingerprint of the whole contract.

    version: the same for every platform, because the landing zone is registered as a whole;
        the dbt macro `contract_version` computes the same value.
    """

    platform: str
    tables: Mapping[str, Table]
    version: str


def load_contract(platform: str, root: Path = PROJECT_ROOT) -> Contract:
    """The contract of a platform ('coursera', 'edx'), or of the loader's own tables ('landing').

    root: folder of the dbt project.
    Raises Refused when the project declares no such source or one of its files is unsound.
    """
    tables = _read_sources(root)
    if platform not in tables:
        known = ", ".join(sorted(tables)) or "none"
        raise Refused(
            f"The contract under {root / SOURCES} has no source {platform!r}.", f"Use one of: {known}."
        )
    return Contract(platform, tables[platform], _version(tables))


@lru_cache(maxsize=4)
def _read_sources(root: Path) -> Mapping[str, Mapping[str, Table]]:
    """Every table of the contract by source and name, from all files under models/sources."""
    tables: dict[str, dict[str, Table]] = {}
    for path in sorted((root / SOURCES).rglob("*.yml")):
        for source, node in _tables_of(path):
            table = _table(source, node, path)
            if tables.setdefault(source, {}).setdefault(table.name, table) is not table:
                raise Refused(f"{path} declares {source}.{table.name} a second time.", "Keep one of the two.")
    return MappingProxyType({source: MappingProxyType(found) for source, found in tables.items()})


def _tables_of(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Source name and raw table of every table in one YAML file."""
    # the C parser takes a tenth of the time, but not every PyYAML build carries it
    loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise Refused(f"{path} is not sound YAML: {error}.", "Correct the file.") from error
    for source in (document or {}).get("sources", ()):
        for table in source["tables"]:
            yield source["name"], table


def _table(source: str, node: Mapping[str, Any], path: Path) -> Table:
    try:
        config = node.get("config", {})
        meta = config.get("meta", {})
        tests = [(None, test) for test in node.get("data_tests", ())]
        for column in node.get("columns", ()):
            tests += [(column["name"], test) for test in column.get("data_tests", ())]
        found = [(column, *_test(test)) for column, test in tests]
        keys = [(column, body) for column, name, body in found if name == "primary_key"]
        return Table(
            platform=source,
            name=node["name"],
            description=node["description"],
            columns=tuple(_column(column) for column in node.get("columns", ())),
            primary_key=_columns(*keys[0]) if keys else (),
            nullable_key=tuple(keys[0][1]["arguments"].get("nullable", ())) if keys else (),
            expected_unique=tuple(_columns(c, body) for c, name, body in found if name == "expected_unique"),
            references=tuple(_reference(c, body) for c, name, body in found if name == "references"),
            file_names=tuple(meta.get("file_names", ())),
            file_format=meta.get("file_format"),
            id_domain=meta.get("id_domain"),
            tags=tuple(config.get("tags", ())),
            no_key=meta.get("no_key"),
            daily_key=tuple(meta.get("daily_key", ())),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        name = node.get("name", "a table without a name")
        fault = f"{path}: {source}.{name} cannot be read ({error!r})."
        raise Refused(fault, "See docs/adding_a_table.md.") from error


def _column(node: Mapping[str, Any]) -> Column:
    meta = node.get("config", {}).get("meta", {})
    return Column(node["name"], node["data_type"], node["description"], tuple(meta.get("export_names", ())))


def _test(node: str | Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Name and body (arguments, config) of one data test, which YAML holds as a bare name or as a mapping."""
    if isinstance(node, str):
        return node, {}
    [(name, body)] = node.items()
    return name, body


def _columns(column: str | None, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Columns that a test is about: its own list, else the column it stands under."""
    if "columns" in body.get("arguments", {}):
        return tuple(body["arguments"]["columns"])
    if column is None:
        raise ValueError("a test on a table needs columns")
    return (column,)


def _reference(column: str | None, body: Mapping[str, Any]) -> Reference:
    columns, arguments = _columns(column, body), body["arguments"]
    parent = _SOURCE_CALL.fullmatch(arguments["to"])
    if parent is None:
        raise ValueError(f"{arguments['to']!r} is not source('platform', 'table')")
    fields = (arguments["field"],) if "field" in arguments else tuple(arguments.get("fields", columns))
    return Reference(
        columns=columns,
        parent_table=parent["table"],
        parent_columns=fields,
        linked_only=arguments.get("linked_only", False),
        known_exception=body.get("config", {}).get("meta", {}).get("known_exception"),
    )


def _version(tables: Mapping[str, Mapping[str, Table]]) -> str:
    """Fingerprint of all names and types; texts, keys and references do not change what is registered."""
    lines = [f"{source}.{name}" for source, found in tables.items() for name in found]
    lines += [
        f"{source}.{name}.{column.name}:{column.data_type}"
        for source, found in tables.items()
        for name, table in found.items()
        for column in table.columns
    ]
    return hashlib.md5("\n".join(sorted(lines)).encode(), usedforsecurity=False).hexdigest()
