"""The folder as partners see it: its register without people, and its answers as they may be shared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.ecosystem.sharing.withheld import Withheld, withheld_of
from wtc_eco.locale import tr
from wtc_eco.registry.words import said

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

SAME = ("settings", "territory", "holdings", "lexicon", "matching", "mentions", "as_of", "language")
"""What the shared edition takes over as it is: who is one structure, and which words meant whom."""
EMPTIED = ("phone", "email", "note", "extra", "conditions", "hosted_by", "also_known_as", "conflicts")
"""Columns that nobody outside needs, or in which anything can be written."""
CHECKED = ("street", "locality", "website", "opening_hours", "hours_note")
"""Columns that are emptied where a person, an address or a number stands in them."""
HOME = ("street", "website", "lat", "lon", "opening_hours", "hours_note")
"""What is emptied too where a structure is called after a person: it may be somebody's home."""


def shared(ecosystem: Ecosystem) -> Ecosystem:
    """The same folder in its shared edition; every answer it gives may be read by partners."""
    made = type(ecosystem)(ecosystem.folder, edition="shared")
    made.__dict__.update({name: getattr(ecosystem, name) for name in SAME})
    made.__dict__["registry"] = without_people(
        ecosystem.registry, withheld_of(ecosystem), ecosystem.territory
    )
    return made


def without_people(registry: Registry, withheld: Withheld, territory: Territory) -> Registry:
    """The register with nobody in it; a name in which somebody stands becomes the kind and the commune."""
    rows = [_row(row, withheld, territory) for row in registry.table.to_dict("records")]
    return replace(registry, table=model.frame(model.REGISTRY, rows), corrections={})


def _row(row: dict[Any, Any], withheld: Withheld, territory: Territory) -> dict[str, Any]:
    kept = {**row, **dict.fromkeys(EMPTIED), **_known_terms(row, territory)}
    kept |= {name: None for name in CHECKED if row[name] and withheld.in_field(row[name])}
    if row["name"] and withheld.in_field(row["name"]):
        kept |= {**dict.fromkeys(HOME), "name": called(row, territory)}
    return kept


def _known_terms(row: dict[Any, Any], territory: Territory) -> dict[str, Any]:
    """Terms the pack knows: another one is somebody's own words."""
    kept: dict[str, Any] = {}
    for column in model.REGISTRY:
        if column.vocabulary and row[column.name]:
            held, known = row[column.name], territory.vocabulary(column.vocabulary)
            if isinstance(held, tuple):
                kept[column.name] = tuple(one for one in held if one in known)
            else:
                kept[column.name] = held if held in known else None
    return kept


def called(row: dict[Any, Any], territory: Territory) -> str:
    """How a structure is called whose name is withheld: its kind and its commune."""
    kind = said("kind", row["kind"], territory) or tr("structure")
    return tr("{kind} ({commune})", kind=kind, commune=row["commune"]) if row["commune"] else kind
