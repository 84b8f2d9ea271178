"""How evenly an offer reaches people: who has nothing, the best served against the least, the Gini index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wtc_eco.coverage.reach import Matrix


@dataclass(frozen=True)
class Equity:
    """How even access is, each place weighed by its need.

    `at_zero` is the share (0..1) of need out of reach of any offer; `ratio` the access of the best
    served tenth of need over that of the least served (`None` where that has nothing); `gini` is 0
    where all have the same, 1 where one has everything.
    """

    at_zero: float
    ratio: float | None
    gini: float


def equity(access: Matrix, need: Matrix) -> Equity | None:
    """The evenness of access, each place weighed by its need; `None` where nobody needs anything."""
    total = float(need.sum())
    if not total:
        return None
    order = np.argsort(access, kind="stable")
    sorted_access, weight = access[order], need[order] / total
    cumulated = np.cumsum(weight)
    low, high = (_quantile(sorted_access, cumulated, share) for share in (0.1, 0.9))
    return Equity(
        at_zero=float(weight[sorted_access <= 0].sum()),
        ratio=high / low if low > 0 else None,
        gini=_gini(sorted_access, weight),
    )


def _quantile(values: Matrix, cumulated: Matrix, share: float) -> float:
    place = int(np.searchsorted(cumulated, share - 1e-12))
    return float(values[min(place, len(values) - 1)])


def _gini(values: Matrix, weight: Matrix) -> float:
    """Twice the area between the Lorenz curve and the line of equal shares."""
    received = values * weight
    total = float(received.sum())
    if not total:
        return 0.0
    curve = np.concatenate(([0.0], np.cumsum(received) / total))
    return float(1 - np.sum(weight * (curve[1:] + curve[:-1])))
