"""Lists of themes, publics, slots …: split by the options the pack knows, not blindly at commas.

Opening hours: an OSM string where it is one, words otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wtc_eco.errors import LONGEST_SHOWN, Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import one_line, quoted, seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt
from wtc_eco.sources.vocabulary import says_none, says_nothing
from wtc_eco.territory import Vocabulary
from wtc_eco.territory.normalize import fold

_SURE = re.compile(r"[|;\n\r•]")
_PERHAPS = re.compile(r",| / | - |/| et | and | \+ ", re.IGNORECASE)
_MOST_PIECES = 200
_LONGEST_OPTION = 8
"""Commas and «et» that one option may hold."""


def read_terms(text: str, field: str, vocabulary: Vocabulary) -> ReadValue:
    """The ids of the options in a cell, in their order; options nobody knows are told and kept as found.

    An option may hold a comma («Compétences de base (ordinateur, souris, clavier)»): the longest
    run of pieces that is an option is one. «Aucun» is known to be none.
    """
    cell = text[:2_000]
    if says_nothing(cell):
        return NOTHING
    if says_none(cell):
        return ReadValue({field: ()})
    known: dict[str, None] = {}
    unknown: list[str] = []
    for part in _SURE.split(cell)[:_MOST_PIECES]:
        ids, odd = _options(seen(part), vocabulary)
        known.update(dict.fromkeys(ids))
        unknown += odd
    faults = (_unknown(unknown),) if unknown else ()
    return ReadValue({field: tuple(known)} if known else {}, faults, rest=" | ".join(unknown))


def _options(part: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Ids and unknown pieces, the longest known run of pieces first."""
    if not fold(part):
        return [], []
    if whole := vocabulary.find(part):
        return [whole.id], []
    cuts = [0, *(end for sign in _PERHAPS.finditer(part) for end in sign.span()), len(part)]
    starts, ends = cuts[::2][:_MOST_PIECES], cuts[1::2][:_MOST_PIECES]
    ids: list[str] = []
    odd: list[str] = []
    at = 0
    while at < len(starts):
        for last in range(min(len(ends), at + _LONGEST_OPTION) - 1, at - 1, -1):
            if term := vocabulary.find(part[starts[at] : ends[last]]):
                ids.append(term.id)
                at = last + 1
                break
        else:
            odd.append(part[starts[at] : ends[at]].strip())
            at += 1
    if not ids:
        return [], [part]
    return ids, [piece for piece in odd if fold(piece)]


def read_kind(text: str, kinds: Vocabulary) -> ReadValue:
    """The kind a cell names; other words are told and kept as found."""
    cell = seen(text)
    if says_nothing(cell):
        return NOTHING
    term = kinds.find(cell)
    return ReadValue({"kind": term.id}) if term else ReadValue(rest=text, faults=(_unknown([cell]),))


def read_scale(text: str, field: str, scale: Mapping[str, str]) -> ReadValue:
    """One of a few values («oui», «en partie», «non»); other words are told and kept as found."""
    cell = seen(text)
    if says_nothing(cell) and fold(cell) not in scale:
        return NOTHING
    value = scale.get(fold(cell))
    return ReadValue({field: value}) if value else ReadValue(rest=text, faults=(_unknown([cell]),))


def read_texts(text: str, field: str) -> ReadValue:
    """Free texts separated by `|`, `;` or line breaks; «aucun» is known to be none."""
    if says_nothing(text):
        return NOTHING
    if says_none(text):
        return ReadValue({field: ()})
    parts = (part.strip() for part in re.split(r"[|;\n\r]", text))
    texts = tuple(dict.fromkeys(part for part in parts if part))
    return ReadValue({field: texts}) if texts else NOTHING


def _unknown(options: list[str]) -> Problem:
    shown = quoted(options[:10])
    return Problem(
        "unknown_option",
        "warning",
        tr("{options}: not among the known options; kept as found.", options=shown),
        tr("Use a word of the list, or add it to the pack as a synonym."),
    )


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


def read_hours(text: str) -> ReadValue:
    """`opening_hours` where the text is in OSM's language, else `hours_note`, as written.

    What looks like OSM and is not valid («Mo 99:99») is kept as found, and so is a schedule of more
    than 600 characters in that language.
    """
    if says_nothing(text):
        return NOTHING
    cell = one_line(text[:LONGEST_SHOWN])
    if not looks_like_osm(cell):
        return ReadValue({"hours_note": text})
    if len(text) > _LONGEST or not _is_valid(cell):
        return ReadValue(faults=(_wrong(),))
    return ReadValue({"opening_hours": cell})


def looks_like_osm(text: str) -> bool:
    """Whether the text is written in OSM's language, valid or not: its words, a day and a time."""
    bare = _COMMENT.sub("", text)
    if not all(word in _WORDS for word in _WORD.findall(bare)):
        return False
    return "24/7" in bare or bool(_DAY.search(bare) and _TIME.search(bare))


def _is_valid(text: str) -> bool:
    import opening_hours

    return bool(opening_hours.validate(text))


def _wrong() -> Problem:
    return doubt(
        "hours_bad",
        tr("These opening hours cannot be read."),
        tr("Write them in words, or as in “Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00”."),
    )
