"""Need against offer: how many people of each commune find too little of what they want.

Commune i, structure j, want w (a theme, a slot, a step, or several at once), public p.
People in need: n_ip = inhabitants × share of p × share of p that needs help. Need: D_iwp = n_ip × weight
of w for p. Offer: S_jw = hours a week open for w × places. Reach: W_ijp = exp(-d²/2σ²) up to a limit,
the mean of those who have a car and those who have none. First step R_jw = S_jw / Σ_ip W_ijp·D_iwp over
the publics that j receives; second step A_iwp = Σ_j W_ijp·R_jw. Unmet: Σ_p D_iwp · (1 - min(1, A/target)).

This is the enhanced two-step floating catchment area (Luo & Qi 2009, Health & Place 15(4)), with a continuous
decay: places are rows, structures columns, layers (a theme at a slot, …) columns of demand and supply, and
everything is a product of matrices, dense for a region, sparse for a country. How evenly an offer reaches people
is told by who has nothing, the best served against the least, and the Gini index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wtc_eco.coverage.need import Public, fragility_of, need_of, reach_of
from wtc_eco.coverage.supply import Matrix, Want, road_km
from wtc_eco.territory.places import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune, Territory


@dataclass(frozen=True)
class Kernel:
    """How the willingness to come falls with distance: exp(-d²/2σ²), σ = `typical_km`, 0 past `limit_km`."""

    typical_km: float = 12.0
    limit_km: float = 30.0

    def weigh(self, km: Matrix) -> Matrix:
        """The weight of each distance, 0..1; what is infinitely far weighs nothing."""
        # exp(-inf) is 0, but inf - inf further on would not be: the limit is applied to distances.
        within = np.where(km <= self.limit_km, km, np.inf)
        weights: Matrix = np.exp(-(within**2) / (2 * self.typical_km**2))
        return weights


def shared(weights: Matrix | csr_array, demand: Matrix, supply: Matrix) -> Matrix:
    """Supply for each person who may come, structures × layers; 0 where nobody may.

    `weights` are places × structures, `demand` places × layers, `supply` structures × layers.
    """
    return per_person(supply, np.asarray(weights.T @ demand))


def per_person(supply: Matrix, coming: Matrix) -> Matrix:
    """Supply divided by those who may come; 0 where nobody may."""
    each: Matrix = np.divide(supply, coming, out=np.zeros_like(supply, dtype=float), where=coming > 0)
    return each


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
    arc = 2 * EARTH_RADIUS_KM * np.arcsin(pairs.data / 2)
    return csr_array((kernel.weigh(road_factor * arc), (pairs.row, pairs.col)), shape=pairs.shape)


def _on_sphere(points: Matrix) -> Matrix:
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


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


@dataclass(frozen=True)
class Assumptions:
    """What a balance rests on, as the pack's `demand.toml` says it.

    `by_car` and `on_foot` are reaches; `target` hours × places a week for each person in need at which
    a need counts as met; `hours` a week in a slot where nobody told; `measure` the share of the
    population that needs help.
    """

    by_car: Kernel = field(default_factory=lambda: Kernel(12.0, 30.0))
    on_foot: Kernel = field(default_factory=lambda: Kernel(6.0, 15.0))
    target: float = 1.0
    hours: float = 3.0
    measure: float = 1.0


def assumptions_of(demand: Mapping[str, Any]) -> Assumptions:
    """The assumptions of a pack, with ours where it says nothing."""
    settings, usual = demand.get("settings", {}), Assumptions()
    reach = settings.get("reach", {})
    fragility = fragility_of(demand)
    return Assumptions(
        by_car=Kernel(
            float(reach.get("typical_km", usual.by_car.typical_km)),
            float(reach.get("limit_km", usual.by_car.limit_km)),
        ),
        on_foot=Kernel(
            float(reach.get("without_car_km", usual.on_foot.typical_km)),
            float(reach.get("without_car_limit_km", usual.on_foot.limit_km)),
        ),
        target=float(settings.get("target", usual.target)),
        hours=float(demand.get("offer", {}).get("hours_a_week_in_slot", usual.hours)),
        measure=fragility.share if fragility else usual.measure,
    )


@dataclass(frozen=True, eq=False)
class Share:
    """One public's part of a balance: `people` in need by commune, `weights` by want, `access`, `unmet` by both."""

    public: Public
    people: Matrix
    weights: Matrix
    access: Matrix
    unmet: Matrix


