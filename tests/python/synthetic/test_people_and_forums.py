"""The odd cases of forums, profiles and the survey occur, and the truth about them adds up."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

import pytest

from coursehouse.synthetic.generate import GeneratedInstitution
from synthetic.reading import newest, read_export

Row = dict[str, str]


def _truth(institution: GeneratedInstitution, mart: str) -> list[Row]:
    with (institution.truth / f"{mart}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_odd_posts_occur(institution: GeneratedInstitution) -> None:
    posts = _truth(institution, "posts")
    kinds = {(row["post_kind"], row["is_orphaned"]) for row in posts}
    assert kinds >= {("question", "false"), ("answer", "true"), ("reply", "false")}
    kind_of = {row["post_id"]: row["post_kind"] for row in posts}
    assert any(kind_of.get(row["parent_id"]) == "reply" for row in posts)
    threads = [row for row in posts if row["post_kind"] == "question"]
    # who answers only himself stays unanswered
    assert any(row["is_unanswered"] == "true" and row["answer_count"] != "0" for row in threads)
    assert {row["is_unanswered"] for row in threads} == {"true", "false"}
    assert {row["is_edited"] for row in posts} == {"true", "false"}
    assert {row["text_length"] == "0" for row in posts} == {True, False}
    assert {row["session_id"] == "" for row in posts} == {True, False}


def test_odd_reactions_occur(institution: GeneratedInstitution) -> None:
    votes = _truth(institution, "posts__votes")
    for column in ("down_vote_count", "withdrawn_vote_count", "settled_flag_count", "open_flag_count"):
        assert any(row[column] != "0" for row in votes), column
    assert any(row["is_exported"] == "false" and row["net_vote_count"] != "0" for row in votes)
    answer_votes = read_export(institution.config, newest(institution))["discussion_answer_votes"]
    changes = Counter(answer_votes.pick(["discussions_user_id", "discussion_answer_id"]))
    assert max(changes.values()) > 1


def test_orphans_follow_from_the_exported_threads(institution: GeneratedInstitution) -> None:
    truth = {row["post_id"]: row["is_orphaned"] == "true" for row in _truth(institution, "posts")}
    answer = ["discussion_answer_id", "discussion_question_id"]
    exported: dict[object, bool] = {}
    for export in {export.course_id: export for export in institution.exports}.values():
        tables = read_export(institution.config, export)
        threads = {key[0] for key in tables["discussion_questions"].pick(["discussion_question_id"])}
        for post_id, thread_id in tables["discussion_answers"].pick(answer):
            exported[post_id] = thread_id not in threads
    assert any(exported.values())
    assert {post_id: truth[str(post_id)] for post_id in exported} == exported


def test_isolated_threads_have_no_session(isolated_institution: GeneratedInstitution) -> None:
    posts = _truth(isolated_institution, "posts")
    assert {row["user_id"] for row in posts} == {""}
    assert {row["course_branch_id"] for row in posts if row["post_kind"] == "question"} == {""}
    assert "" not in {row["course_branch_id"] for row in posts if row["post_kind"] != "question"}


def test_odd_answers_occur(institution: GeneratedInstitution) -> None:
    answers = read_export(institution.config, newest(institution))["demographics_answers"]
    rows = answers.pick(["question_id", "demographics_user_id", "submission_ts", "choice_id", "answer_int"])
    given = {(choice is None, number is None) for _, _, _, choice, number in rows}
    assert given == {(True, False), (False, True), (False, False)}
    times = defaultdict(set)
    choices: Counter[tuple[object, ...]] = Counter()
    for question, person, sent_at, _, _ in rows:
        times[question, person].add(sent_at)
        choices[question, person, sent_at] += 1
    assert any(len(sent) > 1 for sent in times.values())
    assert max(choices.values()) > 1


def test_odd_profiles_occur(institution: GeneratedInstitution) -> None:
    people = _truth(institution, "users_courses__demographics")
    assert {row["has_profile"] for row in people} == {"true", "false"}
    assert {row["survey_race"] == "" for row in people} == {True, False}
    users = _truth(institution, "users")
    assert {row["is_join_time_default"] for row in users} == {"true", "false"}
    assert ("other", "unknown") in {
        (row["reported_or_inferred_gender"], row["gender_label"]) for row in users
    }


@pytest.mark.parametrize("attribute", ["country", "profile_language", "gender", "student_status"])
def test_shares_of_an_attribute_add_up_to_one(institution: GeneratedInstitution, attribute: str) -> None:
    rows = [
        row
        for row in _truth(institution, "courses_attributes__learner_shares")
        if row["attribute"] == attribute
    ]
    assert "unknown" in {row["attribute_value"] for row in rows}
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["course_id"]] += float(row["learner_fraction"])  # type: ignore[assignment]
    assert list(sums.values()) == pytest.approx([1.0] * institution.config.courses)


def test_survey_ids_are_told_of_linked_institutions_only(
    institution: GeneratedInstitution, isolated_institution: GeneratedInstitution
) -> None:
    assert _truth(institution, "users_courses__survey_ids")
    assert _truth(isolated_institution, "users_courses__survey_ids") == []
