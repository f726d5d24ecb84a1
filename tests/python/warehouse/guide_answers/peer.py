"""Answers about peer assignments: what they ask, what was handed in, and how reviewers judged it."""

from __future__ import annotations

from collections import defaultdict

from coursehouse.synthetic.truth_view import Fact, Mart
from warehouse.guide_answers.planted import Planted, RawRow, TruthRow, pick, renamed

PART = "peer_assignment_review_schema_part"
PROMPT = "peer_assignment_submission_schema_part"


def answers(planted: Planted) -> dict[str, Mart]:
    """The answers by the name of the query."""
    asked = max(row["peer_assignment_id"] for row in planted.truth("peer_submissions"))
    return {
        "guide_05_peer_assignment_settings": _rows_about(planted, asked, "peer_assignments"),
        "guide_06_peer_assignment_versions": _versions(planted),
        "guide_07_submission_prompts": _prompts(planted, asked),
        "guide_08_peer_submissions_by_title": _titled(planted),
        "guide_09_peer_answer": _answer(planted),
        "guide_10_rubric_parts": _rows_about(planted, asked, f"{PART}s"),
        "guide_11_rubric_options": _options(planted),
        "guide_12_reviews_of_a_submission": _reviews(planted),
        "guide_13_counted_choices": _counted_choices(planted),
        "guide_14_part_scores": _part_scores(planted),
        "guide_15_peer_answers_and_reviews": _judged_parts(planted),
    }


def _rows_about(planted: Planted, asked: str, table: str) -> Mart:
    rows = [row for row in planted.table(table) if row["peer_assignment_id"] == asked]
    columns = tuple(rows[0])
    return Mart(columns, pick(rows, columns))


def _versions(planted: Planted) -> Mart:
    links = planted.table("course_branch_item_peer_assignments")
    asked = max(str(row["course_item_id"]) for row in links)
    columns = ("course_branch_id", "course_item_id", "peer_assignment_id")
    rows = [row for row in links if row["course_item_id"] == asked]
    versions = [int(str(row["peer_assignment_id"]).partition("@")[2]) for row in rows]
    return Mart(
        (*columns, "assignment_version"),
        [(*cells, version) for cells, version in zip(pick(rows, columns), versions, strict=True)],
    )


def _prompts(planted: Planted, asked: str) -> Mart:
    found = _rows_about(planted, asked, f"{PROMPT}s")
    part = found.columns.index(f"{PROMPT}_id")
    answered = [
        row["submission_part_id"]
        for row in planted.truth("peer_answers__texts")
        if row["peer_assignment_id"] == asked
    ]
    rows = [(*row, answered.count(str(row[part]))) for row in found.rows]
    return Mart((*found.columns, "answer_count"), rows)


def _titled(planted: Planted) -> Mart:
    titles = {row["peer_submission_id"]: row["title"] for row in planted.truth("peer_submissions__texts")}
    submissions = [
        {**row, "title": titles[row["peer_submission_id"]]}
        for row in planted.truth("peer_submissions")
        if row["is_draft"] == "false"
    ]
    asked = max((row["peer_assignment_id"], row["title"]) for row in submissions if row["title"])
    names = {
        "peer_submission_id": "peer_submission_id",
        "peer_assignment_id": "peer_assignment_id",
        "peer_assignments_user_id": "peer_assignments_user_id",
        "created_at": "peer_submission_created_ts",
        "is_draft": "peer_submission_is_draft",
        "title": "peer_submission_title",
        "removed_at": "peer_submission_removed_from_public_ts",
        "score_available_at": "peer_submission_score_available_ts",
        "score": "peer_submission_score",
        "is_mentor_graded": "peer_submission_is_mentor_graded",
        "submission_state": "submission_state",
    }
    found = [row for row in submissions if (row["peer_assignment_id"], row["title"]) == asked]
    return renamed(found, names)


def _answer(planted: Planted) -> Mart:
    # Which answers were written, even if with nothing in them, only the raw file tells.
    columns = ("peer_assignment_id", f"{PROMPT}_id", "peer_submission_id")
    text = "peer_submission_part_free_response_text"
    rows = planted.table("peer_submission_part_free_responses")
    asked = min(rows, key=lambda row: (str(row["peer_submission_id"]), str(row[f"{PROMPT}_id"])))
    return Mart((*columns, text), pick([asked], (*columns, text)))


def _options(planted: Planted) -> Mart:
    rows = planted.table(f"{PART}_options")
    newest = max(str(row["peer_assignment_id"]) for row in rows)
    part = min(str(row[f"{PART}_id"]) for row in rows if row["peer_assignment_id"] == newest)
    found: list[RawRow] = [
        row for row in rows if (row["peer_assignment_id"], row[f"{PART}_id"]) == (newest, part)
    ]
    columns = tuple(found[0])
    return Mart(columns, pick(found, columns))


