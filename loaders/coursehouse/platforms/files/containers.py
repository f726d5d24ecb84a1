"""Where an export lies: a zip, a folder or a single file, all seen as members that can be opened."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from coursehouse.errors import Refused
from coursehouse.platforms.base import Ignored
from coursehouse.platforms.files.object_store import is_stored, open_stored
from coursehouse.platforms.files.streams import GZIP, ByteStream, InflateStream, Limits, pieces
from coursehouse.settings import Settings

_SINGLE_FILE = re.compile(
    r".\.(?:csv|json|mongo|sql)(?:\.gz)?(?:\.failed)?(?:\.gpg)?$|\.log(?![a-z])", re.IGNORECASE
)
"""Files that hold rows by themselves; any other single file should be an archive."""

_ADDRESS = re.compile(r"[a-z][a-z0-9]+:")


@dataclass(frozen=True)
class Member:
    """A file of an export.

    path: inside the container, with forward slashes. size: bytes as received (compressed if it is a .gz
    itself).
    modified: UTC without zone; None where the container does not say, as on a disk, where a file has the
    date of its last copy.
    """

    path: str
    size: int
    modified: datetime | None


class Container(Protocol):
    """The files of one export.

    name: file or folder name without suffix. skipped: entries that may not be read, with the reason.
    modified: the container's own date, no earlier than the export; UTC without zone.
    """

    name: str
    members: tuple[Member, ...]
    skipped: tuple[Ignored, ...]
    modified: datetime
    limits: Limits

    def open(self, member: Member) -> ByteStream: ...
    def alone(self, member: Member) -> Container:
        """A container of this member alone, small enough to be handed to another process."""
        ...


def open_container(path: Path, settings: Settings) -> Container:
    """The container that `path` is; raises Refused when it is none or not safe to open."""
    from coursehouse.platforms.files.archive import ZipContainer

    limits = Limits(settings.archive_ratio, settings.archive_bytes or _free_bytes(settings.home))
    if is_stored(path):
        return open_stored(path, limits, _SINGLE_FILE.search)
    try:
        path.stat()
    except OSError as error:
        what = (
            "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        )
        remedy = "Give the path of an export: a zip or a folder."
        if _ADDRESS.fullmatch(path.parts[0] if path.parts else ""):
            remedy = "Of addresses only those that start with s3:// are read; download it first."
        raise Refused(f"{path} {what}.", remedy) from error
    _check_name(path.resolve().as_posix(), path)
    if path.is_dir():
        return FolderContainer(path, limits)
    if _SINGLE_FILE.search(path.name):
        return FileContainer(path, limits)
    return ZipContainer(path, limits)


class FolderContainer:
    """The files under a folder; symbolic links are skipped, because they may lead anywhere."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.name = folder.resolve().name
        self.limits = limits
        members, skipped, written = [], [], [modified_at(folder)]
        for place, folders, files in os.walk(folder, onerror=_refuse_unread):
            folders.sort()
            for name in sorted([*files, *(each for each in folders if Path(place, each).is_symlink())]):
                path = Path(place, name)
                inner = path.relative_to(folder).as_posix()
                _check_name(inner, path)
                if path.is_symlink():
                    skipped.append(Ignored(inner, "a symbolic link; only files inside the export are read"))
                elif not path.is_file():
                    skipped.append(Ignored(inner, "not a regular file"))
                else:
                    members.append(Member(inner, path.stat().st_size, None))
                    written.append(modified_at(path))
        self.members = tuple(members)
        self.skipped = tuple(skipped)
        self.modified = max(written)

    def open(self, member: Member) -> ByteStream:
        return _open_file(self.folder / member.path)

    def alone(self, member: Member) -> Container:
        return FileContainer(self.folder / member.path, self.limits)


class FileContainer:
    """A single table file given by itself."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self.name = path.resolve().parent.name
        self.limits = limits
        self.modified = modified_at(path)
        self.members: tuple[Member, ...] = (Member(path.name, path.stat().st_size, None),)
        self.skipped: tuple[Ignored, ...] = ()

    def open(self, member: Member) -> ByteStream:
        return _open_file(self._path)

    def alone(self, member: Member) -> Container:
        return self


def open_text(container: Container, member: Member, is_gzip: bool) -> ByteStream:
    """The text of a member, unpacked where it is compressed by itself."""
    stream = container.open(member)
    return InflateStream(stream, member.path, GZIP, container.limits) if is_gzip else stream


def sha256_of(container: Container, member: Member) -> str:
    """Hex digest of a member's bytes as received (a .gz: of the compressed ones)."""
    digest = hashlib.sha256()
    for piece in pieces(container.open(member)):
        digest.update(piece)
    return digest.hexdigest()


def modified_at(path: Path) -> datetime:
    """When the file was last written, UTC without zone."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)


def _check_name(name: str, path: Path) -> None:
    """Raises Refused for a name that no ledger and no table could hold, because its bytes are no text."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"The name of {str(path)!a} is not UTF-8.", "Rename it, then load again.") from error


def _refuse_unread(error: OSError) -> None:
    raise Refused(
        f"The folder {error.filename} cannot be read: {error.strerror}.", "Check its permissions."
    ) from error


def _open_file(path: Path) -> ByteStream:
    try:
        return path.open("rb")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def _free_bytes(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
