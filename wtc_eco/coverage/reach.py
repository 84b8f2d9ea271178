"""How far every structure is from every commune, and which are near enough to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wtc_eco.territory.distance import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """How distance is counted: both figures are hypotheses and can be changed.

    `road_factor` makes road kilometres of the great circle; `within_km` is what counts as near.
    """

    road_factor: float = 1.3
    within_km: float = 15.0


def great_circle_km(lat1: Matrix, lon1: Matrix, lat2: Matrix, lon2: Matrix) -> Matrix:
    """Distances in km, every point of the first (degrees, n) to every one of the second (m): n × m.

    Haversine formula, on the sphere of `wtc_eco.territory.distance`.
    """
    first, second = np.radians(lat1)[:, None], np.radians(lat2)[None, :]
    across = np.radians(lon2)[None, :] - np.radians(lon1)[:, None]
    chord = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(across / 2) ** 2
    found: Matrix = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return found


def road_km(communes: Sequence[Commune], offers: Sequence[Offer], reach: Reach) -> Matrix:
    """Road km from each commune's centre to each structure: communes × offers; infinite where unlocated."""
    km = np.full((len(communes), len(offers)), np.inf)
    located = np.array([n for n, offer in enumerate(offers) if offer.located], dtype=np.intp)
    centres = np.array([(commune.lat, commune.lon) for commune in communes], dtype=float).reshape(-1, 2)
    points = np.array([(offers[n].lat, offers[n].lon) for n in located], dtype=float).reshape(-1, 2)
    far = reach.road_factor * great_circle_km(centres[:, 0], centres[:, 1], points[:, 0], points[:, 1])
    # To the metre: vector instructions differ in the last bit with the place in the row.
    km[:, located] = np.round(far, 3)
    return km


def near(communes: Sequence[Commune], offers: Sequence[Offer], km: Matrix, reach: Reach) -> Mask:
    """Which structures serve which commune: communes × offers; its own always do, wherever they stand."""
    codes = np.array([commune.ins for commune in communes], dtype=object)[:, None]
    homes = np.array([offer.ins for offer in offers], dtype=object)[None, :]
    close: Mask = (km <= reach.within_km) | (codes == homes)
    return close
