"""Betweenness from all sources at once, with arrays: what the jackknife needs a hundred times.

Brandes (2001) level by level: shortest paths are counted outwards from every source, then what depends on
each structure is gathered inwards. Sources are taken by the block, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np
from numpy.typing import NDArray

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
        found = _gathered(front, grouped)
        new = (found > 0) & (distance < 0)
        if not new.any():
            break
        level += 1
        distance[new] = level
        front = np.where(new, found, 0.0)
        paths += front
    depends = np.zeros_like(paths)
    for at in range(level, 0, -1):
        held = np.divide(1 + depends, paths, out=np.zeros_like(paths), where=distance == at)
        depends += np.where(distance == at - 1, paths * _gathered(held, grouped), 0.0)
    depends[sources, columns] = 0.0
    total: Figures = depends.sum(axis=1)
    return total


def _gathered(held: Figures, grouped: tuple[Places, Places, Places]) -> Figures:
    """For each structure, the sum over its neighbours."""
    senders, receivers, first = grouped
    out = np.zeros_like(held)
    out[receivers] = np.add.reduceat(held[senders], first, axis=0)
    return out
