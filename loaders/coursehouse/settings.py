"""Every setting of coursehouse: its environment variable and its documented default."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path

from coursehouse.errors import Refused

PROJECT_ROOT = Path(__file__).resolve().parents[2]


def _number(name: str, default: float, most: float = math.inf) -> float:
    """The number in an environment variable, from 0 to `most`; `default` where it is unset."""
    text = os.environ.get(name, "")
    try:
        number = float(text) if text else default
    except ValueError:
        number = math.nan
    if not 0 <= number <= most or number == math.inf:
        bounds = "of 0 or more" if most == math.inf else f"from 0 to {most:g}"
        raise Refused(
            f"{name}={text!r} is not a number {bounds}.", f"Unset it or give one (default {default:g})."
        )
    return number


def _home() -> Path:
    text = os.environ.get("COURSEHOUSE_HOME", "")
    try:
        home = Path(text).expanduser().resolve() if text else PROJECT_ROOT / "warehouse"
    except RuntimeError as error:
        raise Refused(f"COURSEHOUSE_HOME={text!r} cannot be found: {error}", "Give a full path.") from None
    if set("*?") & set(str(home)):
        raise Refused(
            f"The path {home} of the warehouse holds * or ?, which DuckDB takes for a pattern.",
            "Set COURSEHOUSE_HOME to a folder without them.",
        )
    return home


def _gpg_home() -> Path | None:
    text = os.environ.get("COURSEHOUSE_GPG_HOME", "")
    if text and not Path(text).expanduser().is_dir():
        raise Refused(
            f"COURSEHOUSE_GPG_HOME={text!r} is no folder.", "Set it to the folder where gpg keeps its keys."
        )
    return Path(text).expanduser().resolve() if text else None


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
    gpg_home: folder of the keys that open encrypted files; None means gpg's own
        (COURSEHOUSE_GPG_HOME, default none).
    """

    home: Path
    fault_threshold: float = 0.01
    archive_ratio: float = 200.0
    archive_bytes: int = 0
    gpg_home: Path | None = None

    @staticmethod
    def from_environment() -> Settings:
        """The settings in force; raises Refused for a value that makes no sense."""
        return Settings(
            home=_home(),
            fault_threshold=_number("COURSEHOUSE_FAULT_THRESHOLD", 0.01, most=1),
            archive_ratio=_number("COURSEHOUSE_ARCHIVE_RATIO", 200.0),
            archive_bytes=int(_number("COURSEHOUSE_ARCHIVE_BYTES", 0)),
            gpg_home=_gpg_home(),
        )
