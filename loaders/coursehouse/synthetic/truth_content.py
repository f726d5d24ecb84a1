"""The truth about courses, branches, content order, changes and sessions."""

from __future__ import annotations

from collections.abc import Sequence

from coursehouse.synthetic.truth_view import CourseView, Fact, Mart, Shown
from coursehouse.synthetic.world import Branch


def content_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The content marts by name."""
    return {
        "courses": _courses(views),
        "course_branches": _branches(views),
        "branches_items__content_order": _content_order(views),
        "branches_items__changes": _changes(views),
        "course_sessions": _sessions(views),
    }


def _courses(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_id",
        "course_slug",
        "course_name",
        "course_description",
        "course_level",
        "is_deleted",
        "is_graded",
        "branch_count",
        "session_count",
        "launched_at",
        "updated_at",
        "preenrollment_at",
        "verification_enabled_at",
        "sessions_enabled_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        course = view.course
        text = (course.slug, course.name, course.description, course.level)
        counts = (len(course.branches), len(course.sessions))
        since = (course.launched_at, course.updated_by(view.at), course.preenrollment_at)
        enabled = (course.verification_enabled_at, course.sessions_enabled_at)
        flags = (course.is_deleted, True)
        rows.append((view.platform, course.course_id, *text, *flags, *counts, *since, *enabled))
    return Mart(columns, rows)


def _branches(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_branch_id",
        "course_id",
        "branch_number",
        "branch_name",
        "changes_description",
        "is_original",
        "module_count",
        "lesson_count",
        "item_count",
        "graded_item_count",
        "created_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for branch in view.course.branches:
            places = [shown.place for shown in view.content[branch.branch_id] if shown.is_in_branch]
            counts = (
                len({place.module.module_id for place in places}),
                len({place.lesson.lesson_id for place in places}),
                len(places),
                sum(bool(place.item.item_type.is_graded) for place in places),
            )
            named = (branch.number, branch.name, branch.changes, branch is view.course.original)
            rows.append(
                (view.platform, branch.branch_id, view.course.course_id, *named, *counts, branch.created_at)
            )
    return Mart(columns, rows)


def _content_order(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_branch_id",
        "item_id",
        "course_id",
        "module_id",
        "lesson_id",
        "unit_id",
        "item_name",
        "lesson_name",
        "module_name",
        "location",
        "item_kind",
        "item_type",
        "is_graded",
        "is_optional",
        "is_original",
        "is_in_branch",
        "module_order",
        "lesson_order",
        "item_order",
        "position",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for branch in view.course.branches:
            for shown in view.content[branch.branch_id]:
                module, lesson, item = shown.place.module, shown.place.lesson, shown.place.item
                orders = (module.order, lesson.order, item.order)
                location = ".".join(f"{order + 1:02}" for order in orders)
                flags = (
                    bool(item.item_type.is_graded),
                    bool(item.is_optional),
                    branch is view.course.original,
                )
                rows.append(
                    (
                        view.platform,
                        branch.branch_id,
                        item.item_id,
                        view.course.course_id,
                        module.module_id,
                        lesson.lesson_id,
                        view.unit_of(item.item_id),
                        item.name,
                        lesson.name,
                        module.name,
                        location,
                        item.item_type.kind,
                        item.item_type.description,
                        *flags,
                        shown.is_in_branch,
                        *orders,
                        shown.position,
                    )
                )
    return Mart(columns, rows)


def _changes(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_branch_id",
        "item_id",
        "course_id",
        "previous_course_branch_id",
        "item_name",
        "previous_item_name",
        "item_kind",
        "lesson_id",
        "previous_lesson_id",
        "module_id",
        "previous_module_id",
        "was_added",
        "was_removed",
        "was_moved",
        "was_renamed",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        previous: Branch | None = None
        for branch in view.course.branches:
            rows += _changed_items(view, branch, previous)
            previous = branch
    return Mart(columns, rows)


def _present(view: CourseView, branch: Branch) -> dict[str, Shown]:
    return {shown.place.item.item_id: shown for shown in view.content[branch.branch_id] if shown.is_in_branch}


def _changed_items(view: CourseView, branch: Branch, previous: Branch | None) -> list[tuple[Fact, ...]]:
    now = _present(view, branch)
    before = _present(view, previous) if previous else {}
    both = [item_id for item_id in now if item_id in before]
    settled = [item_id for item_id in both if _lesson(now[item_id]) == _lesson(before[item_id])]
    rank_now, rank_before = _ranks(now, settled), _ranks(before, settled)
    rows: list[tuple[Fact, ...]] = []
    for item_id in {**now, **before}:
        new = now[item_id].place if item_id in now else None
        old = before[item_id].place if item_id in before else None
        named = new or old
        has_new_lesson = new is not None and old is not None and item_id not in rank_now
        was_moved = has_new_lesson or rank_now.get(item_id) != rank_before.get(item_id)
        was_renamed = bool(new and old and new.item.name != old.item.name)
        flags = (previous is not None and old is None, new is None, was_moved, was_renamed)
        rows.append(
            (
                view.platform,
                branch.branch_id,
                item_id,
                view.course.course_id,
                previous.branch_id if previous else None,
                new.item.name if new else None,
                old.item.name if old else None,
                named.item.item_type.kind if named else None,
                new.lesson.lesson_id if new else None,
                old.lesson.lesson_id if old else None,
                new.module.module_id if new else None,
                old.module.module_id if old else None,
                *flags,
            )
        )
    return rows


def _lesson(shown: Shown) -> tuple[str, str]:
    return shown.place.module.module_id, shown.place.lesson.lesson_id


def _ranks(present: dict[str, Shown], settled: list[str]) -> dict[str, int]:
    """The rank of each item among those that stand in the same lesson in both branches."""
    counts: dict[tuple[str, str], int] = {}
    ranks = {}
    for item_id in sorted(settled, key=lambda item_id: present[item_id].position or 0):
        where = _lesson(present[item_id])
        counts[where] = counts.get(where, 0) + 1
        ranks[item_id] = counts[where]
    return ranks


def _sessions(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "session_id",
        "course_id",
        "course_branch_id",
        "starts_at",
        "ends_at",
        "enrollment_ends_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        course = view.course
        for session in course.sessions:
            branch_id = course.branch_of(session).branch_id
            span = (session.starts_at, course.session_end(session, view.at), session.enrollment_ends_at)
            rows.append((view.platform, session.session_id, course.course_id, branch_id, *span))
    return Mart(columns, rows)
