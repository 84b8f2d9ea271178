"""What a meeting of two structures is worth, and why: what one brings that the other lacks, what they share.

Only what is known counts: a structure that never said what it does lacks nothing and brings nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wtc_eco.coverage.balance import assumptions_of
from wtc_eco.coverage.gaps import communes_of
from wtc_eco.coverage.need import reach_of
from wtc_eco.coverage.supply import LACKING, Reach, Want, cells, great_circle_km
from wtc_eco.events.invitations.candidates import Invitee, field, road_km
from wtc_eco.events.invitations.request import Circumstances, Request
from wtc_eco.territory import Bassin, Scope, Vocabulary

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study

Matrix = NDArray[np.float64]

STEP = 0.5
"""One offers a step of the journey that the other is known not to offer; the same again the other way."""
THEME = 0.1
"""For each theme that one teaches and the other is known not to teach, five at most in each direction."""
MOST_THEMES = 5
PUBLICS = 0.4
"""They welcome a same public, «everyone» apart."""
GAP = 0.3
"""Their communes lack the same theme or slot: they may solve it together."""
JOURNEY = 1.0
"""The introduction that would serve most people; the others in proportion."""
AT_FAR = 0.4
"""What is left of a meeting's worth as far as people go by car; linear from 1 next door, nothing beyond."""
PLACE_UNKNOWN = 0.7
ALONE = 1.25
"""For each side that nobody cites or that cites nobody, as far as the answers tell."""
MET = 0.5
"""They sat at one table before."""
LONELY = ("isolated", "knows_no_one", "unknown_to_others")


@dataclass(frozen=True)
class Meeting:
    """Two structures that would gain by meeting: what the other brings, what they share, how far they are.

    `brings` are ids of steps, else of themes; `shared` ids of publics; `gap` ids of what both communes
    lack. `km` is `None` where a place is unknown or both only stand at their commune's centre.
    """

    other: Invitee
    brings: tuple[str, ...]
    themes: tuple[str, ...]
    shared: tuple[str, ...]
    gap: tuple[str, ...]
    unlocks: float
    km: float | None
    same_commune: bool


@dataclass(frozen=True, eq=False)
class Pairs:
    """All meetings of the candidates. `lacking` gives the themes and slots that a commune (INS) lacks.

    `far_km` is how far people go by road: beyond, a meeting helps nobody's publics.
    """

    candidates: tuple[Invitee, ...]
    publics: Vocabulary
    lacking: Mapping[str, frozenset[str]]
    circumstances: Circumstances
    reach: Reach
    far_km: float

    @classmethod
    def of(cls, study: Study, candidates: tuple[Invitee, ...], circumstances: Circumstances) -> Pairs:
        """The meetings of these candidates, with what their communes lack and the distances of the territory."""
        territory = study.territory
        return cls(
            candidates,
            territory.publics,
            lacking(study, candidates),
            circumstances,
            reach_of(territory.demand),
            assumptions_of(territory.demand).by_car.limit_km,
        )

    @cached_property
    def worth(self) -> Matrix:
        """Symmetric, n × n; 0 for two that are tied, of one bearer, too far, or with nothing to give."""
        invitees = self.candidates
        given = _given(invitees, "steps") > 0
        taught = np.minimum(MOST_THEMES, _given(invitees, "themes"))
        reason = STEP * (given.astype(float) + given.T) + THEME * (taught + taught.T)
        reason += PUBLICS * (_shared(invitees, self._specific) > 0)
        reason += GAP * (_shared(invitees, lambda one: self.lacking.get(one.ins or "")) > 0)
        reason += JOURNEY * self._unlocking()
        one_way = reason * self._nearness() * _standing(invitees)
        one_way[self._useless()] = 0.0
        # To the thousandth: the order of sums differs from one machine to the next.
        worth: Matrix = np.round((one_way + one_way.T) / 2, 3)
        return worth

    def meeting(self, one: int, other: int) -> Meeting:
        """Why the first should meet the second."""
        here, there = self.candidates[one], self.candidates[other]
        key = (min(here.id, there.id), max(here.id, there.id))
        same = here.ins is not None and here.ins == there.ins
        both = here.point is not None and there.point is not None
        exact = both and (not same or (here.at_address and there.at_address))
        return Meeting(
            other=there,
            brings=_only(there, here, "steps"),
            themes=_only(there, here, "themes"),
            shared=_both(self._specific(here), self._specific(there)),
            gap=_both(self.lacking.get(here.ins or ""), self.lacking.get(there.ins or "")),
            unlocks=self.circumstances.unlocks.get(key, 0.0),
            km=road_km(here.point, there.point, self.reach) if exact and here.point and there.point else None,
            same_commune=same,
        )

    def _specific(self, one: Invitee) -> frozenset[str] | None:
        return None if one.publics is None else specific(one.publics, self.publics)

    def _nearness(self) -> Matrix:
        points = np.array([one.point or (np.nan, np.nan) for one in self.candidates]).reshape(-1, 2)
        lat, lon = points.T
        km = self.reach.road_factor * great_circle_km(lat, lon, lat, lon)
        near = np.where(km <= self.far_km, 1 - (1 - AT_FAR) * km / self.far_km, 0.0)
        unknown = np.isnan(points[:, 0])
        return np.where(unknown[:, None] | unknown[None, :], PLACE_UNKNOWN, near)

    def _unlocking(self) -> Matrix:
        place = {one.id: at for at, one in enumerate(self.candidates)}
        gains = np.zeros((len(place), len(place)))
        most = max(self.circumstances.unlocks.values(), default=0.0)
        for (one, other), people in self.circumstances.unlocks.items():
            if one in place and other in place and most > 0:
                gains[place[one], place[other]] = gains[place[other], place[one]] = people / most
        return gains

    def _useless(self) -> NDArray[np.bool_]:
        place = {one.id: at for at, one in enumerate(self.candidates)}
        bearers = np.array([one.bearer for one in self.candidates], dtype=object)
        useless: NDArray[np.bool_] = bearers[:, None] == bearers[None, :]
        for at, one in enumerate(self.candidates):
            known = [place[other] for other in one.links.neighbours if other in place]
            useless[at, known] = useless[known, at] = True
        return useless


