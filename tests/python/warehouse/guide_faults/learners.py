"""What is wrong with printed queries about learners."""

from __future__ import annotations

from collections import defaultdict

from warehouse.guide_answers.learners import FLAGS
from warehouse.guide_queries import GuideQueries, Row, shared_columns


def courses_are_mixed(name: str, queries: GuideQueries) -> None:
    planted = queries.planted
    states: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in planted.truth("users_courses__enrollments"):
        for flag in FLAGS:
            if row[flag] == "true":
                states[row["user_id"]].add((flag, row["course_id"]))
    listed: dict[str | None, list[set[tuple[str, str]]]] = defaultdict(list)
    for row in planted.truth("users"):
        listed[row["country_cd"] or None].append(states[row["user_id"]])

    def persons(country: str | None, flag: str) -> int:
        return sum(any(state[0] == flag for state in person) for person in listed[country])

    mixed = {
        country: (len(people), persons(country, "was_pre_enrolled"), persons(country, "is_completed"))
        for country, people in listed.items()
    }
    counts = ("num_course_learners", "num_pre_enrollers", "num_completers")
    printed = {row["country_cd"]: tuple(row[column] for column in counts) for row in queries.printed(name)}
    assert printed == mixed
    corrected = queries.rows(name)
    for column in counts:
        of_courses = [row[column] for row in corrected if row["country_cd"] in printed]
        assert sum(map(int, map(str, of_courses))) != sum(row[counts.index(column)] for row in mixed.values())
    assert any(
        ("was_pre_enrolled", waited_for) in person and ("was_pre_enrolled", learned) not in person
        for people in listed.values()
        for person in people
        for flag, learned in person
        for _, waited_for in person - {(flag, learned)}
        if flag == "was_enrolled"
    )


def sponsors_are_forgotten(name: str, queries: GuideQueries) -> None:
    sponsored = {
        (row["user_id"], row["course_id"])
        for row in queries.planted.truth("users_courses__certificate_payments")
        if row["was_group_sponsored"] == "true"
        and "true" not in (row["was_payment"], row["was_finaid_grant"])
    }
    printed, corrected = _by_learner(queries.printed(name)), _by_learner(queries.rows(name))
    assert printed.keys() == corrected.keys()
    forgotten = set()
    for learner, row in printed.items():
        other = corrected[learner]
        for column in shared_columns([row], [other]):
            assert row[column] == other[column] or (column, row[column]) == ("num_days_active", None)
        if row["was_paid_or_finaid"] != other["was_paid_aided_or_sponsored"]:
            forgotten.add(learner)
    assert forgotten == sponsored & printed.keys() != set()


def _by_learner(rows: list[Row]) -> dict[tuple[object, object], Row]:
    return {(row["user_id"], row["course_id"]): row for row in rows}


def numbers_are_lost_and_ages_move(name: str, queries: GuideQueries) -> None:
    with queries.warehouse.connect() as connection:
        ((this_year,),) = connection.sql("select extract(year from current_date)").fetchall()
    born: dict[str | None, set[int]] = defaultdict(set)
    for answer in queries.planted.table("demographics_answers"):
        if answer["question_id"] == "12" and answer["choice_id"] is not None:
            born[answer["demographics_user_id"]].add(this_year - int(str(answer["answer_int"])))
    printed = {row["demographics_user_id"]: row for row in queries.printed(name)}
    corrected = {row["demographics_user_id"]: row for row in queries.rows(name)}
    ages = {id_: row["demographic_survey_age"] for id_, row in printed.items()}
    assert {id_: age for id_, age in ages.items() if age is not None} == {
        id_: max(years) for id_, years in born.items()
    }
    years = [row["demographic_survey_birth_year"] for row in corrected.values()]
    assert 0 < len(born) < sum(year is not None for year in years)
    postal = "demographic_survey_us_postal_code"
    assert {row[postal] for row in printed.values()} == {None} != {row[postal] for row in corrected.values()}
    race = "demographic_survey_race"
    assert any(row[race] != corrected[id_][race] for id_, row in printed.items() if id_ in corrected)
