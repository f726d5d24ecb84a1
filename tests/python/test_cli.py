"""The commands as a user meets them: what goes to stdout and stderr, and the exit codes."""

from __future__ import annotations

import io
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from coursehouse.demo import run_demo
from coursehouse.errors import Refused
from coursehouse.platforms.base import Export, Ignored, Snapshot
from coursehouse.progress import ConsoleProgress, opening_sentences
from coursehouse.report import table_totals
from coursehouse.settings import Settings
from small_exports import EPOCHS, SmallWarehouse, courses, payments, write_export


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return write_export(
        tmp_path / f"alpha_{EPOCHS['june']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "t"), ("u2", "c1", "f")),
    )


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """One of 40 cells does not convert, and one of 41 records has a column too few."""
    rows = "".join(f'"u{number}","c1",t\n' for number in range(39))
    return write_export(
        tmp_path / f"beta_{EPOCHS['june']}",
        courses=courses("c1"),
        users_courses__certificate_payments=f'jhu_user_id,course_id,was_payment\n{rows}"u39","c1",maybe\n"u40"\n',
    )


def test_clean_load_shows_its_table_and_ends_with_0(house: SmallWarehouse, clean: Path) -> None:
    ended = house.run("load", "coursera", clean)
    assert ended.returncode == 0
    lines = [line.split() for line in ended.stdout.splitlines() if line.strip()]
    assert lines[0] == [house.entries()[0].export_id]
    assert lines[1] == ["table", "rows", "rejected", "cells", "nulled", "seconds"]
    assert ["users_courses__certificate_payments", "2", "0", "0"] in [line[:4] for line in lines]
    assert lines[-1][:5] == ["2", "tables", "3", "0", "0"]
    assert "Snapshot time 2017-06-01 00:00:00 UTC, from the folder name." in ended.stderr
    assert "alpha_1496275200000: 2 tables, scope alpha, jhu" in ended.stderr
    assert "courses.csv: 1 rows, 0 rejected, 0 cells nulled" in ended.stderr
    again = house.run("load", "coursera", clean)
    assert (again.returncode, again.stdout) == (0, "")
    assert f"already loaded as {lines[0][0]}, 0 changed" in again.stderr


def test_faults_past_the_threshold_end_with_1_and_are_named(house: SmallWarehouse, faulty: Path) -> None:
    ended = house.run("load", "coursera", faulty)
    assert ended.returncode == 1
    assert "users_courses__certificate_payments: 2.4% of its rows were rejected" in ended.stderr
    assert "select * from landing.rejects where export_id = 'beta_1496275200000-" in ended.stderr
    query = ended.stderr[ended.stderr.index("select * from landing.rejects") :].splitlines()[0]
    assert len(house.query(query)) == 2
    assert house.query("select count(*) from coursera.users_courses__certificate_payments") == [(40,)]


@pytest.mark.parametrize(("threshold", "code"), [("0", 1), ("0.02", 1), ("0.03", 0), ("1", 0)])
def test_threshold_decides_the_exit_code(
    house: SmallWarehouse, faulty: Path, threshold: str, code: int
) -> None:
    assert house.run("load", "coursera", faulty, "--threshold", threshold).returncode == code


def test_shares_count_rows_and_cells_of_a_table(house: SmallWarehouse, faulty: Path) -> None:
    [loaded] = house.load(faulty)
    total = table_totals(loaded.entry)[1]
    assert (total.rows_read, total.rows_rejected, total.cells_nulled, total.cells) == (41, 1, 1, 240)


