"""How fast a Coursera table is landed, against pandas doing the same job, measured in one run.

Prints wall time, CPU time and peak memory of each, the ratios, and how CPU time grows with the input; exits
1 when a target is missed. The job: raw csv to zstd Parquet, ids as text (read as numbers, an id such as
1e234567 is lost), timestamps as timestamps. pandas without types, which guesses them and leaves timestamps as
text, is printed beside it. Landing includes the proof that every byte was read; neither side hashes the file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from coursera_files import write_course_progress, write_discussion_answers
from measuring import Measured, Stopwatch, benchmark_parser, measure_task, run_task, verdict

LEAST_SPEEDUP = 4.0
MOST_MEGABYTES = 512
MOST_GROWTH = 4.2


def main() -> int:
    """Exit code: 0 if every target was met."""
    parser = benchmark_parser(__doc__)
    parser.add_argument("--megabytes", type=int, default=1000, help="size of the largest course_progress.csv")
    parser.add_argument("--post-megabytes", type=int, default=250, help="size of discussion_answers.csv")
    arguments = parser.parse_args()
    if arguments.task:
        task, path, megabytes = arguments.task
        TASKS[task](Path(path), int(megabytes), arguments.work)
        return 0
    sizes = [arguments.megabytes // 4, arguments.megabytes // 2, arguments.megabytes]
    progress = [make(arguments.work, "course_progress", size) for size in sizes]
    posts = make(arguments.work, "discussion_answers", arguments.post_megabytes)
    met = [compare(arguments, path) for path in (progress[-1], posts)]
    return 0 if all([*met, growth(arguments, progress)]) else 1


def make(work: Path, table: str, megabytes: int) -> Path:
    """The input file of a size, written unless it is there."""
    path = work / "inputs" / f"{megabytes}" / f"{table}.csv"
    if not path.exists():
        run_task(__file__, work, f"write_{table}", path, megabytes)
    return path


def compare(arguments: argparse.Namespace, path: Path) -> bool:
    """Whether landing the file meets the targets for speed and memory."""
    found: dict[str, list[Measured]] = {"land": [], "pandas": [], "pandas_guessing": []}
    for _ in range(arguments.rounds):
        for task, measured in found.items():
            measured.append(measure_task(__file__, arguments.work, task, path))
    best = {task: min(each, key=lambda one: one.wall_seconds) for task, each in found.items()}
    print(f"\n{path.stem}, {path.stat().st_size / 1e6:,.0f} MB, {best['land'].rows:,} rows")
    for task, one in best.items():
        ratio = one.wall_seconds / best["land"].wall_seconds
        print(
            f"  {task:16} {one.wall_seconds:7.2f} s wall {one.cpu_seconds:7.2f} s CPU"
            f" {one.peak_megabytes:7.0f} MB   landing is {ratio:.1f} times as fast"
        )
    peak = max(one.peak_megabytes for one in found["land"])
    return all(
        [
            verdict("speed", best["pandas"].wall_seconds / best["land"].wall_seconds, ">=", LEAST_SPEEDUP),
            verdict("memory (MB)", peak, "<=", MOST_MEGABYTES),
            verdict("rows differ", abs(best["land"].rows - best["pandas"].rows), "<=", 0),
        ]
    )


def growth(arguments: argparse.Namespace, paths: list[Path]) -> bool:
    """Whether CPU time grows no faster than the input."""
    found = [
        min(
            (measure_task(__file__, arguments.work, "land", path) for _ in range(arguments.rounds)),
            key=lambda one: one.cpu_seconds,
        )
        for path in paths
    ]
    print("\ngrowth of CPU time with the size of course_progress")
    for path, one in zip(paths, found, strict=True):
        size = path.stat().st_size / 1e6
        print(f"  {size:7,.0f} MB {one.cpu_seconds:7.2f} s CPU {one.peak_megabytes:7.0f} MB at peak")
    return verdict("growth 1x to 4x", found[-1].cpu_seconds / found[0].cpu_seconds, "<=", MOST_GROWTH)


def land(path: Path, _: int, work: Path) -> None:
    """Land the file as `coursehouse load` does."""
    import pyarrow.parquet

    from coursehouse.contract import load_contract
    from coursehouse.home import Home
    from coursehouse.landing import land_file
    from coursehouse.platforms.base import ReadOptions
    from coursehouse.platforms.coursera.export import CourseraPlatform
    from coursehouse.settings import Settings

    contract = load_contract("coursera")
    load_contract("landing")
    assert pyarrow.parquet
    watch = Stopwatch()
    export = CourseraPlatform(Settings(home=work / "landed"), contract).open_export(path, ReadOptions())
    [file] = export.files
    landed = land_file(Home(work / "landed"), contract, "benchmark", file, "", lambda rows: None)
    assert landed.entry.rows_rejected == landed.entry.cells_nulled == 0
    watch.report(landed.entry.rows_landed)


def pandas(path: Path, _: int, work: Path) -> None:
    """The same job in pandas: text stays text, timestamps are parsed."""
    from coursehouse.contract import load_contract

    table = load_contract("coursera").tables[path.stem]
    types = {column.name: column.data_type for column in table.columns}
    header = path.open().readline().strip().split(",")
    text: dict[str, type[str]] = {name: str for name in header if types.get(name, "string") == "string"}
    timestamps = [name for name in header if types.get(name) == "timestamp"]
    _pandas(path, work, {"dtype": text, "parse_dates": timestamps, "date_format": "ISO8601"})


def pandas_guessing(path: Path, _: int, work: Path) -> None:
    """pandas guessing the types."""
    _pandas(path, work, {})


def _pandas(path: Path, work: Path, options: dict[str, Any]) -> None:
    import pandas as pd
    import pyarrow.parquet

    assert pyarrow.parquet
    watch = Stopwatch()
    frame = pd.read_csv(path, escapechar="\\", doublequote=False, **options)
    frame.to_parquet(work / "pandas.parquet", compression="zstd")
    watch.report(len(frame))


TASKS = {
    each.__name__: each
    for each in (land, pandas, pandas_guessing, write_course_progress, write_discussion_answers)
}

if __name__ == "__main__":
    sys.exit(main())
