"""Byte streams over compressed data that stop at the first sign of damage or of an archive bomb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from isal import igzip_lib, isal_zlib

from coursehouse.errors import Refused

CHUNK_BYTES = 1 << 18
SMALL_BYTES = 1 << 20
"""Below this size a high compression ratio is normal: a table of a few repeated rows."""

_ISAL_ERROR: Any = igzip_lib.IsalError

RAW_DEFLATE = -15
GZIP = 31


class ByteStream(Protocol):
    """Bytes read once, from first to last; `read` gives at most `size` bytes and b"" at the end."""

    def read(self, size: int) -> bytes: ...
    def close(self) -> None: ...


class Limits:
    """How far decompressed bytes are believed: `ratio` to the compressed ones, `total` in all."""

    def __init__(self, ratio: float, total: int) -> None:
        self.ratio = ratio
        self.total = total

    def check(self, name: str, compressed: int, decompressed: int) -> None:
        """Raises Refused when so many bytes cannot come from an honest file of that compressed size."""
        if decompressed > SMALL_BYTES and decompressed > self.ratio * max(compressed, 1):
            raise Refused(
                f"{name} unpacks to more than {self.ratio:g} times its size, as an archive bomb does.",
                "If the file is sound, raise COURSEHOUSE_ARCHIVE_RATIO.",
            )
        if decompressed > self.total:
            raise Refused(
                f"{name} unpacks to more than the {self.total:,} bytes that are allowed.",
                "Free disk space, or raise COURSEHOUSE_ARCHIVE_BYTES.",
            )


class InflateStream:
    """What a compressed stream unpacks to, read in bounded pieces; the limits hold for the bytes really read.

    window_bits: RAW_DEFLATE (a zip member) or GZIP (one or more gzip members, zero padding allowed).
    Raises Refused for damaged data, for data that ends early, and past the limits.
    """

    def __init__(self, source: ByteStream, name: str, window_bits: int, limits: Limits) -> None:
        self._source = source
        self._name = name
        self._window_bits = window_bits
        self._limits = limits
        self._inflater = isal_zlib.decompressobj(window_bits)
        self._waiting = b""
        self._compressed = 0
        self._decompressed = 0

    def read(self, size: int) -> bytes:
        while True:
            if self._inflater.eof and not self._next_member():
                return b""
            if not self._waiting:
                self._waiting = self._source.read(CHUNK_BYTES)
                self._compressed += len(self._waiting)
            is_last = not self._waiting
            try:
                piece: bytes = self._inflater.decompress(self._waiting, size)
            except _ISAL_ERROR as error:
                raise damaged(self._name, "holds data that cannot be unpacked") from error
            self._waiting = self._inflater.unconsumed_tail
            self._decompressed += len(piece)
            self._limits.check(self._name, self._compressed, self._decompressed)
            if piece:
                return piece
            # the inflater may hold output back until it is asked once more
            if is_last and not self._inflater.eof:
                raise damaged(self._name, "ends before its data is complete")

    def _next_member(self) -> bool:
        """Whether another gzip member follows; raw deflate data holds one member only."""
        rest: bytes = self._inflater.unused_data
        while self._window_bits == GZIP:
            rest = rest.lstrip(b"\0")
            if len(rest) >= 2:
                break
            more = self._source.read(CHUNK_BYTES)
            if not more:
                break
            self._compressed += len(more)
            rest += more
        if self._window_bits != GZIP or not rest:
            return False
        if not rest.startswith(b"\x1f\x8b"):
            raise damaged(self._name, "holds other bytes behind its compressed data")
        self._inflater = isal_zlib.decompressobj(GZIP)
        self._waiting = rest
        return True

    def close(self) -> None:
        self._source.close()


def damaged(name: str, what: str) -> Refused:
    """The refusal of a damaged file, with the remedy that always applies."""
    return Refused(f"{name} {what}.", "Download or copy the export again; nothing of it was kept.")


def pieces(stream: ByteStream, size: int = SMALL_BYTES) -> Iterator[bytes]:
    """The stream's bytes, piece by piece; closes it."""
    try:
        while piece := stream.read(size):
            yield piece
    finally:
        stream.close()
