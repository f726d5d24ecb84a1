"""The rows that tie items to the assignments they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coursehouse.synthetic.world import Branch, Course, Item
from coursehouse.synthetic.writer import Rows


def link_tables(
    course: Course, at: int, thing: str, held_by: Callable[[Branch, Item], Iterable[str]]
) -> dict[str, Rows]:
    """The links of a kind of assignment (`peer_assignment`), by original item and by item of each branch.

    held_by: the ids of the versions that an item of a branch has held until then.
    """
    linked = {
        branch.branch_id: [
            (place.item.item_id, assignment_id)
            for place in course.content(branch, at)
            for assignment_id in held_by(branch, place.item)
        ]
        for branch in course.branches
    }
    columns = ("course_item_id", f"{thing}_id")
    return {
        f"course_item_{thing}s": Rows(
            ("course_id", *columns), [(course.course_id, *link) for link in linked[course.course_id]]
        ),
        f"course_branch_item_{thing}s": Rows(
            ("course_branch_id", *columns),
            [(branch_id, *link) for branch_id, links in linked.items() for link in links],
        ),
    }
