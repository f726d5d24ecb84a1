"""Arrow without the narrow types of its stubs, which know no binary columns."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute

Array: TypeAlias = "pa.Array[Any]"

compute: Any = pyarrow.compute


def bounds_of(cells: Array) -> Any:
    """Where each cell begins in the bytes of all cells, and where the last one ends."""
    offsets: Any = cells.buffers()[1]
    bounds = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return bounds - bounds[0]


def bytes_of(cells: Array) -> Any:
    """The bytes of all cells, end to end."""
    buffers: Any = cells.buffers()
    _, offsets, data = buffers
    if data is None or not len(cells):
        return np.empty(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[bounds[cells.offset] : bounds[cells.offset + len(cells)]]
