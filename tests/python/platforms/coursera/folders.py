"""Small exports on disk, as folders and as zips."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from coursehouse.contract import load_contract
from coursehouse.platforms.base import Export, ReadOptions
from coursehouse.platforms.coursera.export import CourseraPlatform
from coursehouse.settings import Settings

USERS = b'jhu_user_id,user_join_ts,country_cd\n"u1","2015-01-01 00:00:00","NA"\n'
ANSWERS = b'discussion_answer_id,jhu_discussions_user_id,course_id\n"a1","d1","c1"\n'


def open_export(path: Path, options: ReadOptions | None = None, settings: Settings | None = None) -> Export:
    """The export at a path, with the project's own contract."""
    settings = settings or Settings(home=path.parent / "warehouse")
    return CourseraPlatform(settings, load_contract("coursera")).open_export(path, options or ReadOptions())


def folder(place: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place


def zipped(
    path: Path,
    files: Mapping[str, bytes],
    modified: datetime = datetime(2017, 8, 11),
    compression: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """A zip with these members, all of one date."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, modified.timetuple()[:6]), data, compression)
    return path


def rows_of(export: Export) -> dict[str, list[dict[str, object]]]:
    """All rows by table, without row numbers and columns that are NULL throughout."""
    found: dict[str, list[dict[str, object]]] = {}
    for file in export.files:
        rows = found.setdefault(file.table_name, [])
        reader = file.reader()
        for batch in reader.batches():
            rows += [
                {name: value for name, value in row.items() if value is not None and name != "_row_number"}
                for row in batch.rows.to_pylist()
            ]
        assert reader.summary.rows_rejected == 0
    return found
