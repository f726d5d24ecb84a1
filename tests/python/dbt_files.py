"""The project's dbt files as its conventions see them: the text of models, and what their properties say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMMENTS = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.DOTALL)
LITERALS = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True)
class Column:
    """A documented column."""

    name: str
    data_type: str | None
    description: str


@dataclass(frozen=True)
class Mart:
    """A mart: its SQL file and what the .yml of the same name beside it says."""

    path: Path
    description: str
    primary_keys: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    unit_tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """The model's name."""
        return self.path.stem

    @property
    def sql(self) -> str:
        """The model's SQL without comments and string literals."""
        return code(self.path.read_text(encoding="utf-8"))


def code(text: str) -> str:
    """SQL or Jinja text without its comments and without what stands in quotes."""
    return LITERALS.sub("''", COMMENTS.sub("", text))


def sql_files(*folders: str) -> list[Path]:
    """All .sql files under folders of the project, in a fixed order."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.sql"))]


def marts() -> list[Mart]:
    """Every mart of the project; one without properties has an empty description and no columns."""
    return [_mart(path) for path in sql_files("models/marts")]


def unit_test_names(path: Path) -> list[str]:
    """The names of the unit tests in a file of properties."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [test["name"] for test in document.get("unit_tests", [])]


def documented_rows(path: Path) -> Iterator[list[str]]:
    """The body rows of all Markdown tables of a page, as stripped cells."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and not set(line) <= set("|- "):
            yield cells


def _mart(path: Path) -> Mart:
    properties_path = path.with_suffix(".yml")
    document: dict[str, Any] = {}
    if properties_path.exists():
        document = yaml.safe_load(properties_path.read_text(encoding="utf-8"))
    models = [model for model in document.get("models", []) if model["name"] == path.stem]
    properties: dict[str, Any] = models[0] if models else {}
    tests = [test for test in properties.get("data_tests", []) if isinstance(test, dict)]
    keys = [test["primary_key"]["arguments"]["columns"] for test in tests if "primary_key" in test]
    columns = [
        Column(column["name"], column.get("data_type"), column.get("description", ""))
        for column in properties.get("columns", [])
    ]
    return Mart(
        path=path,
        description=properties.get("description", ""),
        primary_keys=tuple(tuple(key) for key in keys),
        columns=tuple(columns),
        unit_tests=tuple(test["name"] for test in document.get("unit_tests", [])),
    )
