"""Through whom is each structure tied to the rest, where there is one such structure only?

An articulation point (Hopcroft & Tarjan 1973) parts its component when it goes. Each part of no more than
half of what stays hangs on it: a structure's broker is the one on which its smallest such part hangs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

Block = tuple[str, ...]


@dataclass(frozen=True)
class _Tree:
    """A component as a tree of blocks joined at its articulation points; nodes of both sorts by number."""

    blocks: tuple[Block, ...]
    cuts: tuple[str, ...]
    joined: tuple[tuple[int, ...], ...]
    size: int

    def cut(self, node: int) -> str | None:
        """The articulation point that this node of the tree is; `None` for a block."""
        return self.cuts[node - len(self.blocks)] if node >= len(self.blocks) else None


def brokers(graph: nx.Graph[str]) -> dict[str, str]:
    """The one structure through which each is tied to the rest; those with more ways out are left out.

    Linear in the size of the graph.
    """
    found: dict[str, str] = {}
    cuts = frozenset(nx.articulation_points(graph))
    for component in nx.connected_components(graph):
        if not cuts.isdisjoint(component):
            found |= _in_component(_tree(graph.subgraph(component), cuts & component))
    return found


def _tree(component: nx.Graph[str], cuts: frozenset[str]) -> _Tree:
    found: Iterator[set[str]] = nx.biconnected_components(component)  # type: ignore[assignment]  # the stubs say one node a block
    blocks = tuple(sorted(tuple(sorted(block)) for block in found))
    points = tuple(sorted(cuts))
    number = {point: len(blocks) + place for place, point in enumerate(points)}
    joined: list[list[int]] = [[] for _ in range(len(blocks) + len(points))]
    for place, block in enumerate(blocks):
        for point in block:
            if point in number:
                joined[place].append(number[point])
                joined[number[point]].append(place)
    return _Tree(blocks, points, tuple(map(tuple, joined)), component.number_of_nodes())


def _in_component(tree: _Tree) -> dict[str, str]:
    order, weights = _weighed(tree, 0)
    root = next(node for node, _ in reversed(order) if 2 * weights[node] >= tree.size)  # the centroid
    order, weights = _weighed(tree, root)
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


def _weighed(tree: _Tree, root: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Nodes with their parents, parents first, and how many structures hang below each, itself included.

    An articulation point counts where it stands nearest to the root.
    """
    order = list(_walk(tree, root))
    weights = [0] * len(tree.joined)
    for node, parent in reversed(order):
        weights[node] += 1 if tree.cut(node) else len(tree.blocks[node]) - len(tree.joined[node])
        if node != parent:
            weights[parent] += weights[node]
    return order, weights


def _walk(tree: _Tree, root: int) -> Iterator[tuple[int, int]]:
    waiting = [(root, root)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        waiting += [(child, node) for child in tree.joined[node] if child != parent]
