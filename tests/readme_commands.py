"""Runs a Markdown file as a newcomer would: every `sh` block, and every `sql` block against the warehouse.

The table under a `sql` block must be what the query returns; `--write` puts the true table there instead.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import duckdb

BLOCK = re.compile(r"^```(sh|sql)\n(.*?)^```\n(?:\n((?:\|[^\n]*\n)+))?", re.MULTILINE | re.DOTALL)


def run_shell(commands: str) -> None:
    """Runs one block in bash, project environment active; raises CalledProcessError when it fails."""
    activate = "source .venv/bin/activate\n" if Path(".venv/bin/activate").exists() else ""
    subprocess.run(["bash", "-euo", "pipefail", "-c", activate + commands], check=True)


def table_of(query: str) -> str:
    """The query's rows as a Markdown table; floats with three decimals, NULL as an empty cell."""
    home = os.environ.get("COURSEHOUSE_HOME", "warehouse")
    with duckdb.connect(f"{home}/coursehouse.duckdb", read_only=True) as connection:
        result = connection.execute(query)
        names = [column[0] for column in result.description or []]
        rows = [[_cell(value) for value in row] for row in result.fetchall()]
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def main(arguments: list[str]) -> int:
    """0 when every block ran and every table was true, else 1."""
    path = Path(arguments[0])
    text, faults = path.read_text(encoding="utf-8"), 0
    for language, body, table in BLOCK.findall(text):
        started = time.monotonic()
        print(f"--- {language}: {body.strip().splitlines()[0]}", flush=True)
        if language == "sh":
            run_shell(body)
        else:
            truth = table_of(body)
            if "--write" in arguments:
                stale = f"{body}```\n" + (f"\n{table}" if table else "")
                text = text.replace(stale, f"{body}```\n\n{truth}", 1)
            elif truth != table:
                faults += 1
                print(f"the table under this query should be\n{truth}", file=sys.stderr)
        print(f"    {time.monotonic() - started:.1f} s", flush=True)
    if "--write" in arguments:
        path.write_text(text, encoding="utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
