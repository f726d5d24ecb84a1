"""Identifiers of the institution: hashes of what they name, so that no draw of random numbers moves them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

MAIN = "main"
DOMAINS = (
    MAIN,
    "discussions",
    "demographics",
    "feedback",
    "assessments",
    "peer_assignments",
    "programming_assignments",
    "ecb",
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True)
class Identifiers:
    """All identifiers of one institution.

    seed: two institutions with different seeds share no identifier.
    is_isolated: a learner has another id in every domain (else one id everywhere).
    """

    seed: int
    is_isolated: bool

    def _digest(self, parts: tuple[object, ...]) -> bytes:
        return hashlib.sha1(f"{self.seed}|{'|'.join(map(str, parts))}".encode()).digest()

    def token(self, *parts: object) -> str:
        """22 characters of url-safe base64, as courses, sessions and posts carry."""
        return base64.urlsafe_b64encode(self._digest(parts)[:16]).decode().rstrip("=")

    def short(self, *parts: object) -> str:
        """5 letters or digits, as items, lessons and modules carry."""
        number = int.from_bytes(self._digest(parts)[:8], "big")
        return "".join(_LETTERS[number // 62**place % 62] for place in range(5))

    def sha1(self, *parts: object) -> str:
        """40 hexadecimal digits."""
        return self._digest(parts).hex()

    def learner(self, person: int, domain: str) -> str:
        """The hashed id of a person in an id domain; the same in all domains of a linked institution."""
        return self.sha1("learner", domain if self.is_isolated else MAIN, person)
