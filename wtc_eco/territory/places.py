"""The ground: bassins, their communes, the countries around, where a place turned out to be, and how far two points are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from wtc_eco.territory.normalize import fold
from wtc_eco.territory.vocabulary import spoken

Standing = Literal["inside", "outside_bassins", "outside", "unknown"]
How = Literal["ins", "country", "postal_code", "locality", "coordinates", ""]


@dataclass(frozen=True)
class Bassin:
    """A working area of the territory, with the other names people give it."""

    id: str
    label: Mapping[str, str]
    synonyms: tuple[str, ...] = ()

    def text(self) -> str:
        """Its name in the language spoken now."""
        return spoken(self.label)


@dataclass(frozen=True)
class Commune:
    """A commune: `bassin` is `None` where it belongs to none; `lat`, `lon` its centre, degrees WGS 84.

    `names` are its names in other languages; `former` the INS codes it had, or whose ground it took;
    `area_km2` its surface, where the pack says it.
    """

    ins: str
    name: str
    bassin: str | None
    postal_codes: tuple[str, ...]
    population: int
    lat: float
    lon: float
    names: Mapping[str, str] = field(default_factory=dict)
    former: tuple[str, ...] = ()
    area_km2: float | None = None


@dataclass(frozen=True)
class Place:
    """Where something is, how that was found out, and a sentence where it deserves a second look.

    `country` (ISO 3166-1, two letters) is said of a place in another country than the territory's.
    """

    standing: Standing
    ins: str | None = None
    commune: str | None = None
    bassin: str | None = None
    how: How = ""
    doubt: str = ""
    country: str | None = None


@dataclass(frozen=True)
class Country:
    """A country by its two letters (ISO 3166-1).

    `names` are its names and abbreviations, `homonyms` those that mean something else in the territory;
    `prefixes` stand before its postal codes, `postal` are the ranges of these, `letters` how many letters follow
    their digits; `phone` is its calling code. `regions` are what lists write in brackets behind its towns («62»,
    «Pas-de-Calais»), `towns` those that are named without a country.
    """

    code: str
    label: Mapping[str, str]
    names: tuple[str, ...] = ()
    homonyms: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    postal: tuple[tuple[str, str], ...] = ()
    letters: int = 0
    phone: str = ""
    regions: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()

    def has_code(self, digits: str) -> bool:
        """Whether these digits can be one of its postal codes."""
        return any(len(digits) == len(low) and low <= digits <= high for low, high in self.postal)


@dataclass(frozen=True, eq=False)
class Countries:
    """Countries by their two letters; `home` is the one of the territory, empty where the pack names none."""

    by_code: Mapping[str, Country] = field(default_factory=dict)
    home: str = ""

    def text(self, code: str) -> str:
        """The name of a country in the language spoken now; the letters themselves where the pack has none."""
        country = self.by_code.get(code)
        return spoken(country.label) if country else code

    def called(self, words: str) -> str:
        """The country of this name, abbreviation or two letters; empty where it is none that the pack knows."""
        return self._by_name.get(fold(words), "")

    def is_homonym(self, words: str) -> bool:
        """Whether a name of a country is also one of the territory."""
        return fold(words) in self._homonyms

    def of_region(self, words: str) -> str:
        """The country of a region written in brackets behind a town: «62», «Pas-de-Calais»; empty for any other."""
        return self._by_region.get(words.strip()) or self._by_region.get(fold(words), "")

    @cached_property
    def code_lengths(self) -> frozenset[int]:
        """How many digits postal codes have, in any of these countries."""
        return frozenset(len(low) for one in self.by_code.values() for low, _ in one.postal)

    @cached_property
    def _by_region(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        for country in self.by_code.values():
            for region in country.regions:
                low, _, high = region.partition("-")
                if low.isdecimal() and high.isdecimal():
                    numbers = range(int(low), int(high) + 1)
                    codes |= dict.fromkeys((str(number).zfill(len(low)) for number in numbers), country.code)
                else:
                    codes[fold(region)] = country.code
        return codes

    def prefixed(self, letters: str) -> str:
        """The country whose postal codes have these letters before them; empty where none has."""
        return self._by_prefix.get(letters.upper(), "")

    def with_postal(self, digits: str) -> tuple[str, ...]:
        """The countries other than the territory's own of which these digits can be a postal code."""
        return tuple(code for code, one in self.by_code.items() if code != self.home and one.has_code(digits))

    def with_letters(self, digits: str, letters: str) -> tuple[str, ...]:
        """The countries whose postal codes are such digits with so many letters behind them."""
        return tuple(
            code
            for code, one in self.by_code.items()
            if letters and one.letters == len(letters) and one.has_code(digits)
        )

    def dialled(self, phones: Iterable[str] | None) -> str:
        """The one country of all these numbers (E.164); empty where they are of none, or of several."""
        codes = {self._of_phone(phone) for phone in phones or ()}
        return codes.pop() if len(codes) == 1 else ""

    def _of_phone(self, phone: str) -> str:
        return next((code for start, code in self._calling_codes if phone.startswith(start)), "")

    @cached_property
    def _calling_codes(self) -> tuple[tuple[str, str], ...]:
        """What the numbers of each country begin with, the longest first: «+352» is no «+35»."""
        codes = [(f"+{one.phone}", one.code) for one in self.by_code.values() if one.phone]
        return tuple(sorted(codes, key=lambda each: -len(each[0])))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        named = [
            (name, one.code)
            for one in self.by_code.values()
            for name in (one.code, *one.names, *one.homonyms)
        ]
        return {fold(name): code for name, code in named}

    @cached_property
    def _homonyms(self) -> frozenset[str]:
        return frozenset(fold(name) for one in self.by_code.values() for name in one.homonyms)

    @cached_property
    def _by_prefix(self) -> dict[str, str]:
        return {prefix.upper(): one.code for one in self.by_code.values() for prefix in one.prefixes}


EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance in km between two points in degrees WGS 84 (haversine formula)."""
    north = sin(radians(lat2 - lat1) / 2) ** 2
    east = sin(radians(lon2 - lon1) / 2) ** 2
    chord = north + cos(radians(lat1)) * cos(radians(lat2)) * east
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
