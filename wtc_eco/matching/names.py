"""A name as what it says: what kind of place, which words of its own, which numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from wtc_eco.matching.lexicon import Lexicon, Phrase
from wtc_eco.matching.misspelt import corrections
from wtc_eco.territory.spelling import fold

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b\.?)?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
LONGEST_PHRASE = 6
LONGEST_ACRONYM = 6


@dataclass(frozen=True)
class NameRead:
    """What a name says: `words` of its own, `kinds` it names, `numbers` in it, `raw` words in order."""

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    numbers: tuple[str, ...]
    raw: tuple[str, ...]


def read_name(name: str, lexicon: Lexicon) -> NameRead:
    """Take a name apart: «C.P.A.S. de Mons (asbl)» is the kind of a CPAS and the word `mons`."""
    raw = _raw_words(name, lexicon)
    words: list[str] = []
    kinds: list[str] = []
    position = 0
    while position < len(raw):
        found = _expression(raw, position, lexicon)
        if found is None:
            words.append(raw[position])
            position += 1
            continue
        kind, length = found
        if raw[position : position + length] in lexicon.brands:
            words.extend(raw[position : position + length])
        position += length
        if kind:
            kinds.append(kind)
    numbers = tuple(_number(word) for word in words if _is_number(word))
    own = tuple(dict.fromkeys(word for word in words if not _is_number(word)))
    return NameRead(own, tuple(dict.fromkeys(kinds)), numbers, raw)


def initials(raw: tuple[str, ...]) -> Iterator[tuple[str, Phrase]]:
    """Every acronym that two to six neighbouring words could be written as, with those words."""
    for start in range(len(raw)):
        for stop in range(start + 2, min(start + LONGEST_ACRONYM, len(raw)) + 1):
            run = raw[start:stop]
            yield "".join(word[0] for word in run), run


def _raw_words(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    joined = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", name)
    spelled = (lexicon.words.get(word, word) for word in fold(joined).split())
    return tuple(word for group in spelled for word in group.split() if word not in lexicon.stop)


def _expression(raw: tuple[str, ...], position: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """The longest kind or legal form that starts here, as kind ("" for a legal form) and length."""
    for length in range(min(LONGEST_PHRASE, len(raw) - position), 0, -1):
        part = raw[position : position + length]
        if part in lexicon.kinds:
            return lexicon.kinds[part], length
        if position == 0 and part in lexicon.first:
            return lexicon.first[part], length
        if part in lexicon.legal and len(raw) > length:
            return "", length
    return None


def _is_number(word: str) -> bool:
    return word.isdigit() or word in _ROMAN


def _number(word: str) -> str:
    return _ROMAN.get(word) or word.lstrip("0") or "0"


def read_all(names: list[tuple[str, ...]], lexicon: Lexicon) -> list[NameRead]:
    """Every record's names read; a record's first name gives its words, other names are added.

    A name written twice is read once. Rare misspellings of words that tell a kind are mended.
    """
    distinct = sorted({name for held in names for name in held})
    counts = Counter(word for name in distinct for word in _raw_words(name, lexicon))
    mended = replace(lexicon, words={**lexicon.words, **corrections(counts, lexicon)})
    known = {name: read_name(name, mended) for name in distinct}
    return [_together(held, known) for held in names]


def _together(names: tuple[str, ...], known: Mapping[str, NameRead]) -> NameRead:
    if len(names) == 1:
        return known[names[0]]
    reads = [known[name] for name in names]
    return NameRead(
        tuple(dict.fromkeys(word for read in reads for word in read.words)),
        tuple(dict.fromkeys(kind for read in reads for kind in read.kinds)),
        tuple(dict.fromkeys(number for read in reads for number in read.numbers)),
        reads[0].raw if reads else (),
    )
