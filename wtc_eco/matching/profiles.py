"""Every record in the form in which pairs are compared: columns of numbers, in order of content."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.bags import Bag
from wtc_eco.matching.kinds import KindTable
from wtc_eco.matching.likeness import Spellings
from wtc_eco.matching.ragged import Index


@dataclass(frozen=True)
class Profiles:
    """Records ready to be compared, one row each; `take` gives the rows of one side of many pairs.

    Words are ids of `texts`, those of streets of `ways`; latitudes and longitudes are NaN where unknown or only a commune's
    centre. `crowd` and `town_crowd` say how many records, in bits, have the same postal code and the
    same locality. `squeezed` is a name's own words without spaces, `whole` all its words. `own` weighs the words that do not repeat the commune: those two records can have in common.
    """

    record: Index
    words: Bag
    own: Bag
    acronyms: Bag
    kinds: Bag
    numbers: Bag
    sites: Bag
    street: Bag
    houses: Bag
    postal: Bag
    locality: Bag
    ins: Bag
    phones: Bag
    mailboxes: Bag
    domains: Bag
    hosts: Bag
    pages: Bag
    bce: Bag
    units: Bag
    source: Bag
    crowd: npt.NDArray[np.float32]
    town_crowd: npt.NDArray[np.float32]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    squeezed: npt.NDArray[np.object_]
    whole: npt.NDArray[np.object_]
    texts: Spellings
    ways: Spellings
    kind_table: KindTable

    def __len__(self) -> int:
        return len(self.record)

    def take(self, index: Index) -> Profiles:
        """The rows at these places, in this order."""
        changed: dict[str, Any] = {}
        for field in fields(self):
            held = getattr(self, field.name)
            if isinstance(held, Bag):
                changed[field.name] = held.take(index)
            elif field.name not in {"texts", "ways", "kind_table"}:
                changed[field.name] = held[index]
        return replace(self, **changed)
