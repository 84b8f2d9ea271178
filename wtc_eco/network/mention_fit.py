"""How well the words of a mention fit a structure.

1. A mention that is the structure's whole name fits best: 1.2; «CPAS» alone is no name, but a kind.
2. A mention that only says a kind («le CPAS») fits every structure of that kind: 1.0; 1.08 where its name
   says nothing else but its commune; 1.16 where its name is those very words. With a village («la bibli de
   Jemappes»), 1.08 where its name or its locality says that village.
3. Otherwise ¾ of the share of the mention's words found in the name, and ¼ of the share of the name's
   words found in the mention; a word weighs log(1 + N/n), n of N names having it, a kind word 1.
4. A kind that speaks against the structure's own takes 0.3 off the result of 3.
5. A name of the place named that differs by one or two letters in all fits 0.9 or 0.8, less what 4 takes off.

Before, a word that nobody is called by is read as the word of a kind or of a place that it is nearest to, if only one
is near: one letter wrong of six, two of nine; of four or five, two letters exchanged or one doubled.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from wtc_eco.registry.organisation_name import NamedStructure, OrganisationName, Tokens, nearly_silent

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

WHOLE_NAME = 1.2
KIND_ONLY = 1.0
KIND_IS_THE_NAME = 1.08
VERY_WORDS = 1.16
OF_THE_MENTION = 0.75
AGAINST = 0.7
ALIKE = 82.0
"""Least similarity, 0 to 100, at which two words of four letters or more are one word misspelt."""
SHORT = 4
LONG = 7
"""Letters from which a name may be spelled with two wrong."""
SPELLED = (0.95, 0.9, 0.8)
"""The fit of a name of the place named, by the number of letters that are wrong."""


class KnownWords:
    """The words of kinds and places that a word spelled wrong may be."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._known = frozenset(self._words)
        self._nearest: dict[str, tuple[str, int] | None] = {}

    def respelled(self, tokens: Tokens) -> Tokens:
        """The words of a name, each that is no kind or place read as the one it is nearest to."""
        return tuple((self._meant(word) or (word, 0))[0] for word in tokens)

    def mended(self, tokens: Tokens, names: Weights) -> Tokens:
        """The words of a mention, those that nobody is called by read as kinds or places; slips are left out."""
        read = (self._read(word, names) for word in tokens)
        return tuple(word for word in read if word is not None)

    def _read(self, word: str, names: Weights) -> str | None:
        if word in self._known or word in names:
            return word
        if nearly_silent(word):
            return None
        meant = self._meant(word)
        if meant is None:
            return word
        rivals = (other for other in names.nearest(word, meant[1]) if other != meant[0])
        return word if any((self._meant(other) or ("", 0))[0] != meant[0] for other in rivals) else meant[0]

    def _meant(self, word: str) -> tuple[str, int] | None:
        """The one word that is nearest, a plural beside its singular apart, and how many letters are wrong."""
        if word not in self._nearest:
            self._nearest[word] = None if word in self._known else self._search(word)
        return self._nearest[word]

    def _search(self, word: str) -> tuple[str, int] | None:
        if len(word) < SHORT or not word.isalpha():
            return None
        wrong = 2 if len(word) >= FREELY else 1
        alike = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=wrong, limit=None)
        near = {other: n for other, n, _ in alike if len(other) >= SURELY or _slip(word, other)}
        least = min(near.values(), default=0)
        nearest = sorted((other for other, n in near.items() if n == least), key=len)
        one_word = nearest and all(other.startswith(nearest[0]) for other in nearest)
        return (nearest[0], int(least)) if one_word else None


SURELY, FREELY = 6, 9
"""Letters of a word from which one of them may be wrong, and two."""


def _slip(word: str, other: str) -> bool:
    """Whether two letters are exchanged, or one is doubled."""
    squeezed = [letter for n, letter in enumerate(word) if n == 0 or word[n - 1] != letter]
    return sorted(word) == sorted(other) or "".join(squeezed) == other


class Weights:
    """What each word of the names is worth, and which known words a misspelt one resembles."""

    def __init__(self, entries: Iterable[NamedStructure]) -> None:
        names = [name for entry in entries for name in entry.names]
        counts = Counter(word for name in names for word in set(name.rest))
        self._worth = {word: math.log1p(len(names) / n) for word, n in counts.items()}
        self._rare = math.log1p(len(names))
        self._words = sorted(counts)
        self._alike: dict[str, Mapping[str, float]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._worth

    def of(self, word: str) -> float:
        """The word's weight; a word of no name weighs as much as a word of one."""
        return self._worth.get(word, self._rare)

    def nearest(self, word: str, wrong: int) -> frozenset[str]:
        """The words of names that differ from `word` by at most as many letters."""
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=wrong, limit=None)
        return frozenset(other for other, _, _ in near)

    def alike(self, word: str) -> Mapping[str, float]:
        """The words of names that `word` may be, and how much each is alike (0..1)."""
        if word not in self._alike:
            near = {word: 1.0} if word in self._worth else {}
            if len(word) >= SHORT:
                similar = process.extract(
                    word, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
                )
                near = {other: score / 100 for other, score, _ in similar if len(other) >= SHORT} | near
            self._alike[word] = near
        return self._alike[word]


