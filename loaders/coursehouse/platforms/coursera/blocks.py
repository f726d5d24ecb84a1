"""A stream of bytes cut into blocks of whole records."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursehouse.platforms.files.streams import ByteStream

BLOCK_BYTES = 1 << 21
"""Small blocks stay in the processor's cache, but each costs some fixed work; 2 MB was fastest."""
_TRIES = 1000


@dataclass(frozen=True)
class Block:
    """Consecutive bytes of a file, from the start of a record.

    is_whole: ends with a record, as far as its last lines tell; the reader of the block must prove it.
    """

    data: bytes
    is_whole: bool


class BlockSource:
    """Cuts a stream at record ends; bytes that a reader did not take can be given back."""

    def __init__(self, stream: ByteStream, block_bytes: int = BLOCK_BYTES) -> None:
        self._stream = stream
        self._block_bytes = block_bytes
        self._pending = b""
        self._is_exhausted = False

    def peek(self, size: int) -> bytes:
        """The next bytes, at least `size` of them unless the file ends, without taking them."""
        if len(self._pending) < size:
            self._pending += self._read(size - len(self._pending))
        return self._pending

    def take(self, size: int) -> bytes:
        """The next bytes, `size` of them unless the file ends."""
        data = self.peek(size)
        self._pending = data[size:]
        return data[:size]

    def give_back(self, data: bytes) -> None:
        """Put bytes back in front of what is still to be read."""
        self._pending = data + self._pending

    def next_block(self, record: re.Pattern[bytes]) -> Block | None:
        """The next block, None at the end of the file; `record` matches a sound record with its line end."""
        parts = [self._pending, *self._pieces(self._block_bytes - len(self._pending))]
        if self._is_exhausted and len(parts[0]) <= self._block_bytes:
            self._pending = b""
            data = b"".join(parts)
            return Block(data, True) if data else None
        # the last piece alone mostly holds the end of a record: the block is put together only once
        end = _last_record_end(parts[-1], record) if len(parts) > 1 else None
        if end is not None:
            self._pending = parts[-1][end:]
            return Block(b"".join((*parts[:-1], memoryview(parts[-1])[:end])), True)
        self._pending = b"".join(parts)
        data = self.take(self._block_bytes)
        end = _last_record_end(data, record)
        if end is None:
            return Block(data, False)
        self.give_back(data[end:])
        return Block(data[:end], True)

    def _read(self, size: int) -> bytes:
        """Fresh bytes, `size` of them unless the file ends."""
        return b"".join(self._pieces(size))

    def _pieces(self, size: int) -> list[bytes]:
        """The same in pieces as they come, none of them empty."""
        parts = []
        while size > 0 and not self._is_exhausted:
            piece = self._stream.read(size)
            self._is_exhausted = not piece
            size -= len(piece)
            if piece:
                parts.append(piece)
        return parts


def _last_record_end(data: bytes, record: re.Pattern[bytes]) -> int | None:
    """Position behind the last sound record, looked for from the last lines backwards."""
    line_end = len(data)
    for _ in range(_TRIES):
        line_end = data.rfind(b"\n", 0, line_end)
        if line_end < 0:
            return None
        if match := record.match(data, line_end + 1):
            return match.end()
    return None
