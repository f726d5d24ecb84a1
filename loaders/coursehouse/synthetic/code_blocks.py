"""Code blocks inside readings: who ran what, how often, and what came out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from coursehouse.synthetic import texts
from coursehouse.synthetic.clock import MINUTE, SECOND
from coursehouse.synthetic.ids import Identifiers
from coursehouse.synthetic.participation import CodeRun, Participation
from coursehouse.synthetic.world import Course

TEST_CASES, REPL = "TestCaseHarness", "REPLHarness"
ENGINES = ("python3", "r")


@dataclass(frozen=True)
class Evaluator:
    """How the code of a block is run and judged; harness_kind is None for settings of another make."""

    evaluator_id: str
    item_id: str
    engine_name: str
    harness_kind: str | None
    harness: str


def course_evaluators(ids: Identifiers, course: Course) -> tuple[Evaluator, ...]:
    """The evaluators of a course: one that judges, one that only runs, one that is older than either."""
    readings = [p.item.item_id for p in course.original.first_content if p.item.item_type.kind == "reading"]
    cases = {"typeName": TEST_CASES, "definition": {"testCases": [{"input": "1", "output": "hello"}]}}
    settings = (
        (readings[1], ENGINES[0], TEST_CASES, json.dumps(cases)),
        (readings[2], ENGINES[1], REPL, json.dumps({"typeName": REPL, "definition": {}})),
        (readings[3], ENGINES[0], None, "print(run(student_code))\n"),
    )
    return tuple(
        Evaluator(ids.token("evaluator", course.index, number), *setting)
        for number, setting in enumerate(settings)
    )


def run_code_blocks(seed: int, ids: Identifiers, course: Course, cast: Sequence[Participation]) -> None:
    """Lets everybody who meets a reading with a code block run it once or more."""
    evaluators = {evaluator.item_id: evaluator for evaluator in course_evaluators(ids, course)}
    for participation in cast:
        random = Random(f"{seed}/code blocks/{course.index}/{participation.person.index}")
        met = {item_id: ts for item_id, _, ts in reversed(participation.progress) if item_id in evaluators}
        for item_id, ts in met.items():
            at = ts
            for _ in range(random.choice((1, 1, 2, 3))):
                at += random.randrange(1, 4 * MINUTE // SECOND) * SECOND
                run = _run(random, evaluators[item_id], participation, at)
                # A button pressed twice leaves two equal rows: nothing tells them apart.
                participation.code_runs += [run] * random.choice((1, 1, 1, 1, 1, 2))


def _run(random: Random, evaluator: Evaluator, participation: Participation, at: int) -> CodeRun:
    draw, result, errors, is_correct = random.random(), None, None, None
    if draw < 0.15:
        errors = json.dumps([{"typeName": "timeout", "definition": {"line": 3, "text": 'x = "a"'}}])
    elif evaluator.harness_kind == TEST_CASES:
        is_correct = draw < 0.7
        result = json.dumps({"isCorrect": is_correct, "feedback": "Not\nquite" if not is_correct else None})
    elif draw < 0.95:
        result = json.dumps({"output": "hello"}) if evaluator.harness_kind else "hello"
    return CodeRun(
        evaluator_id=evaluator.evaluator_id,
        item_id=evaluator.item_id,
        branch_id=participation.branch_at(at).branch_id,
        at=at,
        duration_ms=random.randrange(40, 5000),
        expression=random.choice(texts.ANSWERS),
        result=result,
        errors=errors,
        is_correct=is_correct,
    )
