"""Stands in for dbt's `api` while sqlfluff reads the models: a relation is its three names."""


class Relation:
    """A relation that renders as schema.identifier."""

    @staticmethod
    def create(database: str = "", schema: str = "", identifier: str = "") -> str:
        return f"{schema}.{identifier}"
