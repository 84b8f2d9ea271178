"""The records that decisions speak of, after the lists were taken in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    import pandas as pd

STILL = 0.5
"""A record that still says this share of the words decided upon is the one that was meant."""


def as_meant(decisions: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The decisions without the words of the sides whose record is still there under its number.

    Words serve to find a record that lost its number. Where the number still names it, and its list
    only corrected it, the same words in another list would lead a «different» of two records to
    one and the same: it would be lost.
    """
    if decisions.empty:
        return decisions
    words = {row["record"]: _words(row) for row in records.to_dict("records")}
    rows = [{str(name): value for name, value in row.items()} for row in decisions.to_dict("records")]
    for row in rows:
        for side in ("left", "right"):
            said = set(fold(str(row[f"{side}_words"] or "")).split())
            number = str(row[side] or "")
            held = words.get(int(number)) if number.isdecimal() else None
            if held is not None and said and len(said & held) >= STILL * len(said):
                row[f"{side}_words"] = None
    return model.frame(model.DECISIONS, rows)


def _words(row: Mapping[Any, Any]) -> set[str]:
    told = " ".join(str(row[name]) for name in ("name", "street", "postal_code") if row[name] is not None)
    return set(fold(told).split())
