"""Every measure of every structure, and the engine that computed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import networkx as nx

from wtc_eco.network.acquaintance import links, simple
from wtc_eco.network.communities import communities
from wtc_eco.network.contract import STATES, State
from wtc_eco.network.cuts import cuts
from wtc_eco.network.engines import Computed, Engine, betweenness
from wtc_eco.network.holes import constraint, effective_size
from wtc_eco.network.response import within
from wtc_eco.territory import Scope

MEASURES = (
    "out_degree",
    "in_degree",
    "core",
    "betweenness",
    "constraint",
    "effective_size",
    "cut_off",
    "community",
)
"""What is measured, in the order of the columns."""


def around(network: nx.MultiDiGraph[str], scope: Scope, states: Collection[State] = STATES) -> nx.Graph[str]:
    """Who is tied to whom in a scope: its structures, those elsewhere tied to them, and the ties among all these."""
    graph = simple(network, states)
    inside = within(network, scope)
    kept = set(inside).union(*(graph[node] for node in inside))
    out: nx.Graph[str] = nx.Graph()
    out.add_nodes_from(node for node in graph if node in kept)
    out.add_edges_from((start, end) for start, end in graph.edges if start in kept and end in kept)
    return out


def measures(
    network: nx.MultiDiGraph[str], graph: nx.Graph[str], *, engine: Engine | None = None
) -> Mapping[str, Computed]:
    """Each of `MEASURES` for every structure of `graph`; `None` where a measure is not defined.

    `out_degree` and `in_degree`: how many it cites and is cited by, in the whole network; `core`: its core
    number (Seidman 1983); `cut_off`: how many it would cut off, 0 for no articulation point; `community`: the
    number of its group, none for a structure without ties. The others are told in their own modules.
    """
    held = links(network)
    own: dict[str, Callable[[], Mapping[str, float | None]]] = {
        "out_degree": lambda: {node: len(held[node].cites) for node in graph},
        "in_degree": lambda: {node: len(held[node].cited_by) for node in graph},
        "constraint": lambda: constraint(graph),
        "effective_size": lambda: effective_size(graph),
    }
    found = {name: Computed(compute(), "wtc-eco") for name, compute in own.items()}
    points, groups = cuts(graph).points, communities(graph).group_of()
    found["core"] = Computed(nx.core_number(graph), "networkx")
    found["betweenness"] = betweenness(graph, engine=engine)
    found["cut_off"] = Computed({node: points.get(node, 0) for node in graph}, "networkx")
    found["community"] = Computed({node: groups.get(node) for node in graph}, "networkx")
    return {name: found[name] for name in MEASURES}
