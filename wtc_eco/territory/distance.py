"""How far two points are, as the crow flies."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance in km between two points in degrees WGS 84 (haversine formula)."""
    north = sin(radians(lat2 - lat1) / 2) ** 2
    east = sin(radians(lon2 - lon1) / 2) ** 2
    chord = north + cos(radians(lat1)) * cos(radians(lat2)) * east
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
