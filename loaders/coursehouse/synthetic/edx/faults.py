"""Faults that a caller asks for: planted into the newest package, and recorded beside the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from coursehouse.errors import Refused
from coursehouse.synthetic.config import PlantedFault
from coursehouse.synthetic.edx.dialect import Member, json_text, sql_cell
from coursehouse.synthetic.faults import FaultRecord

Members = list[Member]
_Place = tuple[str, str, int]


def parse_fault(text: str) -> PlantedFault:
    """The fault that `NAME=K` asks for (K is 1 if left out); raises Refused with the list of names."""
    name, _, count = text.partition("=")
    if name not in _PLANTERS:
        raise Refused(f"There is no fault {name!r}.", f"Use one of: {', '.join(sorted(_PLANTERS))}.")
    if count and not (count.isdigit() and int(count)):
        raise Refused(f"{text!r} does not say how often.", f"Write {name}=3, for example.")
    return PlantedFault(name, int(count or 1))


def plant(faults: tuple[PlantedFault, ...], members: Members) -> list[FaultRecord]:
    """The faults as planted into the files of a package (fewer where a file has fewer rows).

    Row faults go into the first run that has rows; faults of whole files come last.
    """
    return [
        FaultRecord(name, *planter(members, fault.count))
        for name, planter in _PLANTERS.items()
        for fault in faults
        if fault.name == name
    ]


def _member(members: Members, table: str) -> Member:
    """The first file of a table that has rows; raises Refused where nobody did what it is about."""
    for member in members:
        if member.table == table and len(member.lines) > 1:
            return member
    raise Refused(f"{table} has no row to plant a fault in.", "Give more --learners or --courses.")


def _set(member: Member, column: str, count: int, cell_of: Callable[[str], str]) -> int:
    """How many cells were replaced: those of the first rows."""
    place = member.lines[0].split("\t").index(column)
    rows = range(1, min(count, len(member.lines) - 1) + 1)
    for row in rows:
        cells = member.lines[row].split("\t")
        cells[place] = cell_of(cells[place])
        member.lines[row] = "\t".join(cells)
    return len(rows)


def _byte_cells(members: Members, count: int) -> _Place:
    """Whole files as the exporter wrote them in late 2022: every cell as Python prints bytes."""
    found = [member for member in members if member.table == "student_courseenrollment"][:count]
    for member in found:
        header, *rows = member.lines
        cells = ("\t".join(sql_cell(repr(cell.encode())) for cell in row.split("\t")) for row in rows)
        member.lines = [header, *cells]
    return "student_courseenrollment", "", len(found)


def _bare_return(members: Members, count: int) -> _Place:
    """A carriage return that was not escaped, as before November 2015."""
    member = _member(members, "auth_userprofile")
    return member.table, "goals", _set(member, "goals", count, lambda _: "first\rsecond")


def _bad_date(members: Members, count: int) -> _Place:
    member = _member(members, "auth_user")
    return member.table, "last_login", _set(member, "last_login", count, lambda _: "2015-09-31 21:32:17")


def _bad_utf8(members: Members, count: int) -> _Place:
    member = _member(members, "auth_userprofile")
    return member.table, "bio", _set(member, "bio", count, lambda _: "caf\udce9")


def _orphan_user(members: Members, count: int) -> _Place:
    member = _member(members, "student_courseenrollment")
    rows = member.lines[1 : 1 + count]
    start = len(member.lines)
    member.lines += rows
    for row in range(start, len(member.lines)):
        cells = member.lines[row].split("\t")
        cells[0], cells[1] = f"9{cells[0]}", f"9{cells[1]}"
        member.lines[row] = "\t".join(cells)
    return member.table, "user_id", len(rows)


def _duplicate_grade(members: Members, count: int) -> _Place:
    member = _member(members, "grades_persistentcoursegrade")
    rows = member.lines[1 : 1 + count]
    member.lines += rows
    return member.table, "user_id", len(rows)


def _null_key(members: Members, count: int) -> _Place:
    member = _member(members, "courseware_studentmodule")
    return member.table, "id", _set(member, "id", count, lambda _: "NULL")


def _short_row(members: Members, count: int) -> _Place:
    member = _member(members, "student_anonymoususerid")
    rows = range(1, min(count, len(member.lines) - 1) + 1)
    for row in rows:
        member.lines[row] = member.lines[row].rpartition("\t")[0]
    return member.table, "", len(rows)


def _long_row(members: Members, count: int) -> _Place:
    member = _member(members, "user_id_map")
    rows = range(1, min(count, len(member.lines) - 1) + 1)
    for row in rows:
        member.lines[row] += "\tsurplus"
    return member.table, "", len(rows)


def _unknown_column(members: Members, count: int) -> _Place:
    member = _member(members, "student_languageproficiency")
    names = [f"invented_column_{number + 1}" for number in range(count)]
    member.lines = [
        "\t".join([line, *(names if row == 0 else ["text"] * count)]) for row, line in enumerate(member.lines)
    ]
    return member.table, ",".join(names), count


def _old_header(members: Members, count: int) -> _Place:
    """The header of user_id_map before October 2022."""
    found = [member for member in members if member.table == "user_id_map"][:count]
    for member in found:
        member.lines[0] = member.lines[0].replace("\tuser_id\t", "\tid\t")
    return "user_id_map", "id", len(found)


def _orphan_blocks(members: Members, count: int) -> _Place:
    """Blocks that no other block holds."""
    member = next(member for member in members if member.table == "course_structure")
    blocks = member.lines[0].removesuffix("}")
    for number in range(count):
        block = {"category": "html", "children": [], "metadata": {"display_name": "Left over"}}
        blocks += (
            f", {json_text(f'block-v1:ExampleU+X+Y+type@html+block@orphan{number}')}: {json_text(block)}"
        )
    member.lines = [blocks + "}"]
    return member.table, "block_id", count


def _forum_line(members: Members, count: int) -> _Place:
    """Lines cut in the middle, as a full disk leaves them."""
    member = _member(members, "forum_contents")
    rows = range(min(count, len(member.lines)))
    for row in rows:
        member.lines[row] = member.lines[row][: len(member.lines[row]) // 2]
    return member.table, "", len(rows)


def _unknown_table(members: Members, count: int) -> _Place:
    near = _member(members, "auth_user")
    path = near.path.with_name(near.path.name.replace("auth_user", "invented_table"))
    lines = ["invented_id\twords", *(f"{number}\ttext {number}" for number in range(count))]
    members.append(Member(path, "invented_table", near.course, lines))
    return "invented_table", "", count


def _missing_table(members: Members, count: int) -> _Place:
    gone = [member for member in members if member.table.startswith("wiki_")][:count]
    for member in gone:
        members.remove(member)
    return ",".join(dict.fromkeys(member.table for member in gone)), "", len(gone)


def _failed_member(members: Members, count: int) -> _Place:
    """Files that the exporter gave up on: what is left is why."""
    gone = [member for member in members if member.table.startswith("teams")][:count]
    for member in gone:
        path = PurePosixPath(f"{member.path}.failed")
        lines = ["Traceback (most recent call last):", "TimeoutError: gave up"]
        members[members.index(member)] = replace(member, path=path, lines=lines)
    return ",".join(dict.fromkeys(member.table for member in gone)), "", len(gone)


def _empty_file(members: Members, count: int) -> _Place:
    """Files of no byte, as before November 2015 where a query found nothing."""
    gone = [member for member in members if member.table == "credit_crediteligibility"][:count]
    for member in gone:
        member.lines = []
    return "credit_crediteligibility", "", len(gone)


_PLANTERS: Mapping[str, Callable[[Members, int], _Place]] = {
    "bare-cr": _bare_return,
    "bad-timestamp": _bad_date,
    "bad-utf8": _bad_utf8,
    "orphan-user": _orphan_user,
    "duplicate-grade": _duplicate_grade,
    "null-key": _null_key,
    "short-row": _short_row,
    "long-row": _long_row,
    "unknown-column": _unknown_column,
    "old-header": _old_header,
    "b-cells": _byte_cells,
    "orphan-blocks": _orphan_blocks,
    "damaged-forum-line": _forum_line,
    "unknown-table": _unknown_table,
    "missing-table": _missing_table,
    "failed-member": _failed_member,
    "empty-file": _empty_file,
}
FAULT_NAMES = tuple(_PLANTERS)
