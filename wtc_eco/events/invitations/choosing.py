"""A good list at once: the best guest first, then swaps, then a few kicks; no solver, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wtc_eco.events.invitations.exact import within_rules
from wtc_eco.events.invitations.problem import COUNTED, Mask, Problem, Vector

ROUNDS = 3
"""How many times swapping goes over all guests."""
KICKS = 2
"""How many times a settled list is shaken, then settled again."""
SHAKEN = 0.12
"""The share of guests that a kick replaces."""
LEAST = 1e-9


def choose(problem: Problem, *, seed: int = 0) -> tuple[int, ...]:
    """A list that keeps every rule, by place; raises `ValueError` where none does.

    Guests are added by what they bring to those already there, then swapped one for one. Meetings are
    estimated as half of each one's five best: they never count for less than what they are worth.
    """
    rng = np.random.default_rng(seed)
    found = _settled(problem, _start(problem))
    best, worth = found, _estimate(problem, found)
    for _ in range(KICKS):
        shaken = _settled(problem, _shaken(problem, best, rng))
        if (reached := _estimate(problem, shaken)) > worth + LEAST:
            best, worth = shaken, reached
    return tuple(sorted(best))


def _start(problem: Problem) -> list[int]:
    """Guests added one by one; where the quotas' least cannot be kept so, the first list that keeps them."""
    grown = _grown(problem, list(problem.fixed))
    return grown if problem.kept(grown) else list(within_rules(problem))


def _grown(problem: Problem, chosen: list[int]) -> list[int]:
    chosen = list(chosen)
    while len(chosen) < problem.seats:
        open_to = _may_join(problem, chosen)
        if not open_to.any():
            break
        gains = np.where(open_to, _gains(problem, chosen), -np.inf)
        chosen.append(int(gains.argmax()))
    return chosen


def _may_join(problem: Problem, chosen: Sequence[int]) -> Mask:
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


def _gains(problem: Problem, chosen: Sequence[int]) -> Vector:
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


def _estimate(problem: Problem, chosen: Sequence[int]) -> float:
    held = list(chosen)
    return float(problem.priority[held].sum() + _best(problem.worth[np.ix_(held, held)]).sum() / 2)


def _settled(problem: Problem, chosen: Sequence[int]) -> list[int]:
    """Swap one guest for one candidate while that helps."""
    held = sorted(chosen)
    worth = _estimate(problem, held)
    for _ in range(ROUNDS):
        before = worth
        for guest in [each for each in held if each not in problem.fixed]:
            rest = [each for each in held if each != guest]
            for candidate in _likely(problem, rest, guest):
                tried = [*rest, candidate]
                if (reached := _estimate(problem, tried)) > worth + LEAST and problem.kept(tried):
                    held, worth = sorted(tried), reached
                    break
        if worth <= before + LEAST:
            break
    return held


def _likely(problem: Problem, rest: Sequence[int], guest: int, *, most: int = 3) -> Iterator[int]:
    """The candidates that would bring more than the guest, best first."""
    gains = _gains(problem, rest)
    gains[list(rest)] = -np.inf
    for candidate in np.argsort(-gains, kind="stable")[:most].tolist():
        if candidate == guest:
            return
        yield candidate


def _shaken(problem: Problem, chosen: Sequence[int], rng: np.random.Generator) -> list[int]:
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
