"""Where answers are missing, what to do next: the questionnaire, or a reminder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtc_eco.locale import listing, tr
from wtc_eco.network import response_by

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.network.response import Gate
    from wtc_eco.territory import Bassin, Scope, Territory


def to_ask(network: nx.MultiDiGraph[str], scope: Scope, territory: Territory) -> Iterator[str]:
    """Which bassins were never asked, and in which fewer than 60 % answered, with the command that follows."""
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
            "Fewer than 60% have answered: {bassins}. The list to remind, most often named first: "
            "wtc-eco survey --remind --bassin {first}",
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
