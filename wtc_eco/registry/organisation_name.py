"""A name of an organisation, or a mention of one, read: which kind, where, and what singles it out.

«le CPAS de Dinant» and «Centre public d'action sociale de Dinant» say one kind and one place, and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import OSA

from wtc_eco.matching.lexicon import Lexicon
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Tokens = tuple[str, ...]
SHORT_WORD = 3
"""Letters of the longest word taken for an article that is spelled wrong."""
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
"""An acronym written with dots."""


@dataclass(frozen=True)
class OrganisationName:
    """A mention or a name, read.

    `kinds`: for each kind word, the ids of kinds and labels it may mean. `communes` (INS codes) and
    `bassins`: where it says to look, in the words `where`, of which `villages` are no whole commune. `rest`: the
    words left. `bare`: all words but the silent ones.
    """

    kinds: tuple[frozenset[str], ...] = ()
    communes: frozenset[str] = frozenset()
    bassins: frozenset[str] = frozenset()
    where: tuple[Tokens, ...] = ()
    villages: tuple[Tokens, ...] = ()
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
class PhraseMeaning:
    """What a run of words means: kinds, communes or bassins."""

    kinds: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()
    bassins: frozenset[str] = frozenset()

    def __or__(self, other: PhraseMeaning) -> PhraseMeaning:
        return PhraseMeaning(
            self.kinds | other.kinds, self.communes | other.communes, self.bassins | other.bassins
        )


@cache
def _silent() -> frozenset[str]:
    text = files("wtc_eco.registry").joinpath("words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["silent"])


def nearly_silent(word: str) -> bool:
    """Whether it is an article or the like with one letter wrong: «te» for «de», «dee»."""
    return len(word) <= SHORT_WORD and any(OSA.distance(word, silent) <= 1 for silent in _silent())


def bare(words: str) -> Tokens:
    """The words folded, without articles and the like: «l'E.P.N. de La Louvière» is (epn, louviere)."""
    undotted = _DOTTED.sub(lambda acronym: acronym[0].replace(".", ""), words)
    return tuple(word for word in fold(undotted).split() if word not in _silent())


def _meanings(territory: Territory, localities: Iterable[tuple[str, str]]) -> dict[Tokens, PhraseMeaning]:
    found: dict[Tokens, PhraseMeaning] = {}
    places = ((name, PhraseMeaning(communes=frozenset({ins}))) for name, ins in localities)
    for words, meaning in (*places, *_places(territory), *_terms(territory)):
        phrase = bare(words)
        if phrase:
            found[phrase] = found.get(phrase, PhraseMeaning()) | meaning
    return {phrase: _one_sense(meaning) for phrase, meaning in found.items()}


def _places(territory: Territory) -> Iterator[tuple[str, PhraseMeaning]]:
    for commune in territory.communes.values():
        for name in (commune.name, *commune.names.values()):
            yield name, PhraseMeaning(communes=frozenset({commune.ins}))
    for bassin in territory.bassins.values():
        for name in (*bassin.label.values(), *bassin.synonyms):
            yield name, PhraseMeaning(bassins=frozenset({bassin.id}))


def _terms(territory: Territory) -> Iterator[tuple[str, PhraseMeaning]]:
    for vocabulary in (territory.kinds, territory.labels):
        for term in vocabulary.values():
            for spelling in term.spellings():
                yield spelling, PhraseMeaning(kinds=frozenset({term.id}))
    # «OCMW» is no word of the pack, and yet a word for one of its kinds.
    yield from _kinds(territory, Lexicon.of(territory).kinds)


def _kinds(territory: Territory, phrases: Mapping[Tokens, str]) -> Iterator[tuple[str, PhraseMeaning]]:
    for phrase, kind in phrases.items():
        if kind in territory.kinds:
            yield " ".join(phrase), PhraseMeaning(kinds=frozenset({kind}))


def _labels(territory: Territory) -> Iterator[Tokens]:
    for vocabulary in (territory.kinds, territory.labels):
        for term in vocabulary.values():
            yield from map(bare, replace(term, synonyms=()).spellings())


def _one_sense(meaning: PhraseMeaning) -> PhraseMeaning:
    # A locality called like a kind («Maison», «Centre») says the kind; a commune's name wins over a bassin's.
    if meaning.kinds:
        return PhraseMeaning(kinds=meaning.kinds)
    return PhraseMeaning(communes=meaning.communes) if meaning.communes else meaning


