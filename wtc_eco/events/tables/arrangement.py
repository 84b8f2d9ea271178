"""A first plan that keeps the hard rules: pinned guests, then groups, then the largest organisations."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from wtc_eco.events.tables.seating import Seating, Wanted, groups

TRIES = 40
"""How often a round is begun anew before it is solved as a programme."""


def arranged(wanted: Wanted, rng: np.random.Generator) -> Seating:
    """A plan that keeps the hard rules, with few repeats; raises `ValueError` where there is none."""
    met = (wanted.known & ~wanted.bound).astype(np.int64)
    rounds = []
    for _ in range(wanted.rounds):
        tables = next(filter(None, (_round(wanted, met, rng) for _ in range(TRIES))), None)
        held = np.array(tables or _solved(wanted, rng))
        met = met + (held[:, None] == held[None, :])
        rounds.append(tuple(held.tolist()))
    return Seating(tuple(rounds))


def _units(wanted: Wanted) -> list[list[int]]:
    """Guests that move as one, those with least choice first."""
    names = [one.organisation for one in wanted.people]
    colleagues = Counter(name for name in names if name)

    def freedom(unit: list[int]) -> tuple[bool, int, int]:
        largest = max(colleagues[names[guest] or ""] for guest in unit)
        return not any(guest in wanted.pinned for guest in unit), -len(unit), -largest

    return sorted(groups(wanted.together, wanted.n), key=lambda unit: (*freedom(unit), unit))


def _round(wanted: Wanted, met: np.ndarray, rng: np.random.Generator) -> list[int] | None:
    """One guest after the other at the table where it meets fewest again; `None` where one finds no seat."""
    tables = [-1] * wanted.n
    free = list(wanted.sizes)
    seated: list[list[int]] = [[] for _ in wanted.sizes]
    luck = rng.random((wanted.n, wanted.n_tables))
    for unit in _units(wanted):
        pinned = {wanted.pinned[guest] for guest in unit if guest in wanted.pinned}
        open_to = [
            table
            for table in (pinned or range(wanted.n_tables))
            if free[table] >= len(unit) and not wanted.barred[np.ix_(unit, seated[table])].any()
        ]
        if not open_to or len(pinned) > 1:
            return None
        table = min(
            open_to,
            key=lambda t: (int(met[np.ix_(unit, seated[t])].sum()), -free[t], luck[unit[0], t]),
        )
        for guest in unit:
            tables[guest] = table
        seated[table] += unit
        free[table] -= len(unit)
    return tables


def _solved(wanted: Wanted, rng: np.random.Generator) -> list[int]:
    """A round as a programme: one table each, the sizes, nobody beside whom it may not be."""
    n, t = wanted.n, wanted.n_tables
    rows, low, high = [], [], []
    for guest in range(n):
        rows.append({guest * t + table: 1.0 for table in range(t)})
        low.append(1.0)
        high.append(1.0)
    for table, size in enumerate(wanted.sizes):
        rows.append({guest * t + table: 1.0 for guest in range(n)})
        low.append(float(size))
        high.append(float(size))
    for one, other in np.argwhere(np.triu(wanted.barred)).tolist():
        for table in range(t):
            rows.append({one * t + table: 1.0, other * t + table: 1.0})
            low.append(0.0)
            high.append(1.0)
    for one, other in sorted(wanted.together):
        for table in range(t):
            rows.append({one * t + table: 1.0, other * t + table: -1.0})
            low.append(0.0)
            high.append(0.0)
    table_of = sparse.lil_matrix((len(rows), n * t))
    for at, row in enumerate(rows):
        for column, value in row.items():
            table_of[at, column] = value
    least = np.zeros(n * t)
    least[[guest * t + table for guest, table in wanted.pinned.items()]] = 1
    found = milp(
        rng.random(n * t),
        constraints=LinearConstraint(table_of.tocsr(), low, high),
        bounds=Bounds(least, 1),
        integrality=np.ones(n * t),
        options={"mip_rel_gap": 1.0},
    )
    if found.x is None:
        raise ValueError("no plan keeps the hard rules")
    placed: list[int] = np.round(found.x).reshape(n, t).argmax(axis=1).tolist()
    return placed
