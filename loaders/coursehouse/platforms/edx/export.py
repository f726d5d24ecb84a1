"""edX data packages, opened: every file is named, and its course found, before a row is landed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath

from coursehouse.contract import Contract, Table
from coursehouse.errors import Refused
from coursehouse.platforms.base import Export, FileReader, Ignored, Missing, ReadOptions
from coursehouse.platforms.commands import right_command
from coursehouse.platforms.edx.courses import Courses, is_per_course, orgs_of
from coursehouse.platforms.edx.gpg import open_decoded
from coursehouse.platforms.edx.names import Cut, Grammar, Packing, chosen, packing, reason_to_ignore
from coursehouse.platforms.edx.readers import first_course_id, reader_of
from coursehouse.platforms.files.containers import Container, Member, open_container, sha256_of
from coursehouse.platforms.files.members import desktop_reason, shared_folders
from coursehouse.platforms.files.snapshot import snapshot_of
from coursehouse.platforms.files.streams import ByteStream
from coursehouse.settings import Settings

_PACKAGE = re.compile(r"(?P<org>.+?)-(?P<date>\d{4}-\d{2}-\d{2})(?!\d).*")
_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_FAILED = "the platform failed to write it and left an error message instead"


class EdxPlatform:
    """The platform of edX data packages: a zip, its folder, or single files of it."""

    name = "edx"

    def __init__(self, settings: Settings, contract: Contract) -> None:
        self._settings = settings
        self._tables = contract.tables

    def open_exports(self, paths: Sequence[Path], options: ReadOptions) -> tuple[Export, ...]:
        """The export at each path, the tables and course runs of its files found out.

        What one path tells of its courses helps to cut the names in the others.
        Raises Refused, with the remedy, for what is no data package or is unsafe to open.
        """
        containers = [self._container(path) for path in paths]
        named = [self._named(container) for container in containers]
        known = set(options.known_course_ids)
        courses = []
        for container, (found, _) in zip(containers, named, strict=True):
            courses.append(self._asked(container, found))
            known |= courses[-1].told
        for each in courses:
            each.learn(known)
        return tuple(
            self._export(container, found, ignored, each, options)
            for container, (found, ignored), each in zip(containers, named, courses, strict=True)
        )

    def _container(self, path: Path) -> Container:
        if path.name.lower().endswith(".zip.gpg"):
            raise Refused(f"{path.name} is encrypted as a whole.", "Decrypt it with gpg, then load the zip.")
        container = open_container(path, self._settings)
        return container

    def _export(
        self,
        container: Container,
        found: Sequence[_Named],
        ignored: Sequence[Ignored],
        courses: Courses,
        options: ReadOptions,
    ) -> Export:
        files, unnamed = self._cut(found, courses)
        if not any(not file.packed.is_failed for file in files):
            raise _nothing(container)
        folders = shared_folders([file.member.path for file in files])
        depth = sum(len(folder) + 1 for folder in folders)
        landed: list[EdxFile] = []
        missing: list[Missing] = []
        for file in files:
            source_file, table = file.member.path[depth:], file.cut.table
            course_id = courses.id_of(file.cut)
            if file.packed.is_failed:
                missing.append(Missing(source_file, file.table_name, course_id, _FAILED))
                continue
            alone = container.alone(file.member)
            landed.append(
                EdxFile(
                    source_file=source_file,
                    table_name=file.table_name,
                    is_known_table=table is not None,
                    size_bytes=file.member.size,
                    course_id=course_id,
                    container=alone,
                    member=alone.members[0],
                    table=table,
                    gpg_home=self._settings.gpg_home,
                )
            )
        orgs = set(orgs_of(file.course_id for file in landed))
        orgs |= {file.cut.course for file in files if not is_per_course(file.cut.table)}
        names = (*reversed(folders), container.name, *_report_names(files))
        dates = [member.modified for member in container.members if member.modified]
        top = "".join(f"{folder}/" for folder in folders)
        return Export(
            name=container.name,
            platform=self.name,
            scope=options.scope or "+".join(_one_spelling(orgs)) or container.name,
            partner=None,
            id_mode="linked",
            snapshot=snapshot_of(names, dates, container.modified, options.snapshot_at, _date_in),
            files=tuple(landed),
            ignored=(
                *(
                    replace(one, source_file=one.source_file.removeprefix(top))
                    for one in (*ignored, *unnamed)
                ),
                *container.skipped,
            ),
            notes=tuple(courses.notes),
            missing=tuple(missing),
        )

    def _named(self, container: Container) -> tuple[list[_Named], list[Ignored]]:
        """The files that may hold tables, in the form that is easiest to read, and the others."""
        grammar = Grammar(self._tables)
        ignored: list[Ignored] = []
        forms: dict[tuple[str, str, str], list[_Named]] = defaultdict(list)
        for member in container.members:
            place = PurePosixPath(member.path)
            packed = packing(place.name)
            reason = desktop_reason(member.path) or reason_to_ignore(packed)
            if reason:
                ignored.append(Ignored(member.path, reason))
            else:
                key = (str(place.parent), packed.stem, packed.extension)
                forms[key].append(_Named(member, packed, grammar.cuts(packed)))
        found = []
        for same in forms.values():
            first, *others = sorted(same, key=lambda one: one.effort)
            found.append(first)
            ignored += [
                Ignored(one.member.path, f"also here as {first.member.path.rsplit('/', 1)[-1]}")
                for one in others
            ]
        return found, ignored

    def _asked(self, container: Container, found: Sequence[_Named]) -> Courses:
        """The courses that the rows of a package name."""
        _refuse_several_packages(container.name, found)
        courses = Courses({match["org"] for name in _names(container) if (match := _PACKAGE.fullmatch(name))})

        def first_id(one: _Named) -> str | None:
            table = one.cuts[0].table
            opener = _opener(container, one.member, self._settings.gpg_home)
            return first_course_id(_format(table), opener, table)

        courses.ask([one for one in found if not one.packed.is_failed], first_id)
        return courses

    def _cut(self, found: Sequence[_Named], courses: Courses) -> tuple[list[_Cut], list[Ignored]]:
        """The files that hold a table, and those of which nothing tells what they are."""
        cut = {one: chosen(one.cuts, courses.forms) for one in found if one.cuts}
        spelled = {each.course for each in cut.values() if is_per_course(each.table)}
        sites = {
            each.site for each in cut.values() if each.site and each.table and each.token != "forum_contents"
        }
        grammar = Grammar(self._tables)
        files, unnamed = [], []
        for one in found:
            way = cut.get(one) or next(grammar.cuts_behind(one.packed, spelled, sites), None)
            if way is None:
                unnamed.append(Ignored(one.member.path, "no table that its name could mean is known"))
            else:
                files.append(_Cut(one.member, one.packed, way))
        return files, unnamed


@dataclass(frozen=True)
class _Named:
    """A member that may hold a table, and the ways to cut its name."""

    member: Member
    packed: Packing
    cuts: tuple[Cut, ...]

    @property
    def effort(self) -> tuple[bool, bool, bool]:
        """How much stands between the file and its text: of twins the least counts."""
        return (self.packed.is_failed, self.packed.is_encrypted, self.packed.is_gzip)


@dataclass(frozen=True)
class _Cut:
    """A member that holds a table, its name cut."""

    member: Member
    packed: Packing
    cut: Cut

    @property
    def table_name(self) -> str:
        return self.cut.table.name if self.cut.table else self.cut.token


@dataclass(frozen=True)
class EdxFile:
    """One table of one course run; see ExportFile."""

    source_file: str
    table_name: str
    is_known_table: bool
    size_bytes: int
    course_id: str | None
    container: Container
    member: Member
    table: Table | None
    gpg_home: Path | None
    day: None = None
    is_independent: bool = True

    def sha256(self) -> str:
        """Hex digest of the file's bytes as received (a .gpg: of the encrypted ones)."""
        return sha256_of(self.container, self.member)

    def reader(self) -> FileReader:
        """A new pass over the file."""
        opener = _opener(self.container, self.member, self.gpg_home)
        return reader_of(_format(self.table))(opener, self.table, self.course_id, self.source_file)


