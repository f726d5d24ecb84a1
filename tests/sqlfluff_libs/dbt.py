"""Stands in for dbt's cross-database macros while sqlfluff reads the models."""

from collections.abc import Callable

TYPES = {
    "type_string": "varchar",
    "type_timestamp": "timestamp",
    "type_float": "double",
    "type_int": "integer",
    "type_bigint": "bigint",
    "type_boolean": "boolean",
    "type_numeric": "decimal(18, 3)",
}


def __getattr__(name: str) -> Callable[..., str]:
    return lambda *arguments, **named: TYPES.get(name, name)
