"""The words of organisations and streets: what stands for what, and what says nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Relation = Literal["same", "compatible", "against", "silent"]
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class StreetWords:
    """How streets are written in one language."""

    types: frozenset[str]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Lexicon:
    """The words matching reads names and addresses with; all of them folded.

    `kinds` and `first` map an expression, without its little words, to a kind; those of `first`
    only count where a name opens with them; those of `brands` stay words of the name as well.
    `places` are names of communes. `relations` holds each pair of kinds in both orders.
    """

    stop: frozenset[str]
    legal: frozenset[Phrase]
    common: frozenset[str]
    months: frozenset[str]
    words: Mapping[str, str]
    kinds: Mapping[Phrase, str]
    first: Mapping[Phrase, str]
    one_per_commune: frozenset[str]
    unspecific: frozenset[str]
    relations: Mapping[tuple[str, str], Relation]
    streets: Mapping[str, StreetWords]
    english: frozenset[str]
    boxes: frozenset[str]
    roads: frozenset[str]
    directions: frozenset[str]
    generic_mail: frozenset[str]
    generic_hosts: frozenset[str]
    brands: frozenset[Phrase] = frozenset()
    places: frozenset[Phrase] = frozenset()

    @staticmethod
    def general() -> Lexicon:
        """The words that need no territory: French, Belgian and a few English ones."""
        return _general()

    @staticmethod
    def of(territory: Territory) -> Lexicon:
        """The general words, and the kinds, synonyms and relations of a territory, which win."""
        from wtc_eco.matching.pack import with_territory

        return with_territory(_general(), territory)

    def relation(self, left: str, right: str) -> Relation:
        """Whether a place of the one kind may also be of the other.

        Two kinds the lexicon knows and does not relate speak against each other; a kind it does
        not know, or an unspecific one, says nothing.
        """
        if left == right:
            return "same"
        if (left, right) in self.relations:
            return self.relations[left, right]
        if not {left, right} <= self._kinds or {left, right} & self.unspecific:
            return "silent"
        return "against"

    def knows(self, kind: str) -> bool:
        """Whether this is a kind of place, and not just a word."""
        return kind in self._kinds or kind in self.unspecific or any(kind in pair for pair in self.relations)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(self.kinds.values()) | frozenset(self.first.values())

    def street_words(self, country: str) -> StreetWords:
        """How streets are written in a country (ISO 3166, two letters)."""
        return self.streets["en" if country.upper() in self.english else "fr"]


def phrase(words: str, stop: Iterable[str]) -> Phrase:
    """An expression as it is looked up: folded words without the little ones."""
    return tuple(word for word in fold(words).split() if word not in stop)


def _phrases(kinds: Mapping[str, Any], key: str, stop: frozenset[str]) -> dict[Phrase, str]:
    return {phrase(words, stop): kind for kind, held in kinds.items() for words in held.get(key, ())}


def _marked(kinds: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(kind for kind, held in kinds.items() if held.get(key))


def _relations(held: Mapping[str, Any]) -> dict[tuple[str, str], Relation]:
    pairs = [(a, b) for a, b in held["compatible"]]
    return {both: "compatible" for a, b in pairs for both in ((a, b), (b, a))}


@cache
def _general() -> Lexicon:
    text = resources.files("wtc_eco.matching").joinpath("lexicon.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)
    stop, streets, kinds = frozenset(held["stop"]), held["streets"], held["kinds"]
    return Lexicon(
        stop=stop,
        legal=frozenset(phrase(words, stop) for words in held["legal"]),
        common=frozenset(held["common"]),
        months=frozenset(held["months"]),
        words=held["words"],
        kinds=_phrases(kinds, "words", stop),
        first=_phrases(kinds, "first", stop),
        one_per_commune=_marked(kinds, "one"),
        unspecific=_marked(kinds, "unspecific"),
        relations=_relations(held["relations"]),
        streets={
            lang: StreetWords(frozenset(streets[lang]["types"]), streets[lang]["words"])
            for lang in ("fr", "en")
        },
        english=frozenset(streets["english"]),
        boxes=frozenset(streets["boxes"]),
        roads=frozenset(streets["roads"]),
        directions=frozenset(streets["directions"]),
        generic_mail=frozenset(held["mail"]["generic"]),
        generic_hosts=frozenset(held["mail"]["hosts"]),
    )
