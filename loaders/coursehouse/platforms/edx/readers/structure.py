"""course_structure: one JSON object for a whole course, landed as one row per block with its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coursehouse.contract import Table
from coursehouse.platforms.base import FileSummary, Parsed
from coursehouse.platforms.edx.readers.dates import parse_date
from coursehouse.platforms.edx.readers.delimited import EMPTY
from coursehouse.platforms.edx.readers.heads import BYTE_ORDER_MARK, make_plan
from coursehouse.platforms.edx.readers.lines import Batch
from coursehouse.platforms.edx.readers.tree import Place, places
from coursehouse.platforms.files.streams import ByteStream, pieces

DELIVERED = ("category", "children", "metadata", "redacted_metadata")
PLACED = ("parent_block_id", "child_position", "depth", "depth_first_order", "block_path", "display_name")
EFFECTIVE = {
    "effective_format": "format",
    "effective_graded": "graded",
    "effective_start": "start",
    "effective_due": "due",
    "effective_hide_from_toc": "hide_from_toc",
}
"""Settings that hold for a block: its own, else those of its nearest ancestor that has one."""
_DATES = ("start", "due")
_BOOLEANS = ("graded", "hide_from_toc")


@dataclass(frozen=True)
class _Setting:
    """A setting of one block: the text that lands, and the value that its descendants inherit."""

    text: str | None = None
    inherited: str | datetime | None = None


class StructureReader:
    """Reads a course_structure file; see FileReader. A file is held in memory whole.

    A record is an entry of the object; a file that is no JSON object is one record, set aside.
    Raises Refused, while reading, for damaged containers.
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
        """The blocks in the file's order."""
        data = b"".join(pieces(self._open_stream())).removeprefix(BYTE_ORDER_MARK)
        if not data.strip():
            self._summary = FileSummary(0, 0, 0, dialect="empty", accounting="exact", notes=(EMPTY,))
            return
        entries, fault = _entries(data)
        values = [value for _, value in entries if isinstance(value, dict)]
        unknown = list(dict.fromkeys(key for value in values for key in value if key not in DELIVERED))
        header = ["block_id", *DELIVERED, *PLACED, *EFFECTIVE, *unknown]
        batch = Batch(make_plan(self._table, header, self._file_course_id, self._source_file))
        if fault:
            batch.set_aside(fault, data, 1)
        blocks = {block: value for block, value in entries if isinstance(value, dict)}
        rows = _rows(blocks, unknown)
        last = {block: index for index, (block, _) in enumerate(entries)}
        for index, (block, value) in enumerate(entries):
            if not isinstance(value, dict):
                batch.set_aside("a block that is no JSON object", _json({block: value}), 1)
            elif last[block] != index:
                batch.set_aside("a block that comes again", _json({block: value}), 1)
            else:
                batch.add(rows[block], 1)
            if batch.is_full:
                yield batch.parsed()
        yield batch.parsed()
        self._summary = batch.summary("json", ())


def _entries(data: bytes) -> tuple[Sequence[tuple[str, Any]], str | None]:
    """The entries of the file's object, also those that come twice, or why there are none."""
    last: Sequence[tuple[str, Any]] = ()

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal last
        last = pairs
        return dict(pairs)

    try:
        # the outermost object is the last one that the hook sees
        found = json.loads(data.decode("utf-8", "surrogateescape"), object_pairs_hook=keep)
    except (ValueError, RecursionError):
        return (), "not JSON"
    return (last, None) if isinstance(found, dict) else ((), "not a JSON object")


def _rows(blocks: Mapping[str, dict[str, Any]], unknown: Sequence[str]) -> dict[str, list[bytes | None]]:
    """The cells of every block."""
    categories = {block: value.get("category") for block, value in blocks.items()}
    found = places(categories, {block: _children(value) for block, value in blocks.items()})
    settings = {name: _effective(name, blocks, found) for name in EFFECTIVE.values()}
    rows = {}
    for block, value in blocks.items():
        cells = [_cell(block), *(_cell(value.get(key)) for key in DELIVERED)]
        cells += _placed(found[block], _display_name(block, value))
        cells += [_cell(settings[name][block].text) for name in EFFECTIVE.values()]
        rows[block] = [*cells, *(_cell(value.get(key)) for key in unknown)]
    return rows


def _children(value: Mapping[str, Any]) -> list[str]:
    children = value.get("children")
    return [str(child) for child in children] if isinstance(children, list) else []


def _placed(place: Place, display_name: str) -> list[bytes | None]:
    numbers = (place.child_position, place.depth, place.order)
    return [_cell(place.parent), *map(_cell, numbers), _cell(place.path), _cell(display_name)]


def _display_name(block: str, value: Mapping[str, Any]) -> str:
    """The name that learners see; a block without one goes by the name within its id."""
    name = _metadata(value).get("display_name")
    return str(name) if name not in (None, "") else block.rsplit("@", 1)[-1].rsplit("/", 1)[-1]


def _metadata(value: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = value.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _effective(
    name: str, blocks: Mapping[str, dict[str, Any]], found: Mapping[str, Place]
) -> dict[str, _Setting]:
    """A setting for every block. No block starts before its parent does."""
    settings: dict[str, _Setting] = {}
    for block in found:
        for each in _unsettled_line(block, found, settings):
            parent = found[each].parent
            above = settings.get(parent, _Setting()).inherited if parent else None
            settings[each] = _own(name, _metadata(blocks[each]).get(name), above)
    return settings


def _unsettled_line(
    block: str, found: Mapping[str, Place], settings: Mapping[str, _Setting]
) -> Sequence[str]:
    """A block and its ancestors that have no settings yet, from the top; a cycle is cut where it closes."""
    line: dict[str, None] = {}
    above: str | None = block
    while above is not None and above not in settings and above not in line:
        line[above] = None
        above = found[above].parent
    return list(reversed(line))


def _own(name: str, own: Any, above: str | datetime | None) -> _Setting:
    text = None if own is None else str(own).strip()
    if not text:
        return _Setting(None if above is None else str(above), above)
    if name in _DATES:
        date = parse_date(text)
        if date is None:
            return _Setting(text, above)
        if name == "start" and isinstance(above, datetime):
            date = max(date, above)
        return _Setting(str(date), date)
    if name in _BOOLEANS:
        is_sound = text.lower() in ("true", "false", "1", "0")
        return _Setting(text.lower(), text.lower()) if is_sound else _Setting(text, above)
    return _Setting(text, text)


def _cell(value: Any) -> bytes | None:
    if value is None:
        return None
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else _json(value)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
