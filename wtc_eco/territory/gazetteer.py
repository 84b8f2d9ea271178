"""Where is this? From an INS code, a postal code, names and coordinates to one place and its doubt.

1. An INS code, in use or former, decides.
2. Else the postal code, read from whatever stands around it.
3. Else the names: what both may mean, then the commune's, then the locality's; then nearly the same spelling.
4. Else the coordinates: the nearest centre, a wide commune reaching further; said as a doubt.
What contradicts the decision does not change it: it is told as a doubt.

Any spelling of a commune, a locality or a postal code, and the place it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import sqrt

from wtc_eco.i18n import kilometres, listing, tr
from wtc_eco.territory.normalize import closest, expanded, fold
from wtc_eco.territory.places import Commune, How, Place, distance_km

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
    match = _POSTAL.fullmatch(text.strip().upper())
    if match is None:
        return None
    country = match["country"]
    foreign = bool(country) and country not in spelling.country
    if not foreign and len(match["code"]) != spelling.postal_digits:
        return None
    rest = text.strip()[match.start("rest") :] if match["rest"] else ""
    return PostalCode(match["code"], rest.strip(" ,-"), foreign)


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


FAR_KM = 25.0
"""Coordinates further than this from the centre of a commune are not in it (the widest reaches 20)."""
NEAR_KM = 15.0
"""Coordinates further than this from every centre are placed nowhere."""
ALIKE = 87.0
"""Least similarity (0 to 100) at which a name nobody knows is read as its neighbour."""


@dataclass(frozen=True)
class Clues:
    """What a row says of its place, as text; unknown is `None`."""

    ins: str | None = None
    postal_code: str | None = None
    locality: str | None = None
    commune: str | None = None
    point: tuple[float, float] | None = None

    def names(self) -> tuple[str, ...]:
        """The names given, the commune's first."""
        return tuple(dict.fromkeys(name for name in (self.commune, self.locality) if name and name.strip()))


def locate(gazetteer: Gazetteer, clues: Clues) -> Place:
    """The place these clues mean; never raises."""
    clues = _told_apart(gazetteer, clues)
    place = _by_ins(gazetteer, clues) or _by_postal_code(gazetteer, clues)
    if place is None or place.standing == "unknown":
        named = _by_name(gazetteer, clues)
        place = _with_doubt(named, place.doubt) if named and place else named or place
    if place is None or (place.standing == "unknown" and clues.point):
        pointed = _by_point(gazetteer, clues)
        place = _with_doubt(pointed, place.doubt) if pointed and place else pointed or place
    return _checked_by_point(gazetteer, clues, place or Place("unknown"))


def _told_apart(gazetteer: Gazetteer, clues: Clues) -> Clues:
    """The postal code and the locality in fields of their own, where one holds both."""
    if clues.postal_code is None and clues.locality and read_postal_code(clues.locality, gazetteer.spelling):
        clues = replace(clues, postal_code=clues.locality, locality=None)
    read = read_postal_code(clues.postal_code, gazetteer.spelling) if clues.postal_code else None
    return replace(clues, locality=read.rest) if read and read.rest and not clues.locality else clues


def settled(commune: Commune, how: How, doubt: str = "") -> Place:
    """A place in this commune."""
    standing = "inside" if commune.bassin else "outside_bassins"
    return Place(standing, commune.ins, commune.name, commune.bassin, how, doubt)  # type: ignore[arg-type]  # two of the four words


def _with_doubt(place: Place, doubt: str) -> Place:
    return replace(place, doubt=" ".join(filter(None, (doubt, place.doubt))))


def _by_ins(gazetteer: Gazetteer, clues: Clues) -> Place | None:
    # RULE 1
    if clues.ins is None:
        return None
    commune = gazetteer.by_ins.get(clues.ins)
    if commune:
        return settled(commune, "ins", _contradiction(gazetteer, clues, commune))
    if within(clues.ins, gazetteer.spelling.outside_ins):
        return Place("outside", how="ins")
    return None


def _by_postal_code(gazetteer: Gazetteer, clues: Clues) -> Place | None:
    # RULE 2
    if clues.postal_code is None or not clues.postal_code.strip():
        return None
    read = read_postal_code(clues.postal_code, gazetteer.spelling)
    if read is None:
        return Place("unknown", doubt=tr("“{code}” is not a postal code.", code=clues.postal_code))
    communes = () if read.foreign else gazetteer.by_postal_code.get(read.code, ())
    if communes:
        return _among(gazetteer, clues, communes, read.code)
    if read.foreign or within(read.code, gazetteer.spelling.outside_postal):
        return Place("outside", how="postal_code", doubt=_inside_after_all(gazetteer, clues, read.code))
    return Place("unknown", doubt=tr("No commune has the postal code {code}.", code=read.code))


