"""Who offers what is wanted, in each commune and near enough to count, and where nobody is known to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from wtc_eco.territory.places import EARTH_RADIUS_KM

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
    km: Matrix = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return km


def points_of(located: Sequence[Offer | Commune]) -> Matrix:
    """Where structures or communes' centres stand: n × (lat, lon) in degrees, NaN where nobody knows."""
    return np.array([(one.lat, one.lon) for one in located], dtype=float).reshape(-1, 2)


def km_by_road(first: Matrix, second: Matrix, reach: Reach) -> Matrix:
    """Road km from each point of the first to each of the second: n × m; infinite where one is unknown."""
    far = reach.road_factor * great_circle_km(first[:, 0], first[:, 1], second[:, 0], second[:, 1])
    # To the metre: vector instructions differ in the last bit with the place in the row.
    return np.where(np.isnan(far), np.inf, np.round(far, 3))


def km_between(offers: Sequence[Offer], others: Sequence[Offer], reach: Reach) -> Matrix:
    """Road km from each structure to each of the others; 0 inside a commune where only the commune of one is known."""
    far = km_by_road(points_of(offers), points_of(others), reach)
    home, theirs = (
        np.array([one.ins or str(n) for one in some], dtype=object) for n, some in enumerate((offers, others))
    )
    rough, rough_too = (
        np.array([one.located == "commune" for one in some], dtype=bool) for some in (offers, others)
    )
    unsure = (home[:, None] == theirs[None, :]) & (rough[:, None] | rough_too[None, :])
    return np.where(unsure, 0.0, far)


def road_km(communes: Sequence[Commune], offers: Sequence[Offer], reach: Reach) -> Matrix:
    """Road km from each commune's centre to each structure: communes × offers; infinite where unlocated."""
    return km_by_road(points_of(communes), points_of(offers), reach)


def near(communes: Sequence[Commune], offers: Sequence[Offer], km: Matrix, reach: Reach) -> Mask:
    """Which structures serve which commune: communes × offers; its own always do, wherever they stand."""
    close: Mask = (km <= reach.within_km) | _homes(communes, offers)
    return close


def _homes(communes: Sequence[Commune], offers: Sequence[Offer]) -> Mask:
    """Which structures are of which commune: communes × offers."""
    codes = np.array([commune.ins for commune in communes], dtype=object)[:, None]
    homes = np.array([offer.ins for offer in offers], dtype=object)[None, :]
    same: Mask = codes == homes
    return same


State = Literal["none", "not_found", "nobody", "offered", "unknown"]
STATES: tuple[State, ...] = ("none", "not_found", "nobody", "offered", "unknown")
"""From the surest gap to what nobody can say; only the first two are gaps."""
LACKING: tuple[State, ...] = ("none", "not_found")


@dataclass(frozen=True)
class Want:
    """What somebody looks for: a theme, a slot, a step of the journey, for a public; or several at once."""

    theme: str | None = None
    slot: str | None = None
    step: str | None = None
    public: str | None = None

    def given_by(self, offer: Offer) -> bool | None:
        """Whether the structure offers it; `None` where nobody can tell."""
        return offer.gives(self.theme, self.slot, self.step, self.public)


@dataclass(frozen=True)
class Count:
    """How many structures offer it, are known not to, and have not said."""

    n_offering: int
    n_not: int
    n_unknown: int

    @property
    def n_known(self) -> int:
        """How many have said."""
        return self.n_offering + self.n_not

    @property
    def state(self) -> State:
        """What the count tells. Silence is no gap: where nobody has said, the answer is `unknown`.

        `none`: everybody has said no; `not_found`: some have, the others have not said; `nobody`: no
        structure is known at all.
        """
        if self.n_offering:
            return "offered"
        if self.n_not:
            return "not_found" if self.n_unknown else "none"
        return "unknown" if self.n_unknown else "nobody"


def counted(offers: Iterable[Offer], want: Want) -> Count:
    """How many of the structures offer it, do not, and have not said."""
    answers = [want.given_by(offer) for offer in offers]
    return Count(answers.count(True), answers.count(False), answers.count(None))


