"""The identifiers that edX gives to course runs, blocks, persons and posts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from coursehouse.synthetic.edx.config import ORGANISATION

_NULL_NAME = 5


@dataclass(frozen=True)
class RunKey:
    """A course run. is_deprecated: ids are written with slashes and i4x, as before October 2014."""

    number: str
    run: str
    is_deprecated: bool
    org: str = ORGANISATION

    @property
    def canonical(self) -> str:
        """The id under which the warehouse knows the run."""
        return f"course-v1:{self.org}+{self.number}+{self.run}"

    @property
    def written(self) -> str:
        """The id as the files write it."""
        return f"{self.org}/{self.number}/{self.run}" if self.is_deprecated else self.canonical

    @property
    def file_part(self) -> str:
        """The run in names of files."""
        return f"{self.org}-{self.number}-{self.run}"

    def block(self, category: str, name: str) -> str:
        """The usage key of a block; deprecated ones do not name the run."""
        if self.is_deprecated:
            return f"i4x://{self.org}/{self.number}/{category}/{name}"
        return f"block-v1:{self.org}+{self.number}+{self.run}+type@{category}+block@{name}"

    def bare(self, block_id: str) -> str:
        """The block as players and answers name it."""
        if self.is_deprecated:
            return block_id.replace("://", "-").replace("/", "-").replace(".", "_")
        return block_id.rpartition("@")[2]

    def answer(self, block_id: str, part: int) -> str:
        """The name under which state and events hold the answer to a part of a problem, counted from 1."""
        return f"{self.bare(block_id)}_{part + 1}_1"


@dataclass(frozen=True)
class EdxIds:
    """The persons, posts and rows of one institution; two institutions of different seeds share none."""

    seed: int

    def digest(self, *parts: object) -> str:
        """32 hexadecimal digits."""
        text = f"{self.seed}|edx|{'|'.join(map(str, parts))}"
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def user(self, person: int) -> int:
        """auth_user.id."""
        return 1_000_000 * (1 + self.seed % 2_000) + 3 * person

    def username(self, person: int) -> str:
        """The user name; somebody is called Null, which is not NULL."""
        if person == _NULL_NAME:
            return "Null"
        return f"learner_{self.digest('username', person)[:7]}{person}"

    def full_name(self, person: int) -> str:
        """The name in the profile."""
        given = ("Ada", "Jürgen", "María José", "O'Neil", "Wei", "Zoë \\ Zed", "Kofi")
        family = ("Null", "Example", "van der Berg", "李", "Smith", "Ñandú", "Doe")
        return f"{given[person % len(given)]} {family[person // len(given) % len(family)]}"

    def email(self, person: int) -> str:
        """The address, of a domain that cannot exist."""
        return f"learner{self.user(person)}@example.org"

    def anonymous(self, person: int, run: RunKey | None) -> str:
        """The anonymous id in a course run, or that of the whole site."""
        return self.digest("anonymous", person, run.written if run else "")

    def oid(self, at: int, *parts: object) -> str:
        """24 hexadecimal digits, of which the first eight are the second of its making."""
        return f"{at // 1000:08x}{self.digest('oid', *parts)[:16]}"

    def uuid(self, *parts: object) -> str:
        """A uuid with dashes."""
        text = self.digest("uuid", *parts)
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
