"""Who arrives where: from the places people come to, along declared referrals, to one that has what they need.

A case is one kind of person, one home and one need. Its entries E are the structures that the person can
come to, its goals G those that have what is needed. With A the referrals, B₀ = G and B₍ₖ₊₁₎ = Bₖ ∨ A·Bₖ:
the structures from which a goal is k referrals away at most. A case is served after k referrals where
E ∩ Bₖ is not empty: a breadth-first search from every case at once. Sets of cases are rows of bits
(structures × cases ÷ 8), so that a referral costs one operation for eight cases. What a closing loses are the
journeys that only that structure makes possible.

Which new referral would serve most people? With F_a(c,u): u is a referrals from an entry of case c at most,
B_b(c,v): v is b from a goal at most, u→v serves a case that is not served within K iff some a and b have
a + b ≤ K − 1. On indicators:

    gain(u,v) = Σ_c w_c [ Σ_{a≤K−1} F_a(c,u)·B_{K−1−a}(c,v) − Σ_{a≤K−2} F_a(c,u)·B_{K−2−a}(c,v) ]

which is one product of matrices for each a, with B_b − B_{b−1} on the right. Links help each other or do the
same work: `best` takes the best, computes all gains anew, and goes on (Nemhauser, Wolsey & Fisher 1978).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Bits = NDArray[np.uint8]
Places = NDArray[np.intp]

HOPS = 2
"""How many referrals a person is expected to follow."""
NOT_SERVED = -1


@dataclass(frozen=True)
class Arcs:
    """The referrals among `n` structures: each sends people from one place in their order to another."""

    n: int
    starts: Places
    ends: Places

    @classmethod
    def of(cls, nodes: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Arcs:
        """The pairs whose ends are both among the nodes, each once, in order."""
        place = {node: number for number, node in enumerate(nodes)}
        placed = sorted({(place[a], place[b]) for a, b in pairs if a in place and b in place and a != b})
        table = np.array(placed, dtype=np.intp).reshape(-1, 2)
        return cls(len(nodes), table[:, 0], table[:, 1])

    def and_also(self, start: int, end: int) -> Arcs:
        """The same referrals and one more."""
        return Arcs(self.n, np.append(self.starts, start), np.append(self.ends, end))

    def without(self, structure: int) -> Arcs:
        """The referrals that stay when a structure closes."""
        kept = (self.starts != structure) & (self.ends != structure)
        return Arcs(self.n, self.starts[kept], self.ends[kept])

    @cached_property
    def reverse(self) -> Arcs:
        """Every referral the other way."""
        return Arcs(self.n, self.ends, self.starts)

    @cached_property
    def _grouped(self) -> tuple[Places, Places, Places]:
        """Those who send, where the ends of each begin, and the ends, sender by sender."""
        order = np.argsort(self.starts, kind="stable")
        senders, first = np.unique(self.starts[order], return_index=True)
        return senders, first, self.ends[order]

    def step(self, having: Bits) -> Bits:
        """What is held by a structure, or by one it sends people to."""
        senders, first, ends = self._grouped
        out = having.copy()
        if senders.size:
            out[senders] |= np.bitwise_or.reduceat(having[ends], first, axis=0)
        return out


@dataclass(frozen=True)
class Cases:
    """Entries and goals of every case (structures × cases), and how many people each case stands for.

    People are whole numbers: their sums are the same in any order, on any machine.
    """

    entries: Mask
    goals: Mask
    people: NDArray[np.int64]

    @property
    def n(self) -> int:
        """How many cases there are."""
        return int(self.people.size)

    def some(self, chosen: Mask | Places) -> Cases:
        """These cases only."""
        return Cases(self.entries[:, chosen], self.goals[:, chosen], self.people[chosen])

    def without(self, structure: int) -> Cases:
        """The same cases when a structure closes."""
        entries, goals = self.entries.copy(), self.goals.copy()
        entries[structure] = goals[structure] = False
        return Cases(entries, goals, self.people)


def levels(having: Mask, arcs: Arcs, hops: int) -> tuple[Bits, ...]:
    """The structures that have it, or are 1, 2 … `hops` referrals away at most, as rows of bits."""
    steps = [np.packbits(having, axis=1)]
    for _ in range(hops):
        steps.append(arcs.step(steps[-1]))
    return tuple(steps)


def served(cases: Cases, arcs: Arcs, hops: int = HOPS) -> NDArray[np.int8]:
    """After how many referrals each case is served, 0 at the door; -1 where it is not within `hops`."""
    entries = np.packbits(cases.entries, axis=1)
    hops_needed = np.full(cases.n, NOT_SERVED, dtype=np.int8)
    for k, level in reversed(tuple(enumerate(levels(cases.goals, arcs, hops)))):
        met = np.bitwise_or.reduce(entries & level, axis=0)
        hops_needed[np.unpackbits(met, count=cases.n).astype(bool)] = k
    return hops_needed


def arrives(cases: Cases, arcs: Arcs, hops: int = HOPS) -> Mask:
    """Which structures each case can come to within `hops` referrals: structures × cases."""
    last = levels(cases.entries, arcs.reverse, hops)[-1]
    return np.unpackbits(last, axis=1, count=cases.n).astype(bool)


Gains = NDArray[np.float64]
_AT_ONCE = 1 << 12
"""Cases multiplied at once, so that a whole country fits in memory."""


@dataclass(frozen=True)
class Introduction:
    """A link from one place in the order of structures to another, the people and cases it serves.

    `together` counts the people that it serves with those taken before it.
    """

    start: int
    end: int
    people: int
    together: int
    cases: tuple[int, ...]


def gains(cases: Cases, arcs: Arcs, hops: int = HOPS) -> Gains:
    """How many people more each link would serve: structures × structures; 0 where there is one."""
    # A link serves nobody who has nowhere to come to, or for whom nobody has what is needed.
    mendable = cases.entries.any(axis=0) & cases.goals.any(axis=0)
    open_ = cases.some(mendable & (served(cases, arcs, hops) == NOT_SERVED))
    total = np.zeros((arcs.n, arcs.n))
    for first in range(0, open_.n, _AT_ONCE):
        part = open_.some(np.arange(first, min(first + _AT_ONCE, open_.n)))
        _add_gains(total, part, arcs, hops)
    return total


def _add_gains(total: Gains, cases: Cases, arcs: Arcs, hops: int) -> None:
    before = levels(cases.entries, arcs.reverse, hops - 1)
    after = levels(cases.goals, arcs, hops - 1)
    rows, columns = (np.flatnonzero(level[-1].any(axis=1)) for level in (before, after))
    if not (rows.size and columns.size):
        return
    gained = np.zeros((rows.size, columns.size))
    for a in range(hops):
        b = hops - 1 - a
        exactly = after[b] & ~after[b - 1] if b else after[0]
        weighed = _unpacked(before[a][rows], cases.n) * cases.people
        gained += weighed @ _unpacked(exactly[columns], cases.n).T
    total[np.ix_(rows, columns)] += gained


def _unpacked(bits: Bits, n: int) -> Gains:
    return np.unpackbits(bits, axis=1, count=n).astype(np.float64)


def best(cases: Cases, arcs: Arcs, cost: Gains, *, n: int = 10, hops: int = HOPS) -> Iterator[Introduction]:
    """The links that serve most people, each with those before it in place; at most `n`, none without effect.

    `cost` (structures × structures) is what a link costs: of two that serve as many people the cheaper
    comes first, then the order of structures; where it is infinite a link may not be proposed.
    """
    together = 0
    for _ in range(n):
        gained = np.where(np.isfinite(cost), gains(cases, arcs, hops), 0.0)
        most = gained.max(initial=0.0)
        if most <= 0:
            return
        start, end = min(
            np.argwhere(gained == most).tolist(), key=lambda pair: (cost[pair[0], pair[1]], pair)
        )
        more = arcs.and_also(start, end)
        together += int(most)
        yield Introduction(start, end, int(most), together, _newly(cases, arcs, more, hops))
        arcs = more


def _newly(cases: Cases, arcs: Arcs, more: Arcs, hops: int) -> tuple[int, ...]:
    before, after = served(cases, arcs, hops), served(cases, more, hops)
    return tuple(int(case) for case in np.flatnonzero((before == NOT_SERVED) & (after != NOT_SERVED)))


@dataclass(frozen=True)
class Closure:
    """The cases that are no longer served when a structure closes, and the people they stand for."""

    structure: int
    people: int
    cases: tuple[int, ...]


def closures(cases: Cases, arcs: Arcs, structures: Iterable[int], hops: int = HOPS) -> tuple[Closure, ...]:
    """What closing each of these structures would lose, the most people first; those that lose none left out."""
    numbers = np.flatnonzero(served(cases, arcs, hops) != NOT_SERVED)
    known = cases.some(numbers)
    through = _on_the_way(known, arcs, hops)
    losses = []
    for at in structures:
        touched = np.flatnonzero(through[at])
        without = known.some(touched).without(at)
        lost = touched[served(without, arcs.without(at), hops) == NOT_SERVED]
        losses.append(Closure(at, int(known.people[lost].sum()), tuple(numbers[lost].tolist())))
    return tuple(
        sorted((each for each in losses if each.cases), key=lambda each: (-each.people, each.structure))
    )


def _on_the_way(cases: Cases, arcs: Arcs, hops: int) -> Mask:
    """Which structures stand on some journey of each case that arrives within `hops`."""
    before, after = levels(cases.entries, arcs.reverse, hops), levels(cases.goals, arcs, hops)
    through = before[0] & after[hops]
    for a in range(1, hops + 1):
        through |= before[a] & after[hops - a]
    return np.unpackbits(through, axis=1, count=cases.n).astype(bool)
