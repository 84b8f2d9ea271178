"""Words that are nearly the same: typing errors, plurals, misplaced spaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cpdist

from wtc_eco.matching.bags import Bag, Bits, equal
from wtc_eco.matching.ragged import Truth
from wtc_eco.matching.words import NOTHING

SHORTEST = 4
"""Words shorter than this are the same or not: «rue» and «rte» are no typing error of each other."""

ALIKE = 0.8
"""Least similarity of two words taken for one (1 less the edits over the longer length)."""


@dataclass(frozen=True)
class Spellings:
    """The texts that ids stand for, and how long each is (the last length is that of no text)."""

    texts: npt.NDArray[np.object_]
    lengths: npt.NDArray[np.int16]

    @staticmethod
    def of(texts: Sequence[str]) -> Spellings:
        """The spellings of a codebook's texts."""
        lengths = [min(len(text), np.iinfo(np.int16).max) for text in texts]
        return Spellings(np.array(texts, dtype=object), np.array([*lengths, 0], dtype=np.int16))


def likeness(left: Bag, right: Bag, written: Spellings) -> npt.NDArray[np.float32]:
    """How near every value of the left is to every value of the right: widths × pairs, 0 to 1.

    1 where they are equal; the square of their similarity where they are alike and each is the
    other's nearest (optimal string alignment, Levenshtein with transpositions); 0 otherwise.
    """
    same = equal(left, right)
    near = same.astype(np.float32)
    lengths = written.lengths
    open_left, open_right = _open(left, same, 1, lengths), _open(right, same, 0, lengths)
    at = np.nonzero(open_left[:, None, :] & open_right[None, :, :])
    ones, twos = left.ids[at[0], at[2]], right.ids[at[1], at[2]]
    longest = np.maximum(lengths[ones], lengths[twos])
    possible = np.abs(lengths[ones] - lengths[twos]) <= (1 - ALIKE) * longest
    near[tuple(axis[possible] for axis in at)] = _squared(ones[possible], twos[possible], written.texts)
    nearest = (near == near.max(axis=1, keepdims=True)) & (near == near.max(axis=0, keepdims=True))
    kept: npt.NDArray[np.float32] = np.where(nearest, near, np.float32(0))
    return kept


def spelled_alike(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_]) -> Bits:
    """How near two names written without spaces are, 0 to 1 (normalised Indel similarity)."""
    return _similarities(left, right, Indel.normalized_similarity)


def _open(bag: Bag, same: Truth, axis: int, lengths: npt.NDArray[np.int16]) -> Truth:
    """Which values are long enough, and equal to none on the other side (along `axis`)."""
    found: Truth = (bag.ids != NOTHING) & ~same.any(axis=axis) & (lengths[bag.ids] >= SHORTEST)
    return found


def _squared(
    ones: npt.NDArray[np.int32], twos: npt.NDArray[np.int32], texts: npt.NDArray[np.object_]
) -> npt.NDArray[np.float32]:
    codes = ones.astype(np.int64) * len(texts) + twos
    distinct, where = np.unique(codes, return_inverse=True)
    found = _similarities(
        texts[distinct // len(texts)], texts[distinct % len(texts)], OSA.normalized_similarity
    )
    return np.where(found >= ALIKE, found**2, np.float32(0)).astype(np.float32)[where]


def _similarities(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_], scorer: object) -> Bits:
    if not len(left):
        return np.zeros(0, dtype=np.float32)
    found: Bits = cpdist(left, right, scorer=scorer, dtype=np.float32)  # type: ignore[arg-type]  # any scorer of rapidfuzz
    return found
