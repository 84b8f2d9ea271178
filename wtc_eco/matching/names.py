"""A name as what it says: what kind of place, which words of its own, which numbers.

Expressions are found in all names at once; words are compared with their typing errors, plurals and lost spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cdist, cpdist

from wtc_eco.matching.arrays import (
    NOTHING,
    Bag,
    Bits,
    Codebook,
    Ids,
    Index,
    Ragged,
    Truth,
    equal,
    respelled,
    starts_of,
    tokens,
)
from wtc_eco.matching.lexicon import Lexicon, Phrase

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
    parts_by_depth: list[tuple[Index, Index, Ids]] = []
    for depth in range(phrases.longest):
        inside = at + depth < stops[at]
        at, state = at[inside], state[inside]
        keys = (state << 32) + rows.values[at + depth]
        spots = np.searchsorted(phrases.keys, keys).clip(max=len(phrases.keys) - 1)
        hit = phrases.keys[spots] == keys
        at, state = at[hit], phrases.leads[spots[hit]].astype(np.int64)
        ended = phrases.ends[state] >= 0
        parts_by_depth.append((at[ended], np.full(int(ended.sum()), depth + 1), phrases.ends[state[ended]]))
    parts = zip(*parts_by_depth, strict=True) if parts_by_depth else ([], [], [])
    at, length, phrase = (np.concatenate([np.zeros(0, dtype=np.int64), *part]) for part in parts)
    return Found(at, length, phrase.astype(np.int32))


def leftmost_longest(hits: Found) -> Found:
    """Of overlapping expressions the one that starts first, of those the longest, from left to right."""
    order = np.lexsort((-hits.length, hits.at))
    hits = Found(hits.at[order], hits.length[order], hits.phrase[order])
    ends = hits.at + hits.length
    furthest = np.maximum.accumulate(ends) if len(ends) else ends
    meets = np.flatnonzero(hits.at[1:] < furthest[:-1]) + 1
    taken = np.ones(len(ends), dtype=np.bool_)
    stop = 0
    for row in np.unique(np.concatenate([meets - 1, meets])).tolist():  # The others overlap with none.
        taken[row] = hits.at[row] >= stop
        stop = int(ends[row]) if taken[row] else stop
    return hits.only(taken)


def covered(n: int, hits: Found) -> Truth:
    """Which of `n` words belong to an expression."""
    change = np.zeros(n + 1, dtype=np.int64)
    np.add.at(change, hits.at, 1)
    np.add.at(change, hits.at + hits.length, -1)
    inside: Truth = np.cumsum(change[:-1]) > 0
    return inside


SHORTEST_CORRECTED = 6
"""A shorter word with one letter changed is too often another word."""

_LOOKALIKES = str.maketrans("1i0", "llo")

MOST_SEEN = 5
"""A spelling met more often than this in a list is meant."""


def corrections(counts: Mapping[str, int], lexicon: Lexicon) -> dict[str, str]:
    """Rare words one edit away from exactly one word of the lexicon's kinds, and that word.

    `counts` says how often each word occurs. The first letter is taken to be right, but for letters that a machine
    took for others.
    """
    right = {
        word for part in (*lexicon.kinds, *lexicon.first) for word in part if len(word) >= SHORTEST_CORRECTED
    }
    doubtful = [
        word
        for word, count in counts.items()
        if len(word) >= SHORTEST_CORRECTED - 1
        and count <= MOST_SEEN
        and word not in right
        and word not in lexicon.common
    ]
    by_letter = _by_letter(right)
    corrected = _as_scanned(
        doubtful, right | {word for word in lexicon.common if len(word) >= SHORTEST_CORRECTED}
    )
    doubtful = [word for word in doubtful if word not in corrected]
    for letter, words in _by_letter(doubtful).items():
        if letter in by_letter:
            corrected |= _nearest(words, by_letter[letter])
    return corrected


def scanned(text: str) -> str:
    """The text with the signs that a machine takes for each other written as one: «rn» and «m», «1», «i» and «l», «0» and «o»."""
    return text.replace("rn", "m").translate(_LOOKALIKES)


def _as_scanned(doubtful: Iterable[str], right: Iterable[str]) -> dict[str, str]:
    """Words that a machine read wrongly, and the one word that looks so: «comrnunale», «bib1iotheque»."""
    looks: dict[str, set[str]] = defaultdict(set)
    for word in right:
        looks[scanned(word)].add(word)
    ways = {word: looks.get(scanned(word), set()) for word in doubtful}
    return {word: next(iter(meant)) for word, meant in ways.items() if len(meant) == 1}


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
    hits, kind_of, proper = _expressions(raw, lexicon, words, kinds)
    spoken_for = covered(len(raw.values), hits) & ~covered(len(raw.values), hits.only(proper))
    numbers = _numbers(words)
    numeric = numbers[raw.values] != NOTHING
    rows = raw.rows[hits.at]
    kinds_told = Ragged(kind_of, starts_of(np.bincount(rows, minlength=len(raw)))).known().distinct()
    return Names(
        raw,
        raw.keep(~spoken_for & ~numeric).distinct(),
        kinds_told,
        raw.keep(~spoken_for & numeric).recoded(numbers),
    )


def _undotted(text: str) -> str:
    """The text with «C.P.A.S.» written as one word."""
    if "." not in text:
        return text
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", text)


def _texts(values: Ids, codes: Codebook) -> list[str]:
    texts = np.array(codes.texts, dtype=object)
    chosen: list[str] = texts[values].tolist() if len(values) else []
    return chosen


def _mended(raw: Ragged, lexicon: Lexicon, words: Codebook) -> Ids:
    """For every word itself, or the word of a kind that it misspells."""
    counts = np.bincount(raw.values, minlength=len(words)).tolist()
    frequencies = {text: count for text, count in zip(words.texts, counts, strict=True) if count}
    right = corrections(frequencies, lexicon)
    codes = np.arange(len(words), dtype=np.int32)
    codes[[words.id(wrong) for wrong in right]] = [words.id(text) for text in right.values()]
    return codes


def _expressions(raw: Ragged, lexicon: Lexicon, words: Codebook, kinds: Codebook) -> tuple[Found, Ids, Truth]:
    """The kinds and legal forms in the names, from left to right: where, which kind (-1: none), whether a brand.

    An expression of `first` only counts where a name opens with it; a legal form is no name by itself.
    """
    phrases: list[Phrase] = sorted({*lexicon.kinds, *lexicon.first, *lexicon.legal})
    hits = occurrences(raw, Phrases.of(phrases, words))
    opens = raw.spots[hits.at] == 0
    alone = raw.lengths[raw.rows[hits.at]] == hits.length
    anywhere, opening = _kinds(phrases, lexicon.kinds, kinds), _kinds(phrases, lexicon.first, kinds)
    legal = _among(phrases, lexicon.legal)[hits.phrase]
    telling = (anywhere[hits.phrase] != NOTHING) | (opens & (opening[hits.phrase] != NOTHING))
    chosen = leftmost_longest(hits.only(telling | (legal & ~alone)))
    opens = raw.spots[chosen.at] == 0
    kind_of = anywhere[chosen.phrase]
    kind_of = np.where((kind_of == NOTHING) & opens, opening[chosen.phrase], kind_of)
    return chosen, kind_of, _among(phrases, lexicon.brands)[chosen.phrase]


def _kinds(phrases: Sequence[Phrase], kind_of: Mapping[Phrase, str], kinds: Codebook) -> Ids:
    """The kind each expression tells, -1 for none."""
    return np.array([kinds.id(kind_of[p]) if p in kind_of else NOTHING for p in phrases], dtype=np.int32)


def _among(phrases: Iterable[Phrase], wanted: frozenset[Phrase]) -> Truth:
    return np.array([phrase in wanted for phrase in phrases], dtype=np.bool_)


def _numbers(words: Codebook) -> Ids:
    """For every word that is a number, the word of that number without zeros before it; -1 for others."""
    numerals = [
        _ROMAN.get(text) or (text.lstrip("0") or "0" if text.isdigit() else "") for text in words.texts
    ]
    return np.array([words.id(text) if text else NOTHING for text in numerals], dtype=np.int32)


def acronyms(raw: Ragged, words: Codebook, listed: Truth) -> Found:
    """Two to six neighbouring words whose initials are a word `said` in the list: where, how many, which.

    Texts of six ASCII letters fit in one number, so that all runs are looked up at once.
    """
    known, codes = _spelled(words, listed)
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
    at, lengths, codes_found = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Found(at, lengths, codes_found)


def _spelled(words: Codebook, listed: Truth) -> tuple[Index, Ids]:
    """Every short word said as the number its letters make, in order, and its code."""
    short = [
        (int.from_bytes(text.encode("ascii"), "big"), code)
        for code, text in enumerate(words.texts)
        if listed[code] and SHORTEST_ACRONYM <= len(text) <= LONGEST_ACRONYM and text.isascii()
    ]
    pairs = np.array(sorted(short), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1].astype(np.int32)


def spelled_by(acronym: str, words: Sequence[str]) -> float:
    """How much of an acronym the beginnings of these words spell, in order: 1 for all of it, 0 for nothing.

    «funoc» is «Formation pour l'UNiversité Ouverte de Charleroi»: the first letter is the first word's, a word
    gives up to `MOST_LETTERS` of its letters, and words may be left out. Fewer than three words spell nothing
    for sure: what they spell of it is a share under 1.
    """

    def spelt(rest: str, at: int, used: int) -> int:
        best = used if not rest else 0
        for place in range(at, len(words) if at else min(1, len(words))):
            for n in range(1, min(MOST_LETTERS, len(rest)) + 1):
                if words[place].startswith(rest[:n]):
                    best = max(best, spelt(rest[n:], place + 1, used + 1))
        return best

    if spelt(acronym, 0, 0) >= FEWEST_WORDS:
        return 1.0
    opening = [word[0] for word in words]
    same = next(
        (n for n, pair in enumerate(zip(acronym, opening, strict=False)) if pair[0] != pair[1]), len(words)
    )
    return min(same, len(acronym)) / (len(acronym) + 1)


MOST_LETTERS, FEWEST_WORDS = 3, 3
"""Letters that a word gives to an acronym at most, and words that make one."""


Lengths = npt.NDArray[np.int16]

SHORTEST_ALIKE = 4
"""Words shorter than this are the same or not: «rue» and «rte» are no typing error of each other."""

ALIKE = 0.8
"""Least similarity of two words taken for one (1 less the edits over the longer length)."""

SHORTEST_VOUCHED, ALIKE_VOUCHED = 3, 0.7
"""The same where something else says that the two are one: «Mnos» is «Mons», at the same number."""

CUT_SHORT = 0.7
"""How near a word is to its own beginning, there: «deli» to «delicatessen»."""


@dataclass(frozen=True)
class Spellings:
    """The texts that ids stand for, and how long each is (the last length is that of no text)."""

    texts: npt.NDArray[np.object_]
    lengths: Lengths

    @staticmethod
    def of(texts: Sequence[str]) -> Spellings:
        """The spellings of a codebook's texts."""
        lengths = [min(len(text), np.iinfo(np.int16).max) for text in texts]
        return Spellings(np.array(texts, dtype=object), np.array([*lengths, 0], dtype=np.int16))


