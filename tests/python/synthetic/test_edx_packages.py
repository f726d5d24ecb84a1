"""Generated edX packages hold what the simulation knows, in the dialects that the documents describe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.dialect import (
    Table,
    sql_cell,
    sql_lines,
    student_module_lines,
)
from coursehouse.synthetic.edx.generate import GeneratedPackages, generate_edx, play_institution
from coursehouse.synthetic.edx.state import RunState
from synthetic.edx_reading import find, members, read_forum, read_sql, read_student_modules

CONFIG = EdxConfig(learners=60, seed=5, packages=2)
# what UTF-8 can hold, but for NUL, which the exporter leaves out, and the text that means NULL
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0")).filter(lambda text: text != "NULL")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GeneratedPackages:
    return generate_edx(CONFIG, tmp_path_factory.mktemp("edx"))


@pytest.fixture(scope="module")
def files(made: GeneratedPackages) -> dict[str, bytes]:
    return members(made.packages[-1])


@pytest.fixture(scope="module")
def states(made: GeneratedPackages) -> list[RunState]:
    ids, casts = play_institution(CONFIG)
    return [RunState(cast, ids, CONFIG.seed, _taken(made)) for cast in casts]


def _taken(made: GeneratedPackages) -> int:
    from coursehouse.synthetic.edx.config import taken_at

    return taken_at(made.config.package_dates[-1])


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1))
def test_texts_come_back_from_the_exporters_dialect(rows: list[tuple[str, str]]) -> None:
    lines = sql_lines(Table("any", ("first", "second"), rows))
    assert all("\r" not in line and "\n" not in line for line in lines)
    assert read_sql("".join(f"{line}\n" for line in lines).encode()).rows == rows


@given(st.lists(st.dictionaries(TEXTS, TEXTS), min_size=1))
def test_states_come_back_from_the_other_dialect(states: list[dict[str, str]]) -> None:
    lines = student_module_lines(Table("any", ("state", "grade"), [(json.dumps(s), 1.5) for s in states]))
    rows = read_student_modules("".join(f"{line}\n" for line in lines).encode()).rows
    assert [(json.loads(str(state)), grade) for state, grade in rows] == [(state, "1.5") for state in states]


def test_nothing_and_the_name_null_differ() -> None:
    assert [sql_cell(value) for value in (None, "", "Null", True, False)] == ["NULL", "", "Null", "1", "0"]


def test_equal_configurations_write_equal_bytes(made: GeneratedPackages, tmp_path: Path) -> None:
    again = generate_edx(CONFIG, tmp_path)
    for one, other in ((made.packages, again.packages), (made.reports, again.reports)):
        assert [path.name for path in one] == [path.name for path in other]
        assert all(a.read_bytes() == b.read_bytes() for a, b in zip(one, other, strict=True))
    for path in made.truth.iterdir():
        assert path.read_bytes() == (again.truth / path.name).read_bytes()


def test_package_is_a_folder_in_a_zip(made: GeneratedPackages) -> None:
    import zipfile

    assert [path.name for path in made.packages] == ["ExampleU-2023-04-23.zip", "ExampleU-2023-04-30.zip"]
    for path in made.packages:
        with zipfile.ZipFile(path) as archive:
            assert {name.split("/")[0] for name in archive.namelist()} == {path.stem}


def test_both_spellings_of_course_ids_are_in_one_package(
    files: dict[str, bytes], states: list[RunState]
) -> None:
    written = {row["course_id"] for row in _csv(files["ExampleU-email_opt_in-prod-analytics.csv"])}
    assert written == {state.written for state in states}
    assert {"/" in str(course_id) for course_id in written} == {True, False}
    shared = [
        set(json.loads(find(files, state.key.file_part, "course_structure")))
        for state in states
        if state.key.is_deprecated
    ]
    # a course and its re-run share the ids of their blocks, but for the course itself
    assert len(shared[0] & shared[1]) == len(shared[0]) - 1


def test_states_are_those_of_the_simulation(files: dict[str, bytes], states: list[RunState]) -> None:
    for state in states:
        rows = read_student_modules(find(files, state.key.file_part, "courseware_studentmodule")).dicts()
        assert len({row["id"] for row in rows}) == len(rows)
        kept = {
            (str(state.ids.user(index)), item.block_id): item
            for index, items in state.items.items()
            for item in items
        }
        held = {
            (str(row["student_id"]), str(row["module_id"])): row
            for row in rows
            if row["module_type"] not in ("course", "chapter", "sequential", "videosequence")
        }
        assert kept.keys() == held.keys()
        for key, item in kept.items():
            grade, text = held[key]["grade"], held[key]["state"]
            assert (None if grade is None else float(grade)) == item.points
            if item.attempts:
                body = json.loads(str(text))
                assert body["attempts"] == len(item.attempts)
                answers = {answer.text for answer in item.attempts[-1].answers if answer.text is not None}
                assert answers <= {
                    answer for answer in body["student_answers"].values() if isinstance(answer, str)
                }


def test_forum_documents_hang_together(files: dict[str, bytes], states: list[RunState]) -> None:
    for state in states:
        documents = read_forum(files[f"{state.key.file_part}-prod.mongo"])
        by_type = Counter(document["_type"] for document in documents)
        assert by_type["CommentThread"] and by_type["Comment"]
        responses = {d["_id"]["$oid"] for d in documents if d["_type"] == "Comment" and "parent_id" not in d}
        comments = [document for document in documents if "parent_id" in document]
        assert comments
        assert all(document["parent_id"]["$oid"] in responses for document in comments)


def test_earlier_package_knows_less(made: GeneratedPackages) -> None:
    first, last = made.row_counts
    assert sum(first.values()) < sum(last.values())


def test_files_are_encrypted_for_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("gpg") is None:
        pytest.skip("gpg is not installed")
    home = tmp_path / "keys"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("COURSEHOUSE_GPG_HOME", str(home))
    new_key = ["--passphrase", "", "--quick-generate-key", "czar@example.org", "default", "default", "never"]
    subprocess.run(["gpg", "--homedir", home, "--batch", *new_key], check=True, capture_output=True)
    plain = generate_edx(EdxConfig(learners=6, courses=1, seed=5), tmp_path / "plain")
    secret = generate_edx(
        EdxConfig(learners=6, courses=1, seed=5, gpg_recipient="czar@example.org"), tmp_path / "secret"
    )
    wanted, found = members(plain.packages[0]), members(secret.packages[0])
    assert found.keys() == {f"{name}.gpg" for name in wanted}
    name = "ExampleU-ITD101x-2023_1T-auth_user-prod-analytics.sql"
    read = subprocess.run(
        ["gpg", "--homedir", home, "--batch", "--quiet", "--decrypt"],
        input=found[f"{name}.gpg"],
        capture_output=True,
        check=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    assert read.stdout == wanted[name]


def _csv(content: bytes) -> list[dict[str, str]]:
    import csv
    import io

    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
