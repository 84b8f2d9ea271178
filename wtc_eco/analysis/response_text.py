"""What structures say of themselves: do they know the others of their bassin?

It is the one figure to set beside the «4 in 10» of the diagnosis, and never derived from ties.

Where answers are missing, what to do next: the questionnaire, or a reminder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.i18n import listing, number, percent, points, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.network import response_by
from wtc_eco.network.response import FRAGILE
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.network.response import Gate
    from wtc_eco.territory import Bassin, Scope, Territory

LEVELS = ("very_well", "well", "badly", "not_at_all")
WELL = ("very_well", "well")


@dataclass(frozen=True)
class Declared:
    """How many ticked each level; those who did not answer the question are not in it."""

    levels: Mapping[str, int]

    @property
    def told(self) -> int:
        """How many answered the question."""
        return sum(self.levels.values())

    @property
    def well(self) -> int:
        """How many say they know the others well or very well."""
        return sum(self.levels[level] for level in WELL)

    @property
    def share(self) -> float | None:
        """The share (0..1) that knows them well; `None` of fewer than ten answers."""
        return self.well / self.told if self.told >= MIN_BASE else None


def declared(network: nx.MultiDiGraph[str], structures: Iterable[str]) -> Declared:
    """What these structures said of themselves."""
    counted = Counter(network.nodes[node]["knows_ecosystem"] for node in structures)
    return Declared({level: counted[level] for level in LEVELS})


def said(held: Declared) -> str:
    """Their answers in a sentence; where nobody answered the question, that it was not asked."""
    if not held.told:
        return tr("nobody was asked whether they know the structures of their bassin.")
    if held.share is None:
        return trn(
            "{n} of the {base} that answered the question says it knows the structures of its bassin well.",
            "{n} of the {base} that answered the question say they know the structures of their bassin well.",
            held.well,
            base=number(held.told),
        )
    return trn(
        "{n} of the {base} that answered the question ({tens} in 10) says it knows the structures of its bassin well.",
        "{n} of the {base} that answered the question ({tens} in 10) say they know the structures of their bassin "
        "well.",
        held.well,
        base=number(held.told),
        tens=points(held.share),
    )


def published(territory: Territory) -> str:
    """The published figure to set it beside, with its base and its caution; empty where the pack has none."""
    if "acquaintance" not in territory.standings:
        return ""
    known: Mapping[str, Any] = territory.standings["acquaintance"].extra.get("published", {})
    if not known:
        return ""
    return tr(
        "Published in {year}: {tens} in 10, of {base} respondents ({source}); to be compared only if the question was "
        "the same.",
        year=known["year"],
        tens=number(known["tens"]),
        base=number(known["base"]),
        source=spoken(known["source"]),
    )


def to_ask(network: nx.MultiDiGraph[str], scope: Scope, territory: Territory) -> Iterator[str]:
    """Which bassins were never asked, and in which too few answered to rank, with the command that follows."""
    never = _bassins(network, scope, territory, "never_asked")
    if never:
        yield tr(
            "Never asked about their network: {bassins}. The questionnaire: wtc-eco survey --bassin {first}",
            bassins=listing([bassin.text() for bassin in never]),
            first=never[0].id,
        )
    weak = _bassins(network, scope, territory, "weak")
    if weak:
        yield tr(
            "Fewer than {share} have answered: {bassins}. The list to remind, most often named first: "
            "wtc-eco survey --remind --bassin {first}",
            share=percent(FRAGILE),
            bassins=listing([bassin.text() for bassin in weak]),
            first=weak[0].id,
        )


def _bassins(
    network: nx.MultiDiGraph[str], scope: Scope, territory: Territory, gate: Gate
) -> tuple[Bassin, ...]:
    """The bassins of a scope at this gate, in the order of the pack; of a commune, its own."""
    rates = response_by(network, "bassin", scope)
    return tuple(
        bassin for key, bassin in territory.bassins.items() if key in rates and rates[key].gate == gate
    )
