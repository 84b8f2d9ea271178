"""The choice of guests as figures: priorities, introductions, seats, quotas, who must and who may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]

COUNTED = 5
"""Introductions counted for one person: nobody meets more people to some purpose in an afternoon."""


@dataclass(frozen=True, eq=False)
class Group:
    """Candidates of one sort, by place: at least `least` and at most `most` of them are invited."""

    id: str
    members: Mask
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, eq=False)
class Problem:
    """Which of n candidates to invite.

    `priority` (n) is positive; `worth` (n × n, symmetric, zero on the diagonal) is what a meeting of two
    is worth; `fixed` are invited whatever happens; of a pair of `apart` at most one is.
    """

    priority: Vector
    worth: Matrix
    seats: int
    groups: tuple[Group, ...] = ()
    fixed: tuple[int, ...] = ()
    apart: tuple[tuple[int, int], ...] = ()

    @property
    def n(self) -> int:
        """How many candidates there are."""
        return len(self.priority)

    @cached_property
    def pairs(self) -> tuple[Places, Places]:
        """The two candidates of each meeting that is worth something, the smaller place first."""
        left, right = np.nonzero(np.triu(self.worth, 1))
        return left, right

    def rules(self) -> tuple[sparse.csr_matrix, Vector, Vector]:
        """Seats, quotas and apart as rows over the candidates, with their lower and upper bounds."""
        rows: list[Vector] = [np.ones(self.n)]
        low, high = [0.0], [float(self.seats)]
        for group in self.groups:
            rows.append(group.members.astype(np.float64))
            low.append(group.least)
            high.append(self.seats if group.most is None else group.most)
        for one, other in self.apart:
            row = np.zeros(self.n)
            row[[one, other]] = 1
            rows.append(row)
            low.append(0)
            high.append(1)
        return sparse.csr_matrix(np.array(rows)), np.array(low, dtype=float), np.array(high, dtype=float)

    def kept(self, chosen: Sequence[int]) -> bool:
        """Whether these guests keep every rule."""
        invited = np.zeros(self.n)
        invited[list(chosen)] = 1
        rows, low, high = self.rules()
        sums = rows @ invited
        return bool(np.all((low <= sums) & (sums <= high)) and all(invited[place] for place in self.fixed))


def introductions(problem: Problem, chosen: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The meetings that count among these guests: worth most together, at most `COUNTED` for each.

    A maximum-weight b-matching, solved exactly (HiGHS); the best meetings come first.
    """
    held = np.array(sorted(chosen), dtype=np.intp)
    among = np.triu(problem.worth[np.ix_(held, held)], 1)
    left, right = np.nonzero(among)
    worth = among[left, right]
    if not worth.size:
        return ()
    m, n = worth.size, held.size
    each = np.arange(m)
    once = sparse.coo_matrix((np.ones(2 * m), (np.r_[left, right], np.r_[each, each])), shape=(n, m))
    limits = LinearConstraint(once.tocsr(), -np.inf, COUNTED)
    found = milp(-worth, constraints=limits, bounds=Bounds(0, 1), integrality=np.ones(m))
    taken = np.flatnonzero(np.round(found.x) == 1)
    best_first = sorted(taken.tolist(), key=lambda at: (-worth[at], left[at], right[at]))
    return tuple((int(held[left[at]]), int(held[right[at]])) for at in best_first)


def value(problem: Problem, chosen: Sequence[int]) -> float:
    """Priorities and counted introductions of these guests together."""
    meetings = introductions(problem, chosen)
    total = sum(problem.worth[pair] for pair in meetings) + problem.priority[list(chosen)].sum()
    return round(float(total), 9)
