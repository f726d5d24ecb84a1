"""Readers of the files in edX data packages, one for each file_format of the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from coursehouse.contract import Table
from coursehouse.platforms.base import FileReader
from coursehouse.platforms.files.streams import ByteStream


class ReaderType(Protocol):
    """What makes a reader of one file.

    table: None for a file that the contract does not know; its columns land as text. file_course_id: lands
    in the column of that name. source_file: the file as the user knows it.
    """

    def __call__(
        self,
        open_stream: Callable[[], ByteStream],
        table: Table | None,
        file_course_id: str | None,
        source_file: str,
    ) -> FileReader: ...


def reader_of(file_format: str) -> ReaderType:
    """The reader of a file_format of the contract; raises KeyError for any other."""
    from coursehouse.platforms.edx.readers.forum import ForumReader
    from coursehouse.platforms.edx.readers.report import ReportReader
    from coursehouse.platforms.edx.readers.sql_text import SqlTextReader
    from coursehouse.platforms.edx.readers.structure import StructureReader
    from coursehouse.platforms.edx.readers.student_module import StudentModuleReader

    readers: dict[str, ReaderType] = {
        "sql": SqlTextReader,
        "student_module": StudentModuleReader,
        "csv": ReportReader,
        "forum": ForumReader,
        "structure": StructureReader,
    }
    return readers[file_format]


def first_course_id(
    file_format: str, open_stream: Callable[[], ByteStream], table: Table | None
) -> str | None:
    """See readers.first_course."""
    from coursehouse.platforms.edx.readers import first_course

    return first_course.first_course_id(file_format, open_stream, table)
