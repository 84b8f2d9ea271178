"""What falls apart when one structure goes, or one tie: articulation points, bridges and brokers.

An articulation point (Hopcroft & Tarjan 1973) parts its component when it goes, a bridge when its tie does.
What each would cut off are the structures that are then no longer in the largest part of its component.
A structure's broker is the articulation point on which the smallest part that holds it hangs, a part being no
more than half of what stays. All is linear in the size of the graph: it is read off the tree of blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

Block = tuple[str, ...]


@dataclass(frozen=True)
class Tree:
    """Blocks joined at the articulation points; nodes of both sorts by number, blocks first.

    `joined` are the neighbours of each node of the tree, `size` how many structures the component has.
    """

    blocks: tuple[Block, ...]
    cuts: tuple[str, ...]
    joined: tuple[tuple[int, ...], ...]
    size: int

    def cut(self, node: int) -> str | None:
        """The articulation point that this node of the tree is; `None` for a block."""
        return self.cuts[node - len(self.blocks)] if node >= len(self.blocks) else None


def tree_of(component: nx.Graph[str], cuts: frozenset[str]) -> Tree:
    """The tree of a connected graph of two structures or more; `cuts` are its articulation points."""
    members: Iterator[set[str]] = nx.biconnected_components(component)  # type: ignore[assignment]  # the stubs say one node a block
    blocks = tuple(sorted(tuple(sorted(block)) for block in members))
    points = tuple(sorted(cuts))
    number = {point: len(blocks) + place for place, point in enumerate(points)}
    joined: list[list[int]] = [[] for _ in range(len(blocks) + len(points))]
    for place, block in enumerate(blocks):
        for point in block:
            if point in number:
                joined[place].append(number[point])
                joined[number[point]].append(place)
    return Tree(blocks, points, tuple(map(tuple, joined)), component.number_of_nodes())


def weighed(tree: Tree, root: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Nodes with their parents, parents first, and how many structures hang below each, itself included.

    An articulation point counts where it stands nearest to the root. The root is its own parent.
    """
    order = list(_walk(tree, root))
    weights = [0] * len(tree.joined)
    for node, parent in reversed(order):
        weights[node] += 1 if tree.cut(node) else len(tree.blocks[node]) - len(tree.joined[node])
        if node != parent:
            weights[parent] += weights[node]
    return order, weights


def _walk(tree: Tree, root: int) -> Iterator[tuple[int, int]]:
    waiting = [(root, root)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        waiting += [(child, node) for child in tree.joined[node] if child != parent]


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


def parts_cut_off(graph: nx.Graph[str], structure: str) -> tuple[frozenset[str], ...]:
    """The parts that `structure` would cut off, the largest first; without the largest that stays."""
    component = nx.node_connected_component(graph, structure) - {structure}
    parts = sorted(
        nx.connected_components(graph.subgraph(component)), key=lambda part: (-len(part), min(part))
    )
    return tuple(map(frozenset, parts[1:]))


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


def brokers(graph: nx.Graph[str]) -> dict[str, str]:
    """The one structure through which each is tied to the rest; those with more ways out are left out.

    Linear in the size of the graph.
    """
    broker_of: dict[str, str] = {}
    cuts = frozenset(nx.articulation_points(graph))
    for component in nx.connected_components(graph):
        if not cuts.isdisjoint(component):
            broker_of |= _in_component(tree_of(graph.subgraph(component), cuts & component))
    return broker_of


def _in_component(tree: Tree) -> dict[str, str]:
    order, weights = weighed(tree, 0)
    root = next(node for node, _ in reversed(order) if 2 * weights[node] >= tree.size)  # the centroid
    order, weights = weighed(tree, root)
    broker: dict[int, str | None] = {root: None}
    broker_of: dict[str, str] = {}
    for node, parent in order:
        point = tree.cut(node)
        if node != root:
            above = tree.cut(parent)
            hangs = above is not None and 2 * weights[node] <= tree.size - 1
            broker[node] = above if hangs else broker[parent]
        members = (point,) if point else tree.blocks[node]
        for member in members:
            if broker[node] and member != broker[node] and member not in broker_of:
                broker_of[member] = str(broker[node])
    return broker_of
