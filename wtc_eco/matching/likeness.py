"""Words that are nearly the same: typing errors, plurals, misplaced spaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cpdist

from wtc_eco.matching.bags import Bag, Bits, equal
from wtc_eco.matching.ragged import Ids, Index, Truth
from wtc_eco.matching.words import NOTHING

Lengths = npt.NDArray[np.int16]

SHORTEST = 4
"""Words shorter than this are the same or not: «rue» and «rte» are no typing error of each other."""

ALIKE = 0.8
"""Least similarity of two words taken for one (1 less the edits over the longer length)."""

SHORTEST_VOUCHED, ALIKE_VOUCHED = 3, 0.7
"""The same where something else says that the two are one: «Mnos» is «Mons», at the same number."""

CUT_SHORT = 0.7
"""How near a word is to its own beginning, there: «deli» to «delicatessen»."""


@dataclass(frozen=True)
class Spellings:
    """The texts that ids stand for, and how long each is (the last length is that of no text)."""

    texts: npt.NDArray[np.object_]
    lengths: Lengths

    @staticmethod
    def of(texts: Sequence[str]) -> Spellings:
        """The spellings of a codebook's texts."""
        lengths = [min(len(text), np.iinfo(np.int16).max) for text in texts]
        return Spellings(np.array(texts, dtype=object), np.array([*lengths, 0], dtype=np.int16))


def likeness(left: Bag, right: Bag, written: Spellings, vouched: Truth) -> npt.NDArray[np.float32]:
    """How near every value of the left is to every value of the right: widths × pairs, 0 to 1.

    1 where they are equal; the square of their similarity where they are alike and each is the
    other's nearest (optimal string alignment, Levenshtein with transpositions); 0 otherwise. Where a
    pair is `vouched` for, words may be less alike.
    """
    same = equal(left, right)
    near = same.astype(np.float32)
    lengths, shortest = written.lengths, np.where(vouched, SHORTEST_VOUCHED, SHORTEST)
    open_left = _open(left, same, 1, lengths, shortest)
    open_right = _open(right, same, 0, lengths, shortest)
    at = np.nonzero(open_left[:, None, :] & open_right[None, :, :])
    least = np.where(vouched, np.float32(ALIKE_VOUCHED), np.float32(ALIKE))[at[2]]
    ones, twos = left.ids[at[0], at[2]], right.ids[at[1], at[2]]
    longest = np.maximum(lengths[ones], lengths[twos])
    possible = np.abs(lengths[ones] - lengths[twos]) <= (1 - least) * longest
    found = _how_near(ones[possible], twos[possible], written.texts)
    trust = np.where(vouched[at[2][possible]], np.float32(2), np.float32(3))
    near[tuple(axis[possible] for axis in at)] = np.where(
        found >= least[possible], found**trust, np.float32(0)
    )
    short = ~possible & vouched[at[2]] & (np.minimum(lengths[ones], lengths[twos]) >= SHORTEST)
    near[tuple(axis[short] for axis in at)] = _cut_short(ones[short], twos[short], written.texts)
    nearest = (near == near.max(axis=1, keepdims=True)) & (near == near.max(axis=0, keepdims=True))
    kept: npt.NDArray[np.float32] = np.where(nearest, near, np.float32(0))
    return kept


def spelled_alike(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_]) -> Bits:
    """How near two names written without spaces are, 0 to 1 (normalised Indel similarity)."""
    return _similarities(left, right, Indel.normalized_similarity)


def _open(bag: Bag, same: Truth, axis: int, lengths: Lengths, shortest: Index) -> Truth:
    """Which values are long enough, and equal to none on the other side (along `axis`)."""
    found: Truth = (bag.ids != NOTHING) & ~same.any(axis=axis) & (lengths[bag.ids] >= shortest)
    return found


def _how_near(ones: Ids, twos: Ids, texts: npt.NDArray[np.object_]) -> Bits:
    """The similarity of pairs of texts; each different pair is measured once."""
    codes = ones.astype(np.int64) * len(texts) + twos
    distinct, where = np.unique(codes, return_inverse=True)
    one, two = texts[distinct // len(texts)], texts[distinct % len(texts)]
    return _similarities(one, two, OSA.normalized_similarity)[where]


def _cut_short(ones: Ids, twos: Ids, texts: npt.NDArray[np.object_]) -> Bits:
    """`CUT_SHORT` where one text begins with the other («biblio»), 0 elsewhere."""
    pairs = zip(texts[ones].tolist(), texts[twos].tolist(), strict=True)
    found = [one.startswith(two) or two.startswith(one) for one, two in pairs]
    return np.where(np.array(found, dtype=np.bool_), np.float32(CUT_SHORT), np.float32(0))


def _similarities(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_], scorer: object) -> Bits:
    if not len(left):
        return np.zeros(0, dtype=np.float32)
    found: Bits = cpdist(left, right, scorer=scorer, dtype=np.float32)  # type: ignore[arg-type]  # any scorer of rapidfuzz
    return found
