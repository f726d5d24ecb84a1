"""Arrow without the narrow types of its stubs, which know no binary columns.

`pa.array` and `pa.scalar` import pandas where it is installed, which takes as long as reading 30 MB of a
file: what every load needs is made from buffers here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute

Array: TypeAlias = "pa.Array[Any]"

compute: Any = pyarrow.compute
_nulls: Any = pa.nulls

_EPOCH = date(1970, 1, 1)


def mask_of(flags: Array) -> Any:
    """Booleans without NULL as a numpy array; `to_numpy` imports pandas, too."""
    buffers: Any = flags.cast(pa.uint8()).buffers()
    return np.frombuffer(buffers[1], bool, len(flags)) if len(flags) else np.empty(0, bool)


def texts_of(values: Sequence[str]) -> Array:
    """An array of these texts."""
    encoded = [value.encode() for value in values]
    bounds = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return _array(pa.string(), len(values), bounds, b"".join(encoded))


def numbers_of(values: Any) -> Array:
    """An array of the 64-bit integers of a numpy array."""
    return _array(pa.int64(), len(values), values)


def repeated(value: str | date | None, data_type: pa.DataType, count: int) -> Array:
    """An array that holds a text, a date or NULL so many times."""
    if value is None:
        nothing: Array = _nulls(count, data_type)
        return nothing
    if isinstance(value, date):
        return _array(data_type, count, np.full(count, (value - _EPOCH).days, np.int32))
    text = value.encode()
    return _array(data_type, count, np.arange(count + 1, dtype=np.int32) * len(text), text * count)


def _array(data_type: pa.DataType, count: int, *parts: Any) -> Array:
    found: Array = pa.Array.from_buffers(data_type, count, [None, *map(pa.py_buffer, parts)])
    return found


def bounds_of(cells: Array) -> Any:
    """Where each cell begins in the bytes of all cells, and where the last one ends."""
    offsets: Any = cells.buffers()[1]
    bounds = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return bounds - bounds[0] if bounds[0] else bounds


def bytes_of(cells: Array) -> Any:
    """The bytes of all cells, end to end."""
    buffers: Any = cells.buffers()
    _, offsets, data = buffers
    if data is None or not len(cells):
        return np.empty(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[bounds[cells.offset] : bounds[cells.offset + len(cells)]]
