"""The ground of the map: basins, communes by population, and what answers say of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wtc_eco.render.map.layers import layers, pick
from wtc_eco.render.map.pack import packed
from wtc_eco.render.map.tiles import tiles

if TYPE_CHECKING:
    from wtc_eco.render.map.request import MapRequest

FIELDS = ("ins", "name", "bassin", "population", "lat", "lon", "asked")


def ground(request: MapRequest, drawn: Sequence[str]) -> dict[str, Any]:
    """Basins in the pack's order and communes by INS code; `asked` says what the scope covers.

    `drawn` are the ids of the structures in the order of the page. Raises `UnknownNameError` for a layer
    that no answer has.
    """
    territory, scope = request.territory, request.scope
    communes = sorted(territory.communes.items())
    rows = [
        [
            ins,
            commune.name,
            commune.bassin,
            commune.population,
            round(commune.lat, 5),
            round(commune.lon, 5),
            scope.covers(commune.bassin, ins),
        ]
        for ins, commune in communes
    ]
    groups = layers(request.layers, [ins for ins, _ in communes], drawn)
    return {
        "bassins": [{"id": id_, "name": bassin.text()} for id_, bassin in territory.bassins.items()],
        "communes": packed(FIELDS, rows),
        "layers": groups,
        "layer": pick(request.layer, groups, territory) if request.layer else "",
        "tiles": tiles(territory.tiles) if request.tiles else None,
    }
