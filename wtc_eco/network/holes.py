"""Structural holes: whose partners do not know each other (Burt 1992)."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

import networkx as nx


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
    found: dict[str, float | None] = {}
    for node, partners in near.items():
        n = len(partners)
        twice = sum(len(near[partner] & partners) for partner in partners)
        found[node] = n - twice / n if n else None
    return found
