"""Need against offer: how many people of each commune find too little of what they want.

Commune i, structure j, want w (a theme, a slot, a step, or several at once), public p.
People in need: n_ip = inhabitants × share of p × share of p that needs help. Need: D_iwp = n_ip × weight
of w for p. Offer: S_jw = hours a week open for w × places. Reach: W_ijp = exp(-d²/2σ²) up to a limit,
the mean of those who have a car and those who have none. First step R_jw = S_jw / Σ_ip W_ijp·D_iwp over
the publics that j receives; second step A_iwp = Σ_j W_ijp·R_jw. Unmet: Σ_p D_iwp · (1 - min(1, A/target)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.coverage.access import per_person
from wtc_eco.coverage.assumptions import Assumptions, assumptions_of
from wtc_eco.coverage.equity import Equity, equity
from wtc_eco.coverage.need import Public, need_of, reach_of
from wtc_eco.coverage.reach import Matrix, road_km
from wtc_eco.coverage.supply import Want

if TYPE_CHECKING:
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune, Territory


@dataclass(frozen=True, eq=False)
class Share:
    """One public's part of a balance: `people` in need by commune, `weights` by want, `access` by both."""

    public: Public
    people: Matrix
    weights: Matrix
    access: Matrix


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
    held = sorted(offers.values(), key=lambda offer: (offer.name, offer.ins or "", offer.id))
    given = assumptions_of(territory.demand)
    publics = need_of(territory).publics or (_everybody(wants),)
    km = road_km(communes, held, reach_of(territory.demand))
    people = people_in_need(communes, publics, given, territory.demand.get("population", {}))
    return _weighed(communes, held, tuple(wants), _Terms(given, publics, km, people))


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
        found: Matrix = public.car * far + (1 - public.car) * near
        return found


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
        unmet += wanted * (1 - np.minimum(1.0, access / terms.given.target))
        shares.append(Share(terms.publics[p], terms.people[:, p], weights[p], access))
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
    told = sum(minutes.values()) if want.slot is None else minutes.get(want.slot, 0.0)
    return told / 60 if told else given.hours


def places(offer: Offer) -> float:
    """People received at a time: people a week over hours a week, an hour each; 1 where either is unknown."""
    hours = sum(offer.schedule.slots.values()) / 60
    return offer.capacity / hours if offer.capacity and hours else 1.0


def _received(offers: Sequence[Offer], publics: Sequence[Public]) -> Matrix:
    """Structures × publics: 1 where the structure receives the public, or has not said whom it receives."""
    table = [
        [float(offer.publics is None or public.id in offer.publics) for public in publics] for offer in offers
    ]
    return np.array(table, dtype=float).reshape(len(offers), len(publics))


def _everybody(wants: Sequence[Want]) -> Public:
    """One public that wants everything, where a pack weighs none."""
    themes = {want.theme: 1.0 for want in wants if want.theme}
    slots = {want.slot: 1.0 for want in wants if want.slot}
    return Public("", 1.0, themes, slots, share=1.0)
