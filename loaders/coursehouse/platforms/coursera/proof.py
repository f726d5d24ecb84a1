"""The proof that a block was cut into cells where its own quotes say, by arithmetic on the cells' sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from coursehouse.platforms.coursera.dialect import Dialect, Layout
from coursehouse.platforms.files.arrow import Array, bounds_of, bytes_of, compute, mask_of

_QUOTE = ord('"')


@dataclass(frozen=True)
class _Escapes:
    """Characters of a column that are written behind an escape.

    places: where they stand in the bytes of all cells. characters: what stands there. bounds: the first of
    each cell, as an index of `places`, and their number at the end.
    """

    places: Any
    characters: Any
    bounds: Any


@dataclass(frozen=True)
class _Column:
    """How the cells of a column are written.

    bounds: where each begins in the bytes of all cells, and the end. quoted: whether each is in quotes, or
    all are; `quoted_count` of them.
    """

    bounds: Any
    quoted: Any
    quoted_count: int
    escapes: _Escapes | None = None

    @property
    def mark_count(self) -> int:
        """How many quotes and escapes the column is written with, those that are text of a cell included."""
        return 2 * self.quoted_count + (2 * len(self.escapes.places) if self.escapes else 0)

    def measure(self, widths: Any) -> None:
        """Nothing; `widths` holds the bytes of each cell in the file, without separators."""
        np.subtract(self.bounds[1:], self.bounds[:-1], out=widths)
        if self.quoted is not False:
            widths += 2 if self.quoted is True else 2 * self.quoted
        if self.escapes is not None:
            widths += np.diff(self.escapes.bounds)


def stands_as_written(data: bytes, cells: Sequence[Array], layout: Layout) -> bool:
    """Whether all but the plain text of the cells stands in the block where the layout puts it.

    The sizes of the cells give the place of every quote, escape, comma and line end. When each of them stands
    there, and no further quote or escape stands anywhere, the block can be read in one way only: quotes open
    and close where they should, and what lies between two of them is as long as the cell that was parsed.
    data: with the line end of its last record.
    """
    raw = np.frombuffer(data, np.uint8)
    dialect = layout.dialect
    mark_count = sum(np.count_nonzero(raw == mark) for mark in dialect.escaped if mark in data)
    columns = [_column(*each, layout) for each in zip(cells, layout.quoted, strict=True)]
    missing = mark_count - sum(column.mark_count for column in columns)
    # most columns hold no escapes; those of long texts do, and are searched until every mark is found
    for index in sorted(range(len(columns)), key=lambda index: -columns[index].bounds[-1]):
        if not missing:
            break
        missing += columns[index].mark_count
        columns[index] = _with_escapes(columns[index], cells[index], dialect)
        missing -= columns[index].mark_count
    if missing:
        return False
    separators = [b","] * (len(columns) - 1) + [layout.line_end]
    separator_sizes = [len(separator) for separator in separators]
    widths = np.empty((len(cells[0]), len(columns)), np.int64)
    for index, column in enumerate(columns):
        column.measure(widths[:, index])
    widths += separator_sizes
    ends = np.cumsum(widths)
    if not len(ends) or ends[-1] != len(raw):
        return False
    starts = (ends - widths.ravel()).reshape(widths.shape)
    ends = ends.reshape(widths.shape)
    last = np.frombuffer(b"".join(separator[-1:] for separator in separators), np.uint8)
    return (
        bool((raw.take(ends - 1) == last).all())
        and all(
            _all(raw, ends[:, -1] - behind, layout.line_end[-behind])
            for behind in range(2, len(layout.line_end) + 1)
        )
        and _have_quotes(raw, starts, ends - separator_sizes, columns)
        and all(_has_escapes(raw, *each, dialect) for each in zip(starts.T, columns, strict=True))
    )


def _column(cells: Array, is_quoted: bool, layout: Layout) -> _Column:
    """How cells without escaped characters are written."""
    bounds = bounds_of(cells)
    if not is_quoted:
        return _Column(bounds, False, 0)
    if not (cells.null_count or layout.null_strings):
        return _Column(bounds, True, len(cells))
    quoted = cells.is_valid()
    if layout.null_strings:
        bare = compute.is_in(cells, value_set=pa.array(layout.null_strings, pa.binary()))
        quoted = compute.and_not(quoted, bare)
    mask = mask_of(quoted)
    return _Column(bounds, mask, int(np.count_nonzero(mask)))


def _with_escapes(column: _Column, cells: Array, dialect: Dialect) -> _Column:
    """The column with what is escaped in its cells.

    A bare text that stands for NULL and holds a quote is never proven: for want of an opening quote its last
    escape would stand where the separator is.
    """
    if not column.quoted_count:
        return column
    used = bytes_of(cells)
    hits = used == _QUOTE
    for other in dialect.escape:
        hits |= used == other
    if not hits.any():
        return column
    places = np.flatnonzero(hits)
    bounds = np.searchsorted(places, column.bounds)
    return replace(column, escapes=_Escapes(places, used.take(places), bounds))


def _have_quotes(raw: Any, starts: Any, ends: Any, columns: Sequence[_Column]) -> bool:
    """Whether the cells that begin and end at these places, one row and column each, have their quotes.

    A bare cell neither begins nor ends with one; of an empty cell these are the separators around it.
    """
    if all(column.quoted is True for column in columns):
        return _all(raw, starts, _QUOTE) and _all(raw, ends - 1, _QUOTE)
    quoted = np.empty(starts.shape, bool)
    for index, column in enumerate(columns):
        quoted[:, index] = column.quoted
    begins, closes = raw.take(starts) == _QUOTE, raw.take(ends - 1) == _QUOTE
    return bool((begins == quoted).all() and (closes == quoted).all())


def _has_escapes(raw: Any, place: Any, column: _Column, dialect: Dialect) -> bool:
    """Whether cells that begin at these places of the block have their escapes, each with its character."""
    if column.escapes is None:
        return True
    escapes = column.escapes
    # behind the opening quote come the cell's own bytes so far, and the escapes among them
    first = place + 1 - column.bounds[:-1] - escapes.bounds[:-1]
    found = np.repeat(first, np.diff(escapes.bounds))
    found += escapes.places
    found += np.arange(len(found))
    is_escaped = _all(raw, found, (dialect.escape or b'"')[0])
    found += 1
    return is_escaped and bool((raw.take(found) == escapes.characters).all())


def _all(raw: Any, places: Any, character: int) -> bool:
    """Whether a character stands at all these places of the block."""
    return bool((raw.take(places) == character).all())
