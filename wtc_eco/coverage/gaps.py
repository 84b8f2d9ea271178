"""What is missing in an area: the communes where nobody is known to offer what is wanted.

A gap is measured by the weights of need, what counts as near, and the people concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from wtc_eco.coverage.balance import Balance, balance
from wtc_eco.coverage.need import Need, fragile_change, need_of, reach_of
from wtc_eco.coverage.supply import LACKING, Count, CoverageCell, Reach, State, Want, counted

if TYPE_CHECKING:
    from wtc_eco.coverage.balance import Equity
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune, Scope, Territory


@dataclass(frozen=True)
class Lack:
    """A want in an area: how its structures answer, and what each of its communes finds around."""

    want: Want
    count: Count
    cells: tuple[CoverageCell, ...]

    @cached_property
    def lacking(self) -> tuple[CoverageCell, ...]:
        """The communes where somebody has said no and nobody near has said yes; the farthest first."""
        without = (cell for cell in self.cells if cell.state in LACKING)
        return tuple(sorted(without, key=lambda cell: (-farness(cell), cell.commune.name, cell.commune.ins)))

    @property
    def share(self) -> float:
        """The share of communes that lack it, 0..1; communes nobody can speak for are not among them."""
        return len(self.lacking) / len(self.cells) if self.cells else 0.0

    @property
    def people(self) -> int:
        """How many people live in the communes that lack it."""
        return sum(cell.commune.population for cell in self.lacking)

    @property
    def state(self) -> State:
        """The area in a word: a gap where a commune lacks it, unknown where no commune can tell."""
        states = {cell.state for cell in self.cells}
        order: tuple[State, ...] = ("not_found", "none", "nobody", "offered", "unknown")
        return next((state for state in order if state in states), "unknown")

    def severity(self, need: Need) -> tuple[float, float]:
        """How bad it is, larger is worse: weight × share of communes; then weight × share not offering."""
        known = self.count.n_known
        rare = self.count.n_not / known if known else 0.0
        weight = need.weight(self.want)
        return round(weight * self.share, 9), round(weight * rare, 9)


def farness(cell: CoverageCell) -> float:
    """Road km to the nearest offer; infinite where nobody located is known to offer it."""
    return inf if cell.km is None else cell.km


def lacks(cells: Iterable[CoverageCell], offers: Sequence[Offer]) -> tuple[Lack, ...]:
    """The cells of an area gathered by want, in their order; `offers` are the area's structures."""
    by_want: dict[Want, list[CoverageCell]] = {}
    for cell in cells:
        by_want.setdefault(cell.want, []).append(cell)
    return tuple(Lack(want, counted(offers, want), tuple(of_want)) for want, of_want in by_want.items())


def communes_of(territory: Territory, scope: Scope) -> tuple[Commune, ...]:
    """The communes in question, by INS code; of the whole territory, those that belong to a bassin."""
    ordered = (commune for _, commune in sorted(territory.communes.items()))
    return tuple(one for one in ordered if _asked(territory, scope, one.bassin, one.ins))


def offers_of(offers: Mapping[str, Offer], territory: Territory, scope: Scope) -> tuple[Offer, ...]:
    """The structures in question; of the whole territory, those that belong to a bassin."""
    return tuple(one for one in offers.values() if _asked(territory, scope, one.bassin, one.ins))


def _asked(territory: Territory, scope: Scope, bassin: str | None, ins: str | None) -> bool:
    everywhere = scope.bassin is None and scope.commune is None
    if everywhere and territory.bassins:
        return bassin is not None
    return scope.covers(bassin, ins)


@dataclass(frozen=True, eq=False)
class Gauge:
    """The measures of a territory. `counted`: people were counted by public, so they may rank gaps."""

    need: Need
    reach: Reach
    balance: Balance
    change: float
    counted: bool

    def worst(self, lacks: Iterable[Lack], need: Need | None = None) -> Lack | None:
        """The first of the worst, in the order of the pack's words."""
        return max(lacks, key=lambda lack: lack.severity(need or self.need), default=None)

    def is_fragile(self, lacks: Sequence[Lack]) -> bool:
        """Whether another one would be the worst if one weight moved by `change`."""
        worst = self.worst(lacks)
        return any(self.worst(lacks, moved) is not worst for moved in self.need.moved(self.change))

    def people(self, lack: Lack) -> float | None:
        """How many people of the communes that lack it need it and want it; `None` where nobody knows."""
        if not self.balance.weighs(lack.want):
            return None
        return self.balance.people(lack.want, [cell.commune.ins for cell in lack.lacking])

    def unmet(self, cell: CoverageCell) -> float | None:
        """How many people of one commune find too little; `None` where nobody knows."""
        return self.balance.at(cell.want, cell.commune.ins)[2] if self.balance.weighs(cell.want) else None

    def evenness(self, lack: Lack) -> Equity | None:
        """How evenly what is offered reaches those who want it, over the communes of the lack."""
        return self.balance.evenness(lack.want, [cell.commune.ins for cell in lack.cells])


def gauge(territory: Territory, offers: Mapping[str, Offer], wants: Sequence[Want]) -> Gauge:
    """The measures by which gaps of these wants are judged."""
    return Gauge(
        need_of(territory),
        reach_of(territory.demand),
        balance(territory, offers, wants),
        fragile_change(territory.demand),
        bool(territory.demand.get("population")),
    )
