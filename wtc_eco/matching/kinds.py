"""Kinds of place as numbers, and what two of them say about each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.lexicon import Lexicon
from wtc_eco.matching.words import Codebook

SILENT, COMPATIBLE, SAME, AGAINST = 0, 1, 2, 3
_CODES = {"silent": SILENT, "compatible": COMPATIBLE, "same": SAME, "against": AGAINST}


@dataclass(frozen=True)
class KindTable:
    """What every two kinds say (a square of codes), and which kinds a commune has one of."""

    relations: npt.NDArray[np.int8]
    alone: npt.NDArray[np.bool_]

    @staticmethod
    def of(kinds: Codebook, lexicon: Lexicon) -> KindTable:
        """What the lexicon says of these kinds."""
        names = kinds.texts
        told = [[_CODES[lexicon.relation(a, b)] for b in names] for a in names]
        relations = np.array(told, dtype=np.int8).reshape(len(names), len(names))
        return KindTable(relations, kinds.marks(lexicon.one_per_commune))
