"""The map: one sealed file that opens without a network, and a plain folium map for analysts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.render.map.areas import MapRequest

if TYPE_CHECKING:
    import folium

    from wtc_eco.analysis.finding import Finding

__all__ = ["MapRequest", "plain", "sealed"]


def sealed(directory: Finding, ties: Finding, request: MapRequest) -> str:
    """The map as the text of one HTML file that asks nothing of any other machine.

    `directory` has one row a structure and `ties` one row a tie (their columns: `structures` and
    `ties`). The same answers give the same bytes. Raises `RefusedError` for a boundary file that
    cannot be read.
    """
    from wtc_eco.render.map.content import content
    from wtc_eco.render.map.page import seal

    return seal(content(directory, ties, request))


def plain(directory: Finding, ties: Finding, request: MapRequest) -> folium.Map:
    """The same places as a `folium.Map` to which an analyst can add layers in a notebook.

    It is not sealed: folium's own links to outside hosts stand in it. Names are escaped in full.
    """
    from wtc_eco.render.map.folium_map import notebook

    return notebook(directory, ties, request)
