"""What a file's header says: which of its columns are the table's, and which are not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from coursehouse.contract import Table
from coursehouse.errors import Refused
from coursehouse.platforms.files.plan import RESERVED, Plan, Target

FILE_COURSE = "file_course_id"
HEADER_BYTES = 1 << 20
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def make_plan(
    table: Table | None, header: Sequence[str], file_course_id: str | None, source_file: str
) -> Plan:
    """How the columns of a file become those of its table, by name; what the table lacks is landed as text.

    table: None where the contract does not know it. Raises Refused for a header that names no column of
    the table.
    """
    columns = table.columns if table else ()
    known = {column.name.lower(): column.name for column in columns if column.name != FILE_COURSE}
    known |= {alias.lower(): column.name for column in columns for alias in column.export_names}
    names = _without_repeats([known.get(name.lower(), name) for name in header])
    places = {name: index for index, name in enumerate(names)}
    if table and not set(known.values()) & places.keys():
        raise Refused(
            f"{source_file} has no header line: its first line names no column of {table.name}.",
            "Use the file as edX delivered it.",
        )
    targets = [Target(column.name, column.data_type, places.pop(column.name, None)) for column in columns]
    if FILE_COURSE in (column.name for column in columns):
        targets = [
            replace(each, constant=file_course_id) if each.name == FILE_COURSE else each for each in targets
        ]
    targets += [Target(name, "string", index) for name, index in places.items()]
    return Plan(len(names), tuple(targets), tuple(places))


def _without_repeats(names: Sequence[str]) -> list[str]:
    """The names with a number behind each that was there before; engines fold letter case."""
    seen = Counter(RESERVED)
    found = []
    for index, name in enumerate(names):
        wanted = name or f"column_{index + 1}"
        seen[wanted.lower()] += 1
        while seen[wanted.lower()] > 1:
            wanted = f"{name or 'column'}_{seen[wanted.lower()]}"
            seen[wanted.lower()] += 1
        found.append(wanted)
    return found
