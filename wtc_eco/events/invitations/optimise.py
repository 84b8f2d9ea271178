"""The choice of guests: at once by swaps and kicks, then the best list, or a bound on it, by a programme (HiGHS).

Work is bounded by nodes, never by the clock, so that the same request gives the same list anywhere; with
`seconds` the clock rules, and the list says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
class SelectionProblem:
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


def introductions(problem: SelectionProblem, chosen: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The meetings that count among these guests: worth most together, at most `COUNTED` for each.

    A maximum-weight b-matching, solved exactly (HiGHS); the best meetings come first.
    """
    guests = np.array(sorted(chosen), dtype=np.intp)
    among = np.triu(problem.worth[np.ix_(guests, guests)], 1)
    left, right = np.nonzero(among)
    worth = among[left, right]
    if not worth.size:
        return ()
    m, n = worth.size, guests.size
    each = np.arange(m)
    once = sparse.coo_matrix((np.ones(2 * m), (np.r_[left, right], np.r_[each, each])), shape=(n, m))
    limits = LinearConstraint(once.tocsr(), -np.inf, COUNTED)
    solution = milp(-worth, constraints=limits, bounds=Bounds(0, 1), integrality=np.ones(m))
    taken = np.flatnonzero(np.round(solution.x) == 1)
    best_first = sorted(taken.tolist(), key=lambda at: (-worth[at], left[at], right[at]))
    return tuple((int(guests[left[at]]), int(guests[right[at]])) for at in best_first)


def value(problem: SelectionProblem, chosen: Sequence[int]) -> float:
    """Priorities and counted introductions of these guests together."""
    meetings = introductions(problem, chosen)
    total = sum(problem.worth[pair] for pair in meetings) + problem.priority[list(chosen)].sum()
    return round(float(total), 9)


NODES = 50
CLOSE = 0.005
"""A gap (share of the bound) below which nobody looks any further."""


@dataclass(frozen=True)
class Bounded:
    """What the solver proved: no list is worth more than `bound`; `chosen` is its own best, if it has one."""

    bound: float
    chosen: tuple[int, ...] | None


def improve(problem: SelectionProblem, *, nodes: int = NODES, seconds: float | None = None) -> Bounded:
    """Maximise Σ priority·s + Σ worth·y with y ≤ s at both ends and Σ_j y_ij ≤ 5·s_i.

    The last constraint, rather than ≤ 5, is what makes the bound useful. y may be fractional: the
    bound stays true, and the list is worth what whole introductions are worth.
    """
    left, right = problem.pairs
    n, m = problem.n, left.size
    cost = -np.concatenate([problem.priority, problem.worth[left, right]])
    limits: dict[str, float] = {"mip_rel_gap": CLOSE}
    limits |= {"node_limit": nodes} if seconds is None else {"time_limit": seconds}
    solution = milp(
        cost,
        constraints=[_meetings(problem), _rules(problem, m)],
        bounds=_bounds(problem, m),
        integrality=np.r_[np.ones(n), np.zeros(m)],
        options=limits,
    )
    chosen = None if solution.x is None else tuple(np.flatnonzero(np.round(solution.x[:n])).tolist())
    return Bounded(_bound(problem, solution), chosen)


def _bound(problem: SelectionProblem, solution: object) -> float:
    """The dual bound; where the solver has none, the loosest that is true: five best meetings for all."""
    proven = getattr(solution, "mip_dual_bound", None)
    if proven is not None and np.isfinite(proven):
        return -float(proven)
    best = -np.sort(-problem.worth, axis=1)[:, :COUNTED].sum(axis=1) / 2
    return float(np.sort(problem.priority + best)[::-1][: problem.seats].sum())


def _meetings(problem: SelectionProblem) -> LinearConstraint:
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


def _rules(problem: SelectionProblem, m: int) -> LinearConstraint:
    rows, low, high = problem.rules()
    return LinearConstraint(sparse.hstack([rows, sparse.csr_matrix((rows.shape[0], m))]).tocsr(), low, high)


def _bounds(problem: SelectionProblem, m: int) -> Bounds:
    low: Vector = np.zeros(problem.n + m)
    low[list(problem.fixed)] = 1
    return Bounds(low, 1)


def within_rules(problem: SelectionProblem) -> tuple[int, ...]:
    """The list of highest priorities that keeps every rule; raises `ValueError` where none does."""
    rows, low, high = problem.rules()
    solution = milp(
        -problem.priority,
        constraints=LinearConstraint(rows, low, high),
        bounds=_bounds(problem, 0),
        integrality=np.ones(problem.n),
    )
    if solution.x is None:
        raise ValueError("no list keeps every rule")
    return tuple(np.flatnonzero(np.round(solution.x)).tolist())


ROUNDS = 3
"""How many times swapping goes over all guests."""
KICKS = 2
"""How many times a settled list is shaken, then settled again."""
SHAKEN = 0.12
"""The share of guests that a kick replaces."""
LEAST = 1e-9


