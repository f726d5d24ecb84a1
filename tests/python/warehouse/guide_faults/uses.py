"""Where versions of quizzes and assignments are used."""

from __future__ import annotations

from collections import Counter

from warehouse.guide_answers.planted import Planted


def uses_of(planted: Planted, kind: str) -> Counter[str | None]:
    """How many items of how many branches use each version."""
    items = {(row["course_branch_id"], row["course_item_id"]) for row in planted.table("course_branch_items")}
    return Counter(
        row[f"{kind}_id"]
        for row in planted.table(f"course_branch_item_{kind}s")
        if (row["course_branch_id"], row["course_item_id"]) in items
    )
