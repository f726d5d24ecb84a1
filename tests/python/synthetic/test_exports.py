"""The exports: same bytes per seed, sound keys and references, an id per domain, a changed re-export."""

from __future__ import annotations

import re
import time
import zipfile
from pathlib import Path

import pytest

from coursehouse.contract import load_contract
from coursehouse.errors import Refused
from coursehouse.synthetic.config import GeneratorConfig
from coursehouse.synthetic.generate import GeneratedInstitution, generate
from coursehouse.synthetic.ids import DOMAINS
from synthetic.reading import broken_keys, broken_references, members, newest, read_export


def _all_bytes(institution: GeneratedInstitution) -> dict[str, bytes]:
    written = [export.path for export in institution.exports] + sorted(institution.truth.iterdir())
    return {path.name: path.read_bytes() for path in written}


def test_equal_seeds_write_equal_bytes(institution: GeneratedInstitution, tmp_path: Path) -> None:
    again = generate(institution.config, tmp_path)
    assert _all_bytes(again) == _all_bytes(institution)


def test_another_seed_shares_no_learner(institution: GeneratedInstitution, tmp_path: Path) -> None:
    other = generate(GeneratorConfig(learners=20, courses=1, seed=6, has_reexport=False), tmp_path)
    (export,) = other.exports
    mine = read_export(institution.config, newest(institution))["users"].pick(["user_id"])
    theirs = read_export(other.config, export)["users"].pick(["user_id"])
    assert theirs
    assert not set(mine) & set(theirs)


def test_clean_exports_keep_every_declared_key_and_reference(
    institution: GeneratedInstitution, isolated_institution: GeneratedInstitution
) -> None:
    _assert_sound(institution)
    _assert_sound(isolated_institution)


def test_clean_exports_of_older_layouts_do_so_too(older_institution: GeneratedInstitution) -> None:
    _assert_sound(older_institution)


def _assert_sound(made: GeneratedInstitution) -> None:
    for export in made.exports:
        tables = read_export(made.config, export)
        assert broken_keys(tables) == []
        assert broken_references(tables, made.config.mode.value == "linked") == []


def test_most_tables_have_rows(institution: GeneratedInstitution) -> None:
    tables = read_export(institution.config, newest(institution))
    assert sum(bool(table.rows) for table in tables.values()) >= 100


def test_zip_holds_a_folder_of_its_own_name_dated_at_the_snapshot(institution: GeneratedInstitution) -> None:
    for export in institution.exports:
        assert re.fullmatch(r"[a-z0-9-]+_\d{13}", export.path.stem)
        assert export.path.stem.endswith(str(export.taken_at))
        with zipfile.ZipFile(export.path) as archive:
            assert {Path(name).parent.name for name in archive.namelist()} == {export.path.stem}
            assert {info.date_time[:3] for info in archive.infolist()} == {
                time.gmtime(export.taken_at / 1000)[:3]
            }


def test_linked_headers_name_one_learner_column(institution: GeneratedInstitution) -> None:
    tables = read_export(institution.config, newest(institution))
    assert "exampleu_user_id" in tables["discussion_answers"].header
    assert not any("discussions_user_id" in name for table in tables.values() for name in table.header)


def test_isolated_domains_share_no_id(isolated_institution: GeneratedInstitution) -> None:
    config = isolated_institution.config
    seen: dict[str, set[str | None]] = {domain: set() for domain in DOMAINS}
    for export in isolated_institution.exports:
        for name, table in read_export(config, export).items():
            declared = load_contract("coursera").tables[name]
            if declared.id_domain and declared.learner_column:
                seen[declared.id_domain] |= {key[0] for key in table.pick([declared.learner_column])}
                is_main = declared.id_domain == "main"
                assert (f"exampleu_{declared.id_domain}_user_id" in table.header) is not is_main
    assert all(seen.values())
    assert sum(map(len, seen.values())) == len(set().union(*seen.values()))


def test_courses_share_learners(institution: GeneratedInstitution) -> None:
    users = [
        set(read_export(institution.config, export)["users"].pick(["user_id"]))
        for export in institution.exports[:3]
    ]
    assert users[0] & users[1] & users[2]


def test_reexport_changes_and_loses_rows(institution: GeneratedInstitution) -> None:
    first = read_export(institution.config, institution.exports[0])
    again = read_export(institution.config, newest(institution))
    assert institution.exports[0].course_id == newest(institution).course_id

    key = ["course_branch_id", "course_item_id"]
    lost = set(first["course_branch_items"].pick(key)) - set(again["course_branch_items"].pick(key))
    assert len({branch_id for branch_id, _ in lost}) == 2
    assert {item_id for _, item_id in lost} <= {
        key[0] for key in again["course_progress"].pick(["course_item_id"])
    }

    grades = ["user_id", "course_grade_overall"]
    before, after = (dict(tables["course_grades"].pick(grades)) for tables in (first, again))
    assert any(before[user_id] != after[user_id] for user_id in before)
    assert set(before) < set(after)
    place = ["user_id", "country_cd"]
    assert set(first["users"].pick(place)) - set(again["users"].pick(place))
    assert set(first["course_progress"].pick(first["course_progress"].columns)) < set(
        again["course_progress"].pick(again["course_progress"].columns)
    )


def test_older_layouts_hold_the_same_original_branch(
    institution: GeneratedInstitution, older_institution: GeneratedInstitution
) -> None:
    for export, older in zip(institution.exports, older_institution.exports, strict=True):
        now = read_export(institution.config, export)
        then = read_export(older_institution.config, older)
        for table in ("course_modules", "course_lessons", "course_items"):
            assert now[table].rows == then[table].rows
        assert members(older).keys() != members(export).keys()


def test_rate_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    made = generate(GeneratorConfig(learners=300, courses=2), tmp_path)
    rate = made.row_count / (time.monotonic() - started) * 60
    with capsys.disabled():
        print(f"\n{made.row_count:,} rows generated, {rate / 1e6:.1f} million rows per minute")
    assert made.row_count > 50_000


def test_an_institution_without_learners_is_refused() -> None:
    with pytest.raises(Refused, match="learner"):
        GeneratorConfig(learners=0)
