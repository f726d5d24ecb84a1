"""Generated edX packages keep the keys, references and columns that the contract declares."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coursehouse.contract import Table, load_contract
from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.generate import GeneratedPackages, generate_edx
from synthetic.edx_reading import ReadFile, find, members, read_sql, read_student_modules

TABLES = {
    name: table
    for name, table in load_contract("edx").tables.items()
    if table.file_format in ("sql", "student_module") and name != "verify_student_verificationstatus"
}
Row = tuple[str | None, ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GeneratedPackages:
    return generate_edx(EdxConfig(learners=80, seed=3), tmp_path_factory.mktemp("edx"))


@pytest.fixture(scope="module")
def runs(made: GeneratedPackages) -> list[dict[str, ReadFile]]:
    files = members(made.packages[-1])
    return [_run(files, name[: -len("-prod.mongo")]) for name in files if name.endswith("-prod.mongo")]


def _run(files: dict[str, bytes], run: str) -> dict[str, ReadFile]:
    read = {"sql": read_sql, "student_module": read_student_modules}
    return {name: read[str(table.file_format)](find(files, run, name)) for name, table in TABLES.items()}


def _pick(table: Table, file: ReadFile, columns: tuple[str, ...]) -> list[Row]:
    """These columns of every row; the run of the file is the same in all."""
    wanted = [column for column in columns if column != "file_course_id"]
    places = [file.header.index(column) for column in wanted]
    return [tuple(row[place] for place in places) for row in file.rows]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_declared(name: str, runs: list[dict[str, ReadFile]]) -> None:
    table = TABLES[name]
    declared = {column.name for column in table.columns}
    for run in runs:
        assert set(run[name].header) <= declared


@pytest.mark.parametrize("name", TABLES)
def test_declared_keys_hold(name: str, runs: list[dict[str, ReadFile]]) -> None:
    table = TABLES[name]
    for run in runs:
        for key in (table.primary_key, *table.expected_unique):
            counts = Counter(_pick(table, run[name], key))
            assert all(count == 1 for count in counts.values())
            assert all(None not in cells for cells in counts)


@pytest.mark.parametrize("name", TABLES)
def test_declared_references_hold(name: str, runs: list[dict[str, ReadFile]]) -> None:
    table = TABLES[name]
    for run in runs:
        for reference in table.references:
            if reference.known_exception or reference.parent_table not in TABLES:
                continue
            parent = TABLES[reference.parent_table]
            parents = set(_pick(parent, run[parent.name], reference.parent_columns))
            children = {key for key in _pick(table, run[name], reference.columns) if None not in key}
            assert children <= parents


def test_tables_have_rows(runs: list[dict[str, ReadFile]]) -> None:
    empty = {name for name in TABLES if not any(run[name].rows for run in runs)}
    training = {name for name in TABLES if "training" in name}
    assert empty <= {*training, "credit_crediteligibility"}


def test_a_broken_reference_would_be_seen(tmp_path: Path) -> None:
    from coursehouse.synthetic.edx.faults import parse_fault

    faults = (parse_fault("orphan-user=2"), parse_fault("duplicate-grade=2"))
    files = members(generate_edx(EdxConfig(learners=20, seed=3, faults=faults), tmp_path).packages[-1])
    run = _run(files, "ExampleU-ITD101x-2023_1T")
    with pytest.raises(AssertionError):
        test_declared_references_hold("student_courseenrollment", [run])
    with pytest.raises(AssertionError):
        test_declared_keys_hold("grades_persistentcoursegrade", [run])
