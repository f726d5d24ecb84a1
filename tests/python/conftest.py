"""Fixtures that several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_exports import SmallWarehouse


@pytest.fixture
def house(tmp_path: Path) -> SmallWarehouse:
    """An empty warehouse; its folder does not exist yet."""
    return SmallWarehouse(tmp_path / "warehouse")
