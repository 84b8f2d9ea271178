"""From pairs to clusters, without chaining through weak links and against no contradiction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.bags import Bits
from wtc_eco.matching.ragged import Index

Pair = tuple[int, int]
Scorer = Callable[[Index, Index], Bits]

LARGEST_WHOLE = 60
"""A group of records held together by links is looked at pair by pair up to this size."""

CERTAIN = 12.0
"""Bits are held between minus and plus this much, so that no single pair outvotes a cluster."""

NEVER = -1e9


@dataclass(frozen=True)
class Verdicts:
    """What people decided, by rows: these two are one, these two are two."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Links:
    """Pairs of rows that were compared, the smaller row left, and the bits that speak for each."""

    left: Index
    right: Index
    bits: Bits


@dataclass(frozen=True)
class Rules:
    """Put together from `least` bits on; obey `verdicts`; `score` gives pairs that no key found."""

    least: float
    verdicts: Verdicts
    score: Scorer


@dataclass
class Clustering:
    """Rows to clusters (the smallest row of each), and what holds each row there, 0 to 1."""

    cluster: npt.NDArray[np.int64]
    held_by: npt.NDArray[np.float64]


@dataclass
class _Group:
    """Records linked to one another, while they are put together."""

    rows: list[int]
    bits: dict[Pair, float] = field(default_factory=dict)


def cluster(n: int, links: Links, rules: Rules) -> Clustering:
    """Put `n` rows together: strongest pairs first, by mean linkage, while the mean is bits enough.

    A pair decided «different» is never put together, nor through others: what would join them
    stays cut at its weakest link.
    """
    linked = links.bits >= rules.least
    edges = np.column_stack([links.left[linked], links.right[linked]])
    groups = _groups(edges, rules.verdicts.same)
    _complete(groups, _within(groups, links, n), rules.score)
    out = Clustering(np.arange(n), np.ones(n))
    for group in groups:
        _put_together(group, rules, out)
    return out


def _groups(edges: Index, same: Iterable[Pair]) -> list[_Group]:
    """The connected groups of two rows and more."""
    parent: dict[int, int] = {}

    def top(row: int) -> int:
        while (above := parent.setdefault(row, row)) != row:
            parent[row] = row = parent[above]
        return row

    for a, b in (*map(tuple, edges.tolist()), *sorted(same)):
        first, second = sorted((top(a), top(b)))
        parent[second] = first
    members: dict[int, list[int]] = defaultdict(list)
    for row in sorted(parent):
        members[top(row)].append(row)
    return [_Group(rows) for _, rows in sorted(members.items())]


def _within(groups: list[_Group], links: Links, n: int) -> dict[Pair, float]:
    """The bits of the pairs that lie in one group."""
    of = np.full(n, -1, dtype=np.int64)
    for number, group in enumerate(groups):
        of[group.rows] = number
    inside = (of[links.left] >= 0) & (of[links.left] == of[links.right])
    pairs = zip(links.left[inside].tolist(), links.right[inside].tolist(), strict=True)
    return dict(zip(pairs, links.bits[inside].tolist(), strict=True))


def _complete(groups: list[_Group], known: Mapping[Pair, float], score: Scorer) -> None:
    """Give every group the bits of all its pairs; those nobody compared yet are scored now."""
    missing: list[tuple[_Group, Pair]] = []
    for group in groups:
        whole = len(group.rows) <= LARGEST_WHOLE
        for at, a in enumerate(group.rows):
            for b in group.rows[at + 1 :]:
                if (a, b) in known:
                    group.bits[a, b] = known[a, b]
                elif whole:
                    missing.append((group, (a, b)))
    if missing:
        pairs = np.array([pair for _, pair in missing], dtype=np.int64)
        for (group, pair), value in zip(missing, score(pairs[:, 0], pairs[:, 1]), strict=True):
            group.bits[pair] = float(value)


def _put_together(group: _Group, rules: Rules, out: Clustering) -> None:
    matrix = _matrix(group, rules.verdicts)
    parts = [[row] for row in group.rows]
    alive = np.ones(len(parts), dtype=np.bool_)
    while alive.sum() > 1:
        best = int(np.argmax(matrix))
        a, b = sorted(divmod(best, len(parts)))
        if matrix[a, b] < rules.least:
            break
        _note(parts[a], parts[b], float(matrix[a, b]), out)
        _merge(matrix, parts, a, b)
        alive[b] = False
    for part, living in zip(parts, alive, strict=True):
        if living:
            out.cluster[part] = min(part)


def _matrix(group: _Group, verdicts: Verdicts) -> npt.NDArray[np.float64]:
    """Bits of all pairs of a group; never with itself, never where decided different."""
    place = {row: at for at, row in enumerate(group.rows)}
    matrix = np.full((len(place), len(place)), -CERTAIN)
    for (a, b), value in group.bits.items():
        matrix[place[a], place[b]] = matrix[place[b], place[a]] = np.clip(value, -CERTAIN, CERTAIN)
    for pairs, value in ((verdicts.same, -NEVER), (verdicts.different, NEVER)):
        for a, b in pairs:
            if a in place and b in place:
                matrix[place[a], place[b]] = matrix[place[b], place[a]] = value
    np.fill_diagonal(matrix, NEVER)
    return matrix


def _merge(matrix: npt.NDArray[np.float64], parts: list[list[int]], a: int, b: int) -> None:
    """Part `b` joins part `a`; what links them to the rest is the mean over their records.

    Where a person said that they are one, what links either links both.
    """
    sizes = len(parts[a]), len(parts[b])
    mean = (matrix[a] * sizes[0] + matrix[b] * sizes[1]) / sum(sizes)
    if matrix[a, b] > CERTAIN:
        mean = np.maximum(matrix[a], matrix[b])
    banned = (matrix[a] <= NEVER) | (matrix[b] <= NEVER)
    matrix[a] = matrix[:, a] = np.where(banned, NEVER, mean)
    matrix[b] = matrix[:, b] = NEVER
    matrix[a, a] = NEVER
    parts[a] = parts[a] + parts[b]


def _note(one: list[int], other: list[int], bits: float, out: Clustering) -> None:
    """The smaller side is held by this link; of two single records, both are."""
    link = 1 / (1 + 2.0 ** -min(bits, 60.0))
    sides = (
        [one, other]
        if len(one) == len(other) == 1
        else [min((one, other), key=lambda side: (len(side), -min(side)))]
    )
    for side in sides:
        out.held_by[side] = np.minimum(out.held_by[side], link)
