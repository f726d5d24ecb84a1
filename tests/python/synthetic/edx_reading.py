"""Reads generated edX packages by the documents alone, without the project's own readers."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANING = {"\\": "\\", "r": "\r", "t": "\t", "n": "\n"}


@dataclass(frozen=True)
class ReadFile:
    """A text file: its header and its rows; NULL is None."""

    header: tuple[str, ...]
    rows: list[tuple[str | None, ...]]

    def dicts(self) -> list[dict[str, str | None]]:
        """The rows by column."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


def members(package: Path) -> dict[str, bytes]:
    """The bytes of each file, by its path below the package's folder."""
    with zipfile.ZipFile(package) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def find(files: dict[str, bytes], run: str, token: str) -> bytes:
    """The bytes of the file of a table for a run."""
    [name] = [
        name for name in files if re.fullmatch(rf"(ora/)?{re.escape(run)}-{token}-prod-analytics\..*", name)
    ]
    return files[name]


def read_sql(content: bytes) -> ReadFile:
    """A file of the exporter: tabs, no quotes, a backslash before `\\`, r, t and n."""
    return _read(content, lambda match: _MEANING[match[1]])


def read_student_modules(content: bytes) -> ReadFile:
    """A file of the other program: what follows a backslash stands for itself."""
    return _read(content, lambda match: match[1])


def _read(content: bytes, meaning: Any) -> ReadFile:
    text = content.decode("utf-8")
    assert text.endswith("\n")
    header, *lines = text[:-1].split("\n")
    rows = [
        tuple(None if cell == "NULL" else _ESCAPED.sub(meaning, cell) for cell in line.split("\t"))
        for line in lines
    ]
    return ReadFile(tuple(header.split("\t")), rows)


def read_forum(content: bytes) -> list[dict[str, Any]]:
    """The documents of a forum file."""
    return [json.loads(line) for line in content.decode("utf-8").splitlines() if line]
