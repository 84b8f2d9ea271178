"""How far a rank may be trusted: between which ranks a structure moves when some answers are taken out.

The jackknife (Quenouille 1956; Tukey 1958) takes out the answers of one respondent after the other and ranks
anew: a tie stays where somebody else declared it too. Above 20 respondents they are taken out by groups, each
once (delete-a-group jackknife, Kott 2001): the ranges are then wider, never narrower by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import networkx as nx

from wtc_eco.network.acquaintance import edges
from wtc_eco.network.engines import Engine, betweenness, installed

GROUPS = 20
"""How many times the ranking is made anew at most."""

Range = tuple[int, int]


def ranked(values: Mapping[str, float | None], among: Collection[str]) -> dict[str, int]:
    """The rank of each structure among these, from 1; equals share the best rank. Undefined is not ranked."""
    held = {node: value for node in among if (value := values.get(node)) is not None}
    order = sorted(held.values(), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(order, start=1)))}
    return {node: first[value] for node, value in held.items()}


def without_answers(
    network: nx.MultiDiGraph[str], graph: nx.Graph[str], gone: Collection[str]
) -> nx.Graph[str]:
    """The same structures, without the ties that only these respondents declared."""
    out: nx.Graph[str] = nx.Graph()
    out.add_nodes_from(graph)
    left = set(gone)
    for start, end, held in edges(network):
        if start in graph and end in graph and graph.has_edge(start, end):
            speakers = {start if by == "from" else end if by == "to" else "" for by in held["declared_by"]}
            if not speakers <= left:
                out.add_edge(start, end)
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
    """The best and the worst rank by betweenness of each structure, over all answers and every replicate."""
    chosen = engine or installed("numpy")
    graphs = [graph, *(without_answers(network, graph, gone) for gone in replicates(respondents))]
    ranks = [ranked(betweenness(each, engine=chosen).values, among) for each in graphs]
    return {node: (min(each[node] for each in ranks), max(each[node] for each in ranks)) for node in among}
