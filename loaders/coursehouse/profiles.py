"""The dbt profile as the loader reads it: connection settings are written there and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursehouse.errors import Refused
from coursehouse.settings import PROJECT_ROOT

_PROFILE = "coursehouse"


@dataclass(frozen=True)
class Output:
    """One output of the profile, as dbt would see it.

    engine: 'duckdb', 'postgres' or 'spark', dbt's `type`. settings: the other settings by dbt's own names.
    """

    name: str
    engine: str
    settings: Mapping[str, Any]


def default_target() -> str:
    """The output that dbt uses when none is named (COURSEHOUSE_TARGET, default duckdb)."""
    return os.environ.get("COURSEHOUSE_TARGET") or "duckdb"


def read_output(name: str, root: Path) -> Output:
    """The output of this name, read from DBT_PROFILES_DIR or from the project.

    root: folder of the warehouse, which stands for COURSEHOUSE_HOME in the profile.
    Errors: Refused where the profile has no such output or cannot be read.
    """
    path = Path(os.environ.get("DBT_PROFILES_DIR") or PROJECT_ROOT / "profiles") / "profiles.yml"
    try:
        outputs = _rendered(yaml.safe_load(path.read_text(encoding="utf-8")), root)[_PROFILE]["outputs"]
        known = ", ".join(outputs)
        settings = dict(outputs.get(name) or {})
        if settings:
            return Output(name, settings.pop("type"), settings)
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"The dbt profile {path} cannot be read ({error!r}).", "Correct the file.") from error
    raise Refused(f"The dbt profile {path} has no target {name!r}.", f"Use one of: {known}.")


def _rendered(node: Any, root: Path) -> Any:
    """The same with every text rendered, as dbt renders it: numbers and booleans become what they are."""
    from dbt_common.clients.jinja import get_template, render_template

    if isinstance(node, dict):
        return {key: _rendered(value, root) for key, value in node.items()}
    if isinstance(node, list):
        return [_rendered(value, root) for value in node]
    if not isinstance(node, str) or "{" not in node:
        return node
    variables = os.environ | {"COURSEHOUSE_HOME": str(root)}
    context = {"env_var": lambda name, default=None: variables.get(name, default)}
    return render_template(get_template(node, context, native=True), context)
