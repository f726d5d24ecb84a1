"""What all commands share: results go to stdout, talk to stderr, and a target is named the same way."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.console import Console

from coursehouse.profiles import default_target

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


def say(*sentences: str) -> None:
    """Nothing; each sentence stands on stderr."""
    for sentence in sentences:
        Console(stderr=True).print(sentence, markup=False, highlight=False, soft_wrap=True)


def show(result: Any) -> None:
    """Nothing; the result stands on stdout."""
    # A file or pipe has no width: a table cut to 80 columns would lose names there.
    Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH).print(result)
