"""One part of the people of one course: their raw rows by file, and the truth about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from coursehouse.synthetic.behaviour import STAFF_PER_COURSE, play_people
from coursehouse.synthetic.clickstream_config import ClickstreamConfig, window_of
from coursehouse.synthetic.clickstream_events import Event
from coursehouse.synthetic.clickstream_files import SpilledRows
from coursehouse.synthetic.clickstream_pages import CoursePages
from coursehouse.synthetic.clickstream_visits import course_trail, visitor_trail
from coursehouse.synthetic.clock import DAY
from coursehouse.synthetic.config import IdMode
from coursehouse.synthetic.ids import MAIN, Identifiers
from coursehouse.synthetic.people import build_person
from coursehouse.synthetic.quizzes import course_quizzes
from coursehouse.synthetic.standing import stand
from coursehouse.synthetic.truth_clickstream_chunk import ChunkTruth
from coursehouse.synthetic.truth_clickstream_counts import UNKNOWN_COUNTRY, Lost
from coursehouse.synthetic.world_builder import build_course

CHUNK_PEOPLE = 250
_LEARNERS_PER_VISITOR = 25


@dataclass(frozen=True)
class ChunkTask:
    """Which people of which course to simulate, and the folder for their rows and truth."""

    config: ClickstreamConfig
    course: int
    number: int
    folder: Path

    @property
    def people(self) -> range:
        """The numbers of the people; learners first, staff in the last chunk of a course."""
        count = self.config.institution.learners + len(STAFF_PER_COURSE)
        return range(self.number * CHUNK_PEOPLE, min((self.number + 1) * CHUNK_PEOPLE, count))


@dataclass
class ChunkResult:
    """What a chunk left: rows per file, what got lost per course and country, the truth if it was wanted."""

    task: ChunkTask
    row_counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    losses: dict[tuple[str, str], Lost] = field(default_factory=lambda: defaultdict(Lost))
    truth: ChunkTruth | None = None


def chunk_tasks(config: ClickstreamConfig, folder: Path) -> list[ChunkTask]:
    """The parts of a clickstream; how it is cut up never depends on the machine."""
    institution = config.institution
    count = -(-(institution.learners + len(STAFF_PER_COURSE)) // CHUNK_PEOPLE)
    return [
        ChunkTask(config, course, number, folder)
        for course in range(institution.courses)
        for number in range(count)
    ]


def simulate(task: ChunkTask) -> ChunkResult:
    """Plays the people of a chunk and spills their rows."""
    config, institution = task.config, task.config.institution
    ids = Identifiers(institution.seed, institution.mode is IdMode.ISOLATED)
    course = build_course(institution, ids, task.course)
    first_course = course if task.course == 0 else build_course(institution, ids, 0)
    window = window_of(config, first_course)
    pages = CoursePages(institution.seed, course)
    people = [build_person(institution, index) for index in task.people]
    result = ChunkResult(task)
    if config.has_truth:
        result.truth = ChunkTruth.begin(task.folder, task.course, task.number, is_complete=not config.loss)
    with SpilledRows(task.folder, f"{task.course:03}-{task.number:05}") as rows:
        quizzes = course_quizzes(ids, course)
        for participation in play_people(institution, ids, course, quizzes, people):
            trail = course_trail(institution.seed, ids, pages, window, participation)
            standing = stand(participation, course.snapshots[-1])
            user_id = ids.learner(participation.person.index, MAIN)
            if result.truth is not None:
                result.truth.enroll(standing)
                result.truth.follow(user_id, course.course_id, standing.was_learner, trail)
            _spill(task, participation.person.index, trail.events, rows, result)
        for person in people:
            if person.index < institution.learners and person.index % _LEARNERS_PER_VISITOR == 0:
                trail = visitor_trail(institution.seed, ids, pages, window, task.course, person.index, person)
                if result.truth is not None:
                    result.truth.follow(None, course.course_id, False, trail)
                _spill(task, -person.index - 1, trail.events, rows, result)
    return result


def _spill(
    task: ChunkTask, who: int, events: Iterable[Event], rows: SpilledRows, result: ChunkResult
) -> None:
    """Writes the rows of one person that arrive."""
    config = task.config
    random = Random(f"{config.institution.seed}/loss/{task.course}/{who}")
    for event in events:
        country = event.client.country
        is_lost = config.loss > 0 and random.random() < config.loss_in(country)
        if event.page.course_id is not None:
            result.losses[event.page.course_id, country or UNKNOWN_COUNTRY].see(event, is_lost)
        if not is_lost:
            file = (event.domain, event.at // DAY)
            result.row_counts[file] += 1
            rows.add(file, event)
