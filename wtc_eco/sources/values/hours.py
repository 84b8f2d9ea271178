"""Opening hours: an OSM string where it is one, words otherwise."""

from __future__ import annotations

import re

from wtc_eco.locale import tr
from wtc_eco.sources.table import LONGEST_SHOWN, Fault
from wtc_eco.sources.text import one_line
from wtc_eco.sources.values.reading import NOTHING, Reading, doubt
from wtc_eco.sources.wording import says_nothing

_OSM_START = re.compile(
    r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|24/7|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|\d{1,2}:\d{2})\b"
)
_OSM_SIGNS = re.compile(r"[A-Za-z0-9 :;,\-+/\[\]()\"'|À-ÿ]+")
_DAY_OR_TIME = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b|\d:\d\d|24/7")
_LONGEST = 600


def read_hours(text: str) -> Reading:
    """`opening_hours` where the text is in OSM's language, else `hours_note`, as written.

    What looks like OSM and is not valid («Mo 99:99») sets the row aside, and so does a schedule
    of more than 600 characters in that language.
    """
    if says_nothing(text):
        return NOTHING
    held = one_line(text[:LONGEST_SHOWN])
    if not looks_like_osm(held):
        return Reading({"hours_note": text})
    if len(text) > _LONGEST or not _is_valid(held):
        return Reading(faults=(_wrong(),))
    return Reading({"opening_hours": held})


def looks_like_osm(text: str) -> bool:
    """Whether the text is written in OSM's language, valid or not."""
    return bool(_OSM_START.match(text) and _OSM_SIGNS.fullmatch(text) and _DAY_OR_TIME.search(text))


def _is_valid(text: str) -> bool:
    import opening_hours

    return bool(opening_hours.validate(text))


def _wrong() -> Fault:
    return doubt(
        "hours_bad",
        tr("These opening hours cannot be read."),
        tr("Write them in words, or as in “Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00”."),
    )
