"""Peer work as it stands at the last export of a course: what each submission is, and who judged it how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from coursehouse.synthetic.participation import PeerReview, PeerSkip, PeerSubmission
from coursehouse.synthetic.quizzes import PASSING_FRACTION
from coursehouse.synthetic.rubrics import REQUIRED_REVIEWS, PeerVersion, RubricPart
from coursehouse.synthetic.truth_view import CourseView

DOMAIN = "peer_assignments"


@dataclass(frozen=True)
class JudgedPart:
    """A rubric part of a version as the reviews of a submission judged it.

    choices: the reviews with the points of their choices, None for a choice without points.
    """

    version: PeerVersion
    part: RubricPart
    choices: tuple[tuple[PeerReview, float | None], ...]

    def points(self, counted: Sequence[PeerReview]) -> list[float]:
        """The points that reviews which count gave."""
        return [points for review, points in self.choices if points is not None and review in counted]


@dataclass(frozen=True)
class Work:
    """A submission or draft that the last export of its course has.

    is_last: nothing that its author handed in for the assignment later stands.
    """

    view: CourseView
    author: int
    made: PeerSubmission
    version: PeerVersion
    is_last: bool

    @property
    def state(self) -> str:
        """What the submission is among those of its author."""
        if self.made.is_draft:
            return "draft"
        if is_removed(self.made, self.view.at):
            return "removed"
        return "live" if self.is_last else "replaced"

    @cached_property
    def scored_at(self) -> int | None:
        """When a score stood, if it does."""
        at = self.made.scored_at
        return at if at is not None and at < self.view.at else None

    @cached_property
    def part_scores(self) -> dict[str, float]:
        """The exported points by rubric part."""
        if self.scored_at is None or not self.made.part_scores:
            return {}
        names = (part.part_id for part in self.version.scored_parts)
        return dict(zip(names, self.made.part_scores, strict=True))

    @property
    def score(self) -> float | None:
        """The exported score."""
        return sum(self.part_scores.values()) if self.part_scores else None

    @cached_property
    def reviews(self) -> tuple[PeerReview, ...]:
        """The reviews so far, in order."""
        written = (review for review in self.made.reviews if review.at < self.view.at)
        return tuple(sorted(written, key=lambda review: (review.at, review.review_id)))

    @cached_property
    def counted(self) -> tuple[PeerReview, ...]:
        """The reviews that count."""
        at = self.view.at
        return tuple(r for r in self.reviews if r.visible_at is not None and r.visible_at < at)

    @cached_property
    def excess(self) -> tuple[PeerReview, ...]:
        """The reviews that do not count and never will: the submission has its score, or reviews enough."""
        has_enough = self.scored_at is not None or len(self.counted) >= REQUIRED_REVIEWS
        return tuple(review for review in self.reviews if has_enough and review not in self.counted)

    @property
    def skips(self) -> tuple[PeerSkip, ...]:
        """Those who declined to review it so far."""
        return tuple(skip for skip in self.made.skips if skip.at < self.view.at)

    def judged(self, review: PeerReview) -> Iterator[tuple[RubricPart, int]]:
        """The exported choices of a review: the part, and the place of the option."""
        for part, choice in zip(review.version.scored_parts, review.choices, strict=True):
            if part.part_id != self.made.lost_part_id:
                yield part, choice

    @cached_property
    def judged_parts(self) -> dict[tuple[str, str], JudgedPart]:
        """What reviews judged, by assignment version and rubric part; parts scored without reviews, too."""
        found: dict[
            tuple[str, str], tuple[PeerVersion, RubricPart, list[tuple[PeerReview, float | None]]]
        ] = {
            (self.version.assignment_id, part.part_id): (self.version, part, [])
            for part in self.version.scored_parts
            if part.part_id in self.part_scores
        }
        for review in self.reviews:
            for part, choice in self.judged(review):
                key = (review.version.assignment_id, part.part_id)
                judged = found.setdefault(key, (review.version, part, []))
                judged[2].append((review, part.option_scores[choice]))
        return {
            key: JudgedPart(version, part, tuple(choices)) for key, (version, part, choices) in found.items()
        }

    @cached_property
    def medians(self) -> dict[tuple[str, str], float]:
        """The median of the counted points of each part that has any."""
        points = {key: part.points(self.counted) for key, part in self.judged_parts.items()}
        return {key: float(median(given)) for key, given in points.items() if given}

    @cached_property
    def recomputed(self) -> float | None:
        """The sum of the medians of the parts of the submission's own version."""
        own = [score for (name, _), score in self.medians.items() if name == self.version.assignment_id]
        return sum(own) if own else None

    @property
    def has_passed(self) -> bool | None:
        """Whether the exported score is a pass."""
        return passes(self.score, self.version)


def passes(score: float | None, version: PeerVersion) -> bool | None:
    """Whether a score reaches the pass mark, counted in hundredths of a point; None without a score."""
    if score is None:
        return None
    return round(score * 100) >= round(PASSING_FRACTION * 100) * round(version.max_score)


def places_of(view: CourseView, version: PeerVersion) -> tuple[str | None, str | None, str | None]:
    """The course, the branch if there is but one, and the item that have used a version."""
    item_id = version.item.item_id
    branches = [
        branch.branch_id
        for branch in view.course.branches
        if item_id in view.positions[branch.branch_id]
        and version in view.cast.work.peer[item_id].versions_in(view.course, branch)
    ]
    if not branches:
        return None, None, None
    return view.course.course_id, branches[0] if len(branches) == 1 else None, item_id


def is_removed(made: PeerSubmission, at: int) -> bool:
    """Whether the author had taken it back by then."""
    return made.removed_at is not None and made.removed_at < at


def all_work(views: Sequence[CourseView]) -> list[Work]:
    """All submissions and drafts of all courses."""
    return [work for view in views for work in _course_work(view)]


def _course_work(view: CourseView) -> Iterator[Work]:
    for known in view.people:
        participation = known.standing.participation
        exported = [made for made in participation.peer_submissions if made.at < view.at]
        last: dict[str, PeerSubmission] = {}
        for made in sorted(exported, key=lambda made: (made.at, made.submission_id)):
            if not made.is_draft and not is_removed(made, view.at):
                last[made.item_id] = made
        for made in exported:
            version = view.cast.work.peer[made.item_id].version_at(made.at)
            yield Work(view, participation.person.index, made, version, last.get(made.item_id) is made)
