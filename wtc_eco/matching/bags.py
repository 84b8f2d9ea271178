"""What a record holds several of (words, phones, numbers) as padded arrays, so that pairs are compared at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.ragged import Ids, Index, Ragged, Truth
from wtc_eco.matching.words import NOTHING

Bits = npt.NDArray[np.float32]


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


def pack(rows: Ragged, width: int, weights: Bits | None = None) -> Bag:
    """Rows of ids as a bag `width` wide; what is beyond is left out. Weights are 1 where none are given."""
    spots = rows.spots
    kept = spots < width
    at = (spots[kept], rows.rows[kept])
    ids = np.full((width, len(rows)), NOTHING, dtype=np.int32)
    held = np.zeros((width, len(rows)), dtype=np.float32)
    ids[at] = rows.values[kept]
    held[at] = 1.0 if weights is None else weights[kept]
    return Bag(ids, held)


def single(codes: Ids, weights: Bits | None = None) -> Bag:
    """At most one value a record."""
    held = np.ones(len(codes), dtype=np.float32) if weights is None else weights
    return Bag(codes[None, :], np.where(codes == NOTHING, np.float32(0), held)[None, :])


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
