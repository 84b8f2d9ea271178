"""Where is this? From an INS code, a postal code, names and coordinates to one place and its doubt.

1. An INS code, in use or former, decides.
2. Else what says that it lies in another country, unless postal code and locality agree on a commune here.
3. Else the postal code, read from whatever stands around it.
4. Else the names: what both may mean, then the commune's, then the locality's; then nearly the same spelling.
5. Else the coordinates: the nearest centre, a wide commune reaching further; said as a doubt.
What contradicts the decision does not change it: it is told as a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from wtc_eco.i18n import kilometres, listing, tr
from wtc_eco.territory.gazetteer import Gazetteer, PostalCode, read_postal_code, within
from wtc_eco.territory.places import Commune, How, Place, distance_km

FAR_KM = 25.0
"""Coordinates further than this from the centre of a commune are not in it (the widest reaches 20)."""
NEAR_KM = 15.0
"""Coordinates further than this from every centre are placed nowhere."""
ALIKE = 87.0
"""Least similarity (0 to 100) at which a name nobody knows is read as its neighbour."""


@dataclass(frozen=True)
class Clues:
    """What a row says of its place, as text; unknown is `None`.

    `country` is the one that it names, `dialled` the one of its phones: two letters each.
    """

    ins: str | None = None
    postal_code: str | None = None
    locality: str | None = None
    commune: str | None = None
    point: tuple[float, float] | None = None
    country: str | None = None
    dialled: str | None = None

    def names(self) -> tuple[str, ...]:
        """The names given, the commune's first."""
        return tuple(dict.fromkeys(name for name in (self.commune, self.locality) if name and name.strip()))


def locate(gazetteer: Gazetteer, clues: Clues) -> Place:
    """The place these clues mean; never raises."""
    clues = _told_apart(gazetteer, clues)
    place = _by_ins(gazetteer, clues) or _abroad(gazetteer, clues) or _by_postal_code(gazetteer, clues)
    if place is None or place.standing == "unknown":
        named = _by_name(gazetteer, clues)
        place = _with_doubt(named, place.doubt) if named and place else named or place
    if place is None or (place.standing == "unknown" and clues.point):
        pointed = _by_point(gazetteer, clues)
        place = _with_doubt(pointed, place.doubt) if pointed and place else pointed or place
    return _checked_by_country(
        gazetteer, clues, _checked_by_point(gazetteer, clues, place or Place("unknown"))
    )


def _told_apart(gazetteer: Gazetteer, clues: Clues) -> Clues:
    """The postal code, the locality and the country in fields of their own, where one holds several."""
    if clues.postal_code is None and clues.locality and read_postal_code(clues.locality, gazetteer.spelling):
        clues = replace(clues, postal_code=clues.locality, locality=None)
    read = read_postal_code(clues.postal_code, gazetteer.spelling) if clues.postal_code else None
    if read and read.rest and not clues.locality:
        clues = replace(clues, locality=read.rest)
        letters, _, town = read.rest.partition(" ")
        country = gazetteer.abroad(town) if letters.isupper() and not gazetteer.named(read.rest) else ""
        if country in gazetteer.spelling.countries.with_letters(read.code, letters):  # «6211 AB Maastricht»
            clues = replace(clues, locality=town, country=clues.country or country)
    for name in ("locality", "commune"):
        said = gazetteer.country_said(getattr(clues, name) or "")
        if said is None:
            continue
        bare, country, is_homonym = said
        if is_homonym and clues.country is None and gazetteer.named(bare):
            country = ""  # «Arlon (Luxembourg)» names its province
        country = clues.country or country
        clues = replace(clues, country=country or None)
        clues = replace(clues, locality=bare) if name == "locality" else replace(clues, commune=bare)
    return clues


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


def _abroad(gazetteer: Gazetteer, clues: Clues) -> Place | None:
    """The place in another country that these clues mean, if they do."""
    # RULE 2
    read = read_postal_code(clues.postal_code, gazetteer.spelling) if clues.postal_code else None
    here = () if read is None or read.foreign else gazetteer.by_postal_code.get(read.code, ())
    if any(gazetteer.contains(commune, name) for commune in here for name in clues.names()):
        return None
    is_home = clues.country == gazetteer.spelling.countries.home
    if clues.country and not is_home:
        return _said_abroad(gazetteer, clues, read)
    if read and read.foreign:
        return None if _slip(gazetteer, clues, read.code) else _coded_abroad(gazetteer, clues, read)
    if is_home or not clues.names():
        return None
    if read is None and any(map(gazetteer.named, clues.names())):
        return _pointed_abroad(gazetteer, clues)
    return _named_abroad(gazetteer, clues, read)


def _said_abroad(gazetteer: Gazetteer, clues: Clues, read: PostalCode | None) -> Place | None:
    """The country that the row says; «Luxembourg» of a commune's name alone may be the province."""
    country = gazetteer.spelling.countries.by_code.get(clues.country or "")
    is_homonym = country is not None and bool(country.homonyms)
    if is_homonym and read is None and any(map(gazetteer.named, clues.names())):
        return None
    return _outside(clues.country, "country")


