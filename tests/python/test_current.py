"""Current rows: what a reader sees of exports that overlap."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursehouse.contract import load_contract
from coursehouse.current import current_rows
from coursehouse.home import Home
from coursehouse.ledger import ExportEntry, FileEntry
from small_exports import (
    EPOCHS,
    Cell,
    SmallWarehouse,
    courses,
    csv_text,
    memberships,
    payments,
    write_export,
)

CURRENT = (
    "select user_id, course_id, was_payment from coursera.users_courses__certificate_payments order by all"
)
TIME = "2017-05-01 10:00:00.000"


@pytest.fixture
def june(tmp_path: Path) -> Path:
    return write_export(
        tmp_path / f"alpha_{EPOCHS['june']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "f"), ("u2", "c1", "f")),
    )


def test_reexport_supersedes_changed_and_vanished_rows(
    house: SmallWarehouse, tmp_path: Path, june: Path
) -> None:
    july = write_export(
        tmp_path / f"alpha_{EPOCHS['july']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "t")),
    )
    house.load(june, july)
    assert house.query(CURRENT) == [("u1", "c1", True)]
    assert house.query("select count(*) from landed_coursera.users_courses__certificate_payments") == [(3,)]
    assert house.query("select is_current from landing.exports order by snapshot_at") == [(False,), (True,)]


def test_key_with_an_empty_nullable_column_is_superseded(house: SmallWarehouse, tmp_path: Path) -> None:
    """Exports of two courses hold the same person's answers: a number, which has no choice, stands once."""
    header = "question_id,alpha_user_id,submission_ts,choice_id,answer_int"
    rows = ('12,"u1","2014-05-01 10:00:00",,1970', '17,"u1","2014-05-01 10:00:00",2,')
    for month, course, own in (("june", "c1", rows), ("july", "c2", rows[:1])):
        export = write_export(
            tmp_path / f"alpha_{EPOCHS[month]}",
            courses=courses(course),
            demographics_answers="\n".join((header, *own, "")),
        )
        house.load(export)
    current = "select question_id, choice_id, answer_int from coursera.demographics_answers order by all"
    assert house.query(current) == [(12, None, 1970), (17, 2, None)]
    assert house.query("select count(*) from landed_coursera.demographics_answers") == [(3,)]


def test_remove_brings_back_what_was_superseded(house: SmallWarehouse, tmp_path: Path, june: Path) -> None:
    july = write_export(
        tmp_path / f"alpha_{EPOCHS['july']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "t")),
    )
    house.load(june)
    before = house.state()
    [loaded] = house.load(july)
    assert house.state() != before
    house.remove(loaded.entry.export_id)
    assert house.state() == before


def test_export_without_a_table_keeps_the_older_rows(
    house: SmallWarehouse, tmp_path: Path, june: Path
) -> None:
    july = write_export(tmp_path / f"alpha_{EPOCHS['july']}", courses=courses("c1"))
    house.load(june, july)
    assert house.query(CURRENT) == [("u1", "c1", False), ("u2", "c1", False)]


def test_empty_table_of_a_newer_export_is_not_a_missing_one(
    house: SmallWarehouse, tmp_path: Path, june: Path
) -> None:
    july = write_export(
        tmp_path / f"alpha_{EPOCHS['july']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(),
    )
    house.load(june, july)
    assert house.query(CURRENT) == []


def test_export_of_one_course_leaves_other_courses_of_a_partner_export(
    house: SmallWarehouse, tmp_path: Path
) -> None:
    partner = write_export(
        tmp_path / f"partner_{EPOCHS['june']}",
        courses=courses("c1", "c2"),
        users_courses__certificate_payments=payments(("u1", "c1", "f"), ("u1", "c2", "f")),
    )
    course = write_export(
        tmp_path / f"beta_{EPOCHS['july']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "t")),
    )
    house.load(partner, course)
    assert house.query(CURRENT) == [("u1", "c1", True), ("u1", "c2", False)]
    stored = [name for name in house.files() if name.startswith("current/")]
    assert any(name.endswith(".parquet") for name in stored)
    house.remove(house.entries()[0].export_id)
    assert not any(name.startswith("current/") for name in house.files())


