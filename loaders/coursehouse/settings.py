"""Every setting of coursehouse: its environment variable and its documented default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from coursehouse.errors import Refused

PROJECT_ROOT = Path(__file__).resolve().parents[2]


def _number(name: str, default: float) -> float:
    text = os.environ.get(name, "")
    try:
        return float(text) if text else default
    except ValueError:
        raise Refused(
            f"{name}={text!r} is not a number.", f"Unset it or give a number (default {default:g})."
        ) from None


@dataclass(frozen=True)
class Settings:
    """All settings of one run; `Settings.from_environment()` reads them once.

    home: folder of the landing zone and the DuckDB file
        (COURSEHOUSE_HOME, default `warehouse` in the project root).
    fault_threshold: share of the rows or cells of a table, 0..1, above which a load exits 1
        (COURSEHOUSE_FAULT_THRESHOLD, default 0.01).
    archive_ratio: largest uncompressed/compressed ratio of a zip member that is believed
        (COURSEHOUSE_ARCHIVE_RATIO, default 200).
    archive_bytes: largest total uncompressed size of an archive in bytes; 0 means the free disk space
        (COURSEHOUSE_ARCHIVE_BYTES, default 0).
    """

    home: Path
    fault_threshold: float = 0.01
    archive_ratio: float = 200.0
    archive_bytes: int = 0

    @staticmethod
    def from_environment() -> Settings:
        """The settings in force; raises Refused for a value that is not a number."""
        home = os.environ.get("COURSEHOUSE_HOME", "")
        return Settings(
            home=Path(home).expanduser().resolve() if home else PROJECT_ROOT / "warehouse",
            fault_threshold=_number("COURSEHOUSE_FAULT_THRESHOLD", 0.01),
            archive_ratio=_number("COURSEHOUSE_ARCHIVE_RATIO", 200.0),
            archive_bytes=int(_number("COURSEHOUSE_ARCHIVE_BYTES", 0)),
        )
