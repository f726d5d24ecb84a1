"""Decryption: the same bytes, bounded memory, and one sentence for whatever is wrong."""

from __future__ import annotations

import gzip
import io
import pickle
import random
import subprocess
import threading
from pathlib import Path

import pytest

from coursehouse.errors import Refused, Unreadable
from coursehouse.platforms.edx.gpg import CHUNKS_AHEAD, DecryptingStream, open_decoded
from coursehouse.platforms.files.containers import open_container
from coursehouse.platforms.files.streams import CHUNK_BYTES, Limits, pieces
from coursehouse.settings import Settings

from .gpg_keys import Keys, needs_gpg, new_keys

pytestmark = needs_gpg

BELIEVED = Limits(200, 1 << 40)
NOISE = random.Random(7).randbytes(5 << 20)


class Counted(io.BytesIO):
    """Bytes that know how far they were read, and whether they were closed."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def stream(data: bytes, keys: Keys, limits: Limits = BELIEVED) -> tuple[DecryptingStream, Counted]:
    source = Counted(data)
    return DecryptingStream(source, "x.sql.gpg", keys.home, limits), source


def decrypted(data: bytes, keys: Keys, limits: Limits = BELIEVED) -> bytes:
    return b"".join(pieces(stream(data, keys, limits)[0]))


@pytest.mark.parametrize("data", [b"", b"id\n1\n", NOISE], ids=["nothing", "little", "much"])
def test_what_was_encrypted_is_read(keys: Keys, data: bytes) -> None:
    assert decrypted(keys.encrypt(data), keys) == data
    assert decrypted(keys.encrypt(data, "--compress-algo", "none"), keys) == data


def test_reading_keeps_to_the_size_asked_for(keys: Keys) -> None:
    one, _ = stream(keys.encrypt(NOISE[:70_000]), keys)
    found = [one.read(1000) for _ in range(70)]
    assert all(len(piece) <= 1000 for piece in found)
    assert NOISE.startswith(b"".join(found))
    while piece := one.read(1000):
        found.append(piece)
    assert b"".join(found) == NOISE[:70_000]
    assert one.read(1) == b""


def test_a_reader_that_stops_early_stops_gpg(keys: Keys) -> None:
    before = threading.active_count()
    one, source = stream(keys.encrypt(NOISE, "--compress-algo", "none"), keys)
    assert one.read(100) == NOISE[:100]
    read_so_far = source.tell()
    assert read_so_far <= (CHUNKS_AHEAD + 4) * CHUNK_BYTES < len(NOISE)
    one.close()
    assert source.is_closed
    assert threading.active_count() <= before
    unread, source = stream(b"", keys)
    unread.close()
    assert source.is_closed


def test_a_key_that_is_not_here(keys: Keys, other_keys: Keys) -> None:
    with pytest.raises(Unreadable, match="encrypted for a key that is not here") as found:
        decrypted(keys.encrypt(b"id\n1\n"), other_keys)
    assert "gpg --import" in found.value.remedy


@pytest.mark.parametrize("place", [0.3, 0.6, 0.999])
@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_damage_is_found(keys: Keys, place: float, damage: str) -> None:
    data = bytearray(keys.encrypt(NOISE))
    at = int(len(data) * place)
    if damage == "cut":
        del data[at:]
    else:
        data[at] ^= 0x55
    with pytest.raises(Unreadable, match="damaged"):
        decrypted(bytes(data), keys)


def test_what_is_not_encrypted_at_all(keys: Keys) -> None:
    with pytest.raises(Unreadable, match="not encrypted, although its name says so"):
        decrypted(b"id\tname\n1\tx\n" * 100, keys)


def test_a_passphrase_instead_of_a_key(keys: Keys) -> None:
    message = keys.gpg("--pinentry-mode", "loopback", "--passphrase", "x", "--symmetric", data=b"id\n")
    with pytest.raises(Unreadable, match="passphrase"):
        decrypted(message, keys)


def test_a_key_whose_passphrase_nobody_can_give() -> None:
    with new_keys("locked", "secret") as keys:
        message = keys.encrypt(b"id\n")
        (keys.home / "gpg-agent.conf").write_text("pinentry-program /bin/false\n")
        subprocess.run(["gpgconf", "--homedir", str(keys.home), "--kill", "gpg-agent"], check=True)
        with pytest.raises(Unreadable, match="could not ask for the passphrase"):
            decrypted(message, keys)


def test_no_gpg_at_all(keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coursehouse.platforms.edx import gpg

    message = keys.encrypt(b"id\n")
    gpg._gpg.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable, match="gpg is not here"):
        decrypted(message, keys)


def test_a_message_that_unpacks_to_too_much(keys: Keys) -> None:
    bomb = keys.encrypt(b"\0" * (64 << 20))
    with pytest.raises(Refused, match="archive bomb"):
        decrypted(bomb, keys)


def test_an_error_of_the_source_is_not_taken_for_damage(keys: Keys) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise Refused("The archive is damaged.", "Download it again.")

    with pytest.raises(Refused, match="archive is damaged"):
        b"".join(pieces(DecryptingStream(Broken(), "x.gpg", keys.home, BELIEVED)))


def test_suffixes_say_how_a_member_is_read(keys: Keys, tmp_path: Path) -> None:
    text = b"id\n1\n"
    members = {
        "plain.sql": text,
        "a.sql.gz": gzip.compress(text),
        "b.SQL.GPG": keys.encrypt(text),
        "c.log.gz.gpg": keys.encrypt(gzip.compress(text)),
    }
    for name, data in members.items():
        (tmp_path / name).write_bytes(data)
    container = open_container(tmp_path, Settings(home=tmp_path))
    found = [b"".join(pieces(open_decoded(container, one, keys.home))) for one in container.members]
    assert found == [text] * 4


def test_the_sentence_survives_the_way_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(Unreadable("x.gpg", "is odd", "Do this.")))
    assert (str(error), error.name, error.reason) == ("x.gpg is odd. Do this.", "x.gpg", "is odd")
