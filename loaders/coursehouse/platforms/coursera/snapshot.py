"""The moment and the scope in an export's name."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_EPOCH = re.compile(r"(?<!\d)\d{13}(?!\d)")


def scope_of(name: str) -> str:
    """What a folder or zip name says the export covers: the name without its 13-digit epoch."""
    return _EPOCH.sub("", name).strip("_- .") or name


def epoch_in(name: str) -> tuple[str, datetime] | None:
    """The 13-digit epoch (milliseconds) in a folder or zip name, with its moment; None without one."""
    found = _EPOCH.search(name)
    if found is None:
        return None
    return found[0], datetime.fromtimestamp(int(found[0]) / 1000, UTC).replace(tzinfo=None)
