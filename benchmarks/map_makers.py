"""The same structures as three maps: this project's, folium with one marker each, folium's fast clusters."""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import folium
from folium.plugins import FastMarkerCluster
from inlining import inlined
from map_ecosystem import ecosystem, territory, whole

from wtc_eco.analysis.finding import Finding, Heading, Spot
from wtc_eco.render.map import MapRequest
from wtc_eco.render.map.areas import placed
from wtc_eco.render.map.content import content
from wtc_eco.render.map.page import seal

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "render"))


FACTS = ("kind", "commune", "street", "phone", "email", "website", "standing", "reason", "themes", "slots")
COLOURS = ("blue", "orange", "green", "pink", "lightblue", "red", "beige", "black")
CALLBACK = """function (row) {
  var marker = L.marker(new L.LatLng(row[0], row[1]), {icon: L.AwesomeMarkers.icon()});
  return marker.bindTooltip(row[2]).bindPopup(row[3]);
}"""


def made(maker: str, n: int, target: Path) -> float:
    """Write the map of `n` invented structures; CPU seconds from the answers to the file."""
    directory, ties = ecosystem(n)
    request = MapRequest(territory(), whole(), layers=(invented_layers(directory),))
    MAKERS[maker](*ecosystem(10), request)  # what a process loads once, of either side, is not counted
    start = time.process_time()
    target.write_text(MAKERS[maker](directory, ties, request), encoding="utf-8")
    return time.process_time() - start


def all_of_it(directory: Finding, ties: Finding, request: MapRequest) -> str:
    """The sealed map, with ties, filters, table and 26 layers, which the others have not."""
    return seal(content(directory, ties, request))


def one_marker_each(directory: Finding, _ties: Finding, request: MapRequest) -> str:
    """What a tutorial shows: a marker, an icon, a tooltip and a popup a structure; no ties, no filters."""
    chart = _chart()
    for row, spot in _placed(directory, request):
        folium.Marker(
            (spot.lat, spot.lon),
            popup=folium.Popup(_facts(row), max_width=300),
            tooltip=html.escape(row["name"]),
            icon=folium.Icon(color=COLOURS[len(row["kind"]) % 8], icon="info-sign"),
        ).add_to(chart)
    return inlined(chart.get_root().render())


def fast_clusters(directory: Finding, _ties: Finding, request: MapRequest) -> str:
    """Points handed over as rows, put together in clusters by the browser; the same tooltip and popup."""
    chart = _chart()
    rows = [
        [spot.lat, spot.lon, html.escape(row["name"]), _facts(row)]
        for row, spot in _placed(directory, request)
    ]
    FastMarkerCluster(rows, callback=CALLBACK).add_to(chart)
    return inlined(chart.get_root().render())


MAKERS: dict[str, Callable[..., str]] = {
    "wtc-eco": all_of_it,
    "folium, a marker each": one_marker_each,
    "folium, FastMarkerCluster": fast_clusters,
}


def _chart() -> folium.Map:
    return folium.Map(location=(50.3, 4.8), zoom_start=9, tiles=None)


def _placed(directory: Finding, request: MapRequest) -> list[tuple[Mapping[str, Any], Any]]:
    spots = placed(directory.rows(), request.territory)
    return [(row, spots[row["id"]]) for row in directory.rows() if row["id"] in spots]


def _facts(row: Mapping[str, Any]) -> str:
    lines = [f"<b>{html.escape(row['name'])}</b>"]
    return "<br>".join([*lines, *(f"{fact}: {html.escape(str(row[fact]))}" for fact in FACTS if row[fact])])


def invented_layers(directory: Finding) -> Finding:
    """Twenty-six things that communes lack or have: as many as the pack has themes, slots and journeys."""
    dice = Random(26)  # noqa: S311 - invented gaps, not secrets
    ids = [row["id"] for row in directory.rows()]
    spots = [
        Spot(place.ins, place.name, place.lat, place.lon, mark, "", f"Besoin {n}", dice.choice(ids), 12.0)
        for n in range(26)
        for place in territory().communes.values()
        for mark in [dice.choice(("none", "not_found", "offered", "unknown"))]
    ]
    words = {"none": "pas proposé", "not_found": "pas trouvé", "offered": "proposé", "unknown": "inconnu"}
    return Finding(
        "gaps", "Besoins", "", 1, 0, "", (Heading("mark", "État", words=words),), spots=tuple(spots)
    )


if __name__ == "__main__":
    print(made(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
