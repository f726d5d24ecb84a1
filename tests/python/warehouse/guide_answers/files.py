"""The files of expected rows; `python -m warehouse.guide_answers.files` in tests/python writes them anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from coursehouse.settings import PROJECT_ROOT
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.generate import generate
from coursehouse.synthetic.truth import write_mart
from coursehouse.synthetic.truth_view import Mart
from warehouse.guide_answers import answers
from warehouse.guide_answers.planted import Planted
from warehouse.warehouses import COURSES, INSTITUTIONS, LEARNERS, STRICT_INSTITUTION

EXPECTED = PROJECT_ROOT / "tests/expected/guide"
LONGEST = 50


def plant(name: str, folder: Path) -> Planted:
    """The institution of this name, written below a folder."""
    seed, mode = INSTITUTIONS[name]
    return Planted(
        generate(GeneratorConfig(learners=LEARNERS, courses=COURSES, seed=seed, mode=mode), folder)
    )


def write_answers(planted: Planted, folder: Path) -> None:
    """Writes each answer as a csv file, its rows in order of what they say; of long ones the first."""
    for name, answer in answers(planted).items():
        rows = sorted(answer.rows, key=lambda row: tuple("" if cell is None else str(cell) for cell in row))
        write_mart(folder / f"{name}.csv", Mart(answer.columns, rows[:LONGEST]))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        write_answers(plant(STRICT_INSTITUTION, Path(scratch)), EXPECTED)
