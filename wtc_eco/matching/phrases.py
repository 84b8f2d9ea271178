"""Expressions of several words found in many rows of words at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from wtc_eco.matching.ragged import Ids, Index, Ragged, Truth
from wtc_eco.matching.words import Codebook

ROOT = 0


@dataclass(frozen=True)
class Phrases:
    """Expressions as a tree of words: `keys` are a state and a word, `leads` the state they lead to."""

    keys: Index
    leads: Ids
    ends: Ids
    longest: int

    @staticmethod
    def of(phrases: Iterable[tuple[str, ...]], codes: Codebook) -> Phrases:
        """A tree of these expressions, numbered in their order."""
        steps: dict[tuple[int, int], int] = {}
        ends: dict[int, int] = {}
        longest = 0
        for number, phrase in enumerate(phrases):
            state = ROOT
            for word in phrase:
                state = steps.setdefault((state, codes.id(word)), len(steps) + 1)
            ends[state] = number
            longest = max(longest, len(phrase))
        ordered = sorted(((state << 32) + word, to) for (state, word), to in steps.items())
        ending = np.full(len(steps) + 1, -1, dtype=np.int32)
        ending[list(ends)] = list(ends.values())
        keys = np.array([key for key, _ in ordered], dtype=np.int64)
        return Phrases(keys, np.array([to for _, to in ordered], dtype=np.int32), ending, longest)


@dataclass(frozen=True)
class Found:
    """Where expressions stand: the first word (its place in the flat array), how many words, which."""

    at: Index
    length: Index
    phrase: Ids

    def only(self, wanted: Truth) -> Found:
        """Some of them."""
        return Found(self.at[wanted], self.length[wanted], self.phrase[wanted])


def occurrences(rows: Ragged, phrases: Phrases) -> Found:
    """Everywhere an expression stands in a row, overlapping ones too."""
    stops = np.repeat(rows.starts[1:], rows.lengths)
    at = np.arange(len(rows.values))
    state = np.zeros(len(at), dtype=np.int64)
    found: list[tuple[Index, Index, Ids]] = []
    for depth in range(phrases.longest):
        inside = at + depth < stops[at]
        at, state = at[inside], state[inside]
        keys = (state << 32) + rows.values[at + depth]
        spots = np.searchsorted(phrases.keys, keys).clip(max=len(phrases.keys) - 1)
        hit = phrases.keys[spots] == keys
        at, state = at[hit], phrases.leads[spots[hit]].astype(np.int64)
        ended = phrases.ends[state] >= 0
        found.append((at[ended], np.full(int(ended.sum()), depth + 1), phrases.ends[state[ended]]))
    parts = zip(*found, strict=True) if found else ([], [], [])
    at, length, phrase = (np.concatenate([np.zeros(0, dtype=np.int64), *part]) for part in parts)
    return Found(at, length, phrase.astype(np.int32))


def leftmost_longest(found: Found) -> Found:
    """Of overlapping expressions the one that starts first, of those the longest, from left to right."""
    order = np.lexsort((-found.length, found.at))
    found = Found(found.at[order], found.length[order], found.phrase[order])
    ends = found.at + found.length
    furthest = np.maximum.accumulate(ends) if len(ends) else ends
    meets = np.flatnonzero(found.at[1:] < furthest[:-1]) + 1
    taken = np.ones(len(ends), dtype=np.bool_)
    stop = 0
    for row in np.unique(np.concatenate([meets - 1, meets])).tolist():  # The others overlap with none.
        taken[row] = found.at[row] >= stop
        stop = int(ends[row]) if taken[row] else stop
    return found.only(taken)


def covered(n: int, found: Found) -> Truth:
    """Which of `n` words belong to an expression."""
    change = np.zeros(n + 1, dtype=np.int64)
    np.add.at(change, found.at, 1)
    np.add.at(change, found.at + found.length, -1)
    inside: Truth = np.cumsum(change[:-1]) > 0
    return inside
