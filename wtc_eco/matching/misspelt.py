"""Typing errors in the words that tell a kind: «Biblothèque», «Administraation»."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from wtc_eco.matching.lexicon import Lexicon

SHORTEST = 6
"""A shorter word with one letter changed is too often another word."""

MOST_SEEN = 5
"""A spelling met more often than this in a list is meant."""


def corrections(counts: Mapping[str, int], lexicon: Lexicon) -> dict[str, str]:
    """Rare words one edit away from exactly one word of the lexicon's kinds, and that word.

    `counts` says how often each word occurs. The first letter is taken to be right.
    """
    right = {word for part in (*lexicon.kinds, *lexicon.first) for word in part if len(word) >= SHORTEST}
    doubtful = [
        word
        for word, count in counts.items()
        if len(word) >= SHORTEST - 1
        and count <= MOST_SEEN
        and word not in right
        and word not in lexicon.common
    ]
    by_letter = _by_letter(right)
    found: dict[str, str] = {}
    for letter, words in _by_letter(doubtful).items():
        if letter in by_letter:
            found |= _nearest(words, by_letter[letter])
    return found


def _by_letter(words: Iterable[str]) -> dict[str, list[str]]:
    sorted_by: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        sorted_by[word[0]].append(word)
    return sorted_by


def _nearest(words: list[str], right: list[str]) -> dict[str, str]:
    edits = cdist(words, right, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
    near = edits <= 1
    rows = np.flatnonzero(near.sum(axis=1) == 1)
    return {words[row]: right[int(near[row].argmax())] for row in rows.tolist()}
