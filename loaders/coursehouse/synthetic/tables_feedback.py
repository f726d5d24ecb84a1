"""The rows of the tables about ratings and comments on courses and items, and of the survey about persons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

from coursehouse.synthetic import texts
from coursehouse.synthetic.catalogue import COMPLETED
from coursehouse.synthetic.clock import DAY, MINUTE, SECOND, instant
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows

_USER = "feedback_user_id"
_SURVEY_ENDED_AT = instant("2015-03-01 00:00:00")
_NUMERIC_QUESTION = 18
# question id, type, words, choices; the numeric one has a single choice that stands for the number typed
QUESTIONS = (
    (11, 1, "Are you currently enrolled as a student?", ("Yes, full time", "Yes, part time", "No")),
    (
        13,
        1,
        "What is your race?  (Select one or more.)",
        ("Asian", "Black", "White", "Other", "Prefer not to say"),
    ),
    (
        16,
        1,
        "What is the highest degree you have received?",
        ("Secondary", "Bachelor's", "Master's", "Doctorate"),
    ),
    (_NUMERIC_QUESTION, 0, "In what year were you born (please enter 4 digits)?", ("Number",)),
    (22, 1, "What is your gender?", ("Male", "Female", "Other")),
)
_SYSTEMS = (("STAR", 5), ("NPS_FIRST_WEEK", 10), ("NPS_END_OF_COURSE", 10))


def feedback_tables(
    ids: Identifiers, seed: int, course: Course, at: int, participations: Sequence[Participation]
) -> dict[str, Rows]:
    """Ratings and comments, as an export taken at this instant lists them."""
    ratings: list[Row] = []
    comments: list[Row] = []
    item_ratings: list[Row] = []
    item_comments: list[Row] = []
    for participation in participations:
        random = Random(f"{seed}/feedback/{course.index}/{participation.person.index}")
        user_id = ids.learner(participation.person.index, "feedback")
        done = [(item_id, ts) for item_id, state, ts in participation.progress if state == COMPLETED]
        if not done or random.random() > 0.5:
            continue
        first, last = done[0][1], done[-1][1]
        for (system, best), moment in zip(_SYSTEMS, (last, first, last), strict=True):
            written_at = moment + random.randrange(2 * DAY // SECOND) * SECOND
            rating, says_why = random.randint(1, best), random.random() < 0.5
            if random.random() > 0.5 or written_at >= at:
                continue
            branch_id = participation.branch_at(written_at).branch_id
            ratings.append((course.course_id, user_id, system, rating, best, written_at, branch_id))
            if says_why:
                text = texts.COMMENTS[rating % len(texts.COMMENTS)]
                category = "generic" if system == "STAR" else "NPS_REASON"
                said_at = written_at + 834
                comments.append((course.course_id, system, user_id, category, text, said_at, branch_id))
        rated: set[str] = set()
        for item_id, ts in done:
            draw, written_at = random.random(), ts + MINUTE
            if draw > 0.12 or written_at >= at or item_id in rated:
                continue
            rated.add(item_id)
            branch = participation.branch_at(written_at)
            context = json.dumps(
                {"typeName": "itemContext", "definition": {"courseId": course.course_id, "itemId": item_id}}
            )
            unit = (course.course_id, item_id, ids.short("unit", item_id), _unit_type(participation, item_id))
            if draw < 0.09:
                liked = int(draw < 0.07)
                rated_as = (user_id, liked, 1, context, written_at, branch.branch_id)
                item_ratings.append((*unit, "LIKE_OR_DISLIKE", *rated_as))
            else:
                text = texts.COMMENTS[len(item_comments) % len(texts.COMMENTS)]
                said = (context, user_id, "content", text, written_at, draw < 0.11, branch.branch_id)
                item_comments.append((*unit, "FLAG", *said))
    unit_columns = (
        "course_id",
        "course_item_id",
        "feedback_unit_id",
        "feedback_unit_type",
        "feedback_system",
    )
    scale = ("feedback_rating", "feedback_max_rating")
    words = ("feedback_category", "feedback_text", "feedback_ts")
    return {
        "feedback_course_ratings": Rows(
            ("course_id", _USER, "feedback_system", *scale, "feedback_ts", "course_branch_id"), ratings
        ),
        "feedback_course_comments": Rows(
            ("course_id", "feedback_system", _USER, *words, "course_branch_id"), comments
        ),
        "feedback_item_ratings": Rows(
            (*unit_columns, _USER, *scale, "detailed_context", "feedback_ts", "course_branch_id"),
            item_ratings,
        ),
        "feedback_item_comments": Rows(
            (*unit_columns, "detailed_context", _USER, *words, "feedback_active", "course_branch_id"),
            item_comments,
        ),
    }


def _unit_type(participation: Participation, item_id: str) -> str:
    for branch in participation.course.branches:
        if item_id in branch.types:
            return branch.types[item_id].category or "other"
    return "other"


def demographics_tables(
    ids: Identifiers, seed: int, participations: Sequence[Participation]
) -> dict[str, Rows]:
    """The survey that the platform ran until 2015: only persons who had joined by then answered it."""
    answers: list[Row] = []
    for participation in participations:
        person = participation.person
        random = Random(f"{seed}/demographics/{person.index}")
        submitted_at = person.profile.joined_at + random.randrange(90 * DAY // SECOND) * SECOND
        if submitted_at > _SURVEY_ENDED_AT or random.random() > 0.7:
            continue
        user_id = ids.learner(person.index, "demographics")
        for question_id, _, _, choices in QUESTIONS:
            number = random.randint(1940, 2004) if question_id == _NUMERIC_QUESTION else None
            count = 2 if question_id == 13 and random.random() < 0.3 else 1
            for choice in sorted(random.sample(range(1, len(choices) + 1), min(count, len(choices)))):
                answers.append((question_id, user_id, submitted_at, choice, number))
    return {
        "demographics_question_types": Rows(
            ("question_type_id", "question_type_desc"), [(0, "int"), (1, "choice"), (2, "text")]
        ),
        "demographics_questions": Rows(
            ("question_id", "question_type_id", "question_desc"),
            [(question_id, type_id, words) for question_id, type_id, words, _ in QUESTIONS],
        ),
        "demographics_choices": Rows(
            ("question_id", "choice_id", "choice_desc"),
            [
                (q, number, words)
                for q, _, _, choices in QUESTIONS
                for number, words in enumerate(choices, start=1)
            ],
        ),
        "demographics_answers": Rows(
            ("question_id", "demographics_user_id", "submission_ts", "choice_id", "answer_int"), answers
        ),
    }
