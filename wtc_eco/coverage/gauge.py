"""What a gap is measured by: the weights of need, what counts as near, and the people concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.coverage.balance import Balance, balance
from wtc_eco.coverage.need import FRAGILE_CHANGE, Need, need_of, reach_of
from wtc_eco.coverage.reach import Reach

if TYPE_CHECKING:
    from wtc_eco.coverage.areas import Lack
    from wtc_eco.coverage.equity import Equity
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.supply import Cell, Want
    from wtc_eco.territory import Territory


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

    def unmet(self, cell: Cell) -> float | None:
        """How many people of one commune find too little; `None` where nobody knows."""
        return self.balance.at(cell.want, cell.commune.ins)[2] if self.balance.weighs(cell.want) else None

    def evenness(self, lack: Lack) -> Equity | None:
        """How evenly what is offered reaches those who want it, over the communes of the lack."""
        return self.balance.evenness(lack.want, [cell.commune.ins for cell in lack.cells])


def gauge(territory: Territory, offers: Mapping[str, Offer], wants: Sequence[Want]) -> Gauge:
    """The measures by which gaps of these wants are judged."""
    settings = territory.demand.get("settings", {})
    return Gauge(
        need_of(territory),
        reach_of(territory.demand),
        balance(territory, offers, wants),
        float(settings.get("fragile_change", FRAGILE_CHANGE)),
        bool(territory.demand.get("population")),
    )
