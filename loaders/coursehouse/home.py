"""The warehouse folder: where things lie in it, who may write, and how a file becomes visible in one step."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coursehouse.errors import Refused

TEMPORARY_SUFFIX = ".tmp"
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_USABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG}


def safe_name(text: str) -> str:
    """A file name that stands for `text` and for nothing else, on every file system.

    Lower-case letters, digits, `_`, `-` and inner dots stay; any other text is shortened to them and told
    apart by a hash of the whole, so that two names that differ only in case or in odd characters never meet.
    """
    if re.fullmatch(r"[a-z0-9_-][a-z0-9_.-]{0,99}", text):
        return text
    kept = re.sub(r"[^a-z0-9_.-]+", "_", text.lower()).lstrip(".")[:80]
    return f"{kept}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def publish(temporary: Path, path: Path) -> None:
    """Nothing; afterwards the finished temporary file stands on disk under its real name, whole."""
    descriptor = os.open(temporary, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(path)
    _sync_folder(path.parent)


def temporary_for(path: Path) -> Path:
    """The name under which `path` is written before `publish`; its folder exists afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(path.name + TEMPORARY_SUFFIX)


def write_text(path: Path, text: str) -> None:
    """Nothing; afterwards `path` holds `text`, or what it held before if the machine stops midway."""
    temporary = temporary_for(path)
    try:
        temporary.write_text(text, encoding="utf-8")
        publish(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove_file(path: Path) -> None:
    """Nothing; afterwards `path` is gone, and so is its removal's trace in the folder above."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Home:
    """The paths of one warehouse; `root` is COURSEHOUSE_HOME."""

    root: Path

    @property
    def ledger(self) -> Path:
        """Folder of the ledger: one JSON file per export."""
        return self.root / "ledger"

    @property
    def current(self) -> Path:
        """Folder of the current rows that had to be worked out."""
        return self.root / "current"

    @property
    def spill(self) -> Path:
        """Folder where an engine may put what does not fit in memory."""
        return self.root / "spill"

    def landed_file(self, platform: str, table_name: str, export_id: str, source_file: str) -> Path:
        """Where the landed rows of one input file lie."""
        folder = self.root / "landing" / safe_name(platform) / safe_name(table_name) / export_id
        return folder / f"{safe_name(source_file)}.parquet"

    def rejects_file(self, platform: str, export_id: str, source_file: str) -> Path:
        """Where the rejects of one input file lie, if it has any."""
        return self.root / "rejects" / safe_name(platform) / export_id / f"{safe_name(source_file)}.parquet"

    def relative(self, path: Path) -> str:
        """`path` as the ledger keeps it: from the root, with forward slashes, so that the folder can move."""
        return path.relative_to(self.root).as_posix()

    def unnamed_files(self, named: Set[Path]) -> list[Path]:
        """Files of the landing zone that are not among `named`: what a crash or a removal left behind."""
        found = [
            path
            for folder in ("landing", "rejects", "current", "spill", "ledger")
            for path in (self.root / folder).rglob("*")
            if path.is_file() and not (folder == "ledger" and path.suffix != TEMPORARY_SUFFIX)
        ]
        return sorted(path for path in found if path not in named)

    def remove_files(self, paths: list[Path]) -> None:
        """Nothing; afterwards the files and the folders that they leave empty are gone."""
        for path in paths:
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self.root or not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """A context in which no other process changes this warehouse.

        Errors: Refused when another process is changing it. The lock ends with the process, however it ends.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(
                    f"Another load, remove or register is changing the warehouse {self.root}.",
                    "Wait until it has ended, then run this command again.",
                ) from None
            yield

    @contextmanager
    def storage_errors(self) -> Iterator[None]:
        """A context that turns a full disk or a forbidden file into Refused with the remedy."""
        try:
            yield
        except OSError as error:
            if error.errno in _DISK_FULL:
                raise Refused(
                    f"There is no space left for the warehouse {self.root}; nothing was changed.",
                    "Free some, or set COURSEHOUSE_HOME to a larger disk, then run this command again.",
                ) from error
            if error.errno in _NOT_USABLE:
                raise Refused(
                    f"{error.filename or self.root} cannot be used: {error.strerror}.",
                    "Change its permissions, or set COURSEHOUSE_HOME to a folder of your own.",
                ) from error
            raise
