"""Which pairs are worth comparing: records that share a key, each key bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.arrays import NOTHING, Bag, Codebook, Ids, Index, Truth, single
from wtc_eco.matching.profiles import Profiles

LARGEST_BLOCK = 30
"""Records that may share a key and still all be compared with each other."""

SMALLER_BLOCK = 8
"""The same where only words are shared, and nothing says that the places are one."""

PRIME = 2**31 - 1
"""Keys made of several values are written in so many numbers: two may meet, which only costs a comparison."""

WINDOW = 6
"""In a larger block, records are compared with so many that follow in order of content."""

CELL = 0.003
"""Degrees a coordinate is rounded to: cells of about 300 m, taken twice, half a cell apart."""

KEYS_OF_WORDS = 4
"""Of a name's or a street's words, the heaviest are keys."""


SMALL = 5_000
"""A list of so many records is compared by weak keys too."""

TELLING = 4.0
"""Bits of rarity from which a word is a key; a name of usual words has its heaviest."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of rows, each once, `left < right`; how many pairs the bound cut, by key.

    `crowded` counts the rows that say nothing but what too many say: they are compared with their neighbours only.
    """

    left: Index
    right: Index
    dropped: dict[str, int]
    crowded: int


@dataclass(frozen=True)
class _Key:
    """Which rows share a key. Of large blocks the neighbours are compared, in order of content.

    In a long list, a `weak` one only counts where a postal code is missing: else that would have told. One of
    `words` says nothing of the place: of its large blocks the neighbours in order of the rest of the name are
    compared, in a long list only where a postal code is missing.
    """

    name: str
    rows: Index
    values: Index
    words: bool = False
    weak: bool = False
    largest: int = LARGEST_BLOCK


def candidates(profiles: Profiles) -> Candidates:
    """Every pair of rows that shares a key of some sort."""
    n = len(profiles)
    codes = np.zeros(0, dtype=np.int64)
    dropped: dict[str, int] = {}
    cut_off, whole = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    coded = profiles.postal.ids[0] != NOTHING
    rest = np.argsort(np.argsort(profiles.squeezed.astype(str), kind="stable"), kind="stable")
    for key in _keys(profiles):
        blocks = _blocks(key, rest if key.words else np.arange(n))
        large = blocks.sizes > key.largest
        pairs, near = _pairs(blocks, ~large, key.largest, n), _pairs(blocks, large, WINDOW, n)
        if n > SMALL and key.weak:
            pairs = pairs[~(coded[pairs // n] & coded[pairs % n])]
        if n > SMALL and (key.weak or key.words):
            near = near[~(coded[near // n] & coded[near % n])]
        codes = _united(codes, np.concatenate([pairs, near]))
        cut_off[blocks.rows[np.repeat(large, blocks.sizes)]] = True
        whole[blocks.rows[np.repeat(~large, blocks.sizes)]] = True
        if cut := int((blocks.sizes * (blocks.sizes - 1) // 2)[large].sum()) - len(near):
            dropped[key.name] = dropped.get(key.name, 0) + cut
    return Candidates(codes // max(n, 1), codes % max(n, 1), dropped, int((cut_off & ~whole).sum()))


def _united(codes: Index, more: Index) -> Index:
    """Both, sorted, each once."""
    both = np.sort(np.concatenate([codes, more]), kind="stable")
    return both[np.r_[True, both[1:] != both[:-1]]] if len(both) else both


def _keys(profiles: Profiles) -> Iterator[_Key]:
    """The keys: a name, and for each record that has one, its row and its key."""
    words, street, house = _telling(profiles.own), profiles.street, profiles.houses
    alone = {
        "phone": profiles.phones, "e-mail": profiles.mailboxes, "website": profiles.pages, "enterprise": profiles.bce,
        "unit": profiles.units,
    }  # fmt: skip
    for name, bag in alone.items():
        yield _Key(name, *_single(bag))
    starts, address = _beginnings(profiles), _mixed(street, house)
    small = len(profiles) <= SMALL
    ways = (_first(street, 2),) if small else (_pair(street), *address)
    kinds = profiles.kinds if small else _alone(profiles)
    for name, area in (("postal code", profiles.postal), ("commune", profiles.ins)):
        yield _Key(f"{name} and word", *_crossed(area, words))
        yield _Key(f"{name} and kind", *_crossed(area, kinds))
        yield _Key(f"{name} and street", *_crossed(area, *ways))
        yield _Key(f"{name} and beginning", *_crossed(area, starts))
    town = _whole(profiles.locality)
    yield _Key("locality and word", *_crossed(town, words))
    yield _Key("locality and address", *_crossed(town, *address))
    yield _Key("locality and kind", *_crossed(town, kinds), weak=True)
    yield _Key("locality and street", *_crossed(town, *ways), weak=True)
    yield _Key("locality and beginning", *_crossed(town, starts), weak=True)
    later = Bag(words.ids[1:3], words.weights[1:3])
    doors = address if small else (_both_ways(street, house),)
    for door in doors:
        yield _Key("address", *_single(door), words=True, largest=SMALLER_BLOCK)
    yield _Key("word", *_single(_first(words, 1)), words=True, largest=SMALLER_BLOCK)
    yield _Key("two words", *_crossed(_first(words, 1), later), words=True, largest=SMALLER_BLOCK)
    yield _Key("acronym", *_abbreviated(profiles))
    for half in (0.0, 0.5):
        yield _Key("coordinates", *_cells(profiles, half))


def _telling(bag: Bag) -> Bag:
    """The heaviest words that do not just repeat the place: the telling ones, or the first."""
    kept = bag.weights[:KEYS_OF_WORDS] >= TELLING
    kept[0] = bag.weights[0] > 0
    return Bag(np.where(kept, bag.ids[:KEYS_OF_WORDS], NOTHING), bag.weights[:KEYS_OF_WORDS])


def _alone(profiles: Profiles) -> Bag:
    """The kinds of which a commune has one: the others tell too little in a long list."""
    kinds = profiles.kinds
    alone = np.append(profiles.kind_table.alone, False)  # Where there is no kind, the last is read.
    return Bag(np.where(alone[kinds.ids], kinds.ids, NOTHING), kinds.weights)


def _abbreviated(profiles: Profiles) -> tuple[Index, Index]:
    """A postal code with a word of three letters and more, and with the initials of a name's words."""
    known = profiles.texts.lengths[profiles.words.ids] > 2  # noqa: PLR2004 - two letters open too many names
    short = Bag(np.where(known, profiles.words.ids, NOTHING), profiles.words.weights)
    rows, written = _crossed(profiles.postal, short)
    more, spelled = _crossed(profiles.postal, profiles.acronyms)
    one, other = np.isin(written, spelled), np.isin(spelled, written)
    return np.concatenate([rows[one], more[other]]), np.concatenate([written[one], spelled[other]])


