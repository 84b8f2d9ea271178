"""Which library computes a measure: networkx, or rustworkx where it is installed (extra `fast`).

A faster engine changes no result, only the time it takes; the name of the engine stands beside each measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Literal

import networkx as nx

from wtc_eco.network.paths import betweenness_of

Engine = Literal["networkx", "rustworkx", "numpy", "wtc-eco"]
Centrality = Mapping[str, float]

DIGITS = 9
"""Two engines add the same figures in another order: the digits on which they agree are kept."""


@dataclass(frozen=True)
class Computed:
    """A measure of every structure (`None`: not defined for it), and the engine that computed it."""

    values: Mapping[str, float | None]
    engine: Engine


def installed(default: Engine = "networkx") -> Engine:
    """The engine to be used: rustworkx where it is installed, else `default`."""
    return "rustworkx" if find_spec("rustworkx") else default


def betweenness(graph: nx.Graph[str], *, engine: Engine | None = None) -> Computed:
    """On how many of the shortest paths between two others a structure stands: 0 to 1, exact.

    c(v) = Σ σ(s,t|v) / σ(s,t) over pairs s, t, divided by (n − 1)(n − 2) / 2 (Freeman 1977; Brandes 2001).
    """
    chosen = engine or installed()
    found = _BETWEENNESS[chosen](graph)
    return Computed({node: round(found[node], DIGITS) for node in graph}, chosen)


def _by_networkx(graph: nx.Graph[str]) -> Centrality:
    found: Centrality = nx.betweenness_centrality(graph, normalized=True)
    return found


def _by_rustworkx(graph: nx.Graph[str]) -> Centrality:
    import rustworkx as rx

    held: Any = rx.PyGraph(multigraph=False)
    place = dict(zip(graph, held.add_nodes_from(list(graph)), strict=True))
    held.add_edges_from_no_data([(place[start], place[end]) for start, end in graph.edges])
    # Its threads add in no fixed order: the last digits are rounded away by the caller.
    found = rx.graph_betweenness_centrality(held, normalized=True)
    return {node: found[number] for node, number in place.items()}


_BETWEENNESS: dict[str, Callable[[nx.Graph[str]], Centrality]] = {
    "networkx": _by_networkx,
    "numpy": betweenness_of,
    "rustworkx": _by_rustworkx,
}
