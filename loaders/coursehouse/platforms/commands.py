"""Which command loads what was given to another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coursehouse.contract import load_contract

_PACKED = r"(?:\.gz)?(?:\.failed)?(?:\.gpg)?"
_NAMES = {
    "edx-logs": re.compile(rf".+\.log(?:[-.]\d{{8}})?{_PACKED}"),
    "coursera-clickstream": re.compile(rf"(?:video|access)-\d{{4}}-\d{{2}}-\d{{2}}\.csv{_PACKED}"),
    "edx": re.compile(rf".+-.+(?:\.sql|\.mongo|-course_structure-.+\.json|-email_opt_in-.+\.csv){_PACKED}"),
}
_WHAT = {
    "edx-logs": "edX tracking logs",
    "coursera-clickstream": "Coursera clickstream",
    "edx": "an edX data package",
    "coursera": "a Coursera export",
}


def right_command(paths: Sequence[str], given: str) -> str:
    """What to do with files that the command `load <given>` cannot use; empty where nothing fits them.

    paths: of all members. The command that most of their names fit is recommended.
    """
    names = [path.rsplit("/", 1)[-1].lower() for path in paths]
    counts = {command: sum(map(bool, map(name.fullmatch, names))) for command, name in _NAMES.items()}
    tables = load_contract("coursera").tables
    counts["coursera"] = sum(name.split(".", 1)[0] in tables and ".csv" in name for name in names)
    counts.pop(given, None)
    command, count = max(counts.items(), key=lambda item: item[1])
    return f"It looks like {_WHAT[command]}: use `coursehouse load {command}`." if count else ""
