"""Networks from a sentence, for the tests of the network."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from drawing import wallonie


@pytest.fixture(scope="session")
def territory():
    return wallonie()
