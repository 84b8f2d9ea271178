"""Who knows whom, whoever said it and without the kinds of tie; and whether structures keep to their own.

To refer people to a structure, to work with it or to host it is to know it. `met` (the same table at an
event) and `wish` are not acquaintance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from wtc_eco.model import ACQUAINTANCE
from wtc_eco.network.graph import STATES, State


@dataclass(frozen=True)
class Links:
    """A structure's ties: whom it cites, who cites it, and the numbers of the declared ties.

    `cites_ties` and `cited_ties` are the declarations by which it cites, and by which it is cited; `ties` all of them.
    A structure cites another when it declared a tie with it, whatever the direction; a tie that a third
    party declared counts as cited by its source. Structures are in the order of their numbers.
    """

    cites: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()
    ties: tuple[int, ...] = ()
    cites_ties: tuple[int, ...] = ()
    cited_ties: tuple[int, ...] = ()

    @property
    def neighbours(self) -> frozenset[str]:
        """Everybody it is tied to."""
        return frozenset((*self.cites, *self.cited_by))


def edges(
    network: nx.MultiDiGraph[str], states: Collection[State] = STATES
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The ties of acquaintance in these states: from, to, attributes."""
    for start, end, attributes in network.edges(data=True):
        if attributes["kind"] in ACQUAINTANCE and attributes["state"] in states:
            yield start, end, attributes


def links(network: nx.MultiDiGraph[str], states: Collection[State] = STATES) -> dict[str, Links]:
    """The ties of every structure of the network, in the network's order."""
    cites: dict[str, dict[str, set[int]]] = {node: {} for node in network}
    cited: dict[str, dict[str, set[int]]] = {node: {} for node in network}
    for start, end, attributes in edges(network, states):
        for tie, declarer in zip(attributes["ties"], attributes["declarers"], strict=True):
            speaker, other = (end, start) if declarer == "to" else (start, end)
            cites[speaker].setdefault(other, set()).add(tie)
            cited[other].setdefault(speaker, set()).add(tie)
    return {node: _links(cites[node], cited[node]) for node in network}


def _links(cites: Mapping[str, set[int]], cited: Mapping[str, set[int]]) -> Links:
    given, received = frozenset().union(*cites.values()), frozenset().union(*cited.values())
    return Links(
        in_order(cites),
        in_order(cited),
        tuple(sorted(given | received)),
        tuple(sorted(given)),
        tuple(sorted(received)),
    )


def in_order(structures: Collection[str]) -> tuple[str, ...]:
    """Structures by the number in their id."""
    return tuple(sorted(structures, key=lambda each: (int(each.removeprefix("S")), each)))


def simple(network: nx.MultiDiGraph[str], states: Collection[State] = STATES) -> nx.Graph[str]:
    """The same structures, joined where there is any tie of acquaintance, in either direction."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(network)
    graph.add_edges_from((start, end) for start, end, _ in edges(network, states))
    return graph


def referrals(network: nx.MultiDiGraph[str], states: Collection[State] = STATES) -> nx.DiGraph[str]:
    """Who sends people to whom."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(network)
    graph.add_edges_from(
        (start, end) for start, end, attributes in edges(network, states) if attributes["kind"] == "refers"
    )
    return graph


Matrix = Mapping[tuple[str, str], int]


def mixing(network: nx.MultiDiGraph[str], graph: nx.Graph[str], attribute: str) -> Matrix:
    """How many ties of a graph join one value of a node attribute with another; both ways of writing a pair.

    A tie within a group counts once. Ties of structures whose value is unknown are left out.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for start, end in graph.edges:
        first, second = network.nodes[start][attribute], network.nodes[end][attribute]
        if first is not None and second is not None:
            for pair in {(first, second), (second, first)}:
                counts[pair] += 1
    return dict(sorted(counts.items()))


def citations(
    network: nx.MultiDiGraph[str], links_of: Mapping[str, Links], citing: Collection[str], attribute: str
) -> Matrix:
    """How often structures of one value of a node attribute, among those citing, cite structures of another.

    A citation and its return are two. Structures whose value is unknown are left out.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for node in citing:
        for other in links_of[node].cites:
            first, second = network.nodes[node][attribute], network.nodes[other][attribute]
            if first is not None and second is not None:
                counts[first, second] += 1
    return dict(sorted(counts.items()))


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
    counted = {pair: n for pair, n in matrix.items() if group is None or pair[0] == group}
    internal = sum(n for (first, second), n in counted.items() if first == second)
    external = sum(n for (first, second), n in counted.items() if first != second)
    if group is None:
        external //= 2  # every tie between two groups is written both ways
    return (external - internal) / (external + internal) if external + internal else None