def test_rows_with_a_null_key_are_always_current(house: SmallWarehouse, tmp_path: Path) -> None:
    older = write_export(
        tmp_path / f"partner_{EPOCHS['june']}",
        courses=courses("c1", "c2"),
        users_courses__certificate_payments=payments(("u1", "c1", "f"), (None, "c1", "f")),
    )
    newer = write_export(
        tmp_path / f"beta_{EPOCHS['july']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "t"), (None, "c1", "t")),
    )
    house.load(older, newer)
    assert house.query(CURRENT) == [("u1", "c1", True), (None, "c1", False), (None, "c1", True)]


def test_duplicates_inside_the_newest_file_stay(house: SmallWarehouse, tmp_path: Path) -> None:
    older = write_export(
        tmp_path / f"partner_{EPOCHS['june']}",
        courses=courses("c1", "c2"),
        users_courses__certificate_payments=payments(("u1", "c1", "f"), ("u2", "c2", "f"), ("u2", "c2", "f")),
    )
    newer = write_export(
        tmp_path / f"beta_{EPOCHS['july']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "t"), ("u1", "c1", "f")),
    )
    house.load(older, newer)
    assert house.query(CURRENT) == [
        ("u1", "c1", False),
        ("u1", "c1", True),
        ("u2", "c2", False),
        ("u2", "c2", False),
    ]


def test_table_without_key_keeps_every_remaining_row(house: SmallWarehouse, tmp_path: Path) -> None:
    header = ("ecb_engine_id", "ecb_evaluator_id")
    folders = [
        write_export(
            tmp_path / f"{name}_{EPOCHS[name]}",
            courses=courses("c1", name),
            ecb_evaluation_requests=[header, ("engine", "evaluator")],
        )
        for name in ("june", "july")
    ]
    house.load(*folders)
    assert house.query("select count(*) from coursera.ecb_evaluation_requests") == [(2,)]


@dataclass(frozen=True)
class Planned:
    """An export to write. payments: rows, or None when the table is not delivered."""

    scope: str
    epoch: int
    course_ids: frozenset[str] | None
    payments: tuple[tuple[Cell, ...], ...] | None


def expected_rows(delivered: Sequence[tuple[Planned, str]]) -> list[str]:
    """The rules in plain Python. delivered: exports with their ids."""
    ages = {export_id: (planned.epoch, export_id) for planned, export_id in delivered}
    having = [(planned, export_id) for planned, export_id in delivered if planned.payments is not None]

    def covers(newer: Planned, older: Planned) -> bool:
        if newer.course_ids and older.course_ids:
            return older.course_ids <= newer.course_ids
        return newer.scope == older.scope

    left = [
        (planned, export_id)
        for planned, export_id in having
        if not any(ages[other_id] > ages[export_id] and covers(other, planned) for other, other_id in having)
    ]
    rows = []
    for planned, export_id in left:
        for row in planned.payments or ():
            holders = [
                ages[other_id] for other, other_id in left if row[:2] in [r[:2] for r in other.payments or ()]
            ]
            if None in row[:2] or len(left) == 1 or max(holders) == ages[export_id]:
                rows.append(repr((row[0], row[1], None if row[2] is None else row[2] == "t", export_id)))
    return sorted(rows)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["u1", "u2", None]), st.sampled_from(["c1", "c2"]), st.sampled_from(["t", "f"])
    ),
    max_size=4,
)
PLANS = st.builds(
    Planned,
    scope=st.sampled_from(["alpha", "beta"]),
    epoch=st.sampled_from(sorted(EPOCHS.values())[:2]),
    course_ids=st.none() | st.frozensets(st.sampled_from(["c1", "c2", "c3"]), max_size=3),
    payments=st.none() | ROWS.map(tuple),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PLANS, min_size=2, max_size=4))
def test_current_rows_follow_the_rules_in_any_order(plans: list[Planned]) -> None:
    with TemporaryDirectory() as folder:
        paths: dict[Path, Planned] = {}
        for number, planned in enumerate(plans):
            path = Path(folder) / str(number) / f"{planned.scope}_{planned.epoch}"
            # Equal content would be one export; the users table tells these apart.
            tables = {"users": csv_text([("jhu_user_id",), (f"user-{number}",)])}
            if planned.course_ids is not None:
                tables["courses"] = csv_text(courses(*sorted(planned.course_ids)))
            if planned.payments is not None:
                tables["users_courses__certificate_payments"] = csv_text(payments(*planned.payments))
            paths[write_export(path, **tables)] = planned
        orders = [list(paths), list(reversed(paths))]
        states = []
        for number, order in enumerate(orders):
            house = SmallWarehouse(Path(folder) / f"warehouse-{number}")
            loaded = house.load(*order)
            ids = [(paths[path], one.entry.export_id) for path, one in zip(order, loaded, strict=True)]
            found = house.query(
                "select user_id, course_id, was_payment, _export_id"
                " from coursera.users_courses__certificate_payments"
            )
            assert sorted(map(repr, found)) == expected_rows(ids)
            states.append(house.state())
        assert states[0] == states[1]


