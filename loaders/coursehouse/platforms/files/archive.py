"""Zip archives, looked at from outside first: what is unsafe is refused before anything is read."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from coursehouse.errors import Refused
from coursehouse.platforms.base import Ignored
from coursehouse.platforms.files.containers import Container, Member, modified_at
from coursehouse.platforms.files.object_store import StoredFile
from coursehouse.platforms.files.streams import RAW_DEFLATE, ByteStream, InflateStream, Limits, damaged

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED_FLAG = 0x1


class ZipContainer:
    """The members of a zip.

    Raises Refused for a file that is no zip, a cut one, and members that are encrypted, lead out of the
    archive, are links, come twice, or unpack to more than the limits believe.
    """

    def __init__(self, path: Path | StoredFile, limits: Limits) -> None:
        self._path = path
        self.name = path.stem if path.suffix.lower() == ".zip" else path.name
        self.limits = limits
        self.modified = modified_at(path) if isinstance(path, Path) else path.modified
        self.skipped: tuple[Ignored, ...] = ()
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in _entries(path):
            _check(path.name, entry, limits)
            if entry.filename in self._entries:
                raise Refused(f"{path.name} holds {entry.filename} twice.", "Download the export again.")
            self._entries[entry.filename] = entry
        total = sum(entry.file_size for entry in self._entries.values())
        limits.check(path.name, total, total)
        self.members = tuple(
            Member(name, entry.file_size, _modified(entry))
            for name, entry in self._entries.items()
            if not entry.is_dir()
        )

    def open(self, member: Member) -> ByteStream:
        return _MemberStream(self._path, self._entries[member.path], self.limits)

    def alone(self, member: Member) -> Container:
        return _MemberContainer(self._path, self._entries[member.path], member, self)


class _MemberContainer:
    """One member of a zip that has been looked at."""

    def __init__(
        self, path: Path | StoredFile, entry: zipfile.ZipInfo, member: Member, whole: ZipContainer
    ) -> None:
        self._path = path
        self._entry = entry
        self.name = whole.name
        self.limits = whole.limits
        self.modified = whole.modified
        self.skipped: tuple[Ignored, ...] = ()
        self.members: tuple[Member, ...] = (member,)

    def open(self, member: Member) -> ByteStream:
        return _MemberStream(self._path, self._entry, self.limits)

    def alone(self, member: Member) -> Container:
        return self


class _MemberStream:
    """One member's bytes, checked against the size and the checksum that the archive states for it."""

    def __init__(self, path: Path | StoredFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
        self._name = f"{entry.filename} in {path.name}"
        self._entry = entry
        self._checksum = 0
        self._size = 0
        stored = _StoredStream(path.open("rb"), entry, self._name)
        self._stream: ByteStream = stored
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            self._stream = InflateStream(stored, self._name, RAW_DEFLATE, limits)

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._size += len(piece)
        self._checksum = isal_zlib.crc32(piece, self._checksum)
        if self._size > self._entry.file_size:
            raise damaged(self._name, "is longer than the archive says")
        if not piece and size:
            if self._size < self._entry.file_size:
                raise damaged(self._name, "is shorter than the archive says")
            if self._checksum != self._entry.CRC:
                raise damaged(self._name, "does not have the checksum that the archive states")
        return piece

    def close(self) -> None:
        self._stream.close()


class _StoredStream:
    """The bytes of a member as they stand in the archive."""

    def __init__(self, file: BinaryIO, entry: zipfile.ZipInfo, name: str) -> None:
        self._file = file
        self._left = entry.compress_size
        file.seek(entry.header_offset)
        header = file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            file.close()
            raise damaged(name, "is not where the archive says")
        _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        file.seek(name_length + extra_length, 1)

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()


def _entries(path: Path | StoredFile) -> list[zipfile.ZipInfo]:
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, EOFError, struct.error, ValueError, NotImplementedError) as error:
        with path.open("rb") as file:
            looks_like_a_zip = file.read(4) == b"PK\x03\x04"
        if looks_like_a_zip:
            raise Refused(
                f"{path.name} is a zip that is cut off or damaged.", "Download the export again."
            ) from error
        raise Refused(
            f"{path.name} is not a zip archive.",
            "Give the zip of an export, or the folder it was unpacked to.",
        ) from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def _check(archive: str, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Raises Refused for a member that cannot be trusted."""
    name = entry.orig_filename
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name or "\0" in name or _DRIVE.match(name):
        raise Refused(
            f"{archive} holds the member {name!r}, whose name leads out of the archive.",
            "Do not unpack it; ask its sender for a clean export.",
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(
            f"{archive} holds the symbolic link {name!r}.", "Zip the files themselves, without links."
        )
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise Refused(f"{archive} is encrypted.", "Unpack it with its password and load the folder.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(
            f"{archive} holds {name!r} in compression method {entry.compress_type}, which is not read here.",
            "Unpack it and load the folder.",
        )
    limits.check(f"{name} in {archive}", entry.compress_size, entry.file_size)


def _modified(entry: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*entry.date_time)
    except ValueError:
        return None
