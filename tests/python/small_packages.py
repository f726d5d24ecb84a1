"""Small edX data packages in the exporter's own dialect."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

Cell = str | int | None
Rows = Sequence[Sequence[Cell]]

DEMO = "course-v1:UniX+C1+R1"
USERS = ("id", "username", "email", "is_staff", "last_login", "date_joined")
ENROLLMENTS = ("id", "user_id", "course_id", "created", "is_active", "mode")
TIME = "2023-02-01 10:00:00"


def sql_text(rows: Rows) -> bytes:
    """Rows as the exporter writes them: tab separated, NULL bare, escaped by backslashes."""

    def cell(value: Cell) -> str:
        if value is None:
            return "NULL"
        text = str(value).replace("\\", "\\\\").replace("\r", "\\r")
        return text.replace("\t", "\\t").replace("\n", "\\n")

    return "".join("\t".join(map(cell, row)) + "\n" for row in rows).encode()


def users(*ids: int, name: str = "user") -> Rows:
    """An auth_user table of these accounts."""
    return [USERS, *((n, f"{name}{n}", f"{name}{n}@example.com", 0, TIME, TIME) for n in ids)]


def enrollments(course_id: str, *user_ids: int, mode: str = "honor") -> Rows:
    """A student_courseenrollment table of one course; ids are those of the users."""
    return [ENROLLMENTS, *((n, n, course_id, TIME, 1, mode) for n in user_ids)]


def file_name(course: str, table: str, site: str = "prod-analytics") -> str:
    """The name of a table's file. course: its parts, joined by dashes."""
    return f"{course}-{table}-{site}.sql"


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The folder, with these files in it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def course_files(course_id: str, **tables: Rows) -> dict[str, bytes]:
    """The files of one course run, by the names that the exporter gives them."""
    course = course_id.split(":")[1].replace("+", "-").replace("ccx@", "ccx-")
    return {file_name(course, table): sql_text(rows) for table, rows in tables.items()}


def zip_of(path: Path, files: Mapping[str, bytes], modified: datetime = datetime(2023, 3, 5)) -> Path:
    """A zip with one top folder that is called as the zip, as edX sends it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(f"{path.stem}/{name}", modified.timetuple()[:6])
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path
