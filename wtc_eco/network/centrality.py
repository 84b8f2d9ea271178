"""Every measure of every structure, the engine that computed it, and how far its ranks may be trusted.

Betweenness is counted level by level from all sources at once (Brandes 2001), by the block, so that memory stays
bounded: the jackknife needs it a hundred times. Structural holes are Burt's (1992). networkx computes, or
rustworkx where it is installed (extra `fast`): that changes no result, only the time it takes.

The jackknife (Quenouille 1956; Tukey 1958) takes out the answers of one respondent after the other and ranks
anew: a tie stays where somebody else declared it too. Above 20 respondents they are taken out by groups, each
once (delete-a-group jackknife, Kott 2001): the ranges are then wider, never narrower by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import fsum
from typing import Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from wtc_eco.network.acquaintance import edges, in_order, links, simple
from wtc_eco.network.articulation import cuts
from wtc_eco.network.communities import communities
from wtc_eco.network.graph import CONFIRMED, STATES, State
from wtc_eco.network.response import within
from wtc_eco.territory import Scope

Places = NDArray[np.intp]
Figures = NDArray[np.float64]
_SOURCES = 128
"""How many sources are walked from at once: their arrays fit in a processor's cache."""


def betweenness_of(graph: nx.Graph[str]) -> dict[str, float]:
    """The betweenness of every structure of an undirected graph, 0 to 1, exact."""
    nodes = list(graph)
    place = {node: number for number, node in enumerate(nodes)}
    ends = [(place[a], place[b]) for a, b in graph.edges]
    arcs = np.array([*ends, *((b, a) for a, b in ends)], dtype=np.intp).reshape(-1, 2)
    total = np.zeros(len(nodes))
    if arcs.size:
        order = np.argsort(arcs[:, 1], kind="stable")
        receivers, first = np.unique(arcs[order, 1], return_index=True)
        grouped = arcs[order, 0], receivers, first
        for block in _blocks(len(nodes)):
            total += _dependencies(block, len(nodes), grouped)
    pairs = (len(nodes) - 1) * (len(nodes) - 2)
    return dict(zip(nodes, (total / pairs if pairs > 0 else total).tolist(), strict=True))


def _blocks(n: int) -> Iterator[Places]:
    for first in range(0, n, _SOURCES):
        yield np.arange(first, min(first + _SOURCES, n))


def _dependencies(sources: Places, n: int, grouped: tuple[Places, Places, Places]) -> Figures:
    """How much all pairs that begin at these sources depend on each structure."""
    columns = np.arange(sources.size)
    distance = np.full((n, sources.size), -1, dtype=np.int32)
    paths = np.zeros((n, sources.size))
    distance[sources, columns], paths[sources, columns] = 0, 1.0
    front, level = paths.copy(), 0
    while True:
        reached = _gathered(front, grouped)
        new = (reached > 0) & (distance < 0)
        if not new.any():
            break
        level += 1
        distance[new] = level
        front = np.where(new, reached, 0.0)
        paths += front
    depends = np.zeros_like(paths)
    for at in range(level, 0, -1):
        share = np.divide(1 + depends, paths, out=np.zeros_like(paths), where=distance == at)
        depends += np.where(distance == at - 1, paths * _gathered(share, grouped), 0.0)
    depends[sources, columns] = 0.0
    total: Figures = depends.sum(axis=1)
    return total


def _gathered(values: Figures, grouped: tuple[Places, Places, Places]) -> Figures:
    """For each structure, the sum over its neighbours."""
    senders, receivers, first = grouped
    out = np.zeros_like(values)
    out[receivers] = np.add.reduceat(values[senders], first, axis=0)
    return out


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
    values = _BETWEENNESS[chosen](graph)
    return Computed({node: round(values[node], DIGITS) for node in graph}, chosen)


def _by_networkx(graph: nx.Graph[str]) -> Centrality:
    values: Centrality = nx.betweenness_centrality(graph, normalized=True)
    return values


THREADED = 5_000
"""Structures from which threads are worth their start: no region has as many."""


def _by_rustworkx(graph: nx.Graph[str]) -> Centrality:
    import rustworkx as rx

    drawn: Any = rx.PyGraph(multigraph=False)
    place = dict(zip(graph, drawn.add_nodes_from(list(graph)), strict=True))
    drawn.add_edges_from_no_data([(place[start], place[end]) for start, end in graph.edges])
    # Its threads add in no fixed order (the caller rounds the last digits away), and a forked process has none.
    values = rx.graph_betweenness_centrality(drawn, normalized=True, parallel_threshold=THREADED)
    return {node: values[number] for node, number in place.items()}


_BETWEENNESS: dict[str, Callable[[nx.Graph[str]], Centrality]] = {
    "networkx": _by_networkx,
    "numpy": betweenness_of,
    "rustworkx": _by_rustworkx,
}


GROUPS = 20
"""How many times the ranking is made anew at most, each time without the answers of some."""
REDRAWN = 20
"""How many times the ranking is made anew with other ties."""
KEPT = 0.5
"""The share of the ties declared by one side only that is kept each time: our hypothesis."""

Range = tuple[int, int]


