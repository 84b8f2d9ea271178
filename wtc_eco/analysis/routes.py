"""From every commune, for every profile and need: where the person can come to, and who has what they need.

What several questions about journeys rest on. `sure` holds what somebody said; in `possible` every unknown
public, theme and hour is taken for a yes, so that the truth lies between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wtc_eco.analysis.route_blocks import Block, Ground, block
from wtc_eco.coverage.areas import communes_of
from wtc_eco.coverage.need import fragility_of, need_of, reach_of
from wtc_eco.coverage.reach import Mask, road_km
from wtc_eco.network.acquaintance import referrals
from wtc_eco.network.contract import CONFIRMED, STATES
from wtc_eco.network.journeys import HOPS, NOT_SERVED, Arcs, Cases, served

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.network.contract import State
    from wtc_eco.territory import Commune, Scope, Territory
    from wtc_eco.territory.profiles import Profile

OUTCOMES = ("door", "one", "two", "no_entry", "no_offer", "wrong_slot", "no_path", "unknown")
"""Served at the door, after one referral, after two; or not, and why; or nobody can tell."""
SERVED = OUTCOMES[: HOPS + 1]
LACKING = ("no_entry", "no_offer", "wrong_slot", "no_path")


@dataclass(frozen=True)
class Case:
    """A profile, at home in a commune, looking for a theme."""

    profile: Profile
    need: str
    commune: Commune
    people: int


@dataclass(frozen=True)
class Routes:
    """The cases of a scope, over the structures `nodes` and the referrals between them."""

    nodes: tuple[str, ...]
    offers: tuple[Offer, ...]
    cases: tuple[Case, ...]
    sure: Cases
    possible: Cases
    arcs: Arcs
    confirmed: Arcs
    causes: tuple[str, ...]

    @cached_property
    def hops(self) -> NDArray[np.int8]:
        """After how many referrals each case is served; -1 where it is not."""
        return served(self.sure, self.arcs)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """What becomes of each case: one of `OUTCOMES`."""
        return tuple(
            self.causes[n] if hop == NOT_SERVED else SERVED[hop] for n, hop in enumerate(self.hops.tolist())
        )

    @property
    def people(self) -> int:
        """How many people all cases stand for."""
        return int(self.sure.people.sum())

    def share(self, cases: Cases, arcs: Arcs, hops: int = HOPS) -> float | None:
        """The share (0..1) of people served within `hops` referrals; `None` where nobody is counted."""
        done = cases.people[served(cases, arcs, hops) != NOT_SERVED].sum()
        return float(done) / self.people if self.people else None

    def bounds(self) -> tuple[float | None, float | None]:
        """The share of people served, at least (confirmed referrals) and at most (every unknown a yes)."""
        return self.share(self.sure, self.confirmed), self.share(self.possible, self.arcs)


def routes(study: Study, scope: Scope, *, stretch: float = 1.0) -> Routes:
    """The cases of the communes in a scope; structures of everywhere count where they are near enough.

    `stretch` multiplies the distances that people go, to see whether a result holds.
    """
    territory = study.territory
    nodes = tuple(node for node in study.network if node in study.offers)
    offers = tuple(study.offers[node] for node in nodes)
    communes = communes_of(territory, scope)
    publics = [study.registry.row(node)["publics"] for node in nodes]
    ground = Ground(communes, offers, publics, road_km(communes, offers, reach_of(territory.demand)))
    wanted = [(profile, need) for profile in territory.profiles for need in profile.needs]
    blocks = [block(profile, need, ground, stretch=stretch) for profile, need in wanted]
    cases = tuple(_cases(territory, communes))
    people = np.array([case.people for case in cases], dtype=np.int64)

    def beside(chosen: Callable[[Block], Mask]) -> Mask:
        none = np.zeros((len(nodes), 0), dtype=bool)
        return np.concatenate([none, *map(chosen, blocks)], axis=1)

    return Routes(
        nodes=nodes,
        offers=offers,
        cases=cases,
        sure=Cases(beside(lambda one: one.entries), beside(lambda one: one.goals), people),
        possible=Cases(
            beside(lambda one: one.possible_entries), beside(lambda one: one.possible_goals), people
        ),
        arcs=_arcs(study, nodes, STATES),
        confirmed=_arcs(study, nodes, CONFIRMED),
        causes=tuple(cause for one in blocks for cause in one.causes),
    )


def _arcs(study: Study, nodes: Sequence[str], states: Sequence[State]) -> Arcs:
    return Arcs.of(nodes, referrals(study.network, states).edges)


def _cases(territory: Territory, communes: Sequence[Commune]) -> Iterator[Case]:
    """The cases in order: profile, need, commune. The people of a profile are shared out over its needs."""
    sizes = {public.id: public.size for public in need_of(territory).publics}
    measure = fragility_of(territory.demand)
    for profile in territory.profiles:
        share = profile.part * sizes.get(profile.stands_for, 1.0) * (measure.share if measure else 1.0)
        for need in profile.needs:
            for commune in communes:
                yield Case(profile, need, commune, round(commune.population * share / len(profile.needs)))


def by_profile(routes_: Routes) -> dict[tuple[str, str], list[int]]:
    """The numbers of the cases of each profile and need, in the order of the pack."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, case in enumerate(routes_.cases):
        found.setdefault((case.profile.id, case.need), []).append(number)
    return found