@dataclass(frozen=True, eq=False)
class Balance:
    """Communes × wants: `need` and `unmet` in people, `access` in hours × places a week for each of them."""

    communes: tuple[Commune, ...]
    wants: tuple[Want, ...]
    need: Matrix
    access: Matrix
    unmet: Matrix
    shares: tuple[Share, ...] = ()

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {commune.ins: n for n, commune in enumerate(self.communes)}

    @cached_property
    def _columns(self) -> dict[Want, int]:
        return {want: n for n, want in enumerate(self.wants)}

    def people(self, want: Want, codes: Iterable[str]) -> float:
        """How many people of these communes (INS codes) find too little of it."""
        rows = [self._rows[code] for code in sorted(codes) if code in self._rows]
        return float(self.unmet[rows, self._columns[want]].sum())

    def weighs(self, want: Want) -> bool:
        """Whether people can be told: a public whose size nobody knows is not counted as nobody."""
        return want.public is None or any(share.public.id == want.public for share in self.shares)

    def unmet_by_public(self, want: Want, codes: Sequence[str]) -> Matrix:
        """How many people of each public find too little of it: communes of these INS codes × `shares`."""
        rows = [self._rows[code] for code in codes]
        table = [share.unmet[rows, self._columns[want]] for share in self.shares]
        return np.array(table).reshape(len(self.shares), len(rows)).T

    def evenness(self, want: Want, codes: Iterable[str]) -> Equity | None:
        """How evenly access is spread over the need of these communes; `None` where nobody needs it."""
        rows = [self._rows[code] for code in sorted(codes) if code in self._rows]
        column = self._columns[want]
        return equity(self.access[rows, column], self.need[rows, column])

    def by_public(self, want: Want, code: str) -> tuple[tuple[Public, float, float, float], ...]:
        """Each public of a commune: people in need, how much they want it (0..1), what they can reach."""
        row, column = self._rows[code], self._columns[want]
        return tuple(
            (
                share.public,
                float(share.people[row]),
                float(share.weights[column]),
                float(share.access[row, column]),
            )
            for share in self.shares
        )

    def at(self, want: Want, code: str) -> tuple[float, float, float]:
        """Need, access and unmet need in the commune of this INS code."""
        row, column = self._rows[code], self._columns[want]
        return (
            float(self.need[row, column]),
            float(self.access[row, column]),
            float(self.unmet[row, column]),
        )


def balance(territory: Territory, offers: Mapping[str, Offer], wants: Sequence[Want]) -> Balance:
    """Need against offer in every commune of the territory: structures serve people across borders."""
    communes = tuple(commune for _, commune in sorted(territory.communes.items()))
    ordered = sorted(offers.values(), key=lambda offer: (offer.name, offer.ins or "", offer.id))
    given = assumptions_of(territory.demand)
    publics = need_of(territory).publics or (_everybody(wants),)
    km = road_km(communes, ordered, reach_of(territory.demand))
    people = people_in_need(communes, publics, given, territory.demand.get("population", {}))
    return _weighed(communes, ordered, tuple(wants), _Terms(given, publics, km, people))


@dataclass(frozen=True, eq=False)
class _Terms:
    """What the formula needs besides the structures: `km` communes × structures, `people` communes × publics."""

    given: Assumptions
    publics: tuple[Public, ...]
    km: Matrix
    people: Matrix

    def reach(self, public: Public) -> Matrix:
        """The willingness of a public to come, communes × structures."""
        near, far = self.given.on_foot.weigh(self.km), self.given.by_car.weigh(self.km)
        willing: Matrix = public.car * far + (1 - public.car) * near
        return willing


