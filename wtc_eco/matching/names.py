"""A name as what it says: what kind of place, which words of its own, which numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wtc_eco.matching.lexicon import Lexicon, Phrase
from wtc_eco.matching.misspelt import corrections
from wtc_eco.matching.phrases import Found, Phrases, covered, leftmost_longest, occurrences
from wtc_eco.matching.ragged import Ids, Index, Ragged, Truth, starts_of
from wtc_eco.matching.words import NOTHING, Codebook, respelled, tokens

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.+\s?)+[^\W\d_](?:\.|(?<=\.[^\W\d_])\b(?!['’]))")
"""Letters with dots; the last may lack its own where it stands close: «C.P.A.S» but not «A.L.E. d'Ans»."""
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
SHORTEST_ACRONYM, LONGEST_ACRONYM = 2, 6


@dataclass(frozen=True)
class Names:
    """What names say, one row a name, as numbers of words and (`kinds`) of kinds.

    `raw` holds all words in order, `own` those that tell no kind, legal form or number.
    """

    raw: Ragged
    own: Ragged
    kinds: Ragged
    numbers: Ragged

    def joined(self, groups: Ragged) -> Names:
        """The names of each group read together; its first name alone gives the words in order."""
        first = np.append(groups.values, NOTHING)[np.where(groups.lengths > 0, groups.starts[:-1], -1)]
        return Names(
            self.raw.take(first),
            self.own.joined(groups).distinct(),
            self.kinds.joined(groups).distinct(),
            self.numbers.joined(groups).distinct(),
        )


def read_names(texts: Sequence[str], lexicon: Lexicon, words: Codebook, kinds: Codebook) -> Names:
    """Take names apart: «C.P.A.S. de Mons (asbl)» is the kind of a CPAS and the word `mons`.

    Rare misspellings of words that tell a kind are mended. Every number is new in `words` or `kinds`,
    or the one that its text already has there.
    """
    spoken = Codebook()
    written = tokens([_undotted(text) for text in texts], spoken)
    raw = written.spelled_out(respelled(spoken, dict(lexicon.words), lexicon.stop))
    raw = Ragged(words.ids(_texts(raw.values, spoken)), raw.starts)
    raw = raw.recoded(_mended(raw, lexicon, words))
    found, kind_of, proper = _expressions(raw, lexicon, words, kinds)
    spoken_for = covered(len(raw.values), found) & ~covered(len(raw.values), found.only(proper))
    numbers = _numbers(words)
    numeric = numbers[raw.values] != NOTHING
    rows = raw.rows[found.at]
    told = Ragged(kind_of, starts_of(np.bincount(rows, minlength=len(raw)))).known().distinct()
    return Names(
        raw,
        raw.keep(~spoken_for & ~numeric).distinct(),
        told,
        raw.keep(~spoken_for & numeric).recoded(numbers),
    )


def _undotted(text: str) -> str:
    """The text with «C.P.A.S.» written as one word."""
    if "." not in text:
        return text
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", text)


def _texts(values: Ids, codes: Codebook) -> list[str]:
    texts = np.array(codes.texts, dtype=object)
    held: list[str] = texts[values].tolist() if len(values) else []
    return held


def _mended(raw: Ragged, lexicon: Lexicon, words: Codebook) -> Ids:
    """For every word itself, or the word of a kind that it misspells."""
    counts = np.bincount(raw.values, minlength=len(words)).tolist()
    said = {text: count for text, count in zip(words.texts, counts, strict=True) if count}
    right = corrections(said, lexicon)
    codes = np.arange(len(words), dtype=np.int32)
    codes[[words.id(wrong) for wrong in right]] = [words.id(text) for text in right.values()]
    return codes


def _expressions(raw: Ragged, lexicon: Lexicon, words: Codebook, kinds: Codebook) -> tuple[Found, Ids, Truth]:
    """The kinds and legal forms in the names, from left to right: where, which kind (-1: none), whether a brand.

    An expression of `first` only counts where a name opens with it; a legal form is no name by itself.
    """
    phrases: list[Phrase] = sorted({*lexicon.kinds, *lexicon.first, *lexicon.legal})
    found = occurrences(raw, Phrases.of(phrases, words))
    opens = raw.spots[found.at] == 0
    alone = raw.lengths[raw.rows[found.at]] == found.length
    anywhere, opening = _kinds(phrases, lexicon.kinds, kinds), _kinds(phrases, lexicon.first, kinds)
    legal = _among(phrases, lexicon.legal)[found.phrase]
    telling = (anywhere[found.phrase] != NOTHING) | (opens & (opening[found.phrase] != NOTHING))
    chosen = leftmost_longest(found.only(telling | (legal & ~alone)))
    opens = raw.spots[chosen.at] == 0
    told = anywhere[chosen.phrase]
    told = np.where((told == NOTHING) & opens, opening[chosen.phrase], told)
    return chosen, told, _among(phrases, lexicon.brands)[chosen.phrase]


def _kinds(phrases: Sequence[Phrase], told: Mapping[Phrase, str], kinds: Codebook) -> Ids:
    """The kind each expression tells, -1 for none."""
    return np.array([kinds.id(told[p]) if p in told else NOTHING for p in phrases], dtype=np.int32)


def _among(phrases: Iterable[Phrase], wanted: frozenset[Phrase]) -> Truth:
    return np.array([phrase in wanted for phrase in phrases], dtype=np.bool_)


def _numbers(words: Codebook) -> Ids:
    """For every word that is a number, the word of that number without zeros before it; -1 for others."""
    said = [_ROMAN.get(text) or (text.lstrip("0") or "0" if text.isdigit() else "") for text in words.texts]
    return np.array([words.id(text) if text else NOTHING for text in said], dtype=np.int32)


def acronyms(raw: Ragged, words: Codebook, said: Truth) -> Found:
    """Two to six neighbouring words whose initials are a word `said` in the list: where, how many, which.

    Texts of six ASCII letters fit in one number, so that all runs are looked up at once.
    """
    known, codes = _spelled(words, said)
    letters = np.array([ord(text[0]) if text.isascii() else 0 for text in words.texts], dtype=np.int64)
    initials = letters[raw.values] if len(words) else np.zeros(0, dtype=np.int64)
    left = np.repeat(raw.starts[1:], raw.lengths) - np.arange(len(raw.values))
    spelled = np.zeros(len(raw.values), dtype=np.int64)
    nothing = np.zeros(0, dtype=np.int64)
    parts = [(nothing, nothing, nothing.astype(np.int32))]
    for length in range(1, LONGEST_ACRONYM + 1):
        at = np.flatnonzero(left >= length)
        spelled[at] = (spelled[at] << 8) + initials[at + length - 1]
        if length < SHORTEST_ACRONYM or not len(known):
            continue
        spots = np.searchsorted(known, spelled[at]).clip(max=len(known) - 1)
        hit = known[spots] == spelled[at]
        parts.append((at[hit], np.full(int(hit.sum()), length), codes[spots[hit]]))
    at, lengths, found = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Found(at, lengths, found)


def _spelled(words: Codebook, said: Truth) -> tuple[Index, Ids]:
    """Every short word said as the number its letters make, in order, and its code."""
    short = [
        (int.from_bytes(text.encode("ascii"), "big"), code)
        for code, text in enumerate(words.texts)
        if said[code] and SHORTEST_ACRONYM <= len(text) <= LONGEST_ACRONYM and text.isascii()
    ]
    pairs = np.array(sorted(short), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1].astype(np.int32)
