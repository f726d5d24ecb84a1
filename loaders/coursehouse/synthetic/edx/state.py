"""Where a run stands at an instant: what a package taken then says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coursehouse.synthetic.answers import total_points
from coursehouse.synthetic.clock import DAY, SECOND
from coursehouse.synthetic.edx.assessing import MAX_POINTS, OraWork
from coursehouse.synthetic.edx.behaviour import RunCast, Taking
from coursehouse.synthetic.edx.ids import EdxIds, RunKey
from coursehouse.synthetic.edx.profiles import EdxProfile, edx_profile
from coursehouse.synthetic.edx.runs import STATEFUL, EdxRun
from coursehouse.synthetic.participation import QuizAttempt

PASSING_GRADE = 0.6
CERTIFICATES_AFTER = 2 * DAY
# ids of rows are counted per run from a number of its own
_ROWS_PER_RUN = 10_000_000


@dataclass(frozen=True)
class ItemState:
    """What is kept of a learner's work on a block that keeps a state.

    category: None for a block that was deleted from the course. attempts: what was submitted to a problem,
    oldest first. points, max_points: None while nothing counts. scored_at: when the points came about.
    """

    block_id: str
    category: str | None
    created_at: int
    modified_at: int
    event_count: int
    attempts: tuple[QuizAttempt, ...] = ()
    work: OraWork | None = None
    points: float | None = None
    max_points: float | None = None
    scored_at: int | None = None

    @property
    def fraction(self) -> float | None:
        """The share of the points."""
        if self.points is None or not self.max_points:
            return None
        return self.points / self.max_points


@dataclass(frozen=True)
class PersistentGrade:
    """A grade of the run; passed_at: when it first passed, kept whatever came later."""

    grade: float
    created_at: int
    modified_at: int
    passed_at: int | None

    @property
    def is_passing(self) -> bool:
        """Whether the grade passes now."""
        return self.grade >= PASSING_GRADE


@dataclass(frozen=True)
class RunState:
    """A run with all its people at an instant."""

    cast: RunCast
    ids: EdxIds
    seed: int
    at: int

    @property
    def run(self) -> EdxRun:
        """The run."""
        return self.cast.run

    @property
    def key(self) -> RunKey:
        """Its ids."""
        return self.cast.run.key

    @property
    def written(self) -> str:
        """The id of the run as its files write it."""
        return self.cast.run.key.written

    def row_id(self, number: int) -> int:
        """The id of a row in a table whose rows are counted across runs."""
        return (self.cast.number + 1) * _ROWS_PER_RUN + number

    def profile(self, taking: Taking) -> EdxProfile:
        """The profile of a person."""
        return edx_profile(self.seed, taking.person)

    @cached_property
    def numbered(self) -> tuple[tuple[int, Taking], ...]:
        """Everybody with a number that stays from package to package."""
        return tuple(enumerate(self.cast.takings, start=1))

    @property
    def takings(self) -> tuple[Taking, ...]:
        """Everybody, enrolled or not."""
        return self.cast.takings

    @cached_property
    def enrolled(self) -> tuple[Taking, ...]:
        """Those who have enrolled by now, whether they stayed or not."""
        return tuple(
            taking
            for taking in self.takings
            if taking.enrollment is not None and taking.enrollment.created_at < self.at
        )

    @cached_property
    def works(self) -> tuple[OraWork, ...]:
        """What was handed in for open response assessments."""
        return tuple(work for work in self.cast.ora if work.at < self.at)

    @cached_property
    def _works_of(self) -> dict[int, dict[str, OraWork]]:
        """By author and usage key: what was handed in last."""
        works: dict[int, dict[str, OraWork]] = {}
        for work in self.works:
            works.setdefault(work.author, {})[work.item_id] = work
        return works

    def visits(self, taking: Taking) -> Iterator[tuple[str, int]]:
        """(usage key, instant) of everything that the person met, kept or not."""
        for block_id, _, ts in taking.participation.progress:
            if ts < self.at:
                yield block_id, ts
        for attempt in taking.participation.quiz_attempts:
            if attempt.at < self.at:
                yield attempt.item_id, attempt.started_at

    @cached_property
    def items(self) -> dict[int, tuple[ItemState, ...]]:
        """By person: the states of the items that keep one."""
        return {taking.index: tuple(self._states(taking)) for taking in self.takings}

    def _states(self, taking: Taking) -> Iterator[ItemState]:
        times: dict[str, list[int]] = {}
        for block_id, ts in self.visits(taking):
            times.setdefault(block_id, []).append(ts)
        attempts: dict[str, list[QuizAttempt]] = {}
        for attempt in taking.participation.quiz_attempts:
            if attempt.at < self.at:
                attempts.setdefault(attempt.item_id, []).append(attempt)
                times[attempt.item_id].append(attempt.at)
        works = self._works_of.get(taking.index, {})
        for block_id, met in times.items():
            placed = self.run.item_of.get(block_id)
            category = placed.block.category if placed else None
            if placed and category not in STATEFUL:
                continue
            first, last = min(met), max(met)
            if block_id in attempts:
                yield self._problem(block_id, (first, last, len(met)), attempts[block_id])
            elif block_id in works:
                yield self._assessed(works[block_id], (first, last, len(met)))
            else:
                yield ItemState(block_id, category, first, last, len(met))

    def _problem(self, block_id: str, seen: tuple[int, int, int], attempts: list[QuizAttempt]) -> ItemState:
        newest = attempts[-1]
        # looking at a problem again does not change what is kept of it
        seen = (seen[0], newest.at, seen[2])
        most = float(newest.quiz.max_points)
        points = min(total_points(newest.answers), most)
        return ItemState(block_id, "problem", *seen, tuple(attempts), None, points, most, newest.at)

    def _assessed(self, work: OraWork, seen: tuple[int, int, int]) -> ItemState:
        first, last, count = seen
        score = work.score_at(self.at) if work.cancelled_at is None else None
        seen = (first, score.at if score else max(last, work.at), count)
        if score is None:
            return ItemState(work.item_id, "openassessment", *seen, (), work)
        points = (float(score.points), float(MAX_POINTS), score.at)
        return ItemState(work.item_id, "openassessment", *seen, (), work, *points)

    @cached_property
    def grades(self) -> dict[int, PersistentGrade]:
        """By person: the grade of the run, of those whose work was ever scored."""
        grades = {taking.index: self._grade(taking) for taking in self.takings}
        return {index: grade for index, grade in grades.items() if grade is not None}

    def _grade(self, taking: Taking) -> PersistentGrade | None:
        scores = sorted(
            (score for score in taking.participation.scores if score.at < self.at), key=lambda score: score.at
        )
        if not scores:
            return None
        required = [item.block.block_id for item in self.run.items if item.item_type.is_graded]
        latest: dict[str, float] = {}
        grade, passed_at = 0.0, None
        for score in scores:
            if score.item_id in required:
                latest[score.item_id] = score.grade
                grade = round(sum(latest.values()) / len(required), 4)
                if grade >= PASSING_GRADE and passed_at is None:
                    passed_at = score.at
        return PersistentGrade(grade, scores[0].at, scores[-1].at, passed_at)

    def certificate_status(self, taking: Taking) -> str | None:
        """The status of the certificate that was made when the run was over; None where none was."""
        held, grade = taking.enrollment, self.grades.get(taking.index)
        if held is None or grade is None or self.run.ends_at + CERTIFICATES_AFTER >= self.at:
            return None
        if held.mode(self.at) == "audit":
            return "audit_passing" if grade.is_passing else "audit_notpassing"
        return "downloadable" if grade.is_passing else "notpassing"

    def certificate_changed_at(self, taking: Taking) -> int:
        """When the certificate was last touched."""
        return self.run.ends_at + CERTIFICATES_AFTER + (1 + taking.index) * SECOND

    def possible(self, block_id: str) -> float:
        """The points that a block gives at most."""
        placed = self.run.item_of[block_id]
        if placed.block.category == "openassessment":
            return float(MAX_POINTS)
        if placed.block.category != "problem":
            return 0.0
        series = self.cast.quizzes.get((block_id, bool(placed.item_type.is_graded)))
        return float(series.shown_at(self.at).max_points) if series else 0.0
