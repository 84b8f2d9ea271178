from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from wtc_eco import model
from wtc_eco.matching import Lexicon


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.general()


@pytest.fixture(scope="session")
def listed():
    """Make a records table from rows; records are numbered from 1 where they say nothing else."""

    def make(*rows: dict[str, Any]) -> pd.DataFrame:
        return model.frame(model.RECORDS, [{"record": n, **row} for n, row in enumerate(rows, start=1)])

    return make