def _among(gazetteer: Gazetteer, clues: Clues, communes: tuple[Commune, ...], code: str) -> Place:
    named = [c for c in communes if any(gazetteer.contains(c, name) for name in clues.names())]
    possible = tuple(named) or communes
    if len(possible) == 1:
        return settled(possible[0], "postal_code", _contradiction(gazetteer, clues, possible[0]))
    doubt = tr(
        "The postal code {code} may be {communes}.", code=code, communes=listing([c.name for c in possible])
    )
    bassins = {commune.bassin for commune in possible}
    bassin = bassins.pop() if len(bassins) == 1 else None
    return Place("inside" if bassin else "unknown", None, None, bassin, "postal_code", doubt)


def _contradiction(gazetteer: Gazetteer, clues: Clues, commune: Commune) -> str:
    """A name, or a postal code beside an INS code, that belongs elsewhere; empty where nothing does."""
    for name in clues.names():
        if gazetteer.contains(commune, name):
            continue
        elsewhere = [other.name for other in gazetteer.named(name)]
        if elsewhere or gazetteer.is_outside(name):
            return tr(
                "The codes say {commune}, but the name says “{words}”.", commune=commune.name, words=name
            )
    read = read_postal_code(clues.postal_code, gazetteer.spelling) if clues.postal_code else None
    others = gazetteer.by_postal_code.get(read.code, ()) if read else ()
    if read and others and commune not in others:
        return tr(
            "The INS code says {commune}, but the postal code {code} is {other}.",
            commune=commune.name,
            code=read.code,
            other=others[0].name,
        )
    return ""


def _inside_after_all(gazetteer: Gazetteer, clues: Clues, code: str) -> str:
    for name in clues.names():
        if gazetteer.named(name) and not gazetteer.is_outside(name):
            return tr(
                "The postal code {code} is outside the territory, but “{words}” is in it.",
                code=code,
                words=name,
            )
    return ""


def _by_name(gazetteer: Gazetteer, clues: Clues) -> Place | None:
    # RULE 3
    names = clues.names()
    meanings = [places for places in map(gazetteer.named, names) if places]
    if meanings:
        both = [commune for commune in meanings[0] if all(commune in other for other in meanings)]
        possible = tuple(both) or meanings[0]
        return (
            _named(gazetteer, clues, possible[0])
            if len(possible) == 1
            else _nearest_of(possible, clues, names[0])
        )
    if any(gazetteer.is_outside(name) for name in names):
        return Place("outside", how="locality")
    return next((place for name in names if (place := _alike(gazetteer, name))), None)


def _named(gazetteer: Gazetteer, clues: Clues, commune: Commune) -> Place:
    doubt = _contradiction(gazetteer, replace(clues, postal_code=None), commune)
    both = [name for name in clues.names() if gazetteer.is_outside(name)]
    if both and not doubt:
        doubt = tr("“{words}” is also a place outside the territory.", words=both[0])
    return settled(commune, "locality", doubt)


def _nearest_of(communes: tuple[Commune, ...], clues: Clues, name: str) -> Place:
    if clues.point:
        return settled(min(communes, key=lambda commune: (_away(commune, clues), commune.ins)), "locality")
    several = listing([commune.name for commune in communes])
    return Place("unknown", doubt=tr("“{words}” is a name in {communes}.", words=name, communes=several))


def _alike(gazetteer: Gazetteer, name: str) -> Place | None:
    near = gazetteer.near(name, cutoff=ALIKE)
    meant = gazetteer.named(near[0]) if near else ()
    if len(meant) != 1:
        return None
    return settled(meant[0], "locality", tr("“{words}” was read as {name}.", words=name, name=near[0]))


def _away(commune: Commune, clues: Clues) -> float:
    lat, lon = clues.point or (commune.lat, commune.lon)
    return distance_km(lat, lon, commune.lat, commune.lon)


def _width(commune: Commune) -> float:
    """How far a commune reaches, next to others: the side of a square of its surface."""
    return sqrt(commune.area_km2) if commune.area_km2 else 1.0


def _by_point(gazetteer: Gazetteer, clues: Clues) -> Place | None:
    # RULE 4
    if clues.point is None:
        return None
    commune = min(gazetteer.communes.values(), key=lambda each: (_away(each, clues) / _width(each), each.ins))
    away = _away(commune, clues)
    beyond = min(
        (distance_km(*clues.point, *point) for point in gazetteer.spelling.outside_points), default=away + 1
    )
    if away > NEAR_KM or beyond < away:
        return Place("outside", how="coordinates", doubt=tr("Placed by its coordinates only."))
    return settled(
        commune,
        "coordinates",
        tr("Placed by its coordinates only: {name} is the most likely commune.", name=commune.name),
    )


def _checked_by_point(gazetteer: Gazetteer, clues: Clues, place: Place) -> Place:
    commune = gazetteer.communes.get(place.ins or "")
    if commune is None or clues.point is None or _away(commune, clues) <= FAR_KM:
        return place
    far = tr(
        "The coordinates lie {distance} from {commune}.",
        distance=kilometres(_away(commune, clues)),
        commune=commune.name,
    )
    return _with_doubt(place, far)
