"""Plain numbers: people a week, people sent a year."""

from __future__ import annotations

import re

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import seen
from wtc_eco.sources.values.reading import NOTHING, Reading
from wtc_eco.sources.wording import says_none, says_nothing

_NUMBER = re.compile(r"(\d{1,3}(?: \d{3}){1,3}|\d{1,9})(?:[.,](\d{1,6}))?")


def read_number(text: str, field: str) -> Reading:
    """A number not below zero, with a comma or a point; other words are told and kept as found."""
    held = seen(text)
    if says_nothing(held):
        return NOTHING
    if says_none(held):
        return Reading({field: 0.0})
    found = _NUMBER.fullmatch(held)
    if not found:
        return Reading(rest=text, faults=(_not_one(held),))
    return Reading({field: float(f"{found[1].replace(' ', '')}.{found[2] or 0}")})


def _not_one(text: str) -> Fault:
    return Fault(
        "number_words",
        "warning",
        tr("“{words}” is not a number; the text is kept apart.", words=text[:80]),
        tr("Write one figure, for instance 12."),
    )
