"""Some guests do not come: who has to move, and nobody else.

A table that keeps enough people stays as it is. One that does not is filled from tables that have people to
spare, or its guests join others, whichever moves fewer people; each round is mended by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from wtc_eco.events.tables.seating import Mask, Matrix, Person, Seating, Wanted, meetings

FEWEST = 3
"""The fewest people that make a table."""
SEVERAL = 2
"""Rounds from which a seat that never changes tells something."""


@dataclass(frozen=True)
class TableMove:
    """Somebody changes table in a round; tables from 0."""

    round: int
    guest: int
    start: int
    end: int


@dataclass(frozen=True)
class Replanned:
    """The plan of those who come, and every change of table."""

    wanted: Wanted
    seating: Seating
    moves: tuple[TableMove, ...]


@dataclass(frozen=True)
class _Round:
    """A round to be mended: who met whom elsewhere, the fewest and the most people at a table, who stays."""

    wanted: Wanted
    met: Mask
    number: int
    fewest: int
    most: int
    staying: frozenset[int] = frozenset()


def replan(wanted: Wanted, seating: Seating, absent: Iterable[int], *, fewest: int = FEWEST) -> Replanned:
    """The plan without the absent, with as few changes of table as can be."""
    gone = frozenset(absent)
    here = [guest for guest in range(wanted.n) if guest not in gone]
    place = {guest: at for at, guest in enumerate(here)}
    left = _without(wanted, here, place)
    rounds = [[table_of[guest] for guest in here] for table_of in seating.tables]
    staying = _staying(rounds)
    moves: list[TableMove] = []
    for r, table_of in enumerate(rounds):
        met = meetings(Seating(tuple(tuple(other) for s, other in enumerate(rounds) if s != r)), left.n)
        case = _Round(left, met + left.known > 0, r, fewest, max(wanted.sizes), staying)
        moves += _mended(case, table_of)
    return Replanned(left, Seating(tuple(tuple(table_of) for table_of in rounds)), tuple(moves))


def _staying(rounds: Sequence[Sequence[int]]) -> frozenset[int]:
    """Who was asked to stay, as far as the plan tells: at one table in every round, or beside one person.

    They are the last to be moved: a host leaves its table only where it is given up.
    """
    if len(rounds) < SEVERAL:
        return frozenset()
    seats = list(zip(*rounds, strict=True))
    beside = {seat for seat in seats if seats.count(seat) > 1}
    return frozenset(at for at, seat in enumerate(seats) if seat in beside or len(set(seat)) == 1)


def _without(wanted: Wanted, here: Sequence[int], place: dict[int, int]) -> Wanted:
    def kept(pairs: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        return frozenset(
            (place[one], place[other]) for one, other in pairs if one in place and other in place
        )

    people: tuple[Person, ...] = tuple(wanted.people[guest] for guest in here)
    worth: Matrix | None = None if wanted.worth is None else wanted.worth[np.ix_(here, here)]
    return replace(
        wanted,
        people=people,
        pinned={place[guest]: table for guest, table in wanted.pinned.items() if guest in place},
        apart=kept(wanted.apart),
        together=kept(wanted.together),
        met=kept(wanted.met),
        worth=worth,
    )


def _mended(case: _Round, table_of: list[int]) -> list[TableMove]:
    """Change `table_of` so that every table in use has `fewest` people or more; the changes made."""
    counts = [table_of.count(table) for table in range(case.wanted.n_tables)]
    small = [table for table, n in enumerate(counts) if 0 < n < case.fewest]
    best: list[TableMove] | None = None
    # Which of the small tables are given up: all ways are tried, there are few of them.
    for size in range(len(small) + 1):
        for closed in combinations(small, size):
            moves = _attempt(case, list(table_of), closed)
            if moves is not None and (best is None or len(moves) < len(best)):
                best = moves
    for move in best or []:
        table_of[move.guest] = move.end
    return best or []


def _attempt(case: _Round, table_of: list[int], closed: tuple[int, ...]) -> list[TableMove] | None:
    """The changes that give these tables up and fill the other small ones; `None` where it cannot be done."""
    wanted, fewest = case.wanted, case.fewest
    moves: list[TableMove] = []
    leaving = [guest for guest, table in enumerate(table_of) if table in closed]
    if any(guest in wanted.pinned for guest in leaving):
        return None
    while True:
        counts = [table_of.count(table) for table in range(wanted.n_tables)]
        small = [table for table, n in enumerate(counts) if 0 < n < fewest and table not in closed]
        if leaving:
            movers, ends = (
                [leaving[0]],
                small or [t for t, n in enumerate(counts) if 0 < n < case.most and t not in closed],
            )
        elif small:
            ends = small[:1]
            movers = [
                g for g, table in enumerate(table_of) if counts[table] > fewest and g not in wanted.pinned
            ]
        else:
            return moves
        move = _best(case, table_of, [(guest, end) for guest in movers for end in ends])
        if move is None:
            return None
        table_of[move.guest] = move.end
        moves.append(move)
        leaving = [guest for guest in leaving if guest != move.guest]


def _best(case: _Round, table_of: list[int], changes: Sequence[tuple[int, int]]) -> TableMove | None:
    """Of the changes that keep the hard rules: fewest people met again, then most worth gained."""
    wanted, rated = case.wanted, []
    for guest, end in changes:
        there = [other for other, table in enumerate(table_of) if table == end]
        here = [other for other, table in enumerate(table_of) if table == table_of[guest] and other != guest]
        if wanted.barred[guest, there].any() or wanted.bound[guest].any():
            continue
        again = int(case.met[guest, there].sum())
        gain = float(wanted.value[guest, there].sum() - wanted.value[guest, here].sum())
        rated.append((guest in case.staying, again, -round(gain, 6), guest, end))
    if not rated:
        return None
    *_, guest, end = min(rated)
    return TableMove(case.number, guest, table_of[guest], end)
