"""The two ways in which export files quote their cells, and which of them a file uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_BARE = rb"([^\",\r\n]*+(?:\r(?!\n)[^\",\r\n]*+)*+)"


@dataclass(frozen=True)
class Dialect:
    """How a quoted cell is written.

    name: as shown to the user. body: pattern of the text between the quotes. escape: backslash, or b""
    where quotes are doubled and a backslash is a plain character.
    """

    name: str
    body: bytes
    escape: bytes

    def decode(self, body: bytes) -> bytes:
        r"""The cell whose quoted text is `body`.

        A backslash before anything but `"` or `\` is no escape and stays, as in Postgres and the guide's
        own words.
        """
        if self.escape:
            return _ESCAPED.sub(rb"\1", body)
        return body.replace(b'""', b'"')

    def stray_escapes(self, body: bytes) -> int:
        """How many backslashes of a quoted text escape nothing."""
        return sum(1 for other in _ANY_ESCAPE.findall(body) if other) if self.escape else 0

    @property
    def mark(self) -> bytes:
        """What occurs in every quoted text that is not the cell itself."""
        return self.escape or b'""'

    @property
    def escaped(self) -> bytes:
        """The characters that cannot stand in a quoted text as they are."""
        return b'"' + self.escape


COURSERA = Dialect("coursera", rb'[^"\\]*+(?:\\.[^"\\]*+)*+', b"\\")
DOUBLED = Dialect("doubled quotes", rb'[^"]*+(?:""[^"]*+)*+', b"")

_ESCAPED = re.compile(rb'\\(["\\])')
_ANY_ESCAPE = re.compile(rb'\\(?:["\\]|(.))', re.DOTALL)


@dataclass(frozen=True)
class Layout:
    """How a file writes its records where its quoting is regular.

    quoted: per column whether its cells are quoted; NULL (nothing) and null_strings stand bare in both.
    """

    dialect: Dialect
    quoted: tuple[bool, ...]
    line_end: bytes
    null_strings: tuple[bytes, ...]


@dataclass(frozen=True)
class Patterns:
    """Regular expressions over the bytes of a file with a given number of columns.

    record: a whole sound record with its line end; two groups per column, the quoted text and the bare text.
    last_record: the same, closed by the end of the file. quoted, bare: one cell.
    lenient: one cell with whatever follows its closing quote, as careless readers take it.
    """

    record: re.Pattern[bytes]
    last_record: re.Pattern[bytes]
    quoted: re.Pattern[bytes]
    bare: re.Pattern[bytes]
    lenient: re.Pattern[bytes]


@lru_cache(maxsize=64)
def patterns(dialect: Dialect, column_count: int) -> Patterns:
    """The patterns of a dialect; possessive throughout, so the time is linear in the text."""
    quoted = rb'"(' + dialect.body + rb')"'
    cells = b",".join([b"(?:" + quoted + b"|" + _BARE + b")"] * column_count)
    return Patterns(
        record=re.compile(cells + rb"\r?\n", re.DOTALL),
        last_record=re.compile(cells + rb"\r?\Z", re.DOTALL),
        quoted=re.compile(quoted, re.DOTALL),
        bare=re.compile(_BARE, re.DOTALL),
        lenient=re.compile(rb'(?:"' + dialect.body + rb'"[^,\r\n]*+|[^",\r\n][^,\r\n]*+|)', re.DOTALL),
    )


@lru_cache(maxsize=64)
def regular_record(dialect: Dialect, quoted: tuple[bool, ...]) -> re.Pattern[bytes]:
    """Pattern of a record of which each column is always quoted (or NULL) or always bare."""
    shapes = {True: rb'(?:"' + dialect.body + rb'")?+', False: _BARE}
    return re.compile(b",".join(shapes[each] for each in quoted) + rb"\r?\n", re.DOTALL)
