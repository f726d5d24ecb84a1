"""A stream cut into blocks of whole records, however long a record is."""

from __future__ import annotations

from collections.abc import Callable

from coursehouse.errors import Refused
from coursehouse.platforms.files.streams import ByteStream

BLOCK_BYTES = 1 << 20
"""Small blocks stay in the processor's cache."""
RECORD_BYTES = 1 << 26
"""No record is longer: cells of 13 MB have been met, none of 64."""

Cut = Callable[[bytes, int], int]
"""Where the last whole record of some bytes ends; 0 where none ends behind a position."""


class RecordSource:
    """Whole records of a stream, block by block; `name` is the file as the user knows it."""

    def __init__(self, stream: ByteStream, name: str, block_bytes: int = BLOCK_BYTES) -> None:
        self._stream = stream
        self._name = name
        self._block_bytes = block_bytes
        self._pending = b""
        self._is_exhausted = False

    def first_line(self, most: int) -> bytes | None:
        """The first line with its end, taken from the stream; None where it is longer than `most` bytes."""
        while (end := self._pending.find(b"\n")) < 0 and len(self._pending) <= most:
            if not (piece := self._read(self._block_bytes)):
                break
            self._pending += piece
        if end < 0 and len(self._pending) > most:
            return None
        return self._take(end + 1 or len(self._pending))

    def next_block(self, cut: Cut) -> bytes:
        """The next records, about a block of them; the last one of the file may lack its end. b"" at the
        end of the file.

        Raises Refused for a record longer than any real one.
        """
        parts = [self._pending]
        size = len(self._pending)
        end = cut(self._pending, 0) if size >= self._block_bytes else 0
        looked_at = size if size >= self._block_bytes else 0
        while not end:
            # the longer a record, the more is read at once: what was read is joined again every time
            piece = self._read(max(self._block_bytes - size, self._block_bytes // 4, size // 2, 1))
            if not piece:
                return self._all(parts)
            parts.append(piece)
            size += len(piece)
            if size > RECORD_BYTES + self._block_bytes:
                raise Refused(
                    f"{self._name} has a row of more than {RECORD_BYTES >> 20} MB.",
                    "That is no table of a data package; take the file out of it.",
                )
            # an escape before a line end may stand at the end of the part before
            if size >= self._block_bytes and b"\n" in piece:
                parts = [b"".join(parts)]
                end = cut(parts[0], looked_at)
                looked_at = size
        self._pending = b"".join(parts)
        return self._take(end)

    def _all(self, parts: list[bytes]) -> bytes:
        self._pending = b""
        return b"".join(parts)

    def _take(self, size: int) -> bytes:
        data = self._pending[:size]
        self._pending = self._pending[size:]
        return data

    def _read(self, size: int) -> bytes:
        """Fresh bytes, `size` of them unless the file ends."""
        parts = []
        while size > 0 and not self._is_exhausted:
            piece = self._stream.read(size)
            self._is_exhausted = not piece
            size -= len(piece)
            parts.append(piece)
        return parts[0] if len(parts) == 1 else b"".join(parts)
