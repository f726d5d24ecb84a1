"""What the paths of an export's members tell, whatever the platform."""

from __future__ import annotations

from collections.abc import Sequence

_DESKTOP_FILES = (".ds_store", "thumbs.db", "desktop.ini")


def desktop_reason(path: str) -> str | None:
    """Why a file that a desktop wrote beside an export is left out; None for any other file."""
    base = path.rsplit("/", 1)[-1]
    if base.startswith("._") or "__MACOSX" in path.split("/"):
        return "written by macOS beside each file"
    return "written by a file manager" if base.lower() in _DESKTOP_FILES else None


def shared_folders(paths: Sequence[str]) -> tuple[str, ...]:
    """The folders that all these paths lie in, outermost first."""
    parents = [path.split("/")[:-1] for path in paths]
    shared = []
    for level in zip(*parents, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return tuple(shared)
