"""Stands in for dbt's `adapter` while sqlfluff reads the models: no database, any macro becomes a name."""

from collections.abc import Callable

QUERIES = {"calendar_dates": "select 1 as calendar_date"}


def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """A callable that renders the macro's name, an expression, or a query where the macro gives one."""
    return lambda *arguments, **named: QUERIES.get(macro_name, macro_name)


def quote(identifier: str) -> str:
    """The identifier in double quotes."""
    return f'"{identifier}"'
