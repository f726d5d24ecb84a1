"""What the header lines of an export tell: the partner, the kind of learner ids, and each file's columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coursehouse.contract import Table
from coursehouse.errors import Refused
from coursehouse.platforms.coursera.dialect import COURSERA, patterns
from coursehouse.platforms.files.plan import RESERVED, Plan, Target
from coursehouse.platforms.files.streams import ByteStream

HEADER_BYTES = 1 << 16
MOST_COLUMNS = 1600
"""What a table of Postgres can hold; the widest one of an export has a few dozen."""
USER_IDS = "course_user_ids"

_BLANKS = re.compile(rb"[ \t]*")
_LEARNER = re.compile(r"(?P<prefix>.+)_user_id")
_NO_PARTNERS = ("guest", "coursera")
_PERSONAL = (
    "external student id",
    "e-mail",
    "email",
    "email address",
    "full name",
    "first name",
    "last name",
    "student name",
    "learner name",
)


@dataclass(frozen=True)
class Head:
    """The header of a file.

    names: stripped of byte order mark and white space. size: bytes before the first record. line_count:
    lines of it.
    """

    names: tuple[str, ...]
    size: int
    line_count: int
    line_end: bytes
    has_byte_order_mark: bool


def read_head(stream: ByteStream, source_file: str) -> Head:
    """The header at the start of a stream; closes it. Raises Refused where there is none."""
    data = b""
    try:
        while len(data) < HEADER_BYTES and (piece := stream.read(HEADER_BYTES - len(data))):
            data += piece
    finally:
        stream.close()
    mark = b"\xef\xbb\xbf"
    start = len(mark) if data.startswith(mark) else 0
    if b"\0" in data.partition(b"\n")[0] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(
            f"{source_file} is not UTF-8 text.", "Use the file as Coursera delivered it, or save it as UTF-8."
        )
    found = _first_record(data, start)
    if found is None or not any(found[0]):
        raise Refused(f"{source_file} has no header line.", "Use the file as Coursera delivered it.")
    names, end = found
    if len(names) > MOST_COLUMNS or (end == len(data) == HEADER_BYTES and not data.endswith(b"\n")):
        raise Refused(
            f"{source_file} has a first line of more than {MOST_COLUMNS} columns or {HEADER_BYTES:,} bytes.",
            "That is no header of an export; use the file as Coursera delivered it.",
        )
    line = data[start:end]
    line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
    return Head(names, end, line.count(b"\n"), line_end, start > 0)


def _first_record(data: bytes, start: int) -> tuple[tuple[str, ...], int] | None:
    """Names of the first record and its end; None where its quotes make no sense."""
    shapes = patterns(COURSERA, 1)
    names = []
    while match := shapes.quoted.match(data, start) or shapes.bare.match(data, start):
        names.append(match[1].decode("utf-8", "replace").strip())
        blanks = _BLANKS.match(data, match.end())
        start = blanks.end() if blanks else match.end()
        if not data.startswith(b",", start):
            break
        start += 1
    if start < len(data) and not data.startswith((b"\n", b"\r\n"), start):
        return None
    return tuple(names), data.find(b"\n", start) + 1 or len(data)


def refuse_personal_data(names: Iterable[str], source_file: str) -> None:
    """Raises Refused where a header names persons: that is a gradebook, not a research export."""
    found = [name for name in names if name.casefold().replace("_", " ") in _PERSONAL]
    if found:
        raise Refused(
            f"{source_file} holds personal data ({', '.join(found)}), as a gradebook export does.",
            "Only research exports are loaded; take this file out of the export.",
        )


def find_partner(heads: Mapping[str, Sequence[Head]], tables: Mapping[str, Table]) -> str | None:
    """The prefix of the learner columns: from users, else what most headers say; None where no header has
    one.

    heads: headers per canonical table name.
    """
    domains = "|".join(sorted({table.id_domain for table in tables.values() if table.id_domain}))
    of_domain = re.compile(rf"_(?:{domains})\Z")
    votes: Counter[str] = Counter()
    for table, each in heads.items():
        for head in each:
            matches = [match for name in head.names if (match := _LEARNER.fullmatch(name.lower()))]
            found = [of_domain.sub("", match[1]) for match in matches if match[1] not in _NO_PARTNERS]
            if table == "users" and len(found) == 1:
                return found[0]
            # a file of user ids has a second learner column, named after the course
            votes.update(found[:1] if table == USER_IDS else found)
    return votes.most_common(1)[0][0] if votes else None


def refuse_other_partners(
    heads: Mapping[str, Sequence[Head]], tables: Mapping[str, Table], partner: str | None
) -> None:
    """Raises Refused where a table has learner ids, but only those of another partner than the export's."""
    for name, each in heads.items():
        column = tables[name].learner_column
        if column is None or name == USER_IDS:
            continue
        for head in each:
            names = [lower for lower in map(str.lower, head.names) if _LEARNER.fullmatch(lower)]
            others = [lower for lower in names if lower.endswith((f"_{column}", "_user_id"))]
            others = [
                lower for lower in others if not lower.startswith(tuple(f"{no}_" for no in _NO_PARTNERS))
            ]
            if others and not {f"{partner}_{column}", f"{partner}_user_id"} & {*names}:
                raise Refused(
                    f"{name} has the learner column {others[0]}, but the export is of partner {partner}.",
                    "Load the exports of different partners one by one.",
                )


