"""Exports in an object store, read as streams; no copy of them is made first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from coursehouse.errors import Refused
from coursehouse.platforms.base import Ignored

if TYPE_CHECKING:
    from coursehouse.platforms.files.containers import Container, Member
    from coursehouse.platforms.files.streams import ByteStream, Limits

READ_AHEAD_BYTES = 4 << 20
_SCHEME = "s3:"


def is_stored(path: Path) -> bool:
    """Whether a path is the address of an object or of a folder of them; Path makes one slash of its two."""
    return path.parts[:1] == (_SCHEME,)


def open_stored(path: Path, limits: Limits, is_single_file: Callable[[str], object]) -> Container:
    """The container at an address `s3://bucket/key`: an object, or all objects below a key.

    is_single_file: tells by its name whether an object holds rows itself; else it should be a zip.
    Who may read, and where the store is, comes from the environment, as for any other program (AWS_PROFILE,
    AWS_ENDPOINT_URL ...). Raises Refused when the store cannot be used, or holds nothing there.
    """
    from coursehouse.platforms.files.archive import ZipContainer

    key = "/".join(path.parts[1:])
    if not key:
        raise Refused("s3:// is no address of an export.", "Write s3://BUCKET/KEY.")
    with _store_errors(key):
        store = _store()
        found = store.info(key)
        if found["type"] != "directory":
            one = StoredFile(store, key, found["size"], _modified(found))
            return StoredContainer((one,), limits) if is_single_file(one.name) else ZipContainer(one, limits)
        objects = store.find(key, detail=True)
    files = tuple(
        StoredFile(store, name, facts["size"], _modified(facts))
        for name, facts in sorted(objects.items())
        if facts["type"] == "file" and not name.endswith("/")
    )
    return StoredContainer(files, limits, key)


@dataclass(frozen=True)
class StoredFile:
    """An object, with what a path on a disk offers to those who read it."""

    store: Any
    key: str
    size: int
    modified: datetime

    @property
    def name(self) -> str:
        return PurePosixPath(self.key).name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.key).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.key).suffix

    def open(self, _: str = "rb") -> Any:
        """Its bytes, which can be read from any place; a few megabytes are read ahead."""
        return _Reading(self)


class StoredContainer:
    """An object, or the objects below a key.

    below: the key, None for a single object, which goes by the name of the folder it is in.
    """

    def __init__(self, files: tuple[StoredFile, ...], limits: Limits, below: str | None = None) -> None:
        from coursehouse.platforms.files.containers import Member

        folder = PurePosixPath(files[0].key).parent.as_posix() if below is None else below
        self.name = PurePosixPath(folder).name
        self.limits = limits
        self.modified = max((file.modified for file in files), default=datetime.min)
        self.skipped: tuple[Ignored, ...] = ()
        self._files = {file.key[len(folder) :].lstrip("/"): file for file in files}
        self.members: tuple[Member, ...] = tuple(
            # the date of an object is that of its upload
            Member(name, file.size, None)
            for name, file in self._files.items()
        )

    def open(self, member: Member) -> ByteStream:
        stream: ByteStream = self._files[member.path].open()
        return stream

    def alone(self, member: Member) -> Container:
        return StoredContainer((self._files[member.path],), self.limits)


class _Reading:
    """An open object, whose errors are one sentence."""

    def __init__(self, file: StoredFile) -> None:
        self._key = file.key
        with _store_errors(file.key):
            self._file = file.store.open(
                file.key, "rb", block_size=READ_AHEAD_BYTES, cache_type="readahead", size=file.size
            )

    def read(self, size: int = -1) -> bytes:
        with _store_errors(self._key):
            piece: bytes = self._file.read(size)
        return piece

    def seek(self, place: int, whence: int = 0) -> int:
        return int(self._file.seek(place, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _store() -> Any:
    try:
        import fsspec

        return fsspec.filesystem("s3", use_listings_cache=False, skip_instance_cache=True)
    except ImportError as error:
        raise Refused(
            "To read from s3:// the package s3fs is needed.",
            "Install it with `pip install 'coursehouse[s3]'`.",
        ) from error


@contextmanager
def _store_errors(key: str) -> Iterator[None]:
    """A context that turns what a store may say into Refused with the remedy."""
    address = f"s3://{key}"
    try:
        yield
    except Refused:
        raise
    except FileNotFoundError as error:
        raise Refused(
            f"{address} does not exist.", "Give the address of an export: a zip or a folder."
        ) from error
    except PermissionError as error:
        raise Refused(
            f"{address} may not be read: {error.args[-1]}.",
            "Check whose credentials are in use (AWS_PROFILE).",
        ) from error
    except Exception as error:
        # the libraries below have no common error
        raise Refused(
            f"{address} cannot be read: {str(error) or type(error).__name__}.",
            "Check the credentials and the connection, then load it again; nothing of it was kept.",
        ) from error


def _modified(facts: Any) -> datetime:
    at = facts.get("LastModified")
    return at.astimezone(UTC).replace(tzinfo=None) if isinstance(at, datetime) else datetime.min
