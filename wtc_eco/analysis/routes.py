"""From every commune, for every profile and need: where the person can come to, and who has what they need.

What several questions about journeys rest on. `sure` holds what somebody said; in `possible` every unknown
public, theme and hour is taken for a yes, so that the truth lies between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wtc_eco.coverage.areas import communes_of
from wtc_eco.coverage.need import fragility_of, need_of, reach_of
from wtc_eco.coverage.reach import Mask, Matrix, near, road_km
from wtc_eco.network.acquaintance import referrals
from wtc_eco.network.contract import CONFIRMED, STATES
from wtc_eco.network.journeys import HOPS, NOT_SERVED, Arcs, Cases, served

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.network.contract import State
    from wtc_eco.territory import Commune, Scope, Territory
    from wtc_eco.territory.profiles import Profile

Said = NDArray[np.int8]
"""What each structure said: 1 yes, -1 no, 0 nobody knows."""
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
class _Told:
    """What the structures said to a profile about a need: of its public, of the theme too, of the hours too."""

    welcome: Said
    themed: Said
    fitting: Said


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
    km = road_km(communes, offers, reach_of(territory.demand))
    blocks = [
        _block(profile, need, _told(profile, need, offers, publics), (communes, offers, km), stretch)
        for profile in territory.profiles
        for need in profile.needs
    ]
    cases = tuple(_cases(territory, communes))
    people = np.array([case.people for case in cases], dtype=np.int64)
    sure, possible = (
        Cases(_beside(blocks, kind, "entries", nodes), _beside(blocks, kind, "goals", nodes), people)
        for kind in ("sure", "possible")
    )
    return Routes(
        nodes=nodes,
        offers=offers,
        cases=cases,
        sure=sure,
        possible=possible,
        arcs=_arcs(study, nodes, STATES),
        confirmed=_arcs(study, nodes, CONFIRMED),
        causes=tuple(cause for block in blocks for cause in block["causes"]),
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


def _told(
    profile: Profile, need: str, offers: Sequence[Offer], publics: Sequence[tuple[str, ...] | None]
) -> _Told:
    welcome = _said([None if held is None else bool(set(held) & set(profile.publics)) for held in publics])
    theme = _said([offer.gives(theme=need) for offer in offers])
    hours = _said([_open(offer.slots, profile.slots) for offer in offers])
    themed = np.minimum(welcome, theme)
    themed[(welcome == -1) | (theme == -1)] = -1
    fitting = np.minimum(themed, hours)
    fitting[(themed == -1) | (hours == -1)] = -1
    return _Told(welcome, themed, fitting)


def _said(answers: Sequence[bool | None]) -> Said:
    return np.array([0 if held is None else 1 if held else -1 for held in answers], dtype=np.int8)


def _open(slots: Mapping[str, bool | None], wanted: Sequence[str]) -> bool | None:
    """Whether one of the wanted slots is open; unknown where none is known to be and one may be."""
    said = [slots.get(slot) for slot in wanted]
    return True if True in said else None if None in said else False


def _block(
    profile: Profile,
    need: str,
    told: _Told,
    ground: tuple[Sequence[Commune], Sequence[Offer], Matrix],
    stretch: float,
) -> dict[str, Any]:
    """Entries and goals (structures × communes), sure and possible, and why a commune would not be served."""
    communes, offers, km = ground
    del need
    base = reach_of({})
    close = near(communes, offers, km, replace(base, within_km=profile.near_km * stretch)).T
    around = near(communes, offers, km, replace(base, within_km=profile.reach_km * stretch)).T

    def both(mask: Mask, said: Said, least: int) -> Mask:
        found: Mask = mask & (said >= least)[:, None]
        return found

    return {
        "sure": {"entries": both(close, told.welcome, 1), "goals": both(around, told.fitting, 1)},
        "possible": {"entries": both(close, told.welcome, 0), "goals": both(around, told.fitting, 0)},
        "causes": _causes(close, around, told),
    }


def _causes(close: Mask, around: Mask, told: _Told) -> list[str]:
    """Why each commune would not be served. Where nobody who could tell has, the answer is `unknown`."""

    def said(mask: Mask, among: Mask, answers: Said, code: int) -> Mask:
        found: Mask = (mask & (among & (answers == code))[:, None]).any(axis=0)
        return found

    def state(mask: Mask, answers: Said, among: Mask) -> tuple[Mask, Mask]:
        """Nobody is known to say yes; and nobody has said no either, though somebody might."""
        yes, no, silent = (said(mask, among, answers, code) for code in (1, -1, 0))
        return ~yes, ~yes & ~no & silent

    everybody = np.ones(told.welcome.size, dtype=bool)
    steps = (
        ("no_entry", state(close, told.welcome, everybody)),
        ("no_offer", state(around, told.themed, everybody)),
        ("wrong_slot", state(around, told.fitting, told.themed == 1)),
    )
    n = close.shape[1]
    found = ["no_path"] * n
    for cause, (lacking, silent) in reversed(steps):
        for at in range(n):
            if lacking[at]:
                found[at] = "unknown" if silent[at] else cause
    return found


def _beside(blocks: Sequence[Mapping[str, Any]], kind: str, what: str, nodes: Sequence[str]) -> Mask:
    held = [block[kind][what] for block in blocks]
    return np.concatenate(held, axis=1) if held else np.zeros((len(nodes), 0), dtype=bool)


def by_profile(routes_: Routes) -> dict[tuple[str, str], list[int]]:
    """The numbers of the cases of each profile and need, in the order of the pack."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, case in enumerate(routes_.cases):
        found.setdefault((case.profile.id, case.need), []).append(number)
    return found