@dataclass(frozen=True)
class CoverageCell:
    """What is wanted in a commune: those of the commune, those around (itself included), the nearest.

    `km` are road km from the commune's centre to `nearest`; both `None` where nobody located offers it.
    `planned` are those around that plan the step.
    """

    commune: Commune
    want: Want
    here: Count
    around: Count
    nearest: Offer | None
    km: float | None
    planned: tuple[Offer, ...] = ()

    def is_fragile(self, reach: Reach, change: float) -> bool:
        """Whether the gap is gone where «near» is farther by this share (0..1)."""
        return self.state in LACKING and self.km is not None and self.km <= reach.within_km * (1 + change)

    @property
    def state(self) -> State:
        """What can be said of the commune: by its own structures and those near enough."""
        return self.around.state


def cells(
    communes: Sequence[Commune],
    offers: Mapping[str, Offer],
    wants: Sequence[Want],
    reach: Reach,
) -> tuple[CoverageCell, ...]:
    """Every commune × want, commune by commune. Structures of other communes count where they are near."""
    # By name, then place: the nearest of two equals must not depend on the numbers records got.
    ordered = sorted(
        offers.values(),
        key=lambda offer: (offer.name, offer.ins or "", offer.lat or 0.0, offer.lon or 0.0, offer.id),
    )
    km = road_km(communes, ordered, reach)
    answers = _said(ordered, wants)
    close = near(communes, ordered, km, reach)
    around = _counts(close, answers)
    here = _counts(_homes(communes, ordered), answers)
    closest = _closest(km, answers)
    return tuple(
        CoverageCell(
            commune,
            want,
            here[i][k],
            around[i][k],
            *_named(ordered, km[i], closest[i][k]),
            _planning(ordered, close[i], want),
        )
        for i, commune in enumerate(communes)
        for k, want in enumerate(wants)
    )


def _planning(offers: Sequence[Offer], close: Mask, want: Want) -> tuple[Offer, ...]:
    """Those near that plan the step; nobody is asked what themes or hours they plan."""
    if want.step is None:
        return ()
    return tuple(
        offer
        for offer, is_near in zip(offers, close, strict=True)
        if is_near and want.step in (offer.planned or ())
    )


def _said(offers: Sequence[Offer], wants: Sequence[Want]) -> NDArray[np.int8]:
    """Offers × wants: 1 yes, -1 no, 0 unknown."""
    code = {True: 1, False: -1, None: 0}
    table = [[code[want.given_by(offer)] for want in wants] for offer in offers]
    return np.array(table, dtype=np.int8).reshape(len(offers), len(wants))


def _counts(chosen: Mask, answers: NDArray[np.int8]) -> list[list[Count]]:
    """Communes × wants: the answers of the structures chosen for each commune."""
    mask = chosen.astype(np.int64)
    yes, no, silent = (mask @ (answers == code).astype(np.int64) for code in (1, -1, 0))
    return [
        [Count(*map(int, three)) for three in zip(*rows, strict=True)]
        for rows in zip(yes, no, silent, strict=True)
    ]


def _closest(km: Matrix, answers: NDArray[np.int8]) -> NDArray[np.intp]:
    """Communes × wants: the place of the nearest structure that offers it; -1 where none is located."""
    nearest = np.full((km.shape[0], answers.shape[1]), -1, dtype=np.intp)
    for k in range(answers.shape[1]):
        offering = np.flatnonzero(answers[:, k] == 1)
        if offering.size:
            best = km[:, offering].argmin(axis=1)
            reached = np.isfinite(km[np.arange(km.shape[0]), offering[best]])
            nearest[:, k] = np.where(reached, offering[best], -1)
    return nearest


def _named(offers: Sequence[Offer], km: Matrix, place: np.intp) -> tuple[Offer | None, float | None]:
    return (None, None) if place < 0 else (offers[int(place)], float(km[place]))
