"""What is wrong with printed queries about sessions, first items, quizzes in videos and programs."""

from __future__ import annotations

from collections import Counter, defaultdict

from warehouse.guide_answers.courses import learners_of
from warehouse.guide_answers.submissions import chosen_options
from warehouse.guide_faults.uses import uses_of
from warehouse.guide_queries import GuideQueries, fetch


def staff_count_as_learners(name: str, queries: GuideQueries) -> None:
    members: dict[str, set[str]] = defaultdict(set)
    for row in queries.planted.table("on_demand_session_memberships"):
        members[str(row["on_demand_session_id"])].add(str(row["user_id"]))
    printed = {row["on_demand_session_id"]: row["num_learners"] for row in queries.printed(name)}
    assert printed == {session_id: len(persons) for session_id, persons in members.items()}
    corrected = {row["on_demand_session_id"]: row["num_learners"] for row in queries.rows(name)}
    learners = learners_of(queries.planted)
    courses = {row["session_id"]: row["course_id"] for row in queries.planted.truth("course_sessions")}
    for session_id, persons in members.items():
        known = {person for person in persons if (courses[session_id], person) in learners}
        assert corrected.get(session_id, 0) == len(known)
    assert printed != corrected


def items_are_repeated(name: str, queries: GuideQueries) -> None:
    text = queries.texts[f"{name}__printed"]
    ranked = text[: text.rindex("\n)\n") + 3] + "select * from all_programming_assignments"
    with queries.warehouse.connect() as connection:
        rows = fetch(connection, ranked)
    lesson_modules = defaultdict(list)
    for row in queries.planted.table("course_branch_lessons"):
        lesson_modules[row["course_lesson_id"]].append(row["course_module_id"])
    modules = Counter(row["course_module_id"] for row in queries.planted.table("course_branch_modules"))
    graded = [
        row
        for row in queries.planted.truth("branches_items__content_order")
        if row["is_original"] == row["is_in_branch"] == "true" and row["item_type"] == "graded programming"
    ]
    repeats = {
        row["item_id"]: sum(modules[module_id] for module_id in lesson_modules[row["lesson_id"]])
        for row in graded
    }
    assert Counter(row["course_item_id"] for row in rows) == repeats
    assert min(repeats.values()) > 1
    assert queries.printed(name) != queries.rows(name)


def choices_are_repeated_per_branch(name: str, queries: GuideQueries) -> None:
    planted = queries.planted
    uses = uses_of(planted, "assessment")
    chosen = chosen_options(planted)
    kinds = {row["attempt_id"]: row["assessment_kind"] for row in planted.truth("assessment_attempts")}
    asked = [row for row in planted.truth("assessment_responses") if kinds[row["attempt_id"]] == "in_video"]
    printed, corrected = queries.printed(name), queries.rows(name)
    assert len(printed) == sum(len(chosen[row["response_id"]]) * uses[row["assessment_id"]] for row in asked)
    assert len(corrected) == sum(len(chosen[row["response_id"]]) for row in asked) < len(printed)
    assert all(row["assessment_response_score"] is not None for row in printed)
    assert any(row["assessment_response_score"] is None for row in corrected)


def submissions_are_repeated_per_branch(name: str, queries: GuideQueries) -> None:
    uses = uses_of(queries.planted, "programming_assignment")
    submissions = queries.planted.table("programming_submissions")
    printed, corrected = queries.printed(name), queries.rows(name)
    assert len(printed) == sum(uses[row["programming_assignment_id"]] for row in submissions)
    assert len(corrected) == len(submissions) < len(printed)
