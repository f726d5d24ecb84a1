"""Arrays that are made from buffers hold what Arrow itself would have put into them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursehouse.platforms.files.arrow import mask_of, numbers_of, repeated, texts_of

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


@given(st.lists(TEXTS))
def test_texts(values: list[str]) -> None:
    made = texts_of(values)
    made.validate(full=True)
    assert made.equals(pa.array(values, pa.string()))


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_numbers(values: list[int]) -> None:
    assert numbers_of(np.array(values, np.int64)).equals(pa.array(values, pa.int64()))


@given(st.none() | TEXTS | st.dates(), st.integers(0, 50))
def test_one_value_many_times(value: str | date | None, count: int) -> None:
    data_type = pa.date32() if isinstance(value, date) else pa.string()
    made = repeated(value, data_type, count)
    made.validate(full=True)
    assert made.equals(pa.array([value] * count, data_type))


@given(st.lists(st.booleans()), st.integers(0, 3))
def test_booleans(values: list[bool], skipped: int) -> None:
    assert mask_of(pa.array(values, pa.bool_()).slice(skipped)).tolist() == values[skipped:]


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_text_is_no_null(count: int) -> None:
    assert repeated("", pa.string(), count).to_pylist() == [""] * count
