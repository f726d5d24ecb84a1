"""Headers and names as other programs leave them, and what tells the dialects apart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from coursehouse.platforms.coursera.dialect import COURSERA
from coursehouse.platforms.coursera.profile import profile

from .folders import ANSWERS, USERS, folder, open_export, rows_of


def test_letter_case_of_a_header_does_not_matter(tmp_path: Path) -> None:
    files = {"users.csv": USERS.upper(), "discussion_answers.csv": ANSWERS}
    export = open_export(folder(tmp_path / "x", files))
    assert (export.partner, export.id_mode) == ("jhu", "isolated")
    assert set(rows_of(export)["users"][0]) == {"user_id", "user_join_ts", "country_cd"}


@pytest.mark.parametrize(("mark", "word"), [(b";", "semicolons"), (b"\t", "tabs")])
def test_other_separators_are_named(tmp_path: Path, mark: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        open_export(folder(tmp_path / "x", {"users.csv": USERS.replace(b",", mark)}))


@pytest.mark.parametrize("name", [b"c", b"a_very_long_name_of_a_column_" * 3])
def test_endless_headers_are_refused(tmp_path: Path, name: bytes) -> None:
    header = b",".join(name + str(index).encode() for index in range(100_000)) + b"\n"
    with pytest.raises(Refused, match=r"odd\.csv has a first line of more than"):
        open_export(folder(tmp_path / "x", {"users.csv": USERS, "odd.csv": header}))


def test_learner_ids_of_two_partners_are_refused(tmp_path: Path) -> None:
    grades = b'course_id,penn_user_id\n"c1","u1"\n'
    with pytest.raises(Refused, match="penn_user_id"):
        open_export(folder(tmp_path / "x", {"users.csv": USERS, "course_grades.csv": grades}))


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    place = folder(tmp_path / "x", {"users.csv": USERS})
    Path(os.fsdecode(bytes(place) + b"/us\xffers.csv")).write_bytes(USERS)
    with pytest.raises(Refused, match="is not UTF-8"):
        open_export(place)


def test_export_given_as_a_dot_is_named_after_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder(tmp_path / "holiday", {"notes.txt": b"?"}))
    with pytest.raises(Refused, match="holiday holds no table"):
        open_export(Path())


def test_long_first_record_that_the_sample_cuts_keeps_its_dialect() -> None:
    sample = b'"c1","' + b'x\\"\n' * 1000
    assert profile(sample, 2, ()).dialect is COURSERA


def test_long_last_record_that_the_sample_cuts_keeps_its_dialect() -> None:
    sample = b'"c1","plain"\n"c2","' + b'x\\"\n' * 1000
    assert profile(sample, 2, ()).dialect is COURSERA
