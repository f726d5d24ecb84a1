"""How fast tracking logs of edX are landed, against what others do with the same files, measured in one run.

The job: .log.gz to zstd Parquet, one column per field, what an event tells kept as it stands, every line that
is no event set aside with its number. Landing is the whole command `coursehouse load edx-logs`, until the
warehouse shows the events. The others: `zcat | wc -l`, which only unpacks and counts; and a loop over lines
with Python's json module that writes each event again, as edx2bigquery prepares logs for its warehouse.
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

from edx_log_files import DAMAGED_EVERY, write_logs
from measuring import Measured, Stopwatch, benchmark_parser, measure_command, measure_task, verdict

LEAST_TIMES_ZCAT = 0.7
LEAST_TIMES_LINES = 10
MOST_MEGABYTES = 900
MOST_GROWTH = 4.2


def main() -> int:
    """Exit code: 0 if every target was met."""
    parser = benchmark_parser(__doc__)
    parser.add_argument("--lines", type=int, default=150_000, help="lines per day")
    parser.add_argument("--days", type=int, default=12, help="number of days, a multiple of 4")
    arguments = parser.parse_args()
    if arguments.task:
        line_by_line(Path(arguments.task[1]), arguments.work)
        return 0
    files = make(arguments.work, arguments.lines, arguments.days)
    return 0 if all([compare(arguments, files), growth(arguments, files), accounts(arguments)]) else 1


def make(work: Path, lines: int, days: int) -> list[Path]:
    """The logs of so many days, written unless they are there."""
    folder = work / "inputs" / f"edx_logs_{lines}_{days}"
    if not folder.exists():
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        write_logs(part, days, lines)
        part.rename(folder)
    return sorted(folder.glob("*.log.gz"))


def compare(arguments: argparse.Namespace, files: Sequence[Path]) -> bool:
    """Whether landing all days meets the targets for speed and memory."""
    found: dict[str, list[Measured]] = {}
    for _ in range(arguments.rounds):
        found.setdefault("zcat | wc -l", []).append(zcat(files))
        found.setdefault("landing", []).append(landing(arguments.work, files))
    # one day is enough: the loop takes as long for each
    one_day = measure_task(__file__, arguments.work, "line_by_line", files[0])
    wall, cpu = (each * len(files) for each in (one_day.wall_seconds, one_day.cpu_seconds))
    found["line by line"] = [Measured(wall, cpu, one_day.peak_megabytes, one_day.rows)]
    best = {name: min(each, key=lambda one: one.cpu_seconds) for name, each in found.items()}
    megabytes, lines = unpacked(files)
    print(f"\n{len(files)} files, {megabytes:,.0f} MB unpacked, {lines:,} lines")
    for name, one in best.items():
        print(
            f"  {name:14} {one.wall_seconds:7.2f} s wall {one.cpu_seconds:7.2f} s CPU"
            f" {one.peak_megabytes:7.0f} MB at peak {megabytes / one.wall_seconds:6.0f} MB/s"
        )
    wall = min(one.wall_seconds for one in found["landing"])
    zcat_wall = min(one.wall_seconds for one in found["zcat | wc -l"])
    met = [
        verdict("landing / zcat | wc -l", zcat_wall / wall, ">=", LEAST_TIMES_ZCAT),
        verdict(
            "landing / line by line", found["line by line"][0].wall_seconds / wall, ">=", LEAST_TIMES_LINES
        ),
        verdict("memory (MB)", max(one.peak_megabytes for one in found["landing"]), "<=", MOST_MEGABYTES),
    ]
    return all(met)


def growth(arguments: argparse.Namespace, files: Sequence[Path]) -> bool:
    """Whether CPU time grows no faster than the input, and memory not at all."""
    print("\ngrowth with the number of days")
    found = []
    for parts in (1, 2, 4):
        some = files[: len(files) * parts // 4]
        rounds = [landing(arguments.work, some) for _ in range(arguments.rounds)]
        found.append(min(rounds, key=lambda one: one.cpu_seconds))
        one = found[-1]
        print(f"  {len(some):3} days {one.cpu_seconds:7.2f} s CPU {one.peak_megabytes:7.0f} MB at peak")
    return verdict("growth 1x to 4x", found[-1].cpu_seconds / found[0].cpu_seconds, "<=", MOST_GROWTH)


def accounts(arguments: argparse.Namespace) -> bool:
    """Whether every line of the last landing is a row or a reject, the damaged ones rejects."""
    import duckdb

    with duckdb.connect(
        str(arguments.work / "edx_logs_home" / "coursehouse.duckdb"), read_only=True
    ) as connection:
        [(read, landed, rejected, kinds)] = connection.execute(
            "select sum(rows_read), sum(rows_landed), sum(rows_rejected),"
            " (select count(distinct reason) from landing.rejects where column_name is null)"
            " from landing.files"
        ).fetchall()
    lines = arguments.lines * arguments.days
    damaged = len(range(DAMAGED_EVERY // 2, arguments.lines, DAMAGED_EVERY)) * arguments.days
    print(f"\n{read:,} lines read, {landed:,} landed, {rejected:,} rejected for {kinds} reasons")
    return all(
        [
            verdict("lines neither landed nor rejected", lines - landed - rejected, "<=", 0),
            verdict("damaged lines that landed", abs(damaged - rejected), "<=", 0),
        ]
    )


def zcat(files: Sequence[Path]) -> Measured:
    """Unpacking and counting, by one process each."""
    return measure_command(["sh", "-c", 'zcat "$@" | wc -l', "sh", *map(str, files)], dict(os.environ))


def landing(work: Path, files: Sequence[Path]) -> Measured:
    """The whole command, into a warehouse that exists and is empty."""
    home = work / "edx_logs_home"
    shutil.rmtree(home, ignore_errors=True)
    environment = os.environ | {"COURSEHOUSE_HOME": str(home)}
    command = [sys.executable, "-m", "coursehouse"]
    subprocess.run([*command, "register"], check=True, env=environment, stderr=subprocess.DEVNULL)
    return measure_command([*command, "load", "edx-logs", *map(str, files)], environment)


def unpacked(files: Sequence[Path]) -> tuple[float, int]:
    """Megabytes and lines of the files' text."""
    script = 'for file in "$@"; do zcat "$file"; done | wc -lc'
    out = subprocess.run(
        ["sh", "-c", script, "sh", *map(str, files)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    lines, size = out.split()
    return int(size) / 1e6, int(lines)


def line_by_line(path: Path, work: Path) -> None:
    """Each line read, its event read where it is JSON in a text, its course told, and written again."""
    import gzip
    import json
    import re

    course = re.compile(r"/courses/([^/+]+[/+][^/+]+[/+][^/?#]+)")
    watch = Stopwatch()
    rows = 0
    with (
        gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines,
        gzip.open(work / "line_by_line.json.gz", "wt", encoding="utf-8") as out,
    ):
        for line in lines:
            try:
                event = json.loads(line[line.index("{") :])
            except ValueError:
                continue
            if isinstance(event.get("event"), str):
                try:
                    event["event_struct"] = json.loads(event["event"])
                except ValueError:
                    event["event_struct"] = {}
            found = course.search(event.get("page") or event.get("event_type") or "")
            event["course_id"] = event.get("context", {}).get("course_id") or (found and found[1])
            event["time"] = str(event.get("time")).replace("+00:00", "").replace("T", " ")
            event["event"] = json.dumps(event.get("event"))
            event.get("context", {}).pop("course_user_tags", None)
            out.write(json.dumps(event) + "\n")
            rows += 1
    watch.report(rows)


if __name__ == "__main__":
    sys.exit(main())
