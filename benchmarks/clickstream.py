"""How fast days of clickstream are landed, against what others do with the same files, measured in one run.

The job: csv.gz to zstd Parquet, timestamps as timestamps, text as text. Landing is the whole command
`coursehouse load coursera-clickstream`, until the warehouse shows the events. The others: `zcat | wc -l`,
which only unpacks and counts; pandas; Python's csv and json modules, as the Coursera Learning Tracker reads
(it keeps the rows in memory and writes nothing); and psql's copy into a table without keys.
Exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from measuring import Measured, Stopwatch, benchmark_parser, measure_command, measure_task, verdict

from coursehouse.settings import PROJECT_ROOT

LEAST_TIMES_ZCAT = {"landing without accounting": 1.5, "landing": 1.2}
LEAST_TIMES = {"pandas": 4.0, "csv + json": 3.0}
MOST_MEGABYTES = 512
MOST_GROWTH = 4.2
# in the second week of the first sessions, when many are at work at the same time
FIRST_DATE = "2022-09-19"

# The server that tests start, too.
sys.path.append(str(PROJECT_ROOT / "tests" / "python"))


def main() -> int:
    """Exit code: 0 if every target was met."""
    parser = benchmark_parser(__doc__)
    parser.add_argument("--learners", type=int, default=45_000, help="learners whose days are made")
    parser.add_argument("--days", type=int, default=4, help="number of days, a multiple of 4")
    arguments = parser.parse_args()
    if arguments.task:
        task, path, _ = arguments.task
        TASKS[task](sorted(Path(path).glob("*.csv.gz")), arguments.work)
        return 0
    folder = make(arguments.work, arguments.learners, arguments.days, FIRST_DATE)
    return 0 if all([compare(arguments, folder), growth(arguments, folder)]) else 1


def make(work: Path, learners: int, days: int, first_date: str | None = None) -> Path:
    """The folder with so many days, written unless it is there; None: from the first session on."""
    folder = (
        work / "inputs" / "_".join(["clickstream", str(learners), str(days), *filter(None, [first_date])])
    )
    if not folder.exists():
        options = ["--learners", str(learners), "--days", str(days), "--no-truth"]
        options += ["--first-date", first_date] if first_date else []
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        command = [sys.executable, "-m", "coursehouse", "generate", "coursera-clickstream"]
        subprocess.run([*command, "--out", part, *options], check=True, stdout=subprocess.DEVNULL)
        part.rename(folder)
    return folder


def by_day(folder: Path) -> list[Path]:
    """The files in a folder, day by day."""
    return sorted(folder.glob("*.csv.gz"), key=lambda path: path.name.split("-", 1)[1])


def compare(arguments: argparse.Namespace, folder: Path) -> bool:
    """Whether landing all days meets the targets for speed and memory."""
    files = sorted(folder.glob("*.csv.gz"))
    found: dict[str, list[Measured]] = {}
    for number in range(arguments.rounds):
        _see(found, "zcat | wc -l", zcat(files))
        _see(found, "landing without accounting", landing(arguments.work, files, "--no-accounting"))
        _see(found, "landing", landing(arguments.work, files))
        if not number:
            _see(found, "pandas", measure_task(__file__, arguments.work, "pandas", folder))
            _see(found, "csv + json", measure_task(__file__, arguments.work, "csv_and_json", folder))
            _see(found, r"psql \copy", psql_copy(files))
    best = {name: min(each, key=lambda one: one.wall_seconds) for name, each in found.items()}
    megabytes, events = unpacked(files)
    compression = megabytes * 1e6 / sum(file.stat().st_size for file in files)
    print(
        f"\n{len(files)} files, {megabytes:,.0f} MB unpacked, {compression:.1f} times what they are packed,"
        f" {events:,} events"
    )
    wall = best["landing"].wall_seconds
    for name, one in best.items():
        print(
            f"  {name:26} {one.wall_seconds:7.2f} s wall {one.cpu_seconds:7.2f} s CPU"
            f" {one.peak_megabytes:7.0f} MB at peak {megabytes / one.wall_seconds:6.0f} MB/s"
            f"   landing is {one.wall_seconds / wall:.2f} times as fast"
        )
    zcat_seconds = best["zcat | wc -l"].wall_seconds
    met = [
        verdict(f"{name} / zcat | wc -l", zcat_seconds / best[name].wall_seconds, ">=", least)
        for name, least in LEAST_TIMES_ZCAT.items()
    ]
    met += [
        verdict(f"landing / {name}", best[name].wall_seconds / wall, ">=", least)
        for name, least in LEAST_TIMES.items()
    ]
    peak = max(one.peak_megabytes for one in found["landing"])
    met.append(verdict("memory (MB)", peak, "<=", MOST_MEGABYTES))
    met.append(verdict("events differ", abs(best["pandas"].rows - events), "<=", 0))
    return all(met)


def _see(found: dict[str, list[Measured]], name: str, one: Measured) -> None:
    """Nothing; keeps what was measured, and shows it: a run takes minutes."""
    found.setdefault(name, []).append(one)
    print(f"  {name:26} {one.wall_seconds:7.2f} s wall {one.cpu_seconds:7.2f} s CPU", flush=True)


def growth(arguments: argparse.Namespace, folder: Path) -> bool:
    """Whether CPU time grows no faster than the input, and memory not at all."""
    files = by_day(folder)
    print("\ngrowth with the number of days")
    found = []
    for parts in (1, 2, 4):
        some = files[: len(files) * parts // 4]
        one = min(
            (landing(arguments.work, some) for _ in range(arguments.rounds)),
            key=lambda measured: measured.cpu_seconds,
        )
        found.append(one)
        megabytes, _ = unpacked(some)
        print(
            f"  {megabytes:7,.0f} MB {one.cpu_seconds:7.2f} s CPU {one.peak_megabytes:7.0f} MB at peak"
            f" {one.cpu_seconds / megabytes * 1000:6.2f} s CPU per GB"
        )
    return verdict("growth 1x to 4x", found[-1].cpu_seconds / found[0].cpu_seconds, "<=", MOST_GROWTH)


def zcat(files: Sequence[Path]) -> Measured:
    """Unpacking and counting, by one process each."""
    return measure_command(["sh", "-c", 'zcat "$@" | wc -l', "sh", *map(str, files)], dict(os.environ))


def landing(work: Path, files: Sequence[Path], *options: str) -> Measured:
    """The whole command, into a warehouse that exists and is empty."""
    home = work / "clickstream_home"
    shutil.rmtree(home, ignore_errors=True)
    environment = os.environ | {"COURSEHOUSE_HOME": str(home)}
    command = [sys.executable, "-m", "coursehouse"]
    subprocess.run([*command, "register"], check=True, env=environment, stderr=subprocess.DEVNULL)
    return measure_command(
        [*command, "load", "coursera-clickstream", *options, *map(str, files)], environment
    )


def unpacked(files: Sequence[Path]) -> tuple[float, int]:
    """Megabytes and lines of the files' text."""
    script = 'for file in "$@"; do zcat "$file"; done | wc -lc'
    out = subprocess.run(
        ["sh", "-c", script, "sh", *map(str, files)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    lines, size = out.split()
    return int(size) / 1e6, int(lines)


def pandas(files: Sequence[Path], work: Path) -> None:
    """One file after the other, text kept as text."""
    import pandas as pd
    import pyarrow.parquet

    assert pyarrow.parquet
    watch = Stopwatch()
    rows = 0
    for path in files:
        frame = pd.read_csv(
            path,
            header=None,
            escapechar="\\",
            doublequote=False,
            dtype=dict.fromkeys(set(range(16)) - {2}, str),
            parse_dates=[2],
            date_format="ISO8601",
        )
        frame.columns = [f"column_{index}" for index in range(16)]
        frame.to_parquet(work / "pandas.parquet", compression="zstd")
        rows += len(frame)
    watch.report(rows)


def csv_and_json(files: Sequence[Path], _: Path) -> None:
    """Every row by the csv module, every value by the json module, one file in memory at a time."""
    import csv
    import gzip
    import json
    from contextlib import suppress

    watch = Stopwatch()
    rows = 0
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
            kept = []
            for row in csv.reader(text, escapechar="\\", doublequote=False):
                # a few values are cut off, as browsers sometimes leave them
                with suppress(json.JSONDecodeError):
                    row[15] = json.loads(row[15])
                kept.append(row)
        rows += len(kept)
    watch.report(rows)


def psql_copy(files: Sequence[Path]) -> Measured:
    """Copied into a table of text columns on a server of its own."""
    from engines.postgres_server import own_postgres_server

    columns = ", ".join(f"c{number} {'timestamp' if number == 3 else 'text'}" for number in range(1, 17))
    with own_postgres_server() as server, server.database() as database:
        statements = [f"create table events ({columns})"]
        for path in files:
            statements.append(rf"\copy events from program 'zcat {path}' (format csv, escape '\')")
        return measure_command(
            server.psql(database, statements), os.environ | {"PGPASSWORD": server.password}
        )


TASKS = {"pandas": pandas, "csv_and_json": csv_and_json}

if __name__ == "__main__":
    sys.exit(main())
