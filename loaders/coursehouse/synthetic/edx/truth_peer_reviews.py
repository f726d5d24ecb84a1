"""The truth about assessments of open responses, about those who assess, and about whole assignments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean, median, stdev

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.edx.assessing import CRITERIA, MAX_POINTS, SELF, STAFF
from coursehouse.synthetic.edx.truth_peer import (
    KINDS,
    SCORED,
    Judged,
    OraItem,
    Row,
    SeenWork,
    answer_rows,
    criterion_id,
    option_id,
    ora_items,
    part_score_rows,
    person_id,
    review_id,
    score_rows,
    submission_rows,
)
from coursehouse.synthetic.edx.truth_view import PLATFORM, EdxView, mart_of
from coursehouse.synthetic.truth_view import Mart, mean_of, median_of, share


def edx_peer_truth(views: Sequence[EdxView]) -> dict[str, Mart]:
    """The marts about open response assessments by name."""
    items = ora_items(views)
    rows = {
        "peer_submissions": submission_rows(items),
        "peer_submissions__scores": score_rows(items),
        "peer_submissions_parts__scores": part_score_rows(items),
        "peer_answers__texts": answer_rows(items),
        "peer_reviews": _reviews(items),
        "peer_reviews_parts__choices": _choices(items),
        "peer_reviews_parts__texts": _part_texts(items),
        "peer_comments__texts": _comments(items),
        "users_peer_assignments__reviewing": _reviewing(items),
        "peer_assignments__summary": _summaries(items),
    }
    return {name: mart_of(name, list(found)) for name, found in rows.items()}


def _judged(items: Sequence[OraItem]) -> Iterator[tuple[OraItem, SeenWork, Judged, Row]]:
    """Every assessment, with the columns that several marts begin with."""
    for item in items:
        for work in item.works:
            for one in work.judged:
                yield (
                    item,
                    work,
                    one,
                    {
                        "platform": PLATFORM,
                        "peer_review_id": review_id(work.view, one),
                        "peer_assignment_id": item.assignment_id,
                    },
                )


def _reviews(items: Sequence[OraItem]) -> Iterator[Row]:
    for item, work, one, key in _judged(items):
        reviewer = person_id(work.view, one.made.scorer)
        yield {
            **key,
            "peer_submission_id": work.submission_id,
            "peer_assignment_base_id": item.assignment_id,
            "peer_assignments_user_id": reviewer,
            "user_id": reviewer,
            "review_kind": KINDS[one.made.kind],
            "is_counted": one in work.counted,
            "is_excess": work.is_excess(one),
            "is_late": work.is_late(one),
            "is_mentor_review": one.made.kind == STAFF,
            "review_order": work.judged.index(one) + 1,
            "choice_count": len(one.made.choices),
            "chosen_score": float(one.made.total),
            "chosen_score_fraction": one.made.total / MAX_POINTS,
            "seconds_from_submission": (one.made.at - work.made.at) / SECOND,
            "created_at": one.made.at,
        }


def _choices(items: Sequence[OraItem]) -> Iterator[Row]:
    for _, work, one, key in _judged(items):
        for number in SCORED:
            points, middle = one.made.points(number), work.medians.get(number)
            yield {
                **key,
                "review_part_id": criterion_id(work.view, number),
                "peer_submission_id": work.submission_id,
                "peer_assignments_user_id": person_id(work.view, one.made.scorer),
                "option_id": option_id(work.view, number, one.made.choices[number]),
                "is_counted": one in work.counted,
                "is_of_submission_version": True,
                "score": float(points),
                "max_score": float(max(CRITERIA[number].points)),
                "median_score": middle,
                "difference_to_median": None if middle is None else points - middle,
            }


def _part_texts(items: Sequence[OraItem]) -> Iterator[Row]:
    for _, work, one, key in _judged(items):
        for number in range(len(CRITERIA)):
            if number not in SCORED and one.made.words:
                part = criterion_id(work.view, number)
                yield {**key, "review_part_id": part, "response_text": one.made.words}


def _comments(items: Sequence[OraItem]) -> Iterator[Row]:
    for _, work, one, key in _judged(items):
        if one.made.words:
            reviewer = person_id(work.view, one.made.scorer)
            yield {
                "platform": PLATFORM,
                "peer_comment_id": key["peer_review_id"],
                "peer_submission_id": work.submission_id,
                "peer_assignments_user_id": reviewer,
                "user_id": reviewer,
                "comment_text": one.made.words,
                "created_at": one.made.at,
            }


def _reviewing(items: Sequence[OraItem]) -> Iterator[Row]:
    """Authors and those who judged the work of others; what somebody says of the own work does not count."""
    for item in items:
        authors = {work.made.author for work in item.works}
        by_person: dict[int, list[tuple[SeenWork, Judged]]] = {author: [] for author in authors}
        for work in item.works:
            for one in work.judged:
                if one.made.kind != SELF:
                    by_person.setdefault(one.made.scorer, []).append((work, one))
        for person, found in by_person.items():
            user_id = person_id(item.view, person)
            yield {
                "platform": PLATFORM,
                "peer_assignments_user_id": user_id,
                "peer_assignment_id": item.assignment_id,
                "peer_assignment_base_id": item.assignment_id,
                "user_id": user_id,
                "has_submitted": person in authors,
                "all_versions_review_count": len(found),
                "review_count": len(found),
                "counted_review_count": sum(one in work.counted for work, one in found),
                "excess_review_count": sum(work.is_excess(one) for work, one in found),
                "late_review_count": sum(work.is_late(one) for work, one in found),
                "mentor_review_count": sum(one.made.kind == STAFF for _, one in found),
                "skip_count": 0,
                "inappropriate_skip_count": 0,
                "incomplete_skip_count": 0,
                "plagiarism_skip_count": 0,
                "other_skip_count": 0,
                "median_seconds_to_review": median_of(
                    (one.made.at - work.made.at) / SECOND for work, one in found
                ),
                "leniency": mean_of(
                    (one.made.points(number) - middle) / max(CRITERIA[number].points)
                    for work, one in found
                    for number, middle in work.medians.items()
                ),
            }


def _summaries(items: Sequence[OraItem]) -> Iterator[Row]:
    for item in items:
        works = item.works
        live = [work for work in works if work.state == "live"]
        scored = [work for work in live if work.score is not None]
        waits = [(work.scored_at - work.made.at) / SECOND for work in live if work.scored_at is not None]
        others = [(work, one) for work in works for one in work.judged if one.made.kind != SELF]
        counts = {
            "review": len(others),
            "counted_review": sum(len(work.counted) for work in works),
            "excess_review": sum(work.is_excess(one) for work, one in others),
        }
        yield {
            "platform": PLATFORM,
            "peer_assignment_id": item.assignment_id,
            "peer_assignment_base_id": item.assignment_id,
            "course_id": item.view.course.course_id,
            "course_branch_id": item.view.course.course_id,
            "item_id": item.item_id,
            "assignment_type": "openassessment",
            "required_reviewer_count_for_score": item.required,
            "max_score": item.max_points,
            "submission_count": len(works),
            "live_count": len(live),
            "draft_count": 0,
            "removed_count": sum(work.state == "removed" for work in works),
            "replaced_count": sum(work.state == "replaced" for work in works),
            "author_count": len({work.made.author for work in works}),
            "scored_count": len(scored),
            "passed_count": 0,
            "scored_fraction": share(len(scored), len(live)),
            "passed_fraction": share(0, len(scored)),
            "mean_waiting_seconds": mean_of(waits),
            "median_waiting_seconds": median_of(waits),
            "reviewer_count": len({one.made.scorer for _, one in others}),
            **{f"{name}_count": count for name, count in counts.items()},
            **{f"mean_{name}_count": share(count, len(works)) for name, count in counts.items()},
            "skip_count": 0,
            **_agreement(works),
        }


def _agreement(works: Sequence[SeenWork]) -> Row:
    given = [
        [one.made.points(number) for one in work.counted]
        for work in works
        for number in (SCORED if work.counted else ())
    ]
    if not given:
        return {}
    agreeing = sum(point == median(points) for points in given for point in points)
    unanimous = sum(len(set(points)) == 1 for points in given)
    return {
        "mean_score_deviation": fmean(stdev(points) for points in given),
        "agreeing_choice_fraction": agreeing / sum(map(len, given)),
        "unanimous_part_fraction": unanimous / len(given),
    }
