"""The first rows of a file tell its course, whichever form of id they hold."""

from __future__ import annotations

import pytest

from coursehouse.platforms.edx.readers import first_course_id
from platforms.edx.packages import Stream, table_of

SQL = {
    b"id\tcourse_id\n1\tUniX/C1/R1\n": "course-v1:UniX+C1+R1",
    b"id\tcourse_id\n1\tNULL\n2\tcourse-v1:UniX+C1+R1 \n": "course-v1:UniX+C1+R1",
    b"course_id\nccx-v1:UniX+C1+R1+ccx@3\n": "ccx-v1:UniX+C1+R1+ccx@3",
    b"item_id\nccx-block-v1:UniX+C1+R1+ccx@3+type@problem+block@p\n": "ccx-v1:UniX+C1+R1+ccx@3",
    b"usage_key\tcourse_id\nblock-v1:A+B+C+type@problem+block@p\tUniX/C1/R1\n": "course-v1:UniX+C1+R1",
    b"module_id\ni4x://UniX/C1/problem/p\n": None,
    b"id\tgoals\n1\tand/or/both course-v1:A+B+C\n": None,
    b"id\tcourse_id\n": None,
    b"": None,
    b"a traceback\n": None,
}


@pytest.mark.parametrize("data", SQL)
@pytest.mark.parametrize("file_format", ["sql", "student_module"])
def test_course_of_a_table(file_format: str, data: bytes) -> None:
    table = table_of("id", "course_id", "item_id", "usage_key", "module_id", "goals")
    assert first_course_id(file_format, lambda: Stream(data), table) == SQL[data]
