"""How long dbt takes for the marts of the clickstream, all days and one day more, measured in one run.

Per size: all days but the last are loaded and built; then the last day is loaded and built; then everything
is built anew, which must give the same rows. DuckDB has 4 GB of memory. The targets are for what dbt says it
spent on building; its start, some five seconds whatever the size, is part of the wall time beside it.
Exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from clickstream import by_day, make
from measuring import Measured, benchmark_parser, measure_command, verdict

from coursehouse.settings import PROJECT_ROOT

MOST_SECONDS, MOST_SECONDS_FOR_EVENTS = 60, 2_000_000
MOST_DAY_FRACTION = 0.2
CLICKSTREAM = "path:models/marts/clickstream"


def main() -> int:
    """Exit code: 0 if every target was met."""
    parser = benchmark_parser(__doc__, rounds=None)
    parser.add_argument("--learners", type=int, default=7500, help="learners of the smallest size")
    parser.add_argument("--days", type=int, default=12, help="days of each size")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 2, 4], help="multiples of the learners")
    arguments = parser.parse_args()
    met = [build(arguments, size) for size in arguments.sizes]
    return 0 if all(met) else 1


def build(arguments: argparse.Namespace, size: int) -> bool:
    """Whether a size meets the targets."""
    folder = make(arguments.work, arguments.learners * size, arguments.days)
    files = by_day(folder)
    home = arguments.work / "marts_home"
    shutil.rmtree(home, ignore_errors=True)
    environment = os.environ | {"COURSEHOUSE_HOME": str(home), "COURSEHOUSE_DUCKDB_MEMORY": "4GB"}
    load(environment, files[:-2])
    # what the marts read beside the events is there, and empty
    dbt(environment, "build", "--select", f"+{CLICKSTREAM}", "--exclude-resource-type", "test", "unit_test")
    load(environment, files[-2:])
    day, day_seconds = dbt(environment, "run", "--select", *SELECTED)
    grown = contents(home)
    full, full_seconds = dbt(environment, "run", "--full-refresh", "--select", *SELECTED)
    anew = contents(home)
    events, _ = anew["events"]
    print(f"\n{size}x: {events:,} events of {arguments.days} days")
    for name, one, seconds in (("all days", full, full_seconds), ("one day more", day, day_seconds)):
        print(
            f"  {name:14} {seconds:7.2f} s building {one.wall_seconds:7.2f} s wall"
            f" {one.cpu_seconds:7.2f} s CPU {one.peak_megabytes:7.0f} MB at peak"
        )
    met = [
        verdict("one day more / all days", day_seconds / full_seconds, "<=", MOST_DAY_FRACTION),
        verdict("marts that differ", sum(grown[name] != anew[name] for name in anew), "<=", 0),
    ]
    if events <= 1.1 * MOST_SECONDS_FOR_EVENTS:
        met.append(verdict("seconds", full_seconds, "<=", MOST_SECONDS))
    return all(met)


SELECTED = (CLICKSTREAM, "path:models/intermediate/clickstream")


def load(environment: dict[str, str], files: list[Path]) -> None:
    """Nothing; the days are loaded."""
    command = [sys.executable, "-m", "coursehouse", "load", "coursera-clickstream", *map(str, files)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def dbt(environment: dict[str, str], *arguments: str) -> tuple[Measured, float]:
    """What a dbt command took, and the seconds that it says it spent on building."""
    program = Path(sys.executable).with_name("dbt")
    target = Path(environment["COURSEHOUSE_HOME"]) / "target"
    options = ["--project-dir", PROJECT_ROOT, "--profiles-dir", PROJECT_ROOT / "profiles"]
    options += ["--target-path", target, "--log-path", target]
    measured = measure_command([str(program), *arguments, *map(str, options)], environment)
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    return measured, float(results["elapsed_time"])


def contents(home: Path) -> dict[str, tuple[int, int]]:
    """Number of rows of every mart, and a sum of their hashes, the same for the same rows in any order."""
    import duckdb

    names = sorted(path.stem for path in (PROJECT_ROOT / "models/marts/clickstream").glob("*.sql"))
    with duckdb.connect(str(home / "coursehouse.duckdb"), read_only=True) as connection:
        found = {}
        for name in names:
            query = f"select count(*), coalesce(sum(hash(rows)), 0) from marts.{name} as rows"
            [(count, total)] = connection.execute(query).fetchall()
            found[name] = (int(count), int(total))
        return found


if __name__ == "__main__":
    sys.exit(main())
