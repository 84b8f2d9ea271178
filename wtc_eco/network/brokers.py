"""Through whom is each structure tied to the rest, where there is one such structure only?

An articulation point (Hopcroft & Tarjan 1973) parts its component when it goes. Each part of no more than
half of what stays hangs on it: a structure's broker is the one on which its smallest such part hangs.
"""

from __future__ import annotations

import networkx as nx

from wtc_eco.network.trees import Tree, tree_of, weighed


def brokers(graph: nx.Graph[str]) -> dict[str, str]:
    """The one structure through which each is tied to the rest; those with more ways out are left out.

    Linear in the size of the graph.
    """
    found: dict[str, str] = {}
    cuts = frozenset(nx.articulation_points(graph))
    for component in nx.connected_components(graph):
        if not cuts.isdisjoint(component):
            found |= _in_component(tree_of(graph.subgraph(component), cuts & component))
    return found


def _in_component(tree: Tree) -> dict[str, str]:
    order, weights = weighed(tree, 0)
    root = next(node for node, _ in reversed(order) if 2 * weights[node] >= tree.size)  # the centroid
    order, weights = weighed(tree, root)
    broker: dict[int, str | None] = {root: None}
    found: dict[str, str] = {}
    for node, parent in order:
        point = tree.cut(node)
        if node != root:
            above = tree.cut(parent)
            hangs = above is not None and 2 * weights[node] <= tree.size - 1
            broker[node] = above if hangs else broker[parent]
        members = (point,) if point else tree.blocks[node]
        for member in members:
            if broker[node] and member != broker[node] and member not in found:
                found[member] = str(broker[node])
    return found
