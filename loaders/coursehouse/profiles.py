"""The dbt profile as the loader reads it: connection settings are written there and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from coursehouse.errors import Refused
from coursehouse.settings import PROJECT_ROOT

_PROFILE = "coursehouse"


@dataclass(frozen=True)
class Output:
    """One output of the profile. engine: 'duckdb', 'postgres' or 'spark', dbt's `type`."""

    name: str
    engine: str
    _written: Mapping[str, Any]
    _path: Path
    _root: Path

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The other settings by dbt's own names, as dbt would see them.

        Errors: Refused where one of them cannot be read. DuckDB needs none, so that it need not wait for dbt.
        """
        with _profile_errors(self._path):
            settings: dict[str, Any] = _rendered(self._written, self._root)
            return settings


def default_target() -> str:
    """The output that dbt uses when none is named (COURSEHOUSE_TARGET, default duckdb)."""
    return os.environ.get("COURSEHOUSE_TARGET") or "duckdb"


def read_output(name: str, root: Path) -> Output:
    """The output of this name, read from DBT_PROFILES_DIR or from the project.

    root: folder of the warehouse, which stands for COURSEHOUSE_HOME in the profile.
    Errors: Refused where the profile has no such output or cannot be read.
    """
    path = Path(os.environ.get("DBT_PROFILES_DIR") or PROJECT_ROOT / "profiles") / "profiles.yml"
    with _profile_errors(path):
        outputs = yaml.safe_load(path.read_text(encoding="utf-8"))[_PROFILE]["outputs"]
        known = ", ".join(outputs)
        written = dict(outputs.get(name) or {})
        if written:
            return Output(name, str(_rendered(written.pop("type"), root)), written, path, root)
    raise Refused(f"The dbt profile {path} has no target {name!r}.", f"Use one of: {known}.")


@contextmanager
def _profile_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"The dbt profile {path} cannot be read ({error!r}).", "Correct the file.") from error


def _rendered(node: Any, root: Path) -> Any:
    """The same with every text rendered, as dbt renders it: numbers and booleans become what they are."""
    if isinstance(node, dict):
        return {key: _rendered(value, root) for key, value in node.items()}
    if isinstance(node, list):
        return [_rendered(value, root) for value in node]
    if not isinstance(node, str) or "{" not in node:
        return node
    from dbt_common.clients.jinja import get_template, render_template

    variables = os.environ | {"COURSEHOUSE_HOME": str(root)}
    context = {"env_var": lambda name, default=None: variables.get(name, default)}
    return render_template(get_template(node, context, native=True), context)
