"""The general words, with those of a territory pack on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from wtc_eco.matching.lexicon import Lexicon, Phrase, Relation, phrase
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

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
            (first if written.startswith(_START) else kinds)[words] = kind
            if not (words in labels or words in general.kinds or words in general.first):
                brands.add(words)
    relations = {**general.relations, **_relations(territory)}
    places = frozenset(_place_name(commune.name, general) for commune in territory.communes.values())
    return replace(
        general, kinds=kinds, first=first, brands=frozenset(brands), places=places, relations=relations
    )


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


def _relations(territory: Territory) -> Mapping[tuple[str, str], Relation]:
    kinds = list(territory.kinds)
    return {(a, b): territory.related(a, b) for a in kinds for b in kinds if a != b}
