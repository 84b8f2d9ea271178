"""What the words of a mention say: which kind of structure, where, and what singles it out.

How well the words of a mention fit a structure.

1. A mention that is the structure's whole name fits best: 1.2; «CPAS» alone is no name, but a kind.
2. A mention that only says a kind («le CPAS») fits every structure of that kind: 1.0; 1.08 where its name
   says nothing else but its commune; 1.16 where its name is those very words. With a place («la bibli de
   Jemappes»), 1.08 where its name or its locality says that place.
3. Otherwise ¾ of the share of the mention's words found in the name, and ¼ of the share of the name's
   words found in the mention; a word weighs log(1 + N/n), n of N names having it, a kind word 1.
4. A kind that speaks against the structure's own takes 0.3 off the result of 3.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Tokens = tuple[str, ...]
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
"""An acronym written with dots."""


@dataclass(frozen=True)
class Reading:
    """A mention or a name, read.

    `kinds`: for each kind word, the ids of kinds and labels it may mean. `communes` (INS codes) and
    `bassins`: where it says to look, in the words `where`. `rest`: the words left. `bare`: all words but
    the silent ones.
    """

    kinds: tuple[frozenset[str], ...] = ()
    communes: frozenset[str] = frozenset()
    bassins: frozenset[str] = frozenset()
    where: tuple[Tokens, ...] = ()
    rest: Tokens = ()
    bare: Tokens = ()

    @property
    def placed(self) -> bool:
        """Whether it says where."""
        return bool(self.communes or self.bassins)

    @property
    def place_only(self) -> bool:
        """Whether it is the name of a place and no more: it may yet be the name of a structure."""
        return self.placed and not self.kinds and not self.rest


@dataclass(frozen=True)
class Meaning:
    """What a run of words means: kinds, communes or bassins."""

    kinds: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()
    bassins: frozenset[str] = frozenset()

    def __or__(self, other: Meaning) -> Meaning:
        return Meaning(self.kinds | other.kinds, self.communes | other.communes, self.bassins | other.bassins)


@cache
def _silent() -> frozenset[str]:
    text = files("wtc_eco.network").joinpath("words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["silent"])


def bare(words: str) -> Tokens:
    """The words folded, without articles and the like: «l'E.P.N. de La Louvière» is (epn, louviere)."""
    undotted = _DOTTED.sub(lambda acronym: acronym[0].replace(".", ""), words)
    return tuple(word for word in fold(undotted).split() if word not in _silent())


def _meanings(territory: Territory, localities: Iterable[tuple[str, str]]) -> dict[Tokens, Meaning]:
    found: dict[Tokens, Meaning] = {}
    places = ((name, Meaning(communes=frozenset({ins}))) for name, ins in localities)
    for words, meaning in (*places, *_places(territory), *_terms(territory)):
        phrase = bare(words)
        if phrase:
            found[phrase] = found.get(phrase, Meaning()) | meaning
    return {phrase: _one_sense(meaning) for phrase, meaning in found.items()}


def _places(territory: Territory) -> Iterator[tuple[str, Meaning]]:
    for commune in territory.communes.values():
        for name in (commune.name, *commune.names.values()):
            yield name, Meaning(communes=frozenset({commune.ins}))
    for bassin in territory.bassins.values():
        for name in (*bassin.label.values(), *bassin.synonyms):
            yield name, Meaning(bassins=frozenset({bassin.id}))


def _terms(territory: Territory) -> Iterator[tuple[str, Meaning]]:
    for vocabulary in (territory.kinds, territory.labels):
        for term in vocabulary.values():
            for spelling in term.spellings():
                yield spelling, Meaning(kinds=frozenset({term.id}))


def _labels(territory: Territory) -> Iterator[Tokens]:
    for vocabulary in (territory.kinds, territory.labels):
        for term in vocabulary.values():
            yield from map(bare, replace(term, synonyms=()).spellings())


