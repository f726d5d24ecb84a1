"""Key pairs made for one run of the tests, and files encrypted for them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is not here")


@dataclass(frozen=True)
class Keys:
    """A folder of keys. name: whose key pair it is."""

    home: Path
    name: str

    def gpg(self, *arguments: str, data: bytes = b"") -> bytes:
        """What gpg writes when it is run with these keys."""
        command = ["gpg", "--homedir", str(self.home), "--batch", "--quiet", "--yes", *arguments]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    def encrypt(self, data: bytes, *options: str) -> bytes:
        """An OpenPGP message that only the holder of this key can read."""
        chosen = ["--trust-model", "always", "--recipient", self.name, *options]
        return self.gpg(*chosen, "--encrypt", data=data)


@contextmanager
def new_keys(name: str, passphrase: str = "") -> Iterator[Keys]:
    """A context with a key pair of its own; its folder has a short name, for gpg's agent listens there."""
    home = Path(tempfile.mkdtemp(prefix="g", dir="/tmp"))
    keys = Keys(home, name)
    try:
        made = ("--passphrase", passphrase, "--pinentry-mode", "loopback", "--quick-generate-key")
        keys.gpg(*made, name, "future-default", "default", "never")
        yield keys
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "gpg-agent"], check=False)
        shutil.rmtree(home, ignore_errors=True)
