"""What the benchmarks share: a task in a process of its own, what it took, and whether a target is met."""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.05
_SET_CHILD_SUBREAPER = 36


def benchmark_parser(says: str | None, rounds: int | None = 2) -> argparse.ArgumentParser:
    """A parser with the options of every benchmark.

    says: its module's docstring. rounds: how many by default, None where it has none.
    """
    parser = argparse.ArgumentParser(description=says.splitlines()[0] if says else None)
    if rounds is not None:
        parser.add_argument("--rounds", type=int, default=rounds, help="the best of so many rounds counts")
    work = Path(tempfile.gettempdir()) / "coursehouse_benchmarks"
    parser.add_argument("--work", type=Path, default=work, help="folder for inputs (kept) and outputs")
    # what `run_task` starts
    parser.add_argument("--task", nargs=3, help=argparse.SUPPRESS)
    return parser


@dataclass(frozen=True)
class Measured:
    """Seconds and peak memory (MB) of a task; rows: what it says of them, 0 where it says nothing."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float
    rows: int


class Stopwatch:
    """Prints, as JSON, what was spent in this process since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def report(self, rows: int) -> None:
        """Nothing; the line is what `measure_task` reads."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wall, cpu = time.monotonic() - self._wall, time.process_time() - self._cpu
        print(json.dumps(asdict(Measured(wall, cpu, peak, rows))))


def measure_task(script: str, work: Path, task: str, path: Path) -> Measured:
    """What a task of a benchmark took in a process of its own, imports left out of the seconds."""
    return Measured(**json.loads(run_task(script, work, task, path, 0)))


def run_task(script: str, work: Path, task: str, path: Path, megabytes: int) -> str:
    """What a task of a benchmark printed, run in a process of its own."""
    command = [sys.executable, script, "--work", str(work), "--task", task, str(path), str(megabytes)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure_command(command: Sequence[str], environment: dict[str, str]) -> Measured:
    """What a command took with all processes that it started, from its start to its end.

    Memory: the largest sum of what they held at one time, memory that they share counted once.
    Raises CalledProcessError, with what it printed, when it fails.
    """
    # processes that outlive the one that started them are waited for, too, or nobody would count their work
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peaks = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peaks))
    watcher.start()
    output, _ = process.communicate()
    wall = time.monotonic() - started
    watcher.join()
    with suppress(ChildProcessError):
        while True:
            os.wait()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(wall, cpu, max(peaks), 0)


def _watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        peaks.append(sum(_megabytes(pid) for pid in _tree(process.pid)))
        time.sleep(SAMPLE_SECONDS)


def _tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for one in found:
        try:
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, children.read_text().split())
        except OSError:
            continue
    return found


def _megabytes(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def verdict(what: str, value: float, relation: str, target: float) -> bool:
    """Whether a value meets its target; says so."""
    is_met = value >= target if relation == ">=" else value <= target
    print(f"  {what}: {value:.2f}, target {relation} {target:g}: {'met' if is_met else 'MISSED'}")
    return is_met
