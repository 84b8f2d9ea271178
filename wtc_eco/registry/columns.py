"""What people call the columns of the register, the values that stand in them, and what each cell held when it left.

The register that leaves for Excel carries a mark in each row, three letters a column. A cell that a person edited
differs from its mark, and so does one that changed in the register meanwhile: what comes back is merged cell by cell.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wtc_eco.i18n import date, mark, number, tr
from wtc_eco.model import MARK, RECORDS, REGISTRY, to_cell
from wtc_eco.registry.corrections import CORRECTABLE
from wtc_eco.sources.returned_sheet import SheetForm, Title
from wtc_eco.sources.vocabulary import SCALE_TEXTS

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

TITLES = {
    "id": mark("Id"),
    "records": mark("Records"),
    "sources": mark("Lists"),
    "conflicts": mark("Sources disagree on"),
    "active": mark("Active"),
    "collected_on": mark("Collected on"),
    "closed_on": mark("Closed on"),
    "name": mark("Name"),
    "also_known_as": mark("Other names"),
    "kind": mark("Kind"),
    "labels": mark("Labels"),
    "hosted_by": mark("Hosted by"),
    "bce": mark("Enterprise number"),
    "unit_number": mark("Establishment unit number"),
    "street": mark("Street and number"),
    "postal_code": mark("Postal code"),
    "locality": mark("Locality"),
    "ins": mark("INS code"),
    "country": mark("Country"),
    "lat": mark("Latitude"),
    "lon": mark("Longitude"),
    "phone": mark("Phone"),
    "email": mark("E-mail"),
    "website": mark("Website"),
    "listed_on": mark("Listed on"),
    "channels": mark("How its publics find it"),
    "steps": mark("Steps of the journey"),
    "steps_planned": mark("Steps planned"),
    "formats": mark("Formats"),
    "themes": mark("Themes"),
    "publics": mark("Publics"),
    "conditions": mark("Conditions"),
    "opening_hours": mark("Opening hours (OSM)"),
    "hours_note": mark("Opening hours as written"),
    "slots": mark("Slots declared"),
    "access": mark("Access"),
    "capacity": mark("People a week"),
    "staff_trained": mark("Staff trained"),
    "roles_defined": mark("Roles defined"),
    "follow_up": mark("Follow-up"),
    "asked_on": mark("Asked on"),
    "answered_on": mark("Offer answered on"),
    "network_answered_on": mark("Network answered on"),
    "roster": mark("Roster shown"),
    "knows_ecosystem": mark("Knows the ecosystem"),
    "entry_point": mark("Entry point"),
    "note": mark("Note"),
    "fees": mark("Fees"),
    "presentation": mark("Presentation"),
    "accessibility": mark("Accessibility"),
    "booking": mark("Booking"),
    "languages": mark("Languages"),
    "extra": mark("Other columns"),
    "commune": mark("Commune"),
    "bassin": mark("Bassin"),
    "place": mark("Where it lies"),
}
ANSWERS = {
    **{value: text for scale in SCALE_TEXTS.values() for value, text in scale.items()},
    "inside": mark("inside"),
    "outside_bassins": mark("outside the bassins"),
    "outside": mark("outside the territory"),
    "unknown": mark("unknown"),
}
REGISTER = SheetForm(
    columns={**{name: Title(text, (name,)) for name, text in TITLES.items()}, MARK: Title(also=(MARK,))},
    needed=(frozenset({"id", "name", "records"}),),
    refusal=mark("{file} is not the register: its columns are others."),
    hint=mark("Edit outputs/registry.xlsx, which wtc-eco run writes; a list is imported with --as NAME."),
    sheets=(mark("Register"),),
)
"""The register as it comes back from Excel."""
ANSWERED = ("staff_trained", "roles_defined", "knows_ecosystem", "entry_point", "place")
"""The columns whose values are words of `ANSWERS`."""

MANY = " · "
_COLUMNS = {column.name: column for column in (*RECORDS, *REGISTRY)}
_DEGREES = ("lat", "lon")


def title(name: str) -> str:
    """What a column is called, in the language spoken now."""
    return tr(TITLES.get(name, name))


def said(name: str, value: Any, territory: Territory) -> str | None:
    """The value of a column in words; None where it is unknown."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return MANY.join(_word(name, item, territory) for item in value) or tr("none")
    match _COLUMNS[name].type:
        case "date":
            return date(value)
        case "flag":
            return tr("yes") if value else tr("no")
        case "number" if name not in _DEGREES:
            return number(value, 0 if value == int(value) else 1)
        case _:
            return _word(name, value, territory)


def _word(name: str, value: Any, territory: Territory) -> str:
    column = _COLUMNS[name]
    if name == "conflicts":
        return title(value)
    if name == "bassin" and value in territory.bassins:
        return territory.bassins[value].text()
    if name in ANSWERED:
        return tr(ANSWERS.get(value, value))
    if not column.vocabulary:
        return str(value)
    vocabulary = territory.vocabulary(column.vocabulary)
    return vocabulary[value].text() if value in vocabulary else str(value)


_LENGTH = 3
_N_ADDED = 5
"""Columns that came after the first register left, the last of `CORRECTABLE`."""
_RECORD_COLUMNS = {column.name: column for column in RECORDS}


def fingerprint(row: Mapping[str, Any]) -> str:
    """The mark of a row of the register."""
    return "".join(mark_of(cell_of(name, row.get(name))) for name in CORRECTABLE)


def marks(text: str) -> Mapping[str, str]:
    """The mark of each column; none where the text is no mark of ours.

    A register that left before a column was added says that it was unknown then.
    """
    mark = text.strip()
    missing = len(CORRECTABLE) - len(mark) // _LENGTH
    if len(mark) % _LENGTH or not 0 <= missing <= _N_ADDED:
        return {}
    mark += mark_of("") * missing
    return {name: mark[_LENGTH * at : _LENGTH * (at + 1)] for at, name in enumerate(CORRECTABLE)}


def mark_of(cell: str) -> str:
    """The mark of a cell: one in 262,144 other cells would have the same."""
    return base64.urlsafe_b64encode(hashlib.sha256(cell.encode()).digest())[:_LENGTH].decode()


def cell_of(name: str, value: Any) -> str:
    """The cell of a column as files hold it."""
    return to_cell(value, _RECORD_COLUMNS[name])
