"""Answers about learners: where they come from, what became of them, what they said in the survey."""

from __future__ import annotations

from collections import Counter

from coursehouse.synthetic.truth_view import Fact, Mart
from warehouse.guide_answers.planted import Planted

FLAGS = ("was_enrolled", "was_pre_enrolled", "is_completed")
SURVEY = {
    "gender": "gender",
    "birth_year": "birth_year",
    "us_postal_code": "us_postal_code",
    "hispanic_origin": "spanish_hispanic_or_latino_descent",
    "race": "race",
    "schooling": "highest_level_of_schooling",
    "student_enrollment": "currently_enrolled_in_an_educational_program",
    "student_level": "level_of_current_educational_program",
    "degree_subjects": "subject_area_of_degree",
    "employment": "current_employment_status",
    "industry": "area_of_industry_currently_employed_in",
    "english_proficiency": "english_proficiency",
    "other_languages": "other_languages_spoken",
}


def answers(planted: Planted) -> dict[str, Mart]:
    """The answers by the name of the query."""
    return {
        "guide_18_learners_by_country": _countries(planted),
        "guide_19_enrollments": _enrollments(planted),
        "guide_20_survey_answers": _survey(planted),
    }


def _countries(planted: Planted) -> Mart:
    countries = {row["user_id"]: row["country_cd"] for row in planted.truth("users")}
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in planted.truth("users_courses__enrollments"):
        for flag in FLAGS:
            counts[row["course_id"], countries.get(row["user_id"], ""), flag] += row[flag] == "true"
    places = sorted({(course, country) for (course, country, _), count in counts.items() if count})
    return Mart(
        ("course_id", "country_cd", "num_course_learners", "num_pre_enrollers", "num_completers"),
        [(*place, *(counts[(*place, flag)] for flag in FLAGS)) for place in places],
    )


def _enrollments(planted: Planted) -> Mart:
    columns = (
        "user_id",
        "course_id",
        "commenced_dt",
        "is_enrollment_active",
        "activity_first_dt",
        "activity_last_dt",
        "num_days_active",
        "is_enrollment_completed",
        "completion_dt",
        "was_paid_aided_or_sponsored",
    )
    owners = {
        (row["user_id"], row["course_id"])
        for row in planted.truth("users_courses__certificate_payments")
        if row["met_payment_condition"] == "true"
    }
    rows: list[tuple[Fact, ...]] = []
    for row in planted.truth("users_courses__enrollments"):
        if row["was_enrolled"] == "true":
            person = (row["user_id"], row["course_id"])
            first, last = row["first_active_at"][:10], row["last_active_at"][:10]
            activity = (row["is_active"], first, last, row["active_day_count"])
            completion = (row["is_completed"], row["completed_at"][:10])
            commenced = row["first_enrolled_at"][:10]
            rows.append((*person, commenced, *activity, *completion, person in owners))
    return Mart(columns, rows)


def _survey(planted: Planted) -> Mart:
    columns = ("demographics_user_id", "submission_dt", "country_cd_of_birth", *SURVEY.values())
    rows: list[tuple[Fact, ...]] = [
        (
            row["demographics_user_id"],
            row["last_answered_at"][:10],
            row["birth_country"][:2].upper(),
            *(row[code] for code in SURVEY),
        )
        for row in planted.truth("users__survey_answers")
    ]
    return Mart((columns[0], *(f"demographic_survey_{name}" for name in columns[1:])), rows)
