"""What speaks for two clusters being one: what is known of their records, together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.bags import Bits
from wtc_eco.matching.features import EVIDENCES
from wtc_eco.matching.score import AT_MOST_REVIEW, RULE_ALL, RULE_ANY, summed
from wtc_eco.matching.weights import CAPS

CERTAIN = 12.0
"""Bits are held between minus and plus this much."""

NEVER = -1e9

DIFFERENT, UNDECIDED, SAME = -1, 0, 1

_NAMES = tuple(EVIDENCES)
_CHANGING = np.array([any(name in names for names, _ in CAPS.values()) for name in _NAMES])
"""Which evidences are about what a structure has several of, or changes: addresses and contacts."""

NAMED = 3.0
"""Bits from which two names are one: the misspelling of a third then counts half."""

_NAME = _NAMES.index("name")

Flags = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]


@dataclass
class Linkage:
    """The clusters of one group, and of every two of them what their pairs of records say.

    Of an address or a contact the best pair tells: who moved is at either address. Of all else the mean of
    the pairs that can compare; of a name that one pair shares, half-way to that pair. `n × n × evidences`; `decided` holds what people said.
    """

    best: Bits
    sums: Bits
    counts: npt.NDArray[np.int16]
    some: Flags
    every: Flags
    decided: npt.NDArray[np.int8]
    bits: Matrix

    @staticmethod
    def of(pairs: Bits, rules: Flags, decided: npt.NDArray[np.int8], weighed: Matrix) -> Linkage:
        """Every record of a group alone: `pairs` n × n × evidences, NaN where two cannot compare."""
        known = ~np.isnan(pairs)
        sums = np.where(known, pairs, np.float32(0))
        found = Linkage(pairs, sums, known.astype(np.int16), rules, rules.copy(), decided, weighed)
        found.bits = found._decided(np.clip(weighed, -CERTAIN, CERTAIN), decided)
        return found

    def likeliest(self) -> tuple[int, int]:
        """The two clusters for which most speaks, the first of equals."""
        one, other = sorted(divmod(int(np.argmax(self.bits)), len(self.bits)))
        return one, other

    def merge(self, one: int, other: int) -> None:
        """The second joins the first.

        Where a person said that they are one, what speaks for either speaks for both.
        """
        if self.decided[one, other] == SAME:
            self._choose(one, other)
        else:
            self._pool(one, other)
        told = np.where(
            np.minimum(self.decided[one], self.decided[other]) == DIFFERENT,
            np.int8(DIFFERENT),
            np.maximum(self.decided[one], self.decided[other]),
        )
        self.decided[one] = self.decided[:, one] = told
        self.decided[one, one] = DIFFERENT
        self.decided[other] = self.decided[:, other] = DIFFERENT
        self.bits[other] = self.bits[:, other] = NEVER
        self._weigh(one)

    def _pool(self, one: int, other: int) -> None:
        self._set("best", one, np.fmax(self.best[one], self.best[other]))
        self._set("sums", one, self.sums[one] + self.sums[other])
        self._set("counts", one, self.counts[one] + self.counts[other])
        self._set("some", one, self.some[one] | self.some[other])
        self._set("every", one, self.every[one] & self.every[other])

    def _choose(self, one: int, other: int) -> None:
        better = self.bits[other] > self.bits[one]
        for name in ("best", "sums", "counts", "some", "every"):
            held = getattr(self, name)
            mask = better[:, None] if held.ndim > better.ndim + 1 else better
            self._set(name, one, np.where(mask, held[other], held[one]))

    def _set(self, name: str, place: int, row: npt.NDArray[np.generic]) -> None:
        held = getattr(self, name)
        held[place] = held[:, place] = row

    def _weigh(self, place: int) -> None:
        """The bits between a cluster and every other."""
        mean = self.sums[place] / np.maximum(self.counts[place], 1)
        best = self.best[place]
        best = np.where(np.isnan(best), np.float32(0), best)
        told = np.where(_CHANGING, best, mean)
        names = best[:, _NAME] >= NAMED
        told[names, _NAME] = (best[names, _NAME] + mean[names, _NAME]) / 2
        found = np.clip(summed(dict(zip(_NAMES, told.T, strict=True))).astype(np.float64), -CERTAIN, CERTAIN)
        ruled = ((self.some[place] & RULE_ANY) | (self.every[place] & RULE_ALL)) > 0
        found = np.where(ruled, np.minimum(found, AT_MOST_REVIEW), found)
        self.bits[place] = self.bits[:, place] = self._decided(found, self.decided[place])

    @staticmethod
    def _decided(found: Matrix, decided: npt.NDArray[np.int8]) -> Matrix:
        return np.where(decided == DIFFERENT, NEVER, np.where(decided == SAME, -NEVER, found))
