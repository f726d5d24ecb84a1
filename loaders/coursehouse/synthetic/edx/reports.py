"""The reports that instructors download, in a folder beside the package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from coursehouse.synthetic.edx.behaviour import Taking
from coursehouse.synthetic.edx.dialect import Member, Row, csv_lines, date_of
from coursehouse.synthetic.edx.state import RunState
from coursehouse.synthetic.edx.tables_people import cohort_of

_PROFILE = (
    "id", "username", "name", "email", "language", "location", "year_of_birth", "gender",
    "level_of_education",
    "mailing_address", "goals", "enrollment_mode", "verification_status", "cohort", "city", "country",
)  # fmt: skip


def report_members(state: RunState) -> Iterator[Member]:
    """Student profiles, anonymous ids and grades."""
    run, day = "_".join((state.key.org, state.key.number, state.key.run)), date_of(state.at)
    name = f"{run}_student_profile_info_{day}-0012.csv"
    yield _report(state, name, "report_student_profile_info", _profiles(state))
    columns = ("User ID", "Anonymized User ID", "Course Specific Anonymized User ID")
    ids = state.ids
    rows: list[Row] = [
        (ids.user(taking.index), ids.anonymous(taking.index, None), ids.anonymous(taking.index, state.key))
        for taking in state.enrolled
    ]
    name = f"{state.key.file_part}-anon-ids.csv"
    yield _report(state, name, "report_anon_ids", csv_lines(columns, rows, quote_all=True))
    yield _report(state, f"{run}_grade_report_{day}-0013.csv", "report_grade_report", _grades(state))


def _report(state: RunState, name: str, table: str, lines: list[str]) -> Member:
    return Member(PurePosixPath(name), table, state.key.canonical, lines, "\r\n")


def _profiles(state: RunState) -> list[str]:
    rows: list[Row] = []
    for taking in state.enrolled:
        held, profile, ids = taking.enrollment, state.profile(taking), state.ids
        if held is None or not held.is_active(state.at):
            continue
        mode = held.mode(state.at)
        who = (ids.user(taking.index), ids.username(taking.index), ids.full_name(taking.index))
        about = (reported_birth_year(state, taking), profile.gender, profile.education, None, profile.goals)
        rows.append(
            (*who, ids.email(taking.index), None, None, *about, mode, _verification(mode),
             cohort_of(state, taking) or "[unassigned]", None, profile.country)
        )  # fmt: skip
    return csv_lines(_PROFILE, rows)


def reported_birth_year(state: RunState, taking: Taking) -> int | None:
    """The year of birth that the report tells: some persons have corrected theirs since."""
    year = state.profile(taking).year_of_birth
    return year + 1 if year is not None and taking.index % 13 == 0 else year


def _verification(mode: str) -> str:
    return "ID Verified" if mode == "verified" else "N/A"


def _grades(state: RunState) -> list[str]:
    """One column per subsection that counts, and what the report says of certificates."""
    counted = [
        block for block in state.run.blocks if block.settings.graded and block.category == "sequential"
    ]
    names: dict[str, int] = {}
    headers = []
    for block in counted:
        kind = str(block.settings.format)
        names[kind] = names.get(kind, 0) + 1
        headers.append(f"{kind} {names[kind]}: {block.title}")
    columns = (
        "Student ID", "Email", "Username", "Grade", *headers, "Enrollment Track", "Verification Status",
        "Certificate Eligible", "Certificate Delivered", "Certificate Type",
    )  # fmt: skip
    rows: list[Row] = []
    for taking in state.enrolled:
        ids, held = state.ids, taking.enrollment
        assert held is not None
        grade = state.grades.get(taking.index)
        made = state.certificate_status(taking) == "downloadable"
        mode = held.mode(state.at)
        passed = "Y" if grade and grade.is_passing and mode != "audit" else "N"
        head = (ids.user(taking.index), ids.email(taking.index), ids.username(taking.index))
        scores = [_score(state, taking, block.block_id) for block in counted]
        tail = (mode, _verification(mode), passed, "Y" if made else "N", mode if made else "N/A")
        rows.append((*head, grade.grade if grade else 0.0, *scores, *tail))
    return csv_lines(columns, rows)


def _score(state: RunState, taking: Taking, sequential_id: str) -> str | float:
    """The share of the points of a subsection."""
    items = [
        item
        for item in state.items[taking.index]
        if item.points is not None
        and item.block_id in state.run.item_of
        and state.run.item_of[item.block_id].sequential.block_id == sequential_id
    ]
    if not items:
        return "Not Attempted"
    placed = [item for item in state.run.items if item.sequential.block_id == sequential_id]
    possible = sum(state.possible(item.block.block_id) for item in placed)
    return round(sum(item.points or 0.0 for item in items) / possible, 4)
