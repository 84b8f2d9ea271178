"""The best list, or a bound on it: the same choice as a mixed-integer programme (HiGHS, through scipy).

Work is bounded by nodes, never by the clock, so that the same request gives the same list anywhere; with
`seconds` the clock rules, and the list says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from wtc_eco.events.invitations.problem import COUNTED, Problem, Vector

NODES = 50
CLOSE = 0.005
"""A gap (share of the bound) below which nobody looks any further."""


@dataclass(frozen=True)
class Bounded:
    """What the solver proved: no list is worth more than `bound`; `chosen` is its own best, if it has one."""

    bound: float
    chosen: tuple[int, ...] | None


def improve(problem: Problem, *, nodes: int = NODES, seconds: float | None = None) -> Bounded:
    """Maximise Σ priority·s + Σ worth·y with y ≤ s at both ends and Σ_j y_ij ≤ 5·s_i.

    The last constraint, rather than ≤ 5, is what makes the bound useful. y may be fractional: the
    bound stays true, and the list is worth what whole introductions are worth.
    """
    left, right = problem.pairs
    n, m = problem.n, left.size
    cost = -np.concatenate([problem.priority, problem.worth[left, right]])
    limits: dict[str, float] = {"mip_rel_gap": CLOSE}
    limits |= {"node_limit": nodes} if seconds is None else {"time_limit": seconds}
    found = milp(
        cost,
        constraints=[_meetings(problem), _rules(problem, m)],
        bounds=_bounds(problem, m),
        integrality=np.r_[np.ones(n), np.zeros(m)],
        options=limits,
    )
    chosen = None if found.x is None else tuple(np.flatnonzero(np.round(found.x[:n])).tolist())
    return Bounded(_bound(problem, found), chosen)


def _bound(problem: Problem, found: object) -> float:
    """The dual bound; where the solver has none, the loosest that is true: five best meetings for all."""
    proven = getattr(found, "mip_dual_bound", None)
    if proven is not None and np.isfinite(proven):
        return -float(proven)
    best = -np.sort(-problem.worth, axis=1)[:, :COUNTED].sum(axis=1) / 2
    return float(np.sort(problem.priority + best)[::-1][: problem.seats].sum())


def _meetings(problem: Problem) -> LinearConstraint:
    left, right = problem.pairs
    n, m = problem.n, left.size
    each, minus = np.arange(m), -np.ones(m)
    ends = [
        sparse.coo_matrix((np.r_[np.ones(m), minus], (np.r_[each, each], np.r_[n + each, end])), (m, n + m))
        for end in (left, right)
    ]
    counted = sparse.coo_matrix(
        (
            np.r_[np.ones(2 * m), np.full(n, -float(COUNTED))],
            (np.r_[left, right, np.arange(n)], np.r_[n + each, n + each, np.arange(n)]),
        ),
        (n, n + m),
    )
    return LinearConstraint(sparse.vstack([*ends, counted]).tocsr(), -np.inf, 0)


def _rules(problem: Problem, m: int) -> LinearConstraint:
    rows, low, high = problem.rules()
    return LinearConstraint(sparse.hstack([rows, sparse.csr_matrix((rows.shape[0], m))]).tocsr(), low, high)


def _bounds(problem: Problem, m: int) -> Bounds:
    low: Vector = np.zeros(problem.n + m)
    low[list(problem.fixed)] = 1
    return Bounds(low, 1)


def within_rules(problem: Problem) -> tuple[int, ...]:
    """The list of highest priorities that keeps every rule; raises `ValueError` where none does."""
    rows, low, high = problem.rules()
    found = milp(
        -problem.priority,
        constraints=LinearConstraint(rows, low, high),
        bounds=_bounds(problem, 0),
        integrality=np.ones(problem.n),
    )
    if found.x is None:
        raise ValueError("no list keeps every rule")
    return tuple(np.flatnonzero(np.round(found.x)).tolist())