def test_options_of_a_load_are_recorded(house: SmallWarehouse, tmp_path: Path) -> None:
    dated = write_export(tmp_path / "dated", courses=courses("c1"))
    ended = house.run(
        "load", "coursera", dated, "--snapshot-at", "2017-06-01T02:00:00+02:00", "--scope", "mine"
    )
    assert ended.returncode == 0
    [entry] = house.entries()
    assert (entry.snapshot_at, entry.scope) == (datetime(2017, 6, 1), "mine")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["load", "coursera", "absent.zip"], "absent.zip does not exist."),
        (["load", "coursera", ".", "--snapshot-at", "soon"], "--snapshot-at 'soon' is not a time."),
        (["load", "coursera", ".", "--threshold", "2"], "--threshold"),
        (["load", "coursera"], "Missing argument"),
        (["load", "udacity", "."], "No such command"),
        (["remove", "absent"], "No export 'absent' is loaded."),
        (["nonsense"], "No such command"),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence(
    house: SmallWarehouse, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    ended = house.run(*arguments, cwd=tmp_path)
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_exports_and_remove(house: SmallWarehouse, clean: Path, faulty: Path) -> None:
    assert "No export is loaded" in house.run("exports").stderr
    loaded = house.load(clean, faulty)
    listed = house.run("exports").stdout
    assert all(one.entry.export_id in listed for one in loaded)
    ended = house.run("remove", loaded[0].entry.export_id)
    assert ended.returncode == 0
    assert "is removed: 2 files, 3 rows" in ended.stderr
    assert [entry.export_id for entry in house.entries()] == [loaded[1].entry.export_id]


def test_register_and_version(house: SmallWarehouse) -> None:
    assert house.run("register").returncode == 0
    assert house.query("select count(*) from coursera.courses") == [(0,)]
    assert house.run("--version").stdout.strip().count(".") == 2


def test_generated_exports_load(house: SmallWarehouse, tmp_path: Path) -> None:
    made = house.run(
        "generate",
        "coursera",
        "--out",
        tmp_path / "made",
        "--learners",
        "5",
        "--courses",
        "1",
        "--no-reexport",
    )
    assert made.returncode == 0, made.stderr
    assert house.run("load", "coursera", *made.stdout.split()).returncode == 0


def test_interrupted_load_ends_cleanly(house: SmallWarehouse, tmp_path: Path, clean: Path) -> None:
    house.load(clean)
    before = house.state()
    rows = [(f"u{number}", "c1", "t") for number in range(400_000)]
    large = write_export(
        tmp_path / f"large_{EPOCHS['july']}", users_courses__certificate_payments=payments(*rows)
    )
    command = house.command("load", "coursera", large)
    # where the tests run in the background, the signal is ignored, and a child would inherit that
    before_signal = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, env=house.environment, stderr=subprocess.PIPE, text=True) as run:
        signal.signal(signal.SIGINT, before_signal)
        while run.poll() is None and not any(house.root.glob("landing/**/large*/*.tmp")):
            time.sleep(0.001)
        run.send_signal(signal.SIGINT)
        assert run.stderr is not None
        talk = run.stderr.read()
    assert run.returncode == 130
    assert "Traceback" not in talk
    assert house.state() == before


def test_demo_does_not_mix_with_other_exports(house: SmallWarehouse, tmp_path: Path, clean: Path) -> None:
    house.load(clean)
    before = house.state()
    talk = Console(file=io.StringIO())
    with pytest.raises(Refused, match="holds other exports"):
        run_demo(Settings(home=house.root), tmp_path / "demo", talk, talk.print)
    assert house.state() == before


@pytest.fixture
def terminal() -> Iterator[Console]:
    yield Console(file=io.StringIO(), force_terminal=True, width=120)


def test_terminal_shows_a_bar_instead_of_a_line_per_file(terminal: Console, clean: Path) -> None:
    export = Export("alpha", "coursera", "alpha", "jhu", "linked", Snapshot(None, ""), ())
    with ConsoleProgress(terminal) as progress:
        progress.opened(export)
        progress.rows_landed(12_345)
    assert isinstance(terminal.file, io.StringIO)
    assert "12,345 rows" in terminal.file.getvalue()


def test_ignored_files_are_counted_by_reason() -> None:
    ignored = (
        *(Ignored(f"{number}.pdf", "no table") for number in range(9)),
        Ignored(".DS_Store", "of a Mac"),
    )
    export = Export("alpha", "coursera", "alpha", None, None, Snapshot(None, ""), (), ignored, ("A note.",))
    assert list(opening_sentences(export)) == [
        "alpha: 0 tables, scope alpha, no partner prefix, learner ids not told by any header.",
        "  9 ignored, no table: 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf, 5.pdf and 3 more.",
        "  1 ignored, of a Mac: .DS_Store.",
        "  A note.",
    ]
