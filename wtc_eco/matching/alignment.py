"""Which row of a list taken again is which record of its last version, where the list gives no keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from wtc_eco.matching.arrays import in_order
from wtc_eco.matching.candidates import candidates
from wtc_eco.matching.profiles import profiles
from wtc_eco.matching.score import score_at
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.matching.lexicon import Lexicon

SURE = 0.99
"""Least probability at which a changed row is taken for the record it was."""

MARGIN = 3.0
"""Bits by which it must be likelier than any other, on both sides."""

NOT_CONTENT = ("record", "source", "source_id", "collected_on", "withdrawn_on")
"""Columns that say when and how a row was taken, not what it says."""


@dataclass(frozen=True)
class Alignment:
    """Pairs of an old record number and the position of the new row it became; the rest of both sides."""

    pairs: tuple[tuple[int, int], ...]
    fresh: tuple[int, ...]
    gone: tuple[int, ...]


def align(old: pd.DataFrame, new: pd.DataFrame, lexicon: Lexicon, *, country: str = "BE") -> Alignment:
    """Align two versions of one list (columns of `model.RECORDS`); `new` needs no record numbers.

    1. Rows that say exactly the same are the same; of equal ones, each is taken once.
    2. Then rows of the same name and address, where both sides have it once.
    3. Then, of what is left, pairs that are each other's best, above 0.99 and by a clear margin.

    Never by position: the order of rows changes nothing.
    """
    numbers = [int(number) for number in old["record"].tolist()]
    pairs: dict[int, int] = {}
    for one, other, each_once in (  # RULE 1, RULE 2
        (_contents(old), _contents(new), False),
        (_names_and_addresses(old), _names_and_addresses(new), True),
    ):
        pairs |= _equal(numbers, one, other, pairs, each_once=each_once)
    pairs |= _likeliest(old, new, pairs, lexicon, country)  # RULE 3
    taken = set(pairs.values())
    return Alignment(
        tuple(sorted((numbers[row], place) for row, place in pairs.items())),
        tuple(place for place in range(len(new)) if place not in taken),
        tuple(sorted(number for row, number in enumerate(numbers) if row not in pairs)),
    )


def _contents(table: pd.DataFrame) -> list[Hashable]:
    columns = [name for name in table.columns if name not in NOT_CONTENT]
    return [repr(values) for values in zip(*(table[name].tolist() for name in columns), strict=True)]


def _names_and_addresses(table: pd.DataFrame) -> list[Hashable]:
    columns = zip(*(table[name].tolist() for name in ("name", "street", "postal_code")), strict=True)
    return [_folded(values) for values in columns]


def _folded(values: Iterable[Any]) -> Hashable:
    return tuple(fold(str(value)) if value is not None else "" for value in values)


def _equal(
    numbers: Sequence[int],
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    taken: dict[int, int],
    *,
    each_once: bool,
) -> dict[int, int]:
    """Rows with an equal key; of several, the smallest record number first."""
    before, after = defaultdict(list), defaultdict(list)
    for row in sorted(set(range(len(old))) - set(taken), key=lambda row: numbers[row]):
        before[old[row]].append(row)
    for place in sorted(set(range(len(new))) - set(taken.values())):
        after[new[place]].append(place)
    matched: dict[int, int] = {}
    for key, rows in before.items():
        places = after.get(key, [])
        if not each_once or len(rows) == len(places) == 1:
            matched |= dict(zip(rows, places, strict=False))
    return matched


def _likeliest(
    old: pd.DataFrame, new: pd.DataFrame, taken: dict[int, int], lexicon: Lexicon, country: str
) -> dict[int, int]:
    """Of the rows left, those that are each other's best by a margin."""
    rows = [row for row in range(len(old)) if row not in taken]
    places = [place for place in range(len(new)) if place not in set(taken.values())]
    if not rows or not places:
        return {}
    both = pd.concat([old.iloc[rows], new.iloc[places]], ignore_index=True)
    both["record"] = range(len(both))
    both["source"] = [None] * len(both)  # One list on both sides: that it is the same one proves nothing.
    read = profiles(in_order(both), lexicon, country)
    paired = candidates(read)
    bits = score_at(read, paired.left, paired.right)["bits"].to_numpy(dtype=np.float64)
    one, two = read.record[paired.left], read.record[paired.right]
    across = (one < len(rows)) != (two < len(rows))
    low, high = np.minimum(one, two)[across], np.maximum(one, two)[across] - len(rows)
    best = _mutual(low.tolist(), high.tolist(), bits[across].tolist())
    return {rows[a]: places[b] for a, b in best}


def _mutual(left: list[int], right: list[int], bits: list[float]) -> list[tuple[int, int]]:
    """Pairs above `SURE` that beat by `MARGIN` every other pair of either of the two."""
    by_left, by_right = defaultdict(list), defaultdict(list)
    for a, b, value in zip(left, right, bits, strict=True):
        by_left[a].append(value)
        by_right[b].append(value)
    least = float(np.log2(SURE / (1 - SURE)))
    return [
        (a, b)
        for a, b, value in zip(left, right, bits, strict=True)
        if value >= least and _beats(value, by_left[a]) and _beats(value, by_right[b])
    ]


def _beats(value: float, all_of_them: list[float]) -> bool:
    rivals = sorted(all_of_them)
    rivals.remove(value)
    return not rivals or value - rivals[-1] >= MARGIN
