"""The rows of the tables about states, grades and certificates."""

from __future__ import annotations

from collections.abc import Iterator

from coursehouse.synthetic.answers import Answer
from coursehouse.synthetic.clock import DAY, SECOND
from coursehouse.synthetic.edx.behaviour import Taking
from coursehouse.synthetic.edx.dialect import Row, Table, Value, json_text, written
from coursehouse.synthetic.edx.runs import Block
from coursehouse.synthetic.edx.state import CERTIFICATES_AFTER, ItemState, RunState
from coursehouse.synthetic.participation import QuizAttempt

_STATE_COLUMNS = (
    "id", "module_type", "module_id", "student_id", "state", "grade", "created", "modified",
    "max_grade", "done",
    "course_id",
)  # fmt: skip
_CERTIFICATE_COLUMNS = (
    "id", "user_id", "download_url", "grade", "course_id", "key", "distinction", "status", "verify_uuid",
    "download_uuid", "name", "created_date", "modified_date", "error_reason", "mode",
)  # fmt: skip


def student_modules(state: RunState) -> Table:
    """Every state of every learner, grouped by block and not sorted."""
    rows: list[Row] = []
    number = 0
    for taking in state.takings:
        user_id = state.ids.user(taking.index)
        for block, first, last, position in _containers(state, taking):
            number += 1
            text = json_text({"position": position})
            times = (written(first), written(last))
            who = (state.row_id(number), block.category, block.block_id, user_id)
            rows.append((*who, text, None, *times, None, "na", state.written))
        for item in state.items[taking.index]:
            number += 1
            who = (state.row_id(number), item.category or "problem", item.block_id, user_id)
            times = (written(item.created_at), written(item.modified_at))
            grade = (item.max_points, "na", state.written)
            rows.append((*who, item_state_text(state, taking, item), item.points, *times, *grade))
    rows.sort(key=lambda row: (str(row[2])[-4:], row[0]))
    return Table("courseware_studentmodule", _STATE_COLUMNS, rows)


def containers(state: RunState, taking: Taking) -> Iterator[tuple[Block, int, int]]:
    """Course, chapters and subsections that a person opened: block, first and last time."""
    for block, first, last, _ in _containers(state, taking):
        yield block, first, last


def _containers(state: RunState, taking: Taking) -> Iterator[tuple[Block, int, int, int]]:
    seen: dict[str, tuple[int, int, int]] = {}
    for block_id, ts in sorted(state.visits(taking), key=lambda visit: visit[1]):
        placed = state.run.item_of.get(block_id)
        if placed is None:
            continue
        inner = placed.unit.position if placed.unit else placed.block.position
        for block, position in (
            (state.run.root, placed.chapter.position),
            (placed.chapter, placed.sequential.position),
            (placed.sequential, inner),
        ):
            first = seen.get(block.block_id, (ts, ts, 0))[0]
            seen[block.block_id] = first, ts, position or 1
    for block_id, (first, last, position) in seen.items():
        yield state.run.block_named[block_id], first, last, position