def _reviews(planted: Planted) -> Mart:
    reviews = planted.truth("peer_reviews")
    asked = max(row["peer_submission_id"] for row in reviews)
    names = {
        "peer_review_id": "peer_review_id",
        "peer_submission_id": "peer_submission_id",
        "peer_assignments_user_id": "peer_assignments_user_id",
        "created_at": "peer_review_created_ts",
        "first_visible_to_submitter_at": "peer_review_first_visible_to_submitter_ts",
        "is_mentor_review": "peer_review_is_mentor_review",
        "is_counted": "is_counted",
        "chosen_score": "chosen_score",
    }
    return renamed([row for row in reviews if row["peer_submission_id"] == asked], names)


def _counted_choices(planted: Planted) -> Mart:
    counted: dict[str, list[TruthRow]] = defaultdict(list)
    for row in planted.truth("peer_reviews_parts__choices"):
        if row["is_counted"] == "true":
            counted[row["peer_submission_id"]].append(row)
    asked = min(counted, key=lambda id_: (-len({row["peer_assignment_id"] for row in counted[id_]}), id_))
    part = min(row["review_part_id"] for row in counted[asked])
    names = {
        "peer_assignment_id": "peer_assignment_id",
        "review_part_id": f"{PART}_id",
        "option_id": f"{PART}_option_id",
        "peer_review_id": "peer_review_id",
        "score": "score",
    }
    own = [row for row in counted[asked] if row["is_of_submission_version"] == "true"]
    return renamed([row for row in own if row["review_part_id"] == part], names)


def _part_scores(planted: Planted) -> Mart:
    scored = [row for row in planted.truth("peer_submissions_parts__scores") if row["exported_score"]]
    asked = min(row["peer_submission_id"] for row in scored)
    names = {
        "peer_assignment_id": "peer_assignment_id",
        "review_part_id": f"{PART}_id",
        "peer_submission_id": "peer_submission_id",
        "exported_score": "peer_submission_part_score",
        "recomputed_score": "recomputed_score",
    }
    return renamed([row for row in scored if row["peer_submission_id"] == asked], names)


def _judged_parts(planted: Planted) -> Mart:
    columns = (
        "peer_submission_id",
        "peer_review_id",
        "peer_assignment_id",
        "review_part_id",
        "course_branch_id",
        "course_branch_item_name",
        "peer_assignments_user_id",
        "peer_submission_created_ts",
        "peer_submission_title",
        "peer_submission_score",
        "peer_submission_part_free_response_text",
        "peer_submission_part_url_url",
        "reviewer_id",
        "is_counted",
        f"{PART}_prompt",
        f"{PART}_option_text",
        f"{PART}_option_score",
        "peer_review_part_free_response_text",
        f"{PART}_option_id",
    )
    titles = {row["peer_submission_id"]: row["title"] for row in planted.truth("peer_submissions__texts")}
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(planted.truth("peer_answers__texts"), key=lambda row: row["submission_part_id"]):
        for column in ("answer_text", "url"):
            words[row["peer_submission_id"], column] += filter(None, [row[column]])
    judged = _judged_by_review(planted)
    reviews: dict[str, list[TruthRow]] = defaultdict(list)
    for row in planted.truth("peer_reviews"):
        reviews[row["peer_submission_id"]].append(row)
    rows: list[tuple[Fact, ...]] = []
    for row in planted.truth("peer_submissions"):
        if row["is_draft"] == "true":
            continue
        submission_id = row["peer_submission_id"]
        about = (
            row["course_branch_id"],
            planted.item_names[row["course_id"], row["item_id"]],
            row["peer_assignments_user_id"],
            row["created_at"],
            titles[submission_id],
            row["score"],
            "\n".join(words[submission_id, "answer_text"]),
            "\n".join(words[submission_id, "url"]),
        )
        if not reviews[submission_id]:
            rows.append((submission_id, None, None, None, *about, *(None,) * 7))
        for review in reviews[submission_id]:
            reviewer = (review["peer_assignments_user_id"], review["is_counted"])
            for part, said in judged[review["peer_review_id"]]:
                rows.append((submission_id, review["peer_review_id"], *part, *about, *reviewer, *said))
    return Mart(columns, rows)


_Part = tuple[str, str]


def _judged_by_review(planted: Planted) -> dict[str, list[tuple[_Part, tuple[Fact, ...]]]]:
    """Per review its parts, each with prompt, option text, points, words and option."""
    prompts = {
        (row["peer_assignment_id"], row[f"{PART}_id"]): row[f"{PART}_prompt"]
        for row in planted.table(f"{PART}s")
    }
    texts = {
        (row["peer_assignment_id"], row[f"{PART}_id"], row[f"{PART}_option_id"]): row[f"{PART}_option_text"]
        for row in planted.table(f"{PART}_options")
    }
    judged: dict[str, list[tuple[_Part, tuple[Fact, ...]]]] = defaultdict(list)
    for row in planted.truth("peer_reviews_parts__choices"):
        part, option = (row["peer_assignment_id"], row["review_part_id"]), row["option_id"]
        said = (prompts[part], texts[(*part, option)], row["score"], None, option)
        judged[row["peer_review_id"]].append((part, said))
    for row in planted.truth("peer_reviews_parts__texts"):
        part = (row["peer_assignment_id"], row["review_part_id"])
        judged[row["peer_review_id"]].append((part, (prompts[part], None, None, row["response_text"], None)))
    return judged
