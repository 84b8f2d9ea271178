"""Who could fill a gap: one that is open at the time and one that offers the theme, or one alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.coverage.siting import Siting, plan
from wtc_eco.coverage.supply import Matrix, Reach, Want, km_by_road, near, points_of, road_km

if TYPE_CHECKING:
    from wtc_eco.coverage.gaps import Gauge, Lack
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune


@dataclass(frozen=True)
class Team:
    """Who would fill the gap: the `host` opens its door then, the `teacher` comes to it (None: the host alone).

    `km` are road km between both; `communes` are INS codes that would no longer lack it.
    """

    host: Offer
    teacher: Offer | None
    km: float | None
    communes: tuple[str, ...]
    people: float


@dataclass(frozen=True)
class Proposals:
    """Teams of two, then single openings for whom those leave; `bound`: the most people as many of each could serve."""

    pairs: tuple[Team, ...]
    alone: tuple[Team, ...]
    pairs_bound: float
    alone_bound: float


def proposals(lack: Lack, offers: Mapping[str, Offer], gauge: Gauge, n: int = 3) -> Proposals:
    """The first `n` pairs and the first `n` openings that fill a gap of a theme at a slot, most people first.

    A host is open at the slot and not known to offer the theme; its teacher offers the theme, is not
    known to be open then, and is near. Alone, a structure that offers the theme would open at the slot.
    """
    located = sorted(
        (offer for offer in offers.values() if offer.located),
        key=lambda offer: (offer.name, offer.ins or "", offer.id),
    )
    communes = [cell.commune for cell in lack.lacking]
    people = np.array([gauge.balance.at(lack.want, commune.ins)[2] for commune in communes])
    hosts = [
        one for one in located if one.gives(slot=lack.want.slot) and not one.gives(theme=lack.want.theme)
    ]
    teachers = [
        one for one in located if one.gives(theme=lack.want.theme) and not one.gives(slot=lack.want.slot)
    ]
    between = km_by_road(points_of(hosts), points_of(teachers), gauge.reach)
    nearest = between.argmin(axis=1) if teachers else np.zeros(len(hosts), dtype=np.intp)
    able = [n for n in range(len(hosts)) if teachers and between[n, nearest[n]] <= gauge.reach.within_km]
    first = _plan([hosts[n] for n in able], communes, people, gauge.reach, n)
    pairs = [
        Team(
            hosts[able[one.site]],
            teachers[int(nearest[able[one.site]])],
            float(between[able[one.site], nearest[able[one.site]]]),
            tuple(communes[c].ins for c in one.communes),
            one.people,
        )
        for one in first.openings
    ]
    left = people.copy()
    left[[c for one in first.openings for c in one.communes]] = 0.0
    second = _plan(teachers, communes, left, gauge.reach, n)
    alone = [
        Team(teachers[one.site], None, None, tuple(communes[c].ins for c in one.communes), one.people)
        for one in second.openings
    ]
    return Proposals(tuple(pairs), tuple(alone), first.bound, second.bound)


def _plan(
    sites: Sequence[Offer], communes: Sequence[Commune], people: Matrix, reach: Reach, n: int
) -> Siting:
    if not sites or not communes:
        return Siting((), 0.0)
    covers = near(communes, sites, road_km(communes, sites, reach), reach).T
    return plan(covers, people, n)


def completed(want: Want, lacks: Sequence[Lack], gauge: Gauge) -> Lack | None:
    """The worst lack of a theme at a slot that agrees with what was asked; `None` where none lacks anything."""
    agreeing = [
        lack
        for lack in lacks
        if want.theme in (None, lack.want.theme) and want.slot in (None, lack.want.slot) and lack.lacking
    ]
    return gauge.worst(agreeing)
