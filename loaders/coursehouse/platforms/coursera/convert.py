"""Cells as they stand in a file, turned into typed columns; what does not fit is handed back."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_TRUE, _FALSE = ("t", "true", "TRUE", "1"), ("f", "false", "FALSE", "0")
_BOOLEAN_TEXTS = pa.array([*_TRUE, *_FALSE])
_BOOLEANS = pa.array([True] * len(_TRUE) + [False] * len(_FALSE))
_TIMESTAMP_LENGTHS = pa.array([19, 21, 22, 23, 24, 25, 26, None], pa.int32())
_FIRST_DAY = (date.min - date(1970, 1, 1)).days

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class CellFault:
    """A cell that is not what its column holds.

    index: its row in the batch, from 0. cell: as it stood in the file. is_nulled: NULL in the result, else repaired.
    """

    index: int
    reason: str
    cell: bytes
    is_nulled: bool


def convert(cells: pa.Array, data_type: str, null_strings: Sequence[bytes]) -> tuple[pa.Array, list[CellFault]]:
    """The column in the type that the contract gives it, and the cells that did not fit.

    cells: binary, NULL where the file has a bare empty cell. A quoted empty cell is '' in a string column, NULL else.
    Types: string (valid UTF-8 without NUL; an offending byte becomes U+FFFD and the cell is a fault that keeps its
    row), integer, double, boolean, timestamp, date, json (text, checked).
    """
    if null_strings:
        known = pc.is_in(cells, value_set=pa.array(null_strings, pa.binary()))
        cells = pc.if_else(known, pa.scalar(None, pa.binary()), cells)
    texts, repaired = _texts(cells)
    if data_type == "string":
        return texts, repaired
    type_of = TYPES[data_type]
    values = _try(type_of.vectorised, texts)
    if values is None:
        trimmed = pc.utf8_trim_whitespace(texts)
        trimmed = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
        values = _try(type_of.vectorised, trimmed)
    if values is None:
        return _cell_by_cell(cells, texts, type_of, repaired)
    return values, repaired


@dataclass(frozen=True)
class Type:
    """A type of the contract.

    misfit: the reason given for a cell that does not fit. vectorised: converts a column, raises ValueError if some cell
    may not fit. single: converts one cell without white space around it, raises ValueError if it does not fit.
    """

    misfit: str
    arrow: pa.DataType
    vectorised: Callable[[pa.Array], pa.Array]
    single: Callable[[str], Any]


def _try(vectorised: Callable[[pa.Array], pa.Array], texts: pa.Array) -> pa.Array | None:
    try:
        return vectorised(texts)
    except (ValueError, RecursionError):
        return None


def _cell_by_cell(
    cells: pa.Array, texts: pa.Array, type_of: Type, repaired: Sequence[CellFault]
) -> tuple[pa.Array, list[CellFault]]:
    values: list[Any] = []
    faults = {fault.index: fault for fault in repaired}
    for index, text in enumerate(texts.to_pylist()):
        value = None
        if text is not None and (trimmed := text.strip()):
            try:
                value = type_of.single(trimmed)
            except (ValueError, RecursionError):
                faults[index] = CellFault(index, type_of.misfit, cells[index].as_py(), True)
        values.append(value)
    return pa.array(values, type_of.arrow), [faults[index] for index in sorted(faults)]


def _texts(cells: pa.Array) -> tuple[pa.Array, list[CellFault]]:
    """The cells as strings, and those that had to be repaired for it."""
    try:
        texts = cells.cast(pa.string())
    except pa.ArrowInvalid:
        texts = None
    if texts is not None and not _holds_nul(cells):
        return texts, []
    values: list[str | None] = cells.to_pylist()
    faults = []
    for index, cell in enumerate(cells.to_pylist()):
        if cell is not None:
            text = cell.decode("utf-8", "surrogateescape")
            sound = _OFFENDING.sub("\ufffd", text)
            values[index] = sound
            if sound != text:
                reason = "a NUL byte" if "\0" in text else "not UTF-8"
                faults.append(CellFault(index, reason, cell, False))
    return pa.array(values, pa.string()), faults


_OFFENDING = re.compile("[\0\ud800-\udfff]")


def _bytes_of(cells: pa.Array) -> Any:
    """The bytes of all cells, end to end."""
    _, offsets, data = cells.buffers()
    if data is None or not len(cells):
        return np.empty(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[bounds[cells.offset] : bounds[cells.offset + len(cells)]]


def _holds_nul(cells: pa.Array) -> bool:
    used = _bytes_of(cells)
    return bool(len(used)) and int(used.min()) == 0


def _integers(texts: pa.Array) -> pa.Array:
    used = _bytes_of(texts)
    if len(used) and used.max() > ord("9"):
        raise ValueError("Arrow would take 0x1f for a number")
    return texts.cast(pa.int64())


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError(text)
    return int(text)


def _doubles(texts: pa.Array) -> pa.Array:
    values = texts.cast(pa.float64())
    if pc.all(pc.is_finite(values)).as_py() is False:
        raise ValueError("Arrow takes nan and inf for numbers")
    return values


def _double(text: str) -> float:
    if not _DOUBLE.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)


def _booleans(texts: pa.Array) -> pa.Array:
    values = _BOOLEANS.take(pc.index_in(texts, value_set=_BOOLEAN_TEXTS))
    if values.null_count != texts.null_count:
        raise ValueError("some cell is neither true nor false")
    return values


def _boolean(text: str) -> bool:
    if text not in _TRUE and text not in _FALSE:
        raise ValueError(text)
    return text in _TRUE


def _timestamps(texts: pa.Array) -> pa.Array:
    if not pc.all(pc.is_in(pc.binary_length(texts), value_set=_TIMESTAMP_LENGTHS)).as_py() and len(texts):
        raise ValueError("Arrow takes a day without a time for a timestamp")
    values = texts.cast(pa.timestamp("us"))
    return _not_before(values, pa.int64(), _FIRST_DAY * 86_400_000_000)


def _not_before(values: pa.Array, integers: pa.DataType, first: int) -> pa.Array:
    least = pc.min(values.cast(integers)).as_py()
    if least is not None and least < first:
        raise ValueError("Arrow knows a year 0")
    return values


def _timestamp(text: str) -> datetime:
    if not _TIMESTAMP.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _dates(texts: pa.Array) -> pa.Array:
    return _not_before(texts.cast(pa.date32()), pa.int32(), _FIRST_DAY)


def _date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _json_texts(texts: pa.Array) -> pa.Array:
    for text in texts.to_pylist():
        if text is not None:
            _json_text(text)
    return texts


def _json_text(text: str) -> str:
    json.loads(text, parse_constant=_no_constant)
    return text


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


TYPES = {
    "integer": Type("not an integer", pa.int64(), _integers, _integer),
    "double": Type("not a number", pa.float64(), _doubles, _double),
    "boolean": Type("not a boolean", pa.bool_(), _booleans, _boolean),
    "timestamp": Type("not a timestamp", pa.timestamp("us"), _timestamps, _timestamp),
    "date": Type("not a date", pa.date32(), _dates, _date),
    "json": Type("not JSON", pa.string(), _json_texts, _json_text),
}
