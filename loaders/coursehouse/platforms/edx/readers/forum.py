"""The forum of a course as mongoexport writes it: one JSON document per line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from coursehouse.contract import Table
from coursehouse.platforms.base import FileSummary, Parsed
from coursehouse.platforms.edx.readers.dates import parse_date
from coursehouse.platforms.edx.readers.heads import BYTE_ORDER_MARK, make_plan
from coursehouse.platforms.edx.readers.lines import Batch, lines_of
from coursehouse.platforms.files.plan import Plan
from coursehouse.platforms.files.streams import ByteStream

EPOCH = datetime(1970, 1, 1)

# the shell's way to write what JSON has no literal for; a text of JSON that speaks of it is passed over
_SHELL = re.compile(
    r"(?P<json>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<kind>ISODate|Date|ObjectId|NumberLong|NumberInt)"
    r"\(\s*(?:\"(?P<text>[^\"\\]*)\"|(?P<number>-?[0-9]+))\s*\)"
)
_SHELL_KEYS = {"ISODate": "$date", "Date": "$date", "ObjectId": "$oid"}
_NUMBER_KEYS = ("$numberLong", "$numberInt", "$numberDouble")


class ForumReader:
    """Reads a forum file; see FileReader. It reads the file twice: any line may bring a key of its own.

    Ids become texts and dates ISO texts or timestamps, also inside of other values; other objects and
    arrays land as JSON text, of which NULL is also said by the text null.
    Raises Refused, while reading, for damaged containers and lines of more than 64 MB.
    """

    def __init__(
        self,
        open_stream: Callable[[], ByteStream],
        table: Table | None,
        file_course_id: str | None,
        source_file: str,
    ) -> None:
        self._open_stream = open_stream
        self._table = table
        self._file_course_id = file_course_id
        self._source_file = source_file
        self._summary: FileSummary | None = None

    @property
    def summary(self) -> FileSummary:
        """What the file came to; raises RuntimeError before `batches` is exhausted."""
        if self._summary is None:
            raise RuntimeError("the file is not read to its end")
        return self._summary

    def batches(self) -> Iterator[Parsed]:
        """The file's documents in order, in batches of about one megabyte of text."""
        keys = dict.fromkeys(key for _, found, _ in self._documents() for key in found or ())
        if not keys:
            # a forum without a post is an empty file; one without a document has every line set aside
            keys = dict.fromkeys(column.name for column in (self._table.columns if self._table else ()))
        plan = make_plan(self._table, list(keys), self._file_course_id, self._source_file)
        batch, kinds, rewritten = Batch(plan), _kinds(plan), 0
        for number, (line, found, is_rewritten) in enumerate(self._documents(), 1):
            if found is None:
                fault = "not a JSON object" if line else "a blank line"
                batch.set_aside(fault, line, number)
            else:
                rewritten += is_rewritten
                cells = (_cell(found.get(key), kind) for key, kind in zip(keys, kinds, strict=True))
                batch.add(list(cells), number)
            if batch.is_full:
                yield batch.parsed()
        yield batch.parsed()
        notes = []
        if rewritten:
            notes.append(
                f'{rewritten} lines hold ISODate("...") and the like, which is no JSON; they were read.'
            )
        self._summary = batch.summary("json lines", notes)

    def _documents(self) -> Iterator[tuple[bytes, dict[str, Any] | None, bool]]:
        """Each line, the object in it, None if there is none, and whether it had to be rewritten."""
        for index, line in enumerate(lines_of(self._open_stream(), self._source_file)):
            text = (line if index else line.removeprefix(BYTE_ORDER_MARK)).strip()
            found = _object(decoded := text.decode("utf-8", "surrogateescape"))
            if found is None and text:
                yield text, _object(_SHELL.sub(_as_json, decoded)), True
            else:
                yield text, found, False


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _as_json(match: re.Match[str]) -> str:
    if match["json"]:
        return match["json"]
    value = match["number"] if match["text"] is None else json.dumps(match["text"])
    key = _SHELL_KEYS.get(match["kind"])
    return f'{{"{key}": {value}}}' if key else str(value).strip('"')


def _kinds(plan: Plan) -> list[str]:
    """The data type in which each key of the file lands."""
    kinds = {target.source: target.data_type for target in plan.targets}
    return [kinds.get(place, "string") for place in range(plan.column_count)]


def _cell(value: Any, kind: str) -> bytes | None:
    """A value as a cell of a data type; what does not fit is left for the conversion to name."""
    plain = _plain(value)
    if plain is None or (kind == "json" and plain in ("null", "")):
        return None
    if kind == "timestamp":
        date = _date(value)
        return str(plain).encode("utf-8", "surrogatepass") if date is None else str(date).encode()
    if isinstance(plain, float) and plain.is_integer() and kind == "integer":
        plain = int(plain)
    if not isinstance(plain, str):
        plain = json.dumps(plain, ensure_ascii=False)
    return plain.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    """A value without mongoexport's wrappers: ids and numbers as they are, dates as ISO text."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(key, inner)] = value.items()
        if key == "$date":
            date = _date(inner)
            return _plain(inner) if date is None else f"{date.isoformat(timespec='milliseconds')}Z"
        if key == "$oid":
            return _plain(inner)
        if key in _NUMBER_KEYS:
            return _number(inner)
    return {key: _plain(each) for key, each in value.items()}


def _number(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _date(value: Any) -> datetime | None:
    """The time (UTC, without zone) in a date: milliseconds since 1970, also quoted, or ISO text."""
    if isinstance(value, dict) and len(value) == 1:
        [(key, inner)] = value.items()
        return _date(inner) if key in ("$date", *_NUMBER_KEYS) else None
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{5,}", value.strip()):
            return parse_date(value)
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return EPOCH + timedelta(milliseconds=value)
    except (OverflowError, ValueError):
        return None
