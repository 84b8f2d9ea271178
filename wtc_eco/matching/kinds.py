"""Kinds of place as numbers, and what two of them say about each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.bags import Bag, Codebook, pack
from wtc_eco.matching.lexicon import Lexicon
from wtc_eco.matching.names import NameRead

SILENT, COMPATIBLE, SAME, AGAINST = 0, 1, 2, 3
_CODES = {"silent": SILENT, "compatible": COMPATIBLE, "same": SAME, "against": AGAINST}
WIDTH = 4


@dataclass(frozen=True)
class KindTable:
    """What every two kinds say (a square of codes), and which kinds a commune has one of."""

    relations: npt.NDArray[np.int8]
    alone: npt.NDArray[np.bool_]
    unspecific: npt.NDArray[np.bool_]


def kind_table(declared: list[Any], reads: list[NameRead], lexicon: Lexicon) -> tuple[Bag, KindTable]:
    """The kinds of every record, declared and read in its name, and what they say of each other."""
    held = [
        tuple(dict.fromkeys((*((kind,) if isinstance(kind, str) else ()), *read.kinds)))
        for kind, read in zip(declared, reads, strict=True)
    ]
    codes = Codebook()
    for kind in sorted({kind for kinds in held for kind in kinds}):
        codes.id(kind)
    names = codes.texts
    relations = np.array([[_CODES[lexicon.relation(a, b)] for b in names] for a in names], dtype=np.int8)
    table = KindTable(
        relations.reshape(len(names), len(names)),
        np.array([name in lexicon.one_per_commune for name in names], dtype=np.bool_),
        np.array([name in lexicon.unspecific for name in names], dtype=np.bool_),
    )
    return pack([[codes.id(kind) for kind in kinds] for kinds in held], WIDTH), table
