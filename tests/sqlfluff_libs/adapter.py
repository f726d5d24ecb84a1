"""Stands in for dbt's `adapter` while sqlfluff reads the models: no database, any macro becomes a name."""

from collections.abc import Callable


def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """A callable that renders the macro's name, which parses wherever an expression may stand."""
    return lambda *arguments, **named: macro_name


def quote(identifier: str) -> str:
    """The identifier in double quotes."""
    return f'"{identifier}"'
