"""Postal codes, with what lists put around them."""

from __future__ import annotations

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import seen
from wtc_eco.sources.values.reading import NOTHING, Reading, doubt, repaired
from wtc_eco.sources.wording import says_none, says_nothing
from wtc_eco.territory import Territory
from wtc_eco.territory.gazetteer import read_postal_code


def read_postal(text: str, territory: Territory) -> Reading:
    """The postal code; «B-4000» and «4000 Liège» are mended with a warning, «400» sets the row aside.

    A code of another country («F-59000») is kept as written.
    """
    held = seen(text)
    if says_nothing(held) or says_none(held):
        return NOTHING
    spelling = territory.gazetteer.spelling
    read = read_postal_code(held, spelling)
    if read is None or (not read.foreign and len(read.code) != spelling.postal_digits):
        return Reading(faults=(_wrong(held, spelling.postal_digits),))
    if read.foreign:
        return Reading({"postal_code": held})
    values = {"postal_code": read.code}
    if read.rest:
        values["locality"] = read.rest
    plain = held.replace(" ", "") in (read.code, f"{read.code}.0", f"{read.code},0")
    return Reading(values, () if plain else (_cleaned(read.code),))


def _cleaned(code: str) -> Fault:
    return repaired("postal_code_repaired", tr("The postal code was read as {code}.", code=code))


def _wrong(text: str, digits: int) -> Fault:
    return doubt(
        "postal_code_bad",
        tr("“{words}” is not a postal code.", words=text[:80]),
        tr("Write its {digits} digits, or empty the cell if it is not known.", digits=digits),
    )
