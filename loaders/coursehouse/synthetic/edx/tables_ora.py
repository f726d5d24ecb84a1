"""The rows of the tables of open response assessments, below ora/."""

from __future__ import annotations

from collections.abc import Iterator

from coursehouse.synthetic.clock import SECOND
from coursehouse.synthetic.edx.assessing import CRITERIA, MAX_POINTS, OPTION_NAMES, PEER, SELF, OraWork
from coursehouse.synthetic.edx.dialect import Row, Table, json_text, written
from coursehouse.synthetic.edx.state import RunState

_FEEDBACK_OPTIONS = ("These assessments were useful.", "I disagree with one or more of the peer assessments.")
_LINKS = {
    "assessment_assessmentfeedback_assessments": ("assessmentfeedback_id", "assessment_id"),
    "assessment_assessmentfeedback_options": ("assessmentfeedback_id", "assessmentfeedbackoption_id"),
}


def answer_text(work: OraWork) -> str:
    """What was handed in, as the platform keeps it."""
    return json_text({"parts": [{"text": work.essay}]})


def submission_uuid(state: RunState, work: OraWork) -> str:
    """The id as the table of submissions writes it: without dashes since 2017, other tables keep them."""
    return work.uuid if state.key.is_deprecated else work.uuid.replace("-", "")


def ora_tables(state: RunState) -> Iterator[Table]:
    """All tables; those of training by the staff's examples are empty."""
    yield from _Sheets(state).tables()


