"""A component as the tree of its blocks: what no structure and no tie alone can part."""

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
