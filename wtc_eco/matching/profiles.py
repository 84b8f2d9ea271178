"""Every record in the form in which pairs are compared: columns of numbers, in order of content."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.bags import Bag, Index
from wtc_eco.matching.kinds import KindTable
from wtc_eco.matching.likeness import Spellings

if TYPE_CHECKING:
    import pandas as pd

CONTENT = ("name", "street", "postal_code", "locality", "ins", "phone", "email", "website", "bce", "unit_number",
           "kind", "lat", "lon", "also_known_as", "source", "source_id", "collected_on")  # fmt: skip
"""What orders records: two lists in any order are read in one order. The record number only decides last."""


@dataclass(frozen=True)
class Profiles:
    """Records ready to be compared, one row each; `take` gives the rows of one side of many pairs.

    Bags hold ids of `texts`; latitudes and longitudes are NaN where unknown or only a commune's
    centre. `own` weighs the words that do not repeat the commune: those two records can have in common.
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
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    squeezed: npt.NDArray[np.object_]
    texts: Spellings
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
            elif field.name not in {"texts", "kind_table"}:
                changed[field.name] = held[index]
        return replace(self, **changed)


def in_order(records: pd.DataFrame) -> pd.DataFrame:
    """The records sorted by what they say, so that no result depends on the order of rows."""
    columns = [records[name].tolist() for name in CONTENT if name in records]
    numbers = records["record"].tolist()
    keys = [tuple(map(_spelled, values)) for values in zip(*columns, strict=True)]
    order = sorted(range(len(numbers)), key=lambda row: (keys[row], numbers[row]))
    return records.iloc[order].reset_index(drop=True)


def _spelled(value: Any) -> str:
    return "" if value is None else str(value)
