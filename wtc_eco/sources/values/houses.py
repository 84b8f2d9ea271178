"""Numbers of houses and of boxes, as their columns hold them; and what a spreadsheet made of «8-10»."""

from __future__ import annotations

import re

from wtc_eco.i18n import tr
from wtc_eco.sources.values import NOTHING, ReadValue, doubt
from wtc_eco.sources.vocabulary import says_nothing, words
from wtc_eco.territory.normalize import fold

_DATED = re.compile(
    r"\d{4}-\d\d-\d\d(?: .*)?|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}[- ](?P<month>[^\W\d]{3,9})\.?|(?P<ahead>[^\W\d]{3,9})\.?[- ]\d{1,2}"
)


def dated_house(cell: str) -> bool:
    """Whether Excel made a day of a house number: «8-10» is «8-oct» or 2026-10-08 there."""
    match = _DATED.fullmatch(cell.strip())
    month = match and (match["month"] or match["ahead"])
    return match is not None and (not month or fold(month) in words().months)


def house_parts(number: str, box: str) -> tuple[str, str, ReadValue]:
    """House number and box without what says nothing, and what is to be told of a number that Excel made a day."""
    parts = tuple(
        "" if says_nothing(part) or part in ("0", "0.0") else part.removesuffix(".0")
        for part in (number, box)
    )
    if not dated_house(number):
        return parts[0], parts[1], NOTHING
    fault = doubt(
        "house_number_date",
        tr("A spreadsheet made a day of this house number: it is kept apart."),
        tr("Write the number of the house, as text: 8-10."),
    )
    return "", parts[1], ReadValue(rest=number, faults=(fault,))
