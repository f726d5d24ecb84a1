"""Cells as they stand in a file, turned into typed columns; what does not fit is handed back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from coursehouse.arrow_types import ARROW_TYPES
from coursehouse.platforms.files.arrow import Array, bytes_of, compute
from coursehouse.platforms.files.values import TYPES

_OFFENDING = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class CellFault:
    """A cell that is not what its column holds.

    index: its row in the batch, from 0. cell: as it stood in the file. is_nulled: NULL in the result, else
    repaired.
    """

    index: int
    reason: str
    cell: bytes
    is_nulled: bool


def convert(cells: Array, data_type: str, null_strings: Sequence[bytes]) -> tuple[Array, list[CellFault]]:
    """The column in the type that the contract gives it, and the cells that did not fit.

    cells: binary, NULL where the file has a bare empty cell. A quoted empty cell is '' in a string column,
    NULL else.
    Types: string (valid UTF-8 without NUL; an offending byte becomes U+FFFD and the cell is a fault that
    keeps its row), integer, double, boolean, timestamp, date, json (text, checked).
    """
    if null_strings:
        known = compute.is_in(cells, value_set=pa.array(null_strings, pa.binary()))
        cells = compute.if_else(known, pa.scalar(None, pa.binary()), cells)
    texts, repaired = _texts(cells)
    if data_type == "string":
        return texts, repaired
    vectorised = TYPES[data_type].vectorised
    values = _try(vectorised, texts)
    if values is None:
        trimmed = compute.utf8_trim_whitespace(texts)
        trimmed = compute.if_else(compute.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
        values = _try(vectorised, trimmed)
    if values is None:
        return _cell_by_cell(cells, texts, data_type, repaired)
    return values, repaired


def _try(vectorised: Callable[[Array], Array], texts: Array) -> Array | None:
    try:
        return vectorised(texts)
    except (ValueError, RecursionError):
        return None


def _cell_by_cell(
    cells: Array, texts: Array, data_type: str, repaired: Sequence[CellFault]
) -> tuple[Array, list[CellFault]]:
    type_of = TYPES[data_type]
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
    return pa.array(values, ARROW_TYPES[data_type]), [faults[index] for index in sorted(faults)]


def _texts(cells: Array) -> tuple[Array, list[CellFault]]:
    """The cells as strings, and those that had to be repaired for it."""
    used = bytes_of(cells)
    # as signed numbers, bytes beyond ASCII are below 0: one look finds them and NUL
    if not len(used) or used.view("int8").min() > 0:
        return cells.view(pa.string()), []
    try:
        if used.min() > 0:
            return cells.cast(pa.string()), []
    except pa.ArrowInvalid:
        pass
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