def _mixed(one: Bag, other: Bag) -> tuple[Bag, Bag]:
    """Each of the first two values of the one with the first of the other as a key, where a record has both."""
    return _both(one.ids[0], other.ids[0]), _both(one.ids[1], other.ids[0])


def _pair(bag: Bag) -> Bag:
    """The two heaviest values as one key, in any order; the only one where there is one."""
    low, high = np.sort(bag.ids[:2], axis=0)
    return single(np.where(low == NOTHING, high, _both(low, high).ids[0]))


def _both_ways(street: Bag, house: Bag) -> Bag:
    """Street and number as one key, wherever it is: two lists may call its town differently."""
    return single(_both(_pair(street).ids[0], house.ids[0]).ids[0])


def _both(one: Ids, other: Ids) -> Bag:
    key = (one.astype(np.int64) * 1_000_003 + other + PRIME // 2) % PRIME
    return single(np.where((one != NOTHING) & (other != NOTHING), key, NOTHING).astype(np.int32))


def _first(bag: Bag, n: int) -> Bag:
    return Bag(bag.ids[:n], bag.weights[:n])


def _whole(bag: Bag) -> Bag:
    """The words of a locality as one key: the heaviest would make «Saint» a town."""
    key = np.zeros(bag.ids.shape[1], dtype=np.int64)
    for column in np.sort(bag.ids, axis=0):
        key = (key * 1_000_003 + column.astype(np.int64) + 2) % PRIME
    ids = np.where(bag.known, key, NOTHING).astype(np.int32)[None, :]
    return Bag(ids, np.ones_like(ids, dtype=np.float32))


def _beginnings(profiles: Profiles) -> Bag:
    """The first letters of the name without its spaces, so that a typing error later on is no matter."""
    codes = Codebook()
    beginnings = codes.ids([text[:5] for text in profiles.squeezed.tolist()])
    return single(np.where(beginnings == codes.get(""), np.int32(NOTHING), beginnings))


def _single(bag: Bag) -> tuple[Index, Index]:
    values, rows = np.nonzero(bag.ids != NOTHING)
    return rows, bag.ids[values, rows].astype(np.int64)


def _crossed(area: Bag, *others: Bag) -> tuple[Index, Index]:
    """A key for every place of a record with every value of the other bags."""
    keyed = [_single(other) for other in others]
    rows = np.concatenate([rows for rows, _ in keyed])
    values = np.concatenate([values for _, values in keyed])
    codes = area.ids[0, rows].astype(np.int64)
    kept = codes != NOTHING
    return rows[kept], codes[kept] * 2**32 + values[kept]


def _cells(profiles: Profiles, half: float) -> tuple[Index, Index]:
    known = ~np.isnan(profiles.lat)
    y = np.floor(profiles.lat[known] / CELL + half).astype(np.int64)
    x = np.floor(profiles.lon[known] / (CELL * 1.5) + half).astype(np.int64)
    return np.nonzero(known)[0], (y + 2**20) * 2**32 + (x + 2**20)


@dataclass(frozen=True)
class _Blocks:
    """The rows that share each value of a key, block after block, in the order in which neighbours are sought."""

    rows: Index
    sizes: Index


def _blocks(key: _Key, order: Index) -> _Blocks:
    """The blocks of a key, each row once in each; `order` is the place of every row."""
    by_row = np.argsort(order[key.rows], kind="stable")
    by_value = by_row[np.argsort(key.values[by_row], kind="stable")]
    rows, values = key.rows[by_value], key.values[by_value]
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = (values[1:] != values[:-1]) | (rows[1:] != rows[:-1])
    rows, values = rows[fresh], values[fresh]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else rows[:0]
    return _Blocks(rows, np.diff(np.r_[starts, len(values)]))


def _pairs(blocks: _Blocks, chosen: Truth, reach: int, n: int) -> Index:
    """Pairs, as `left * n + right`, of each row of the chosen blocks with so many that follow."""
    rows = blocks.rows[np.repeat(chosen, blocks.sizes)]
    sizes = blocks.sizes[chosen]
    starts = np.cumsum(sizes) - sizes
    left_over = np.repeat(starts + sizes, sizes) - np.arange(len(rows)) - 1
    follow = np.minimum(reach, left_over)
    ones = np.repeat(np.arange(len(rows)), follow)
    offsets = np.arange(len(ones)) - np.repeat(np.cumsum(follow) - follow, follow) + 1
    one, other = rows[ones], rows[ones + offsets]
    pairs: npt.NDArray[np.int64] = np.minimum(one, other) * n + np.maximum(one, other)
    return pairs
