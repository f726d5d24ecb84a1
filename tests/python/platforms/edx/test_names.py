"""Names of files: every variant is cut where it should be, and doubt is said aloud."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.contract import load_contract
from coursehouse.errors import Unreadable
from coursehouse.platforms.edx.course_ids import canonical_course_id, report_forms, worked_out
from coursehouse.platforms.edx.courses import Courses
from coursehouse.platforms.edx.names import Cut, Grammar, Packing, chosen, packing, reason_to_ignore

TABLES = load_contract("edx").tables
GRAMMAR = Grammar(TABLES)
SQL_TOKENS = sorted(GRAMMAR.tokens("sql"))
PARTS = st.from_regex(r"[A-Za-z0-9_.]{1,12}", fullmatch=True).filter(lambda part: part not in SQL_TOKENS)
DASHED = st.lists(PARTS, min_size=1, max_size=3).map("-".join)
SITES = st.sampled_from(["prod-analytics", "edge-analytics", "prod-edge-analytics", "prod-edx-replica", "x"])
PACKINGS = st.sampled_from(["", ".gpg", ".failed", ".failed.gpg", ".gz", ".gz.gpg", ".GPG"])


def first(base: str) -> Cut:
    return GRAMMAR.cuts(packing(base))[0]


@given(PARTS, DASHED, DASHED, st.sampled_from(SQL_TOKENS), SITES, PACKINGS)
def test_a_table_is_found_whatever_dashes_its_course_has(
    org: str, course: str, run: str, token: str, site: str, suffix: str
) -> None:
    packed = packing(f"{org}-{course}-{run}-{token}-{site}.sql{suffix}")
    cut = GRAMMAR.cuts(packed)[0]
    assert (cut.course, cut.token, cut.site) == (f"{org}-{course}-{run}", token, site)
    assert cut.table is GRAMMAR.tokens("sql")[token]
    lower = suffix.lower()
    assert packed.is_encrypted == (".gpg" in lower)
    assert packed.is_failed == (".failed" in lower)
    assert packed.is_gzip == (".gz" in lower)


@given(st.text(min_size=1))
def test_any_name_is_taken_apart_without_loss(name: str) -> None:
    packed = packing(name)
    assert name.startswith(packed.stem)
    assert len(packed.stem) + len(packed.extension) <= len(name)
    reason_to_ignore(packed)
    GRAMMAR.cuts(packed)


@pytest.mark.parametrize(
    ("base", "course", "table"),
    [
        ("MITx-6.00.1x-2T2017_2-auth_user-prod-analytics.sql.gpg", "MITx-6.00.1x-2T2017_2", "auth_user"),
        ("UniX-C1-R1-teams-prod.sql", "UniX-C1-R1", "teams"),
        ("UniX-C1-R1-teams_courseteam-prod.sql", "UniX-C1-R1", "teams"),
        ("UniX-C1-R1-teams_membership-prod.sql", "UniX-C1-R1", "teams_membership"),
        ("UniX-C1-R1-teams_courseteammembership-prod.sql", "UniX-C1-R1", "teams_membership"),
        ("UniX-teams-R1-teams-prod.sql", "UniX-teams-R1", "teams"),
        ("UniX-C1-R1-course_structure-edge-analytics.json", "UniX-C1-R1", "course_structure"),
        ("UniX-C1-R1-ccx-4-auth_user-prod-analytics.sql", "UniX-C1-R1-ccx-4", "auth_user"),
        ("UniX-C1-R1-acceptance.mongo", "UniX-C1-R1", "forum_contents"),
        ("UniX-email_opt_in-prod-analytics.csv", "UniX", "email_opt_in"),
        ("auth_user.sql", "", "auth_user"),
        ("UniX_C1_R1_grade_report_2023-02-01-1015.csv", "UniX_C1_R1", "report_grade_report"),
        ("UniX_C1_R1_problem_grade_report_2023-02-01-1015.csv", "UniX_C1_R1", "report_problem_grade_report"),
        ("UniX_C1_R1_student_profile_info_2023-02-01-1015.csv", "UniX_C1_R1", "report_student_profile_info"),
        ("course-v1_UniX+C1+R1-anon-ids.csv", "course-v1_UniX+C1+R1", "report_anon_ids"),
        ("UniX-C1-R1-anon-id.csv", "UniX-C1-R1", "report_anon_ids"),
    ],
)
def test_names_as_they_occur(base: str, course: str, table: str) -> None:
    cut = first(base)
    assert cut.table is not None
    assert (cut.course, cut.table.name) == (course, table)


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        ("UniX-C1-R1-course-prod-analytics.xml.tar.gz", "OLX"),
        ("UniX-C1-R1-course-prod-analytics.xml.tar.gz.gpg", "OLX"),
        ("unix-edx-events-2023-02-01.log.gz.gpg", "load edx-logs"),
        ("tracking.log-20230201.gz", "load edx-logs"),
        ("UniX_C1_R1_grade_report_err_2023-02-01-1015.csv", "report that is not loaded"),
        ("UniX_C1_R1_ORA_data_2023-02-01-1015.csv", "report that is not loaded"),
        ("README.txt", "unknown kind"),
    ],
)
def test_other_files_are_left_out_with_a_reason(base: str, reason: str) -> None:
    assert reason in (reason_to_ignore(packing(base)) or "")


def test_a_table_that_the_contract_does_not_know_is_cut_by_course_and_site() -> None:
    packed = packing("UniX-C-1-R1-new_table-prod-analytics.sql")
    assert GRAMMAR.cuts(packed) == ()
    found = list(GRAMMAR.cuts_behind(packed, ["UniX-C-1-R1", "Other-C-R"], ["prod-analytics", "analytics"]))
    assert found[0] == Cut("UniX-C-1-R1", "new_table", None, "prod-analytics")
    assert not list(GRAMMAR.cuts_behind(packing("notes.sql"), ["UniX-C-1-R1"], ["prod-analytics"]))


def digest(name: str) -> str:
    return hashlib.md5(name.encode()).hexdigest()


@given(st.sampled_from(SQL_TOKENS), st.integers(1, 60), st.booleans())
def test_names_that_were_cut_off_are_told_by_their_digest(
    token: str, kept: int, with_extension: bool
) -> None:
    whole = f"UniX-C1-R1-{token}-prod-analytics"
    base = f"{whole[:kept]}{digest(whole + '.sql' if with_extension else whole)}.sql"
    packed = packing(base)
    found = GRAMMAR.cuts(packed) or tuple(GRAMMAR.cuts_behind(packed, ["UniX-C1-R1"], ["prod-analytics"]))
    assert (found[0].course, found[0].token) == ("UniX-C1-R1", token)


def test_an_unknown_digest_leaves_only_what_can_mean_one_table() -> None:
    for start, tables in (("teams_mem", ["teams_membership"]), ("submissions_", [])):
        packed = packing(f"UniX-C1-R1-{start}{digest('?')}.sql")
        found = GRAMMAR.cuts_behind(packed, ["UniX-C1-R1"], ["prod"])
        assert [cut.token for cut in found] == tables


@dataclass(frozen=True)
class Row:
    """A file and the course that its first rows name."""

    cuts: tuple[Cut, ...]
    course_id: str | None = None
    is_unreadable: bool = False


def named(base: str, course_id: str | None = None) -> Row:
    return Row(GRAMMAR.cuts(packing(base)), course_id)


def asked(files: Sequence[Row], *orgs: str) -> Courses:
    def first_id(file: Row) -> str | None:
        if file.is_unreadable:
            raise Unreadable("x", "is odd", "Do this.")
        return file.course_id

    courses = Courses(set(orgs))
    courses.ask(files, first_id)
    return courses


def found_in(files: Sequence[Row], *orgs: str) -> tuple[list[str | None], list[str]]:
    courses = asked(files, *orgs)
    return [courses.id_of(chosen(file.cuts, courses.forms)) for file in files], list(courses.notes)


def test_rows_of_one_file_tell_the_course_of_all_with_that_name() -> None:
    course_id = "course-v1:MITx+6.00.1-x+1T2014"
    files = [
        named("MITx-6.00.1-x-1T2014-auth_user-prod-analytics.sql"),
        named("MITx-6.00.1-x-1T2014-student_courseenrollment-prod-analytics.sql", course_id),
        named("MITx-6.00.1-x-1T2014-prod.mongo"),
        named("MITx-6.00.1-x-1T2014-prod-edge.mongo"),
        named("MITx_6.00.1-x_1T2014_grade_report_2014-05-01-1015.csv"),
    ]
    assert found_in(files) == ([course_id] * 5, [])


def test_the_longest_known_course_wins() -> None:
    short, long = "course-v1:UniX+teams+R", "course-v1:UniX+teams-R-teams+2"
    files = [
        named("UniX-teams-R-student_courseenrollment-prod.sql", short),
        named("UniX-teams-R-teams-2-student_courseenrollment-prod.sql", long),
        named("UniX-teams-R-teams-2-teams-prod.sql"),
        named("UniX-teams-R-teams-prod.sql"),
        named("UniX-teams-R-teams-2-prod.mongo"),
    ]
    assert found_in(files) == ([short, long, long, short, long], [])


def test_two_runs_that_are_spelled_alike_are_named() -> None:
    one, other = "course-v1:UniX+A-B+C", "course-v1:UniX+A+B-C"
    files = [
        named("UniX-A-B-C-student_courseenrollment-prod.sql", one),
        named("UniX-A-B-C-student_courseenrollment-edge.sql", other),
        named("UniX-A-B-C-auth_user-prod.sql"),
    ]
    courses = Courses()
    for file in files[:2]:
        courses.ask([file], lambda file: file.course_id)
    assert courses.id_of(files[2].cuts[0]) in (one, other)
    assert any(one in note and other in note for note in courses.notes)


def test_without_rows_the_name_must_do_and_doubts_are_named() -> None:
    files = [named("UniX-A-B-C-auth_user-prod.sql"), named("UniX-C1-R1-auth_user-prod.sql")]
    ids, notes = found_in(files)
    assert ids == ["course-v1:UniX+A-B+C", "course-v1:UniX+C1+R1"]
    assert notes == [
        "No row tells which course UniX-A-B-C in file names is; it is taken for course-v1:UniX+A-B+C."
    ]
    assert found_in(files[:1], "UniX-A") == (["course-v1:UniX-A+B+C"], [])


def test_rows_count_more_than_a_name() -> None:
    file = named("Copy-of-course-student_courseenrollment-prod.sql", "course-v1:UniX+C1+R1")
    ids, notes = found_in([file])
    assert ids == ["course-v1:UniX+C1+R1"]
    assert "Copy-of-course" in notes[0]


def test_files_without_any_course_are_named() -> None:
    ids, notes = found_in([named("auth_user.sql")])
    assert ids == [None]
    assert "nothing tells" in notes[0]


def test_files_of_an_organisation_have_no_course() -> None:
    assert found_in([named("UniX-email_opt_in-prod-analytics.csv")]) == ([None], [])


def test_nobody_is_asked_for_ever_when_no_file_opens() -> None:
    calls = []

    def first_id(file: Row) -> str | None:
        calls.append(file)
        raise Unreadable("x", "is odd", "Do this.")

    files = [named(f"UniX-C{n}-R1-student_courseenrollment-prod.sql") for n in range(50)]
    Courses().ask(files, first_id)
    assert len(calls) == 3


@given(PARTS, DASHED, PARTS, st.none() | st.integers(0, 99))
def test_a_name_that_is_taken_apart_without_doubt_is_right(
    org: str, course: str, run: str, ccx: int | None
) -> None:
    tail = "" if ccx is None else f"+ccx@{ccx}"
    course_id = canonical_course_id(f"{'course' if ccx is None else 'ccx'}-v1:{org}+{course}+{run}{tail}")
    assert course_id is not None
    spelled = f"{org}-{course}-{run}" + ("" if ccx is None else f"-ccx-{ccx}")
    found, is_sure = worked_out(spelled, [org])
    assert found == course_id
    assert is_sure == ("-" not in course)
    assert worked_out(course_id.replace(":", "_"), []) == (course_id, True)
    assert course_id in report_forms(course_id)


def test_packing_keeps_dots_of_courses() -> None:
    assert packing("MITx-6.00.1x-T-auth_user-prod.sql.failed.gpg") == Packing(
        "MITx-6.00.1x-T-auth_user-prod", "sql", False, True, True
    )
