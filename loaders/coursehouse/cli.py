"""The commands. Results go to stdout, talk to stderr; 0 = done, 1 = landed with many faults, 2 = refused."""

from __future__ import annotations

import logging
import sys
from importlib.metadata import version
from typing import Annotated

import typer
from rich.console import Console

from coursehouse.errors import CoursehouseError
from coursehouse.load_cli import app as load_app
from coursehouse.settings import PROJECT_ROOT, Settings
from coursehouse.synthetic.cli import app as generate_app
from coursehouse.talk import TargetName, say, show

app = typer.Typer(
    name="coursehouse",
    help="A warehouse for MOOC research exports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(load_app, name="load")
app.add_typer(generate_app, name="generate")


def main() -> None:
    """Nothing; runs the command of this process and ends it with the command's exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[_Talk()])
    logging.getLogger("coursehouse").setLevel(logging.INFO)
    try:
        app()
    except CoursehouseError as error:
        say(str(error))
        sys.exit(2)
    except OSError as error:
        say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}. Check its path.")
        sys.exit(2)


class _Talk(logging.Handler):
    """Events of the loader, told like everything else, so that they do not break a progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        say(self.format(record))


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


@app.command()
def exports() -> None:
    """List the loaded exports."""
    from coursehouse.home import Home
    from coursehouse.ledger import Ledger
    from coursehouse.report import exports_table

    home = Settings.from_environment().home
    entries = Ledger(Home(home)).entries()
    if entries:
        show(exports_table(entries))
    else:
        say(f"No export is loaded in {home}. Load one, for instance with `coursehouse load coursera EXPORT`.")


@app.command()
def remove(
    export_id: Annotated[str, typer.Argument(help="Its id, as `coursehouse exports` shows it.")],
    target: TargetName,
) -> None:
    """Take an export back; rows that it had superseded are current again."""
    from coursehouse.load import remove as remove_export

    entry = remove_export(export_id, Settings.from_environment().home, target)
    say(f"{entry.export_id} is removed: {len(entry.files)} files, {entry.rows_landed} rows.")


@app.command()
def register(target: TargetName) -> None:
    """Show the engines every table of the contract again, empty where nothing is loaded."""
    from coursehouse.load import open_warehouse
    from coursehouse.register import settle

    home = Settings.from_environment().home
    with open_warehouse(home, target) as (opened, engines):
        settle(opened, engines)
    say(f"The warehouse {home} is registered.")


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
    show(parity_table(compared, names))
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

    raise typer.Exit(run_demo(Settings.from_environment(), PROJECT_ROOT / "demo", Console(stderr=True), show))
