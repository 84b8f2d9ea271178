"""An address in one cell: street and number, postal code, locality."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtc_eco.sources.text import seen
from wtc_eco.sources.values.reading import NOTHING, Reading
from wtc_eco.sources.wording import says_none, says_nothing
from wtc_eco.territory import Territory
from wtc_eco.territory.spelling import fold

_COUNTRIES = ("belgique", "belgium", "belgie", "belgien")


def read_address(text: str, territory: Territory) -> Reading:
    """`street`, `postal_code`, `locality` of «Rue X 5, 4000 Liège», in whichever order they stand.

    Without a postal code, the words after the last comma are the locality where it is known.
    """
    held = " ".join(part.strip() for part in re.split(r"[\n\r]", text[:2_000]) if part.strip())
    held = seen(", ".join(part for part in held.split(", ") if fold(part) not in _COUNTRIES))
    if says_nothing(held) or says_none(held):
        return NOTHING
    found = _with_code(held, territory.gazetteer.spelling.postal_digits)
    street, code, locality = found or _without_code(held, territory)
    values = {"street": street, "postal_code": code, "locality": locality}
    return Reading({field: value for field, value in values.items() if value})


def splittable(cells: Iterable[str], territory: Territory) -> bool:
    """Whether most of these cells hold a postal code and a locality after (or before) a street."""
    held = [_with_code(seen(cell), territory.gazetteer.spelling.postal_digits) for cell in cells]
    good = sum(1 for found in held if found and found[0] and found[2])
    return bool(held) and good * 2 > len(held)


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
