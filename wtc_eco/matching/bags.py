"""What a record holds several of (words, phones, numbers) as padded arrays, so that pairs are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Bits = npt.NDArray[np.float32]
Index = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

NOTHING = -1


@dataclass(frozen=True)
class Bag:
    """One column a record: `ids` of its values, `NOTHING` where there are no more, and what each weighs.

    Records lie along the last axis, so that numpy works on long runs of them.
    """

    ids: Ids
    weights: Bits

    def take(self, index: Index) -> Bag:
        """The bags of these records, in this order."""
        return Bag(np.take(self.ids, index, axis=1), np.take(self.weights, index, axis=1))

    @property
    def known(self) -> Truth:
        """Whether a record holds anything."""
        found: Truth = (self.ids != NOTHING).any(axis=0)
        return found

    @property
    def total(self) -> Bits:
        """What all values of a record weigh together."""
        found: Bits = self.weights.sum(axis=0)
        return found


@dataclass(frozen=True)
class Overlap:
    """What two aligned bags share and what each holds alone, by weight."""

    shared: Bits
    left: Bits
    right: Bits

    @property
    def containment(self) -> Bits:
        """How much of the lighter side is shared, 0 to 1; 0 where a side weighs nothing."""
        lighter = self.shared + np.minimum(self.left, self.right)
        return np.divide(self.shared, lighter, out=np.zeros_like(self.shared), where=lighter > 0)


class Codebook:
    """Numbers for texts, in order of first sight."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._ids: dict[str, int] = {}

    def id(self, text: str) -> int:
        """The number of a text, new or known."""
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = len(self.texts)
            self.texts.append(text)
        return found

    def get(self, text: str) -> int:
        """The number of a text, `NOTHING` where it was never seen."""
        return self._ids.get(text, NOTHING)


def pack(rows: Sequence[Sequence[int]], width: int, weights: Sequence[Sequence[float]] | None = None) -> Bag:
    """Rows of ids as a bag `width` wide; what is beyond is left out. Weights are 1 where none are given."""
    ids = np.full((len(rows), width), NOTHING, dtype=np.int32)
    held = np.zeros((len(rows), width), dtype=np.float32)
    for number, row in enumerate(rows):
        if row:
            n = min(len(row), width)
            ids[number, :n] = row[:n]
            held[number, :n] = 1.0 if weights is None else weights[number][:n]
    return Bag(np.ascontiguousarray(ids.T), np.ascontiguousarray(held.T))


def equal(left: Bag, right: Bag) -> Truth:
    """Which value of the left is which of the right: left width × right width × pairs."""
    same: Truth = left.ids[:, None, :] == right.ids[None, :, :]
    found: Truth = same & (left.ids != NOTHING)[:, None, :]
    return found


def any_shared(left: Bag, right: Bag) -> Truth:
    """Whether two aligned bags share a value."""
    found: Truth = np.logical_or.reduce(equal(left, right), axis=(0, 1))
    return found


def shared_weight(left: Bag, right: Bag) -> Bits:
    """The greatest weight of a value that both hold; 0 where they share none."""
    both = np.minimum(left.weights[:, None, :], right.weights[None, :, :])
    found: Bits = np.where(equal(left, right), both, np.float32(0)).max(axis=(0, 1))
    return found


def overlap(left: Bag, right: Bag, alike: npt.NDArray[np.float32] | None = None) -> Overlap:
    """What aligned bags share; `alike` (widths × pairs, 0 to 1) says how near unequal values are."""
    near = equal(left, right).astype(np.float32) if alike is None else alike
    both = np.minimum(left.weights[:, None, :], right.weights[None, :, :]) * near
    shared = both.max(axis=1).sum(axis=0)
    lone_left = np.clip(left.total - (left.weights * near.max(axis=1)).sum(axis=0), 0, None)
    lone_right = np.clip(right.total - (right.weights * near.max(axis=0)).sum(axis=0), 0, None)
    return Overlap(shared, lone_left, lone_right)