def likeness(left: Bag, right: Bag, written: Spellings, vouched: Truth) -> npt.NDArray[np.float32]:
    """How near every value of the left is to every value of the right: widths × pairs, 0 to 1.

    1 where they are equal; the square of their similarity where they are alike and each is the
    other's nearest (optimal string alignment, Levenshtein with transpositions); 0 otherwise. Where a
    pair is `vouched` for, words may be less alike.
    """
    same = equal(left, right)
    near = same.astype(np.float32)
    lengths, shortest = written.lengths, np.where(vouched, SHORTEST_VOUCHED, SHORTEST_ALIKE)
    open_left = _open(left, same, 1, lengths, shortest)
    open_right = _open(right, same, 0, lengths, shortest)
    at = np.nonzero(open_left[:, None, :] & open_right[None, :, :])
    least = np.where(vouched, np.float32(ALIKE_VOUCHED), np.float32(ALIKE))[at[2]]
    ones, twos = left.ids[at[0], at[2]], right.ids[at[1], at[2]]
    longest = np.maximum(lengths[ones], lengths[twos])
    possible = np.abs(lengths[ones] - lengths[twos]) <= (1 - least) * longest
    similarity = _how_near(ones[possible], twos[possible], written.texts)
    trust = np.where(vouched[at[2][possible]], np.float32(2), np.float32(3))
    near[tuple(axis[possible] for axis in at)] = np.where(
        similarity >= least[possible], similarity**trust, np.float32(0)
    )
    short = ~possible & vouched[at[2]] & (np.minimum(lengths[ones], lengths[twos]) >= SHORTEST_ALIKE)
    near[tuple(axis[short] for axis in at)] = _cut_short(ones[short], twos[short], written.texts)
    nearest = (near == near.max(axis=1, keepdims=True)) & (near == near.max(axis=0, keepdims=True))
    kept: npt.NDArray[np.float32] = np.where(nearest, near, np.float32(0))
    return kept


