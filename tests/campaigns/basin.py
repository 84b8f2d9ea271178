"""The territory in which a bassin of the demonstration lies."""

from __future__ import annotations

from functools import cache

import wtc_eco as eco


@cache
def territory() -> eco.Territory:
    return eco.load_territory("wallonie")
