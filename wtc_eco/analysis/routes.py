"""For every commune, profile and need: where the person can come to, and who has what they need.

`sure` holds what somebody said; in `possible` every unknown public, theme and hour is taken for a yes, so that
the truth lies between the two. Whoever is not served is told why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wtc_eco.coverage.gaps import communes_of
from wtc_eco.coverage.need import fragility_of, need_of, reach_of
from wtc_eco.coverage.supply import Mask, Matrix, Reach, near, road_km
from wtc_eco.network.acquaintance import referrals
from wtc_eco.network.graph import CONFIRMED, STATES
from wtc_eco.network.journeys import HOPS, NOT_SERVED, Arcs, Cases, served

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.network.graph import State
    from wtc_eco.territory import Commune, Scope, Territory
    from wtc_eco.territory.profiles import Profile

Said = NDArray[np.int8]
"""What each structure said: 1 yes, -1 no, 0 nobody knows."""
YES, UNKNOWN, NO = 1, 0, -1


@dataclass(frozen=True)
class RouteGround:
    """The communes, the structures with the publics each told, and the road km between them."""

    communes: Sequence[Commune]
    offers: Sequence[Offer]
    publics: Sequence[tuple[str, ...] | None]
    km: Matrix

    def within(self, km: float) -> Mask:
        """Which structures are near enough to which commune, its own always: structures × communes."""
        return near(self.communes, self.offers, self.km, Reach(within_km=km)).T


@dataclass(frozen=True)
class ToldCounts:
    """What structures said to a profile about a need: of its public; of the theme too; of the hours too."""

    welcome: Said
    themed: Said
    fitting: Said


@dataclass(frozen=True)
class Block:
    """Where a profile can come to and who has what it needs (structures × communes), and what is lacking.

    In `possible_…` every unknown public, theme and hour is taken for a yes. `causes` says of each commune
    why it would not be served.
    """

    entries: Mask
    goals: Mask
    possible_entries: Mask
    possible_goals: Mask
    causes: tuple[str, ...]


def block(profile: Profile, need: str, ground: RouteGround, *, stretch: float = 1.0) -> Block:
    """The block of a profile and a need; `stretch` multiplies the distances that the person goes."""
    answers = _told(profile, need, ground)
    close, around = ground.within(profile.near_km * stretch), ground.within(profile.reach_km * stretch)
    return Block(
        entries=close & (answers.welcome == YES)[:, None],
        goals=around & (answers.fitting == YES)[:, None],
        possible_entries=close & (answers.welcome != NO)[:, None],
        possible_goals=around & (answers.fitting != NO)[:, None],
        causes=_causes(close, around, answers),
    )


def _told(profile: Profile, need: str, ground: RouteGround) -> ToldCounts:
    wanted = set(profile.publics)
    welcome = _said(
        [None if publics is None else not wanted.isdisjoint(publics) for publics in ground.publics]
    )
    theme = _said([offer.gives(theme=need) for offer in ground.offers])
    hours = _said([_open(offer.slots, profile.slots) for offer in ground.offers])
    themed = _both(welcome, theme)
    return ToldCounts(welcome, themed, _both(themed, hours))


def _said(answers: Sequence[bool | None]) -> Said:
    code = {True: YES, False: NO, None: UNKNOWN}
    return np.array([code[answer] for answer in answers], dtype=np.int8)


def _both(one: Said, other: Said) -> Said:
    """Yes where both are; no where one is; else unknown: the smaller of the two."""
    smaller: Said = np.minimum(one, other)
    return smaller


def _open(slots: Mapping[str, bool | None], wanted: Sequence[str]) -> bool | None:
    """Whether one of the wanted slots is open; unknown where none is known to be and one may be."""
    is_open = [slots.get(slot) for slot in wanted]
    return True if True in is_open else None if None in is_open else False


def _causes(close: Mask, around: Mask, answers: ToldCounts) -> tuple[str, ...]:
    """Why each commune would not be served, the first of these that holds:

    1. `no_entry`: nobody near is known to welcome the profile;
    2. `no_offer`: nobody within reach is known to offer the need to it;
    3. `wrong_slot`: those that do are not known to be open when it can come;
    4. `no_path`: nobody refers there.

    Where nobody has said no to one of the first three, though somebody might say yes, it is `unknown`; so it is
    in a register without any structure.
    """
    if not answers.welcome.size:
        return ("unknown",) * int(close.shape[1])
    everybody = np.ones(answers.welcome.size, dtype=bool)
    steps = (
        ("no_entry", *_lacking(close, answers.welcome, everybody)),
        ("no_offer", *_lacking(around, answers.themed, everybody)),
        ("wrong_slot", *_lacking(around, answers.fitting, answers.themed == YES)),
    )
    cause_of = np.full(close.shape[1], "no_path", dtype=object)
    for cause, lacking, silent in reversed(steps):
        cause_of[lacking] = cause
        cause_of[silent] = "unknown"
    return tuple(cause_of.tolist())


def _lacking(mask: Mask, answers: Said, among: Mask) -> tuple[Mask, Mask]:
    """The communes where nobody is known to say yes; and those of them where nobody has said no either."""
    yes, no, unknown = (
        (mask & (among & (answers == answer))[:, None]).any(axis=0) for answer in (YES, NO, UNKNOWN)
    )
    return ~yes, ~yes & ~no & unknown


OUTCOMES = ("door", "one", "two", "no_entry", "no_offer", "wrong_slot", "no_path", "unknown")
"""Served at the door, after one referral, after two; or not, and why; or nobody can tell."""
SERVED = OUTCOMES[: HOPS + 1]
LACKING = ("no_entry", "no_offer", "wrong_slot", "no_path")


@dataclass(frozen=True)
class RouteCase:
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
    cases: tuple[RouteCase, ...]
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
    ground = RouteGround(communes, offers, publics, road_km(communes, offers, reach_of(territory.demand)))
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


def _cases(territory: Territory, communes: Sequence[Commune]) -> Iterator[RouteCase]:
    """The cases in order: profile, need, commune. The people of a profile are shared out over its needs."""
    sizes = {public.id: public.size for public in need_of(territory).publics}
    measure = fragility_of(territory.demand)
    for profile in territory.profiles:
        share = profile.part * sizes.get(profile.stands_for, 1.0) * (measure.share if measure else 1.0)
        for need in profile.needs:
            for commune in communes:
                yield RouteCase(
                    profile, need, commune, round(commune.population * share / len(profile.needs))
                )


def by_profile(routes_: Routes) -> dict[tuple[str, str], list[int]]:
    """The numbers of the cases of each profile and need, in the order of the pack."""
    numbers_of: dict[tuple[str, str], list[int]] = {}
    for number, case in enumerate(routes_.cases):
        numbers_of.setdefault((case.profile.id, case.need), []).append(number)
    return numbers_of
