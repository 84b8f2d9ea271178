"""Who arrives where: from the places people come to, along declared referrals, to one that has what they need.

A case is one kind of person, one home and one need. Its entries E are the structures that the person can
come to, its goals G those that have what is needed. With A the referrals, B₀ = G and B₍ₖ₊₁₎ = Bₖ ∨ A·Bₖ:
the structures from which a goal is k referrals away at most. A case is served after k referrals where
E ∩ Bₖ is not empty: a breadth-first search from every case at once.

Sets of cases are rows of bits (structures × cases ÷ 8), so that a referral costs one operation for eight cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        held = sorted({(place[a], place[b]) for a, b in pairs if a in place and b in place and a != b})
        table = np.array(held, dtype=np.intp).reshape(-1, 2)
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

    def step(self, held: Bits) -> Bits:
        """What is held by a structure, or by one it sends people to."""
        senders, first, ends = self._grouped
        out = held.copy()
        if senders.size:
            out[senders] |= np.bitwise_or.reduceat(held[ends], first, axis=0)
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


def levels(held: Mask, arcs: Arcs, hops: int) -> tuple[Bits, ...]:
    """The structures that have it, or are 1, 2 … `hops` referrals away at most, as rows of bits."""
    found = [np.packbits(held, axis=1)]
    for _ in range(hops):
        found.append(arcs.step(found[-1]))
    return tuple(found)


def served(cases: Cases, arcs: Arcs, hops: int = HOPS) -> NDArray[np.int8]:
    """After how many referrals each case is served, 0 at the door; -1 where it is not within `hops`."""
    entries = np.packbits(cases.entries, axis=1)
    found = np.full(cases.n, NOT_SERVED, dtype=np.int8)
    for k, level in reversed(tuple(enumerate(levels(cases.goals, arcs, hops)))):
        met = np.bitwise_or.reduce(entries & level, axis=0)
        found[np.unpackbits(met, count=cases.n).astype(bool)] = k
    return found


def arrives(cases: Cases, arcs: Arcs, hops: int = HOPS) -> Mask:
    """Which structures each case can come to within `hops` referrals: structures × cases."""
    last = levels(cases.entries, arcs.reverse, hops)[-1]
    return np.unpackbits(last, axis=1, count=cases.n).astype(bool)
