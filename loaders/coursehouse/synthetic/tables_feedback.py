"""The rows of the tables about ratings and comments on courses and items."""

from __future__ import annotations

import json
from collections.abc import Sequence

from coursehouse.synthetic.feedback import LIKES, SYSTEMS
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.opinions import ItemComment, ItemRating
from coursehouse.synthetic.participation import Participation
from coursehouse.synthetic.world import Course
from coursehouse.synthetic.writer import Row, Rows

_USER = "feedback_user_id"


def feedback_tables(
    ids: Identifiers, course: Course, at: int, participations: Sequence[Participation]
) -> dict[str, Rows]:
    """Ratings and comments, as an export taken at this instant lists them: of ratings the latest only."""
    rows: dict[str, list[Row]] = {"rating": [], "comment": [], "item rating": [], "item comment": []}
    for participation in participations:
        user_id = ids.learner(participation.person.index, "feedback")
        feedback = participation.feedback
        for rating in feedback.latest_ratings(at).values():
            scale = (rating.system, rating.rating, SYSTEMS[rating.system])
            rows["rating"].append((course.course_id, user_id, *scale, rating.at, rating.branch_id))
        for comment in feedback.comments:
            if comment.at < at:
                words = (comment.category, comment.text, comment.at, comment.branch_id)
                rows["comment"].append((course.course_id, comment.system, user_id, *words))
        for liked in feedback.item_ratings:
            if liked.at < at:
                context = _context(course, liked.item_id)
                rated = (user_id, int(liked.is_liked), 1, context, liked.at, liked.branch_id)
                rows["item rating"].append((*_unit(course, liked), LIKES, *rated))
        for report in feedback.item_comments:
            if report.at < at:
                said = (report.category, report.text, report.at, report.is_open(at), report.branch_id)
                context = _context(course, report.item_id)
                key = (*_unit(course, report), report.system)
                rows["item comment"].append((*key, context, user_id, *said))
    unit_columns = (
        "course_id",
        "course_item_id",
        "feedback_unit_id",
        "feedback_unit_type",
        "feedback_system",
    )
    scale_columns = ("feedback_rating", "feedback_max_rating")
    word_columns = ("feedback_category", "feedback_text", "feedback_ts")
    return {
        "feedback_course_ratings": Rows(
            ("course_id", _USER, "feedback_system", *scale_columns, "feedback_ts", "course_branch_id"),
            rows["rating"],
        ),
        "feedback_course_comments": Rows(
            ("course_id", "feedback_system", _USER, *word_columns, "course_branch_id"), rows["comment"]
        ),
        "feedback_item_ratings": Rows(
            (*unit_columns, _USER, *scale_columns, "detailed_context", "feedback_ts", "course_branch_id"),
            rows["item rating"],
        ),
        "feedback_item_comments": Rows(
            (*unit_columns, "detailed_context", _USER, *word_columns, "feedback_active", "course_branch_id"),
            rows["item comment"],
        ),
    }


def _unit(course: Course, said: ItemRating | ItemComment) -> tuple[str, str, str, str]:
    return course.course_id, said.item_id, said.unit_id, said.unit_type


def _context(course: Course, item_id: str) -> str:
    definition = {"courseId": course.course_id, "itemId": item_id}
    return json.dumps({"typeName": "itemContext", "definition": definition})
