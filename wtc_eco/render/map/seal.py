"""The sealed file: folium's frame, Leaflet and our layer inside, and a policy that allows no more.

folium and branca compile rendered text again as a template: a structure called `{{…}}` would run.
So folium renders an empty frame, and everything else, texts first of all, is put in afterwards.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from wtc_eco.locale import speaking, tr
from wtc_eco.render.design import policy, stylesheet
from wtc_eco.render.map.frame import MARKERS, frame

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
        before, found, after = page.partition(marker)
        if not found:
            raise AssertionError(marker)
        page = before + text + after
    return page.replace("<head>", f"<head>\n{_policy(page, content['tiles'])}", 1)


def _parts(content: Mapping[str, Any]) -> dict[str, str]:
    """What stands in place of each marker, in the order of the page."""
    style, script = _style(), _script()
    return {
        "<html>": f'<html lang="{html.escape(content["language"])}">',
        MARKERS.title: _title(content),
        MARKERS.leaflet: f"<style>{_leaflet_css()}</style>\n<script>{_leaflet_js()}</script>",
        MARKERS.style: f"<style>{style}</style>",
        MARKERS.without: _without_script(content["language"]),
        "</html>": f"{data_block(content)}\n<script>{script}</script>\n</html>",
    }


def data_block(content: Mapping[str, Any]) -> str:
    """`content` as a block of data no browser runs, whatever the texts in it hold."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    safe = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return f'<script type="application/json" id="ecosystem">{safe}</script>'


def _title(content: Mapping[str, Any]) -> str:
    return f"<title>{html.escape(content['head']['title'])}</title>"


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
    return "(() => {\n'use strict';\n" + "\n".join(map(_own, SCRIPTS)) + "\n})();"


def _own(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


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
