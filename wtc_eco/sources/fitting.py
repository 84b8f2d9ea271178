"""Which of the fields that a title may be its cells could be."""

from __future__ import annotations

from collections.abc import Sequence

from wtc_eco import model
from wtc_eco.sources.layout import filled_cells
from wtc_eco.sources.table import Table
from wtc_eco.sources.titles import AMONG, Guess, guess
from wtc_eco.sources.values.addresses import splittable
from wtc_eco.sources.values.coordinates import Bounds, read_both
from wtc_eco.sources.values.emails import valid_addresses
from wtc_eco.sources.values.phones import valid_phones
from wtc_eco.sources.values.terms import read_terms
from wtc_eco.sources.values.websites import as_website
from wtc_eco.territory import Territory

_SAMPLE = 100


def settled(table: Table, title: str, held: Guess, territory: Territory) -> tuple[str, ...]:
    """The fields a title may be once its cells were looked at."""
    at = table.header.index(title)
    cells = filled_cells(table.rows[:_SAMPLE], at)
    if held.sure == AMONG and cells and not any(_knows(field, cells, territory) for field in held.fields):
        return ()
    if len(held.fields) < 2:  # noqa: PLR2004 - nothing to choose
        return held.fields
    after_street = at > 0 and "street" in guess(table.header[at - 1]).fields
    fitting = tuple(
        field for field in held.fields if _fits(field, cells, territory, after_street=after_street)
    )
    return fitting if len(fitting) == 1 else (held.fields if cells else ())


def _knows(field: str, cells: Sequence[str], territory: Territory) -> bool:
    """Whether one of the cells is a word of the vocabulary of `field`, where it has one."""
    name = next((column.vocabulary for column in model.RECORDS if column.name == field), "")
    return not name or any(read_terms(cell, field, territory.vocabulary(name)).values for cell in cells)


def _fits(field: str, cells: Sequence[str], territory: Territory, *, after_street: bool) -> bool:
    """Whether most of the cells could be under `field`; a number after a street is the house's."""
    if field in ("house_number", "source_id") and after_street != (field == "house_number"):
        return False
    if field == "address":
        return splittable(cells, territory)
    if field == "street":
        return bool(cells) and not splittable(cells, territory)
    return sum(1 for cell in cells if _could_be(field, cell, territory)) * 2 > len(cells)


def _could_be(field: str, cell: str, territory: Territory) -> bool:
    match field:
        case "email":
            return bool(valid_addresses(cell))
        case "phone":
            return bool(valid_phones(cell, "BE"))
        case "website":
            return as_website(cell) is not None
        case "coordinates":
            return bool(read_both(cell, Bounds.of(territory)).values)
        case "postal_code":
            return cell in territory.gazetteer.by_postal_code
        case "house_number":
            return any(sign.isdigit() for sign in cell) and len(cell) < 6  # noqa: PLR2004 - 12bis
        case "source_id":
            return len(cell) < 40 and " " not in cell and cell not in territory.gazetteer.by_postal_code  # noqa: PLR2004 - a key, not a sentence
        case "locality":
            return territory.place(locality=cell).standing != "unknown"
        case _:
            return True
