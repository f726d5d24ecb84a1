"""Landing several files at once: one process per core, because parsing holds Python's lock too often."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from coursehouse.contract import Contract, load_contract
from coursehouse.home import Home
from coursehouse.landing import Landed, land_file
from coursehouse.platforms.base import ExportFile

FEWEST_FILES = 2
FEWEST_BYTES = 4 << 20
"""A process takes a while to start: less than this is landed sooner without."""

Land = Callable[[ExportFile, str, Callable[[int], None]], Landed]


@contextmanager
def landing_workers(
    home: Home, contract: Contract, export_id: str, files: Sequence[tuple[ExportFile, str]]
) -> Iterator[Land]:
    """A context with a function that lands a file, given its hash and who is told of landed rows.

    files: all that will be asked for, each with its hash, in that order; those that another process can read
    are landed ahead, one process per core. The processes end with this one, however it ends.
    Errors: as `land_file`; no process is at work any more when the context is left.
    """
    ahead = [(file, sha) for file, sha in files if file.is_independent]
    if len(ahead) < FEWEST_FILES or sum(file.size_bytes for file, _ in ahead) < FEWEST_BYTES:
        yield lambda file, sha, on_rows: land_file(home, contract, export_id, file, sha, on_rows)
        return
    # a forked process would inherit locks that other threads hold
    context = multiprocessing.get_context("spawn")
    ending, alive = context.Pipe(duplex=False)
    count = min(len(ahead), os.cpu_count() or 1)
    with ending, alive, ProcessPoolExecutor(count, context, _end_with_parent, (ending,)) as pool:
        tasks = {
            file.source_file: pool.submit(_land, home.root, contract.platform, export_id, file, sha)
            # the largest first, so that no process is left with a large one when the others are done
            for file, sha in sorted(ahead, key=lambda each: -each[0].size_bytes)
        }

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


def _land(root: Path, platform: str, export_id: str, file: ExportFile, sha: str) -> Landed:
    return land_file(Home(root), load_contract(platform), export_id, file, sha, lambda _: None)


def _end_with_parent(ending: Connection) -> None:
    """Let this process end at once when its parent does, even a parent that was killed."""

    def wait() -> None:
        try:
            ending.recv()
        except EOFError:
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
