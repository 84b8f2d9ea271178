"""Points, however lists write them, as degrees WGS 84.

Decimal degrees, degrees with minutes and seconds, WKT, and the metres of the two Belgian grids.

The grids are undone by closed formulas (Lambert conic conformal with two standard parallels, ellipsoid; IOGP
Geomatics Guidance Note 7-2, methods 9802 and 9606). Their figures are those of the EPSG registry: 31370 (Lambert 72)
with the datum shift 15929 (BD72 to WGS 84, 0.2 m), and 3812 (Lambert 2008, whose ETRS89 is WGS 84 within a metre).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import atan, atan2, cos, degrees, hypot, log, pi, radians, sin, sqrt, tan

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing, words
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import fold

_MARGIN = 1.5
_NEAR_MARGIN = 0.1
_FEWEST_METRES = 1_000.0
_SIXTY = 60
_LONGEST = 200
_TOKEN = re.compile(r"(?P<number>[+-]?\d{1,9}(?:[.,]\d{1,20})?)(?P<degree> ?[°º˚])?|(?P<word>[^\W\d_]+)")
_MARKS = re.compile(r"[°º˚'’‘′\"”“″ ]*")
_SRID = re.compile(r"\bsrid ?= ?\d+ ?;", re.IGNORECASE)
_WKT = "point"
_PLAIN = re.compile(r"-?\d{1,3}[.,]\d{1,20}")
"""Degrees as most lists have them."""
_METRES = re.compile(r"(\d{1,9})(?:[.,](\d{1,20}))?")
# «50.828» is degrees: a point or a comma parts thousands where the other follows, or where it parts several.
_GROUPED = re.compile(
    r"(\d{1,3}(?:[ ’']\d{3})+)(?:[.,](\d{1,20}))?|(\d{1,3}(?:\.\d{3})+),(\d{1,20})|(\d{1,3}(?:,\d{3})+)\.(\d{1,20})"
)


@dataclass(frozen=True)
class Bounds:
    """A box around the communes of a territory, a degree and a half wider on every side."""

    south: float
    north: float
    west: float
    east: float

    @classmethod
    def of(cls, territory: Territory) -> Bounds:
        """The box of this territory; the whole world where it has no commune."""
        communes = territory.communes.values()
        lats, lons = [c.lat for c in communes], [c.lon for c in communes]
        if not lats:
            return cls(-90, 90, -180, 180)
        return cls(min(lats) - _MARGIN, max(lats) + _MARGIN, min(lons) - _MARGIN, max(lons) + _MARGIN)

    def hold(self, lat: float, lon: float) -> bool:
        """Whether the point is in the box."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def hold_closely(self, lat: float, lon: float) -> bool:
        """Whether the point is among the communes themselves."""
        inner = _MARGIN - _NEAR_MARGIN
        return (
            self.south + inner <= lat <= self.north - inner and self.west + inner <= lon <= self.east - inner
        )


@dataclass(frozen=True)
class Ellipsoid:
    """Its larger half axis in metres, and its flattening."""

    a: float
    f: float

    @property
    def e2(self) -> float:
        """The square of its eccentricity."""
        return self.f * (2 - self.f)


_GRS80 = Ellipsoid(6_378_137.0, 1 / 298.257222101)
_WGS84 = Ellipsoid(6_378_137.0, 1 / 298.257223563)
_HAYFORD = Ellipsoid(6_378_388.0, 1 / 297)


