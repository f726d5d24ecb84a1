"""`coursehouse generate`: makes synthetic exports with a known truth."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from coursehouse.synthetic.config import GeneratorConfig, IdMode, Layout

if TYPE_CHECKING:
    from coursehouse.synthetic.clickstream import GeneratedClickstream
    from coursehouse.synthetic.edx.generate import GeneratedPackages
    from coursehouse.synthetic.edx.logs import GeneratedLogs
    from coursehouse.synthetic.generate import GeneratedInstitution

Out = Annotated[Path, typer.Option(help="Folder for what is generated and truth/*.csv.")]
Learners = Annotated[int, typer.Option(help="Accounts that may take courses.")]
Courses = Annotated[int, typer.Option(help="Courses, one export each.")]
Seed = Annotated[int, typer.Option(help="The same seed writes the same bytes.")]
Mode = Annotated[IdMode, typer.Option(help="One learner id everywhere, or one per id domain.")]
Year = Annotated[Layout, typer.Option(help="The year whose tables and columns the exports have.")]
Reexport = Annotated[bool, typer.Option(help="Export the first course again, two months later.")]

app = typer.Typer(
    help="Generate synthetic exports of a platform, with the truth about them.", no_args_is_help=True
)


@app.callback()
def platforms() -> None:
    """Generate synthetic exports of a platform, with the truth about them."""


@app.command()
def coursera(
    out: Out = Path("generated"),
    learners: Learners = 200,
    courses: Courses = 3,
    seed: Seed = 1,
    mode: Mode = IdMode.LINKED,
    layout: Year = Layout.Y2023,
    fault: Annotated[
        list[str] | None, typer.Option(metavar="NAME=K", help="A fault to plant K times; may be repeated.")
    ] = None,
    reexport: Reexport = True,
) -> None:
    """Write Coursera research exports of an invented institution."""
    from coursehouse.synthetic.faults import parse_fault
    from coursehouse.synthetic.generate import generate

    console = Console(stderr=True)
    started = time.monotonic()
    faults = tuple(parse_fault(text) for text in fault or ())
    config = GeneratorConfig(learners, courses, seed, mode, layout, faults, reexport)
    written = generate(config, out)
    _report(console, written, time.monotonic() - started)


@app.command()
def coursera_clickstream(
    out: Out = Path("generated"),
    learners: Learners = 200,
    courses: Courses = 3,
    seed: Seed = 1,
    mode: Mode = IdMode.LINKED,
    layout: Year = Layout.Y2023,
    reexport: Reexport = True,
    first_date: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="First date (UTC), else that of the first course's sessions."
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="Dates, two files each.")] = 14,
    loss: Annotated[float, typer.Option(help="Share of events that never arrive, such as 0.06.")] = 0.0,
    truth: Annotated[bool, typer.Option(help="Write truth/*.csv of the marts too.")] = True,
) -> None:
    """Write the daily clickstream files of the same institution."""
    from coursehouse.synthetic.clickstream import generate_clickstream
    from coursehouse.synthetic.clickstream_config import ClickstreamConfig

    console = Console(stderr=True)
    started = time.monotonic()
    institution = GeneratorConfig(learners, courses, seed, mode, layout, has_reexport=reexport)
    since = first_date.date() if first_date else None
    config = ClickstreamConfig(institution, since, days, loss, truth)
    _report_clickstream(console, generate_clickstream(config, out), time.monotonic() - started)


@app.command()
def edx(
    out: Out = Path("generated"),
    learners: Learners = 200,
    courses: Annotated[int, typer.Option(help="Course runs, all in one package.")] = 3,
    seed: Seed = 1,
    packages: Annotated[int, typer.Option(help="Weekly packages, the newest with all that happened.")] = 1,
    fault: Annotated[
        list[str] | None, typer.Option(metavar="NAME=K", help="A fault to plant K times; may be repeated.")
    ] = None,
    gpg_recipient: Annotated[
        str | None, typer.Option(metavar="KEY", help="Encrypt every file for this key of gpg.")
    ] = None,
) -> None:
    """Write edX data packages of the same institution, with the reports that instructors download."""
    from coursehouse.synthetic.edx.config import EdxConfig
    from coursehouse.synthetic.edx.faults import parse_fault
    from coursehouse.synthetic.edx.generate import generate_edx

    console = Console(stderr=True)
    started = time.monotonic()
    faults = tuple(parse_fault(text) for text in fault or ())
    config = EdxConfig(learners, courses, seed, packages, faults, gpg_recipient)
    _report_edx(console, generate_edx(config, out), time.monotonic() - started)


@app.command()
def edx_logs(
    out: Out = Path("generated"),
    learners: Learners = 200,
    courses: Annotated[int, typer.Option(help="Course runs, all in the same logs.")] = 3,
    seed: Seed = 1,
    first_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First date (UTC), else that on which the first run begins."),
    ] = None,
    days: Annotated[int, typer.Option(help="Dates, one file each.")] = 14,
) -> None:
    """Write the daily tracking logs of the same institution on edX."""
    from coursehouse.synthetic.edx.config import EdxConfig
    from coursehouse.synthetic.edx.logs import EdxLogsConfig, generate_edx_logs

    console = Console(stderr=True)
    started = time.monotonic()
    since = first_date.date() if first_date else None
    config = EdxLogsConfig(EdxConfig(learners, courses, seed), since, days)
    _report_logs(console, generate_edx_logs(config, out), time.monotonic() - started)


def _report_logs(console: Console, written: GeneratedLogs, seconds: float) -> None:
    console.print(
        f"{written.event_count:,} events in {len(written.files)} files in {seconds:.1f} s; "
        f"the truth is in {written.truth}",
        markup=False,
    )
    for path in written.files:
        typer.echo(str(path))


def _report_edx(console: Console, written: GeneratedPackages, seconds: float) -> None:
    table = Table("package", "files", "lines")
    for path, counts in zip(written.packages, written.row_counts, strict=True):
        table.add_row(path.name, str(len(counts)), f"{sum(counts.values()):,}")
    console.print(table)
    console.print(
        f"{written.row_count:,} lines in {seconds:.1f} s; the truth is in {written.truth}", markup=False
    )
    for path in (*written.packages, *written.reports):
        typer.echo(str(path))


def _report_clickstream(console: Console, written: GeneratedClickstream, seconds: float) -> None:
    console.print(
        f"{written.event_count:,} events, {written.size_bytes / 1e6:,.0f} MB in {len(written.files)} files "
        f"in {seconds:.1f} s; the truth is in {written.truth}",
        markup=False,
    )
    for path in written.files:
        typer.echo(str(path))


def _report(console: Console, written: GeneratedInstitution, seconds: float) -> None:
    table = Table("export", "files", "rows")
    for export in written.exports:
        table.add_row(export.path.name, str(len(export.row_counts)), f"{sum(export.row_counts.values()):,}")
    console.print(table)
    console.print(
        f"{written.row_count:,} rows in {seconds:.1f} s; the truth is in {written.truth}", markup=False
    )
    for export in written.exports:
        typer.echo(str(export.path))
