"""A background of images from another machine: asked for when the map is made, and again by its reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wtc_eco.errors import RefusedError
from wtc_eco.locale import tr

_PLACES = ("{z}", "{x}", "{y}")
_HOST = re.compile(r"[a-z0-9.-]+(?::\d+)?\Z")


def tiles(said: Mapping[str, Any]) -> dict[str, Any]:
    """The background a pack names: `url` with `{z}`, `{x}`, `{y}`, `attribution`, `from` and `to` (zooms).

    `host` is whom a reader's browser will ask. Raises `RefusedError` where the pack names none, or one
    that is not an https address of images.
    """
    url, credit = str(said.get("url", "")), str(said.get("attribution", ""))
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
        "from": said.get("from", 0),
        "to": said.get("to", 17),
    }
