"""The rows of the tables about shared (global) items, which the layout of 2023 has."""

from __future__ import annotations

from coursehouse.synthetic import catalogue, texts
from coursehouse.synthetic.behaviour import CourseWork
from coursehouse.synthetic.clock import MINUTE
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.quizzes import PASSING_FRACTION, quiz_key
from coursehouse.synthetic.rubrics import REQUIRED_REVIEWS
from coursehouse.synthetic.world import Course, Item
from coursehouse.synthetic.writer import Row, Rows

_GLOBAL_KEY = ("global_item_id", "global_item_version")


def global_item_id(ids: Identifiers, item: Item) -> tuple[str, int] | None:
    """Id and version of the shared item behind an item; None for kinds that are not shared."""
    if item.item_type.kind not in catalogue.GLOBAL_TYPE_OF_KIND:
        return None
    return ids.token("global item", item.item_id, item.item_type.type_id), 1


def global_item_tables(ids: Identifiers, course: Course, at: int, work: CourseWork) -> dict[str, Rows]:
    """The shared items behind the items of the course, and what each kind of them holds."""
    items = {
        key: place.item
        for branch in course.branches
        for place in course.content(branch, at)
        if (key := global_item_id(ids, place.item)) is not None
    }
    programming = {item_id: assignment for (_, item_id), assignment in work.programming.items()}
    type_names = {type_id: name for type_id, name, _ in catalogue.GLOBAL_ITEM_TYPES}
    rows: dict[str, list[Row]] = {kind: [] for kind in catalogue.GLOBAL_TYPE_OF_KIND}
    global_items: list[Row] = []
    for key, item in items.items():
        kind, is_graded = item.item_type.kind, bool(item.item_type.is_graded)
        type_id = catalogue.GLOBAL_TYPE_OF_KIND[kind]
        interaction_id = ids.short("interaction", item.item_id)
        global_items.append(
            (*key, item.name, True, interaction_id, is_graded, type_names[type_id], type_id, 600_000.0)
        )
        if kind == "video":
            asked = work.quizzes.get(quiz_key(item))
            quiz_id = asked.shown_at(at).assessment_id if asked else None
            rows[kind].append((*key, ids.token("video", item.item_id), quiz_id, 7 * MINUTE))
        elif kind == "reading":
            rows[kind].append(
                (*key, *[ids.token("asset", item.item_id)] * 2, texts.rich_text(texts.POSTS[1]))
            )
        elif kind in ("quiz_graded", "quiz_practice"):
            quiz = work.quizzes[quiz_key(item)].shown_at(at)
            count = len(quiz.places)
            fraction = PASSING_FRACTION if is_graded else None
            rows[kind].append(
                (*key, quiz.assessment_id, count, is_graded, fraction, float(quiz.max_points), False)
            )
        elif kind == "peer":
            rows[kind].append((*key, work.peer[item.item_id].assignment_id, is_graded, REQUIRED_REVIEWS))
        elif kind == "programming":
            rows[kind].append((*key, programming[item.item_id].assignment_id, is_graded))
        else:
            tool = (
                ids.token("tool", item.item_id),
                is_graded,
                1,
                "Lab",
                None,
                "https://lti.example.org/launch",
            )
            rows[kind].append((*key, *tool, "PRIVATE", course.launched_at, PASSING_FRACTION))
    return {
        "global_item_types": Rows(
            (
                "global_item_content_type_id",
                "global_item_content_type",
                "global_item_content_type_description",
                "is_linkable",
                "is_deprecated",
            ),
            [(type_id, name, words, True, False) for type_id, name, words in catalogue.GLOBAL_ITEM_TYPES],
        ),
        "global_items": Rows(
            (
                *_GLOBAL_KEY,
                "global_item_name",
                "is_global_item_version_latest",
                "global_item_interaction_id",
                "is_global_item_graded",
                "global_item_content_type",
                "global_item_content_type_id",
                "global_item_time_commitment",
            ),
            global_items,
        ),
        "lecture_contents": Rows(
            (*_GLOBAL_KEY, "lecture_video_id", "lecture_invideo_assessment_id", "lecture_duration_ms"),
            rows["video"],
        ),
        "reading_contents": Rows(
            (*_GLOBAL_KEY, "reading_asset_id", "reading_base_id", "reading_content"), rows["reading"]
        ),
        "quiz_assessment_contents": Rows(
            (
                *_GLOBAL_KEY,
                "assessment_id",
                "quiz_question_count",
                "quiz_is_graded",
                "quiz_passing_fraction",
                "quiz_max_score",
                "quiz_contains_widget_questions",
            ),
            rows["quiz_graded"] + rows["quiz_practice"],
        ),
        "peer_review_assignment_contents": Rows(
            (
                *_GLOBAL_KEY,
                "peer_review_assign_assignment_id",
                "peer_review_assign_is_graded",
                "peer_review_assign_required_reviews_count",
            ),
            rows["peer"],
        ),
        "programming_assignment_contents": Rows(
            (*_GLOBAL_KEY, "program_assign_assignment_id", "program_assign_is_graded"), rows["programming"]
        ),
        "lti_tool_contents": Rows(
            (
                *_GLOBAL_KEY,
                "tool_id",
                "is_graded",
                "lti_tool_version",
                "lti_tool_name",
                "lti_tool_description",
                "lti_tool_endpoint_url",
                "lti_tool_privacy_level",
                "lti_tool_modified_ts",
                "lti_tool_passing_fraction",
            ),
            rows["lti"],
        ),
    }