def test_every_order_of_separate_loads_gives_the_same_warehouse(tmp_path: Path) -> None:
    plans = {"june": ("c1", "c2"), "july": ("c1",), "august": ("c2", "c3")}
    folders = [
        write_export(
            tmp_path / f"{name}_{EPOCHS[name]}",
            courses=courses(*covered),
            users_courses__certificate_payments=payments(
                *((name[:3], one, "t") for one in covered), ("u", "c1", "f")
            ),
            course_memberships=memberships(("u", "c1", name, TIME), (name, "c1", "LEARNER", TIME)),
        )
        for name, covered in plans.items()
    ]
    states = []
    for number, order in enumerate(itertools.permutations(folders)):
        house = SmallWarehouse(tmp_path / f"warehouse-{number}")
        for folder in order:
            house.load(folder)
        states.append(house.state())
    assert all(state == states[0] for state in states)


def test_ties_of_one_moment_go_to_the_larger_export_id(house: SmallWarehouse, tmp_path: Path) -> None:
    folders = [
        write_export(
            tmp_path / letter / f"alpha_{EPOCHS['june']}",
            courses=courses("c1"),
            users_courses__certificate_payments=payments((letter, "c1", "t")),
        )
        for letter in ("a", "b")
    ]
    loaded = house.load(*folders)
    winner = max(loaded, key=lambda one: one.entry.export_id).entry.export_id
    assert house.query("select distinct _export_id from coursera.users_courses__certificate_payments") == [
        (winner,)
    ]


RUNS = ("course-v1:UniX+C1+R1", "course-v1:UniX+C2+R1", "course-v1:OtherX+C1+R1")
RUN_TABLES = ("auth_user", "student_courseenrollment")
PACKAGES = st.lists(
    st.tuples(
        st.integers(1, 3), st.frozensets(st.tuples(st.sampled_from(RUN_TABLES), st.sampled_from(RUNS)))
    ),
    max_size=5,
)


def package_entry(number: int, day: int, delivered: frozenset[tuple[str, str]]) -> ExportEntry:
    """The ledger entry of a package that delivered these tables, each for a course run."""
    files = tuple(
        FileEntry(
            source_file=f"{course_id}-{table_name}",
            table_name=table_name,
            is_known_table=True,
            sha256="",
            size_bytes=0,
            dialect="edx sql",
            accounting="off",
            rows_read=0,
            rows_landed=0,
            rows_rejected=0,
            cells_nulled=0,
            column_count=0,
            unknown_columns=(),
            notes=(),
            seconds=0,
            parquet=(f"{number}/{course_id}-{table_name}",),
            rejects=None,
            course_id=course_id,
        )
        for table_name, course_id in sorted(delivered)
    )
    return ExportEntry(
        export_id=f"package-{number}",
        platform="edx",
        source_name=f"package-{number}",
        scope="UniX",
        partner=None,
        id_mode="linked",
        snapshot_at=datetime(2023, 1, day),
        snapshot_source="folder name",
        content_sha256=str(number),
        contract_version="",
        null_strings=(),
        course_ids=(),
        files=files,
    )


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PACKAGES)
def test_of_each_course_run_the_newest_package_that_has_the_table_counts(
    tmp_path: Path, packages: list[tuple[int, frozenset[tuple[str, str]]]]
) -> None:
    entries = [package_entry(number, day, delivered) for number, (day, delivered) in enumerate(packages)]
    entries.sort(key=lambda entry: (entry.snapshot_at, entry.export_id))
    newest = {
        (file.table_name, file.course_id): (entry.export_id, file.source_file)
        for entry in entries
        for file in entry.files
    }
    current = current_rows(Home(tmp_path), load_contract("edx"), tuple(entries))
    assert current.files == frozenset(newest.values())
    assert sum(len(current.tables[name]) for name in RUN_TABLES) == len(newest)