class NameReader:
    """Reads words with the kinds and places of a territory, and the localities its registry names."""

    def __init__(self, territory: Territory, localities: Iterable[tuple[str, str]] = ()) -> None:
        self._territory = territory
        self._phrases = _meanings(territory, localities)
        self._own = {ins: bare(commune.name) for ins, commune in territory.communes.items()}
        openings = _kinds(territory, Lexicon.of(territory).first)
        self._openings = {bare(words): meaning for words, meaning in openings}
        self._whole = frozenset(bare(name) for name, _ in _places(territory))
        self._generic = frozenset(_labels(territory))
        self._longest = max(map(len, self._phrases), default=0)
        self._read: dict[str, OrganisationName] = {}

    @property
    def words(self) -> frozenset[str]:
        """Every word by which a kind or a place is said."""
        return frozenset(word for phrase in self._phrases for word in phrase)

    def read(self, words: str) -> OrganisationName:
        """The reading of a mention."""
        if words not in self._read:
            self._read[words] = self._scan(bare(words))
        return self._read[words]

    def place_in_rest(self, reading: OrganisationName, *, spelled_so: bool) -> OrganisationName:
        """The reading with its rest understood as a place the gazetteer knows, where it does.

        `spelled_so`: only a place spelled exactly so, not one spelled nearly so.
        """
        if reading.placed or not reading.rest:
            return reading
        place = self._territory.place(locality=" ".join(reading.rest))
        if place.ins is None or (spelled_so and place.doubt):
            return reading
        return replace(reading, communes=frozenset({place.ins}), where=(reading.rest,), rest=())

    def structure(self, row: Mapping[Any, Any]) -> NamedStructure:
        """A row of the registry by its names, its kinds and where it is."""
        names = dict.fromkeys(name for name in (row["name"], *(row["also_known_as"] or ())) if name)
        return NamedStructure(
            id=row["id"],
            name=row["name"] or row["id"],
            names=tuple(self.name(name, row["ins"]) for name in names),
            kind=row["kind"],
            labels=frozenset(row["labels"] or ()),
            ins=row["ins"],
            bassin=row["bassin"],
            lat=row["lat"],
            lon=row["lon"],
            locality=bare(row["locality"] or ""),
            active=row["active"] is not False,
        )

    def commune(self, structure: NamedStructure) -> Tokens:
        """The words of the commune where a structure stands."""
        return self._own.get(structure.ins or "", ())

    def stands_in(self, structure: NamedStructure, asked: OrganisationName, *, nearly: bool) -> bool:
        """Whether a structure stands in each place that a name says, as far as anybody knows.

        In a village it stands where its own name or its locality says so; `nearly` takes the whole
        commune for it. A structure that is nowhere stands where its name says.
        """
        return all(self._stands_at(structure, where, asked, nearly=nearly) for where in asked.where)

    def _stands_at(
        self, structure: NamedStructure, where: Tokens, asked: OrganisationName, *, nearly: bool
    ) -> bool:
        place = self._phrases.get(where) or PhraseMeaning(communes=asked.communes)
        inside = structure.ins in place.communes or structure.bassin in place.bassins
        said = any(structure.says(name, where) for name in structure.names)
        if structure.ins is None:
            return said
        return inside and (said or nearly or where in self._whole)

    def is_generic(self, reading: OrganisationName) -> bool:
        """Whether a mention is a label of the pack and not, maybe, a body known by its name."""
        return reading.bare in self._generic

    def name(self, words: str, own: str | None) -> OrganisationName:
        """The reading of a structure's name: only the name of its own commune is not a word of it."""
        return self._scan(bare(words), own=own)

    def _scan(self, tokens: Tokens, *, own: str | None = None) -> OrganisationName:
        kinds: list[frozenset[str]] = []
        rest: list[str] = []
        where: list[Tokens] = []
        place = PhraseMeaning()
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
        return OrganisationName(
            kinds=tuple(kinds),
            communes=place.communes,
            bassins=place.bassins,
            where=tuple(where),
            villages=tuple(each for each in where if each not in self._whole),
            rest=tuple(rest),
            bare=tokens,
        )

    def _longest_at(self, tokens: Tokens, start: int) -> tuple[int, PhraseMeaning]:
        for length in range(min(self._longest, len(tokens) - start), 0, -1):
            phrase = tokens[start : start + length]
            meaning = self._phrases.get(phrase) or (None if start else self._openings.get(phrase))
            if meaning:
                return length, meaning
        return 0, PhraseMeaning()


def localities(rows: Iterable[Mapping[Any, Any]]) -> tuple[tuple[str, str], ...]:
    """The (locality, INS code) pairs that a registry's rows name, each once, in order."""
    pairs = {(str(row["locality"]), str(row["ins"])) for row in rows if row["locality"] and row["ins"]}
    return tuple(sorted(pairs))


def per_commune(name: OrganisationName, territory: Territory) -> bool:
    """Whether it says a kind of which every commune has its own: the neighbours' is not meant."""
    kinds = [kind for kinds in name.kinds for kind in kinds if kind in territory.kinds]
    return any(territory.kinds[kind].extra.get("per_commune") for kind in kinds)


NAMED_BY = (
    "id", "name", "also_known_as", "kind", "labels", "ins", "bassin", "lat", "lon", "locality", "active",
)  # fmt: skip
"""The columns of the registry that a `NamedStructure` is made of."""


@dataclass(frozen=True)
class NamedStructure:
    """A structure as a mention may mean it: its names read, its kinds and labels, where it is, if active."""

    id: str
    name: str
    names: tuple[OrganisationName, ...]
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

    def says(self, name: OrganisationName, words: Tokens) -> bool:
        """Whether this name of it, or its locality, holds these words in a row."""
        n = len(words)
        return words == self.locality or any(
            name.bare[i : i + n] == words for i in range(len(name.bare) - n + 1)
        )
