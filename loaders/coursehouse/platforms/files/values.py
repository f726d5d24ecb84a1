"""The types of the contract other than string: how cells become values of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from coursehouse.platforms.files.arrow import Array, bytes_of, compute, texts_of

_TRUE, _FALSE = ("t", "true", "True", "TRUE", "1"), ("f", "false", "False", "FALSE", "0")
_BOOLEAN_TEXTS = texts_of([*_TRUE, *_FALSE])
_FIRST_DAY = (date.min - date(1970, 1, 1)).days

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Type:
    """A type of the contract.

    misfit: the reason given for a cell that does not fit.
    vectorised: converts a column; raises ValueError if some cell may not fit.
    single: converts one cell without white space around it; raises ValueError if it does not fit.
    """

    misfit: str
    vectorised: Callable[[Array], Array]
    single: Callable[[str], Any]


def _integers(texts: Array) -> Array:
    used = bytes_of(texts)
    if len(used) and used.max() > ord("9"):
        raise ValueError("Arrow would take 0x1f for a number")
    return texts.cast(pa.int64())


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError(text)
    return int(text)


def _doubles(texts: Array) -> Array:
    values = texts.cast(pa.float64())
    if compute.all(compute.is_finite(values)).as_py() is False:
        raise ValueError("Arrow takes nan and inf for numbers")
    return values


def _double(text: str) -> float:
    if not _DOUBLE.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)


def _booleans(texts: Array) -> Array:
    values: Array = compute.less(compute.index_in(texts, value_set=_BOOLEAN_TEXTS), len(_TRUE))
    if values.null_count != texts.null_count:
        raise ValueError("some cell is neither true nor false")
    return values


def _boolean(text: str) -> bool:
    if text not in _TRUE and text not in _FALSE:
        raise ValueError(text)
    return text in _TRUE


def _timestamps(texts: Array) -> Array:
    shortest = compute.min(compute.binary_length(texts)).as_py()
    if shortest is not None and shortest < len("2017-01-31 23:59:59"):
        raise ValueError("Arrow takes a day without a time for a timestamp")
    values = texts.cast(pa.timestamp("us"))
    return _not_before(values, pa.int64(), _FIRST_DAY * 86_400_000_000)


def _not_before(values: Array, integers: pa.DataType, first: int) -> Array:
    least = compute.min(values.cast(integers)).as_py()
    if least is not None and least < first:
        raise ValueError("Arrow knows a year 0")
    return values


def _timestamp(text: str) -> datetime:
    if not _TIMESTAMP.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _dates(texts: Array) -> Array:
    return _not_before(texts.cast(pa.date32()), pa.int32(), _FIRST_DAY)


def _date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _json_texts(texts: Array) -> Array:
    for text in compute.unique(texts).to_pylist():
        if text is not None:
            _json_text(text)
    return texts


def _json_text(text: str) -> str:
    _JSON.decode(text)
    return text


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_no_constant)


TYPES = {
    "integer": Type("not an integer", _integers, _integer),
    "double": Type("not a number", _doubles, _double),
    "boolean": Type("not a boolean", _booleans, _boolean),
    "timestamp": Type("not a timestamp", _timestamps, _timestamp),
    "date": Type("not a date", _dates, _date),
    "json": Type("not JSON", _json_texts, _json_text),
}