@dataclass(frozen=True)
class Grid:
    """A Lambert conic grid: degrees of its origin and parallels, metres of its false origin, and where it is used.

    `shift` brings its datum to WGS 84: metres along three axes, seconds of arc around them (position vector),
    parts per million; `None` where its datum is WGS 84.
    """

    name: str
    ellipsoid: Ellipsoid
    lat0: float
    lon0: float
    parallels: tuple[float, float]
    origin: tuple[float, float]
    eastings: tuple[float, float]
    northings: tuple[float, float]
    shift: tuple[float, float, float, float, float, float, float] | None = None

    def covers(self, x: float, y: float) -> bool:
        """Whether such metres are of this grid."""
        (west, east), (south, north) = self.eastings, self.northings
        return west <= x <= east and south <= y <= north

    def geographic(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude, in degrees, on the grid's own datum."""
        n, f, rho0 = self._cone
        e = sqrt(self.ellipsoid.e2)
        east, north = x - self.origin[0], rho0 - (y - self.origin[1])
        t = (hypot(east, north) / (self.ellipsoid.a * f)) ** (1 / n)
        lat = pi / 2 - 2 * atan(t)
        for _ in range(6):  # each round is a hundred times nearer
            lat = pi / 2 - 2 * atan(t * ((1 - e * sin(lat)) / (1 + e * sin(lat))) ** (e / 2))
        return degrees(lat), degrees(atan2(east, north) / n) + self.lon0

    def wgs84(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude, in degrees WGS 84."""
        lat, lon = self.geographic(x, y)
        if self.shift is None:
            return lat, lon
        return _shifted(radians(lat), radians(lon), self.ellipsoid, self.shift)

    @cached_property
    def _cone(self) -> tuple[float, float, float]:
        """The constants n and F of the cone, and the radius at its origin."""
        lat1, lat2 = map(radians, self.parallels)
        m1, m2 = self._m(lat1), self._m(lat2)
        t1, t2 = self._t(lat1), self._t(lat2)
        n = (log(m1) - log(m2)) / (log(t1) - log(t2))
        f = m1 / (n * t1**n)
        pole = self.lat0 == 90  # noqa: PLR2004 - degrees
        return n, f, 0.0 if pole else self.ellipsoid.a * f * self._t(radians(self.lat0)) ** n

    def _m(self, lat: float) -> float:
        return cos(lat) / sqrt(1 - self.ellipsoid.e2 * sin(lat) ** 2)

    def _t(self, lat: float) -> float:
        e = sqrt(self.ellipsoid.e2)
        t: float = tan(pi / 4 - lat / 2) / ((1 - e * sin(lat)) / (1 + e * sin(lat))) ** (e / 2)
        return t


def _shifted(
    lat: float, lon: float, own: Ellipsoid, shift: tuple[float, float, float, float, float, float, float]
) -> tuple[float, float]:
    """Degrees WGS 84 of radians on another datum, at height nought: out to X, Y, Z, seven parameters, and back."""
    nu = own.a / sqrt(1 - own.e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - own.e2) * sin(lat)
    tx, ty, tz, rx, ry, rz, ppm = shift
    rx, ry, rz = (radians(each / 3600) for each in (rx, ry, rz))
    scale = 1 + ppm * 1e-6
    x, y, z = (
        tx + scale * (x - rz * y + ry * z),
        ty + scale * (rz * x + y - rx * z),
        tz + scale * (-ry * x + rx * y + z),
    )
    a, e2 = _WGS84.a, _WGS84.e2
    b = a * (1 - _WGS84.f)
    p = hypot(x, y)
    theta = atan2(z * a, p * b)  # Bowring's latitude: exact to less than a millimetre near the ground
    north = atan2(z + e2 / (1 - e2) * b * sin(theta) ** 3, p - e2 * a * cos(theta) ** 3)
    return degrees(north), degrees(atan2(y, x))


GRIDS = (
    Grid(
        name="Lambert 72",
        ellipsoid=_HAYFORD,
        lat0=90.0,
        lon0=4.36748666666667,
        parallels=(51.1666672333333, 49.8333339),
        origin=(150_000.013, 5_400_088.438),
        eastings=(20_000.0, 300_000.0),
        northings=(20_000.0, 250_000.0),
        shift=(-106.8686, 52.2978, -103.7239, 0.3366, -0.457, 1.8422, -1.2747),
    ),
    Grid(
        name="Lambert 2008",
        ellipsoid=_GRS80,
        lat0=50.797815,
        lon0=4.35921583333333,
        parallels=(49.8333333333333, 51.1666666666667),
        origin=(649_328.0, 665_262.0),
        eastings=(520_000.0, 800_000.0),
        northings=(520_000.0, 800_000.0),
    ),
)


def grid_of(x: float, y: float) -> Grid | None:
    """The Belgian grid whose metres these are, in either order; `None` for any other numbers."""
    return next((grid for grid in GRIDS if grid.covers(x, y) or grid.covers(y, x)), None)


def crossed(pairs: Iterable[tuple[str, str]], bounds: Bounds) -> bool:
    """Whether a list has its northings under X: more of its (lat, lon) cells lie in the territory that way round."""
    votes = 0
    for lat_text, lon_text in pairs:
        north, east = as_metres(lat_text), as_metres(lon_text)
        grid = grid_of(east, north) if east and north else None
        if grid and east and north:
            as_titled, turned = (
                grid.covers(*point) and bounds.hold_closely(*grid.wgs84(*point))
                for point in ((east, north), (north, east))
            )
            votes += turned - as_titled
    return votes > 0


def read_pair(lat_text: str, lon_text: str, bounds: Bounds, *, turned: bool = False) -> ReadValue:
    """`lat` and `lon` from two cells; swapped ones are put right with a warning.

    Metres of a Belgian grid become degrees; `turned` says that the list has them under each other's title.
    """
    texts = [seen(text) for text in (lat_text, lon_text)]
    if all(map(_PLAIN.fullmatch, texts)):
        lat, lon = (float(text.replace(",", ".")) for text in texts)
        return read_point(lat, lon, bounds)
    empty = [says_nothing(text) or says_none(text) for text in texts]
    if all(empty):
        return NOTHING
    if any(empty):
        return ReadValue(rest=" ".join(texts).strip(), faults=(_half(),))
    north, east = (as_metres(text) for text in texts)
    if north is not None and east is not None:
        return _projected(east, north, bounds, turned=turned)
    degrees = [as_degrees(text) for text in texts]
    if degrees[0] is None or degrees[1] is None:
        return ReadValue(faults=(_unreadable(texts[0] if degrees[0] is None else texts[1]),))
    return read_point(degrees[0], degrees[1], bounds)


def read_both(text: str, bounds: Bounds) -> ReadValue:
    """`lat` and `lon` from one cell: «50.4, 4.8», «50,4;4,8», «POINT(4.8 50.4)», «50°28'2"N 4°52'3"E»."""
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    angles = _angles(_SRID.sub("", cell[:_LONGEST]))
    if len(angles) != 2:  # noqa: PLR2004 - a latitude and a longitude
        return ReadValue(faults=(_unreadable(cell),))
    first, second = (angle.degrees for angle in angles)
    if first is None or second is None:
        return ReadValue(faults=(_unreadable(cell),))
    if min(abs(first), abs(second)) > _FEWEST_METRES:
        return _projected(first, second, bounds, turned=False)
    # In one cell either order is usual: the one that is here is meant.
    return read_point(*((second, first) if bounds.hold(second, first) else (first, second)), bounds)


@dataclass
class _Angle:
    """Degrees, minutes and seconds as they are met, and whether a word says south or west."""

    numbers: list[float] = field(default_factory=list)
    backward: bool = False
    closed: bool = False

    @property
    def degrees(self) -> float | None:
        """Decimal degrees; `None` where minutes or seconds are not below sixty, or stand after a fraction."""
        whole, *parts = self.numbers or [math.nan]
        sixties = [*parts, 0.0, 0.0][:2]
        if len(parts) > 2 or any(not 0 <= part < _SIXTY for part in parts):  # noqa: PLR2004 - minutes, seconds
            return None
        if math.isnan(whole) or any(number % 1 for number in self.numbers[:-1]):
            return None
        value = round(abs(whole) + sixties[0] / _SIXTY + sixties[1] / _SIXTY**2, 7) if parts else abs(whole)
        return -value if self.backward or math.copysign(1, whole) < 0 else value


def _angles(text: str) -> list[_Angle]:
    """The angles of a text: each has its sign of degrees, or its word of the compass; else the numbers are halved."""
    compass = words().compass
    tokens = list(_TOKEN.finditer(text))
    directions = [bool(token["word"] and fold(token["word"]) in compass) for token in tokens]
    before = next(
        (named for token, named in zip(tokens, directions, strict=True) if named or token["number"]), False
    )
    angles = [_Angle()]
    for token, named in zip(tokens, directions, strict=True):
        if named and before and angles[-1].numbers:
            angles.append(_Angle())
        if token["number"]:
            if angles[-1].closed or (token["degree"] and angles[-1].numbers):
                angles.append(_Angle())
            angles[-1].numbers.append(_float(token["number"]))
        elif named:
            angles[-1].backward = compass[fold(token["word"])]
            angles[-1].closed = not before
    numbers = angles[0].numbers
    if len(angles) == 1 and _WKT in fold(text).split():
        numbers = numbers[:2]
    if len(angles) == 1 and len(numbers) % 2 == 0:
        half = len(numbers) // 2
        return [_Angle(numbers[:half]), _Angle(numbers[half:])]
    return angles


def as_degrees(text: str) -> float | None:
    """Degrees with a comma or a point, or with minutes and seconds; `None` for anything else."""
    bare = text.strip().replace("−", "-")[:_LONGEST]
    left = _TOKEN.sub(
        lambda token: "" if token["number"] or fold(token[0]) in words().compass else token[0], bare
    )
    if not _MARKS.fullmatch(left):
        return None
    angles = _angles(bare)
    one = _Angle(
        [number for angle in angles for number in angle.numbers], any(angle.backward for angle in angles)
    )
    return one.degrees


def as_metres(text: str) -> float | None:
    """More than a thousand metres, however their thousands are parted; `None` for anything else."""
    bare = text.strip().removesuffix("m").rstrip()
    grouped = _GROUPED.fullmatch(bare)
    plain = None if grouped else _METRES.fullmatch(bare)
    match = grouped or plain
    if match is None:
        return None
    whole, fraction = next(
        pair for pair in zip(match.groups()[::2], match.groups()[1::2], strict=True) if pair[0]
    )
    metres = float(f"{re.sub(r'[^0-9]', '', whole)}.{fraction or 0}")
    return metres if metres >= _FEWEST_METRES else None


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _projected(x: float, y: float, bounds: Bounds, *, turned: bool) -> ReadValue:
    """Degrees of the metres of a grid: as titled, unless only the other way round lies in the territory."""
    grid = grid_of(x, y)
    if grid is None:
        return ReadValue(faults=(_of_no_grid(),))
    ways = [(y, x), (x, y)] if turned else [(x, y), (y, x)]
    points = [(way, grid.wgs84(*way)) for way in ways if grid.covers(*way)]
    here = [each for each in points if bounds.hold_closely(*each[1])]
    here = here or [each for each in points if bounds.hold(*each[1])]
    if not here:
        return ReadValue(faults=(_elsewhere(*points[0][1]),))
    way, (lat, lon) = here[0]
    faults = [repaired(PROJECTED, tr("These metres of {grid} were converted to degrees.", grid=grid.name))]
    if way != (x, y):
        faults.append(_swapped(tr("X and Y were swapped; they were put right.")))
    return ReadValue({"lat": round(lat, 7), "lon": round(lon, 7)}, tuple(faults))


PROJECTED = "coordinates_projected"
"""The code of what is said of metres that became degrees."""


def read_point(lat: float, lon: float, bounds: Bounds) -> ReadValue:
    """`lat` and `lon` of two numbers of degrees; far from the territory they are no point of it."""
    if bounds.hold(lat, lon):
        return ReadValue({"lat": lat, "lon": lon})
    if bounds.hold(lon, lat):
        words_of = tr("Latitude and longitude were swapped; they were put right.")
        return ReadValue({"lat": lon, "lon": lat}, (_swapped(words_of),))
    return ReadValue(faults=(_elsewhere(lat, lon),))


def _swapped(message: str) -> Problem:
    return repaired("coordinates_swapped", message)


def _half() -> Problem:
    return repaired("coordinates_half", tr("Only one of latitude and longitude is given; it is kept apart."))


def _unreadable(text: str) -> Problem:
    return doubt(
        "coordinates_bad",
        tr("“{words}” is not a latitude or a longitude.", words=text[:80]),
        tr("Write decimal degrees, for instance 50.6333 and 5.5667, or empty the cell."),
    )


def _of_no_grid() -> Problem:
    return doubt(
        "coordinates_bad",
        tr("These numbers are neither degrees nor metres of Lambert 72 or Lambert 2008."),
        tr("Write decimal degrees, for instance 50.6333 and 5.5667, or empty the cell."),
    )


def _elsewhere(lat: float, lon: float) -> Problem:
    return doubt(
        "coordinates_far",
        tr("The point {lat}, {lon} is far from the territory.", lat=lat, lon=lon),
        tr("Check latitude and longitude, or empty both cells: the address is enough."),
    )
