"""Which pairs are worth comparing: records that share a key, each key bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.bags import NOTHING, Bag, Index
from wtc_eco.matching.profiles import Profiles

LARGEST_BLOCK = 30
"""Records that may share a key and still all be compared with each other."""

WINDOW = 6
"""In a larger block, records are compared with so many that follow in order of content."""

CELL = 0.003
"""Degrees a coordinate is rounded to: cells of about 300 m, taken twice, half a cell apart."""

KEYS_OF_WORDS = 4
"""Of a name's or a street's words, the heaviest are keys."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows, each once, `left < right`; how many pairs the bound cut, by key."""

    left: Index
    right: Index
    dropped: dict[str, int]


def candidates(profiles: Profiles) -> Candidates:
    """Every pair of rows that shares a key of some sort."""
    n = len(profiles)
    codes: list[Index] = []
    dropped: dict[str, int] = {}
    for name, rows, keys in _keys(profiles):
        pairs, cut = _pairs(rows, keys, n)
        codes.append(pairs)
        if cut:
            dropped[name] = cut
    distinct = np.unique(np.concatenate(codes)) if codes else np.zeros(0, dtype=np.int64)
    return Candidates(distinct // max(n, 1), distinct % max(n, 1), dropped)


def _keys(profiles: Profiles) -> Iterator[tuple[str, Index, Index]]:
    """The keys: a name, and for each record that has one, its row and its key."""
    words, street = _first(profiles.own, KEYS_OF_WORDS, weighty=True), _first(profiles.street, 2)
    places = {"postal code": profiles.postal, "locality": _whole(profiles.locality), "commune": profiles.ins}
    single = {
        "phone": profiles.phones, "e-mail": profiles.mailboxes, "website": profiles.pages, "enterprise": profiles.bce,
        "unit": profiles.units,
    }  # fmt: skip
    for name, bag in single.items():
        yield name, *_single(bag)
    for name, area in places.items():
        yield f"{name} and word", *_crossed(area, words)
        yield f"{name} and kind", *_crossed(area, profiles.kinds)
        yield f"{name} and street", *_crossed(area, street)
        yield f"{name} and beginning", *_crossed(area, _beginnings(profiles))
    yield "two words", *_crossed(_first(profiles.own, 1, weighty=True), _second(profiles.own))
    yield "acronym", *_crossed(profiles.postal, profiles.acronyms, words)
    for half in (0.0, 0.5):
        yield "coordinates", *_cells(profiles, half)


def _first(bag: Bag, n: int, *, weighty: bool = False) -> Bag:
    ids = np.where(bag.weights > 0, bag.ids, NOTHING) if weighty else bag.ids
    return Bag(ids[:n], bag.weights[:n])


def _second(bag: Bag) -> Bag:
    return Bag(np.where(bag.weights > 0, bag.ids, NOTHING)[1:3], bag.weights[1:3])


def _whole(bag: Bag) -> Bag:
    """The words of a locality as one key: the heaviest would make «Saint» a town."""
    key = np.zeros(bag.ids.shape[1], dtype=np.int64)
    for column in np.sort(bag.ids, axis=0):
        key = (key * 1_000_003 + column.astype(np.int64) + 2) % (2**31 - 1)
    ids = np.where(bag.known, key, NOTHING).astype(np.int32)[None, :]
    return Bag(ids, np.ones_like(ids, dtype=np.float32))


def _beginnings(profiles: Profiles) -> Bag:
    """The first letters of the name without its spaces, so that a typing error later on is no matter."""
    starts = [text[:5] for text in profiles.squeezed]
    known = {text: code for code, text in enumerate(sorted(set(starts) - {""}))}
    ids = np.array([[known.get(text, NOTHING) for text in starts]], dtype=np.int32)
    return Bag(ids, np.ones_like(ids, dtype=np.float32))


def _single(bag: Bag) -> tuple[Index, Index]:
    values, rows = np.nonzero(bag.ids != NOTHING)
    return rows, bag.ids[values, rows].astype(np.int64)


def _crossed(area: Bag, *others: Bag) -> tuple[Index, Index]:
    """A key for every place of a record with every value of the other bags."""
    found = [_single(other) for other in others]
    rows = np.concatenate([rows for rows, _ in found])
    values = np.concatenate([values for _, values in found])
    codes = area.ids[0, rows].astype(np.int64)
    kept = codes != NOTHING
    return rows[kept], codes[kept] * 2**32 + values[kept]


def _cells(profiles: Profiles, half: float) -> tuple[Index, Index]:
    known = ~np.isnan(profiles.lat)
    y = np.floor(profiles.lat[known] / CELL + half).astype(np.int64)
    x = np.floor(profiles.lon[known] / (CELL * 1.5) + half).astype(np.int64)
    return np.nonzero(known)[0], (y + 2**20) * 2**32 + (x + 2**20)


def _pairs(rows: Index, keys: Index, n: int) -> tuple[Index, int]:
    """Pairs, as `left * n + right`, of rows with one key; in a large block only near ones."""
    order = np.lexsort((rows, keys))
    rows, keys = rows[order], keys[order]
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    rows, keys = rows[fresh], keys[fresh]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    reach = np.repeat(np.where(sizes <= LARGEST_BLOCK, sizes, WINDOW + 1), sizes)
    left_over = np.repeat(starts + sizes, sizes) - np.arange(len(keys)) - 1
    follow = np.minimum(reach - 1, left_over).clip(0)
    ones = np.repeat(np.arange(len(keys)), follow)
    offsets = np.arange(len(ones)) - np.repeat(np.cumsum(follow) - follow, follow) + 1
    cut = int((sizes * (sizes - 1) // 2).sum() - follow.sum())
    found: npt.NDArray[np.int64] = rows[ones] * n + rows[ones + offsets]
    return found, cut
