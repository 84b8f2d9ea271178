"""A folium map without its outside links: each file it asks for put into the page, as a careful person would.

Of fonts only the newest format is kept, and what cannot be had from npm is left out: the peer gets less to
load than its own page would.
"""

from __future__ import annotations

import base64
import re
from importlib.resources import files
from pathlib import Path

PEERS = Path(__file__).parent / "peers" / "node_modules"
HOMES = {
    "bootstrap.min.css": "bootstrap/dist/css",
    "bootstrap.bundle.min.js": "bootstrap/dist/js",
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "all.min.css": "@fortawesome/fontawesome-free/css",
    "leaflet.awesome-markers.js": "leaflet.awesome-markers/dist",
    "leaflet.awesome-markers.css": "leaflet.awesome-markers/dist",
    "leaflet.markercluster.js": "leaflet.markercluster/dist",
    "MarkerCluster.css": "leaflet.markercluster/dist",
    "MarkerCluster.Default.css": "leaflet.markercluster/dist",
}
TYPES = {".png": "image/png", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"\s*/?>')
_SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
_URL = re.compile(r"url\(([\"']?)([^)\"']+)\1\)")


def inlined(page: str) -> str:
    """The same page, asking nothing of any other machine."""
    page = _LINK.sub(lambda link: f"<style>{_style(_home(link[1]))}</style>", page)
    return _SCRIPT.sub(lambda script: f"<script>{_text(_home(script[1]))}</script>", page)


def _home(url: str) -> Path | None:
    name = url.rsplit("/", 1)[1]
    if name in {"leaflet.js", "leaflet.css"}:
        return Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet" / name
    home = PEERS / HOMES[name] if name in HOMES else None
    return home / name if home and home.is_dir() else home


def _text(path: Path | None) -> str:
    text = path.read_text(encoding="utf-8") if path else ""
    return re.sub(r"\n(?://|/\*)# sourceMappingURL=.*", "", text)


def _style(path: Path | None) -> str:
    return _URL.sub(lambda url: f"url({_data(path, url[2])})", _text(path)) if path else ""


def _data(style: Path | None, url: str) -> str:
    """A file beside a style as a part of it; nothing for one that is not there, or in an older format."""
    file = style.parent / url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0] if style else Path()
    if url.startswith("data:") or file.suffix not in TYPES or not file.is_file():
        return url if url.startswith("data:") else "data:,"
    return f"data:{TYPES[file.suffix]};base64,{base64.b64encode(file.read_bytes()).decode()}"
