"""From evidences to a probability, and the rules no sum of evidence overrules."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from wtc_eco.matching.bags import Bits, Index
from wtc_eco.matching.features import EVIDENCES
from wtc_eco.matching.pairing import Pairing
from wtc_eco.matching.profiles import Profiles
from wtc_eco.matching.weights import CAPS, PRIOR

PAIRS_AT_ONCE = 20_000
"""How many pairs are held in memory at once: some 60 MB."""

AT_MOST_REVIEW = -0.5
"""Bits a pair may reach that a person must see: just under even odds."""

IN_COMMON = 3.0
"""Bits of rarity two names share at least to have a word in common: more than one usual word."""


def score_pairs(left: Profiles, right: Profiles) -> pd.DataFrame:
    """The evidences of aligned rows, in bits, NaN where they cannot compare, and their sum.

    Columns: one an evidence, in the order of `EVIDENCES`, then `bits` (prior and evidence) and
    `probability`. Rows only depend on their own two records: any slice gives the same figures.
    """
    pairs = Pairing(left, right)
    found = {name: evidence(pairs) for name, (evidence, _) in EVIDENCES.items()}
    bits = _ruled(_total(found), pairs)
    return pd.DataFrame({**found, "bits": bits, "probability": probability(bits)})


def score_at(profiles: Profiles, left: Index, right: Index) -> pd.DataFrame:
    """`score_pairs` of the rows at these places, so many at a time that memory stays bounded."""
    starts = range(0, max(len(left), 1), PAIRS_AT_ONCE)
    slices = [slice(start, start + PAIRS_AT_ONCE) for start in starts]
    parts = [score_pairs(profiles.take(left[part]), profiles.take(right[part])) for part in slices]
    return pd.concat(parts, ignore_index=True)


def probability(bits: Bits) -> Bits:
    """The probability that so many bits of log-odds stand for."""
    found: Bits = (1 / (1 + np.exp2(-bits.astype(np.float64)))).astype(np.float32)
    return found


def _total(found: dict[str, Bits]) -> npt.NDArray[np.float32]:
    told = {name: np.nan_to_num(column, nan=0.0) for name, column in found.items()}
    grouped = {name for names, _ in CAPS.values() for name in names}
    total = np.full(len(told["name"]), PRIOR, dtype=np.float32)
    for names, most in CAPS.values():
        total += np.minimum(sum(told[name] for name in names), np.float32(most))
    for name, column in told.items():
        if name not in grouped:
            total += column
    return total


def _ruled(bits: Bits, pairs: Pairing) -> Bits:
    """The rules that no sum of evidence overrules.

    1. No word in common, neither of the name nor of the kind: never one without a person.
    2. One list, two addresses: two sites, unless a person says that it moved.
    3. Two numbers in the names: two of a series, unless a person says that one is wrong.
    """
    strangers = ~((pairs.own_words >= IN_COMMON) | pairs.acronym | pairs.kind_shared)  # RULE 1
    two_sites = pairs.same_source & pairs.other_address  # RULE 2
    two_numbers = pairs.other_numbers  # RULE 3
    found: Bits = np.where(
        strangers | two_sites | two_numbers, np.minimum(bits, np.float32(AT_MOST_REVIEW)), bits
    )
    return found
