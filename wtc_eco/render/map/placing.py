"""Where a structure is drawn: at its address, or near the centre of its commune, and which."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
STEP_KM = 0.35
KM_PER_DEGREE = 111.32


@dataclass(frozen=True)
class Spot:
    """Degrees WGS 84, and whether they are those of the address or of the commune's centre."""

    lat: float
    lon: float
    located: str


def placed(rows: Iterable[Mapping[str, Any]], territory: Territory) -> dict[str, Spot]:
    """Where each structure is drawn, by its id; those of an unknown commune are left out.

    Structures without an address coordinate stand around the centre of their commune, in the
    order of their ids, on a sunflower spiral (Vogel 1979) whose arm grows 350 m at the first turn:
    none hides another, and none moves because a row came in another order.
    """
    ranks: Counter[str] = Counter()
    spots = {}
    for row in sorted(rows, key=lambda row: numbered(row["id"])):
        centre = territory.communes.get(row["ins"] or "")
        if row["located"] == "address" and row["lat"] is not None:
            spots[row["id"]] = Spot(_rounded(row["lat"]), _rounded(row["lon"]), "address")
        elif centre is not None:
            ranks[centre.ins] += 1
            spots[row["id"]] = _around(centre.lat, centre.lon, ranks[centre.ins])
    return spots


def _around(lat: float, lon: float, rank: int) -> Spot:
    away = STEP_KM * math.sqrt(rank) / KM_PER_DEGREE
    angle = rank * GOLDEN_ANGLE
    return Spot(
        _rounded(lat + away * math.cos(angle)),
        _rounded(lon + away * math.sin(angle) / math.cos(math.radians(lat))),
        "commune",
    )


def _rounded(degrees: float) -> float:
    """A metre: what an address is worth, and the same digits on every machine."""
    return round(float(degrees), 5)


def numbered(structure: str) -> tuple[int, str]:
    """What orders ids of structures: `S9` before `S10`."""
    digits = structure.lstrip("S")
    return (int(digits), "") if digits.isdecimal() else (0, structure)
