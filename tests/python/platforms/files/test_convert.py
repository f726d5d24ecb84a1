"""Types are decided cell by cell, the same way for a clean column and for one with a single misfit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursehouse.platforms.files.convert import convert

FITS: dict[str, dict[str, Any]] = {
    "integer": {
        "1": 1,
        "-5": -5,
        "+5": 5,
        "007": 7,
        " 3": 3,
        "3 ": 3,
        "9223372036854775807": 2**63 - 1,
        "": None,
    },
    "double": {"0.9857140": 0.985714, "1": 1.0, ".5": 0.5, "5.": 5.0, "-1e-3": -0.001, " 2.5": 2.5, "": None},
    "boolean": {
        **dict.fromkeys(("t", "true", "True", "TRUE", "1", " t"), True),
        **dict.fromkeys(("f", "false", "FALSE", "0"), False),
        "": None,
    },
    "timestamp": {
        "2017-01-31 23:59:59": datetime(2017, 1, 31, 23, 59, 59),
        "2017-01-31 23:59:59.5": datetime(2017, 1, 31, 23, 59, 59, 500_000),
        "2017-01-31 23:59:59.45": datetime(2017, 1, 31, 23, 59, 59, 450_000),
        "2017-01-31 23:59:59.451": datetime(2017, 1, 31, 23, 59, 59, 451_000),
        "2017-01-31 23:59:59.123456": datetime(2017, 1, 31, 23, 59, 59, 123_456),
        "": None,
    },
    "date": {"2023-02-28": date(2023, 2, 28), "": None},
    "json": {'{"a": [1, "b"]}': '{"a": [1, "b"]}', "null": "null", '"text"': '"text"', "": None},
    "string": {"1e234567": "1e234567", "00": "00", " x ": " x ", "": "", "NA": "NA", "é😀": "é😀"},
}

MISFITS = {
    "integer": ["x", "1.0", "0x1f", "1_000", "9223372036854775808", "-", "\u0661", "1 2", "NA"],
    "double": ["x", "nan", "inf", "1e400", "1,5", "1_0", "0x10", "NA"],
    "boolean": ["T", "yes", "2", "tRUE", "NA"],
    "timestamp": [
        "2017-01-31",
        "2017-01-31 23:59",
        "2017-02-30 00:00:00",
        "2017-01-31 23:59:59Z",
        "2017-01-31 23:59:59+00",
        "2017-01-31 23:59:59+0000",
        "2017-01-31 23:59:59.1234567",
        "2017-01-31 23:59:60",
        "0000-01-01 00:00:00",
        "47:40.9",
        "NA",
    ],
    "date": ["2023-02-30", "20230228", "2023-02-28 00:00:00", "0000-01-01", "2023-W05-1"],
    "json": ['{"a": }', "{'a': 1}", "NaN", '{"a": Infinity}', "[" * 100_000, "NA"],
}


def values_of(cells: list[bytes | None], data_type: str) -> tuple[list[Any], list[int]]:
    column, faults = convert(pa.array(cells, pa.binary()), data_type, ())
    return column.to_pylist(), [fault.index for fault in faults]


@pytest.mark.parametrize(
    ("data_type", "text", "value"), [(t, k, v) for t, fits in FITS.items() for k, v in fits.items()]
)
def test_a_cell_that_fits(data_type: str, text: str, value: Any) -> None:
    assert values_of([text.encode(), None], data_type) == ([value, None], [])


@pytest.mark.parametrize(("data_type", "text"), [(t, text) for t, texts in MISFITS.items() for text in texts])
def test_a_cell_that_does_not_fit(data_type: str, text: str) -> None:
    [good] = [value for value in FITS[data_type] if value.strip() == value and value][:1]
    assert values_of([good.encode(), text.encode(), None], data_type) == (
        [FITS[data_type][good], None, None],
        [1],
    )


@pytest.mark.parametrize("data_type", FITS)
def test_one_misfit_does_not_change_its_neighbours(data_type: str) -> None:
    texts = [text.encode() for text in FITS[data_type]]
    values, faults = values_of([*texts, b"\xff"], data_type)
    assert values[:-1] == list(FITS[data_type].values())
    assert faults == [len(texts)]


@pytest.mark.parametrize("data_type", FITS)
def test_empty_and_null_columns(data_type: str) -> None:
    assert values_of([], data_type) == ([], [])
    assert values_of([None, None], data_type) == ([None, None], [])


def test_json_with_offending_bytes_stays_and_is_reported() -> None:
    column, faults = convert(pa.array([b'{"a": "\xff"}', b"{}"], pa.binary()), "json", ())
    assert column.to_pylist() == ['{"a": "\ufffd"}', "{}"]
    assert [(fault.index, fault.is_nulled) for fault in faults] == [(0, False)]


def test_a_slice_of_a_column_is_converted_alone() -> None:
    cells = pa.array([b"x", b"1", b"\0", b"2"], pa.binary()).slice(1, 1)
    assert convert(cells, "integer", ())[0].to_pylist() == [1]
    assert convert(cells, "string", ()) == (pa.array(["1"]), [])


@pytest.mark.parametrize("data_type", ["integer", "double", "timestamp", "date", "boolean"])
@given(texts=st.lists(st.text("0123456789-+:. Te_xtf", max_size=27), max_size=8))
@settings(max_examples=300)
def test_a_column_is_converted_as_its_cells_are(data_type: str, texts: list[str]) -> None:
    together, faults = values_of([text.encode() for text in texts], data_type)
    alone = [values_of([text.encode(), b"misfit"], data_type) for text in texts]
    assert together == [values[0] for values, _ in alone]
    assert faults == [index for index, (_, misfits) in enumerate(alone) if 0 in misfits]
