"""Open response assessments: who hands in, who assesses whom, and the scores that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import median

from coursehouse.synthetic import texts
from coursehouse.synthetic.clock import DAY, HOUR, MINUTE, SECOND
from coursehouse.synthetic.edx.config import NEWEST_AT
from coursehouse.synthetic.edx.ids import EdxIds
from coursehouse.synthetic.edx.runs import EdxRun
from coursehouse.synthetic.participation import ItemScore, Participation

REQUIRED_PEERS = 3
PEER, SELF, STAFF = "PE", "SE", "ST"
_NEIGHBOURS = 8


@dataclass(frozen=True)
class Criterion:
    """A criterion of a rubric: its name and label, and the points of its options (none: words only)."""

    name: str
    label: str
    prompt: str
    points: tuple[int, ...]


CRITERIA = (
    Criterion("0", "Ideas", "Is the idea clear?", (0, 3, 5)),
    Criterion("1", "Content", 'Does it use "data"?', (0, 1, 3)),
    Criterion("2", "", "What would you improve?", ()),
)
OPTION_NAMES = ("Poor", "Fair", "Good")
MAX_POINTS = sum(max(criterion.points, default=0) for criterion in CRITERIA)


@dataclass(frozen=True)
class Assessment:
    """An assessment of a submission: an option of each criterion that has some; is_counted: for the score."""

    kind: str
    scorer: int
    started_at: int
    at: int
    choices: tuple[int, ...]
    words: str
    is_counted: bool = False

    def points(self, criterion: int) -> int:
        """The points given for a criterion that has options."""
        return CRITERIA[criterion].points[self.choices[criterion]]

    @property
    def total(self) -> int:
        """The points given together."""
        return sum(self.points(number) for number in range(len(self.choices)))


@dataclass(frozen=True)
class Score:
    """A score given to a submission; is_reset: the row that takes an earlier score back."""

    at: int
    points: int
    is_reset: bool = False


@dataclass
class OraWork:
    """What one person handed in for one assignment; cancelled_at: when staff took it back.

    part_points: the median of each criterion over the peers that count; empty while they are too few.
    """

    uuid: str
    item_id: str
    author: int
    at: int
    essay: str
    attempt_number: int
    cancelled_at: int | None = None
    assessments: list[Assessment] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    part_points: tuple[int, ...] = ()
    graded_at: int | None = None
    finished_at: int | None = None

    def score_at(self, at: int) -> Score | None:
        """The score in force just before an instant."""
        given = [score for score in self.scores if score.at < at]
        return given[-1] if given and not given[-1].is_reset else None


def assess_each_other(
    seed: int, ids: EdxIds, run: EdxRun, participations: Sequence[Participation], instructor: int
) -> list[OraWork]:
    """All that was handed in in a run, assessed; the scores enter the participations."""
    works: list[OraWork] = []
    for item in run.items:
        if item.block.category == "openassessment":
            works += _item_works(seed, ids, run, item.block.block_id, participations, instructor)
    return works


def _item_works(
    seed: int,
    ids: EdxIds,
    run: EdxRun,
    item_id: str,
    participations: Sequence[Participation],
    instructor: int,
) -> list[OraWork]:
    random = Random(f"{seed}/ora/{run.key.canonical}/{item_id}")
    works: list[OraWork] = []
    live: list[tuple[OraWork, Participation]] = []
    for participation in participations:
        mine = _handed_in(ids, run, item_id, participation)
        works += mine
        if mine and mine[-1].cancelled_at is None:
            live.append((mine[-1], participation))
    live.sort(key=lambda pair: (pair[0].at, pair[0].author))
    for number, (work, participation) in enumerate(live):
        near = live[max(0, number - _NEIGHBOURS) : number] + live[number + 1 : number + 1 + _NEIGHBOURS]
        _assess(random, work, [other for other, _ in near], instructor)
        for score in work.scores:
            grade = round(score.points / MAX_POINTS, 7)
            made = ItemScore(item_id, score.at, grade, True, float(score.points), float(MAX_POINTS))
            participation.scores.append(made)
    return works


def _handed_in(ids: EdxIds, run: EdxRun, item_id: str, participation: Participation) -> list[OraWork]:
    """The submissions of a person, oldest first; the platform takes a second one only after a reset."""
    works: list[OraWork] = []
    for submission in participation.peer_submissions:
        is_taken = bool(works) and works[-1].cancelled_at is None
        if submission.item_id != item_id or submission.is_draft or is_taken:
            continue
        works.append(
            OraWork(
                uuid=ids.uuid("submission", run.key.canonical, submission.submission_id),
                item_id=item_id,
                author=participation.person.index,
                at=submission.at,
                essay=submission.essay or "…",
                attempt_number=len(works) + 1,
                cancelled_at=submission.removed_at,
            )
        )
    return works


def _assess(random: Random, work: OraWork, others: Sequence[OraWork], instructor: int) -> None:
    """Peers, the author and at times the staff assess a submission; the first peers required count."""
    count = min(len(others), random.choice((0, 1, 2, 3, 3, 4, 5)))
    reviews: list[Assessment] = []
    for other in random.sample(list(others), count):
        started_at = max(work.at, other.at) + (1 + random.randrange(5 * DAY // SECOND)) * SECOND
        if started_at < NEWEST_AT - DAY:
            reviews.append(_assessment(random, PEER, other.author, started_at))
    reviews.sort(key=lambda review: (review.at, review.scorer))
    is_scored = len(reviews) >= REQUIRED_PEERS
    counted = reviews[:REQUIRED_PEERS] if is_scored else []
    for review in reviews:
        work.assessments.append(
            Assessment(
                review.kind,
                review.scorer,
                review.started_at,
                review.at,
                review.choices,
                review.words,
                any(review is one for one in counted),
            )
        )
    if random.random() < 0.6:
        work.assessments.append(_assessment(random, SELF, work.author, work.at + HOUR))
    if is_scored:
        options = range(len(counted[0].choices))
        work.part_points = tuple(
            int(median(review.points(number) for review in counted)) for number in options
        )
        work.graded_at = counted[-1].at
        work.finished_at = counted[-1].at + SECOND
        work.scores.append(Score(work.finished_at, sum(work.part_points)))
    if random.random() < 0.1 and instructor != work.author:
        started_at = max(work.at, work.finished_at or 0) + (1 + random.randrange(DAY // SECOND)) * SECOND
        if started_at < NEWEST_AT - DAY:
            decree = _assessment(random, STAFF, instructor, started_at)
            work.assessments.append(decree)
            work.scores.append(Score(decree.at + SECOND, decree.total))
            work.finished_at = work.finished_at or decree.at + SECOND
    work.assessments.sort(key=lambda made: (made.at, made.scorer))


def _assessment(random: Random, kind: str, scorer: int, started_at: int) -> Assessment:
    choices = tuple(
        len(criterion.points) - 1 if random.random() < 0.5 else random.randrange(len(criterion.points))
        for criterion in CRITERIA
        if criterion.points
    )
    at = started_at + (60 + random.randrange(1200)) * SECOND + random.randrange(1000) * (kind == PEER)
    return Assessment(
        kind, scorer, started_at, min(at, started_at + 20 * MINUTE), choices, random.choice(texts.COMMENTS)
    )
