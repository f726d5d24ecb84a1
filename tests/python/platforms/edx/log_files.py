"""Lines of tracking logs for tests, and what a reader makes of them."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

from coursehouse.platforms.base import Day, FileSummary, Reject
from coursehouse.platforms.edx.log_blocks import BLOCK_BYTES
from coursehouse.platforms.edx.log_reader import EdxLogReader

DAY = Day("hypotheticalx-edx", date(2016, 9, 1))
SOUND = (
    b'{"username": "ann", "event_type": "play_video", "event_source": "browser", "session": "5e55", "ip": "",'
    b' "agent": "Firefox", "host": "courses.example.org", "page": "https://courses.example.org/x",'
    b' "event": "{\\"id\\": \\"b1\\", \\"currentTime\\": 1e1}", "context": {"user_id": 7, "path": "/event"},'
    b' "time": "2016-09-01T10:00:00.123456+00:00"}'
)


def line(**fields: object) -> bytes:
    """A line with these fields."""
    return json.dumps(fields).encode()


def read(
    data: bytes, block_bytes: int = BLOCK_BYTES
) -> tuple[list[dict[str, Any]], list[Reject], FileSummary]:
    """The rows of a log with this content, its rejects, and what it came to."""
    reader = EdxLogReader(lambda: io.BytesIO(data), DAY, "x.log", block_bytes)
    rows: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    for parsed in reader.batches():
        rows += parsed.rows.to_pylist()
        rejects += parsed.rejects
    return rows, rejects, reader.summary
