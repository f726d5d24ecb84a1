"""Forum files: documents of every age land in the same columns; what is no document is named."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coursehouse.platforms.base import Reject
from platforms.edx.packages import Read, read, table_of

COLUMNS = ("_id", "body", "created_at:timestamp", "closed:boolean", "comment_count:integer", "votes:json")
TABLE = table_of(*COLUMNS, "endorsement:json", "parent_ids:json")
OID = "a" * 24


def documents(*lines: str) -> Read:
    return read("forum", "\n".join(lines).encode() + b"\n", TABLE)


def document(**fields: Any) -> str:
    return json.dumps({"_id": {"$oid": OID}} | fields)


@given(body=st.text(max_size=20), moment=st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)))
def test_a_moment_is_the_same_however_it_is_written(body: str, moment: datetime) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    milliseconds = (moment - datetime(1970, 1, 1)) // timedelta(milliseconds=1)
    iso = f"{moment.isoformat(timespec='milliseconds')}Z"
    dates: list[Any] = [milliseconds, str(milliseconds), iso, {"$numberLong": str(milliseconds)}]
    lines = [document(body=body, created_at={"$date": date}) for date in dates]
    lines.append(document(body=body, created_at="?").replace('"?"', f'ISODate("{iso}")'))
    found = documents(*lines)
    assert found.column("created_at") == [moment] * 5
    assert found.column("body") == [body.replace("\0", "\ufffd")] * 5
    assert found.column("_id") == [OID] * 5
    assert found.summary.notes[0].startswith("1 lines hold ISODate")


def test_values_of_all_shapes_become_cells() -> None:
    votes = {"up": ["8"], "count": 1}
    found = documents(
        document(closed=False, comment_count=3.0, votes=votes, parent_ids=[{"$oid": OID}], endorsement=None),
        document(closed="true", endorsement="null"),
        document(endorsement={"user_id": "7", "time": {"$date": 1409325111442}}, comment_count=None),
    )
    assert found.column("closed") == [False, True, None]
    assert found.column("comment_count") == [3, None, None]
    assert [json.loads(found.rows[0][name]) for name in ("votes", "parent_ids")] == [votes, [OID]]
    assert [cell and json.loads(cell) for cell in found.column("endorsement")] == [
        None,
        None,
        {"user_id": "7", "time": "2014-08-29T15:11:51.442Z"},
    ]
    assert found.rejects == []


def test_keys_of_later_lines_land_too() -> None:
    found = documents(document(), document(pinned=True, abuse={"by": [1]}))
    assert found.summary.unknown_columns == ("pinned", "abuse")
    assert found.column("pinned") == [None, "true"]
    assert found.column("abuse") == [None, '{"by": [1]}']


def test_lines_that_are_no_document_are_set_aside() -> None:
    found = documents(document(), '{"_id": {"$oid":', "", "[1]", document(created_at={"$date": "soon"}))
    assert [row["_row_number"] for row in found.rows] == [1, 5]
    assert found.rejects == [
        Reject(2, 2, None, "not a JSON object", '{"_id": {"$oid":'),
        Reject(3, 3, None, "a blank line", ""),
        Reject(4, 4, None, "not a JSON object", "[1]"),
        Reject(5, 5, "created_at", "not a timestamp", "soon"),
    ]


def test_half_an_emoji_is_repaired_and_named() -> None:
    found = documents('{"_id": "x", "body": "\\ud83d!"}')
    assert found.column("body") == ["\ufffd\ufffd\ufffd!"]
    assert [reject.reason for reject in found.rejects] == ["not UTF-8"]


def test_text_that_speaks_of_shell_dates_is_left_alone() -> None:
    body = 'write ISODate("2014-08-29T15:11:51Z") or ObjectId(7)'
    line = document(body=body, created_at="?").replace('"?"', 'ISODate("2014-08-29T15:11:51Z")')
    assert documents(line).rows[0]["body"].startswith('write ISODate("')


def test_forum_without_posts_is_an_empty_file() -> None:
    assert read("forum", b"", TABLE).rows == []