def _one_sense(meaning: Meaning) -> Meaning:
    # A locality called like a kind («Maison», «Centre») says the kind; a commune's name wins over a bassin's.
    if meaning.kinds:
        return Meaning(kinds=meaning.kinds)
    return Meaning(communes=meaning.communes) if meaning.communes else meaning


class Reader:
    """Reads words with the kinds and places of a territory, and the localities its registry names."""

    def __init__(self, territory: Territory, localities: Iterable[tuple[str, str]] = ()) -> None:
        self._territory = territory
        self._phrases = _meanings(territory, localities)
        self._own = {ins: bare(commune.name) for ins, commune in territory.communes.items()}
        self._generic = frozenset(_labels(territory))
        self._longest = max(map(len, self._phrases), default=0)
        self._read: dict[str, Reading] = {}

    def read(self, words: str) -> Reading:
        """The reading of a mention."""
        if words not in self._read:
            self._read[words] = self._scan(bare(words))
        return self._read[words]

    def place_in_rest(self, reading: Reading, *, spelled_so: bool) -> Reading:
        """The reading with its rest understood as a place the gazetteer knows, where it does.

        `spelled_so`: only a place spelled exactly so, not one spelled nearly so.
        """
        if reading.placed or not reading.rest:
            return reading
        place = self._territory.place(locality=" ".join(reading.rest))
        if place.ins is None or (spelled_so and place.doubt):
            return reading
        return replace(reading, communes=frozenset({place.ins}), where=(reading.rest,), rest=())

    def is_generic(self, reading: Reading) -> bool:
        """Whether a mention is a label of the pack and not, maybe, a body known by its name."""
        return reading.bare in self._generic

    def name(self, words: str, own: str | None) -> Reading:
        """The reading of a structure's name: only the name of its own commune is not a word of it."""
        return self._scan(bare(words), own=own)

    def _scan(self, tokens: Tokens, *, own: str | None = None) -> Reading:
        kinds: list[frozenset[str]] = []
        rest: list[str] = []
        where: list[Tokens] = []
        place = Meaning()
        start = 0
        while start < len(tokens):
            length, meaning = self._longest_at(tokens, start)
            if meaning.kinds:
                kinds.append(meaning.kinds)
            elif length and (own is None or tokens[start : start + length] == self._own.get(own)):
                place |= meaning
                where.append(tokens[start : start + length])
            else:
                rest += tokens[start : start + max(length, 1)]
            start += max(length, 1)
        # Two communes in one mention («Mons-Borinage, La Louvière»): either may be meant.
        return Reading(tuple(kinds), place.communes, place.bassins, tuple(where), tuple(rest), tokens)

    def _longest_at(self, tokens: Tokens, start: int) -> tuple[int, Meaning]:
        for length in range(min(self._longest, len(tokens) - start), 0, -1):
            meaning = self._phrases.get(tokens[start : start + length])
            if meaning:
                return length, meaning
        return 0, Meaning()


def localities(rows: Iterable[Mapping[Any, Any]]) -> tuple[tuple[str, str], ...]:
    """The (locality, INS code) pairs that a registry's rows name, each once, in order."""
    pairs = {(str(row["locality"]), str(row["ins"])) for row in rows if row["locality"] and row["ins"]}
    return tuple(sorted(pairs))


WHOLE_NAME = 1.2
KIND_ONLY = 1.0
KIND_IS_THE_NAME = 1.08
VERY_WORDS = 1.16
OF_THE_MENTION = 0.75
AGAINST = 0.7
ALIKE = 82.0
"""Least similarity, 0 to 100, at which two words of four letters or more are one word misspelt."""
SHORT = 4


