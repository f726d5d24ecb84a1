"""`coursehouse generate`."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from coursehouse.errors import Refused
from coursehouse.synthetic.cli import app


def test_command_prints_the_path_of_every_export(tmp_path: Path) -> None:
    options = ["--learners", "12", "--courses", "1", "--seed", "4", "--no-reexport", "--layout", "2017"]
    result = CliRunner().invoke(app, ["coursera", "--out", str(tmp_path), *options])
    assert result.exit_code == 0, result.output
    (export,) = tmp_path.glob("*.zip")
    assert str(export) in result.stdout
    assert (tmp_path / "truth" / "courses.csv").exists()


def test_command_refuses_an_unknown_fault_before_it_writes(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["coursera", "--out", str(tmp_path), "--fault", "nonsense=2"])
    assert isinstance(result.exception, Refused)
    assert list(tmp_path.iterdir()) == []
