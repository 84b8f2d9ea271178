"""Where a structure is: an address in one cell, postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing
from wtc_eco.territory import Territory
from wtc_eco.territory.gazetteer import PostalCode, read_postal_code, within
from wtc_eco.territory.normalize import fold

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
    """The postal code; «B-4000» and «4000 Liège» are mended with a warning, «400» is kept as found.

    A code of another country («F-59000», «59150», «6211 AB») is kept as written.
    """
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    spelling = territory.gazetteer.spelling
    read = read_postal_code(cell, spelling)
    if read is None:
        return ReadValue(faults=(_wrong(cell, spelling.postal_digits),))
    if read.foreign:
        return ReadValue(_foreign(cell, read))
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


def _foreign(text: str, read: PostalCode) -> dict[str, str]:
    """A code of another country as written, and the words beside it."""
    code = text.replace(read.rest, "").strip(" ,-–()") if read.rest else text
    return {"postal_code": code, **({"locality": read.rest} if read.rest else {})}


def read_locality(text: str, territory: Territory) -> ReadValue:
    """The locality, and the postal code where it stands in the same cell: «5000 Namur», «Namur (5000)»."""
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    gazetteer = territory.gazetteer
    read = read_postal_code(cell, gazetteer.spelling)
    if read is None or not read.rest:
        return ReadValue({"locality": cell})
    if read.foreign:
        return ReadValue(_foreign(cell, read))
    known = read.code in gazetteer.by_postal_code or within(read.code, gazetteer.spelling.outside_postal)
    return ReadValue({"locality": read.rest, "postal_code": read.code} if known else {"locality": cell})


def read_country(text: str, territory: Territory) -> ReadValue:
    """The country in two letters; a name that the pack does not know is told and kept as found."""
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    code = territory.countries.called(cell)
    return ReadValue({"country": code}) if code else ReadValue(rest=text, faults=(_no_country(cell),))


def _no_country(text: str) -> Problem:
    message = tr(
        "“{words}” is no country that the territory pack knows; the place is read without it.",
        words=text[:80],
    )
    return repaired("country_unknown", message)
