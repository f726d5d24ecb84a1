"""Tracking logs for benchmarks: days of a few courses, in the mix of a real course, with damage injected.

The shares of the browser's events are those counted in MIT's 6.002x of spring 2013 (table 4 of the thesis on
MOOCdb); to them come the implicit events of the server. One line in 2,000 is damaged, each kind in its turn.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

DAMAGED_EVERY = 2_000
_FIRST = datetime(2016, 9, 1, tzinfo=UTC)
_LEARNERS = 20_000
_AGENTS = [
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.{build} Safari/537.36"
    for system in ("Windows NT 6.1; WOW64", "X11; Linux x86_64", "Macintosh; Intel Mac OS X 10_11_6")
    for version, build in ((48, 2564), (49, 2623), (50, 2661), (51, 2704), (52, 2743))
]
_COURSES = ["course-v1:HypotheticalX+BIO101x+2016_T3", "course-v1:HypotheticalX+CS7.00.1x+3T2016"]
_HOST = "courses.hypothetical.org"

_MIX = {
    "play_video": 2_114_666,
    "problem_check": 1_454_861,
    "pause_video": 1_209_653,
    "book": 1_188_639,
    "save_problem_check": 1_066_169,
    "page_close": 872_802,
    "seq_goto": 768_591,
    "path": 1_300_000,
    "seq_next": 178_389,
    "problem_show": 137_966,
    "seek_video": 135_649,
    "load_video": 79_231,
    "show_transcript": 43_647,
    "problem_save": 29_649,
    "problem_graded": 21_798,
    "speed_change_video": 13_297,
}
_CORRECT = {
    "hint": "",
    "hintmode": None,
    "correctness": "correct",
    "npoints": None,
    "msg": "",
    "queuestate": None,
}
_SUBMISSION = {
    "answer": "Rouge",
    "input_type": "choicegroup",
    "question": "Which one?",
    "correct": True,
    "variant": "",
    "response_type": "multiplechoiceresponse",
    "group_label": "",
}
_SERVER = ("save_problem_check", "path")


def damage(line: bytes, number: int) -> bytes:
    """A line with one kind of damage; each kind spoils exactly the rows that it yields."""
    kinds: list[Callable[[bytes], bytes]] = [
        lambda each: each[: len(each) * 2 // 3],
        lambda each: each + each,
        lambda each: each.replace(b'"event_type"', b'"event_type\xff"', 1),
        lambda each: each.replace(b'"host": "', b'"host": "\0', 1),
        lambda each: b"[" + each + b"]",
        lambda each: each.replace(b'"host": "', b'"host": "\\ud83d', 1),
        lambda _: b"# a comment",
        lambda _: b"",
        lambda _: b'{"messageId": "m", "anonymousId": "a", "type": "track", "event": "x", "sentAt": "2016"}',
        lambda each: each.replace(b'"host"', b'host"', 1),
    ]
    return kinds[number % len(kinds)](line)


@dataclass(frozen=True)
class Logs:
    """A folder of daily logs. lines: in all files; damaged: those of them that cannot be events."""

    folder: Path
    lines: int
    damaged: int


def write_logs(folder: Path, days: int, lines_per_day: int, seed: int = 1) -> Logs:
    """Days of events in .log.gz files under `folder`, the same for the same arguments."""
    folder.mkdir(parents=True)
    chance = random.Random(seed)
    damaged = 0
    for day in range(days):
        date = _FIRST + timedelta(days=day)
        path = folder / f"hypotheticalx-edx-events-{date:%Y-%m-%d}.log.gz"
        with gzip.open(path, "wb", compresslevel=6) as out:
            for number, line in enumerate(_lines(chance, date, lines_per_day)):
                if number % DAMAGED_EVERY == DAMAGED_EVERY // 2:
                    line = damage(line, damaged)
                    damaged += 1
                out.write(line + b"\n")
    return Logs(folder, days * lines_per_day, damaged)


def _lines(chance: random.Random, date: datetime, count: int) -> Iterator[bytes]:
    kinds = chance.choices(list(_MIX), list(_MIX.values()), k=count)
    seconds = sorted(chance.random() * 86_399 for _ in range(count))
    for kind, second in zip(kinds, seconds, strict=True):
        at = date + timedelta(seconds=second)
        yield json.dumps(_event(chance, kind, at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"))).encode()


def _event(chance: random.Random, kind: str, time: str) -> dict[str, object]:
    person = int(_LEARNERS * chance.random() ** 2)
    course = _COURSES[person % len(_COURSES)]
    block = f"{chance.randrange(500) * 2654435761 % 2**32:032x}"
    chapter, sequence = f"{int(block, 16) % 97:032x}", f"{int(block, 16) % 331:032x}"
    key = f"block-v1:{course.removeprefix('course-v1:')}+type@"
    page = f"https://{_HOST}/courses/{course}/courseware/{chapter}/{sequence}/"
    path, event = _payload(chance, kind, key, block, course)
    is_server = kind in _SERVER
    name = path if kind == "path" else "problem_check" if kind == "save_problem_check" else kind
    context: dict[str, object] = {
        "user_id": 1_000_000 + person * 37,
        "org_id": "HypotheticalX",
        "course_id": course,
        "path": path if is_server else "/event",
    }
    if kind == "save_problem_check":
        context["course_user_tags"] = {}
        context["module"] = {"display_name": "Checkpoint", "usage_key": f"{key}problem+block@{block}"}
    return {
        "username": f"learner_{person}",
        "event_type": name,
        "name": name,
        "ip": f"203.0.{person % 250}.{person // 250}",
        "agent": _AGENTS[person % len(_AGENTS)],
        "host": _HOST,
        "referer": page,
        "accept_language": "en-US,en;q=0.8" if person % 3 else "de-DE,de;q=0.8,en;q=0.6",
        "session": f"{person * 2654435761 % 2**64:032x}",
        "event": event,
        "event_source": "server" if is_server else "browser",
        "context": context,
        "time": time,
        "page": "x_module" if kind == "save_problem_check" else None if is_server else page,
    }


def _payload(chance: random.Random, kind: str, key: str, block: str, course: str) -> tuple[str, object]:
    """The path of the request, and what the event says."""
    second = round(chance.random() * 600, 6)
    handler = f"/courses/{course}/xblock/{key}problem+block@{block}/handler/xmodule_handler/problem_check"
    answer = f"input_{block}_2_1={chance.choice(('choice_0', 'choice_1', '42', 'a%20%2B%20b'))}"
    if kind == "path":
        places = [f"/courses/{course}/info", f"/courses/{course}/progress", "/dashboard", handler]
        posted = {
            f"input_{block}_2_1": [chance.choice(("42", "mitochondri\u00e6"))],
            "x": ["y" * chance.randrange(300)],
        }
        return chance.choice(places), json.dumps({"POST": posted, "GET": {}})[:512]
    if kind == "save_problem_check":
        answers = {f"{block}_{part}_1": "choice_1" for part in range(2, 2 + chance.randrange(1, 5))}
        correct = dict.fromkeys(answers, _CORRECT)
        state = {"student_answers": {}, "seed": 1, "done": None, "correct_map": {}}
        submission = dict.fromkeys(answers, _SUBMISSION)
        return handler, {
            "submission": submission,
            "success": "correct",
            "grade": len(answers),
            "correct_map": correct,
            "state": state,
            "answers": answers,
            "attempts": chance.randrange(1, 4),
            "max_grade": len(answers),
            "problem_id": f"{key}problem+block@{block}",
        }
    video: dict[str, object] = {"id": block, "code": "mJ7fWc2nGhk"}
    payloads: dict[str, object] = {
        "problem_check": f"{answer}&input_{block}_3_1=choice_2",
        "problem_save": answer,
        "problem_graded": [
            answer,
            f"<div class='problem'>{'<p>Well done.</p>' * chance.randrange(20)}</div>",
        ],
        "problem_show": {"problem": f"{key}problem+block@{block}"},
        "book": {"type": "gotopage", "old": chance.randrange(900), "new": chance.randrange(900)},
        "page_close": {},
        "seq_goto": {
            "old": chance.randrange(9),
            "new": chance.randrange(9),
            "id": f"{key}sequential+block@{block}",
        },
        "seek_video": {
            "id": block,
            "code": "mJ7fWc2nGhk",
            "old_time": second,
            "new_time": second / 2,
            "type": "onSlideSeek",
        },
        "speed_change_video": {"id": block, "code": "html5", "old_speed": "1.0", "new_speed": "1.50"},
    }
    payloads["seq_next"] = payloads["seq_goto"]
    video = {"id": block, "code": "mJ7fWc2nGhk", "currentTime": second}
    return "/event", json.dumps(payloads.get(kind, video))
