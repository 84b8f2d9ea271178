"""The sealed file: folium's frame, Leaflet and our layer inside, and a policy that allows no more.

folium and branca compile rendered text again as a template: a structure called `{{…}}` would run.
So folium renders an empty frame, and everything else, texts first of all, is put in afterwards.
Only a background of images comes from another machine: asked for when the map is made, and again by its reader.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import Element, Figure

from wtc_eco.errors import RefusedError
from wtc_eco.i18n import speaking, tr
from wtc_eco.render.html import policy, stylesheet

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
    before, after = files(__package__).joinpath("page.html").read_text(encoding="utf-8").split(MARKERS.map)
    text = str(figure.render()).replace("</head>", f"{MARKERS.style}\n</head>", 1)
    return text.replace("<body>", f"<body>\n{before}", 1).replace("</body>", f"{after}\n</body>", 1)


SCRIPTS = (
    "state.js",
    "symbols.js",
    "layers.js",
    "cells.js",
    "ground.js",
    "tiles.js",
    "labels.js",
    "ties.js",
    "drawing.js",
    "filters.js",
    "table.js",
    "card.js",
    "commune.js",
    "legend.js",
    "main.js",
)
_FOLDER = Path(__file__).parent
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')


def seal(content: Mapping[str, Any]) -> str:
    """One HTML text with `content` in a block of data, every script and style known by its hash."""
    page = _VIEWPORT.sub('<meta name="viewport" content="width=device-width, initial-scale=1" />', frame())
    for marker, text in _parts(content).items():
        before, marker_found, after = page.partition(marker)
        if not marker_found:
            raise AssertionError(marker)
        page = before + text + after
    return page.replace("<head>", f"<head>\n{_policy(page, content['tiles'])}", 1)


def _parts(content: Mapping[str, Any]) -> dict[str, str]:
    """What stands in place of each marker, in the order of the page."""
    style, script = _style(), _script()
    return {
        "<html>": f'<html lang="{html.escape(content["language"])}">',
        MARKERS.title: f"<title>{html.escape(content['head']['title'])}</title>",
        MARKERS.leaflet: f"<style>{_leaflet_css()}</style>\n<script>{_leaflet_js()}</script>",
        MARKERS.style: f"<style>{style}</style>",
        MARKERS.without: _without_script(content["language"]),
        "</html>": f"{data_block(content)}\n<script>{script}</script>\n</html>",
    }


def data_block(content: Mapping[str, Any]) -> str:
    """`content` as a block of data no browser runs, whatever the texts in it hold."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    safe = _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return f'<script type="application/json" id="ecosystem">{safe}</script>'


def _without_script(language: str) -> str:
    with speaking(language):
        sentence = tr("This map needs JavaScript. The registry, as a sheet, says the same.")
    return f"<noscript><p>{html.escape(sentence)}</p></noscript>"


def _policy(page: str, tiles: Mapping[str, Any] | None) -> str:
    """Nothing but the scripts and styles that stand in the page; no request but for images of `tiles`."""
    images = ["data:", *([f"https://{tiles['host']}"] if tiles else [])]
    allowed = policy(styles=_within(page, "style"), scripts=_within(page, "script"), images=images)
    return f'<meta http-equiv="Content-Security-Policy" content="{allowed}" />'


def _within(page: str, tag: str) -> list[str]:
    """What stands in each element `tag` without attributes: those a browser runs or applies."""
    return [rest.partition(f"</{tag}>")[0] for rest in page.split(f"<{tag}>")[1:]]


@cache
def _style() -> str:
    return stylesheet(_FOLDER / "map.css")


@cache
def _script() -> str:
    return (
        "(() => {\n'use strict';\n"
        + "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
        + "\n})();"
    )


@cache
def _leaflet_js() -> str:
    """Leaflet as published, without the map of its sources and without its link to its site."""
    text = _leaflet("leaflet.js").replace('href="https://leafletjs.com"', "")
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


@cache
def _leaflet_css() -> str:
    """Leaflet's style without the images of controls we do not use: they would be requests."""
    return re.sub(r"\s*(?:background-image|behavior):\s*url\([^)]*\);", "", _leaflet("leaflet.css"))


def _leaflet(name: str) -> str:
    path = files("js_lib_leaflet").joinpath("static", "js_lib_leaflet", name)
    return path.read_text(encoding="utf-8")


_PLACES = ("{z}", "{x}", "{y}")
_HOST = re.compile(r"[a-z0-9.-]+(?::\d+)?\Z")


def tiles(table: Mapping[str, Any]) -> dict[str, Any]:
    """The background a pack names: `url` with `{z}`, `{x}`, `{y}`, `attribution`, `from` and `to` (zooms).

    `host` is whom a reader's browser will ask. Raises `RefusedError` where the pack names none, or one
    that is not an https address of images.
    """
    url, credit = str(table.get("url", "")), str(table.get("attribution", ""))
    host = urlsplit(url).netloc
    if not (url.startswith("https://") and _HOST.match(host) and credit and all(at in url for at in _PLACES)):
        raise RefusedError(
            tr("The territory names no background that can be drawn under the map."),
            hint=tr(
                "It needs an https address with {places} and whom to name, in [tiles].", places="{z} {x} {y}"
            ),
        )
    return {
        "url": url,
        "attribution": credit,
        "host": host,
        "from": table.get("from", 0),
        "to": table.get("to", 17),
    }
