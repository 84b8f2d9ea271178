"""Which structures are tied to each other more than to the rest, and would another run say the same?

Louvain (Blondel, Guillaume, Lambiotte & Lefebvre 2008) maximises modularity and depends on the order in which
it looks: it is run 20 times from 20 seeds, the run that agrees most with the others is kept, and the agreement
is told (adjusted Rand index, Hubert & Arabie 1985: 1 the same groups, 0 what chance would give).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

import networkx as nx

RUNS = 20

Labels = Mapping[str, int]


@dataclass(frozen=True)
class Communities:
    """The groups, largest first, each in order; the agreement of the runs, and how steady each structure is.

    `steady` is the mean over runs of how much a structure's group there overlaps its group here (Jaccard),
    0 to 1. Structures without ties are in no group.
    """

    groups: tuple[tuple[str, ...], ...]
    agreement: float | None
    steady: Mapping[str, float]
    modularity: float | None

    def group_of(self) -> dict[str, int]:
        """The number of each structure's group, from 1."""
        return {node: number for number, group in enumerate(self.groups, start=1) for node in group}


def communities(graph: nx.Graph[str], *, runs: int = RUNS) -> Communities:
    """The communities of a graph: the same whatever the order of its structures' names in memory."""
    nodes = [node for node in graph if graph.degree(node)]
    if not nodes:
        return Communities((), None, {}, None)
    # Sets of texts come in the order of the hash seed; whole numbers do not.
    place = {node: number for number, node in enumerate(nodes)}
    ordered: nx.Graph[int] = nx.Graph()
    ordered.add_nodes_from(place.values())
    pairs = ((place[start], place[end]) for start, end in graph.edges)
    ordered.add_edges_from(sorted((min(pair), max(pair)) for pair in pairs))
    labellings = [_run(ordered, nodes, seed) for seed in range(runs)]
    chosen, agreement = _most_agreed(labellings)
    groups = _groups(chosen)
    numbers = [{place[node] for node in group} for group in groups]
    return Communities(
        groups, agreement, _steady(chosen, labellings), nx.community.modularity(ordered, numbers)
    )


def _run(graph: nx.Graph[int], nodes: Sequence[str], seed: int) -> Labels:
    parts = nx.community.louvain_communities(graph, seed=seed)
    return {nodes[number]: label for label, part in enumerate(parts) for number in sorted(part)}


def _most_agreed(labellings: Sequence[Labels]) -> tuple[Labels, float | None]:
    """The first of the runs that agree most with the others, and the mean agreement of all pairs of runs."""
    if len(labellings) == 1:
        return labellings[0], None
    table = [[1.0 if one is other else agreement(one, other) for other in labellings] for one in labellings]
    sums = [round(sum(row) - 1, 9) for row in table]
    return labellings[sums.index(max(sums))], sum(sums) / (len(labellings) * (len(labellings) - 1))


def agreement(one: Labels, other: Labels) -> float:
    """The adjusted Rand index of two groupings of the same structures (Hubert & Arabie 1985)."""
    pairs = sum(comb(n, 2) for n in Counter((one[node], other[node]) for node in one).values())
    first = sum(comb(n, 2) for n in Counter(one.values()).values())
    second = sum(comb(n, 2) for n in Counter(other.values()).values())
    total = comb(len(one), 2)
    expected = first * second / total if total else 0.0
    most = (first + second) / 2
    return (pairs - expected) / (most - expected) if most != expected else 1.0


def _groups(labels: Labels) -> tuple[tuple[str, ...], ...]:
    by_label: dict[int, list[str]] = {}
    for node, label in labels.items():
        by_label.setdefault(label, []).append(node)
    # Members are in the graph's order, and so are groups of one size.
    return tuple(tuple(group) for group in sorted(by_label.values(), key=len, reverse=True))


def _steady(chosen: Labels, labellings: Sequence[Labels]) -> dict[str, float]:
    own = _members(chosen)
    total = dict.fromkeys(chosen, 0.0)
    for run in labellings:
        theirs = _members(run)
        for node in chosen:
            here, there = own[chosen[node]], theirs[run[node]]
            total[node] += len(here & there) / len(here | there)
    return {node: round(value / len(labellings), 9) for node, value in total.items()}


def _members(labels: Labels) -> dict[int, set[str]]:
    by_label: dict[int, set[str]] = {}
    for node, label in labels.items():
        by_label.setdefault(label, set()).add(node)
    return by_label