def find_id_mode(
    heads: Mapping[str, Sequence[Head]], tables: Mapping[str, Table], partner: str | None
) -> str | None:
    """'isolated' if a table outside the main domain has a learner column of its own, 'linked' if the main
    one.

    None where no such table is there.
    """
    mode = None
    for name, each in heads.items():
        table = tables.get(name)
        if table is None or table.id_domain in (None, "main"):
            continue
        for head in each:
            names = [name.lower() for name in head.names]
            if f"{partner}_{table.learner_column}" in names:
                return "isolated"
            if f"{partner}_user_id" in names:
                mode = "linked"
    return mode


def make_plan(
    table: Table | None, head: Head, partner: str | None, slug: str | None, source_file: str
) -> Plan:
    """How the file's columns become the table's; table None: one that the contract does not know.

    slug: of the course, for its file of user ids; None: taken from the header. Raises Refused for two
    columns of one name and for a header that has nothing of the table.
    """
    # engines fold letter case: a name that differs from the contract's by case only would be there twice
    lowered = [name.lower() for name in head.names]
    canonical = _canonical_names(table, lowered, partner) if table else {}
    landed = [
        canonical.get(lower, name) or f"column_{index + 1}"
        for index, (name, lower) in enumerate(zip(head.names, lowered, strict=True))
    ]
    for name, count in Counter([*(each.lower() for each in landed), *RESERVED]).items():
        if count > 1:
            raise Refused(
                f"{source_file} has the column {name} twice.", "Use the file as Coursera delivered it."
            )
    columns = table.columns if table else ()
    if columns and table and not {column.name for column in columns} & set(landed):
        for mark, marks in ((";", "semicolons"), ("\t", "tabs")):
            if any(column.name in head.names[0].lower().split(mark) for column in columns):
                raise Refused(
                    f"{source_file} has {marks} between its columns, as some programs save it.",
                    "Use the file as Coursera delivered it, or save it with commas.",
                )
        raise Refused(
            f"{source_file} has no header line: its first line names no column of {table.name}.",
            "Use the file as Coursera delivered it.",
        )
    places = {name: index for index, name in enumerate(landed)}
    targets = [Target(column.name, column.data_type, places.pop(column.name, None)) for column in columns]
    if table and table.name == USER_IDS:
        slug = slug or _slug_in(lowered, partner)
        targets = [replace(each, constant=slug) if each.name == "course_slug" else each for each in targets]
    targets += [Target(name, "string", index) for name, index in places.items()]
    return Plan(len(landed), tuple(targets), tuple(places))


def _canonical_names(table: Table, names: Sequence[str], partner: str | None) -> dict[str, str]:
    """Names of the contract by names of the file in lower case."""
    found = {column.name: column.name for column in table.columns}
    found |= {alias: column.name for column in table.columns for alias in column.export_names}
    own = f"{partner}_{table.learner_column}"
    if table.learner_column:
        found[own] = table.learner_column
        if own not in names:
            # linked ids: every domain has the main one
            found[f"{partner}_user_id"] = table.learner_column
    if table.name == USER_IDS:
        found |= {f"{slug}_user_id": "course_user_id" for slug in [_slug_in(names, partner)] if slug}
    return found


def _slug_in(names: Sequence[str], partner: str | None) -> str | None:
    """The course slug in the header of a file of user ids."""
    found = [
        match[1] for name in names if name != f"{partner}_user_id" and (match := _LEARNER.fullmatch(name))
    ]
    return found[0] if len(found) == 1 else None
