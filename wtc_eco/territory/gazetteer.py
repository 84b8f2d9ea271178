"""Any spelling of a commune, a locality, a postal code or a town abroad, and what it may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from wtc_eco.territory.normalize import closest, expanded, fold
from wtc_eco.territory.places import Commune, Countries

_POSTAL = re.compile(
    r"(?:(?P<before>[^\W\d]{1,8}|C\.? ?P\.?)\s*[-–.:]?\s*)?(?P<code>\d+)(?:[.,]0+)?(?:\s?(?P<letters>[A-Z]{2})\b)?(?![\w.,])"
    r"\s*(?P<rest>.*)",
    re.DOTALL,
)
_CODE_LAST = re.compile(
    r"(?P<rest>[^\W\d][^\d(]*?)[\s,(-]+(?P<code>(?:[A-Z]{1,3}\s*-?\s*)?\d{3,5}(?:\s?[A-Z]{2})?)\)?", re.DOTALL
)
_APART = re.compile(r"[,;/|–—]|\s-\s")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_CACHED_NAMES = 1 << 14
_SHORTEST_NAME = 5
"""Letters from which a word behind a name, with nothing between them, may be a country."""
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
    outside_towns: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    countries: Countries = field(default_factory=Countries)
    postal_words: tuple[str, ...] = ()
    post_boxes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PostalCode:
    """A postal code as read: the code, the words beside it, whether it is of another country, and of which.

    `countries` are those of which it may be; several where only its form tells.
    """

    code: str
    rest: str
    foreign: bool
    countries: tuple[str, ...] = ()


def read_postal_code(text: str, spelling: Spelling) -> PostalCode | None:
    """«B-4000», «4000.0», «4000 Liège», «Liège (4000)», «L-6720», «59150», «6211 AB»; `None` where none can be read."""
    stripped = text.strip()
    match, countries = _POSTAL.fullmatch(stripped), spelling.countries
    before = match["before"] or "" if match else ""
    is_home = before.upper() in ("", *spelling.country) or fold(before) in map(fold, spelling.postal_words)
    prefixed = "" if is_home else countries.prefixed(before)
    is_foreign = bool(prefixed) or (not is_home and not countries.by_code and before.isupper())
    if match is None or not (is_home or is_foreign):
        last = _CODE_LAST.fullmatch(stripped)
        is_box = last is not None and fold(last["rest"]) in map(fold, spelling.post_boxes)
        read = read_postal_code(last["code"], spelling) if last and not is_box else None
        return replace(read, rest=last["rest"].strip(" ,-(")) if last and read else None
    digits, rest = match["code"], _after(match, prefixed, countries)
    if is_foreign:
        return PostalCode(digits, rest, foreign=True, countries=(prefixed,))
    lettered = countries.with_letters(digits, match["letters"] or "") if not match["rest"] else ()
    if lettered:
        return PostalCode(digits, "", foreign=True, countries=lettered)
    if len(digits) == spelling.postal_digits:
        return PostalCode(digits, rest, foreign=False)
    fitting = countries.with_postal(digits)
    return PostalCode(digits, rest, foreign=True, countries=fitting) if fitting else None


def _after(match: re.Match[str], country: str, countries: Countries) -> str:
    """What stands after a code of this country, without the letters that are part of the code."""
    one = countries.by_code.get(country)
    letters = match["letters"] or ""
    rest = match["rest"].strip(" ,-–")
    return rest if one and one.letters == len(letters) else f"{letters} {rest}".strip()


def within(code: str, ranges: Iterable[tuple[str, str]]) -> bool:
    """Whether a code lies in one of these ranges, bounds included; codes of one length only."""
    return any(len(code) == len(low) and low <= code <= high for low, high in ranges)


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Every name of every place, and the communes it may mean.

    `localities` are (postal code, name) pairs: former communes, villages, names in other languages. `translated` says
    of those in another language («Dottenijs») which locality they name.
    """

    communes: Mapping[str, Commune]
    localities: tuple[tuple[str, str], ...]
    spelling: Spelling
    translated: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_ins(self) -> dict[str, Commune]:
        """Communes by INS code, former codes included; a code in use comes before a former one."""
        former = {code: commune for commune in self.communes.values() for code in commune.former}
        return former | dict(self.communes)

    @cached_property
    def by_postal_code(self) -> dict[str, tuple[Commune, ...]]:
        """The communes of each postal code."""
        by_code: dict[str, tuple[Commune, ...]] = {}
        for commune in self.communes.values():
            for code in commune.postal_codes:
                by_code[code] = (*by_code.get(code, ()), commune)
        return by_code

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
        by_key: dict[str, dict[str, Commune]] = {}
        for code, name in self.localities:
            for commune in self.by_postal_code.get(code, ()):
                by_key.setdefault(self.key(name), {})[commune.ins] = commune
        return {key: tuple(by_ins[ins] for ins in sorted(by_ins)) for key, by_ins in by_key.items()}

    @cached_property
    def villages(self) -> tuple[tuple[str, str], ...]:
        """The (name, INS code) pairs of all localities; a name may stand in several communes."""
        pairs = [
            (name, commune.ins)
            for code, name in self.localities
            for commune in self.by_postal_code.get(code, ())
        ]
        return tuple(dict.fromkeys(pairs))

    @cached_property
    def _outside(self) -> frozenset[str]:
        return frozenset(map(self.key, self.spelling.outside_names)) | frozenset(self._towns)

    def ways(self, words: str) -> tuple[str, ...]:
        """The keys under which a name may be known, the most literal first."""
        return self._known_ways(words)

    @cached_property
    def _known_ways(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(maxsize=_CACHED_NAMES)(self._ways_of)

    def _ways_of(self, words: str) -> tuple[str, ...]:
        text = _LAST_NUMBER.sub("", _FIRST_CODE.sub("", words.strip()))
        ways = [words, text, _BRACKETED.sub(" ", text), *_BRACKETED.findall(text), text.partition(",")[0]]
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

    def country_said(self, words: str) -> tuple[str, str, bool] | None:
        """A name without the country behind it, that country, and whether its name may mean something here.

        «Grevenmacher, Luxembourg», «Lens (62)», «Aachen, D», «Lille France»; `None` where no country is said.
        """
        return self._known_countries(words)

    @cached_property
    def _known_countries(self) -> Callable[[str], tuple[str, str, bool] | None]:
        return lru_cache(maxsize=_CACHED_NAMES)(self._country_in)

    def _country_in(self, words: str) -> tuple[str, str, bool] | None:
        for bare, tail in self._tails(words):
            if bare and (code := self._country_behind(bare, tail)):
                return bare, code, self.spelling.countries.is_homonym(tail)
        return None

    def _tails(self, words: str) -> Iterable[tuple[str, str]]:
        """A name and what may be its country: in brackets, behind a sign, or the last of several words."""
        insides = _BRACKETED.findall(words)
        for inside in insides:
            name = " ".join(words.replace(f"({inside})", " ").split())
            yield from ((name, part.strip()) for part in (inside, *_APART.split(inside)))
        parts = [part.strip() for part in _APART.split(words)]
        if insides or not parts[-1]:
            return
        if len(parts) > 1:
            yield words[: words.rindex(parts[-1])].strip(" ,;/|–—-"), parts[-1]
        name, _, last = words.rpartition(" ")
        if len(last) >= _SHORTEST_NAME and not self.spelling.countries.is_homonym(last):
            yield name.strip(), last

    def _country_behind(self, bare: str, tail: str) -> str:
        countries = self.spelling.countries
        region = countries.of_region(tail)
        if (
            region != countries.home
            and not tail.strip().isdecimal()
            and (self.named(bare) or self.is_outside(bare))
        ):
            region = ""  # «Bouillon (Ardennes)», «Bruxelles (Nord)»
        return countries.called(tail) or region

    def abroad(self, words: str) -> str:
        """The country of a town that the pack knows there and not here; empty for any other name."""
        return "" if self.named(words) else self.town_of(words)

    def town_of(self, words: str) -> str:
        """The country of a town that the pack knows abroad; it may be a name here as well."""
        return next((self._towns[way] for way in self.ways(words) if way in self._towns), "")

    @cached_property
    def _towns(self) -> dict[str, str]:
        return {
            self.key(town): one.code for one in self.spelling.countries.by_code.values() for town in one.towns
        }

    @cached_property
    def _spellings(self) -> dict[str, str]:
        names = [name for _, name in self.localities] + [c.name for c in self.communes.values()]
        return {fold(name): name for name in names}

    def beginning_with(self, words: str) -> tuple[str, ...]:
        """The names of places that begin with these words and go on: «Villers-la-Ville» of «Villers»."""
        begun = f"{fold(words)} "
        return tuple(sorted(name for folded, name in self._spellings.items() if folded.startswith(begun)))

    def near(self, words: str, *, cutoff: float = 80) -> tuple[str, ...]:
        """The names of places nearest to `words`, best first."""
        return closest(words, self._spellings, cutoff=cutoff)
