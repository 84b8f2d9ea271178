"""Do structures keep to their own kind, or their own bassin?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import networkx as nx

from wtc_eco.network.acquaintance import Links

Matrix = Mapping[tuple[str, str], int]


def mixing(network: nx.MultiDiGraph[str], graph: nx.Graph[str], attribute: str) -> Matrix:
    """How many ties of a graph join one value of a node attribute with another; both ways of writing a pair.

    A tie within a group counts once. Ties of structures whose value is unknown are left out.
    """
    found: Counter[tuple[str, str]] = Counter()
    for start, end in graph.edges:
        first, second = network.nodes[start][attribute], network.nodes[end][attribute]
        if first is not None and second is not None:
            for pair in {(first, second), (second, first)}:
                found[pair] += 1
    return dict(sorted(found.items()))


def citations(
    network: nx.MultiDiGraph[str], held: Mapping[str, Links], citing: Collection[str], attribute: str
) -> Matrix:
    """How often structures of one value of a node attribute, among those citing, cite structures of another.

    A citation and its return are two. Structures whose value is unknown are left out.
    """
    found: Counter[tuple[str, str]] = Counter()
    for node in citing:
        for other in held[node].cites:
            first, second = network.nodes[node][attribute], network.nodes[other][attribute]
            if first is not None and second is not None:
                found[first, second] += 1
    return dict(sorted(found.items()))


def touching(graph: nx.Graph[str], inside: Collection[str]) -> nx.Graph[str]:
    """The pairs of a graph that have an end among these structures."""
    kept = frozenset(inside)
    out: nx.Graph[str] = nx.Graph()
    out.add_nodes_from(inside)
    out.add_edges_from((start, end) for start, end in graph.edges if start in kept or end in kept)
    return out


def ei_index(matrix: Matrix, group: str | None = None) -> float | None:
    """From −1 (all ties within) to 1 (all ties without); `None` where there is no tie.

    (E − I) / (E + I), E ties to other groups, I ties within the group, or within any group where none is
    named (Krackhardt & Stern 1988).
    """
    held = {pair: n for pair, n in matrix.items() if group is None or pair[0] == group}
    internal = sum(n for (first, second), n in held.items() if first == second)
    external = sum(n for (first, second), n in held.items() if first != second)
    if group is None:
        external //= 2  # every tie between two groups is written both ways
    return (external - internal) / (external + internal) if external + internal else None
