"""PostgreSQL shows what DuckDB shows, whatever was loaded or taken back, and in whatever order."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from coursehouse.synthetic.config import GeneratorConfig, IdMode
from coursehouse.synthetic.generate import generate
from engines.postgres_warehouse import PostgresWarehouse
from small_exports import EPOCHS, courses, csv_text, memberships, payments, write_export

TIME = "2017-05-01 10:00:00.000"


@pytest.fixture
def exports(tmp_path: Path) -> dict[str, Path]:
    """Three exports that overlap, with rejects, empty tables, and columns and a table that nobody knows."""
    covered = {"june": ("c1", "c2"), "july": ("c1",), "august": ("c1", "c3")}
    extra = {"june": "Extra", "july": "extra", "august": "other"}
    exports = {}
    for name, course_ids in covered.items():
        rows = memberships(("u1", "c1", "LEARNER", TIME), ("u2", course_ids[-1], "LEARNER", TIME))
        header, *records = payments(("u1", "c1", "t"), (name, "c1", "bad"), ("u9", course_ids[-1], "f"))
        exports[name] = write_export(
            tmp_path / f"{name}_{EPOCHS[name]}",
            courses=courses(*course_ids),
            course_memberships=csv_text(rows),
            users_courses__certificate_payments=[(*header, extra[name]), *((*row, name) for row in records)],
            course_formative_quiz_grades=[("jhu_user_id", "course_id")],
            new_kind=[("some_id",), (f"line\n\\.\n{name} \\ \t \"quoted\" ''",)],
        )
    return exports


def assert_equal(twin: PostgresWarehouse) -> None:
    shown, expected = twin.postgres_rows(), twin.duckdb_rows()
    assert shown.keys() == expected.keys()
    for relation, rows in expected.items():
        assert shown[relation] == rows, relation


ORDERS = [("june", "july", "august"), ("august", "july", "june"), ("july", "august", "june")]


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_overlapping_exports_equal_duckdb_at_every_step(
    twin: PostgresWarehouse, exports: dict[str, Path], order: tuple[str, ...]
) -> None:
    for name in order:
        twin.load(exports[name])
        assert_equal(twin)
    assert twin.query("select count(*) > 0 from landing.rejects") == [(True,)]
    for name in order[:2]:
        [entry] = [one for one in twin.entries() if one.source_name.startswith(name)]
        twin.remove(entry.export_id)
        assert_equal(twin)


@pytest.mark.parametrize("mode", IdMode)
def test_generated_institution_equals_duckdb(twin: PostgresWarehouse, tmp_path: Path, mode: IdMode) -> None:
    institution = generate(GeneratorConfig(learners=25, courses=2, seed=3, mode=mode), tmp_path / "exports")
    *first, last = (export.path for export in institution.exports)
    twin.load(*first)
    twin.load(last)
    assert_equal(twin)
    assert twin.query("select count(*) > 0 from coursehouse.current_rows") == [(True,)]


def test_shared_exports_equal_duckdb(twin: PostgresWarehouse, shared: Path) -> None:
    exports = shared / "exports/coursera"
    twin.load(exports / "relinked_course_1502409600000.zip")
    twin.load(exports / "damaged_fake_course_7051862327916.zip", null_strings=("NA",))
    assert_equal(twin)


def test_comparison_sees_one_lost_row_and_one_changed_value(
    twin: PostgresWarehouse, exports: dict[str, Path]
) -> None:
    twin.load(exports["june"])
    twin.query("update landed_coursera.courses set course_slug = '' where course_id = 'c1'")
    with pytest.raises(AssertionError, match="courses"):
        assert_equal(twin)
    twin.query("update landed_coursera.courses set course_slug = 'slug-c1' where course_id = 'c1'")
    assert_equal(twin)
    twin.query("delete from landed_coursera.course_memberships where user_id = 'u1'")
    with pytest.raises(AssertionError, match="course_memberships"):
        assert_equal(twin)


def test_only_new_files_are_copied(
    twin: PostgresWarehouse, exports: dict[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "coursehouse")

    def summaries() -> list[str]:
        said = [message.partition(": ")[2] for message in caplog.messages if "rows copied" in message]
        caplog.clear()
        return said

    twin.load(exports["june"])
    assert summaries() == ["6 files, 9 rows copied; 0 files removed."]
    before = twin.query("select ctid, xmin, * from landed_coursera.courses")
    twin.load(exports["june"])
    twin.register()
    assert summaries() == ["0 files, 0 rows copied; 0 files removed."] * 2
    [july] = twin.load(exports["july"])
    assert summaries() == ["6 files, 8 rows copied; 0 files removed."]
    twin.remove(july.entry.export_id)
    assert summaries() == ["0 files, 0 rows copied; 6 files removed."]
    assert twin.query("select ctid, xmin, * from landed_coursera.courses") == before


def test_command_says_what_was_copied(twin: PostgresWarehouse, exports: dict[str, Path]) -> None:
    talk = twin.run("load", "coursera", exports["june"]).stderr.splitlines()
    address = f"{twin.server.host}:{twin.server.port}/{twin.database}"
    assert f"PostgreSQL {address}: 6 files, 9 rows copied; 0 files removed." in talk


def test_export_loaded_again_in_another_way_replaces_its_rows(
    twin: PostgresWarehouse, exports: dict[str, Path]
) -> None:
    [loaded] = twin.load(exports["june"])
    # Behind the back of PostgreSQL, so that only the files can tell.
    twin.run("remove", loaded.entry.export_id, COURSEHOUSE_TARGET="duckdb")
    twin.load(exports["june"], target="duckdb", null_strings=("u1",))
    twin.register()
    assert_equal(twin)
    assert twin.query("select count(*) from coursera.course_memberships where user_id is null") == [(1,)]


def test_views_of_dbt_and_tables_of_facts_outlive_a_load(
    twin: PostgresWarehouse, exports: dict[str, Path]
) -> None:
    twin.load(exports["june"])
    twin.query("create schema staging")
    for name in ("coursera.course_memberships", "landing.files", "landed_coursera.new_kind"):
        twin.query(f"create view staging.{name.replace('.', '_')} as select * from {name}")
    [july] = twin.load(exports["july"])
    twin.load(exports["august"])
    twin.remove(july.entry.export_id)
    for name in ("coursera.course_memberships", "landing.files", "landed_coursera.new_kind"):
        [(through_view,)] = twin.query(f"select count(*) from staging.{name.replace('.', '_')}")
        assert [(through_view,)] == twin.query(f"select count(*) from {name}")
        assert through_view > 1


def test_readers_are_not_locked_out_by_a_load_that_changes_no_relation(
    twin: PostgresWarehouse, exports: dict[str, Path]
) -> None:
    twin.load(exports["june"])
    with twin.server.transaction(twin.database) as dashboard:
        dashboard.execute("select count(*) from coursera.courses, coursera.course_memberships, landing.files")
        twin.register()
    assert_equal(twin)
