"""Stands in for dbt's `adapter` while sqlfluff reads the models: no database, any macro becomes a name."""

from collections.abc import Callable

RENDERED = {
    "calendar_dates": "select 1 as calendar_date",
    "json_array_unnest": "select 1 as element_number",
    "json_object_texts": "select 1 as payload_item_id",
    "number_series": "select 1 as number",
    "type_double": "double precision",
}


def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """A callable that renders the macro's name, an expression, or what it gives instead: a query, a type."""
    return lambda *arguments, **named: RENDERED.get(macro_name, macro_name)


def quote(identifier: str) -> str:
    """The identifier in double quotes."""
    return f'"{identifier}"'
