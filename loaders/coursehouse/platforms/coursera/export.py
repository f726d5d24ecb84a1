"""Coursera research exports, opened: everything is checked and named before a row is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coursehouse.contract import Contract, Table
from coursehouse.errors import Refused
from coursehouse.platforms.base import Export, ReadOptions
from coursehouse.platforms.commands import right_command
from coursehouse.platforms.coursera.clickstream import events_files, snapshot_of_days
from coursehouse.platforms.coursera.discover import Discovered, TableFile, discover, user_ids_slug
from coursehouse.platforms.coursera.headers import (
    USER_IDS,
    Head,
    find_id_mode,
    find_partner,
    make_plan,
    read_head,
    refuse_other_partners,
    refuse_personal_data,
)
from coursehouse.platforms.coursera.reader import CourseraFileReader
from coursehouse.platforms.coursera.snapshot import epoch_in, scope_of
from coursehouse.platforms.files.containers import Container, open_container, open_text, sha256_of
from coursehouse.platforms.files.plan import Plan
from coursehouse.platforms.files.snapshot import snapshot_of
from coursehouse.platforms.files.streams import ByteStream
from coursehouse.settings import Settings


class CourseraPlatform:
    """The platform of Coursera research exports: a zip, a folder, or one table file."""

    name = "coursera"

    def __init__(self, settings: Settings, contract: Contract) -> None:
        self._settings = settings
        self._contract = contract

    def open_exports(self, paths: Sequence[Path], options: ReadOptions) -> tuple[Export, ...]:
        """The export at each path; raises Refused as `open_export`."""
        return tuple(self.open_export(path, options) for path in paths)

    def open_export(self, path: Path, options: ReadOptions) -> Export:
        """The export at a path, its tables found and its headers read.

        Raises Refused, with the remedy, for what is no export, is unsafe to open, or holds personal data.
        """
        container = open_container(path, self._settings)
        tables = self._contract.tables
        found = discover(container.name, container.members, tables)
        heads = [read_head(_open(container, file), file.path) for file in found.tables]
        for file, head in zip(found.tables, heads, strict=True):
            refuse_personal_data(head.names, file.path)
        partner = find_partner(self._by_table(found, heads, None), tables)
        by_table = self._by_table(found, heads, partner)
        days = events_files(container, found, self._contract, options)
        if not (by_table or days):
            command = right_command([member.path for member in container.members], "coursera")
            raise Refused(
                f"{container.name} holds no table of a Coursera export.", command or "Give a research export."
            )
        refuse_other_partners(by_table, tables, partner)
        names = (*reversed(found.folders), container.name)
        dates = [member.modified for member in container.members if member.modified]
        return Export(
            name=container.name,
            platform=self.name,
            scope=options.scope or scope_of(found.folders[-1] if found.folders else container.name),
            partner=partner,
            id_mode=find_id_mode(by_table, tables, partner),
            snapshot=snapshot_of(names, dates, container.modified, options.snapshot_at, epoch_in)
            if found.tables
            else snapshot_of_days(days, options.snapshot_at),
            files=(
                *(
                    self._file(container, file, head, partner, options)
                    for file, head in zip(found.tables, heads, strict=True)
                ),
                *days,
            ),
            ignored=(*found.ignored, *container.skipped),
        )

    def _by_table(
        self, found: Discovered, heads: Sequence[Head], partner: str | None
    ) -> dict[str, list[Head]]:
        """Headers of the files that hold contract tables."""
        grouped: dict[str, list[Head]] = defaultdict(list)
        for file, head in zip(found.tables, heads, strict=True):
            table, _ = self._table(file, partner)
            if table is not None:
                grouped[table.name].append(head)
        return dict(grouped)

    def _table(self, file: TableFile, partner: str | None) -> tuple[Table | None, str | None]:
        """The contract table that a file holds, and the course slug in its name."""
        tables, stem = self._contract.tables, file.stem.lower()
        if stem in tables:
            return tables[stem], None
        for table in tables.values():
            if stem in table.file_names:
                return table, None
        is_user_ids, slug = user_ids_slug(file.stem, tables[USER_IDS].file_names, partner)
        return (tables[USER_IDS], slug) if is_user_ids else (None, None)

    def _file(
        self, container: Container, file: TableFile, head: Head, partner: str | None, options: ReadOptions
    ) -> CourseraFile:
        table, slug = self._table(file, partner)
        plan = make_plan(table, head, partner, slug, file.path)
        name = table.name if table else file.stem
        return CourseraFile(
            file.path,
            name,
            table is not None,
            file.member.size,
            None,
            None,
            False,
            container,
            file,
            head,
            plan,
            options.null_strings,
        )


@dataclass(frozen=True)
class CourseraFile:
    """One table file of an export; see ExportFile."""

    source_file: str
    table_name: str
    is_known_table: bool
    size_bytes: int
    day: None
    course_id: None
    is_independent: bool
    container: Container
    file: TableFile
    head: Head
    plan: Plan
    null_strings: tuple[str, ...]

    def sha256(self) -> str:
        """Hex digest of the file's bytes as received (a .gz: of the compressed ones)."""
        return sha256_of(self.container, self.file.member)

    def reader(self) -> CourseraFileReader:
        """A new pass over the file."""
        return CourseraFileReader(
            lambda: _open(self.container, self.file), self.head, self.plan, self.null_strings
        )


def _open(container: Container, file: TableFile) -> ByteStream:
    """The text of a table file."""
    return open_text(container, file.member, file.is_gzip)
