"""Which referral that does not exist would serve most people, and which next, once it does?

With F_a(c,u): u is a referrals from an entry of case c at most, B_b(c,v): v is b from a goal at most, a new
referral u→v serves a case that is not served within K iff some a and b have a + b ≤ K − 1. On indicators:

    gain(u,v) = Σ_c w_c [ Σ_{a≤K−1} F_a(c,u)·B_{K−1−a}(c,v) − Σ_{a≤K−2} F_a(c,u)·B_{K−2−a}(c,v) ]

which is one product of matrices for each a, with B_b − B_{b−1} on the right. Links help each other or do the
same work: `best` takes the best, computes all gains anew, and goes on (Nemhauser, Wolsey & Fisher 1978).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wtc_eco.network.journeys import HOPS, NOT_SERVED, Arcs, Bits, Cases, levels, served

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
    found = np.zeros((rows.size, columns.size))
    for a in range(hops):
        b = hops - 1 - a
        exactly = after[b] & ~after[b - 1] if b else after[0]
        weighed = _unpacked(before[a][rows], cases.n) * cases.people
        found += weighed @ _unpacked(exactly[columns], cases.n).T
    total[np.ix_(rows, columns)] += found


def _unpacked(held: Bits, n: int) -> Gains:
    return np.unpackbits(held, axis=1, count=n).astype(np.float64)


def best(cases: Cases, arcs: Arcs, cost: Gains, *, n: int = 10, hops: int = HOPS) -> Iterator[Introduction]:
    """The links that serve most people, each with those before it in place; at most `n`, none without effect.

    `cost` (structures × structures) is what a link costs: of two that serve as many people the cheaper
    comes first, then the order of structures; where it is infinite a link may not be proposed.
    """
    together = 0
    for _ in range(n):
        found = np.where(np.isfinite(cost), gains(cases, arcs, hops), 0.0)
        most = found.max(initial=0.0)
        if most <= 0:
            return
        start, end = min(np.argwhere(found == most).tolist(), key=lambda pair: (cost[pair[0], pair[1]], pair))
        more = arcs.and_also(start, end)
        together += int(most)
        yield Introduction(start, end, int(most), together, _newly(cases, arcs, more, hops))
        arcs = more


def _newly(cases: Cases, arcs: Arcs, more: Arcs, hops: int) -> tuple[int, ...]:
    before, after = served(cases, arcs, hops), served(cases, more, hops)
    return tuple(int(case) for case in np.flatnonzero((before == NOT_SERVED) & (after != NOT_SERVED)))
