"""Lists of themes, publics, slots …: split by the options the pack knows, not blindly at commas."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import quoted, seen
from wtc_eco.sources.values.reading import NOTHING, Reading
from wtc_eco.sources.wording import says_none, says_nothing
from wtc_eco.territory import Vocabulary
from wtc_eco.territory.spelling import fold

_SURE = re.compile(r"[|;\n\r•]")
_PERHAPS = re.compile(r",| / | - |/| et | and | \+ ", re.IGNORECASE)
_MOST_PIECES = 200
_LONGEST_OPTION = 8
"""Commas and «et» that one option may hold."""


def read_terms(text: str, field: str, vocabulary: Vocabulary) -> Reading:
    """The ids of the options in a cell, in their order; options nobody knows are told and kept as found.

    An option may hold a comma («Compétences de base (ordinateur, souris, clavier)»): the longest
    run of pieces that is an option is one. «Aucun» is known to be none.
    """
    held = text[:2_000]
    if says_nothing(held):
        return NOTHING
    if says_none(held):
        return Reading({field: ()})
    known: dict[str, None] = {}
    unknown: list[str] = []
    for part in _SURE.split(held)[:_MOST_PIECES]:
        ids, odd = _options(seen(part), vocabulary)
        known.update(dict.fromkeys(ids))
        unknown += odd
    faults = (_unknown(unknown),) if unknown else ()
    return Reading({field: tuple(known)} if known else {}, faults, rest=" | ".join(unknown))


def _options(part: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Ids and unknown pieces, the longest known run of pieces first."""
    if not fold(part):
        return [], []
    if whole := vocabulary.find(part):
        return [whole.id], []
    cuts = [0, *(end for found in _PERHAPS.finditer(part) for end in found.span()), len(part)]
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


def read_kind(text: str, kinds: Vocabulary) -> Reading:
    """The kind a cell names; other words are told and kept as found."""
    held = seen(text)
    if says_nothing(held):
        return NOTHING
    term = kinds.find(held)
    return Reading({"kind": term.id}) if term else Reading(rest=text, faults=(_unknown([held]),))


def read_scale(text: str, field: str, scale: Mapping[str, str]) -> Reading:
    """One of a few values («oui», «en partie», «non»); other words are told and kept as found."""
    held = seen(text)
    if says_nothing(held) and fold(held) not in scale:
        return NOTHING
    value = scale.get(fold(held))
    return Reading({field: value}) if value else Reading(rest=text, faults=(_unknown([held]),))


def read_texts(text: str, field: str) -> Reading:
    """Free texts separated by `|`, `;` or line breaks; «aucun» is known to be none."""
    if says_nothing(text):
        return NOTHING
    if says_none(text):
        return Reading({field: ()})
    parts = (part.strip() for part in re.split(r"[|;\n\r]", text))
    found = tuple(dict.fromkeys(part for part in parts if part))
    return Reading({field: found}) if found else NOTHING


def _unknown(options: list[str]) -> Fault:
    shown = quoted(options[:10])
    return Fault(
        "unknown_option",
        "warning",
        tr("{options}: not among the known options; kept as found.", options=shown),
        tr("Use a word of the list, or add it to the pack as a synonym."),
    )
