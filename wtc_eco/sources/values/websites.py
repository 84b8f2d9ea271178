"""Websites, with their scheme."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import seen
from wtc_eco.sources.values.reading import NOTHING, Reading
from wtc_eco.sources.wording import says_none, says_nothing

_BETWEEN = re.compile(r"[;|\s]+|,(?=\s|https?:|www\.)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:(?!\d)", re.IGNORECASE)


def read_website(text: str) -> Reading:
    """The first website of a cell, with `https://` where it names no scheme; the rest kept as found.

    Only http and https are websites: «javascript:» is text.
    """
    held = seen(text)
    if says_nothing(held) or says_none(held):
        return NOTHING
    parts = [part for part in _BETWEEN.split(held) if part]
    sites = [as_website(part) for part in parts]
    first = next((site for site in sites if site), None)
    if first is None:
        return Reading(rest=text, faults=(_none_there(),))
    others = [part for part, site in zip(parts, sites, strict=True) if site != first]
    return Reading({"website": first}, (_only_first(),) if others else (), rest=" ".join(others))


def as_website(text: str) -> str | None:
    """`text` as an address on the web, or `None`."""
    bare = text.strip("<>()[]\"'").rstrip(".,")
    if _SCHEME.match(bare) and not bare.lower().startswith(("http://", "https://")):
        return None
    whole = bare if "://" in bare else f"https://{bare}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        return None
    labels = host.split(".")
    if parts.username is not None or len(labels) < 2 or not all(labels):  # noqa: PLR2004 - name and country
        return None
    sound = all(label.replace("-", "").replace("_", "").isalnum() for label in labels)
    return whole if sound and not labels[-1].isdigit() else None


def _none_there() -> Fault:
    return Fault(
        "website_words",
        "warning",
        tr("There is no website in this cell; its text is kept apart."),
        tr("Write it as www.example.be, or empty the cell."),
    )


def _only_first() -> Fault:
    return Fault("website_several", "warning", tr("The first website was taken; the rest is kept apart."))
