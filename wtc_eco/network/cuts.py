"""What falls apart when one structure goes, or one tie: articulation points and bridges.

An articulation point (Hopcroft & Tarjan 1973) parts its component when it goes, a bridge when its tie does.
What each would cut off are the structures that are then no longer in the largest part of its component.
Linear in the size of the graph: both are read off the tree of its blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from wtc_eco.network.trees import Tree, tree_of, weighed


@dataclass(frozen=True)
class Cuts:
    """How many structures each articulation point, and each bridge (its ends in order), would cut off."""

    points: dict[str, int]
    bridges: dict[tuple[str, str], int]


def cuts(graph: nx.Graph[str]) -> Cuts:
    """The articulation points and the bridges of a graph, and what each would cut off."""
    points: dict[str, int] = {}
    bridges: dict[tuple[str, str], int] = {}
    articulations = frozenset(nx.articulation_points(graph))
    for component in nx.connected_components(graph):
        if len(component) > 1:
            tree = tree_of(graph.subgraph(component), articulations & component)
            points |= dict(_points(tree))
            bridges |= dict(_bridges(tree))
    return Cuts(points, bridges)


def cut_off(graph: nx.Graph[str], structure: str) -> tuple[str, ...]:
    """The structures that `structure` would cut off, in order; without those of the largest part that stays."""
    component = nx.node_connected_component(graph, structure) - {structure}
    parts = sorted(
        nx.connected_components(graph.subgraph(component)), key=lambda part: (-len(part), min(part))
    )
    return tuple(sorted(node for part in parts[1:] for node in part))


def _points(tree: Tree) -> Iterator[tuple[str, int]]:
    order, weights = weighed(tree, 0)
    parent = dict(order)
    for node, above in order:
        point = tree.cut(node)
        if point is not None:
            below = [
                weights[child] for child in tree.joined[node] if parent[child] == node and child != above
            ]
            parts = [*below, tree.size - weights[node]]
            yield point, tree.size - 1 - max(parts)


def _bridges(tree: Tree) -> Iterator[tuple[tuple[str, str], int]]:
    order, weights = weighed(tree, 0)
    for node, above in order:
        if tree.cut(node) is None and len(tree.blocks[node]) == 2:  # noqa: PLR2004 - a block of two is one tie
            first, second = tree.blocks[node]
            # The root of the tree has no side above: one of its ends hangs below it, with all its own.
            beyond = weights[node] if node != above else _side(tree, weights, node)
            yield (first, second), min(beyond, tree.size - beyond)


def _side(tree: Tree, weights: list[int], block: int) -> int:
    """How many stand on one side of a tie that is the root: all that hang on one of its ends."""
    return weights[tree.joined[block][0]] if tree.joined[block] else 1