def item_state_text(state: RunState, taking: Taking, item: ItemState) -> str | None:
    """The JSON of the state of an item."""
    if item.attempts:
        return json_text(_problem_state(state, item))
    if item.category == "video":
        seconds = (item.modified_at // SECOND + taking.index) % 600
        place = f"00:{seconds // 60:02}:{seconds % 60:02}"
        return json_text({"saved_video_position": place, "youtube_is_available": True})
    if item.work is not None:
        return json_text({"submission_uuid": item.work.uuid, "has_saved": False})
    if item.category == "openassessment":
        return json_text(
            {"saved_response": json_text({"parts": [{"text": "“draft”\n\\"}]}), "has_saved": True}
        )
    return "{}" if item.category is not None else None


def _problem_state(state: RunState, item: ItemState) -> dict[str, object]:
    newest = item.attempts[-1]
    answers: dict[str, object] = {}
    marks: dict[str, object] = {}
    for number, answer in _numbered(newest):
        name = state.key.answer(item.block_id, number)
        answers[name] = _answer(answer)
        marks[name] = {
            "hint": "",
            "hintmode": None,
            "correctness": _correctness(answer),
            "msg": "",
            "answervariable": None,
            "npoints": answer.points,
            "queuestate": None,
        }
    score = {"raw_earned": item.points, "raw_possible": item.max_points}
    return {
        "correct_map": marks,
        "input_state": {name: {} for name in answers},
        "student_answers": answers,
        "attempts": len(item.attempts),
        "seed": 1,
        "done": True,
        "last_submission_time": f"{written(newest.at // SECOND * SECOND)}".replace(" ", "T") + "Z",
        "score": score,
    }


def _numbered(attempt: QuizAttempt) -> Iterator[tuple[int, Answer]]:
    """The answers with the number of their place in the problem, from 1."""
    numbers = {place.internal_id: number for number, place in enumerate(attempt.quiz.places, start=1)}
    for answer in attempt.answers:
        yield numbers[answer.place.internal_id], answer


def _answer(answer: Answer) -> object:
    if answer.text is not None:
        return answer.text
    chosen = [f"choice_{n}" for n in range(len(answer.question.options)) if answer.chosen >> n & 1]
    return chosen if answer.question.kind.takes_several else (chosen[0] if chosen else "")


def _correctness(answer: Answer) -> str:
    if answer.score is None or answer.score >= 1:
        return "correct"
    return "partially-correct" if answer.score else "incorrect"


def grade_tables(state: RunState) -> Iterator[Table]:
    """Grades of the run and its subsections, certificates, and who may have credit."""
    policy = state.ids.digest("policy", state.key.written)[:27] + "="
    courses: list[Row] = []
    for index, grade in state.grades.items() if state.run.keeps_grades else ():
        letter = "Pass" if grade.is_passing else ""
        times = (written(grade.passed_at), written(grade.created_at), written(grade.modified_at))
        who = (state.written, state.ids.user(index), policy)
        courses.append((*who, grade.grade, letter, *times))
    yield Table(
        "grades_persistentcoursegrade",
        (
            "course_id", "user_id", "grading_policy_hash", "percent_grade", "letter_grade",
            "passed_timestamp",
            "created", "modified",
        ),
        courses,
    )  # fmt: skip
    yield Table(
        "grades_persistentsubsectiongrade",
        (
            "course_id", "user_id", "usage_key", "earned_all", "possible_all", "earned_graded",
            "possible_graded",
            "first_attempted", "created", "modified",
        ),
        [
            row
            for taking in (state.takings if state.run.keeps_grades else ())
            for row in _subsections(state, taking)
        ],
    )  # fmt: skip
    yield Table("certificates_generatedcertificate", _CERTIFICATE_COLUMNS, list(_certificates(state)))
    yield Table(
        "credit_crediteligibility",
        ("id", "created", "modified", "username", "deadline", "course_id"),
        list(_credit(state)),
    )


def _subsections(state: RunState, taking: Taking) -> Iterator[Row]:
    scored: dict[str, list[ItemState]] = {}
    for item in state.items[taking.index]:
        placed = state.run.item_of.get(item.block_id)
        if placed is not None and item.points is not None:
            scored.setdefault(placed.sequential.block_id, []).append(item)
    for sequential_id, items in scored.items():
        inside = [placed for placed in state.run.items if placed.sequential.block_id == sequential_id]
        earned = sum(item.points or 0.0 for item in items)
        possible = sum(state.possible(placed.block.block_id) for placed in inside)
        is_graded = bool(state.run.block_named[sequential_id].settings.graded)
        graded = (earned, possible) if is_graded else (0.0, 0.0)
        times = [item.scored_at or 0 for item in items]
        first = (
            min(attempt.at for item in items for attempt in item.attempts)
            if any(item.attempts for item in items)
            else min(times)
        )
        span = (written(first), written(min(times)), written(max(times)))
        yield (state.written, state.ids.user(taking.index), sequential_id, earned, possible, *graded, *span)


def _certificates(state: RunState) -> Iterator[Row]:
    for number, taking in state.numbered:
        status = state.certificate_status(taking)
        if status is None or taking.enrollment is None:
            continue
        verify, download = (
            state.ids.digest(kind, state.key.run, taking.index) for kind in ("verify", "down")
        )
        url = f"https://example.org/certificates/{verify}" if status == "downloadable" else ""
        grade: Value = f"{state.grades[taking.index].grade:.2f}"
        made_at = state.run.ends_at + CERTIFICATES_AFTER
        head = (
            state.row_id(number),
            state.ids.user(taking.index),
            url,
            grade,
            state.written,
            "",
            False,
            status,
        )
        times = (written(made_at), written(state.certificate_changed_at(taking)))
        name = state.ids.full_name(taking.index)
        yield (*head, verify, download, name, *times, "", taking.enrollment.mode(state.at))


def _credit(state: RunState) -> Iterator[Row]:
    for number, taking in state.numbered:
        grade = state.grades.get(taking.index)
        if grade is None or grade.passed_at is None or taking.enrollment is None:
            continue
        if taking.enrollment.mode(state.at) == "credit":
            times = (written(grade.passed_at), written(grade.passed_at))
            deadline = written(state.run.ends_at + 365 * DAY)
            username = state.ids.username(taking.index)
            yield (state.row_id(number), *times, username, deadline, state.written)
