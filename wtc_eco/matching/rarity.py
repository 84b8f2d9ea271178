"""How much sharing a word or a phone proves: the rarer, the more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.ragged import Index, Ragged, Truth

PSEUDO_RECORDS = 500
"""How many records of general knowledge are added to the list at hand, so that a list of 50 works."""

UNUSUAL = 0.001
"""Share of those records that hold any word that is not usual."""

USUAL = 2.5
"""Bits a usual word (`common` in the lexicon) weighs at most, however rare it is in the list."""

LEAST, MOST = 0.3, 9.0
"""Bounds of a word's weight, in bits: no word proves nothing, and no word proves everything."""

FREELY_SHARED = 2
"""How many differently named records may share a phone or a mailbox before it proves less."""


def word_weights(rows: Ragged, usual: Truth) -> npt.NDArray[np.float32]:
    """The weight in bits of every word: inverse document frequency of the list, with a prior.

    `rows` holds the different words of each record, `usual` says of each word whether it is usual.
    After K. Spärck Jones (1972), smoothed as if `PSEUDO_RECORDS` more had been read.
    """
    found = np.bincount(rows.values, minlength=len(usual))
    bits = np.log2((len(rows) + PSEUDO_RECORDS) / (found + PSEUDO_RECORDS * UNUSUAL))
    held: npt.NDArray[np.float32] = np.clip(bits, LEAST, np.where(usual, USUAL, MOST)).astype(np.float32)
    return held


def sharing_weights(rows: Ragged, names: Index, n_values: int) -> npt.NDArray[np.float32]:
    """The weight, 0 to 1, of every value: 1 where few names share it, falling with how many do.

    `names` (from 0) is equal for records called the same, which count once: a list with duplicates makes no
    switchboard.
    """
    pairs = np.unique((rows.values.astype(np.int64) << 32) + names[rows.rows])
    counts = np.bincount(pairs >> 32, minlength=n_values).astype(np.float32)
    return np.divide(np.float32(FREELY_SHARED), np.maximum(counts, FREELY_SHARED), dtype=np.float32)
