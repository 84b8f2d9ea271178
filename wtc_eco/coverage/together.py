"""Who could fill a gap (one that is open then and one that offers the theme, or one alone), and where to open next.

The next opening is where it helps most people: each serves the communes near it (maximal covering location problem,
Church & ReVelle 1974). The next one is that which adds most people; then single sites are exchanged for others as long
as that adds people (Teitz & Bart 1968), from several starts. The greedy choice of n is never under 1 - 1/e of the best;
how far the result can be below is told case by case by a bound: what is covered, plus the n largest gains still to be
had, at whatever moment of the choice that is least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.coverage.balance import may_receive
from wtc_eco.coverage.supply import Mask, Matrix, Want, km_between, near, road_km

if TYPE_CHECKING:
    from wtc_eco.coverage.gaps import Gauge, Lack
    from wtc_eco.coverage.offer import Offer


STARTS = 24
"""From how many of the largest sites the choice is tried."""


@dataclass(frozen=True)
class NewSite:
    """A site chosen: its row, the cells (columns: a commune, or a public of one) it adds and their people."""

    site: int
    cells: tuple[int, ...]
    people: float


@dataclass(frozen=True)
class Siting:
    """The openings, that which adds most people first, and the most people that as many could cover."""

    openings: tuple[NewSite, ...]
    bound: float

    @property
    def people(self) -> float:
        """How many people the openings cover."""
        return sum(opening.people for opening in self.openings)


def plan(covers: Mask, people: Matrix, n: int) -> Siting:
    """The next `n` openings: `covers` is sites × cells, `people` by cell, 0 where covered already.

    Equal gains go to the first site; a site that adds nobody is not chosen.
    """
    if not covers.size:
        return Siting((), 0.0)
    chosen, bound = _greedy(covers, people, n)
    best = _exchanged(covers, people, chosen)
    # From each of the largest sites in turn: the largest of all may be none of the best.
    for first in np.argsort(-(covers @ people), kind="stable")[:STARTS]:
        other, _ = _greedy(covers, people, n, (int(first),))
        other = _exchanged(covers, people, other)
        if _covered(covers, people, other) > _covered(covers, people, best) * (1 + 1e-9):
            best = other
    return Siting(_told(covers, people, best), min(bound, float(people.sum())))


def _covered(covers: Mask, people: Matrix, sites: list[int]) -> float:
    return float(people[covers[sites].any(axis=0)].sum())


def _greedy(covers: Mask, people: Matrix, n: int, first: tuple[int, ...] = ()) -> tuple[list[int], float]:
    """The sites, after the first ones, and the least of the bounds that each moment of the choice gives."""
    chosen, bound = list(first), float("inf")
    left = np.where(covers[chosen].any(axis=0), 0.0, people)
    for step in range(len(first), n + 1):
        gains = covers @ left
        bound = min(bound, float(people.sum() - left.sum() + np.sort(gains)[::-1][:n].sum()))
        site = int(gains.argmax())
        if step == n or gains[site] <= 0:
            break
        chosen.append(site)
        left[covers[site]] = 0.0
    return chosen, bound


def _exchanged(covers: Mask, people: Matrix, chosen: list[int]) -> list[int]:
    """Sites exchanged one for one while that covers more people; each exchange adds, so it ends."""
    sites = list(chosen)
    improved = True
    while improved:
        improved = False
        for place in range(len(sites)):
            others = sites[:place] + sites[place + 1 :]
            left = np.where(covers[others].any(axis=0), 0.0, people)
            gains = covers @ left
            best = int(gains.argmax())
            # A hair's breadth is rounding, and could go to and fro for ever.
            if gains[best] > gains[sites[place]] * (1 + 1e-9):
                sites[place], improved = best, True
    return sites


def _told(covers: Mask, people: Matrix, sites: list[int]) -> tuple[NewSite, ...]:
    """The sites in the order of what each adds to those before it."""
    left, waiting, openings = people.astype(float).copy(), sorted(sites), []
    while waiting:
        gains = covers[waiting] @ left
        site = waiting.pop(int(gains.argmax()))
        added = np.flatnonzero(covers[site] & (left > 0))
        if added.size:
            openings.append(NewSite(site, tuple(map(int, added)), float(left[added].sum())))
        left[added] = 0.0
    return tuple(openings)


@dataclass(frozen=True)
class Team:
    """Who would fill the gap: the `host` opens its door then, the `teacher` comes to it (None: the host alone).

    `km` are road km between both, `None` alone. `unmet` are the
    people of each commune (INS code) that would no longer lack it, of the `publics` that neither is known not to
    receive; `publics_known`: both said whom they receive.
    """

    host: Offer
    teacher: Offer | None
    km: float | None
    unmet: Mapping[str, float]
    publics: tuple[str, ...]
    publics_known: bool

    @property
    def people(self) -> float:
        """How many people it would serve."""
        return sum(self.unmet.values())


@dataclass(frozen=True)
class Proposals:
    """Teams of two, then single openings for whom those leave; `bound`: the most people as many of each could serve."""

    pairs: tuple[Team, ...]
    alone: tuple[Team, ...]
    pairs_bound: float
    alone_bound: float


def proposals(lack: Lack, offers: Mapping[str, Offer], gauge: Gauge, n: int = 3) -> Proposals:
    """The first `n` pairs and the first `n` openings that fill a gap of a theme at a slot, most people first.

    A host is open at the slot and not known to offer the theme; its teacher offers the theme, is not known to be
    open then, is near, and receives a public that the host receives too: two that receive nobody in common meet no
    need. Alone, a structure that offers the theme would open at the slot.
    """
    located = sorted(
        (offer for offer in offers.values() if offer.located),
        key=lambda offer: (offer.name, offer.ins or "", offer.id),
    )
    need = _Unmet(lack, gauge)
    hosts = [
        one for one in located if one.gives(slot=lack.want.slot) and not one.gives(theme=lack.want.theme)
    ]
    teachers = [
        one for one in located if one.gives(theme=lack.want.theme) and not one.gives(slot=lack.want.slot)
    ]
    first = _plan(_pairs(hosts, teachers, gauge, need), need, need.people, n)
    left = need.people.copy()
    left[[cell for one in first.openings for cell in one.cells]] = 0.0
    second = _plan([_Site(one, None, None) for one in teachers], need, left, n)
    return Proposals(
        tuple(_team(first, one, need) for one in first.openings),
        tuple(_team(second, one, need) for one in second.openings),
        first.bound,
        second.bound,
    )


@dataclass(frozen=True)
class _Site:
    """A host, with the teacher that would come to it and their distance; alone where there is none."""

    host: Offer
    teacher: Offer | None
    km: float | None

    @property
    def offers(self) -> tuple[Offer, ...]:
        return (self.host,) if self.teacher is None else (self.host, self.teacher)


class _Unmet:
    """Who lacks it: one column for each commune that does and each public, `people` in each."""

    def __init__(self, lack: Lack, gauge: Gauge) -> None:
        self.communes = [cell.commune for cell in lack.lacking]
        self.publics = [share.public for share in gauge.balance.shares]
        self.reach = gauge.reach
        codes = [commune.ins for commune in self.communes]
        self.people: Matrix = gauge.balance.unmet_by_public(lack.want, codes).reshape(-1)

    def received(self, offers: Sequence[Offer]) -> tuple[bool, ...]:
        """By public, whether none of these is known not to receive it."""
        return tuple(all(may_receive(one, public) for one in offers) for public in self.publics)


def _pairs(hosts: Sequence[Offer], teachers: Sequence[Offer], gauge: Gauge, need: _Unmet) -> Sequence[_Site]:
    """Each host with the nearest teacher within reach for each set of publics that both receive."""
    if not teachers or not hosts:
        return ()
    theirs, ours = (np.array([need.received([one]) for one in some]) for some in (teachers, hosts))
    km = km_between(hosts, teachers, gauge.reach)
    sites: list[_Site] = []
    for n, host in enumerate(hosts):
        paired: dict[bytes, _Site] = {}
        for t in np.argsort(km[n], kind="stable"):
            common = ours[n] & theirs[t]
            if km[n, t] <= gauge.reach.within_km and common.any():
                paired.setdefault(common.tobytes(), _Site(host, teachers[int(t)], float(km[n, t])))
        sites += paired.values()
    return sites


@dataclass(frozen=True)
class _Planned:
    """Sites, and which of them were chosen."""

    sites: Sequence[_Site]
    openings: tuple[NewSite, ...]
    bound: float


def _plan(sites: Sequence[_Site], need: _Unmet, people: Matrix, n: int) -> _Planned:
    if not sites or not need.communes:
        return _Planned((), (), 0.0)
    hosts = [site.host for site in sites]
    close = near(need.communes, hosts, road_km(need.communes, hosts, need.reach), need.reach).T
    received = np.array([need.received(site.offers) for site in sites])
    covers = (close[:, :, None] & received[:, None, :]).reshape(len(sites), -1)
    chosen = plan(covers, people, n)
    return _Planned(sites, chosen.openings, chosen.bound)


def _team(planned: _Planned, opening: NewSite, need: _Unmet) -> Team:
    site = planned.sites[opening.site]
    unmet: dict[str, float] = {}
    for cell in opening.cells:
        code = need.communes[cell // len(need.publics)].ins
        unmet[code] = unmet.get(code, 0.0) + float(need.people[cell])
    publics = tuple(
        public.id
        for public, received in zip(need.publics, need.received(site.offers), strict=True)
        if received
    )
    known = all(one.publics is not None and "publics" not in one.open_lists for one in site.offers)
    return Team(site.host, site.teacher, site.km, unmet, publics, known)


def completed(want: Want, lacks: Sequence[Lack], gauge: Gauge) -> Lack | None:
    """The worst lack of a theme at a slot that agrees with what was asked; `None` where none lacks anything."""
    agreeing = [
        lack
        for lack in lacks
        if want.theme in (None, lack.want.theme) and want.slot in (None, lack.want.slot) and lack.lacking
    ]
    return gauge.worst(agreeing)
