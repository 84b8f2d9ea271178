"""The words of organisations and streets: what stands for what, what says nothing, which kinds of place there are.

The general words, with those of a territory pack on top; what two kinds say of each other as a table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.arrays import Codebook
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Relation = Literal["same", "compatible", "against", "silent"]
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class StreetWords:
    """How streets are written in one language; `behind` are types written in one word with the name before them."""

    types: frozenset[str]
    words: Mapping[str, str]
    behind: Mapping[str, str]


@dataclass(frozen=True)
class Lexicon:
    """The words matching reads names and addresses with; all of them folded.

    `kinds` and `first` map an expression, without its little words, to a kind; those of `first`
    only count where a name opens with them; those of `brands` stay words of the name as well.
    `sections` tell a part of an organisation, `carried` are kinds that another body bears as a label,
    `parts` those that a school or a library has as a section. `within` maps a kind that lists tell apart though the
    pack's vocabulary does not (a toy library) to the wider one.
    `places` are names of communes. `relations` holds each pair of kinds in both orders.
    """

    stop: frozenset[str]
    legal: frozenset[Phrase]
    common: frozenset[str]
    sections: frozenset[str]
    carried: frozenset[str]
    parts: frozenset[str]
    within: Mapping[str, str]
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
        return with_territory(_general(), territory)

    def relation(self, left: str, right: str) -> Relation:
        """Whether a place of the one kind may also be of the other.

        Two kinds the lexicon knows and does not relate speak against each other; a kind it does
        not know, or an unspecific one, says nothing. Kinds within one wider kind may be one place.
        """
        if left == right:
            return "same"
        if (left, right) in self.relations:
            return self.relations[left, right]
        if left in self.within or right in self.within:
            wider = self.relation(self.within.get(left, left), self.within.get(right, right))
            return "compatible" if wider == "same" else wider
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
    return {phrase(words, stop): kind for kind, table in kinds.items() for words in table.get(key, ())}


def _marked(kinds: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(kind for kind, table in kinds.items() if table.get(key))


def _general_relations(relations: Mapping[str, Any]) -> dict[tuple[str, str], Relation]:
    pairs = [(a, b) for a, b in relations["compatible"]]
    return {both: "compatible" for a, b in pairs for both in ((a, b), (b, a))}


@cache
def _general() -> Lexicon:
    text = resources.files("wtc_eco.matching").joinpath("lexicon.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    stop, streets, kinds = frozenset(table["stop"]), table["streets"], table["kinds"]
    return Lexicon(
        stop=stop,
        legal=frozenset(phrase(words, stop) for words in table["legal"]),
        common=frozenset(table["common"]),
        sections=frozenset(table["sections"]),
        carried=_marked(kinds, "carried"),
        parts=_marked(kinds, "part") | _marked(kinds, "within"),
        within={kind: table["within"] for kind, table in kinds.items() if "within" in table},
        months=frozenset(table["months"]),
        words=table["words"],
        kinds=_phrases(kinds, "words", stop),
        first=_phrases(kinds, "first", stop),
        one_per_commune=_marked(kinds, "one"),
        unspecific=_marked(kinds, "unspecific"),
        relations=_general_relations(table["relations"]),
        streets={
            lang: StreetWords(
                frozenset(streets[lang]["types"]), streets[lang]["words"], streets[lang].get("behind", {})
            )
            for lang in ("fr", "en")
        },
        english=frozenset(streets["english"]),
        boxes=frozenset(streets["boxes"]),
        roads=frozenset(streets["roads"]),
        directions=frozenset(streets["directions"]),
        generic_mail=frozenset(table["mail"]["generic"]),
        generic_hosts=frozenset(table["mail"]["hosts"]),
    )


_START = "^"


def with_territory(general: Lexicon, territory: Territory) -> Lexicon:
    """The words by which the pack's kinds are told, and its relations between kinds.

    An expression that is no label of its kind, nor known in general, is a proper name («Solidaris»
    for a mutual): it tells the kind, and stays a word of the name.
    """
    kinds: dict[Phrase, str] = dict(general.kinds)
    first: dict[Phrase, str] = dict(general.first)
    labels = _labels(territory, general)
    brands: set[Phrase] = set()
    for kind, phrases in territory.kind_rules.phrases.items():
        for written in phrases:
            words = phrase(written, general.stop)
            if all(len(word) == 1 for word in words):  # «c p a s» is only left with its «p»
                continue
            if general.within.get(general.kinds.get(words, "")) == kind:
                continue
            (first if written.startswith(_START) else kinds)[words] = kind
            if not (words in labels or words in general.kinds or words in general.first):
                brands.add(words)
    relations = {**general.relations, **_territory_relations(territory)}
    places = frozenset(_place_name(commune.name, general) for commune in territory.communes.values())
    return replace(
        general,
        kinds=kinds,
        first=first,
        brands=frozenset(brands),
        places=places,
        relations=relations,
        words={**_other_names(territory, general), **general.words},
    )


def _other_names(territory: Territory, general: Lexicon) -> dict[str, str]:
    """The word of a place's name in another language for its name here: «Kelmis», «Dottenijs», «'s-Gravenbrakel».

    A name of several words («Komen-Waasten») is read word by word, where the pack names its parts.
    """
    communes = territory.communes.values()
    pairs = [(other, commune.name) for commune in communes for other in commune.names.values()]
    spelled = [
        (phrase(other, general.stop), _place_name(name, general))
        for other, name in (*territory.gazetteer.translated.items(), *pairs)
    ]
    return {other[0]: " ".join(name) for other, name in spelled if len(other) == 1 and other != name}


def _place_name(name: str, general: Lexicon) -> Phrase:
    spelled = " ".join(general.words.get(word, word) for word in fold(name).split())
    return phrase(spelled, general.stop)


def _labels(territory: Territory, general: Lexicon) -> frozenset[Phrase]:
    """Every way to write a kind's own labels: the whole, without brackets, and the acronym in them."""
    written = [
        text for term in territory.kinds.values() for text in (*term.label.values(), *term.plural.values())
    ]
    parts = [
        part for text in written for part in (text, *text.replace(")", "(").replace(",", "(").split("("))
    ]
    return frozenset(phrase(part, general.stop) for part in parts)


def _territory_relations(territory: Territory) -> Mapping[tuple[str, str], Relation]:
    kinds = list(territory.kinds)
    return {(a, b): territory.related(a, b) for a in kinds for b in kinds if a != b}


SILENT, COMPATIBLE, SAME, AGAINST = 0, 1, 2, 3
_CODES = {"silent": SILENT, "compatible": COMPATIBLE, "same": SAME, "against": AGAINST}


@dataclass(frozen=True)
class KindTable:
    """What every two kinds say (a square of codes), which kinds a commune has one of, are labels, are sections."""

    relations: npt.NDArray[np.int8]
    alone: npt.NDArray[np.bool_]
    carried: npt.NDArray[np.bool_]
    parts: npt.NDArray[np.bool_]

    @staticmethod
    def of(kinds: Codebook, lexicon: Lexicon) -> KindTable:
        """What the lexicon says of these kinds."""
        names = kinds.texts
        coded = [[_CODES[lexicon.relation(a, b)] for b in names] for a in names]
        relations = np.array(coded, dtype=np.int8).reshape(len(names), len(names))
        marks = (lexicon.one_per_commune, lexicon.carried, lexicon.parts)
        return KindTable(relations, *(kinds.marks(marked) for marked in marks))
