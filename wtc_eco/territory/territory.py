"""A territory, its ground and its words, as one pack says them; and what a question is asked about (`Scope`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from math import isfinite
from typing import Any

from wtc_eco.errors import UnknownNameError
from wtc_eco.i18n import language, tr
from wtc_eco.territory.gazetteer import Gazetteer
from wtc_eco.territory.location import Clues, locate
from wtc_eco.territory.normalize import closest, fold
from wtc_eco.territory.places import Bassin, Commune, Countries, Place
from wtc_eco.territory.profiles import Profile
from wtc_eco.territory.questionnaire import Questionnaire
from wtc_eco.territory.vocabulary import KindRules, Relation, Vocabulary, spoken

VOCABULARIES = (
    "kinds",
    "labels",
    "steps",
    "formats",
    "themes",
    "publics",
    "slots",
    "access",
    "spoken_languages",
    "standings",
)


@dataclass(frozen=True, repr=False)
class Scope:
    """A commune, or a bassin, or (neither) the whole territory; `Territory.scope` makes it from words.

    >>> eco.load_territory().scope(commune="Dinant")
    <Scope 91034: Dinant>
    """

    bassin: Bassin | None = None
    commune: Commune | None = None
    territory: Territory | None = None

    def __repr__(self) -> str:
        return f"<Scope {self.id}: {self.text()}>"

    @property
    def id(self) -> str:
        """The INS code of the commune, the id of the bassin, or the id of the territory."""
        if self.commune:
            return self.commune.ins
        if self.bassin:
            return self.bassin.id
        return self.territory.id if self.territory else "territory"

    def text(self) -> str:
        """Its name in the language spoken now."""
        if self.commune:
            return self.commune.name
        if self.bassin:
            return self.bassin.text()
        return spoken(self.territory.name) if self.territory else tr("the whole territory")

    def covers(self, bassin: str | None, ins: str | None) -> bool:
        """Whether a structure of this bassin and commune is in question."""
        if self.commune:
            return ins == self.commune.ins
        return self.bassin is None or bassin == self.bassin.id


@dataclass(frozen=True, eq=False, repr=False)
class Territory:
    """Bassins by id, communes by INS code, the vocabularies, the column maps and the need as declared.

    `demand` and `lists` are the pack's `demand.toml` and `lists/*.toml` as written; `profiles` are the
    typical people of its `profiles.toml`, `questionnaire` its survey of structures, where it has one;
    `population_source` names who counted the inhabitants, by language;
    `tiles` says where images for the background of a map come from; `country` is the two letters of the country
    (ISO 3166-1), `provinces` what first figures of an INS code stand for.

    >>> eco.load_territory()
    <Territory wallonie: 9 bassins, 261 communes>
    """

    id: str
    name: Mapping[str, str]
    languages: tuple[str, ...]
    bassins: Mapping[str, Bassin]
    communes: Mapping[str, Commune]
    kinds: Vocabulary
    labels: Vocabulary
    steps: Vocabulary
    formats: Vocabulary
    themes: Vocabulary
    publics: Vocabulary
    slots: Vocabulary
    access: Vocabulary
    spoken_languages: Vocabulary
    standings: Vocabulary
    lists: tuple[Mapping[str, Any], ...]
    demand: Mapping[str, Any]
    gazetteer: Gazetteer
    kind_rules: KindRules
    bassin_words: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    questionnaire: Questionnaire | None = None
    population_source: Mapping[str, str] = field(default_factory=dict)
    mailboxes: tuple[str, ...] = ()
    tiles: Mapping[str, Any] = field(default_factory=dict)
    country: str = ""
    provinces: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Territory {self.id}: {len(self.bassins)} bassins, {len(self.communes)} communes>"

    def province(self, ins: str | None) -> str | None:
        """The province that an INS code lies in, where the pack says it."""
        return next(
            (name for figures, name in self.provinces.items() if ins and ins.startswith(figures)), None
        )

    def vocabulary(self, name: str) -> Vocabulary:
        """The vocabulary a column of `model.py` names; raises `KeyError` for another name."""
        vocabulary = getattr(self, name, None)
        if not isinstance(vocabulary, Vocabulary):
            raise KeyError(name)
        return vocabulary

    def taught(self, words: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Territory:
        """The same territory, with words that a person explained, by vocabulary; a list the pack has not is left out."""
        known = {
            name: self.vocabulary(name).teach(ways) for name, ways in words.items() if name in VOCABULARIES
        }
        changes: dict[str, Any] = {**known}
        if self.questionnaire:
            changes["questionnaire"] = self.questionnaire.taught(known)
        return replace(self, **changes)

    def commune_at(self, ins: str) -> Commune | None:
        """The commune with this INS code, in use or former; `None` where no commune has it."""
        return self.gazetteer.by_ins.get(ins)

    def town_outside(self, locality: str) -> tuple[float, float] | None:
        """Where a town beyond the territory stands (latitude, longitude); `None` where the pack does not say."""
        return self.gazetteer.spelling.outside_towns.get(fold(locality))

    def communes_of(self, bassin: str) -> tuple[Commune, ...]:
        """The communes of a bassin, by INS code."""
        return tuple(commune for _, commune in sorted(self.communes.items()) if commune.bassin == bassin)

    def find_bassin(self, words: str) -> Bassin:
        """The bassin called so; raises `UnknownNameError` with the nearest names as its hint."""
        plain = self._bare(fold(words))
        found = self._bassin_names.get(plain.replace(" ", "")) or self._bassin_names.get(
            fold(words).replace(" ", "")
        )
        if found:
            return found
        labels = {spelling: bassin.text() for spelling, bassin in self._bassin_names.items()}
        near = closest(plain.replace(" ", ""), labels, cutoff=55) or tuple(
            b.text() for b in self.bassins.values()
        )
        raise UnknownNameError(
            tr("No bassin is called “{words}”.", words=words), hint=tr("{names}?", names=", ".join(near))
        )

    def find_commune(self, words: str) -> Commune:
        """The commune called so, by name, locality, INS or postal code; raises `UnknownNameError`."""
        text = words.strip()
        by_code = self.gazetteer.by_postal_code.get(text, ())
        certain = self.commune_at(text) or (by_code[0] if len(by_code) == 1 else None)
        named = (certain,) if certain else self.gazetteer.named(text)
        if len(named) == 1:
            return named[0]
        near = tuple(commune.name for commune in named) or self.gazetteer.near(text, cutoff=60)
        raise UnknownNameError(
            tr("No commune is called “{words}”.", words=words)
            if not named
            else tr("Several communes have a place called “{words}”.", words=words),
            hint=tr("{names}?", names=", ".join(near)) if near else "",
        )

    def scope(self, *, bassin: str | None = None, commune: str | None = None) -> Scope:
        """What to ask about, from the words of a user; raises `UnknownNameError`."""
        return Scope(
            self.find_bassin(bassin) if bassin else None,
            self.find_commune(commune) if commune else None,
            self,
        )

    def place(  # noqa: PLR0913 - the things a row may say of its place, by keyword
        self,
        *,
        ins: str | None = None,
        postal_code: str | None = None,
        locality: str | None = None,
        commune: str | None = None,
        lat: float | None = None,
        lon: float | None = None,
        country: str | None = None,
        phones: Iterable[str] | None = None,
    ) -> Place:
        """Where a row is, by the rules of `locating`; never raises."""
        point = None if lat is None or lon is None or not isfinite(lat + lon) else (lat, lon)
        dialled = self.countries.dialled(phones) or None
        return self._located(language(), ins, postal_code, locality, commune, point, country, dialled)

    @property
    def countries(self) -> Countries:
        """The countries that the pack knows."""
        return self.gazetteer.spelling.countries

    def related(self, kind_a: str | None, kind_b: str | None) -> Relation:
        """What two kinds say of two records being one structure; `silent` is no evidence."""
        return self.kind_rules.related(kind_a, kind_b)

    def kind_of(self, name: str) -> str | None:
        """The kind a structure's name tells, where it tells exactly one."""
        return self.kind_rules.kind_of(name)

    @cached_property
    def _located(self) -> Callable[..., Place]:
        # A doubt is a sentence: the language belongs to the key.
        def held(_language: str, *clues: Any) -> Place:
            return locate(self.gazetteer, Clues(*clues))

        return lru_cache(maxsize=1 << 16)(held)

    @cached_property
    def _bassin_names(self) -> dict[str, Bassin]:
        names: dict[str, Bassin] = {}
        for bassin in self.bassins.values():
            for name in (bassin.id, *bassin.label.values(), *bassin.synonyms):
                names[self._bare(fold(name)).replace(" ", "")] = bassin
                names[fold(name).replace(" ", "")] = bassin
        return names

    def _bare(self, folded: str) -> str:
        """A folded name of a bassin without the words that only say it is one: «instance bassin de»."""
        for word in self.bassin_words:
            if folded.startswith(f"{word} "):
                return self._bare(folded.removeprefix(f"{word} "))
        return folded
