"""The house rules that a reader of the SQL and its properties can check without an engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dbt_files import ROOT, Mart, code, marts, sql_files, unit_test_names

MARTS = marts()
LOGICAL_TYPES = {"string", "integer", "double", "boolean", "timestamp", "date"}
ENGINE_WORDS = re.compile(
    r"::|\bqualify\b|\btarget\.(?:type|name)\b|\badapter\.dispatch\b|\b(?:arg_|)(?:max|min)_by\b|\barg_(?:max|min)\b"
    r"|\bdistinct\s+on\b|(?<!\{\{ )\bmedian\s*\(|\btry_cast\b|\blist_\w+\s*\(|\bunnest\b|\bexplode\b"
    r"|\bstrptime\b"
    r"|\binformation_schema\b|\bdbt\.(?:listagg|type_float)\s*\(|\*\s*1\.0\s*/|(?<!dbt\.)\b(?:any_value|generate_series|date_diff|datediff|string_agg)\s*\(",
    re.IGNORECASE,
)
# PostgreSQL makes a relation of each unit test's name, and its names end here.
LONGEST_NAME = 63
CLOCKS = re.compile(r"\b(?:now\s*\(|current_date\b|current_timestamp\b|getdate\s*\()", re.IGNORECASE)
LOGIC = re.compile(r"\b(?:join|group by|case|coalesce|over)\b")
SENTENCE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+){3,}")
GRAIN = "One row per "


def findings(pattern: re.Pattern[str], text: str) -> list[str]:
    """What a pattern finds in the code of a file, comments and string literals left out."""
    return [match.group() for match in pattern.finditer(code(text))]


def names(paths: list[Path]) -> list[str]:
    """Paths as they are written from the project's root."""
    return [path.relative_to(ROOT).as_posix() for path in paths]


def outside_engine_macros() -> list[Path]:
    files = sql_files("models", "macros", "analyses", "tests/dbt")
    return [path for path in files if path.parent.name != "engines"]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_engine_words_stand_only_in_engine_macros() -> None:
    found = {path: findings(ENGINE_WORDS, text_of(path)) for path in outside_engine_macros()}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text",
    [
        "select a::date from b",
        "select distinct on (a) a from b",
        "select a from b qualify row_number() over (order by a) = 1",
        "select median(a) from b",
        "select arg_max(a, c) from b",
        "select try_cast(a as integer) from b",
        "{% if target.type == 'duckdb' %}",
        "select string_agg(a, ',') from b",
        "select {{ dbt.listagg('a') }} from b",
        "select cast(a as {{ dbt.type_float() }}) from b",
        "select a * 1.0 / nullif(c, 0) from b",
    ],
)
def test_engine_word_is_found(text: str) -> None:
    assert findings(ENGINE_WORDS, text)


@pytest.mark.parametrize(
    "text",
    [
        "-- a::date",
        "{# median( #}",
        "select '::' from b",
        "{{ dbt.any_value('a') }}",
        "{{ median('a') }}",
    ],
)
def test_portable_text_is_left_alone(text: str) -> None:
    assert findings(ENGINE_WORDS, text) == []


def test_no_model_reads_the_clock() -> None:
    assert names([p for p in sql_files("models") if findings(CLOCKS, text_of(p))]) == []
    assert findings(CLOCKS, "select now()")


def test_sources_are_read_only_in_staging_and_data_quality() -> None:
    readers = [path for path in sql_files("models") if re.search(r"\bsource\(", code(text_of(path)))]
    allowed = (
        ROOT / "models/staging",
        ROOT / "models/marts/data_quality",
        ROOT / "models/intermediate/data_quality",
    )
    assert (
        names([path for path in readers if not any(path.is_relative_to(folder) for folder in allowed)]) == []
    )


def test_every_staging_and_intermediate_file_opens_with_its_grain() -> None:
    files = sql_files("models/staging", "models/intermediate")
    assert files
    opening = re.compile(r"\{#\s+" + GRAIN)
    assert names([path for path in files if not opening.match(text_of(path))]) == []


def test_no_model_is_longer_than_it_can_be_read() -> None:
    limits = {"models": 150, "macros": 300, "tests/dbt": 300}
    long = [p for folder, limit in limits.items() for p in sql_files(folder) if _length(p) > limit]
    assert names(long) == []


def _length(path: Path) -> int:
    return len(text_of(path).splitlines())


def test_every_engine_macro_has_a_row_level_test() -> None:
    macros = [path.stem for path in sql_files("macros/engines")]
    tests = "\n".join(text_of(path) for path in sql_files("tests/dbt/engines"))
    assert [macro for macro in macros if not re.search(rf"\b{macro}\(", tests)] == []


def test_seeds_hold_no_quotes() -> None:
    # dbt-spark writes the cells of a seed into SQL as they are.
    seeds = sorted((ROOT / "seeds").glob("*.csv"))
    assert seeds
    assert names([path for path in seeds if re.search(r"['\\\\]", text_of(path))]) == []


def test_names_fit_into_every_engine() -> None:
    unit_tests = [name for path in sorted((ROOT / "models").rglob("*.yml")) for name in unit_test_names(path)]
    models = [path.stem for path in sql_files("models")]
    assert unit_tests and models
    assert [name for name in unit_tests + models if len(name) > LONGEST_NAME] == []


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
class TestMart:
    """What every mart says of itself."""

    def test_description_opens_with_the_grain(self, mart: Mart) -> None:
        assert mart.description.startswith(GRAIN)

    def test_has_exactly_one_primary_key_test(self, mart: Mart) -> None:
        assert len(mart.primary_keys) == 1

    def test_key_comes_first_among_the_columns(self, mart: Mart) -> None:
        key = list(mart.primary_keys[0])
        documented = [
            column.name for column in mart.columns if column.name in key or column.name != "platform"
        ]
        assert documented[: len(key)] == key

    def test_every_column_is_described_and_typed(self, mart: Mart) -> None:
        assert mart.columns
        assert [column.name for column in mart.columns if not column.description.strip()] == []
        assert [column.name for column in mart.columns if column.data_type not in LOGICAL_TYPES] == []

    def test_logic_has_unit_tests(self, mart: Mart) -> None:
        # What reads no model is written from the contract at run time: dbt has nothing to put in its place.
        assert mart.unit_tests or "ref(" not in mart.sql or not LOGIC.search(mart.sql)

    def test_unit_tests_are_named_as_sentences(self, mart: Mart) -> None:
        assert [name for name in mart.unit_tests if not SENTENCE.fullmatch(name)] == []
