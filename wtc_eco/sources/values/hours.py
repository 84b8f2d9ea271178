"""Opening hours: an OSM string where it is one, words otherwise."""

from __future__ import annotations

import re

from wtc_eco.locale import tr
from wtc_eco.sources.table import LONGEST_SHOWN, Fault
from wtc_eco.sources.text import one_line
from wtc_eco.sources.values.reading import NOTHING, Reading, doubt
from wtc_eco.sources.wording import says_nothing

_WORDS = frozenset(
    [
        "Mo",
        "Tu",
        "We",
        "Th",
        "Fr",
        "Sa",
        "Su",
        "PH",
        "SH",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "week",
        "off",
        "closed",
        "open",
        "unknown",
        "easter",
        "day",
        "days",
        "sunrise",
        "sunset",
        "dawn",
        "dusk",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_COMMENT = re.compile(r'"[^"]*"')
_DAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)\b")
_TIME = re.compile(r"\d:\d\d|\boff\b|\bclosed\b")
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
    """Whether the text is written in OSM's language, valid or not: its words, a day and a time."""
    bare = _COMMENT.sub("", text)
    if not all(word in _WORDS for word in _WORD.findall(bare)):
        return False
    return "24/7" in bare or bool(_DAY.search(bare) and _TIME.search(bare))


def _is_valid(text: str) -> bool:
    import opening_hours

    return bool(opening_hours.validate(text))


def _wrong() -> Fault:
    return doubt(
        "hours_bad",
        tr("These opening hours cannot be read."),
        tr("Write them in words, or as in “Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00”."),
    )
