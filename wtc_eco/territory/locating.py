"""Where is this? From an INS code, a postal code, names and coordinates to one place and its doubt.

1. An INS code, in use or former, decides.
2. Else the postal code, read from whatever stands around it.
3. Else the names: what both may mean, then the commune's, then the locality's; then nearly the same spelling.
4. Else the coordinates: the nearest centre, a wide commune reaching further; said as a doubt.
What contradicts the decision does not change it: it is told as a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from wtc_eco.locale import kilometres, listing, tr
from wtc_eco.territory.distance import distance_km
from wtc_eco.territory.gazetteer import Gazetteer, read_postal_code, within
from wtc_eco.territory.ground import Commune, How, Place

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
    found = _by_ins(gazetteer, clues) or _by_postal_code(gazetteer, clues)
    if found is None or found.standing == "unknown":
        named = _by_name(gazetteer, clues)
        found = _with_doubt(named, found.doubt) if named and found else named or found
    if found is None or (found.standing == "unknown" and clues.point):
        pointed = _by_point(gazetteer, clues)
        found = _with_doubt(pointed, found.doubt) if pointed and found else pointed or found
    return _checked_by_point(gazetteer, clues, found or Place("unknown"))


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
    held = tuple(named) or communes
    if len(held) == 1:
        return settled(held[0], "postal_code", _contradiction(gazetteer, clues, held[0]))
    doubt = tr(
        "The postal code {code} may be {communes}.", code=code, communes=listing([c.name for c in held])
    )
    bassins = {commune.bassin for commune in held}
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
    meanings = [found for found in map(gazetteer.named, names) if found]
    if meanings:
        both = [commune for commune in meanings[0] if all(commune in other for other in meanings)]
        held = tuple(both) or meanings[0]
        return _named(gazetteer, clues, held[0]) if len(held) == 1 else _nearest_of(held, clues, names[0])
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
