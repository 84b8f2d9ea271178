"""Where a structure is: coordinates near the territory, an address in one cell, postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing
from wtc_eco.territory import Territory
from wtc_eco.territory.gazetteer import read_postal_code
from wtc_eco.territory.normalize import fold

_NUMBER = re.compile(r"[+-]?\d{1,7}(?:[.,]\d{1,20})?")
_DEGREES = re.compile(r"[°º]? ?[NSEW]?", re.IGNORECASE)
_MARGIN = 1.5
_PROJECTED = 1_000.0
_MOST_NUMBERS = 4


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


def read_pair(lat_text: str, lon_text: str, bounds: Bounds) -> ReadValue:
    """`lat` and `lon` from two cells; swapped ones are put right with a warning."""
    texts = [seen(text) for text in (lat_text, lon_text)]
    empty = [says_nothing(text) or says_none(text) for text in texts]
    if all(empty):
        return NOTHING
    if any(empty):
        return ReadValue(rest=" ".join(texts).strip(), faults=(_half(),))
    lat, lon = (as_degrees(text) for text in texts)
    if lat is None or lon is None:
        return ReadValue(faults=(_unreadable(texts[0] if lat is None else texts[1]),))
    return read_point(lat, lon, bounds)


def read_both(text: str, bounds: Bounds) -> ReadValue:
    """`lat` and `lon` from one cell: «50.4, 4.8», «50,4;4,8», «POINT(4.8 50.4)»."""
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    numbers = [_float(figure) for figure in _NUMBER.findall(cell)[:_MOST_NUMBERS]]
    if len(numbers) != 2:  # noqa: PLR2004 - a latitude and a longitude
        return ReadValue(faults=(_unreadable(cell),))
    first, second = numbers
    # In one cell either order is usual: the one that is here is meant.
    return read_point(*((second, first) if bounds.hold(second, first) else (first, second)), bounds)


def as_degrees(text: str) -> float | None:
    """A decimal number, with a comma or a point; `None` for anything else."""
    bare = text.strip().replace("−", "-")
    number = _NUMBER.match(bare)
    if not number or not _DEGREES.fullmatch(bare[number.end() :].strip()):
        return None
    return _float(number[0])


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def read_point(lat: float, lon: float, bounds: Bounds) -> ReadValue:
    """`lat` and `lon` of two numbers; far from the territory they are no point of it."""
    if bounds.hold(lat, lon):
        return ReadValue({"lat": lat, "lon": lon})
    if bounds.hold(lon, lat):
        swapped = repaired(
            "coordinates_swapped", tr("Latitude and longitude were swapped; they were put right.")
        )
        return ReadValue({"lat": lon, "lon": lat}, (swapped,))
    if abs(lat) > _PROJECTED and abs(lon) > _PROJECTED:
        return ReadValue(faults=(_projected(),))
    return ReadValue(faults=(_elsewhere(lat, lon),))


def _half() -> Problem:
    return Problem(
        "coordinates_half", "warning", tr("Only one of latitude and longitude is given; it is kept apart.")
    )


def _unreadable(text: str) -> Problem:
    return doubt(
        "coordinates_bad",
        tr("“{words}” is not a latitude or a longitude.", words=text[:80]),
        tr("Write decimal degrees, for instance 50.6333 and 5.5667, or empty the cell."),
    )


def _projected() -> Problem:
    return doubt(
        "coordinates_projected",
        tr("These coordinates are in metres, not in degrees: Lambert 72?"),
        tr("Convert them to WGS 84 (for instance at geo.be), or empty both cells."),
    )


def _elsewhere(lat: float, lon: float) -> Problem:
    return doubt(
        "coordinates_far",
        tr("The point {lat}, {lon} is far from the territory.", lat=lat, lon=lon),
        tr("Check latitude and longitude, or empty both cells: the address is enough."),
    )


_COUNTRIES = ("belgique", "belgium", "belgie", "belgien")


def read_address(text: str, territory: Territory) -> ReadValue:
    """`street`, `postal_code`, `locality` of «Rue X 5, 4000 Liège», in whichever order they stand.

    Without a postal code, the words after the last comma are the locality where it is known.
    """
    cell = " ".join(part.strip() for part in re.split(r"[\n\r]", text[:2_000]) if part.strip())
    cell = seen(", ".join(part for part in cell.split(", ") if fold(part) not in _COUNTRIES))
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    parts = _with_code(cell, territory.gazetteer.spelling.postal_digits)
    street, code, locality = parts or _without_code(cell, territory)
    values = {"street": street, "postal_code": code, "locality": locality}
    return ReadValue({field: value for field, value in values.items() if value})


def splittable(cells: Iterable[str], territory: Territory) -> bool:
    """Whether most of these cells hold a postal code and a locality after (or before) a street."""
    split = [_with_code(seen(cell), territory.gazetteer.spelling.postal_digits) for cell in cells]
    good = sum(1 for parts in split if parts and parts[0] and parts[2])
    return bool(split) and good * 2 > len(split)


def _with_code(text: str, digits: int) -> tuple[str, str, str] | None:
    """Cut at the last number of so many digits that a word follows."""
    pattern = rf"(?<![\w-])(?:[A-Za-z]{{1,2}}[- ])?(\d{{{digits}}})(?=[ ,]+[^\W\d])"
    codes = list(re.finditer(pattern, text))
    if not codes:
        return None
    code = codes[-1]
    before, after = text[: code.start()].strip(" ,;-–("), text[code.end() :].strip(" ,;-–)")
    if before:
        return before, code[1], after
    # «4000 Liège, Rue X 5»
    locality, _, street = after.partition(",")
    return street.strip(), code[1], locality.strip()


def _without_code(text: str, territory: Territory) -> tuple[str, str, str]:
    street, comma, locality = text.rpartition(",")
    if comma and locality.strip() in territory.gazetteer.by_postal_code:
        return street.strip(), locality.strip(), ""
    if comma and territory.place(locality=locality.strip()).standing != "unknown":
        return street.strip(), "", locality.strip()
    return text, "", ""


def read_postal(text: str, territory: Territory) -> ReadValue:
    """The postal code; «B-4000» and «4000 Liège» are mended with a warning, «400» sets the row aside.

    A code of another country («F-59000») is kept as written.
    """
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    spelling = territory.gazetteer.spelling
    read = read_postal_code(cell, spelling)
    if read is None or (not read.foreign and len(read.code) != spelling.postal_digits):
        return ReadValue(faults=(_wrong(cell, spelling.postal_digits),))
    if read.foreign:
        return ReadValue({"postal_code": cell})
    values = {"postal_code": read.code}
    if read.rest:
        values["locality"] = read.rest
    plain = cell.replace(" ", "") in (read.code, f"{read.code}.0", f"{read.code},0")
    return ReadValue(values, () if plain else (_cleaned(read.code),))


def _cleaned(code: str) -> Problem:
    return repaired("postal_code_repaired", tr("The postal code was read as {code}.", code=code))


def _wrong(text: str, digits: int) -> Problem:
    return doubt(
        "postal_code_bad",
        tr("“{words}” is not a postal code.", words=text[:80]),
        tr("Write its {digits} digits, or empty the cell if it is not known.", digits=digits),
    )
