"""Warehouses that tests build: exports loaded by the project's own loader, then dbt run in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursehouse.settings import PROJECT_ROOT

if TYPE_CHECKING:
    import duckdb

EXIT_LANDED, EXIT_DATA_FAULTS = 0, 1


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """A context in which these environment variables are set; before and after it they are as they were."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


@dataclass
class Dbt:
    """dbt of this project; each way of parsing it (strict or not) is parsed once and serves all warehouses.

    folder: where target and log folders go.
    """

    folder: Path
    _manifests: dict[bool, Any] = field(default_factory=dict)

    def manifest(self, home: Path, is_strict: bool = False) -> Any:
        """The parsed project."""
        if is_strict not in self._manifests:
            self._manifests[is_strict] = self._invoke(home, is_strict, None, "parse").result
        return self._manifests[is_strict]

    def invoke(self, home: Path, *arguments: str, is_strict: bool = False) -> Any:
        """What dbt's runner returns for these arguments on the warehouse in `home`."""
        return self._invoke(home, is_strict, self.manifest(home, is_strict), *arguments)

    def _invoke(self, home: Path, is_strict: bool, manifest: Any, *arguments: str) -> Any:
        from dbt.cli.main import dbtRunner

        folders = {
            "--project-dir": PROJECT_ROOT,
            "--profiles-dir": PROJECT_ROOT / "profiles",
            "--target-path": self.folder / ("target_strict" if is_strict else "target"),
            "--log-path": self.folder / "logs",
        }
        options = [text for option, path in folders.items() for text in (option, str(path))]
        strict = "1" if is_strict else "0"
        with environment(COURSEHOUSE_HOME=str(home), COURSEHOUSE_STRICT=strict):
            return dbtRunner(manifest=manifest).invoke(["--quiet", *arguments, *options])


@dataclass(frozen=True)
class Warehouse:
    """A warehouse of its own, in the folder `home`."""

    home: Path
    dbt: Dbt

    def load(self, *paths: Path, options: tuple[str, ...] = ()) -> int:
        """Exit code of `coursehouse load coursera` for these exports."""
        from typer.testing import CliRunner

        from coursehouse.cli import app

        with environment(COURSEHOUSE_HOME=str(self.home)):
            result = CliRunner().invoke(app, ["load", "coursera", *map(str, paths), *options])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code

    def build(self, *arguments: str, is_strict: bool = False) -> None:
        """Nothing; `dbt build` has run, and an AssertionError names whatever failed."""
        result = self.dbt.invoke(self.home, "build", *arguments, is_strict=is_strict)
        assert result.success, _failures(result)

    def build_on_data(self) -> None:
        """Nothing; all is built and tested but for the unit tests, which do not see this warehouse's data."""
        self.build("--exclude-resource-type", "unit_test")

    def run(self, *arguments: str) -> None:
        """Nothing; seeds and models are built, without the tests and without the schema data_quality."""
        quality = [f"path:models/{layer}/data_quality" for layer in ("intermediate", "marts")]
        self.build("--exclude-resource-type", "test", "unit_test", "--exclude", *quality, *arguments)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection to the warehouse, which dbt in this process may hold open in the same way."""
        import duckdb

        return duckdb.connect(str(self.home / "coursehouse.duckdb"))


def _failures(result: Any) -> str:
    if result.exception is not None:
        return f"dbt failed: {result.exception}"
    bad = {"error", "fail", "runtime error"}
    failed = [node for node in result.result.results if str(node.status) in bad]
    return "\n".join(f"{node.node.unique_id}: {node.status} {node.message}" for node in failed)
