"""The two territories: the real one, and three invented bassins."""

from __future__ import annotations

from pathlib import Path

import pytest

from wtc_eco import territory
from wtc_eco.i18n import speaking

TRIO = Path(__file__).parent.parent / "territories" / "trio"


@pytest.fixture(scope="session")
def wallonie():
    return territory.load()


@pytest.fixture(scope="session")
def trio():
    return territory.load(TRIO)


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield
