"""Landing several files at once: one process per core, because parsing holds Python's lock too often."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path

from coursehouse.contract import Contract
from coursehouse.home import Home
from coursehouse.landing import Landed, land_file
from coursehouse.platforms.base import ExportFile

FEWEST_FILES = 2
FEWEST_BYTES = 4 << 20
"""A process takes a while to start: less than this is landed sooner without."""

# Memory that a block has used is there for the next one, instead of being asked for and cleared each time.
# Threads of the linear algebra that numpy brings would stand in the way of forking.
_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    "MIMALLOC_PURGE_DELAY": "-1",
    "OPENBLAS_NUM_THREADS": "1",
}

Land = Callable[[ExportFile, str, Callable[[int], None]], Landed]


def start_early(paths: Sequence[Path], *modules: str) -> None:
    """Nothing; where other processes may land the files of these paths, they are being made ready already.

    modules: what reads such files. One process imports them, and those that land are forked from it, because
    this one may hold locks of other threads.
    """
    sizes = [file.stat().st_size for path in paths for file in _files(path)]
    is_zip = any(path.suffix.lower() == ".zip" for path in paths)
    if (is_zip or len(sizes) >= FEWEST_FILES) and sum(sizes) >= FEWEST_BYTES:
        _make_ready(*modules)


def _files(path: Path) -> list[Path]:
    found = path.rglob("*") if path.is_dir() else [path]
    return [file for file in found if file.is_file()]


def _make_ready(*modules: str) -> BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "pyarrow.parquet", *modules])
    with _environment(_ENVIRONMENT):
        ensure_running()
    return context


@contextmanager
def landing_workers(
    home: Home, contract: Contract, export_id: str, files: Sequence[tuple[ExportFile, str]]
) -> Iterator[Land]:
    """A context with a function that lands a file, given its hash and who is told of landed rows.

    files: all that will be asked for, each with its hash, in that order; those that another process can read
    are landed ahead, one process per core. The processes end with this one, however it ends.
    Errors: as `land_file`; no process is at work any more when the context is left.
    """
    ahead = _ahead([file for file, _ in files])
    if not ahead:
        yield lambda file, sha, on_rows: land_file(home, contract, export_id, file, sha, on_rows)
        return
    context = _make_ready(*{type(file).__module__ for file in ahead})
    ending, alive = context.Pipe(duplex=False)
    count = min(len(ahead), os.cpu_count() or 1)
    hashes = {file.source_file: sha for file, sha in files}
    with ending, alive, ProcessPoolExecutor(count, context, _end_with_parent, (ending,)) as pool:
        tasks = {
            file.source_file: pool.submit(
                _land, home, _part(contract, file), export_id, file, hashes[file.source_file]
            )
            # the largest first, so that no process is left with a large one when the others are done
            for file in sorted(ahead, key=lambda file: -file.size_bytes)
        }

        # registering needs it, and this process has to wait now
        import pyarrow.json  # noqa: F401

        def land(file: ExportFile, sha: str, on_rows: Callable[[int], None]) -> Landed:
            if file.source_file not in tasks:
                return land_file(home, contract, export_id, file, sha, on_rows)
            landed = tasks[file.source_file].result()
            on_rows(landed.entry.rows_landed)
            return landed

        try:
            yield land
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _ahead(files: Sequence[ExportFile]) -> list[ExportFile]:
    """The files that other processes land; none where this one is sooner done."""
    ahead = [file for file in files if file.is_independent]
    is_worth_it = len(ahead) >= FEWEST_FILES and sum(file.size_bytes for file in ahead) >= FEWEST_BYTES
    return ahead if is_worth_it else []


def _part(contract: Contract, file: ExportFile) -> Contract:
    """What landing the file needs of the contract: handed on sooner than read once more."""
    tables = {name: table for name, table in contract.tables.items() if name == file.table_name}
    return Contract(contract.platform, tables, contract.version)


def _land(home: Home, contract: Contract, export_id: str, file: ExportFile, sha: str) -> Landed:
    return land_file(home, contract, export_id, file, sha, lambda _: None)


def _end_with_parent(ending: Connection) -> None:
    """Let this process end at once when its parent does, even a parent that was killed."""

    def wait() -> None:
        try:
            ending.recv()
        except EOFError:
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    """A context in which processes start with these variables, where the user has not set them."""
    added = [name for name in wanted if name not in os.environ]
    os.environ.update((name, wanted[name]) for name in added)
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