def choose(problem: SelectionProblem, *, seed: int = 0) -> tuple[int, ...]:
    """A list that keeps every rule, by place; raises `ValueError` where none does.

    Guests are added by what they bring to those already there, then swapped one for one. Meetings are
    estimated as half of each one's five best: they never count for less than what they are worth.
    """
    rng = np.random.default_rng(seed)
    guests = _settled(problem, _start(problem))
    best, worth = guests, _estimate(problem, guests)
    for _ in range(KICKS):
        shaken = _settled(problem, _shaken(problem, best, rng))
        if (reached := _estimate(problem, shaken)) > worth + LEAST:
            best, worth = shaken, reached
    return tuple(sorted(best))


def _start(problem: SelectionProblem) -> list[int]:
    """Guests added one by one; where the quotas' least cannot be kept so, the first list that keeps them."""
    grown = _grown(problem, list(problem.fixed))
    return grown if problem.kept(grown) else list(within_rules(problem))


def _grown(problem: SelectionProblem, chosen: list[int]) -> list[int]:
    chosen = list(chosen)
    while len(chosen) < problem.seats:
        open_to = _may_join(problem, chosen)
        if not open_to.any():
            break
        gains = np.where(open_to, _gains(problem, chosen), -np.inf)
        chosen.append(int(gains.argmax()))
    return chosen


def _may_join(problem: SelectionProblem, chosen: Sequence[int]) -> Mask:
    """Who can be added without breaking a rule, and leaving seats for the quotas' least."""
    invited = np.zeros(problem.n, dtype=bool)
    invited[list(chosen)] = True
    free = ~invited
    for one, other in problem.apart:
        free[one] &= not invited[other]
        free[other] &= not invited[one]
    counts = [(group, int((invited & group.members).sum())) for group in problem.groups]
    for group, n in counts:
        if group.most is not None and n >= group.most:
            free &= ~group.members
    owed = sum(max(0, group.least - n) for group, n in counts)
    if owed >= problem.seats - len(chosen):
        owing = [group.members for group, n in counts if n < group.least]
        free &= np.any(owing, axis=0) if owing else free
    return free


def _gains(problem: SelectionProblem, chosen: Sequence[int]) -> Vector:
    """What each candidate would bring to the chosen: its priority, and meetings better than those they have."""
    if not chosen:
        return problem.priority.copy()
    met = problem.worth[:, list(chosen)]
    fifth = _fifth(met[list(chosen)])
    theirs = np.maximum(0.0, met - fifth[None, :]).sum(axis=1)
    gains: Vector = problem.priority + (_best(met) + theirs) / 2
    return gains


def _best(met: Vector) -> Vector:
    """The sum of each row's five largest."""
    width = met.shape[1]
    if width <= COUNTED:
        total: Vector = met.sum(axis=1)
    else:
        total = np.partition(met, width - COUNTED, axis=1)[:, width - COUNTED :].sum(axis=1)
    return total


def _fifth(met: Vector) -> Vector:
    """The smallest meeting that counts for each row; 0 where fewer than five are held."""
    width = met.shape[1]
    if width < COUNTED:
        return np.zeros(len(met))
    smallest: Vector = np.partition(met, width - COUNTED, axis=1)[:, width - COUNTED]
    return smallest


def _estimate(problem: SelectionProblem, chosen: Sequence[int]) -> float:
    guests = list(chosen)
    return float(problem.priority[guests].sum() + _best(problem.worth[np.ix_(guests, guests)]).sum() / 2)


def _settled(problem: SelectionProblem, chosen: Sequence[int]) -> list[int]:
    """Swap one guest for one candidate while that helps."""
    guests = sorted(chosen)
    worth = _estimate(problem, guests)
    for _ in range(ROUNDS):
        before = worth
        for guest in [each for each in guests if each not in problem.fixed]:
            rest = [each for each in guests if each != guest]
            for candidate in _likely(problem, rest, guest):
                tried = [*rest, candidate]
                if (reached := _estimate(problem, tried)) > worth + LEAST and problem.kept(tried):
                    guests, worth = sorted(tried), reached
                    break
        if worth <= before + LEAST:
            break
    return guests


def _likely(problem: SelectionProblem, rest: Sequence[int], guest: int, *, most: int = 3) -> Iterator[int]:
    """The candidates that would bring more than the guest, best first."""
    gains = _gains(problem, rest)
    gains[list(rest)] = -np.inf
    for candidate in np.argsort(-gains, kind="stable")[:most].tolist():
        if candidate == guest:
            return
        yield candidate


def _shaken(problem: SelectionProblem, chosen: Sequence[int], rng: np.random.Generator) -> list[int]:
    """A few guests leave, others come; where the rules do not allow it, the list as it was."""
    loose = [each for each in sorted(chosen) if each not in problem.fixed]
    n_leaving = min(len(loose), max(1, round(SHAKEN * len(loose))))
    leaving = set(rng.choice(loose, size=n_leaving, replace=False).tolist()) if loose else set()
    stay = [each for each in sorted(chosen) if each not in leaving]
    open_to = np.flatnonzero(_may_join(problem, stay))
    if open_to.size:
        stay.append(int(rng.choice(open_to)))
    grown = _grown(problem, stay)
    return grown if problem.kept(grown) else list(chosen)