def spelled_alike(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_]) -> Bits:
    """How near two names written without spaces are, 0 to 1 (normalised Indel similarity)."""
    return _similarities(left, right, Indel.normalized_similarity)


def _open(bag: Bag, same: Truth, axis: int, lengths: Lengths, shortest: Index) -> Truth:
    """Which values are long enough, and equal to none on the other side (along `axis`)."""
    is_open: Truth = (bag.ids != NOTHING) & ~same.any(axis=axis) & (lengths[bag.ids] >= shortest)
    return is_open


def _how_near(ones: Ids, twos: Ids, texts: npt.NDArray[np.object_]) -> Bits:
    """The similarity of pairs of texts; each different pair is measured once."""
    codes = ones.astype(np.int64) * len(texts) + twos
    distinct, where = np.unique(codes, return_inverse=True)
    one, two = texts[distinct // len(texts)], texts[distinct % len(texts)]
    return _similarities(one, two, OSA.normalized_similarity)[where]


def _cut_short(ones: Ids, twos: Ids, texts: npt.NDArray[np.object_]) -> Bits:
    """`CUT_SHORT` where one text begins with the other («biblio»), 0 elsewhere."""
    pairs = zip(texts[ones].tolist(), texts[twos].tolist(), strict=True)
    begins = [one.startswith(two) or two.startswith(one) for one, two in pairs]
    return np.where(np.array(begins, dtype=np.bool_), np.float32(CUT_SHORT), np.float32(0))


def _similarities(left: npt.NDArray[np.object_], right: npt.NDArray[np.object_], scorer: object) -> Bits:
    if not len(left):
        return np.zeros(0, dtype=np.float32)
    similarity: Bits = cpdist(left, right, scorer=scorer, dtype=np.float32)  # type: ignore[arg-type]  # any scorer of rapidfuzz
    return similarity
