"""The course run that a file is about, as its first rows tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import pyarrow as pa

from coursehouse.contract import Table
from coursehouse.errors import Refused
from coursehouse.platforms.edx.course_ids import canonical_course_id
from coursehouse.platforms.edx.readers import reader_of
from coursehouse.platforms.files.streams import ByteStream

FORUM_BYTES = 1 << 20
COURSE_COLUMNS = ("course_id", "course_key")
KEY_COLUMNS = ("block_id", "module_id", "usage_key", "item_id", "checkpoint_location")

_FORUM_COURSE = re.compile(rb'"course_id"\s*:\s*"([^"\\]+)"')
# some tools write the whole course id, not its parts, into block ids
_BLOCK = re.compile(
    r"[a-z-]+-v1:(?:course-v1:)?(?P<run>[^/+@\s]+\+[^/+@\s]+\+[^/+@\s]+)(?P<ccx>\+ccx@[^/+@\s]+)?(?:\+.*)?"
)
_OLD_ROOT = re.compile(r"i4x://([^/\s]+/[^/\s]+)/course/([^/\s]+)")


def first_course_id(
    file_format: str, open_stream: Callable[[], ByteStream], table: Table | None
) -> str | None:
    """The canonical course id in the first rows of a file, None where they name none (as in auth_user).

    It is the column course_id, else the course within the first block id. Block ids of before October 2014
    name no run, except that of the course itself. None as well for a file that makes no sense: reading it
    says why.
    """
    if file_format == "forum":
        return next(filter(None, map(canonical_course_id, _forum_courses(open_stream))), None)
    rows = _first_rows(file_format, open_stream, table)
    courses = (canonical_course_id(text) for text in _texts(rows, COURSE_COLUMNS))
    return next(filter(None, chain(courses, map(_course_of, _texts(rows, KEY_COLUMNS)))), None)


def _course_of(block_id: str) -> str | None:
    """The course whose block it is."""
    if old := _OLD_ROOT.fullmatch(block_id.strip()):
        return canonical_course_id("/".join(old.groups()))
    match = _BLOCK.match(block_id.strip())
    if match is None:
        return None
    return canonical_course_id(f"{'ccx' if match['ccx'] else 'course'}-v1:{match['run']}{match['ccx'] or ''}")


def _forum_courses(open_stream: Callable[[], ByteStream]) -> Iterator[str]:
    stream = open_stream()
    data = b""
    try:
        while len(data) < FORUM_BYTES and (piece := stream.read(FORUM_BYTES - len(data))):
            data += piece
    finally:
        stream.close()
    for match in _FORUM_COURSE.finditer(data):
        yield match[1].decode("utf-8", "replace")


def _first_rows(
    file_format: str, open_stream: Callable[[], ByteStream], table: Table | None
) -> pa.Table | None:
    batches = reader_of(file_format)(open_stream, table, None, "the file").batches()
    try:
        first = next(iter(batches), None)
    except Refused:
        return None
    return first.rows if first else None


def _texts(rows: pa.Table | None, names: Sequence[str]) -> Iterator[str]:
    """The texts in some columns, column by column."""
    for name in names:
        if rows is not None and name in rows.column_names:
            yield from (str(value) for value in rows.column(name).to_pylist() if value)
