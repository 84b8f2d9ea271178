"""Which reader reads the cells of which field."""

from __future__ import annotations

from collections.abc import Mapping

from wtc_eco import model
from wtc_eco.sources.text import one_line
from wtc_eco.sources.values.addresses import read_address
from wtc_eco.sources.values.coordinates import Bounds, read_both
from wtc_eco.sources.values.dates import read_date
from wtc_eco.sources.values.emails import read_email
from wtc_eco.sources.values.enterprises import read_enterprise
from wtc_eco.sources.values.hours import read_hours
from wtc_eco.sources.values.numbers import read_number
from wtc_eco.sources.values.phones import read_phone
from wtc_eco.sources.values.postal import read_postal
from wtc_eco.sources.values.reading import Reader, Reading
from wtc_eco.sources.values.terms import read_kind, read_scale, read_terms, read_texts
from wtc_eco.sources.values.websites import read_website
from wtc_eco.sources.wording import says_nothing, words
from wtc_eco.territory import Territory

_COLUMNS = {column.name: column for column in model.RECORDS}


def cell_readers(territory: Territory, bounds: Bounds, epoch: int = 1900) -> Mapping[str, Reader]:
    """The reader of each field that is more than text.

    `bounds` is where coordinates may lie, `epoch` the year from which a workbook counts its days.
    """
    scales = words().scales
    readers: dict[str, Reader] = {
        "kind": lambda text: read_kind(text, territory.kinds),
        "bce": read_enterprise,
        "unit_number": read_enterprise,
        "postal_code": lambda text: read_postal(text, territory),
        "address": lambda text: read_address(text, territory),
        "coordinates": lambda text: read_both(text, bounds),
        "phone": read_phone,
        "email": read_email,
        "website": read_website,
        "hours": read_hours,
        "opening_hours": read_hours,
        "capacity": lambda text: read_number(text, "capacity"),
        "ins": lambda text: Reading({"ins": text.removesuffix(".0")}),
    }
    for name, column in _COLUMNS.items():
        if name in scales:
            readers[name] = _scale_reader(name)
        elif column.type == "date":
            readers[name] = _date_reader(name, epoch)
        elif column.type == "terms":
            readers[name] = _terms_reader(name, territory, column.vocabulary)
    return readers


def plain_reader(to: str) -> Reader:
    """The reader of a field that is text, or several texts."""
    if to in _COLUMNS and _COLUMNS[to].type == "texts":
        return lambda text: read_texts(text, to)
    if to in ("note", "hours_note", "conditions"):
        return lambda text: Reading({to: text})
    if to == "name":
        return lambda text: Reading({to: one_line(text)})
    return lambda text: Reading({} if says_nothing(text) else {to: one_line(text)})


def _scale_reader(name: str) -> Reader:
    return lambda text: read_scale(text, name, words().scales[name])


def _date_reader(name: str, epoch: int) -> Reader:
    return lambda text: read_date(text, name, epoch)


def _terms_reader(name: str, territory: Territory, vocabulary: str) -> Reader:
    return lambda text: read_terms(text, name, territory.vocabulary(vocabulary))
