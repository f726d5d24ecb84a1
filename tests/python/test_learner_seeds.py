"""The seeds about persons say the same as the guide's vocabularies and as the macros that name columns."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from dbt_files import ROOT

Row = dict[str, str]

# What auth_userprofile writes; Coursera uses other words for the same.
EDX_VALUES = {
    *(("gender", value) for value in ("f", "m", "o")),
    *(
        ("educational_attainment", value)
        for value in ("p", "p_se", "p_oth", "m", "b", "a", "hs", "jhs", "el", "none", "other", "o")
    ),
}


def _rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _words(macro: str) -> list[str]:
    """What stands in quotes in a macro, comments left out."""
    text = (ROOT / f"macros/{macro}.sql").read_text(encoding="utf-8")
    return re.findall(r"'(\w+)'", re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))


def test_every_survey_question_has_a_column() -> None:
    questions = _rows(ROOT / "seeds/survey_questions.csv")
    kinds = ["choice" if row["answer_kind"] == "choices" else row["answer_kind"] for row in questions]
    codes = {
        kind: [row["question_code"] for row, k in zip(questions, kinds, strict=True) if k == kind]
        for kind in kinds
    }
    assert _words("survey_columns") == ["words", *codes["choice"], "numbers", *codes["number"]]


def test_every_labelled_attribute_has_a_column() -> None:
    labels = _rows(ROOT / "seeds/learner_attribute_labels.csv")
    attributes = list(dict.fromkeys(row["attribute"] for row in labels))
    assert _words("profile_vocabularies")[::2] == attributes


def test_labels_cover_the_vocabularies_of_the_guide(shared: Path) -> None:
    labels = {
        (row["attribute"], row["attribute_value"])
        for row in _rows(ROOT / "seeds/learner_attribute_labels.csv")
    } - EDX_VALUES
    listed = {
        (row["column"], row["value"])
        for row in _rows(shared / "expected/coursera/guide_examples/vocabularies.csv")
        if row["column"] in {attribute for attribute, _ in labels}
    }
    assert listed
    assert listed == {pair for pair in labels if pair[0] != "gender"}
