"""Members that edX encrypted for their receiver, decrypted while they are read; plaintext touches no disk."""

from __future__ import annotations

import copy
import logging
import queue
import threading
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursehouse.errors import Unreadable
from coursehouse.platforms.files.containers import Container, Member
from coursehouse.platforms.files.streams import CHUNK_BYTES, GZIP, ByteStream, InflateStream, Limits

if TYPE_CHECKING:
    import gnupg

SUFFIX = ".gpg"
CHUNKS_AHEAD = 8
_WAIT_SECONDS = 0.1


def open_decoded(container: Container, member: Member, gpg_home: Path | None) -> ByteStream:
    """The text of a member, decrypted where its name ends in .gpg, and unpacked where .gz stands before that.

    gpg_home: folder of the keys, None for the user's own. Errors while reading: Unreadable as
    `DecryptingStream`, Refused for damage and past the container's limits.
    """
    stream, name = container.open(member), member.path.lower()
    if name.endswith(SUFFIX):
        stream = DecryptingStream(stream, member.path, gpg_home, container.limits)
        name = name.removesuffix(SUFFIX)
    return InflateStream(stream, member.path, GZIP, container.limits) if name.endswith(".gz") else stream


class DecryptingStream:
    """What an OpenPGP message decrypts to, by gpg with the user's key and agent.

    A thread hands gpg's output over in bounded pieces. That nothing was changed on the way gpg knows only
    at the end: until b"" is read, what was read before may be false.
    Raises Unreadable, while reading, without gpg, without the secret key, and for damaged data; what the
    source raises; Refused past the limits.
    """

    def __init__(self, source: ByteStream, name: str, gpg_home: Path | None, limits: Limits) -> None:
        self._source = source
        self._name = name
        self._gpg_home = gpg_home
        self._limits = limits
        self._pieces: queue.Queue[bytes] = queue.Queue(CHUNKS_AHEAD)
        self._thread: threading.Thread | None = None
        self._is_closing = False
        self._is_over = False
        self._error: BaseException | None = None
        self._waiting = memoryview(b"")
        self._encrypted = 0
        self._decrypted = 0

    def read(self, size: int) -> bytes:
        if self._thread is None:
            self._thread = threading.Thread(target=self._decrypt, daemon=True)
            self._thread.start()
        if not self._waiting and size:
            self._waiting = memoryview(self._next_piece())
        piece, self._waiting = bytes(self._waiting[:size]), self._waiting[size:]
        return piece

    def close(self) -> None:
        """Nothing; gpg finds its input at an end, and this waits until it has gone."""
        self._is_closing = True
        while self._thread is not None and self._thread.is_alive():
            with suppress(queue.Empty):
                while True:
                    self._pieces.get_nowait()
            self._thread.join(_WAIT_SECONDS)
        self._source.close()

    def _next_piece(self) -> bytes:
        piece = b"" if self._is_over else self._pieces.get()
        self._is_over = not piece
        if self._is_over and self._error:
            raise self._error
        self._decrypted += len(piece)
        self._limits.check(self._name, self._encrypted, self._decrypted)
        return piece

    def _decrypt(self) -> None:
        """Nothing; run by the thread. b"" is handed over as the last piece, when all is known."""
        try:
            gpg = copy.copy(_gpg(self._gpg_home))
            gpg.on_data = self._gather_nothing
            result = gpg.decrypt_file(_Source(self._read_source))
            if not (result.ok or self._error):
                self._error = _unreadable(self._name, result)
        except OSError:
            remedy = "Install GnuPG (the command gpg), then load the same files again."
            self._error = self._error or Unreadable(self._name, "is encrypted, and gpg is not here", remedy)
        except Exception as error:
            self._error = self._error or error
        self._hand_over(b"")

    def _read_source(self, size: int) -> bytes:
        if self._is_closing:
            return b""
        try:
            piece = self._source.read(max(size, CHUNK_BYTES))
        except Exception as error:
            self._error = error
            return b""
        self._encrypted += len(piece)
        return piece

    def _gather_nothing(self, piece: bytes) -> bool:
        """False, so that gpg's wrapper keeps no piece itself."""
        if piece:
            self._hand_over(piece)
        return False

    def _hand_over(self, piece: bytes) -> None:
        while not self._is_closing:
            with suppress(queue.Full):
                self._pieces.put(piece, timeout=_WAIT_SECONDS)
                break


class _Source:
    """A source as gpg's wrapper wants it."""

    def __init__(self, read: Any) -> None:
        self.read = read


@lru_cache(maxsize=4)
def _gpg(gpg_home: Path | None) -> gnupg.GPG:
    """gpg with its keys; raises OSError where there is none."""
    import gnupg

    # what it would say stands in the sentence about the file
    logging.getLogger("gnupg").setLevel(logging.CRITICAL + 1)
    gpg = gnupg.GPG(gnupghome=str(gpg_home) if gpg_home else None)
    gpg.buffer_size = CHUNK_BYTES
    return gpg


def _unreadable(name: str, result: gnupg.Crypt) -> Unreadable:
    said = {line.split()[1] for line in result.stderr.splitlines() if line.startswith("[GNUPG:] ")}
    again = "then load the same files again."
    if "pkdecrypt_failed" in result.stderr:
        return Unreadable(
            name,
            "is encrypted, and gpg could not ask for the passphrase of its key",
            f"Unlock the key, as `gpg --decrypt` of one file does, {again}",
        )
    if "NEED_PASSPHRASE_SYM" in said:
        return Unreadable(
            name, "is encrypted with a passphrase instead of a key", f"Decrypt it with gpg, {again}"
        )
    if "NO_SECKEY" in said and "DECRYPTION_KEY" not in said:
        return Unreadable(
            name,
            "is encrypted for a key that is not here",
            f"Import the secret key with `gpg --import`, or set COURSEHOUSE_GPG_HOME to its folder, {again}",
        )
    what = "is not encrypted, although its name says so" if "NODATA" in said else "holds damaged data"
    return Unreadable(name, what, "Download or copy it again, then load the export again.")
