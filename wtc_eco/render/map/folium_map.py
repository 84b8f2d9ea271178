"""A plain folium map for a notebook: one circle a structure, to which layers can be added."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import folium

from wtc_eco.i18n import speaking
from wtc_eco.render.map.areas import placed
from wtc_eco.render.map.symbols import UNKNOWN, symbols

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.map.areas import MapRequest

# What HTML, JavaScript's template strings and Jinja read as code, each as a character reference.
_LITERAL = {ord(sign): f"&#{ord(sign)};" for sign in "{}$`\\%#\u2028\u2029"}


def escaped(text: str) -> str:
    """`text` so that HTML, a script and a template all read it as the same letters."""
    return "".join(_LITERAL.get(ord(sign), html.escape(sign)) for sign in text)


def notebook(directory: Finding, ties: Finding, request: MapRequest) -> folium.Map:
    """Structures on folium's default background and, apart, their ties as lines."""
    rows = directory.rows()
    spots = placed(rows, request.territory)
    chart = folium.Map(location=_middle(request), zoom_start=8, prefer_canvas=True)
    with speaking(request.language):
        words = request.territory.kinds.words()
    colors = symbols(request.territory.kinds, [row["kind"] for row in rows if row["kind"]])
    for row in ties.rows():
        ends = [spots.get(row["from"]), spots.get(row["to"])]
        if None not in ends:
            line = [(spot.lat, spot.lon) for spot in ends if spot]
            folium.PolyLine(line, weight=1, color=UNKNOWN, opacity=0.5).add_to(chart)  # type: ignore[no-untyped-call] # folium's own
    for row in rows:
        if spot := spots.get(row["id"]):
            color = colors[row["kind"]][0] if row["kind"] in colors else UNKNOWN
            marker = folium.CircleMarker((spot.lat, spot.lon), radius=5, color=color, fill=True)
            folium.Tooltip(escaped(_name(row, words))).add_to(marker)
            marker.add_to(chart)
    return chart


def _name(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return " · ".join(
        str(part) for part in (row["name"], words.get(row["kind"] or ""), row["commune"]) if part
    )


def _middle(request: MapRequest) -> tuple[float, float]:
    communes = request.territory.communes.values()
    covered = [place for place in communes if request.scope.covers(place.bassin, place.ins)] or list(communes)
    lats, lons = [place.lat for place in covered], [place.lon for place in covered]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
