"""The commands `coursehouse load ...`: 0 = landed, 1 = landed with many faults, 2 = refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from coursehouse.errors import Refused
from coursehouse.settings import Settings
from coursehouse.talk import TargetName, say, show

if TYPE_CHECKING:
    from coursehouse.platforms.base import Platform, ReadOptions

app = typer.Typer(help="Land exports and register them for dbt.", no_args_is_help=True)


@app.callback()
def _load_options() -> None:
    pass


Scope = Annotated[
    str | None,
    typer.Option(help="What the exports cover, such as a course slug; else taken from their names."),
]
SnapshotAt = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="When they were exported (ISO 8601, UTC); else found out."),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="Share of rejected rows or nulled cells in a table above which the exit code is 1.",
    ),
]


@app.command("coursera")
def load_coursera(
    exports: Annotated[
        list[Path], typer.Argument(metavar="EXPORT", help="Zips or folders, as Coursera sent them.")
    ],
    scope: Scope = None,
    snapshot_at: SnapshotAt = None,
    null_string: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A cell text that stands for NULL, such as NA.")
    ] = None,
    threshold: Threshold = None,
    *,
    target: TargetName,
) -> None:
    """Load Coursera research exports."""
    from coursehouse.contract import load_contract
    from coursehouse.platforms.base import ReadOptions
    from coursehouse.platforms.coursera.export import CourseraPlatform

    platform = CourseraPlatform(Settings.from_environment(), load_contract("coursera"))
    options = ReadOptions(scope=scope, snapshot_at=_utc(snapshot_at), null_strings=tuple(null_string or ()))
    _load(platform, exports, options, threshold, target)


@app.command("coursera-clickstream")
def load_coursera_clickstream(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Files such as video-2017-03-02.csv.gz, or folders of them."),
    ],
    scope: Scope = None,
    snapshot_at: SnapshotAt = None,
    threshold: Threshold = None,
    accounting: Annotated[
        bool,
        typer.Option(
            help="Prove of every file, from its quotes and its size, that no cell was cut in a wrong place."
        ),
    ] = True,
    *,
    target: TargetName,
) -> None:
    """Load days of Coursera's clickstream; days that are loaded already are left alone."""
    from coursehouse.landing_workers import start_early

    start_early(files, "coursehouse.platforms.coursera.reader")
    from coursehouse.contract import load_contract
    from coursehouse.platforms.base import ReadOptions
    from coursehouse.platforms.coursera.clickstream import CourseraClickstreamPlatform

    platform = CourseraClickstreamPlatform(Settings.from_environment(), load_contract("coursera"))
    options = ReadOptions(scope=scope, snapshot_at=_utc(snapshot_at), with_accounting=accounting)
    _load(platform, files, options, threshold, target)


@app.command("edx")
def load_edx(
    packages: Annotated[
        list[Path],
        typer.Argument(
            metavar="PACKAGE",
            help="Zips, folders or files of them, encrypted or not, as edX sent them; or s3:// addresses.",
        ),
    ],
    scope: Scope = None,
    snapshot_at: SnapshotAt = None,
    threshold: Threshold = None,
    *,
    target: TargetName,
) -> None:
    """Load edX data packages."""
    from coursehouse.landing_workers import start_early

    start_early(packages, "coursehouse.platforms.edx.export")
    from coursehouse.contract import load_contract
    from coursehouse.platforms.base import ReadOptions
    from coursehouse.platforms.edx.export import EdxPlatform

    platform = EdxPlatform(Settings.from_environment(), load_contract("edx"))
    options = ReadOptions(scope=scope, snapshot_at=_utc(snapshot_at))
    _load(platform, packages, options, threshold, target)


@app.command("edx-logs")
def load_edx_logs(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH", help="Files such as university-edx-events-2016-09-01.log.gz, or folders of them."
        ),
    ],
    scope: Scope = None,
    snapshot_at: SnapshotAt = None,
    threshold: Threshold = None,
    *,
    target: TargetName,
) -> None:
    """Load days of edX's tracking logs; days that are loaded already are left alone."""
    from coursehouse.landing_workers import start_early

    start_early(files, "coursehouse.platforms.edx.logs")
    from coursehouse.contract import load_contract
    from coursehouse.platforms.base import ReadOptions
    from coursehouse.platforms.edx.logs import EdxLogsPlatform

    platform = EdxLogsPlatform(Settings.from_environment(), load_contract("edx"))
    options = ReadOptions(scope=scope, snapshot_at=_utc(snapshot_at))
    _load(platform, files, options, threshold, target)


def _load(
    platform: Platform, paths: list[Path], options: ReadOptions, threshold: float | None, target: str
) -> None:
    """Nothing; loads, shows what it came to, and raises Exit with code 1 where faults pass the threshold."""
    from coursehouse.contract import load_contract
    from coursehouse.load import load
    from coursehouse.progress import ConsoleProgress
    from coursehouse.report import closing_table, fault_sentences, table_totals

    settings = Settings.from_environment()
    limit = settings.fault_threshold if threshold is None else threshold
    contract = load_contract(platform.name)
    with ConsoleProgress(Console(stderr=True)) as progress:
        loaded = load(platform, contract, paths, options, settings.home, progress, target)
    entries = [one.entry for one in loaded if one.is_new or one.entry.is_incomplete]
    for entry in entries:
        show(closing_table(entry))
        say(*fault_sentences(entry, limit))
    if any(entry.is_incomplete or total.passes(limit) for entry in entries for total in table_totals(entry)):
        raise typer.Exit(1)


def _utc(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise Refused(
            f"--snapshot-at {text!r} is not a time.", "Write it as 2017-08-11T00:00:00 (UTC)."
        ) from None
