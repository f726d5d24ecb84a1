"""The commands. Results go to stdout, talk to stderr; 0 = done, 1 = landed with many faults, 2 = refused."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from coursehouse.errors import CoursehouseError, Refused
from coursehouse.profiles import default_target
from coursehouse.settings import PROJECT_ROOT, Settings
from coursehouse.synthetic.cli import app as generate_app

if TYPE_CHECKING:
    from coursehouse.platforms.base import Platform, ReadOptions

PLAIN_WIDTH = 200

TargetName = Annotated[
    str,
    typer.Option(
        "--target",
        default_factory=default_target,
        metavar="NAME",
        help="dbt target whose engine is brought up to date beside the DuckDB file: duckdb, postgres, spark.",
    ),
]

app = typer.Typer(
    name="coursehouse",
    help="A warehouse for MOOC research exports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
load_app = typer.Typer(help="Land exports and register them for dbt.", no_args_is_help=True)
app.add_typer(load_app, name="load")
app.add_typer(generate_app, name="generate")


def main() -> None:
    """Nothing; runs the command of this process and ends it with the command's exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[_Talk()])
    logging.getLogger("coursehouse").setLevel(logging.INFO)
    try:
        app()
    except CoursehouseError as error:
        _say(str(error))
        sys.exit(2)
    except OSError as error:
        _say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}. Check its path.")
        sys.exit(2)


def _say(*sentences: str) -> None:
    for sentence in sentences:
        Console(stderr=True).print(sentence, markup=False, highlight=False, soft_wrap=True)


class _Talk(logging.Handler):
    """Events of the loader, told like everything else, so that they do not break a progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        _say(self.format(record))


def _show(result: Any) -> None:
    # A file or pipe has no width: a table cut to 80 columns would lose names there.
    Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH).print(result)


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


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("coursehouse"))
        raise typer.Exit()


@app.callback()
def _options(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    pass


@load_app.callback()
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


@load_app.command("coursera")
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


@load_app.command("coursera-clickstream")
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
    from coursehouse.contract import load_contract
    from coursehouse.platforms.base import ReadOptions
    from coursehouse.platforms.coursera.clickstream import CourseraClickstreamPlatform

    platform = CourseraClickstreamPlatform(Settings.from_environment(), load_contract("coursera"))
    options = ReadOptions(scope=scope, snapshot_at=_utc(snapshot_at), with_accounting=accounting)
    _load(platform, files, options, threshold, target)


@load_app.command("edx-logs")
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
        _show(closing_table(entry))
        _say(*fault_sentences(entry, limit))
    if any(entry.is_incomplete or total.passes(limit) for entry in entries for total in table_totals(entry)):
        raise typer.Exit(1)


@app.command()
def exports() -> None:
    """List the loaded exports."""
    from coursehouse.home import Home
    from coursehouse.ledger import Ledger
    from coursehouse.report import exports_table

    home = Settings.from_environment().home
    entries = Ledger(Home(home)).entries()
    if entries:
        _show(exports_table(entries))
    else:
        _say(f"No export is loaded in {home}. Load one with `coursehouse load coursera EXPORT`.")


@app.command()
def remove(
    export_id: Annotated[str, typer.Argument(help="Its id, as `coursehouse exports` shows it.")],
    target: TargetName,
) -> None:
    """Take an export back; rows that it had superseded are current again."""
    from coursehouse.load import remove as remove_export

    entry = remove_export(export_id, Settings.from_environment().home, target)
    _say(f"{entry.export_id} is removed: {len(entry.files)} files, {entry.rows_landed} rows.")


@app.command()
def register(target: TargetName) -> None:
    """Show the engines every table of the contract again, empty where nothing is loaded."""
    from coursehouse.load import open_warehouse
    from coursehouse.register import settle

    home = Settings.from_environment().home
    with open_warehouse(home, target) as (opened, engines):
        settle(opened, engines)
    _say(f"The warehouse {home} is registered.")


@app.command()
def parity(
    targets: Annotated[
        str,
        typer.Option(metavar="NAME,NAME", help="dbt targets; each one is compared with the first."),
    ] = "duckdb,postgres",
) -> None:
    """Compare what dbt built in several engines, row by row; 1 is the exit code when something differs."""
    from coursehouse.home import Home
    from coursehouse.parity import compare_targets
    from coursehouse.report import difference_sentences, parity_table

    names = [name.strip() for name in targets.split(",") if name.strip()]
    compared = compare_targets(Home(Settings.from_environment().home), names)
    _show(parity_table(compared, names))
    differing = [one for one in compared if not one.is_equal]
    for one in differing:
        for sentence in difference_sentences(one, names[0]):
            Console().print(sentence, markup=False, highlight=False, soft_wrap=True)
    if differing:
        raise typer.Exit(1)


@app.command()
def demo() -> None:
    """Make a small synthetic institution, load it, build everything with dbt and show what was built."""
    from coursehouse.demo import run_demo

    raise typer.Exit(
        run_demo(Settings.from_environment(), PROJECT_ROOT / "demo", Console(stderr=True), _show)
    )
