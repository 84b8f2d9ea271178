"""A bassin of the demonstration, opened with the pack read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import wtc_eco as eco
from wtc_eco.ecosystem.ecosystem import Ecosystem


@cache
def territory() -> eco.Territory:
    return eco.load_territory("wallonie")


def opened(folder: Path) -> Ecosystem:
    """The folder, with the pack read once for all tests."""
    ecosystem = eco.open(folder)
    ecosystem.__dict__["territory"] = territory()
    return ecosystem