def _weighed(
    communes: tuple[Commune, ...], offers: Sequence[Offer], wants: tuple[Want, ...], terms: _Terms
) -> Balance:
    supply = supplied(offers, wants, terms.given)
    weights = np.array([[public.wants(want) for want in wants] for public in terms.publics])
    # Asked for one public, a structure's hours are still shared with all the others who come.
    everybody = [replace(want, public=None) for want in wants]
    sharing = np.array([[public.wants(want) for want in everybody] for public in terms.publics])
    received = _received(offers, terms.publics)
    reaches = [terms.reach(public) * received[:, p] for p, public in enumerate(terms.publics)]
    coming = sum(np.outer(reach.T @ terms.people[:, p], sharing[p]) for p, reach in enumerate(reaches))
    ratios = per_person(supply, np.asarray(coming))
    need = np.zeros((len(communes), len(wants)))
    unmet, reached = np.zeros_like(need), np.zeros_like(need)
    shares = []
    for p, reach in enumerate(reaches):
        wanted = np.outer(terms.people[:, p], weights[p])
        access = reach @ ratios
        need += wanted
        reached += wanted * access
        lacking = wanted * (1 - np.minimum(1.0, access / terms.given.target))
        unmet += lacking
        shares.append(Share(terms.publics[p], terms.people[:, p], weights[p], access, lacking))
    return Balance(communes, wants, need, per_person(reached, need), unmet, tuple(shares))


def people_in_need(
    communes: Sequence[Commune],
    publics: Sequence[Public],
    given: Assumptions,
    counted: Mapping[str, Mapping[str, float]],
) -> Matrix:
    """Communes × publics: inhabitants × share × the share of the public that needs help.

    Where people of a public were counted (`counted`: INS code → public → people) the count stands in
    the place of inhabitants × share.
    """
    return np.array(
        [
            [
                counted.get(commune.ins, {}).get(public.id, commune.population * public.share)
                * min(1.0, given.measure * public.fragility)
                for public in publics
            ]
            for commune in communes
        ]
    ).reshape(len(communes), len(publics))


def supplied(offers: Sequence[Offer], wants: Sequence[Want], given: Assumptions) -> Matrix:
    """Structures × wants: hours a week × places where it is known to be offered, else 0."""
    table = [
        [hours_for(offer, want, given) * places(offer) if want.given_by(offer) else 0.0 for want in wants]
        for offer in offers
    ]
    return np.array(table, dtype=float).reshape(len(offers), len(wants))


def hours_for(offer: Offer, want: Want, given: Assumptions) -> float:
    """Hours a week: in the slot, or in all; a usual figure where the schedule does not tell."""
    minutes = offer.schedule.slots
    open_minutes = sum(minutes.values()) if want.slot is None else minutes.get(want.slot, 0.0)
    return open_minutes / 60 if open_minutes else given.hours


def places(offer: Offer) -> float:
    """People received at a time: people a week over hours a week, an hour each; 1 where either is unknown."""
    hours = sum(offer.schedule.slots.values()) / 60
    return offer.capacity / hours if offer.capacity and hours else 1.0


def may_receive(offer: Offer, public: Public) -> bool:
    """Whether the structure receives the public, or has not said whom it receives; everybody is no public."""
    return not public.id or offer.has("publics", public.id) is not False


def _received(offers: Sequence[Offer], publics: Sequence[Public]) -> Matrix:
    """Structures × publics: 1 where the structure receives the public, or has not said whom it receives."""
    table = [[float(may_receive(offer, public)) for public in publics] for offer in offers]
    return np.array(table, dtype=float).reshape(len(offers), len(publics))


def _everybody(wants: Sequence[Want]) -> Public:
    """One public that wants everything, where a pack weighs none."""
    themes = {want.theme: 1.0 for want in wants if want.theme}
    slots = {want.slot: 1.0 for want in wants if want.slot}
    return Public("", 1.0, themes, slots, share=1.0)