def specific(terms: frozenset[str] | None, publics: Vocabulary) -> frozenset[str]:
    """Publics without those that are everybody: terms without a group."""
    return frozenset(term for term in terms or () if term in publics and publics[term].group)


def _table(
    invitees: Sequence[Invitee], read: Callable[[Invitee], frozenset[str] | None], column: str = ""
) -> tuple[Matrix, Matrix]:
    """Candidates × terms: said to offer; known not to, where all of the `column` was understood."""
    terms_said = [read(one) for one in invitees]
    terms = sorted({term for each in terms_said for term in each or ()})
    offers = np.array(
        [[each is not None and term in each for term in terms] for each in terms_said], dtype=float
    )
    known = np.array(
        [
            each is not None and column not in one.open_lists
            for one, each in zip(invitees, terms_said, strict=True)
        ],
        dtype=float,
    )
    offers = offers.reshape(len(invitees), len(terms))
    return offers, (1 - offers) * known[:, None]


def _given(invitees: Sequence[Invitee], column: str) -> Matrix:
    """How many terms of `steps` or `themes` the row offers that the column is known not to."""
    offers, lacks = _table(invitees, attrgetter(column), column)
    given: Matrix = offers @ lacks.T
    return given


def _shared(invitees: Sequence[Invitee], read: Callable[[Invitee], frozenset[str] | None]) -> Matrix:
    offers, _ = _table(invitees, read)
    shared: Matrix = offers @ offers.T
    return shared


def _standing(invitees: Sequence[Invitee]) -> Matrix:
    alone = np.array([ALONE if one.standing.id in LONELY else 1.0 for one in invitees])
    ids = [one.id for one in invitees]
    met = np.array([[other in one.met for other in ids] for one in invitees], dtype=bool).reshape(
        len(invitees), -1
    )
    factor: Matrix = alone[:, None] * alone[None, :] * np.where(met | met.T, MET, 1.0)
    return factor


def _only(one: Invitee, other: Invitee, column: str) -> tuple[str, ...]:
    offered, others = getattr(one, column), getattr(other, column)
    unknown = offered is None or others is None or column in other.open_lists
    return () if unknown else tuple(sorted(offered - others))


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> tuple[str, ...]:
    return () if one is None or other is None else tuple(sorted(one & other))


_NOWHERE = Scope(bassin=Bassin("", {}, ()))


def pairs_of(study: Study, structures: Sequence[str]) -> Pairs:
    """The meetings of these structures, whoever objected to letters: they come of their own will."""
    known = Circumstances()
    invitable = field(study, _NOWHERE, Request(seats=len(structures), fixed=tuple(structures)), known)
    return Pairs.of(study, invitable.candidates, known)


def lacking(study: Study, candidates: Sequence[Invitee]) -> Mapping[str, frozenset[str]]:
    """The themes and slots that each commune of the candidates lacks: known, not merely unsaid."""
    wanted = {one.ins for one in candidates}
    communes = [each for each in communes_of(study.territory, Scope()) if each.ins in wanted]
    wants = [Want(theme=theme) for theme in study.territory.themes]
    wants += [Want(slot=slot) for slot, term in study.territory.slots.items() if "days" in term.extra]
    by_commune: dict[str, set[str]] = {}
    reach = reach_of(study.territory.demand)
    for cell in cells(communes, study.offers, wants, reach) if communes else ():
        if cell.state in LACKING:
            by_commune.setdefault(cell.commune.ins, set()).add(cell.want.theme or cell.want.slot or "")
    return {ins: frozenset(lacks) for ins, lacks in by_commune.items()}
