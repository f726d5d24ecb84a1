"""Course ids: every form of one run becomes one id, and nothing else becomes one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.platforms.edx.course_ids import canonical_course_id, file_forms, parse_course_id

PARTS = st.from_regex(r"[A-Za-z0-9_.~éß-]+", fullmatch=True)
SPACE = st.sampled_from(["", " ", "\n", "\t\r\n"])


@given(PARTS, PARTS, PARTS, SPACE, SPACE)
def test_both_forms_of_a_run_are_one_id(org: str, course: str, run: str, before: str, behind: str) -> None:
    canonical = f"course-v1:{org}+{course}+{run}"
    for text in (canonical, f"{org}/{course}/{run}"):
        assert canonical_course_id(before + text + behind) == canonical
    assert canonical_course_id(canonical) == canonical


@given(PARTS, PARTS, PARTS, st.integers(0, 10**6))
def test_custom_courses_stay_what_they_are(org: str, course: str, run: str, number: int) -> None:
    text = f"ccx-v1:{org}+{course}+{run}+ccx@{number}"
    assert canonical_course_id(text + "\n") == text
    assert canonical_course_id(text) != canonical_course_id(f"course-v1:{org}+{course}+{run}")
    assert f"{org}-{course}-{run}-ccx-{number}" in file_forms(text)


@given(st.text())
def test_whatever_is_taken_for_an_id_is_stable_and_has_three_parts(text: str) -> None:
    canonical = canonical_course_id(text)
    if canonical is not None:
        assert canonical_course_id(canonical) == canonical
        assert canonical.count("+") in (2, 3)
        found = parse_course_id(text)
        assert found is not None and found.org and found.course and found.run


@given(PARTS, PARTS, PARTS)
def test_file_forms_keep_letters_digits_and_dashes(org: str, course: str, run: str) -> None:
    forms = file_forms(f"course-v1:{org}+{course}+{run}")
    assert f"{org}-{course}-{run}" in forms
    assert any(form.isascii() for form in forms)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "NULL",
        "edX/DemoX",
        "edX/DemoX/Demo/more",
        "/edX/DemoX/Demo",
        "course-v1:edX+DemoX",
        "course-v1:edX+DemoX+Demo+more",
        "course-v1:edX+DemoX+Demo+ccx@3",
        "ccx-v1:edX+DemoX+Demo",
        "block-v1:edX+DemoX+Demo+type@problem+block@p1",
        "i4x://edX/DemoX/problem/p1",
        "course-v1:edX+Demo X+Demo",
        "http://example.com/courses/a",
    ],
)
def test_what_is_no_course_id(text: str) -> None:
    assert canonical_course_id(text) is None
    assert file_forms(text) == frozenset()


def test_letters_beyond_ascii_in_file_names() -> None:
    assert file_forms("course-v1:UniX+Économie+2014_T1") == {
        "UniX-Économie-2014_T1",
        "UniX-_conomie-2014_T1",
        "UniX--conomie-2014_T1",
    }