@dataclass(frozen=True)
class Entry:
    """A structure as a mention may mean it: its names read, its kinds and labels, where it is, if active."""

    id: str
    name: str
    names: tuple[Reading, ...]
    kind: str | None
    labels: frozenset[str]
    ins: str | None
    bassin: str | None
    lat: float | None
    lon: float | None
    locality: Tokens
    active: bool

    @property
    def kinds(self) -> frozenset[str]:
        """Its kind, where known, and its labels."""
        return self.labels | {self.kind} if self.kind else self.labels

    def says(self, name: Reading, words: Tokens) -> bool:
        """Whether this name of it, or its locality, holds these words in a row."""
        n = len(words)
        return words == self.locality or any(
            name.bare[i : i + n] == words for i in range(len(name.bare) - n + 1)
        )


class Weights:
    """What each word of the names is worth, and which known words a misspelt one resembles."""

    def __init__(self, entries: Iterable[Entry]) -> None:
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

    def alike(self, word: str) -> Mapping[str, float]:
        """The words of names that `word` may be, and how much each is alike (0..1)."""
        if word not in self._alike:
            near = {word: 1.0} if word in self._worth else {}
            if len(word) >= SHORT:
                found = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
                near = {other: score / 100 for other, score, _ in found if len(other) >= SHORT} | near
            self._alike[word] = near
        return self._alike[word]


def fit(mention: Reading, entry: Entry, weights: Weights, territory: Territory) -> float:
    """How well a mention fits a structure, by the rules above: 0 to 1.2."""
    return max((_fit_name(mention, name, entry, weights, territory) for name in entry.names), default=0.0)


def _fit_name(mention: Reading, name: Reading, entry: Entry, weights: Weights, territory: Territory) -> float:
    # RULE 1
    if mention.bare == name.bare and (mention.rest or mention.placed):
        return WHOLE_NAME
    # RULE 2
    if not mention.rest:
        return _fit_kind(mention, name, entry, territory)
    # RULE 3
    said = entry.kinds.union(*name.kinds)
    found = sum(_likeness(word, name.rest, weights) * weights.of(word) for word in mention.rest)
    found += sum(1 for kinds in mention.kinds if kinds & said)
    asked = sum(map(weights.of, mention.rest)) + len(mention.kinds)
    share = OF_THE_MENTION * found / asked + (1 - OF_THE_MENTION) * _covered(mention, name, weights)
    # RULE 4
    return share * (AGAINST if _contradicts(mention, entry, said, territory) else 1)


def _fit_kind(mention: Reading, name: Reading, entry: Entry, territory: Territory) -> float:
    if not mention.kinds:
        return 0.0
    known = entry.kinds
    if all(territory.related(entry.kind, kind) == "silent" for kinds in mention.kinds for kind in kinds):
        known = known.union(*name.kinds)
    if not all(kinds & known for kinds in mention.kinds):
        return 0.0
    if mention.bare == name.bare:
        return VERY_WORDS
    if mention.where:
        return KIND_IS_THE_NAME if any(entry.says(name, words) for words in mention.where) else KIND_ONLY
    alone = not name.rest and all(any(kinds & said for said in mention.kinds) for kinds in name.kinds)
    return KIND_IS_THE_NAME if alone else KIND_ONLY


def _likeness(word: str, others: Iterable[str], weights: Weights) -> float:
    alike = weights.alike(word)
    return max((alike.get(other, 0.0) for other in others), default=0.0)


def _covered(mention: Reading, name: Reading, weights: Weights) -> float:
    """The share of the name's words that the mention says; a kind it does not speak of is not counted."""
    kinds = name.kinds if mention.kinds else ()
    asked = sum(map(weights.of, name.rest)) + len(kinds)
    found = sum(
        max((weights.alike(word).get(other, 0.0) for word in mention.rest), default=0.0) * weights.of(other)
        for other in name.rest
    )
    found += sum(1 for said in kinds if any(said & asked_kinds for asked_kinds in mention.kinds))
    return found / asked if asked else 0.0


def _contradicts(mention: Reading, entry: Entry, said: frozenset[str], territory: Territory) -> bool:
    return any(
        not kinds & said and all(territory.related(kind, entry.kind) == "against" for kind in kinds)
        for kinds in mention.kinds
    )
