"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from small_exports import SmallWarehouse

# The same examples on every run, so that a check fails for a change and not for a draw;
# HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


@pytest.fixture
def house(tmp_path: Path) -> SmallWarehouse:
    """An empty warehouse; its folder does not exist yet."""
    return SmallWarehouse(tmp_path / "warehouse")
