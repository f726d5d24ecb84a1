"""Fixtures of the tests about edX."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .gpg_keys import Keys, new_keys


@pytest.fixture(scope="session")
def keys() -> Iterator[Keys]:
    """The key pair of the university that receives the packages."""
    with new_keys("university") as made:
        yield made


@pytest.fixture(scope="session")
def other_keys() -> Iterator[Keys]:
    """A key pair for which nothing was encrypted."""
    with new_keys("stranger") as made:
        yield made
