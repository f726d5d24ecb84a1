"""From the name of a dbt target to the engine behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.profiles import Output, read_output
from coursehouse.targets.base import Registration, RowReader, Target


@contextmanager
def open_targets(home: Home, name: str) -> Iterator[Target]:
    """A context with the warehouse's own DuckDB file and, where the name is another engine's, that one too.

    name: a target of the dbt profile. Both engines change together or not at all.
    Errors: Refused when one of them cannot be reached.
    """
    from coursehouse.targets.duckdb import open_duckdb

    output = read_output(name, home.root)
    with ExitStack() as stack:
        servers: list[Target] = []
        if output.engine != "duckdb":
            servers.append(stack.enter_context(_open_server(output, home)))
        # The last commit cannot be undone by a failing one: it is that of the local file, not a server's.
        yield _Together((stack.enter_context(open_duckdb(home)), *servers))


@contextmanager
def open_reader(home: Home, name: str) -> Iterator[RowReader]:
    """A context in which the relations of a dbt target are read; errors as for `open_targets`."""
    output = read_output(name, home.root)
    if output.engine == "duckdb":
        from coursehouse.targets.duckdb import open_duckdb_reader

        with open_duckdb_reader(home) as reader:
            yield reader
    elif output.engine == "postgres":
        from coursehouse.targets.postgres_reader import open_postgres_reader

        with open_postgres_reader(output.settings) as reader:
            yield reader
    elif output.engine == "spark":
        from coursehouse.targets.spark import open_spark_reader

        with open_spark_reader(output.settings) as reader:
            yield reader
    else:
        raise _unknown(output)


@contextmanager
def _open_server(output: Output, home: Home) -> Iterator[Target]:
    if output.engine == "postgres":
        from coursehouse.targets.postgres import open_postgres

        with open_postgres(output.settings, home) as target:
            yield target
    elif output.engine == "spark":
        from coursehouse.targets.spark import open_spark

        with open_spark(output.settings, home) as target:
            yield target
    else:
        raise _unknown(output)


def _unknown(output: Output) -> Refused:
    return Refused(
        f"The dbt target {output.name!r} is of type {output.engine!r}, which coursehouse cannot load into.",
        "Use a target of type duckdb, postgres or spark.",
    )


class _Together:
    """Several engines as one: what was prepared first is made visible last."""

    def __init__(self, targets: tuple[Target, ...]) -> None:
        self._targets = targets

    @contextmanager
    def registering(self, registration: Registration) -> Iterator[None]:
        """A context at whose sound end every engine shows exactly this."""
        with ExitStack() as stack:
            for target in self._targets:
                stack.enter_context(target.registering(registration))
            yield
