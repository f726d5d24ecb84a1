"""The truth about which version of a quiz was taken in which session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursehouse.synthetic.quiz_record import QuizRecord, Taken
from coursehouse.synthetic.quizzes import Quiz
from coursehouse.synthetic.truth_view import PLATFORM, Fact, Mart


def version_truth(records: Sequence[QuizRecord]) -> Mart:
    """The mart sessions_items__assessment_versions."""
    columns = (
        "platform",
        "session_id",
        "course_id",
        "item_id",
        "assessment_id",
        "assessment_base_id",
        "course_branch_id",
        "is_live_version",
        "is_latest_version",
        "assessment_version",
        "attempt_count",
        "learner_count",
        "first_submitted_at",
        "last_submitted_at",
    )
    return Mart(columns, [row for record in records for row in _session_versions(record)])


def _session_versions(record: QuizRecord) -> Iterator[tuple[Fact, ...]]:
    view = record.view
    taken_at: dict[str, list[Taken]] = {}
    for taken in record.taken:
        if taken.has_course:
            taken_at.setdefault(taken.attempt.quiz.assessment_id, []).append(taken)
    for session in view.course.sessions:
        branch_id = view.course.branch_of(session).branch_id
        ends_at = view.course.session_end(session, view.at)

        def taken_then(quiz: Quiz, starts_at: int = session.starts_at, ends_at: int = ends_at) -> list[Taken]:
            takens = taken_at.get(quiz.assessment_id, ())
            return [taken for taken in takens if starts_at <= taken.attempt.at <= ends_at]

        versions = [
            (item_id, quiz, taken_then(quiz))
            for quiz in record.versions
            for used_in, item_id in record.uses[quiz.assessment_id]
            if used_in == branch_id
        ]
        latest: dict[str, int] = {}
        live: dict[str, tuple[int, int]] = {}
        for item_id, quiz, counted in versions:
            latest[item_id] = max(latest.get(item_id, 0), quiz.version)
            live[item_id] = max(live.get(item_id, (0, 0)), (len(counted), quiz.version))
        for item_id, quiz, counted in versions:
            yield (
                PLATFORM,
                session.session_id,
                view.course.course_id,
                item_id,
                quiz.assessment_id,
                quiz.base_id,
                branch_id,
                live[item_id] == (len(counted), quiz.version),
                latest[item_id] == quiz.version,
                quiz.version,
                len(counted),
                len({t.learner_id for t in counted if t.learner_id is not None}),
                min((t.attempt.at for t in counted), default=None),
                max((t.attempt.at for t in counted), default=None),
            )
