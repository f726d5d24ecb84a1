"""The role of those who only read: what it sees of the loader's schemas, and that it reaches the marts."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Set

from coursehouse.targets.base import BUILT_SCHEMAS
from coursehouse.targets.duckdb import identifier, literal
from coursehouse.targets.postgres_ledger import SCHEMA
from coursehouse.targets.postgres_session import ROLE_EXISTS, Session
from coursehouse.targets.postgres_tables import qualified

# Tags of tables with personal data and with learners' own words.
HIDDEN_TAGS = frozenset({"pii", "free_text"})

logger = logging.getLogger(__name__)


def reader_role() -> str:
    """Name of the role (COURSEHOUSE_PG_READER, default reader); empty where none is wanted."""
    return os.environ.get("COURSEHOUSE_PG_READER", "reader")


def grant_reading(session: Session, schemas: Iterable[str], readable: Set[tuple[str, str]]) -> None:
    """Nothing; of the relations in the loader's schemas the role reads exactly these.

    The grants on what dbt builds are dbt's own; here the role is let into those schemas.
    Where the role is absent and the user may not make it, a warning says so and nothing is granted.
    """
    role = reader_role()
    if not role or not _is_there(session, role):
        return
    grantee = identifier(role)
    for schema in BUILT_SCHEMAS:
        session.ensure_schema(schema)
    for schema in sorted({schema for schema, _ in readable} | set(BUILT_SCHEMAS)):
        may_use = f"has_schema_privilege({literal(role)}, {literal(schema)}, 'usage')"
        if session.rows(f"select 1 where not {may_use}"):
            session.execute(f"grant usage on schema {identifier(schema)} to {grantee}")
    granted = _granted(session, role, (*schemas, SCHEMA))
    for schema, name in sorted(granted - readable):
        session.execute(f"revoke all on {qualified(schema, name)} from {grantee}")
    for schema, name in sorted(readable - granted):
        session.execute(f"grant select on {qualified(schema, name)} to {grantee}")


def _is_there(session: Session, role: str) -> bool:
    """Whether the role exists, now at the latest."""
    if session.rows(f"select 1 from pg_roles where rolname = {literal(role)}"):
        return True
    if session.rows("select 1 from pg_roles where rolname = current_user and (rolcreaterole or rolsuper)"):
        statement = f"create role {identifier(role)} nologin"
        session.attempt(lambda: session.execute(statement), ROLE_EXISTS)
        return True
    logger.warning(
        "There is no role %s in %s and its user may not make it: nothing is granted, and dbt cannot grant "
        "either. Let an administrator run `create role %s`, or set COURSEHOUSE_PG_READER to an empty text.",
        role,
        session.address,
        identifier(role),
    )
    return False


def _granted(session: Session, role: str, schemas: Iterable[str]) -> set[tuple[str, str]]:
    names = ", ".join(map(literal, schemas))
    rows = session.rows(
        "select distinct pg_namespace.nspname, pg_class.relname from pg_class"
        " join pg_namespace on pg_namespace.oid = pg_class.relnamespace"
        " cross join lateral aclexplode(pg_class.relacl) as granted"
        " join pg_roles on pg_roles.oid = granted.grantee"
        f" where pg_roles.rolname = {literal(role)} and pg_namespace.nspname in ({names})"
    )
    return {(schema, name) for schema, name in rows}
