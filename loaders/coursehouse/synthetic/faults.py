"""Faults that a caller asks for: planted into the newest export, and recorded beside the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coursehouse.errors import Refused
from coursehouse.synthetic.config import PlantedFault
from coursehouse.synthetic.writer import ExportFile, quoted

Files = dict[str, ExportFile]


@dataclass(frozen=True)
class FaultRecord:
    """A fault as planted: where, on which columns (joined by commas), in how many rows, cells or files."""

    fault: str
    table: str
    key: str
    count: int


@dataclass(frozen=True)
class _Place:
    """What a fault was done to."""

    table: str
    key: str
    count: int


def parse_fault(text: str) -> PlantedFault:
    """The fault that `NAME=K` asks for (K is 1 if left out); raises Refused with the list of names."""
    name, _, count = text.partition("=")
    if name not in _PLANTERS:
        raise Refused(f"There is no fault {name!r}.", f"Use one of: {', '.join(sorted(_PLANTERS))}.")
    if count and not (count.isdigit() and int(count)):
        raise Refused(f"{text!r} does not say how often.", f"Write {name}=3, for example.")
    return PlantedFault(name, int(count or 1))


def plant(faults: tuple[PlantedFault, ...], files: Files) -> list[FaultRecord]:
    """The faults as planted into the files of one export (fewer where a table has fewer rows).

    Faults of rows come first, then faults of text, then faults of whole files, so that none undoes another.
    """
    records = []
    for name, planter in _PLANTERS.items():
        for fault in faults:
            if fault.name == name:
                place = planter(files, fault.count)
                records.append(FaultRecord(name, place.table, place.key, place.count))
    return records


def _file(files: Files, *names: str) -> ExportFile:
    """The first of these tables that the layout has."""
    known = {file.name: file for file in files.values()}
    return next(known[name] for name in names if name in known)


def _set(
    file: ExportFile, column: str, count: int, cell_of: Callable[[str, int], str], start: int = 0
) -> int:
    """How many cells were replaced: those of the first `count` records from `start` on."""
    place = file.columns.index(column)
    rows = range(start, min(start + count, len(file.records)))
    for row in rows:
        cells = list(file.records[row])
        cells[place] = cell_of(cells[place], row)
        file.records[row] = cells
    return len(rows)


def _orphan_lesson(files: Files, count: int) -> _Place:
    file = _file(files, "course_branch_items", "course_items")
    done = _set(file, "course_lesson_id", count, lambda _, row: quoted(f"gone{row}"))
    return _Place(file.name, f"{file.columns[0]},course_lesson_id", done)


def _repeat(file: ExportFile, count: int) -> int:
    file.records += file.records[:count]
    return min(count, len(file.records))


def _duplicate_membership(files: Files, count: int) -> _Place:
    file = _file(files, "course_memberships")
    return _Place(file.name, "user_id,course_id,course_membership_ts", _repeat(file, count))


def _duplicate_grade(files: Files, count: int) -> _Place:
    file = _file(files, "course_grades")
    first_copy = len(file.records)
    done = _repeat(file, count)
    _set(file, "course_grade_ts", done, lambda _, row: f'"2022-02-02 02:02:{row % 60:02}"', first_copy)
    return _Place(file.name, "course_id,user_id", done)


def _null_key(files: Files, count: int) -> _Place:
    file = _file(files, "course_progress")
    return _Place(file.name, "course_item_id", _set(file, "course_item_id", count, lambda cell, row: ""))


def _orphan_user(files: Files, count: int) -> _Place:
    file = _file(files, "course_progress")
    start = len(file.records)
    done = _repeat(file, count)
    _set(file, "user_id", done, lambda _, row: quoted(f"{row:040x}"), start)
    return _Place(file.name, "user_id", done)


def _bad_timestamp(files: Files, count: int) -> _Place:
    file = _file(files, "users")
    done = _set(file, "user_join_ts", count, lambda _, row: '"2016-13-45 99:00:00"')
    return _Place(file.name, "user_join_ts", done)


def _bad_utf8(files: Files, count: int) -> _Place:
    file = _file(files, "discussion_answers")
    column = "discussion_answer_content"
    return _Place(file.name, column, _set(file, column, count, lambda cell, _: f'{cell[:-1]}caf\udce9"'))


def _stray_quote(files: Files, count: int) -> _Place:
    """Only in records on one line: after a stray quote, a line end inside a text would end the record."""
    file = _file(files, "discussion_questions")
    column = "discussion_question_title"
    whole = [row for row, record in enumerate(file.records) if not any("\n" in cell for cell in record)]
    for row in whole[:count]:
        _set(file, column, 1, lambda cell, _: f'{cell[:3]}"{cell[3:]}', row)
    return _Place(file.name, column, len(whole[:count]))


def _short_row(files: Files, count: int) -> _Place:
    file = _file(files, "course_item_grades")
    rows = min(count, len(file.records))
    file.records[:rows] = [list(record)[:-1] for record in file.records[:rows]]
    return _Place(file.name, "", rows)


def _long_row(files: Files, count: int) -> _Place:
    file = _file(files, "users_courses__certificate_payments")
    rows = min(count, len(file.records))
    file.records[:rows] = [[*record, '"surplus"'] for record in file.records[:rows]]
    return _Place(file.name, "", rows)


def _unknown_column(files: Files, count: int) -> _Place:
    file = _file(files, "on_demand_sessions")
    names = [f"invented_column_{number + 1}" for number in range(count)]
    file.header += names
    file.records = [[*record, *[quoted(name) for name in names]] for record in file.records]
    return _Place(file.name, ",".join(names), count)


def _unknown_table(files: Files, count: int) -> _Place:
    records = [(str(number), quoted(f"text {number}")) for number in range(count)]
    files["invented_table"] = ExportFile(
        "invented_table", ("invented_id", "words"), ["invented_id", "words"], list(records)
    )
    return _Place("invented_table", "", count)


def _missing_table(files: Files, count: int) -> _Place:
    names = [file_name for file_name, file in files.items() if file.name.startswith("feedback_")][:count]
    for file_name in names:
        del files[file_name]
    return _Place(",".join(names), "", len(names))


def _doubled_quotes(files: Files, count: int) -> _Place:
    """Rewrites the first `count` tables that hold an escaped quote the way R writes them."""
    rewritten: list[str] = []
    for file in files.values():
        if len(rewritten) < count and any('\\"' in cell for record in file.records for cell in record):
            file.records = [[_doubled(cell) for cell in record] for record in file.records]
            rewritten.append(file.name)
    return _Place(",".join(rewritten), "", len(rewritten))


def _doubled(cell: str) -> str:
    if not cell.startswith('"'):
        return cell
    text = cell[1:-1].replace("\\\\", "\0").replace('\\"', '""')
    return '"' + text.replace("\0", "\\") + '"'


_PLANTERS: Mapping[str, Callable[[Files, int], _Place]] = {
    "orphan-lesson": _orphan_lesson,
    "duplicate-membership": _duplicate_membership,
    "duplicate-grade": _duplicate_grade,
    "orphan-user": _orphan_user,
    "null-key": _null_key,
    "bad-timestamp": _bad_timestamp,
    "bad-utf8": _bad_utf8,
    "doubled-quotes": _doubled_quotes,
    "stray-quote": _stray_quote,
    "short-row": _short_row,
    "long-row": _long_row,
    "unknown-column": _unknown_column,
    "unknown-table": _unknown_table,
    "missing-table": _missing_table,
}
FAULT_NAMES = tuple(_PLANTERS)
