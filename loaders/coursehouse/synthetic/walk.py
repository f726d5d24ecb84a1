"""How a learner works through a branch: in order, with gaps, revisits, failed attempts, and giving up."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from coursehouse.synthetic import texts
from coursehouse.synthetic.answers import draw_answer, draw_answers, total_points
from coursehouse.synthetic.catalogue import COMPLETED, STARTED
from coursehouse.synthetic.clock import DAY, HOUR, SECOND
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import (
    CodeAttempt,
    ItemScore,
    Participation,
    PeerSubmission,
    QuizAttempt,
)
from coursehouse.synthetic.quizzes import PASSING_FRACTION, QuizzesByItem, quiz_key
from coursehouse.synthetic.world import Branch, Item

CODE_POINTS = 10
LAST_ATTEMPT = 4
_MINUTES_OF_KIND = {
    "video": 8,
    "reading": 10,
    "quiz_practice": 12,
    "quiz_graded": 25,
    "peer": 55,
    "programming": 60,
}


@dataclass
class Walk:
    """The way of one learner through a course; `now` only grows, so no two events of an item coincide."""

    participation: Participation
    quizzes: QuizzesByItem
    ids: Identifiers
    random: Random
    now: int
    done: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    is_guest: bool = False
    sitting: int = 0

    def wait(self, longest: int) -> None:
        """Lets up to `longest` milliseconds pass, at least a second."""
        self.now += (1 + int(self.random.random() * (longest // SECOND))) * SECOND

    def study(self, branch: Branch, until: int) -> bool:
        """Works through the branch until the instant; False if the learner gave up on the way."""
        random = self.random.random
        course = self.participation.course
        persistence = self.participation.person.persistence
        if self.participation.payment is not None:
            # Who has something at stake gives up a third as often.
            persistence = (2 + persistence) / 3
        for place in branch.first_content:
            item = place.item
            is_skipped = not item.item_type.is_graded and random() < 0.08
            if item.item_id in self.seen or is_skipped:
                continue
            if item.is_removed_later and course.is_revised(self.now):
                continue
            self.wait(self._pause())
            if self.now >= until:
                return True
            self.seen.add(item.item_id)
            self._take(branch, item)
            if self.done and random() < 0.06:
                self._revisit()
            if random() > persistence:
                return False
        return True

    def try_again(self, branch: Branch) -> None:
        """Takes an exam of the branch again that left points to gain, if there is one."""
        best = {score.item_id: score.grade for score in self.participation.scores if score.is_summative}
        for place in branch.first_content:
            item = place.item
            if item.item_type.kind == "quiz_graded" and best.get(item.item_id, 1.0) < 1.0:
                self._answer(branch, item, first_attempt=LAST_ATTEMPT)
                return

    def _pause(self) -> int:
        """The longest time until the next item: mostly minutes, at times a night, now and then weeks."""
        draw = self.random.random()
        return 12 * DAY if draw < 0.03 else 20 * HOUR if draw < 0.25 else HOUR // 3

    def _event(self, item_id: str, state: int) -> None:
        self.participation.progress.append((item_id, state, self.now))

    def _take(self, branch: Branch, item: Item) -> None:
        kind = item.item_type.kind
        if kind in ("quiz_practice", "quiz_graded"):
            self._answer(branch, item)
        elif kind == "programming":
            self._program(branch, item)
        else:
            self._event(item.item_id, STARTED)
            if kind == "video" and quiz_key(item) in self.quizzes:
                self._answer_in_video(branch, item)
            self.wait(2 * SECOND * 60 * _MINUTES_OF_KIND.get(kind, 5))
            if kind == "peer":
                self._hand_in(branch, item)
            if self.random.random() < 0.94:
                self._complete(item.item_id)
            if item.item_type.is_graded and kind in ("lti", "discussion", "other"):
                grade = 1.0 if kind == "discussion" else round(min(1.0, self._skill() + 0.1), 7)
                self._score(item.item_id, grade)

    def _skill(self) -> float:
        return min(1.0, max(0.0, self.random.gauss(self.participation.person.ability, 0.08)))

    def _complete(self, item_id: str) -> None:
        self._event(item_id, COMPLETED)
        self.done.append(item_id)

    def _score(self, item_id: str, grade: float) -> None:
        self.participation.scores.append(ItemScore(item_id, self.now, grade, is_summative=True))

    def _answer(self, branch: Branch, item: Item, first_attempt: int = 1) -> None:
        series = self.quizzes[quiz_key(item)]
        is_graded = bool(item.item_type.is_graded)
        for attempt in range(first_attempt, LAST_ATTEMPT + 1):
            started_at = self.now
            quiz = series.shown_at(started_at)
            self.wait(SECOND * 60 * _MINUTES_OF_KIND[item.item_type.kind])
            answers = draw_answers(self.random, quiz, self._chance(attempt))
            points = total_points(answers)
            has_passed = points >= PASSING_FRACTION * quiz.max_points - 1e-6
            # a quiz passed at the first try leaves no started event
            if attempt > 1 or not has_passed:
                self.participation.progress.append((item.item_id, STARTED, started_at))
            self.sitting += 1
            made = QuizAttempt(
                item.item_id, branch.branch_id, quiz, started_at, self.now, answers, self.sitting
            )
            self.participation.quiz_attempts.append(made)
            if is_graded:
                self._score(item.item_id, round(min(1.0, points / quiz.max_points), 7))
            else:
                practice = ItemScore(
                    item.item_id, self.now, 0.0, False, round(points, 6), float(quiz.max_points)
                )
                self.participation.scores.append(practice)
            if has_passed or not is_graded:
                self._complete(item.item_id)
                return
            self.wait(8 * HOUR)

    def _answer_in_video(self, branch: Branch, item: Item) -> None:
        """Questions in a video are handed in one by one; some stop on the way, some watch again."""
        quiz = self.quizzes[quiz_key(item)].shown_at(self.now)
        for attempt in (1, 2) if self.random.random() < 0.1 else (1,):
            self.sitting += 1
            for number, place in enumerate(quiz.places, start=1):
                started_at = self.now
                self.wait(SECOND * 60)
                answers = (draw_answer(self.random, place, self._chance(attempt)),)
                made = QuizAttempt(
                    item.item_id,
                    branch.branch_id,
                    quiz,
                    started_at,
                    self.now,
                    answers,
                    self.sitting,
                    number,
                    self.is_guest,
                )
                self.participation.quiz_attempts.append(made)
                if self.random.random() < 0.1:
                    break

    def _chance(self, attempt: int) -> float:
        """The chance of a right answer, which grows with every attempt."""
        return 1 - (1 - self.participation.person.ability) / attempt

    def _program(self, branch: Branch, item: Item) -> None:
        self._event(item.item_id, STARTED)
        for _ in range(3):
            self.wait(2 * HOUR)
            points = round(CODE_POINTS * self._skill())
            self.participation.code_attempts.append(
                CodeAttempt(item.item_id, branch.branch_id, self.now, points)
            )
            if item.item_type.is_graded:
                self._score(item.item_id, round(points / CODE_POINTS, 7))
            if points >= PASSING_FRACTION * CODE_POINTS:
                self._complete(item.item_id)
                return

    def _hand_in(self, branch: Branch, item: Item) -> None:
        """A draft at times, a submission taken back or replaced at times, then the live submission."""
        person, course = self.participation.person.index, self.participation.course.index
        key = ("peer submission", course, person, item.item_id)
        own = Random(self.ids.token("peer fates", *key))
        fates = [fate for fate, chance in (("draft", 0.2), ("removed", 0.1)) if self.random.random() < chance]
        if not fates and own.random() < 0.12:
            fates.append("replaced")
        for fate in (*fates, "live"):
            is_draft = fate == "draft"
            submission = PeerSubmission(
                submission_id=self.ids.token(*key, fate),
                item_id=item.item_id,
                branch_id=branch.branch_id,
                at=self.now,
                is_draft=is_draft,
                title=None if is_draft and own.random() < 0.3 else own.choice(texts.TOPICS),
                essay=own.choice(texts.POSTS),
                removed_at=self.now + 3 * HOUR + 417 if fate == "removed" else None,
            )
            self.participation.peer_submissions.append(submission)
            self.wait(DAY)

    def _revisit(self) -> None:
        item_id = self.done[int(self.random.random() * len(self.done))]
        self.wait(HOUR)
        self._event(item_id, STARTED if self.random.random() < 0.6 else COMPLETED)
