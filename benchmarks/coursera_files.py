"""Large tables as Coursera writes them, for benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

ROWS_AT_ONCE = 100_000


def write_course_progress(path: Path, megabytes: int, _: Path) -> None:
    """Write rows of which learner and item repeat, but hardly any timestamp does."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute
    numbers = np.random.default_rng(1)
    learners, items = hashes(numbers, 150_000, 40), hashes(numbers, 400, 5)

    def rows() -> Iterator[Any]:
        while True:
            yield compute.binary_join_element_wise(
                '"LEemVewWMPAqsm3Vo3Am1z","',
                items.take(pa.array(numbers.integers(0, len(items), ROWS_AT_ONCE))),
                '","',
                learners.take(pa.array(numbers.integers(0, len(learners), ROWS_AT_ONCE))),
                '",',
                pa.array(numbers.integers(1, 3, ROWS_AT_ONCE)).cast(pa.string()),
                ',"',
                timestamps(numbers, "s"),
                '"\n',
                "",
            )

    names = "course_id,course_item_id,jhu_user_id,course_progress_state_type_id,course_progress_ts"
    write(path, names, rows(), megabytes)


def write_discussion_answers(path: Path, megabytes: int, _: Path) -> None:
    """Write posts with line breaks, escaped quotes, letters beyond ASCII and NULL parents."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute

    compute: Any = pyarrow.compute
    numbers = np.random.default_rng(2)
    sentence = (
        'the module on data "cleaning" was clear, but\nquestion three of week two asks for a file that I '
        "cannot find in the café folder C:\\temp has anyone else seen this or do we wait for the staff here"
    )
    words = sentence.split(" ")
    escaped = np.array([word.replace("\\", "\\\\").replace('"', '\\"') for word in words], object)
    parents: Any = pa.array(["", '"9f3ac2e1"', '"04bd77aa"'])
    learners, questions = hashes(numbers, 50_000, 40), hashes(numbers, 20_000, 22)

    def rows() -> Iterator[Any]:
        while True:
            yield compute.binary_join_element_wise(
                '"',
                hashes(numbers, ROWS_AT_ONCE, 22),
                '","',
                learners.take(pa.array(numbers.integers(0, len(learners), ROWS_AT_ONCE))),
                '","LEemVewWMPAqsm3Vo3Am1z","',
                posts(numbers, escaped),
                '","',
                questions.take(pa.array(numbers.integers(0, len(questions), ROWS_AT_ONCE))),
                '",',
                parents.take(pa.array(numbers.integers(0, 3, ROWS_AT_ONCE))),
                ',"',
                timestamps(numbers, "ms"),
                '","',
                timestamps(numbers, "ms"),
                '"\n',
                "",
            )

    names = (
        "discussion_answer_id,jhu_discussions_user_id,course_id,discussion_answer_content,discussion_question_id,"
        "discussion_answer_parent_discussion_answer_id,discussion_answer_created_ts,discussion_answer_updated_ts"
    )
    write(path, names, rows(), megabytes)


def hashes(numbers: Any, count: int, length: int) -> Any:
    """Random hexadecimal texts."""
    import pyarrow as pa

    digits = numbers.bytes(count * length // 2 + 1).hex()
    return pa.array([digits[index * length : (index + 1) * length] for index in range(count)])


def posts(numbers: Any, words: Any) -> Any:
    """Random texts of 5 to 149 words; hardly any two are alike, or a dictionary would make them too cheap."""
    import pyarrow as pa

    lengths = numbers.integers(5, 150, ROWS_AT_ONCE).tolist()
    drawn = (words[numbers.integers(0, len(words), length)] for length in lengths)
    return pa.array([" ".join(each.tolist()) for each in drawn])


def timestamps(numbers: Any, unit: Literal["s", "ms"]) -> Any:
    """Random texts of timestamps of the years 2016 to 2019, in seconds ('s') or milliseconds ('ms')."""
    import pyarrow as pa

    factor = 1 if unit == "s" else 1000
    first, last = 1451606400 * factor, 1577836800 * factor
    values: Any = pa.array(numbers.integers(first, last, ROWS_AT_ONCE))
    return values.cast(pa.timestamp(unit)).cast(pa.string())


def write(path: Path, names: str, batches: Iterator[Any], megabytes: int) -> None:
    """Write a header and batches of lines until the file has its size; it has its name only when whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(f"{names}\n".encode())
        while file.tell() < megabytes * 1_000_000:
            file.write("".join(next(batches).to_pylist()).encode())
    unfinished.replace(path)
