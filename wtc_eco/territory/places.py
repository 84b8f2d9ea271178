"""The ground: bassins, their communes, and where a place turned out to be.

How far two points are, as the crow flies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from wtc_eco.territory.vocabulary import spoken

Standing = Literal["inside", "outside_bassins", "outside", "unknown"]
How = Literal["ins", "postal_code", "locality", "coordinates", ""]


@dataclass(frozen=True)
class Bassin:
    """A working area of the territory, with the other names people give it."""

    id: str
    label: Mapping[str, str]
    synonyms: tuple[str, ...] = ()

    def text(self) -> str:
        """Its name in the language spoken now."""
        return spoken(self.label)


@dataclass(frozen=True)
class Commune:
    """A commune: `bassin` is `None` where it belongs to none; `lat`, `lon` its centre, degrees WGS 84.

    `names` are its names in other languages; `former` the INS codes it had, or whose ground it took;
    `area_km2` its surface, where the pack says it.
    """

    ins: str
    name: str
    bassin: str | None
    postal_codes: tuple[str, ...]
    population: int
    lat: float
    lon: float
    names: Mapping[str, str] = field(default_factory=dict)
    former: tuple[str, ...] = ()
    area_km2: float | None = None


@dataclass(frozen=True)
class Place:
    """Where something is, how that was found out, and a sentence where it deserves a second look."""

    standing: Standing
    ins: str | None = None
    commune: str | None = None
    bassin: str | None = None
    how: How = ""
    doubt: str = ""


EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance in km between two points in degrees WGS 84 (haversine formula)."""
    north = sin(radians(lat2 - lat1) / 2) ** 2
    east = sin(radians(lon2 - lon1) / 2) ** 2
    chord = north + cos(radians(lat1)) * cos(radians(lat2)) * east
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
