"""Doubts about where a structure is: the clues that disagree, and the ground it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtc_eco.errors import Problem
from wtc_eco.locale import kilometres, tr
from wtc_eco.store.doubts.row import Row
from wtc_eco.territory.distance import distance_km

if TYPE_CHECKING:
    from wtc_eco.territory import Place, Territory

_FAR_KM = 25.0
"""No commune reaches so far from its centre."""
_NORTH, _EAST = 90.0, 180.0
_CLUES = ("ins", "postal_code", "locality", "lat")


def doubts(row: Row, territory: Territory) -> Iterator[Problem]:
    """What the clues of one record say of its place, and where they disagree."""
    place = territory.place(**{name: row[name] for name in ("ins", "postal_code", "locality", "lat", "lon")})
    column = next((name for name in _CLUES if row[name] is not None), None)
    if column is None:
        message, hint = tr("Nobody knows where this structure is."), tr("Write a postal code or a locality.")
        yield row.problem("no_place", "postal_code", message, hint)
        return
    if place.doubt:
        yield row.problem(
            "doubtful_place", column, place.doubt, tr("Check the postal code, the locality and the point.")
        )
    yield from _standing(row, column, place)
    yield from _point(row, place, territory)


def _standing(row: Row, column: str, place: Place) -> Iterator[Problem]:
    if place.standing == "unknown" and not place.doubt:
        message, hint = (
            tr("This place is not found in the territory."),
            tr("Check the postal code and the locality."),
        )
        yield row.problem("unknown_place", column, message, hint)
    elif place.standing == "outside":
        yield row.problem("outside", column, tr("Outside the territory; kept."), gravity="note")
    elif place.standing == "outside_bassins":
        message = tr("{commune} is in no bassin; kept.", commune=place.commune)
        hint = tr("To count it in one, assign the commune in eco.toml, under [bassins].")
        yield row.problem("outside_bassins", column, message, hint, gravity="note")


def _point(row: Row, place: Place, territory: Territory) -> Iterator[Problem]:
    lat, lon = row["lat"], row["lon"]
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        yield row.problem(
            "half_a_point",
            "lat" if lat is not None else "lon",
            tr("Only one of latitude and longitude is known."),
            tr("Write both, or neither."),
        )
    elif abs(lat) > _NORTH or abs(lon) > _EAST:
        hint = tr("Degrees are wanted, as 50.4541 and 3.9523; metres (Lambert 72) are something else.")
        yield row.problem("no_such_point", "lat", tr("This point is not on the Earth."), hint)
    elif place.ins is not None and (commune := territory.commune_at(place.ins)) is not None:
        away = distance_km(lat, lon, commune.lat, commune.lon)
        if away > _FAR_KM:
            message = tr(
                "The point is {distance} from {commune}.", distance=kilometres(away), commune=commune.name
            )
            yield row.problem(
                "far_point", "lat", message, tr("Latitude and longitude exchanged? Check the two cells.")
            )
