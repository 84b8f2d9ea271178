"""Rows of several numbers each, as one flat array: what is done to all rows is done at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ragged:
    """Row `r` holds `values[starts[r]:starts[r + 1]]`."""

    values: Ids
    starts: Index

    def __len__(self) -> int:
        return len(self.starts) - 1

    @staticmethod
    def of(rows: Iterable[Sequence[int]]) -> Ragged:
        """These rows."""
        held = list(rows)
        flat = np.fromiter(chain.from_iterable(held), dtype=np.int32)
        return Ragged(flat, starts_of(np.fromiter(map(len, held), dtype=np.int64, count=len(held))))

    @property
    def lengths(self) -> Index:
        """How many values each row has."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Index:
        """The row of every value."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @property
    def spots(self) -> Index:
        """The place of every value in its row, from 0."""
        return np.arange(len(self.values)) - np.repeat(self.starts[:-1], self.lengths)

    def take(self, index: npt.NDArray[np.integer]) -> Ragged:
        """The rows at these places, in this order; an empty row where the place is -1."""
        first = np.append(self.starts[:-1], 0)[index]
        sizes = np.append(self.lengths, 0)[index]
        starts = starts_of(sizes)
        flat = np.arange(starts[-1]) + np.repeat(first - starts[:-1], sizes)
        return Ragged(self.values[flat], starts)

    def joined(self, groups: Ragged) -> Ragged:
        """One row a group: the values of the rows it names, one after the other."""
        taken = self.take(groups.values)
        return Ragged(taken.values, taken.starts[groups.starts])

    def keep(self, wanted: Truth) -> Ragged:
        """The same rows with only these values."""
        counts = np.concatenate([[0], np.cumsum(wanted)])
        return Ragged(self.values[wanted], counts[self.starts])

    def known(self) -> Ragged:
        """The same rows without the values that are negative."""
        return self.keep(self.values >= 0)

    def distinct(self) -> Ragged:
        """The same rows, each value once, where it stood first."""
        return self.keep(first_of(self.rows << 32 | self.values))

    def recoded(self, codes: Ids) -> Ragged:
        """The same rows, every value `v` written `codes[v]`."""
        return Ragged(codes[self.values], self.starts)

    def spelled_out(self, codes: Ragged) -> Ragged:
        """The same rows, every value `v` replaced by the row `v` of `codes`."""
        return codes.joined(self)

    def digest(self) -> Index:
        """A number a row, equal for equal rows (and, but for one chance in 2⁶⁴, only for those)."""
        powers = np.uint64(0x9E3779B97F4A7C15) ** self.spots.astype(np.uint64)
        terms = (self.values.astype(np.uint64) + np.uint64(0x632BE59BD9B4E019)) * powers
        sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(terms, dtype=np.uint64)])
        found: Index = (sums[self.starts[1:]] - sums[self.starts[:-1]]).view(np.int64)
        return found


def starts_of(sizes: Index) -> Index:
    """Where rows of these sizes start in the flat array, and where the last ends."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])


def side_by_side(*parts: Ragged) -> Ragged:
    """Row by row, the values of the first, then of the second …"""
    n = len(parts[0])
    sizes = np.column_stack([part.lengths for part in parts]).ravel()
    starts = starts_of(sizes)
    values = np.empty(starts[-1], dtype=np.int32)
    for number, part in enumerate(parts):
        first = starts[:-1][number :: len(parts)]
        values[part.spots + np.repeat(first, part.lengths)] = part.values
    return Ragged(values, starts[:: len(parts)][: n + 1])


def first_of(keys: Index) -> Truth:
    """Which of these keys occur for the first time."""
    order = np.argsort(keys, kind="stable")
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[order[1:]] = keys[order[1:]] != keys[order[:-1]]
    return fresh


def member(keys: Index, known: Index) -> Truth:
    """Which of these keys are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    found: Truth = known[np.searchsorted(known, keys).clip(max=len(known) - 1)] == keys
    return found