def _opener(container: Container, member: Member, gpg_home: Path | None) -> Callable[[], ByteStream]:
    return lambda: open_decoded(container, member, gpg_home)


def _format(table: Table | None) -> str:
    return table.file_format or "sql" if table else "sql"


def _names(container: Container) -> Iterable[str]:
    """The names that may be a package's own: the container's, and those of the folders in it."""
    folders = {folder for member in container.members for folder in member.path.split("/")[:-1]}
    return (container.name, *sorted(folders))


def _refuse_several_packages(name: str, found: Iterable[_Named]) -> None:
    """Raises Refused for a folder of packages, which must not become one of them all."""
    folders = {folder for one in found for folder in one.member.path.split("/")[:-1]}
    packages = sorted(folder for folder in folders if _PACKAGE.fullmatch(folder))
    if len(packages) > 1:
        raise Refused(f"{name} holds several packages: {', '.join(packages)}.", "Name each of them.")


def _nothing(container: Container) -> Refused:
    if any(member.path.lower().endswith(".zip") for member in container.members):
        return Refused(
            f"{container.name} holds no table of an edX data package, but archives.",
            f"Name them: `coursehouse load edx {container.name}/*.zip`.",
        )
    if command := right_command([member.path for member in container.members], "edx"):
        return Refused(f"{container.name} holds no table of an edX data package.", command)
    return Refused(
        f"{container.name} holds no table of an edX data package.",
        "Give a package as edX sent it: the zip, its folder, or files such as "
        "ORG-COURSE-RUN-auth_user-prod-analytics.sql.",
    )


def _report_names(files: Sequence[_Cut]) -> list[str]:
    """Where there are reports only, the name with the newest date among theirs."""
    if not all(file.table_name.startswith("report_") for file in files):
        return []
    dated = {found[1]: file.packed.stem for file in files if (found := _date_in(file.packed.stem))}
    return [dated[max(dated)]] if dated else []


def _date_in(name: str) -> tuple[str, datetime] | None:
    """The date in a package's name, and its first moment; None without one."""
    for match in _DATE.finditer(name):
        try:
            return match[0], datetime.combine(date.fromisoformat(match[0]), time())
        except ValueError:
            continue
    return None


def _one_spelling(orgs: Iterable[str]) -> list[str]:
    """Organisations in order; of spellings that differ in letter case only, one."""
    spelled = {org.lower(): org for org in sorted(orgs, reverse=True)}
    return [spelled[name] for name in sorted(spelled)]