class _Sheets:
    """The rows of the tables, filled work by work; every id is a number of the run."""

    def __init__(self, state: RunState) -> None:
        self.state = state
        self.rows: dict[str, list[Row]] = {}
        self.items: dict[tuple[int, str], int] = {}

    def add(self, table: str, *values: str | int | float | bool | None) -> int:
        """The id of a new row."""
        rows = self.rows.setdefault(table, [])
        number = self.state.row_id(len(rows) + 1)
        rows.append((number, *values))
        return number

    def tables(self) -> Iterator[Table]:
        state = self.state
        has_work = bool(state.works)
        rubric = self._rubric() if has_work else 0
        options = [self.add("assessment_assessmentfeedbackoption", text) for text in _FEEDBACK_OPTIONS]
        workflows = {id(work): self._submit(work) for work in state.works}
        by_author = {(work.author, work.item_id): workflows[id(work)] for work in state.works}
        for work in state.works:
            made = self._assess(work, rubric, workflows[id(work)], by_author)
            if made and int(work.uuid[0], 16) % 4 == 0:
                feedback = self.add(
                    "assessment_assessmentfeedback", work.uuid, 'Fair,\t"mostly"\r\nthank \\ you'
                )
                self.add("assessment_assessmentfeedback_assessments", feedback, made[0])
                self.add("assessment_assessmentfeedback_options", feedback, options[0])
        for name, columns in COLUMNS.items():
            yield Table(name, columns, self.rows.get(name, []))

    def _rubric(self) -> int:
        state = self.state
        hashes = (state.ids.digest("rubric", state.key.run), state.ids.digest("rubric structure"))
        rubric = self.add("assessment_rubric", *(text + text[:8] for text in hashes))
        for number, criterion in enumerate(CRITERIA):
            made = self.add(
                "assessment_criterion", rubric, criterion.name, criterion.label, number, criterion.prompt
            )
            for place, points in enumerate(criterion.points):
                name = OPTION_NAMES[place]
                self.add("assessment_criterionoption", made, place, points, name, name, "")
        return rubric

    def _submit(self, work: OraWork) -> int:
        """The number of the peer workflow of a submission."""
        state = self.state
        student = state.ids.anonymous(work.author, state.key)
        where = (work.author, work.item_id)
        if where not in self.items:
            self.items[where] = self.add(
                "submissions_studentitem", student, state.written, work.item_id, "openassessment"
            )
        item = self.items[where]
        times = (written(work.at), written(work.at))
        is_gone = work.cancelled_at is not None and work.cancelled_at < state.at
        status = "D" if is_gone else "A"
        text = answer_text(work)
        submission = self.add(
            "submissions_submission",
            submission_uuid(state, work),
            item,
            work.attempt_number,
            *times,
            text,
            status,
            None,
        )
        given = [score for score in work.scores if score.at < state.at]
        numbers = [
            self.add(
                "submissions_score", item, submission, score.points, MAX_POINTS, written(score.at), False
            )
            for score in given
        ]
        if numbers:
            best = max(range(len(given)), key=lambda place: (given[place].points, place))
            self.add("submissions_scoresummary", item, numbers[best], numbers[-1])
        finished = work.finished_at if work.finished_at and work.finished_at < state.at else None
        status = "cancelled" if is_gone else "done" if finished else "peer"
        changed = work.cancelled_at if is_gone else finished or work.at
        ids = (work.uuid, state.ids.uuid("workflow", work.uuid), state.written, work.item_id)
        workflow = self.add(
            "workflow_assessmentworkflow", written(work.at), written(changed), status, written(changed), *ids
        )
        self._steps(work, workflow, finished)
        graded = work.graded_at if work.graded_at and work.graded_at < state.at else None
        ends = (written(finished), written(graded), written(work.cancelled_at) if is_gone else None)
        place = (student, work.item_id, state.written, work.uuid)
        return self.add("assessment_peerworkflow", *place, written(work.at), *ends)

    def _steps(self, work: OraWork, workflow: int, finished: int | None) -> None:
        selfs = [made.at for made in work.assessments if made.kind == SELF and made.at < self.state.at]
        graded = written(work.graded_at) if finished else None
        self.add("workflow_assessmentworkflowstep", workflow, "peer", written(finished), graded, 0, False)
        done = written(selfs[0]) if selfs else None
        self.add("workflow_assessmentworkflowstep", workflow, "self", done, done, 1, False)

    def _assess(
        self, work: OraWork, rubric: int, workflow: int, by_author: dict[tuple[int, str], int]
    ) -> list[int]:
        """The numbers of the assessments of a submission."""
        state = self.state
        criteria = [row[0] for row in self.rows["assessment_criterion"]]
        chosen = list(self.rows["assessment_criterionoption"])
        numbers = []
        for made in work.assessments:
            if made.at >= state.at:
                continue
            scorer = state.ids.anonymous(made.scorer, state.key)
            number = self.add(
                "assessment_assessment", work.uuid, rubric, written(made.at), scorer, made.kind, made.words
            )
            numbers.append(number)
            for place, criterion in enumerate(criteria):
                choice = made.choices[place] if place < len(made.choices) else None
                option = next((row[0] for row in chosen if row[1] == criterion and row[2] == choice), None)
                words = made.words if choice is None else ""
                self.add("assessment_assessmentpart", number, option, criterion, words)
            if made.kind == PEER:
                grader = by_author[made.scorer, work.item_id]
                started = written(made.started_at // SECOND * SECOND)
                self.add(
                    "assessment_peerworkflowitem",
                    grader,
                    workflow,
                    work.uuid,
                    started,
                    number,
                    made.is_counted,
                )
        return numbers


COLUMNS: dict[str, tuple[str, ...]] = {
    "assessment_assessment": (
        "id", "submission_uuid", "rubric_id", "scored_at", "scorer_id", "score_type", "feedback",
    ),
    "assessment_assessmentfeedback": ("id", "submission_uuid", "feedback_text"),
    **{name: ("id", *columns) for name, columns in _LINKS.items()},
    "assessment_assessmentfeedbackoption": ("id", "text"),
    "assessment_assessmentpart": ("id", "assessment_id", "option_id", "criterion_id", "feedback"),
    "assessment_criterion": ("id", "rubric_id", "name", "label", "order_num", "prompt"),
    "assessment_criterionoption": (
        "id", "criterion_id", "order_num", "points", "name", "label", "explanation",
    ),
    "assessment_peerworkflow": (
        "id", "student_id", "item_id", "course_id", "submission_uuid", "created_at", "completed_at",
        "grading_completed_at", "cancelled_at",
    ),
    "assessment_peerworkflowitem": (
        "id", "scorer_id", "author_id", "submission_uuid", "started_at", "assessment_id", "scored",
    ),
    "assessment_rubric": ("id", "content_hash", "structure_hash"),
    "assessment_studenttrainingworkflow": ("id", "submission_uuid", "student_id", "item_id", "course_id"),
    "assessment_studenttrainingworkflowitem": (
        "id", "workflow_id", "order_num", "started_at", "completed_at", "training_example_id",
    ),
    "assessment_trainingexample": ("id", "raw_answer", "rubric_id", "content_hash"),
    "assessment_trainingexample_options_selected": ("id", "trainingexample_id", "criterionoption_id"),
    "submissions_score": (
        "id", "student_item_id", "submission_id", "points_earned", "points_possible", "created_at", "reset",
    ),
    "submissions_scoresummary": ("id", "student_item_id", "highest_id", "latest_id"),
    "submissions_studentitem": ("id", "student_id", "course_id", "item_id", "item_type"),
    "submissions_submission": (
        "id", "uuid", "student_item_id", "attempt_number", "submitted_at", "created_at",
        "raw_answer", "status",
        "team_submission_id",
    ),
    "workflow_assessmentworkflow": (
        "id", "created", "modified", "status", "status_changed", "submission_uuid", "uuid",
        "course_id", "item_id",
    ),
    "workflow_assessmentworkflowstep": (
        "id", "workflow_id", "name", "submitter_completed_at", "assessment_completed_at",
        "order_num", "skipped",
    ),
}  # fmt: skip
