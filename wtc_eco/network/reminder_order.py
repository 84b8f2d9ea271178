"""Whom to remind first: the one ranking of structures whose answer is missing, for every list of reminders.

1. Those that most others cite: their answer would tell most.
2. Of equally cited ones, those whose answer would settle most: whether its own standing is known at all, each tie
   that others declare with it and it has neither confirmed nor not, and each structure of its commune that it may
   still cite and that would then no longer be alone.
3. Then by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.network.acquaintance import links
from wtc_eco.network.standing import Standing, standings

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Ranked:
    """A structure to remind: how many others cite it, and how much its answer would settle."""

    id: str
    cited_by: int
    clarifies: int


def in_reminder_order(network: nx.MultiDiGraph[str], nodes: Iterable[str]) -> tuple[Ranked, ...]:
    """These structures of the network, the first to remind first."""
    ties, known = links(network), standings(network)
    unsure = _unsure_by_commune(network, known)
    ranked = (
        Ranked(node, len(ties[node].cited_by), _clarifies(network, node, known[node], unsure))
        for node in nodes
    )
    return tuple(
        sorted(ranked, key=lambda one: (-one.cited_by, -one.clarifies, int(one.id.removeprefix("S"))))
    )


def _unsure_by_commune(
    network: nx.MultiDiGraph[str], known: Mapping[str, Standing]
) -> Mapping[str | None, frozenset[str]]:
    """The structures that are alone at most: somebody silent may still cite them."""
    unsure: dict[str | None, set[str]] = {}
    for node, standing in known.items():
        if standing.upper_bound:
            unsure.setdefault(network.nodes[node]["ins"], set()).add(node)
    return {ins: frozenset(nodes) for ins, nodes in unsure.items()}


def _clarifies(
    network: nx.MultiDiGraph[str],
    node: str,
    standing: Standing,
    unsure: Mapping[str | None, frozenset[str]],
) -> int:
    own = 1 if standing.id in ("unknown", "named_only") else 0
    edges = [*network.in_edges(node, data=True), *network.out_edges(node, data=True)]
    open_ties = sum(1 for _, _, edge in edges if edge["state"] == "unconfirmed")
    near = unsure.get(network.nodes[node]["ins"], frozenset()) - {node}
    return own + open_ties + len(near)
