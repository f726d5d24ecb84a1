"""What the comments in analyses/guide say is wrong with a printed query, seen on planted data."""

from __future__ import annotations

import pytest

from warehouse.guide_faults import CHECKS
from warehouse.guide_queries import WRONG, GuideQueries


def test_every_query_called_wrong_is_checked() -> None:
    assert list(CHECKS) == WRONG


@pytest.mark.parametrize("name", CHECKS)
def test_printed_query_is_wrong_as_its_comment_says(name: str, guide_queries: GuideQueries) -> None:
    CHECKS[name](name, guide_queries)
