"""What to tell a person about the place of a row."""

from __future__ import annotations

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.territory import Place


def place_fault(place: Place, *, told: bool) -> Fault | None:
    """The doubt about a place: unreadable sets the row aside, outside or uncertain is a warning.

    `told` says whether the row spoke of its place at all: a row that does not is kept.
    """
    if not told:
        return Fault(
            "place_missing",
            "warning",
            tr("The row does not say where the structure is."),
            tr("Add a postal code or a locality so that it appears on the map."),
        )
    if place.standing == "unknown":
        return Fault(
            "place_unreadable",
            "quarantine",
            place.doubt or tr("Nobody can tell where this is."),
            tr("Write the postal code and the locality."),
        )
    if place.standing == "outside":
        return Fault(
            "place_outside",
            "warning",
            " ".join(filter(None, (tr("Outside the territory; the row is kept."), place.doubt))),
        )
    if place.doubt:
        return Fault("place_doubt", "warning", place.doubt, tr("Check the postal code and the locality."))
    return None
