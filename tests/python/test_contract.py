"""The contract holds what the exports hold, and says so in a way that people and dbt can use."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from coursehouse.contract import Contract, Reference, Table, load_contract
from coursehouse.errors import Refused
from coursehouse.settings import PROJECT_ROOT

DATA_TYPES = {"string", "integer", "double", "boolean", "timestamp", "date", "json"}
COURSERA, EDX = load_contract("coursera"), load_contract("edx")
EDX_FORMATS = {"sql", "student_module", "csv", "forum", "structure", "log"}
EDX_LEFT_OUT = {
    "course_xml",
    "tracking_log_by_course",
    "report_student_state",
    "report_answer_distribution",
    "report_ora_data",
    "report_may_enroll",
    "report_certificates_issued",
    "report_submission_files",
    "assessment_aiclassifier",
    "assessment_aiclassifierset",
    "assessment_aigradingworkflow",
    "assessment_aitrainingworkflow",
    "assessment_aitrainingworkflow_training_examples",
}
ONE_TABLE = """
version: 2
sources:
  - name: coursera
    tables:
      - name: courses
        description: "One row per course."
        columns:
          - {{name: course_id, data_type: {data_type}, description: "{description}"}}
"""


def tables(*contracts: Contract) -> list[Table]:
    """The tables of both platforms, or of some."""
    return [table for contract in contracts or (COURSERA, EDX) for table in contract.tables.values()]


def references(*contracts: Contract) -> list[tuple[Table, Reference]]:
    return [(table, reference) for table in tables(*contracts) for reference in table.references]


def spellings(table: Table) -> list[str]:
    """Every name under which a column of the table is known."""
    return [name for column in table.columns for name in (column.name, *column.export_names)]


def column_types(table: Table) -> dict[str, str]:
    return {column.name: column.data_type for column in table.columns}


def written(
    root: Path, name: str = "one.yml", *, data_type: str = "string", description: str = "The course."
) -> Contract:
    folder = root / "models" / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(
        ONE_TABLE.format(data_type=data_type, description=description), encoding="utf-8"
    )
    return load_contract("coursera", root)


def test_every_table_and_reference_known_from_exports_is_declared() -> None:
    assert len(tables(COURSERA)) == 124
    assert sum(len(table.columns) for table in tables(COURSERA)) == 762
    assert len(references(COURSERA)) == 214
    assert sum(len(table.expected_unique) for table in tables(COURSERA)) == 11


@pytest.mark.parametrize("fact", ["tables", "columns", "foreign_keys"])
def test_what_is_known_of_edx_packages_is_declared(shared: Path, fact: str) -> None:
    facts = shared / "reference" / "edx"
    with (facts / f"{fact}.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    if fact == "tables":
        assert {row["table"] for row in rows} - set(EDX.tables) == {*EDX_LEFT_OUT, "tracking_log"}
    elif fact == "columns":
        known = {(table.name, name) for table in tables(EDX) for name in spellings(table)}
        missing = {(row["table"], row["column"]) for row in rows if row["table"] in EDX.tables} - known
        # headers that each course words in its own way
        assert {table for table, column in missing if "{" not in column} == set()
    else:
        known = {(table.name, reference.parent_table) for table, reference in references(EDX)}
        declared = {(row["table"], row["ref_table"]) for row in rows if row["table"] in EDX.tables}
        # text there and number here; a list; a pair that its parts declare
        assert declared - known == {("forum_contents", "auth_user")}


def test_a_table_of_a_course_begins_with_the_course_of_its_file() -> None:
    for table in tables(EDX):
        is_per_course = table.name not in ("email_opt_in", "tracking_log_events")
        assert (table.columns[0].name == "file_course_id") == is_per_course, table.name
        for columns in (table.primary_key, *table.expected_unique):
            assert (columns[:1] == ("file_course_id",)) == is_per_course or not columns, table.name


def test_every_kind_of_file_has_its_reader_named() -> None:
    assert {table.file_format for table in tables(EDX)} == EDX_FORMATS
    assert {table.file_format for table in tables(COURSERA)} == {None}


def test_names_of_files_and_tables_are_told_apart() -> None:
    names = Counter(name for table in tables(EDX) for name in (table.name, *table.file_names))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_table_has_one_key_or_says_why_not() -> None:
    for table in tables():
        assert bool(table.primary_key) != bool(table.no_key), table.name
        for columns in (table.primary_key, *table.expected_unique):
            assert set(columns) <= set(column_types(table)), table.name
    assert sum(1 for table in tables(COURSERA) if table.no_key) == 5
    assert [table.name for table in tables(EDX) if table.no_key] == ["tracking_log_events"]


@pytest.mark.parametrize(
    "path", sorted((PROJECT_ROOT / "models" / "sources").rglob("*.yml")), ids=lambda path: path.name
)
def test_a_source_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


def test_a_reference_points_at_columns_of_the_same_types() -> None:
    for table, reference in references():
        parent = load_contract(table.platform).tables[reference.parent_table]
        own = [column_types(table)[name] for name in reference.columns]
        assert own == [column_types(parent)[name] for name in reference.parent_columns], (
            table.name,
            reference,
        )


def test_no_reference_is_declared_twice() -> None:
    seen = Counter(
        (table.name, reference.columns, reference.parent_table) for table, reference in references()
    )
    assert [key for key, count in seen.items() if count > 1] == []


def test_names_fit_every_engine_and_are_unique() -> None:
    for table in tables():
        names = [column.name for column in table.columns]
        assert all(len(name) <= 63 for name in (table.name, *names))
        assert len(spellings(table)) == len(set(spellings(table))), table.name


def test_types_are_those_that_targets_know() -> None:
    assert {column.data_type for table in tables() for column in table.columns} <= DATA_TYPES


def test_a_domain_table_has_its_learner_column_and_no_other() -> None:
    domains = {table.id_domain for table in tables(COURSERA) if table.id_domain}
    learner_columns = {"user_id", *(f"{domain}_user_id" for domain in domains if domain != "main")}
    for table in tables(COURSERA):
        found = learner_columns & set(column_types(table))
        assert found == ({table.learner_column} if table.learner_column else set()), table.name


def test_references_to_users_from_other_domains_need_linked_ids() -> None:
    for table, reference in references(COURSERA):
        crosses = reference.parent_table == "users" and reference.columns != ("user_id",)
        assert reference.linked_only == crosses, (table.name, reference)


def test_descriptions_say_what_a_table_or_column_is() -> None:
    for table in tables():
        assert table.description.startswith("One row per "), table.name
        for column in table.columns:
            assert len(column.description) > 8 and column.description.endswith("."), (table.name, column.name)
            assert column.description.rstrip(".").lower() != column.name.replace("_", " "), (
                table.name,
                column.name,
            )
    texts = Counter(table.description for table in tables())
    assert [text for text, count in texts.items() if count > 1] == []


def test_two_columns_of_a_table_never_share_a_description() -> None:
    for table in tables():
        texts = [column.description for column in table.columns]
        assert len(texts) == len(set(texts)), table.name


def test_names_and_addresses_are_tagged_as_personal_data() -> None:
    for table in tables(EDX):
        if {"username", "author_username", "email", "ip", "ip_address", "anonymous_user_id"} & set(
            column_types(table)
        ):
            assert "pii" in table.tags, table.name


def test_raw_user_ids_are_tagged_as_personal_data() -> None:
    for table in tables(COURSERA):
        if {"coursera_user_id", "submitted_by", "evaluated_by", "submitter_user"} & set(column_types(table)):
            assert "pii" in table.tags, table.name


def test_the_landing_tables_are_read_the_same_way() -> None:
    landing = load_contract("landing")
    assert set(landing.tables) == {
        "exports",
        "files",
        "rejects",
        "missing_files",
        "unknown_columns",
        "contract",
    }
    assert landing.tables["files"].primary_key == ("export_id", "source_file")
    assert "pii" in landing.tables["rejects"].tags
    assert landing.version == COURSERA.version == EDX.version


def test_the_version_follows_names_and_types_but_not_texts(tmp_path: Path) -> None:
    first = written(tmp_path / "first").version
    assert written(tmp_path / "text", description="A course.").version == first
    assert written(tmp_path / "type", data_type="integer").version != first


def test_an_unknown_platform_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match=r"no source 'futurelearn'.*coursera, edx, landing"):
        load_contract("futurelearn")


def test_a_table_declared_twice_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "other")
    with pytest.raises(Refused, match="a second time"):
        (tmp_path / "models" / "sources").mkdir(parents=True)
        text = ONE_TABLE.format(data_type="string", description="The course.")
        (tmp_path / "models" / "sources" / "one.yml").write_text(text, encoding="utf-8")
        written(tmp_path, "two.yml")


@pytest.mark.parametrize(
    "text",
    ["sources: [", "sources: [{name: coursera, tables: [{name: courses}]}]"],
    ids=["no YAML", "no description"],
)
def test_an_unsound_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "models" / "sources"
    folder.mkdir(parents=True)
    (folder / "broken.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"broken\.yml"):
        load_contract("coursera", tmp_path)
