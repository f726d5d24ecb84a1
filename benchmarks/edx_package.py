"""How fast, and in how much memory, an encrypted edX data package is landed, measured in one run.

The job: a zip with courseware_studentmodule of two course runs, encrypted for a key made here, landed by the
whole command `coursehouse load edx` until the warehouse shows the rows, both files at the same time. Beside
it the same package in plain text, and gpg alone, which only decrypts. Memory is that of all processes
together, gpg among them.
Exits 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from measuring import Measured, benchmark_parser, measure_command, verdict

MOST_MEGABYTES = 900
MOST_GROWTH = 4.2
MOST_MEMORY_GROWTH = 1.1
MOST_TIMES_PLAIN = 1.5

RUNS = ("2023_T1", "2023_T2")
MEMBER = "ExampleX-C101-{run}-courseware_studentmodule-prod-analytics.sql"
HEADER = (
    b"id\tmodule_type\tmodule_id\tstudent_id\tstate\tgrade\tcreated\tmodified\tmax_grade\tdone\tcourse_id\n"
)
ROWS_AT_ONCE = 5_000


def main() -> int:
    """Exit code: 0 if every target was met."""
    parser = benchmark_parser(__doc__, rounds=1)
    parser.add_argument("--megabytes", type=int, default=500, help="size of the largest package, decrypted")
    arguments = parser.parse_args()
    # gpg's agent listens in the folder of the keys, and such an address must be short
    keys = Path(tempfile.mkdtemp(prefix="g", dir="/tmp"))
    try:
        make_keys(keys)
        return 0 if measure(arguments, keys) else 1
    finally:
        subprocess.run(["gpgconf", "--homedir", str(keys), "--kill", "gpg-agent"], check=False)
        for folder in (keys, arguments.work / "inputs" / keys.name):
            shutil.rmtree(folder, ignore_errors=True)


def measure(arguments: argparse.Namespace, keys: Path) -> bool:
    """Whether landing meets the targets for memory, growth and speed."""
    found: dict[int, Measured] = {}
    for parts in (4, 2, 1):
        size = arguments.megabytes // parts
        package = make(arguments.work, size, keys)
        found[size] = best(arguments, package, keys)
        show(f"encrypted, {size} MB", size, found[size])
    size = arguments.megabytes
    plain = best(arguments, make(arguments.work, size, None), keys)
    show(f"plain, {size} MB", size, plain)
    show(f"gpg alone, {size} MB", size, decrypting(make(arguments.work, size, keys), keys))
    smallest, largest = found[min(found)], found[size]
    return all(
        [
            verdict("memory (MB)", largest.peak_megabytes, "<=", MOST_MEGABYTES),
            verdict(
                "growth of memory, 1x to 4x",
                largest.peak_megabytes / smallest.peak_megabytes,
                "<=",
                MOST_MEMORY_GROWTH,
            ),
            verdict(
                "growth of CPU time, 1x to 4x", largest.cpu_seconds / smallest.cpu_seconds, "<=", MOST_GROWTH
            ),
            verdict(
                "CPU time, encrypted / plain", largest.cpu_seconds / plain.cpu_seconds, "<=", MOST_TIMES_PLAIN
            ),
        ]
    )


def show(name: str, size: int, one: Measured) -> None:
    """Nothing; prints a line of the table."""
    print(
        f"  {name:22} {one.wall_seconds:7.2f} s wall {one.cpu_seconds:7.2f} s CPU"
        f" {one.peak_megabytes:7.0f} MB at peak {size / one.wall_seconds:6.0f} MB/s",
        flush=True,
    )


def best(arguments: argparse.Namespace, package: Path, keys: Path) -> Measured:
    """The whole command, into a warehouse that exists and is empty; the fastest round."""
    home = arguments.work / "edx_home"
    environment = os.environ | {"COURSEHOUSE_HOME": str(home), "COURSEHOUSE_GPG_HOME": str(keys)}
    command = [sys.executable, "-m", "coursehouse"]
    rounds = []
    for _ in range(arguments.rounds):
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([*command, "register"], check=True, env=environment, stderr=subprocess.DEVNULL)
        rounds.append(measure_command([*command, "load", "edx", str(package)], environment))
    return min(rounds, key=lambda one: one.wall_seconds)


def decrypting(package: Path, keys: Path) -> Measured:
    """gpg on the members of a package, one after the other, its output thrown away."""
    gpg = f"gpg --homedir {keys} --batch --quiet --decrypt > /dev/null"
    script = "; ".join(f"unzip -p {package} {MEMBER.format(run=run)}.gpg | {gpg}" for run in RUNS)
    return measure_command(["sh", "-c", script], dict(os.environ))


def make_keys(home: Path) -> None:
    """Nothing; a key pair without passphrase lies in the folder."""
    made = ["--passphrase", "", "--quick-generate-key", "benchmark", "future-default", "default", "never"]
    subprocess.run(["gpg", "--homedir", str(home), "--batch", "--quiet", *made], check=True)


def make(work: Path, megabytes: int, keys: Path | None) -> Path:
    """A package of this size in plain text; encrypted ones are made anew for the keys of each run."""
    folder = work / "inputs" / (keys.name if keys else "plain")
    path = folder / str(megabytes) / "ExampleX-2023-09-03.zip"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for run in RUNS:
                name = MEMBER.format(run=run) + (".gpg" if keys else "")
                info = zipfile.ZipInfo(name, (2023, 9, 3, 5, 0, 0))
                info.compress_type = zipfile.ZIP_STORED if keys else zipfile.ZIP_DEFLATED
                text = rows(run, megabytes // len(RUNS))
                with archive.open(info, "w", force_zip64=True) as member:
                    if keys:
                        encrypt(text, keys, member)
                    else:
                        member.writelines(text)
        part.rename(path)
    return path


def encrypt(text: Iterator[bytes], keys: Path, member: IO[bytes]) -> None:
    """Nothing; the member holds the rows, encrypted."""
    command = ["gpg", "--homedir", str(keys), "--batch", "--quiet", "--trust-model", "always"]
    with tempfile.TemporaryFile() as plain:
        plain.writelines(text)
        plain.seek(0)
        process = subprocess.Popen(
            [*command, "--recipient", "benchmark", "--encrypt"], stdin=plain, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        shutil.copyfileobj(process.stdout, member)
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, command)


def rows(run: str, megabytes: int) -> Iterator[bytes]:
    """States of problems and videos as edX writes them, hardly two alike, up to a size."""
    numbers = random.Random(run)
    course = f"course-v1:ExampleX+C101+{run}"
    written, number = 0, 0
    yield HEADER
    while written < megabytes << 20:
        lines = []
        for _ in range(ROWS_AT_ONCE):
            number += 1
            block, seconds = f"{numbers.getrandbits(128):032x}", f"{numbers.randrange(28):02}"
            time = f"2023-02-{int(seconds) + 1:02} {numbers.randrange(24):02}:{numbers.randrange(60):02}:07"
            answers = ", ".join(
                f'"{block}_{part}_1": "choice \\\\"{numbers.getrandbits(64):x}\\\\""'
                for part in range(2, 2 + numbers.randrange(1, 6))
            )
            state = f'{{"student_answers": {{{answers}}}, "attempts": {numbers.randrange(9)}, "done": true}}'
            place = f"block-v1:ExampleX+C101+{run}+type@problem+block@{block}"
            cells = (
                number,
                "problem",
                place,
                numbers.randrange(90_000),
                state,
                1,
                time,
                time,
                1,
                "na",
                course,
            )
            lines.append("\t".join(map(str, cells)) + "\n")
        piece = "".join(lines).encode()
        written += len(piece)
        yield piece


if __name__ == "__main__":
    sys.exit(main())
