"""The truth about progress: items of persons, shares of branches, and where learners stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coursehouse.synthetic.catalogue import COMPLETED
from coursehouse.synthetic.standing import Standing
from coursehouse.synthetic.truth_enrollments import current_role
from coursehouse.synthetic.truth_view import CourseView, Fact, Known, Mart, share
from coursehouse.synthetic.world import Branch

KINDS = (
    "video",
    "reading",
    "quiz_graded",
    "quiz_practice",
    "peer",
    "programming",
    "discussion",
    "lti",
    "other",
)


def progress_truth(views: Sequence[CourseView]) -> dict[str, Mart]:
    """The progress marts by name."""
    return {
        "users_items__progress": _item_progress(views),
        "users_courses__progress": _course_progress(views),
        "branches_items__drop_off": _drop_off(views),
    }


def _by_item(standing: Standing) -> dict[str, list[tuple[int, int]]]:
    """(instant, state) of every event, per item."""
    events: dict[str, list[tuple[int, int]]] = {}
    for item_id, state, ts in standing.progress:
        events.setdefault(item_id, []).append((ts, state))
    return events


def _completed_at(events: list[tuple[int, int]]) -> int | None:
    return min((ts for ts, state in events if state == COMPLETED), default=None)


def _item_progress(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "user_id",
        "course_id",
        "item_id",
        "course_branch_id",
        "item_kind",
        "is_in_branch",
        "is_completed",
        "event_count",
        "started_at",
        "completed_at",
        "last_event_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for known in view.people:
            branch = known.standing.branch
            for item_id, events in _by_item(known.standing).items():
                completed_at = _completed_at(events)
                rows.append(
                    (
                        view.platform,
                        known.user_id,
                        view.course.course_id,
                        item_id,
                        branch.branch_id,
                        view.kind_of(branch, item_id),
                        item_id in view.positions[branch.branch_id],
                        completed_at is not None,
                        len(events),
                        min(events)[0],
                        completed_at,
                        max(events)[0],
                    )
                )
    return Mart(columns, rows)


def _course_progress(views: Sequence[CourseView]) -> Mart:
    kind_columns = [column for kind in KINDS for column in (f"{kind}_count", f"completed_{kind}_count")]
    columns = (
        "platform",
        "user_id",
        "course_id",
        "course_branch_id",
        "was_enrolled",
        "branch_item_count",
        "started_item_count",
        "completed_item_count",
        "completed_fraction",
        "outside_branch_item_count",
        *kind_columns,
        "first_active_at",
        "last_active_at",
    )
    rows: list[tuple[Fact, ...]] = []
    for view in views:
        for known in view.people:
            if known.standing.was_learner or known.standing.progress:
                rows.append(_share_of_branch(view, known))
    return Mart(columns, rows)


def _share_of_branch(view: CourseView, known: Known) -> tuple[Fact, ...]:
    standing = known.standing
    branch = standing.branch
    inside = view.positions[branch.branch_id]
    events = _by_item(standing)
    completed = [item for item in events if item in inside and _completed_at(events[item]) is not None]
    offered = Counter(branch.types[item].kind for item in inside)
    done = Counter(branch.types[item].kind for item in completed)
    worked_at = [ts for _, _, ts in standing.progress]
    return (
        view.platform,
        known.user_id,
        view.course.course_id,
        branch.branch_id,
        standing.was_learner,
        len(inside),
        sum(item in inside for item in events),
        len(completed),
        share(len(completed), len(inside)),
        sum(item not in inside for item in events),
        *(count for kind in KINDS for count in (offered[kind], done[kind])),
        min(worked_at, default=None),
        max(worked_at, default=None),
    )


def _drop_off(views: Sequence[CourseView]) -> Mart:
    columns = (
        "platform",
        "course_branch_id",
        "item_id",
        "course_id",
        "position",
        "location",
        "item_kind",
        "ever_enrolled_count",
        "enrolled_count",
        "active_count",
        "started_count",
        "completed_count",
        "reached_count",
        "last_item_count",
        "dropped_out_count",
        "reached_fraction",
        "dropped_out_fraction",
    )
    rows = [
        row for view in views for branch in view.course.branches for row in _branch_drop_off(view, branch)
    ]
    return Mart(columns, rows)


def _branch_drop_off(view: CourseView, branch: Branch) -> list[tuple[Fact, ...]]:
    positions = view.positions[branch.branch_id]
    learners = [known.standing for known in view.learners if known.standing.branch is branch]
    counts = (
        len(learners),
        sum(current_role(standing) == "LEARNER" for standing in learners),
        sum(bool(standing.progress) for standing in learners),
    )
    started: Counter[str] = Counter()
    completed: Counter[str] = Counter()
    furthest: Counter[int] = Counter()
    last: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for standing in learners:
        events = {item: found for item, found in _by_item(standing).items() if item in positions}
        if not events:
            continue
        started.update(list(events))
        completed.update(item for item, found in events.items() if _completed_at(found) is not None)
        furthest[max(positions[item] for item in events)] += 1
        last_item = max(events, key=lambda item: (max(events[item])[0], positions[item]))
        last[last_item] += 1
        dropped[last_item] += not standing.is_completed
    rows: list[tuple[Fact, ...]] = []
    for shown in view.content[branch.branch_id]:
        if shown.position is None:
            continue
        place, item_id = shown.place, shown.place.item.item_id
        location = ".".join(f"{part.order + 1:02}" for part in (place.module, place.lesson, place.item))
        reached = sum(count for position, count in furthest.items() if position >= shown.position)
        key = (view.platform, branch.branch_id, item_id, view.course.course_id, shown.position, location)
        seen = (started[item_id], completed[item_id], reached, last[item_id], dropped[item_id])
        shares = (share(reached, len(learners)), share(dropped[item_id], len(learners)))
        rows.append((*key, place.item.item_type.kind, *counts, *seen, *shares))
    return rows
