"""How much of an offer reaches people: the enhanced two-step floating catchment area.

First step: what each structure offers, shared among all who may come, R = S / Σ W·D. Second step: what
each place can reach, A = Σ W·R (Luo & Qi 2009, Health & Place 15(4), with a continuous decay). Places
are rows, structures columns, layers (a theme at a slot, …) columns of demand and supply; everything is
a product of matrices, dense for a region, sparse for a country.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.coverage.reach import Matrix
from wtc_eco.territory.distance import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Kernel:
    """How the willingness to come falls with distance: exp(-d²/2σ²), σ = `typical_km`, 0 past `limit_km`."""

    typical_km: float = 12.0
    limit_km: float = 30.0

    def weigh(self, km: Matrix) -> Matrix:
        """The weight of each distance, 0..1; what is infinitely far weighs nothing."""
        # exp(-inf) is 0, but inf - inf further on would not be: the limit is applied to distances.
        within = np.where(km <= self.limit_km, km, np.inf)
        found: Matrix = np.exp(-(within**2) / (2 * self.typical_km**2))
        return found


def shared(weights: Matrix | csr_array, demand: Matrix, supply: Matrix) -> Matrix:
    """Supply for each person who may come, structures × layers; 0 where nobody may.

    `weights` are places × structures, `demand` places × layers, `supply` structures × layers.
    """
    return per_person(supply, np.asarray(weights.T @ demand))


def per_person(supply: Matrix, coming: Matrix) -> Matrix:
    """Supply divided by those who may come; 0 where nobody may."""
    found: Matrix = np.divide(supply, coming, out=np.zeros_like(supply, dtype=float), where=coming > 0)
    return found


def reached(weights: Matrix | csr_array, ratios: Matrix) -> Matrix:
    """What each place can reach, places × layers, in units of supply for each person."""
    return np.asarray(weights @ ratios)


def access(weights: Matrix | csr_array, demand: Matrix, supply: Matrix) -> Matrix:
    """Both steps: places × layers."""
    return reached(weights, shared(weights, demand, supply))


def sparse_weights(
    places: Matrix, structures: Matrix, kernel: Kernel, *, road_factor: float = 1.0
) -> csr_array:
    """The weights of a country: only pairs within the limit, found by a tree on the sphere.

    `places` and `structures` are rows of (latitude, longitude) in degrees.
    """
    from scipy.sparse import csr_array
    from scipy.spatial import cKDTree

    limit = kernel.limit_km / road_factor
    chord = 2 * np.sin(min(limit / (2 * EARTH_RADIUS_KM), np.pi / 2))
    pairs = cKDTree(_on_sphere(places)).sparse_distance_matrix(
        cKDTree(_on_sphere(structures)), chord, output_type="coo_matrix"
    )
    arc = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, pairs.data / 2))
    return csr_array((kernel.weigh(road_factor * arc), (pairs.row, pairs.col)), shape=pairs.shape)


def _on_sphere(points: Matrix) -> Matrix:
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
