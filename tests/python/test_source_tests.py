"""Faults planted in a small warehouse are found by the source tests and counted per export, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from dbt.artifacts.schemas.run import RunResult

from coursehouse.contract import load_contract
from planted_warehouse import PlantedWarehouse

NEW = {
    "courses": [{"course_id": "c1"}],
    "users": [{"user_id": "u1"}],
    "course_modules": [
        {"course_id": "c1", "course_module_id": "m1"},
        {"course_id": "c1", "course_module_id": "m1"},
        {"course_id": "c1", "course_module_id": None},
    ],
    "course_lessons": [
        {"course_id": "c1", "course_lesson_id": "l1", "course_module_id": "m1"},
        {"course_id": "c1", "course_lesson_id": "l2", "course_module_id": "m9"},
        {"course_id": "c1", "course_lesson_id": "l3", "course_module_id": None},
    ],
    "course_item_types": [{"course_item_type_id": 1}],
    "course_items": [
        {
            "course_id": "c1",
            "course_item_id": f"i{number}",
            "course_lesson_id": "l1",
            "course_item_type_id": number,
        }
        for number in range(1, 27)
    ],
    "course_memberships": [
        {"user_id": "u1", "course_id": "c1", "course_membership_ts": "2020-01-01"},
        {"user_id": "nobody", "course_id": "c1", "course_membership_ts": "2020-01-01"},
    ],
    "course_formative_quiz_grades": [
        {
            "course_id": "c1",
            "course_item_id": "i1",
            "user_id": "u1",
            "course_quiz_grade_ts": f"2020-01-0{day}",
        }
        for day in (1, 2)
    ],
    "discussion_answers": [
        {"discussion_answer_id": "a1", "discussions_user_id": "nobody", "course_id": "c1"}
    ],
    "discussion_questions": [
        {"discussion_question_id": "q1", "discussion_forum_id": "f1", "course_id": "c1"}
    ],
}
ISOLATED = {
    "courses": [{"course_id": "c2"}],
    "discussion_answers": [{"discussion_answer_id": "a2", "discussions_user_id": "d2", "course_id": "c2"}],
}
# Of edX the same account, and the same old id of a block, may stand in the files of two course runs.
EDX = {
    "auth_user": [
        {"file_course_id": run, "id": account, "username": f"learner {account}", "email": f"{account}@x"}
        for run, account in (("r1", 7), ("r2", 7), ("r2", 8), ("r2", 8))
    ],
    "student_courseenrollment": [
        {"file_course_id": run, "id": number, "user_id": account}
        for number, (run, account) in enumerate([("r1", 7), ("r1", 8), ("r2", 8)])
    ],
    "course_structure": [
        {"file_course_id": run, "block_id": block}
        for run, block in (("r1", "b1"), ("r2", "b1"), ("r1", "b1"))
    ],
    "courseware_studentmodule": [
        {"file_course_id": "r1", "id": 1, "student_id": 9, "module_id": "b9"},
        {"file_course_id": "r2", "id": 1, "student_id": 8, "module_id": "b1"},
    ],
}
SUPERSEDED = {
    "course_modules": [{"course_id": "c0", "course_module_id": "m0"}],
    "course_lessons": [
        {"course_id": "c0", "course_lesson_id": "l0", "course_module_id": "m0"},
        {"course_id": "c0", "course_lesson_id": "l9", "course_module_id": "gone"},
    ],
}

# name of the source test without the common prefix -> rows it returns; all others of these tables return none
FAULTS = {
    "primary_key_coursera_course_modules_course_id__course_module_id": 2,
    "references_coursera_course_lessons_course_id__course_module_id__source_coursera_course_modules_": 1,
    "references_coursera_course_items_course_item_type_id__source_coursera_course_item_types_": 25,
}
KNOWN_EXCEPTIONS = {
    "expected_unique_coursera_course_formative_quiz_grades_course_id__course_item_id__user_id": 1,
    "references_coursera_course_memberships_user_id__source_coursera_users_": 1,
    "references_coursera_discussion_answers_discussions_user_id__user_id__True__source_coursera_users_": 1,
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlantedWarehouse]:
    with pytest.MonkeyPatch.context() as patch:
        planted = PlantedWarehouse(tmp_path_factory.mktemp("planted"))
        patch.setenv("COURSEHOUSE_HOME", str(planted.home))
        patch.setenv("COURSEHOUSE_STRICT", "1")
        planted.create()
        planted.add_export("new", "linked", NEW)
        planted.add_export("new isolated", "isolated", ISOLATED)
        planted.add_export("old", "linked", SUPERSEDED)
        planted.add_export("package", None, EDX, platform="edx")
        yield planted


@pytest.fixture(scope="module")
def measured(warehouse: PlantedWarehouse) -> PlantedWarehouse:
    assert warehouse.dbt("run", "--select", "+path:models/marts/data_quality").success
    return warehouse


def failures(results: Sequence[RunResult]) -> dict[str, dict[str, int]]:
    """Rows returned by each source test that returned any, by the status it ended with."""
    found: dict[str, dict[str, int]] = {}
    for result in results:
        if result.failures:
            found.setdefault(result.status, {})[result.node.name.removeprefix("source_")] = result.failures
    return found


def violations(warehouse: PlantedWarehouse, condition: str) -> list[tuple[object, ...]]:
    with warehouse.connect() as connection:
        return connection.execute(
            "select export_id, key_name, row_count, violation_count, rows_set_aside_count, sample_ids "
            f"from data_quality.exports_keys__violations where {condition} order by export_id, key_name"
        ).fetchall()


def test_planted_faults_fail_and_known_exceptions_only_warn(warehouse: PlantedWarehouse) -> None:
    results = warehouse.dbt("test", "--select", "source:coursera,test_type:generic").result.results
    assert failures(results) == {"fail": FAULTS, "warn": KNOWN_EXCEPTIONS}
    tables = load_contract("coursera").tables.values()
    declared = sum(bool(t.primary_key) + len(t.expected_unique) + len(t.references) for t in tables)
    assert sum(1 for result in results if result.node.resource_type == "test") == declared


def test_faults_of_an_export_only_warn_unless_strict(
    warehouse: PlantedWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSEHOUSE_STRICT")
    faulty = "source_primary_key_coursera_course_modules_course_id__course_module_id"
    assert failures(warehouse.dbt("test", "--select", faulty).result.results) == {
        "warn": {name: count for name, count in FAULTS.items() if faulty.endswith(name)}
    }


def test_violations_are_counted_per_export_over_all_landed_rows(measured: PlantedWarehouse) -> None:
    item_types = ", ".join(str(number) for number in sorted(range(2, 27), key=str)[:20])
    modules = "course_lessons.course_id+course_module_id.references.course_modules"
    assert violations(measured, "export_id <> 'package' and violation_count > 0") == [
        ("new", "course_formative_quiz_grades.expected_unique", 2, 1, 0, None),
        ("new", "course_items.course_item_type_id.references.course_item_types", 26, 25, 0, item_types),
        ("new", modules, 3, 1, 0, "c1 / m9"),
        ("new", "course_memberships.user_id.references.users", 2, 1, 0, None),
        ("new", "course_modules.one_row_per_key", 3, 2, 2, None),
        ("new", "course_modules.primary_key", 3, 2, 0, "c1 / m1, c1 / missing"),
        ("new", "discussion_answers.discussions_user_id.references.users", 1, 1, 0, None),
        ("old", modules, 2, 1, 0, "c0 / gone"),
        ("old", "course_lessons.course_id.references.courses", 2, 2, 0, "c0"),
        ("old", "course_modules.course_id.references.courses", 1, 1, 0, "c0"),
    ]


def test_keys_of_edx_hold_within_a_course_run_and_never_show_a_learner(measured: PlantedWarehouse) -> None:
    enrolled = "student_courseenrollment.file_course_id+user_id.references.auth_user"
    assert violations(measured, "export_id = 'package' and violation_count > 0") == [
        ("package", "auth_user.file_course_id+email.expected_unique", 4, 1, 0, None),
        ("package", "auth_user.file_course_id+username.expected_unique", 4, 1, 0, None),
        ("package", "auth_user.one_row_per_key", 4, 1, 1, None),
        ("package", "auth_user.primary_key", 4, 1, 0, None),
        ("package", "course_structure.one_row_per_key", 3, 1, 1, None),
        ("package", "course_structure.primary_key", 3, 1, 0, "r1 / b1"),
        ("package", "courseware_studentmodule.file_course_id+module_id.references.course_structure",
            2, 1, 0, "r1 / b9"),
        ("package", "courseware_studentmodule.file_course_id+student_id.references.auth_user", 2, 1, 0, None),
        ("package", "courseware_studentmodule.file_course_id+student_id.references.student_courseenrollment",
            2, 1, 0, None),
        ("package", enrolled, 3, 1, 0, None),
    ]  # fmt: skip


def test_rules_that_cannot_be_checked_are_listed_as_such(measured: PlantedWarehouse) -> None:
    assert violations(
        measured, "status = 'not_checked' and table_name in ('courses', 'discussion_answers')"
    ) == [
        (export_id, f"discussion_answers.{rule}", 1, None, 0, None)
        for export_id, rules in {
            "new": (
                "course_branch_id.references.course_branches",
                "on_demand_session_id.references.on_demand_sessions",
            ),
            "new isolated": (
                "course_branch_id.references.course_branches",
                "discussions_user_id.references.users",
                "on_demand_session_id.references.on_demand_sessions",
            ),
        }.items()
        for rule in rules
    ]


def test_every_rule_of_a_delivered_table_is_listed_once(measured: PlantedWarehouse) -> None:
    tables = load_contract("coursera").tables
    for export_id, delivered in {"new": NEW, "new isolated": ISOLATED, "old": SUPERSEDED}.items():
        listed = violations(measured, f"export_id = '{export_id}'")
        rules = [2 + len(tables[name].expected_unique) + len(tables[name].references) for name in delivered]
        assert len(listed) == len({name for _, name, *_ in listed}) == sum(rules)


def test_dbt_computes_the_version_that_the_loader_registers(warehouse: PlantedWarehouse) -> None:
    assert warehouse.dbt("run", "--select", "exports").success


@pytest.mark.parametrize("version", ["an older one", None], ids=["older", "none"])
def test_dbt_ends_with_the_remedy_when_the_contract_is_not_registered(
    warehouse: PlantedWarehouse, version: str | None
) -> None:
    with warehouse.connect() as connection:
        if version is None:
            connection.execute("drop table landing.contract")
        else:
            warehouse.register(version)
    outcome = warehouse.dbt("run", "--select", "exports")
    assert not outcome.success
    assert "run `coursehouse register`" in str(outcome.exception)
    assert warehouse.dbt("compile", "--select", "exports").success
