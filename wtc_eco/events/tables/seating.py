"""Who may sit with whom: guests, tables, rounds, and the rules that every plan keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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
        told = np.array([one.organisation or f"\0{at}" for at, one in enumerate(self.people)], dtype=object)
        found: Mask = told[:, None] == told[None, :]
        for one, other in self.apart:
            found[one, other] = found[other, one] = True
        for one, other in self.together:
            found[one, other] = found[other, one] = False
        np.fill_diagonal(found, False)
        return found

    @cached_property
    def bound(self) -> Mask:
        """Who always shares a table with whom."""
        return _pairs(self.together, self.n)

    @cached_property
    def known(self) -> Mask:
        """Who has sat with whom before: once more would be a repeat."""
        return _pairs(self.met, self.n)


def _pairs(held: frozenset[tuple[int, int]], n: int) -> Mask:
    found = np.zeros((n, n), dtype=bool)
    for one, other in held:
        found[one, other] = found[other, one] = True
    return found


@dataclass(frozen=True)
class Seating:
    """Table of each guest in each round: `tables[round][guest]`, tables from 0."""

    tables: tuple[tuple[int, ...], ...]

    def at(self, round_: int, table: int) -> tuple[int, ...]:
        """The guests at a table in a round."""
        return tuple(guest for guest, held in enumerate(self.tables[round_]) if held == table)


def even_sizes(n: int, n_tables: int) -> tuple[int, ...]:
    """As even as can be, the larger tables first: 62 guests at 10 tables are 7, 7, 6 …"""
    least, more = divmod(n, n_tables)
    return tuple(least + (table < more) for table in range(n_tables))


def meetings(seating: Seating, n: int) -> Whole:
    """How often each pair shares a table, n × n; the diagonal is 0."""
    met = np.zeros((n, n), dtype=np.int64)
    for held in seating.tables:
        at = np.array(held)
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
    found = []
    met = meetings(seating, wanted.n)
    if np.any(met[wanted.barred]):
        found.append("apart")
    if np.any(met[wanted.bound] < len(seating.tables)):
        found.append("together")
    for held in seating.tables:
        counts = np.bincount(np.array(held), minlength=wanted.n_tables)
        if tuple(counts.tolist()) != wanted.sizes:
            found.append("sizes")
        if any(held[guest] != table for guest, table in wanted.pinned.items()):
            found.append("pinned")
    return tuple(dict.fromkeys(found))


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
    found: dict[int, list[int]] = {}
    for guest in range(n):
        found.setdefault(head(guest), []).append(guest)
    return list(found.values())
