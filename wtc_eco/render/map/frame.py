"""The empty frame folium makes: a head, a body with the map's place, and no word of anybody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import SimpleNamespace

import folium
from branca.element import Element, Figure

MARKERS = SimpleNamespace(
    title="<!-- eco:title -->",
    leaflet="<!-- eco:leaflet -->",
    style="<!-- eco:style -->",
    without="<!-- eco:without -->",
    map="<!-- eco:map -->",
)


@cache
def frame() -> str:
    """The same text every time: fixed ids, none of folium's outside links, our markers to fill."""
    # Limits of zoom are set before the map exists: set later, they would start an animation.
    chart = folium.Map(
        location=(0, 0),
        zoom_start=8,
        tiles=None,
        zoom_control=False,
        attributionControl=False,
        minZoom=6,
        maxZoom=17,
        zoomSnap=0.1,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=90,
    )
    chart.default_js, chart.default_css = [], []
    chart._id = "eco"  # noqa: SLF001 - folium draws a random one otherwise
    figure = Figure()
    figure.header.add_child(Element(MARKERS.title + MARKERS.leaflet), name="eco_leaflet")
    chart.add_to(figure)
    before, after = _page().split(MARKERS.map)
    text = str(figure.render()).replace("</head>", f"{MARKERS.style}\n</head>", 1)
    return text.replace("<body>", f"<body>\n{before}", 1).replace("</body>", f"{after}\n</body>", 1)


def _page() -> str:
    return files(__package__).joinpath("page.html").read_text(encoding="utf-8")
