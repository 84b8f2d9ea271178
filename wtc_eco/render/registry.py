"""The register as a person reads it: French or English titles, terms in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Heading, Shape
from wtc_eco.locale import mark, tr
from wtc_eco.model import REGISTRY, Column, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

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
    "extra": mark("Other columns"),
    "commune": mark("Commune"),
    "bassin": mark("Bassin"),
    "place": mark("Where it lies"),
}
ANSWERS = {
    "yes": mark("yes"),
    "partly": mark("partly"),
    "no": mark("no"),
    "very_well": mark("very well"),
    "well": mark("well"),
    "badly": mark("badly"),
    "not_at_all": mark("not at all"),
    "often": mark("often"),
    "sometimes": mark("sometimes"),
    "rarely": mark("rarely"),
    "inside": mark("inside"),
    "outside_bassins": mark("outside the bassins"),
    "outside": mark("outside the territory"),
    "unknown": mark("unknown"),
}
ANSWERED = ("staff_trained", "roles_defined", "knows_ecosystem", "entry_point", "place")
_SHAPES: dict[Type, Shape] = {
    "date": "date",
    "whole": "whole",
    "number": "number",
    "terms": "list",
    "texts": "list",
    "numbers": "list",
    "flag": "flag",
}


def headings(territory: Territory | None = None) -> tuple[Heading, ...]:
    """The registry's columns as headings, in order; terms become words where a territory is given."""
    return tuple(_heading(column, territory) for column in REGISTRY)


def _heading(column: Column, territory: Territory | None) -> Heading:
    shape = _SHAPES.get(column.type, "text")
    return Heading(column.name, tr(TITLES[column.name]), shape, _words(column, territory))


def _words(column: Column, territory: Territory | None) -> Mapping[str, str] | None:
    if column.name in ANSWERED:
        return {key: tr(words) for key, words in ANSWERS.items()}
    if column.name == "conflicts":
        return {key: tr(words) for key, words in TITLES.items()}
    if territory is None:
        return None
    if column.name == "bassin":
        return {key: bassin.text() for key, bassin in territory.bassins.items()}
    return getattr(territory, column.vocabulary).words() if column.vocabulary else None


def rows(table: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    """The registry row by row; `extra` as a text."""
    columns = {
        column.name: table[column.name].tolist() for column in REGISTRY if column.name in table.columns
    }
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        if row.get("extra") is not None:
            row["extra"] = json.dumps(row["extra"], ensure_ascii=False, sort_keys=True)
        yield row
