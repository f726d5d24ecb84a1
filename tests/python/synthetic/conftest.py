"""Institutions that several tests look at."""

from __future__ import annotations

import pytest

from coursehouse.synthetic.config import GeneratorConfig, IdMode, Layout
from coursehouse.synthetic.generate import GeneratedInstitution, generate

LEARNERS = 90


@pytest.fixture(scope="session")
def institution(tmp_path_factory: pytest.TempPathFactory) -> GeneratedInstitution:
    """A small linked institution in the layout of 2023, with a re-export."""
    return generate(GeneratorConfig(learners=LEARNERS, seed=5), tmp_path_factory.mktemp("linked"))


@pytest.fixture(scope="session")
def isolated_institution(tmp_path_factory: pytest.TempPathFactory) -> GeneratedInstitution:
    """The same with another id in every domain."""
    config = GeneratorConfig(learners=LEARNERS, seed=5, mode=IdMode.ISOLATED)
    return generate(config, tmp_path_factory.mktemp("isolated"))


@pytest.fixture(scope="session", params=[Layout.Y2016, Layout.Y2017])
def older_institution(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> GeneratedInstitution:
    """The same in an older layout."""
    config = GeneratorConfig(learners=LEARNERS, seed=5, layout=request.param)
    return generate(config, tmp_path_factory.mktemp(f"layout{request.param.value}"))
