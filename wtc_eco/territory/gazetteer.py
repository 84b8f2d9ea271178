"""Any spelling of a commune, a locality or a postal code, and the place it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wtc_eco.territory.ground import Commune
from wtc_eco.territory.spelling import closest, expanded, fold

_POSTAL = re.compile(
    r"(?:(?P<country>[A-Z]{1,3})\s*-?\s*)?(?P<code>\d+)(?:[.,]0+)?(?![\w.,])\s*(?P<rest>.*)", re.DOTALL
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_LAST_NUMBER = re.compile(r"\s+\d{1,2}$")
_FIRST_CODE = re.compile(r"^(?:[A-Za-z]{1,2}\s?-\s?)?\d{3,5}[\s,-]+")


@dataclass(frozen=True)
class Spelling:
    """How places are abbreviated and decorated, and which codes and names lie beyond the territory."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    postal_digits: int = 4
    outside_postal: tuple[tuple[str, str], ...] = ()
    outside_ins: tuple[tuple[str, str], ...] = ()
    outside_names: tuple[str, ...] = ()
    outside_points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class PostalCode:
    """A postal code as read: the code, the words written after it, whether it is of another country."""

    code: str
    rest: str
    foreign: bool


def read_postal_code(text: str, spelling: Spelling) -> PostalCode | None:
    """«B-4000», «4000.0», «4000 Liège» read; `None` where no code can be read."""
    found = _POSTAL.fullmatch(text.strip().upper())
    if found is None:
        return None
    country = found["country"]
    foreign = bool(country) and country not in spelling.country
    if not foreign and len(found["code"]) != spelling.postal_digits:
        return None
    rest = text.strip()[found.start("rest") :] if found["rest"] else ""
    return PostalCode(found["code"], rest.strip(" ,-"), foreign)


def within(code: str, ranges: Iterable[tuple[str, str]]) -> bool:
    """Whether a code lies in one of these ranges, bounds included; codes of one length only."""
    return any(len(code) == len(low) and low <= code <= high for low, high in ranges)


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Every name of every place, and the communes it may mean.

    `localities` are (postal code, name) pairs: former communes, villages, names in other languages.
    """

    communes: Mapping[str, Commune]
    localities: tuple[tuple[str, str], ...]
    spelling: Spelling

    @cached_property
    def by_ins(self) -> dict[str, Commune]:
        """Communes by INS code, former codes included; a code in use comes before a former one."""
        former = {code: commune for commune in self.communes.values() for code in commune.former}
        return former | dict(self.communes)

    @cached_property
    def by_postal_code(self) -> dict[str, tuple[Commune, ...]]:
        """The communes of each postal code."""
        found: dict[str, tuple[Commune, ...]] = {}
        for commune in self.communes.values():
            for code in commune.postal_codes:
                found[code] = (*found.get(code, ()), commune)
        return found

    def key(self, words: str) -> str:
        """One spelling for a place: folded, abbreviations written out, without spaces."""
        return expanded(words, self.spelling.abbreviations).replace(" ", "")

    @cached_property
    def by_commune_name(self) -> dict[str, Commune]:
        """Communes by the key of their name in any language."""
        names = [(name, c) for c in self.communes.values() for name in (*c.names.values(), c.name)]
        return {self.key(name): commune for name, commune in names}

    @cached_property
    def by_locality(self) -> dict[str, tuple[Commune, ...]]:
        """Communes by the key of a locality's name: several where the name is not unique."""
        found: dict[str, dict[str, Commune]] = {}
        for code, name in self.localities:
            for commune in self.by_postal_code.get(code, ()):
                found.setdefault(self.key(name), {})[commune.ins] = commune
        return {key: tuple(by_ins[ins] for ins in sorted(by_ins)) for key, by_ins in found.items()}

    @cached_property
    def _outside(self) -> frozenset[str]:
        return frozenset(self.key(name) for name in self.spelling.outside_names)

    def ways(self, words: str) -> tuple[str, ...]:
        """The keys under which a name may be known, the most literal first."""
        text = _LAST_NUMBER.sub("", _FIRST_CODE.sub("", words.strip()))
        ways = [words, text, _BRACKETED.sub(" ", text), *_BRACKETED.findall(text)]
        stripped = [self._undressed(fold(way)) for way in ways]
        return tuple(dict.fromkeys(key for key in map(self.key, ways + stripped) if key))

    def _undressed(self, folded: str) -> str:
        for prefix in self.spelling.prefixes:
            if folded.startswith(f"{prefix} "):
                folded = folded.removeprefix(f"{prefix} ")
                break
        for suffix in self.spelling.suffixes:
            folded = folded.removesuffix(f" {suffix}")
        return folded

    def named(self, words: str) -> tuple[Commune, ...]:
        """The communes a name may mean: one commune of that name, or those with such a locality."""
        for way in self.ways(words):
            if way in self.by_commune_name:
                return (self.by_commune_name[way],)
            if way in self.by_locality:
                return self.by_locality[way]
        return ()

    def contains(self, commune: Commune, words: str) -> bool:
        """Whether a name is the commune's own or that of one of its localities."""
        return any(
            self.by_commune_name.get(way) is commune or commune in self.by_locality.get(way, ())
            for way in self.ways(words)
        )

    def is_outside(self, words: str) -> bool:
        """Whether a name is that of a known place beyond the territory."""
        return any(way in self._outside for way in self.ways(words))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        names = [name for _, name in self.localities] + [c.name for c in self.communes.values()]
        return {fold(name): name for name in names}

    def near(self, words: str, *, cutoff: float = 80) -> tuple[str, ...]:
        """The names of places nearest to `words`, best first."""
        return closest(words, self._spellings, cutoff=cutoff)