def _coded_abroad(gazetteer: Gazetteer, clues: Clues, read: PostalCode) -> Place | None:
    """A code of another country: of which, its prefix says, or the town, or the phone; the form alone is a doubt."""
    countries = gazetteer.spelling.countries
    if len(read.countries) == 1:
        return _outside(read.countries[0], "postal_code", _inside_after_all(gazetteer, clues, read.code))
    town = next(filter(None, map(gazetteer.town_of, clues.names())), "")
    country = next((one for one in (town, clues.dialled) if one in read.countries), None)
    if country:
        return _outside(country, "postal_code")
    if countries.home in (clues.country, clues.dialled) or not clues.names():
        return None
    several = listing([countries.text(code) for code in read.countries])
    doubt = tr(
        "The postal code {code} is one of another country: {countries}.", code=read.code, countries=several
    )
    return _outside(None, "postal_code", doubt)


def _named_abroad(gazetteer: Gazetteer, clues: Clues, read: PostalCode | None) -> Place | None:
    """A town that the pack knows abroad, or a name nobody knows beside a phone of abroad.

    A postal code that means a commune here counts against it, unless that country has such codes too.
    """
    countries, names = gazetteer.spelling.countries, clues.names()
    is_here = read is not None and read.code in gazetteer.by_postal_code
    town = next(filter(None, map(gazetteer.abroad, names)), "")
    if read and not is_here and not town:
        town = next((countries.called(name) for name in names if countries.is_homonym(name)), "")
    if town and (not is_here or (read and town in countries.with_postal(read.code))):
        return _outside(town, "locality")
    unknown = not any(gazetteer.named(name) or gazetteer.is_outside(name) for name in names)
    dialled = clues.dialled if clues.dialled != countries.home else None
    if dialled and unknown and (read is None or dialled in countries.with_postal(read.code)):
        return _outside(
            dialled, "", tr("Only its phone says that it is in {country}.", country=countries.text(dialled))
        )
    return None


def _pointed_abroad(gazetteer: Gazetteer, clues: Clues) -> Place | None:
    """A name of a commune whose point lies far from it and beyond the territory: a town of that name elsewhere."""
    meant = [commune for name in clues.names() for commune in gazetteer.named(name)]
    away = [_away(commune, clues) for commune in meant] if clues.point else [0.0]
    pointed = _by_point(gazetteer, clues) if min(away) > FAR_KM else None
    if pointed is None or pointed.standing != "outside":
        return None
    return replace(pointed, doubt=_far(min(away), meant[away.index(min(away))]))


def _outside(country: str | None, how: How, doubt: str = "") -> Place:
    return Place("outside", how=how, doubt=doubt, country=country)


def _slip(gazetteer: Gazetteer, clues: Clues, code: str) -> bool:
    """Whether a code is one of the named commune's with a digit too many: a slip of the hand."""
    shorter = {code[:at] + code[at + 1 :] for at in range(len(code))}
    names = [
        *clues.names(),
        *(near for name in clues.names() for near in gazetteer.near(name, cutoff=ALIKE)[:1]),
    ]
    return any(shorter & set(commune.postal_codes) for name in names for commune in gazetteer.named(name))


def _by_postal_code(gazetteer: Gazetteer, clues: Clues) -> Place | None:
    # RULE 3
    if clues.postal_code is None or not clues.postal_code.strip():
        return None
    read = read_postal_code(clues.postal_code, gazetteer.spelling)
    if read is None:
        return Place("unknown", doubt=tr("“{code}” is not a postal code.", code=clues.postal_code))
    communes = () if read.foreign else gazetteer.by_postal_code.get(read.code, ())
    if communes:
        return _among(gazetteer, clues, communes, read.code)
    if read.foreign and gazetteer.spelling.countries.by_code:
        return Place("unknown", doubt=tr("“{code}” is not a postal code.", code=clues.postal_code))
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
    # RULE 4
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
        country = next(filter(None, map(gazetteer.abroad, names)), None)
        return Place("outside", how="locality", country=country)
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
    beginning = gazetteer.beginning_with(name)
    if len(beginning) > 1:  # «Villers» is the beginning of many names, and none of them is meant for sure
        several = listing(list(beginning[:4]))
        return Place("unknown", doubt=tr("“{words}” may be {names} …", words=name, names=several))
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
    # RULE 5
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


def _checked_by_country(gazetteer: Gazetteer, clues: Clues, place: Place) -> Place:
    countries = gazetteer.spelling.countries
    if place.commune is None or not clues.country or clues.country == countries.home:
        return place
    doubt = tr(
        "The list says {country}, but this is {commune}.",
        country=countries.text(clues.country),
        commune=place.commune,
    )
    return _with_doubt(place, doubt)


def _checked_by_point(gazetteer: Gazetteer, clues: Clues, place: Place) -> Place:
    commune = gazetteer.communes.get(place.ins or "")
    if commune is None or clues.point is None or _away(commune, clues) <= FAR_KM:
        return place
    return _with_doubt(place, _far(_away(commune, clues), commune))


def _far(away: float, commune: Commune) -> str:
    return tr(
        "The coordinates lie {distance} from {commune}.", distance=kilometres(away), commune=commune.name
    )