def ranked(values: Mapping[str, float | None], among: Collection[str]) -> dict[str, int]:
    """The rank of each structure among these, from 1; equals share the best rank. Undefined is not ranked."""
    defined = {node: value for node in among if (value := values.get(node)) is not None}
    order = sorted(defined.values(), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(order, start=1)))}
    return {node: first[value] for node, value in defined.items()}


def without_answers(
    network: nx.MultiDiGraph[str], graph: nx.Graph[str], gone: Collection[str]
) -> nx.Graph[str]:
    """The same structures, without the ties that only these respondents declared."""
    out: nx.Graph[str] = nx.Graph()
    out.add_nodes_from(graph)
    left = set(gone)
    for start, end, attributes in edges(network):
        if start in graph and end in graph and graph.has_edge(start, end):
            speakers = {
                start if by == "from" else end if by == "to" else "" for by in attributes["declared_by"]
            }
            if not speakers <= left:
                out.add_edge(start, end)
    return out


def redrawn(network: nx.MultiDiGraph[str], graph: nx.Graph[str], dice: random.Random) -> nx.Graph[str]:
    """The same structures with the confirmed ties and half of those that one side declared.

    Half of the others lead elsewhere: ties that nobody declared exist too.
    """
    out: nx.Graph[str] = nx.Graph()
    out.add_nodes_from(graph)
    sure = {frozenset(edge[:2]) for edge in edges(network, CONFIRMED)}
    nodes = in_order(graph)
    for start, end in sorted(tuple(in_order(edge)) for edge in graph.edges):
        if frozenset((start, end)) in sure or dice.random() < KEPT:
            out.add_edge(start, end)
        elif dice.random() < KEPT:
            out.add_edge(start, dice.choice(nodes))
    out.remove_edges_from(list(nx.selfloop_edges(out)))
    return out


def replicates(respondents: Sequence[str], groups: int = GROUPS) -> Iterator[tuple[str, ...]]:
    """The respondents, each in one group; as many groups as respondents up to `groups`."""
    n = min(groups, len(respondents))
    for number in range(n):
        yield tuple(respondents[number::n])


def betweenness_ranges(
    network: nx.MultiDiGraph[str],
    graph: nx.Graph[str],
    respondents: Sequence[str],
    among: Collection[str],
    *,
    engine: Engine | None = None,
) -> dict[str, Range]:
    """The best and the worst rank by betweenness of each structure, over all answers and every replicate.

    Answers are taken out group by group (delete-a-group jackknife); then ties are drawn anew, since a tie that one
    side alone declared may be a mistaken tick, and one that nobody declared may exist (`redrawn`).
    """
    chosen = engine or installed("numpy")
    graphs = [graph, *(without_answers(network, graph, gone) for gone in replicates(respondents))]
    graphs += [redrawn(network, graph, random.Random(number)) for number in range(REDRAWN)]  # noqa: S311 - a seeded draw, no secret
    ranks = [ranked(betweenness(each, engine=chosen).values, among) for each in graphs]
    return {node: (min(each[node] for each in ranks), max(each[node] for each in ranks)) for node in among}


def constraint(graph: nx.Graph[str]) -> Mapping[str, float | None]:
    """How much a structure's ties all lead back to the same partners; `None` for one without ties.

    c(i) = Σ_j (p_ij + Σ_q p_iq·p_qj)², j the partners of i, q the partners they share, p_ij the share of j in
    i's ties: 1 over their number, for no tie weighs more than another (Burt 1992, p. 55).
    """
    share = {node: 1 / len(graph[node]) for node in graph if len(graph[node])}
    near = {node: frozenset(graph[node]) for node in graph}

    def spent(node: str, other: str) -> float:
        # Partners come in no fixed order; this sum is the same in any.
        through = fsum(share[between] for between in near[node] & near[other])
        return (share[node] * (1 + through)) ** 2

    return {node: fsum(spent(node, other) for other in near[node]) if near[node] else None for node in graph}


def effective_size(graph: nx.Graph[str]) -> Mapping[str, float | None]:
    """How many partners do not stand for each other; `None` for a structure without ties, never 0.

    e(i) = n − 2t / n, with n partners and t ties between them (Burt 1992, as Borgatti 1997 simplifies it
    where no tie weighs more than another).
    """
    near = {node: frozenset(graph[node]) for node in graph}
    sizes: dict[str, float | None] = {}
    for node, partners in near.items():
        n = len(partners)
        twice = sum(len(near[partner] & partners) for partner in partners)
        sizes[node] = n - twice / n if n else None
    return sizes


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
    links_of = links(network)
    own: dict[str, Callable[[], Mapping[str, float | None]]] = {
        "out_degree": lambda: {node: len(links_of[node].cites) for node in graph},
        "in_degree": lambda: {node: len(links_of[node].cited_by) for node in graph},
        "constraint": lambda: constraint(graph),
        "effective_size": lambda: effective_size(graph),
    }
    computed = {name: Computed(compute(), "wtc-eco") for name, compute in own.items()}
    points, groups = cuts(graph).points, communities(graph).group_of()
    computed["core"] = Computed(nx.core_number(graph), "networkx")
    computed["betweenness"] = betweenness(graph, engine=engine)
    computed["cut_off"] = Computed({node: points.get(node, 0) for node in graph}, "networkx")
    computed["community"] = Computed({node: groups.get(node) for node in graph}, "networkx")
    return {name: computed[name] for name in MEASURES}
