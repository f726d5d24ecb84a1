"""Warehouses that tests build: exports loaded by the project's own loader, then dbt run in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursehouse.settings import PROJECT_ROOT
from coursehouse.synthetic.config import IdMode

if TYPE_CHECKING:
    import duckdb
    from click.testing import Result

EXIT_LANDED, EXIT_DATA_FAULTS = 0, 1

LEARNERS, COURSES = 120, 2
EDX_LEARNERS = 40
INSTITUTIONS = {
    f"seed {seed}, {mode}": (seed, mode) for seed in (1, 2) for mode in (IdMode.LINKED, IdMode.ISOLATED)
}
STRICT_INSTITUTION = f"seed 1, {IdMode.LINKED}"


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
    """dbt of this project; parsed once per target, strictness and database, which serves all warehouses.

    folder: where target and log folders go.
    """

    folder: Path
    _manifests: dict[tuple[str, bool, str | None], Any] = field(default_factory=dict)

    def manifest(self, home: Path, is_strict: bool = False, target: str = "duckdb") -> Any:
        """The parsed project."""
        # dbt writes the database's name into what it parses
        kind = (target, is_strict, os.environ.get("COURSEHOUSE_PG_DATABASE"))
        if kind not in self._manifests:
            self._manifests[kind] = self._invoke(home, is_strict, target, None, "parse").result
        return self._manifests[kind]

    def invoke(self, home: Path, *arguments: str, is_strict: bool = False, target: str = "duckdb") -> Any:
        """What dbt's runner returns for these arguments on the warehouse in `home`."""
        return self._invoke(home, is_strict, target, self.manifest(home, is_strict, target), *arguments)

    def _invoke(self, home: Path, is_strict: bool, target: str, manifest: Any, *arguments: str) -> Any:
        from dbt.cli.main import dbtRunner

        target_folder = f"target_{target}_strict" if is_strict else f"target_{target}"
        options = {
            "--target": target,
            "--project-dir": PROJECT_ROOT,
            "--profiles-dir": PROJECT_ROOT / "profiles",
            "--target-path": self.folder / target_folder,
            "--log-path": self.folder / "logs",
        }
        given = [text for option, value in options.items() for text in (option, str(value))]
        strict = "1" if is_strict else "0"
        with environment(COURSEHOUSE_HOME=str(home), COURSEHOUSE_STRICT=strict):
            try:
                return dbtRunner(manifest=manifest).invoke(["--quiet", *arguments, *given])
            finally:
                _let_duckdb_go()


def _let_duckdb_go() -> None:
    """Nothing; dbt no longer holds the DuckDB file, which it does until the end of its process."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


@dataclass(frozen=True)
class Warehouse:
    """A warehouse of its own, in the folder `home`.

    target: the dbt target that it is loaded and built for. connection: environment variables that lead there.
    """

    home: Path
    dbt: Dbt
    target: str = "duckdb"
    connection: Mapping[str, str] = field(default_factory=dict)

    def load(self, *paths: Path, options: tuple[str, ...] = ()) -> int:
        """Exit code of `coursehouse load coursera` for these exports."""
        return self._load("coursera", *paths, options=options)

    def load_days(self, *paths: Path, options: tuple[str, ...] = ()) -> int:
        """Exit code of `coursehouse load coursera-clickstream` for these files and folders."""
        return self._load("coursera-clickstream", *paths, options=options)

    def load_logs(self, *paths: Path, options: tuple[str, ...] = ()) -> int:
        """Exit code of `coursehouse load edx-logs` for these files and folders."""
        return self._load("edx-logs", *paths, options=options)

    def load_packages(self, *paths: Path, options: tuple[str, ...] = ()) -> int:
        """Exit code of `coursehouse load edx` for these packages."""
        return self._load("edx", *paths, options=options)

    def _load(self, kind: str, *paths: Path, options: tuple[str, ...]) -> int:
        return self.run_command("load", kind, *map(str, paths), "--target", self.target, *options).exit_code

    def run_command(self, *arguments: str) -> Result:
        """What a command of coursehouse came to: exit_code, stdout, stderr."""
        from typer.testing import CliRunner

        from coursehouse.cli import app

        with environment(COURSEHOUSE_HOME=str(self.home), **self.connection):
            result = CliRunner().invoke(app, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def build(self, *arguments: str, is_strict: bool = False) -> None:
        """Nothing; `dbt build` has run, and an AssertionError names whatever failed."""
        with environment(**self.connection):
            result = self.dbt.invoke(self.home, "build", *arguments, is_strict=is_strict, target=self.target)
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


@dataclass(frozen=True)
class TrueWarehouse:
    """A built warehouse of a generated institution, the folder of its true marts, and its kind of ids.

    edx_truth: the folder of what is true of its edX packages alone, None for an institution without any.
    """

    warehouse: Warehouse
    truth: Path
    mode: IdMode
    edx_truth: Path | None = None


NewWarehouse = Callable[[str], Warehouse]
TrueWarehouses = Callable[[str], TrueWarehouse]


def unite(folder: Path, *truths: Path) -> Path:
    """The folder, filled with the truths of several platforms: the rows of each mart below one header."""
    folder.mkdir()
    for name in sorted({path.name for truth in truths for path in truth.glob("*.csv")}):
        header, united = b"", b""
        for truth in truths:
            if (truth / name).exists():
                first, _, rows = (truth / name).read_bytes().partition(b"\n")
                assert first == (header or first), f"{name} has other columns on other platforms"
                header, united = first, united + rows
        (folder / name).write_bytes(header + b"\n" + united)
    return folder


def _failures(result: Any) -> str:
    if result.exception is not None:
        return f"dbt failed: {result.exception}"
    bad = {"error", "fail", "runtime error"}
    failed = [node for node in result.result.results if str(node.status) in bad]
    return "\n".join(f"{node.node.unique_id}: {node.status} {node.message}" for node in failed)
