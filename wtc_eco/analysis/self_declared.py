"""What structures say of themselves: do they know the others of their bassin?

It is the one figure to set beside the «4 in 10» of the diagnosis, and never derived from ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import number, points, tr, trn
from wtc_eco.territory.words import spoken

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.territory import Territory

LEVELS = ("very_well", "well", "badly", "not_at_all")
WELL = ("very_well", "well")
ENOUGH = 10
"""No share is said of fewer answers than this."""


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
        return self.well / self.told if self.told >= ENOUGH else None


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
