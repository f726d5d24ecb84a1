"""`coursehouse generate`: makes synthetic exports with a known truth."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from coursehouse.synthetic.config import GeneratorConfig, IdMode, Layout

if TYPE_CHECKING:
    from coursehouse.synthetic.generate import GeneratedInstitution

app = typer.Typer(
    help="Generate synthetic exports of a platform, with the truth about them.", no_args_is_help=True
)


@app.callback()
def platforms() -> None:
    """Generate synthetic exports of a platform, with the truth about them."""


@app.command()
def coursera(
    out: Annotated[Path, typer.Option(help="Folder for the zips and truth/*.csv.")] = Path("generated"),
    learners: Annotated[int, typer.Option(help="Accounts that may take courses.")] = 200,
    courses: Annotated[int, typer.Option(help="Courses, one export each.")] = 3,
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 1,
    mode: Annotated[
        IdMode, typer.Option(help="One learner id everywhere, or one per id domain.")
    ] = IdMode.LINKED,
    layout: Annotated[
        Layout, typer.Option(help="The year whose tables and columns the exports have.")
    ] = Layout.Y2023,
    fault: Annotated[
        list[str] | None, typer.Option(metavar="NAME=K", help="A fault to plant K times; may be repeated.")
    ] = None,
    reexport: Annotated[bool, typer.Option(help="Export the first course again, two months later.")] = True,
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
