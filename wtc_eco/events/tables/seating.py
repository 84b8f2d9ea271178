"""A table plan by simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983): two guests change places at a time.

Hard rules are filters: the first plan keeps them all (pinned guests, then groups, then the largest
organisations), and a change that would break one is not made. First the pairs that meet twice are counted down;
then what the meetings are worth grows, and the number of repeats never does again. Every figure is kept up to
date at each change, so that one that is only tried costs a few additions. Work is bounded by steps, never by the clock.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Matrix = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Person:
    """A guest: a key that no other has, the name, the organisation (`None`: unknown, like no other)."""

    key: str
    name: str
    organisation: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Wanted:
    """A table plan as it is asked for.

    `sizes` are the guests at each table; `pinned` gives the table (from 0) of a guest in every round;
    pairs of `apart` never share a table, those of `together` always do; `met` have sat together before.
    """

    people: tuple[Person, ...]
    sizes: tuple[int, ...]
    rounds: int
    pinned: Mapping[int, int] = field(default_factory=dict)
    apart: frozenset[tuple[int, int]] = frozenset()
    together: frozenset[tuple[int, int]] = frozenset()
    met: frozenset[tuple[int, int]] = frozenset()
    worth: Matrix | None = None

    @property
    def n(self) -> int:
        """How many guests there are."""
        return len(self.people)

    @property
    def n_tables(self) -> int:
        """How many tables there are."""
        return len(self.sizes)

    @cached_property
    def value(self) -> Matrix:
        """What a meeting is worth, n × n; 1 for everybody where nobody says otherwise."""
        if self.worth is not None:
            return self.worth
        return np.ones((self.n, self.n)) - np.eye(self.n)

    @cached_property
    def barred(self) -> Mask:
        """Who never shares a table with whom: kept apart, or of one organisation unless kept together."""
        organisations = np.array(
            [one.organisation or f"\0{at}" for at, one in enumerate(self.people)], dtype=object
        )
        barred: Mask = organisations[:, None] == organisations[None, :]
        for one, other in self.apart:
            barred[one, other] = barred[other, one] = True
        for one, other in self.together:
            barred[one, other] = barred[other, one] = False
        np.fill_diagonal(barred, False)
        return barred

    @cached_property
    def bound(self) -> Mask:
        """Who always shares a table with whom."""
        return _pairs(self.together, self.n)

    @cached_property
    def known(self) -> Mask:
        """Who has sat with whom before: once more would be a repeat."""
        return _pairs(self.met, self.n)


def _pairs(pairs: frozenset[tuple[int, int]], n: int) -> Mask:
    mask = np.zeros((n, n), dtype=bool)
    for one, other in pairs:
        mask[one, other] = mask[other, one] = True
    return mask


@dataclass(frozen=True)
class Seating:
    """Table of each guest in each round: `tables[round][guest]`, tables from 0."""

    tables: tuple[tuple[int, ...], ...]

    def at(self, round_: int, table: int) -> tuple[int, ...]:
        """The guests at a table in a round."""
        return tuple(guest for guest, seat in enumerate(self.tables[round_]) if seat == table)


def even_sizes(n: int, n_tables: int) -> tuple[int, ...]:
    """As even as can be, the larger tables first: 62 guests at 10 tables are 7, 7, 6 …"""
    least, more = divmod(n, n_tables)
    return tuple(least + (table < more) for table in range(n_tables))


def meetings(seating: Seating, n: int) -> Whole:
    """How often each pair shares a table, n × n; the diagonal is 0."""
    met = np.zeros((n, n), dtype=np.int64)
    for table_of in seating.tables:
        at = np.array(table_of)
        met += at[:, None] == at[None, :]
    np.fill_diagonal(met, 0)
    return met


def repeats(wanted: Wanted, seating: Seating) -> tuple[tuple[int, int], ...]:
    """The pairs that meet more than once, earlier events included; those kept together apart."""
    met = meetings(seating, wanted.n) + wanted.known
    again = np.triu((met > 1) & (meetings(seating, wanted.n) > 0) & ~wanted.bound, 1)
    return tuple((int(one), int(other)) for one, other in np.argwhere(again))


def worth(wanted: Wanted, seating: Seating) -> float:
    """What all meetings are worth, each pair counted once."""
    met = meetings(seating, wanted.n) > 0
    return round(float(np.triu(wanted.value * met, 1).sum()), 9)


def faults(wanted: Wanted, seating: Seating) -> tuple[str, ...]:
    """Hard rules that a plan breaks, by name; empty where it keeps them all."""
    broken = []
    met = meetings(seating, wanted.n)
    if np.any(met[wanted.barred]):
        broken.append("apart")
    if np.any(met[wanted.bound] < len(seating.tables)):
        broken.append("together")
    for table_of in seating.tables:
        counts = np.bincount(np.array(table_of), minlength=wanted.n_tables)
        if tuple(counts.tolist()) != wanted.sizes:
            broken.append("sizes")
        if any(table_of[guest] != table for guest, table in wanted.pinned.items()):
            broken.append("pinned")
    return tuple(dict.fromkeys(broken))


def groups(pairs: Sequence[tuple[int, int]] | frozenset[tuple[int, int]], n: int) -> list[list[int]]:
    """The guests that pairs bind into one, each group in order; those bound to nobody alone."""
    leader = list(range(n))

    def head(guest: int) -> int:
        while leader[guest] != guest:
            guest = leader[guest]
        return guest

    for one, other in sorted(pairs):
        low, high = sorted((head(one), head(other)))
        leader[high] = low
    by_head: dict[int, list[int]] = {}
    for guest in range(n):
        by_head.setdefault(head(guest), []).append(guest)
    return list(by_head.values())


UNIT = 1000
"""Worths are whole thousandths: sums are then the same on every machine."""


class Room:
    """Guests at tables, by round. Columns are by round, table, guest:

    `near`: what the guest's meetings at the table are worth; `clash`: how many there it meets in another
    round, or met before; `stop`: with how many there it may not sit.
    """

    def __init__(self, wanted: Wanted, start: Seating) -> None:
        self.wanted = wanted
        self.at = [list(table_of) for table_of in start.tables]
        self.worth: list[list[int]] = (wanted.value * UNIT).round().astype(int).tolist()
        self.barred: list[list[int]] = wanted.barred.astype(int).tolist()
        self.before: list[list[int]] = (wanted.known & ~wanted.bound).astype(int).tolist()
        self.rounds, self.n = range(wanted.rounds), wanted.n
        self.seated = [[set(start.at(r, t)) for t in range(wanted.n_tables)] for r in self.rounds]
        self.met = [self._times(guest) for guest in range(self.n)]
        self.other = [self._elsewhere(r) for r in self.rounds]
        self.near = [self._columns(r, self.worth) for r in self.rounds]
        self.clash = [self._columns(r, self.other[r]) for r in self.rounds]
        self.stop = [self._columns(r, self.barred) for r in self.rounds]

    def repeats(self) -> int:
        """How many meetings are not the first of their pair."""
        return sum(
            max(0, self.met[g][h] - 1) for g in range(self.n) for h in range(g) if not self._bound(g, h)
        )

    def total(self) -> int:
        """What all meetings are worth, in thousandths."""
        total = 0
        for r in self.rounds:
            for table in self.seated[r]:
                total += sum(self.worth[g][h] for g in table for h in table if g < h)
        return total

    def seating(self) -> tuple[tuple[int, ...], ...]:
        """The tables of every guest, by round."""
        return tuple(tuple(table_of) for table_of in self.at)

    def clashes(self, r: int, g: int, h: int) -> int | None:
        """How many repeats more a change of places would make; `None` where it breaks a rule, or is none."""
        here, there = self.at[r][g], self.at[r][h]
        if here == there:
            return None
        stop, barred = self.stop[r], self.barred[g][h]
        if stop[there][g] != barred or stop[here][h] != barred:
            return None
        clash = self.clash[r]
        return clash[there][g] + clash[here][h] - 2 * self.other[r][g][h] - clash[here][g] - clash[there][h]

    def gain(self, r: int, g: int, h: int) -> int:
        """What the meetings would be worth more after a change of places."""
        here, there = self.at[r][g], self.at[r][h]
        near = self.near[r]
        return near[there][g] + near[here][h] - 2 * self.worth[g][h] - near[here][g] - near[there][h]

    def swap(self, r: int, g: int, h: int) -> None:
        """Two guests change places."""
        here, there = self.at[r][g], self.at[r][h]
        stay, others = self.seated[r][here] - {g}, self.seated[r][there] - {h}
        for leaving, arriving, met, meets in ((g, h, stay, others), (h, g, others, stay)):
            del arriving
            for guest in met:
                self._count(r, leaving, guest, -1)
            for guest in meets:
                self._count(r, leaving, guest, 1)
        for columns, rows in ((self.near, self.worth), (self.clash, self.other[r]), (self.stop, self.barred)):
            column, gone, come = columns[r], rows[g], rows[h]
            column[here] = [v + b - a for v, a, b in zip(column[here], gone, come, strict=True)]
            column[there] = [v + a - b for v, a, b in zip(column[there], gone, come, strict=True)]
        self.seated[r][here], self.seated[r][there] = stay | {h}, others | {g}
        self.at[r][g], self.at[r][h] = there, here

    def _count(self, r: int, g: int, h: int, change: int) -> None:
        """A pair meets once more, or once less, in a round: the other rounds see it as met elsewhere or not."""
        times = self.met[g][h] = self.met[h][g] = self.met[g][h] + change
        for s in self.rounds:
            if s == r:
                continue
            same = self.at[s][g] == self.at[s][h]
            elsewhere = 1 if times - same > 0 and not self._bound(g, h) else 0
            if elsewhere != self.other[s][g][h]:
                step = elsewhere - self.other[s][g][h]
                self.other[s][g][h] = self.other[s][h][g] = elsewhere
                self.clash[s][self.at[s][h]][g] += step
                self.clash[s][self.at[s][g]][h] += step

    def _bound(self, g: int, h: int) -> bool:
        return (min(g, h), max(g, h)) in self.wanted.together

    def _times(self, g: int) -> list[int]:
        return [
            self.before[g][h] + sum(table_of[g] == table_of[h] for table_of in self.at) if g != h else 0
            for h in range(self.n)
        ]

    def _elsewhere(self, r: int) -> list[list[int]]:
        table_of = self.at[r]
        return [
            [
                int(g != h and self.met[g][h] - (table_of[g] == table_of[h]) > 0 and not self._bound(g, h))
                for h in range(self.n)
            ]
            for g in range(self.n)
        ]

    def _columns(self, r: int, rows: list[list[int]]) -> list[list[int]]:
        return [
            [sum(rows[guest][other] for other in table) for guest in range(self.n)]
            for table in self.seated[r]
        ]


TRIES = 40
"""How often a round is begun anew before it is solved as a programme."""


def arranged(wanted: Wanted, rng: np.random.Generator) -> Seating:
    """A plan that keeps the hard rules, with few repeats; raises `ValueError` where there is none."""
    met = (wanted.known & ~wanted.bound).astype(np.int64)
    rounds = []
    for _ in range(wanted.rounds):
        tables = next(filter(None, (_round(wanted, met, rng) for _ in range(TRIES))), None)
        table_of = np.array(tables or _solved(wanted, rng))
        met = met + (table_of[:, None] == table_of[None, :])
        rounds.append(tuple(table_of.tolist()))
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
    solution = milp(
        rng.random(n * t),
        constraints=LinearConstraint(table_of.tocsr(), low, high),
        bounds=Bounds(least, 1),
        integrality=np.ones(n * t),
        options={"mip_rel_gap": 1.0},
    )
    if solution.x is None:
        raise ValueError("no plan keeps the hard rules")
    placed: list[int] = np.round(solution.x).reshape(n, t).argmax(axis=1).tolist()
    return placed


STEPS = 1_000_000
"""Changes tried in all: some four seconds for 60 guests."""
EACH = 1_000
"""How often each change of a small event is tried: there are few, and six guests are seated in an instant."""
BLOCK = 1 << 14
"""Random numbers drawn at once."""
CLEARING = 0.4
"""The share of the steps that may go to counting repeats down."""
HOT, COLD = 1.0, 0.1
"""Temperatures of the first and of the last step, in mean worths of a meeting; in repeats when clearing."""


def anneal(wanted: Wanted, *, seed: int = 0, steps: int | None = None) -> Seating:
    """The best plan found in so many steps (else as many as the event is worth); the same seed gives the same plan.

    Raises `ValueError` where no plan keeps the hard rules.
    """
    rng = np.random.default_rng(seed)
    changes = wanted.rounds * wanted.n * (wanted.n - 1) // 2
    search = _Search(wanted, arranged(wanted, rng), rng, steps or min(STEPS, EACH * changes))
    search.clear()
    search.climb()
    return Seating(search.best)


class _Search:
    """One search: the room as it stands, the best plan seen, the steps left."""

    def __init__(self, wanted: Wanted, start: Seating, rng: np.random.Generator, steps: int) -> None:
        self.wanted, self.rng, self.steps = wanted, rng, steps
        kept = {guest for pair in wanted.together for guest in pair} | set(wanted.pinned)
        self.loose = [guest for guest in range(wanted.n) if guest not in kept]
        self.room = Room(wanted, start)
        self.repeats = self.fewest = self.room.repeats()
        self.best = self.room.seating()

    def clear(self) -> None:
        """Count repeats down; plateaus are crossed, and one repeat more is taken now and then."""
        room, allowed = self.room, int(self.steps * CLEARING)
        for step, (r, g, h, chance) in enumerate(self._draw(allowed)):
            if not self.repeats:
                break
            change = room.clashes(r, g, h)
            if change is None:
                continue
            heat = HOT * (COLD / HOT) ** (step / allowed)
            if change <= 0 or math.log(chance) < -change / heat:
                room.swap(r, g, h)
                self.repeats += change
                if self.repeats < self.fewest:
                    self.fewest, self.best = self.repeats, room.seating()
        if self.repeats > self.fewest:
            self.room, self.repeats = Room(self.wanted, Seating(self.best)), self.fewest

    def climb(self) -> None:
        """Grow what the meetings are worth; repeats may only become fewer."""
        room = self.room
        worths = self.wanted.value[~np.eye(self.wanted.n, dtype=bool)]
        if not worths.size or (np.ptp(worths) == 0 and not self.repeats):
            return  # all meetings are worth the same and nobody meets twice: nothing can be better
        unit = UNIT * float(worths.mean()) or 1.0
        total = highest = room.total()
        for step, (r, g, h, chance) in enumerate(self._draw(self.steps)):
            clashes = room.clashes(r, g, h)
            if clashes is None or clashes > 0:
                continue
            gain = room.gain(r, g, h)
            heat = unit * HOT * (COLD / HOT) ** (step / self.steps)
            if clashes < 0 or gain >= 0 or math.log(chance) < gain / heat:
                room.swap(r, g, h)
                total += gain
                self.repeats += clashes
                if self.repeats < self.fewest or (self.repeats == self.fewest and total > highest):
                    self.fewest, highest, self.best = self.repeats, total, room.seating()

    def _draw(self, n: int) -> Iterator[tuple[int, int, int, float]]:
        """A round, two guests that may move, and a chance in ]0, 1], `n` times."""
        loose = np.array(self.loose)
        if loose.size < 2:  # noqa: PLR2004 - a change takes two
            return
        for start in range(0, n, BLOCK):
            size = min(BLOCK, n - start)
            rounds = self.rng.integers(self.wanted.rounds, size=size).tolist()
            guests = loose[self.rng.integers(loose.size, size=(2, size))].tolist()
            chances = (1.0 - self.rng.random(size)).tolist()
            yield from zip(rounds, guests[0], guests[1], chances, strict=True)
