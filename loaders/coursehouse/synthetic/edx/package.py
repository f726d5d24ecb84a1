"""The files of a package, and the zip that holds them, encrypted if wished."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from coursehouse.errors import Refused
from coursehouse.synthetic.edx.config import FORUM_SITE, ORGANISATION, SITE
from coursehouse.synthetic.edx.dialect import Member, Table, csv_lines, sql_lines, student_module_lines
from coursehouse.synthetic.edx.state import RunState
from coursehouse.synthetic.edx.tables_content import structure, wiki_tables
from coursehouse.synthetic.edx.tables_forum import SeenForum
from coursehouse.synthetic.edx.tables_ora import ora_tables
from coursehouse.synthetic.edx.tables_people import email_opt_in, people_tables
from coursehouse.synthetic.edx.tables_work import grade_tables, student_modules

Encrypt = Callable[[bytes], bytes]


def package_members(states: Sequence[RunState]) -> list[Member]:
    """The files of a package of these runs, and the list of the organisation."""
    members = [member for state in states for member in _run_members(state)]
    columns, rows = email_opt_in(states)
    path = PurePosixPath(f"{ORGANISATION}-email_opt_in-{SITE}.csv")
    return [*members, Member(path, "email_opt_in", None, csv_lines(columns, rows), "\r\n")]


def _run_members(state: RunState) -> Iterator[Member]:
    for tables in (people_tables, grade_tables, wiki_tables):
        for table in tables(state):
            yield _sql(state, table)
    modules = student_modules(state)
    if modules.rows:
        yield _member(state, modules.name, student_module_lines(modules), f"{modules.name}-{SITE}.sql")
    for table in ora_tables(state):
        yield _sql(state, table, "ora")
    yield _member(state, "course_structure", [structure(state)], f"course_structure-{SITE}.json")
    yield _member(state, "forum_contents", SeenForum(state).lines(), f"{FORUM_SITE}.mongo")


def _sql(state: RunState, table: Table, folder: str = "") -> Member:
    return _member(state, table.name, sql_lines(table), f"{table.name}-{SITE}.sql", folder)


def _member(state: RunState, table: str, lines: list[str], ending: str, folder: str = "") -> Member:
    return Member(
        PurePosixPath(folder) / f"{state.key.file_part}-{ending}", table, state.key.canonical, lines
    )


def write_package(
    out: Path, day: date, members: Sequence[Member], encrypt: Encrypt | None = None
) -> tuple[Path, dict[str, int]]:
    """The path of `{org}-{date}.zip` below `out`, and how many bytes each member has before encryption."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"{ORGANISATION}-{day.isoformat()}"
    path = out / f"{name}.zip"
    sizes: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member in members:
            content = member.content
            sizes[str(member.path)] = len(content)
            ending = ".gpg" if encrypt else ""
            info = zipfile.ZipInfo(f"{name}/{member.path}{ending}", date_time=(*day.timetuple()[:3], 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if encrypt else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, encrypt(content) if encrypt else content)
    return path, sizes


def encryption(recipient: str) -> Encrypt:
    """What encrypts bytes for the key of a recipient, with the gpg of this machine.

    The key ring is that of the user, or of the folder in COURSEHOUSE_GPG_HOME. Raises Refused where gpg or
    the key is missing.
    """
    home = os.environ.get("COURSEHOUSE_GPG_HOME")
    command = ["gpg", "--batch", "--quiet", *(["--homedir", home] if home else [])]
    try:
        known = subprocess.run([*command, "--list-keys", recipient], capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused("gpg is not installed.", "Install it, or leave --gpg-recipient out.") from None
    if known.returncode:
        raise Refused(f"gpg knows no key of {recipient!r}.", "Import the key, or name another recipient.")

    def encrypt(content: bytes) -> bytes:
        options = ["--trust-model", "always", "--output", "-", "--encrypt", "--recipient", recipient]
        made = subprocess.run([*command, *options], input=content, capture_output=True, check=False)
        if made.returncode:
            raise Refused(
                f"gpg did not encrypt: {made.stderr.decode(errors='replace').strip()}.",
                "Look at the key with `gpg --list-keys`.",
            )
        return made.stdout

    return encrypt
