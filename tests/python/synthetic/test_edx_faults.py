"""Each fault is found in the newest package exactly as often as truth/faults.csv says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from coursehouse.synthetic.edx.config import EdxConfig
from coursehouse.synthetic.edx.faults import FAULT_NAMES, parse_fault, plant
from coursehouse.synthetic.edx.generate import GeneratedPackages, generate_edx
from synthetic.edx_reading import find, members

COUNT = 2
RUN = "ExampleU-ITD101x-2023_1T"


def _config(*faults: str) -> EdxConfig:
    return EdxConfig(learners=30, courses=3, seed=8, faults=tuple(map(parse_fault, faults)))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> GeneratedPackages:
    return generate_edx(_config(), tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize("name", FAULT_NAMES)
def test_fault_changes_its_tables_only_and_is_recorded(
    name: str, clean: GeneratedPackages, tmp_path: Path
) -> None:
    made = generate_edx(_config(f"{name}={COUNT}"), tmp_path)
    with (made.truth / "faults.csv").open(newline="", encoding="utf-8") as file:
        (record,) = csv.DictReader(file)
    assert record["fault"] == name
    assert int(record["count"]) == COUNT
    before, after = members(clean.packages[-1]), members(made.packages[-1])
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed
    tables = {"forum_contents": "-prod.mongo"}
    wanted = [tables.get(table, f"-{table}-") for table in record["table"].split(",")]
    assert all(any(part in path for part in wanted) for path in changed)


def test_bytes_are_damaged_as_the_fault_says(tmp_path: Path) -> None:
    faults = ("bad-utf8=2", "bare-cr=2", "orphan-blocks=2", "damaged-forum-line=2", "failed-member=1")
    files = members(generate_edx(_config(*faults), tmp_path).packages[-1])
    profiles = find(files, RUN, "auth_userprofile")
    assert profiles.count(b"caf\xe9") == 2
    assert profiles.count(b"first\rsecond") == 2
    assert find(files, RUN, "course_structure").count(b"@orphan") == 2
    assert sum(not line.endswith(b"}") for line in files[f"{RUN}-prod.mongo"].splitlines()) == 2
    assert find(files, RUN, "teams").startswith(b"Traceback")


def test_unknown_fault_is_refused_with_the_list() -> None:
    with pytest.raises(Refused, match="orphan-blocks"):
        parse_fault("no-such-fault=2")
    with pytest.raises(Refused, match="how often"):
        parse_fault("orphan-blocks=few")


def test_fault_without_a_row_to_hit_is_refused() -> None:
    with pytest.raises(Refused, match="forum_contents"):
        plant((parse_fault("damaged-forum-line"),), [])