def fit(mention: OrganisationName, entry: NamedStructure, weights: Weights, territory: Territory) -> float:
    """How well a mention fits a structure, by the rules above: 0 to 1.2."""
    return max((_fit_name(mention, name, entry, weights, territory) for name in entry.names), default=0.0)


def _fit_name(
    mention: OrganisationName,
    name: OrganisationName,
    entry: NamedStructure,
    weights: Weights,
    territory: Territory,
) -> float:
    # RULE 1
    if mention.bare == name.bare and (mention.rest or mention.placed):
        return WHOLE_NAME
    # RULE 2
    if not mention.rest:
        return _fit_kind(mention, name, entry, territory)
    # RULE 3
    kinds_known = entry.kinds.union(*name.kinds)
    matched = sum(_likeness(word, name.rest, weights) * weights.of(word) for word in mention.rest)
    matched += sum(1 for kinds in mention.kinds if kinds & kinds_known)
    asked = sum(map(weights.of, mention.rest)) + len(mention.kinds)
    share = OF_THE_MENTION * matched / asked + (1 - OF_THE_MENTION) * _covered(mention, name, weights)
    # RULE 4
    return share * (AGAINST if _contradicts(mention, entry, kinds_known, territory) else 1)


def spelled(mention: OrganisationName, entry: NamedStructure, territory: Territory) -> float:
    """RULE 5: how nearly the words of a mention, kinds and places apart, are spelled as a name of the structure."""
    return max((_spelled(mention, name, entry, territory) for name in entry.names), default=0.0)


def _spelled(
    mention: OrganisationName, name: OrganisationName, entry: NamedStructure, territory: Territory
) -> float:
    written, called = " ".join(mention.rest), " ".join(name.rest)
    if len(called) < SHORT or (mention.kinds and name.kinds and not _share_a_kind(mention, name)):
        return 0.0
    wrong = OSA.distance(written, called, score_cutoff=2)
    if wrong > (2 if len(called) >= LONG else 1):
        return 0.0
    against = _contradicts(mention, entry, entry.kinds.union(*name.kinds), territory)
    return SPELLED[wrong] * (AGAINST if against else 1)


def _share_a_kind(mention: OrganisationName, name: OrganisationName) -> bool:
    return bool(frozenset().union(*mention.kinds) & frozenset().union(*name.kinds))


def _fit_kind(
    mention: OrganisationName, name: OrganisationName, entry: NamedStructure, territory: Territory
) -> float:
    if not mention.kinds:
        return 0.0
    if len(mention.kinds) > 1 and _apart_from_place(mention) == _apart_from_place(name):
        # «EPN Alpha», «EPN Alpha (Dinant)»: two words of kinds that do not go together, and its own name.
        return VERY_WORDS
    known = entry.kinds
    if all(territory.related(entry.kind, kind) == "silent" for kinds in mention.kinds for kind in kinds):
        known = known.union(*name.kinds)
    if not all(kinds & known for kinds in mention.kinds):
        return 0.0
    if mention.bare == name.bare:
        return VERY_WORDS
    if mention.villages:
        return KIND_IS_THE_NAME if any(entry.says(name, words) for words in mention.villages) else KIND_ONLY
    alone = not name.rest and all(
        any(kinds & kinds_said for kinds_said in mention.kinds) for kinds in name.kinds
    )
    return KIND_IS_THE_NAME if alone else KIND_ONLY


def _apart_from_place(said: OrganisationName) -> Tokens:
    place = {word for words in said.where for word in words}
    return tuple(word for word in said.bare if word not in place)


def _likeness(word: str, others: Iterable[str], weights: Weights) -> float:
    alike = weights.alike(word)
    return max((alike.get(other, 0.0) for other in others), default=0.0)


def _covered(mention: OrganisationName, name: OrganisationName, weights: Weights) -> float:
    """The share of the name's words that the mention says; a kind it does not speak of is not counted."""
    kinds = name.kinds if mention.kinds else ()
    asked = sum(map(weights.of, name.rest)) + len(kinds)
    matched = sum(
        max((weights.alike(word).get(other, 0.0) for word in mention.rest), default=0.0) * weights.of(other)
        for other in name.rest
    )
    matched += sum(
        1 for kinds_of_word in kinds if any(kinds_of_word & asked_kinds for asked_kinds in mention.kinds)
    )
    return matched / asked if asked else 0.0


def _contradicts(
    mention: OrganisationName, entry: NamedStructure, known: frozenset[str], territory: Territory
) -> bool:
    return any(
        not kinds & known and all(territory.related(kind, entry.kind) == "against" for kind in kinds)
        for kinds in mention.kinds
    )
