"""A schedule in whatever words: OSM already, a sentence, a table in a cell; or left to a person."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from wtc_eco.coverage.hours import LONGEST, Schedule, read
from wtc_eco.coverage.slots import Plan, general_plan
from wtc_eco.coverage.weeks import bare, is_valid
from wtc_eco.coverage.wording.folding import FATAL, folded
from wtc_eco.coverage.wording.gathering import gathered
from wtc_eco.coverage.wording.grammar import phrases
from wtc_eco.coverage.wording.lexicon import lexicon
from wtc_eco.coverage.wording.tokens import tokens
from wtc_eco.coverage.wording.writing import osm
from wtc_eco.locale import mark

_DOUBTS = {
    "unread": mark("Some words were not understood."),
    "stray": mark("A number, a date or a word could not be placed."),
    "vague": mark("It is said with reserve, or depends on something else."),
    "alternate": mark("It does not hold every week, and which weeks is not said."),
    "phone": mark("Some of the hours are for calls only."),
    "nonsense": mark("A time is impossible."),
    "loose": mark("Which days are meant is not quite said."),
    "condition": mark("Whether the season or the holidays hold for all the hours is not said."),
    "places": mark("Several places are in one text."),
    "services": mark("Several services are in one text."),
    "overlap": mark("Hours of one day overlap."),
    "early": mark("It opens or closes very early in the morning: is the afternoon meant?"),
    "other_part": mark("The hours are not in the part of the day that is named."),
    "backwards": mark("It closes before it opens."),
    "no_days": mark("No day is named."),
    "no_hours": mark("A day is named without hours."),
    "open_ended": mark("It does not say until when it is open."),
    "replaces": mark("A day has hours twice: whether the second complete or replace the first is not said."),
    "cut": mark("It closes for part of a day, and when is not said."),
    "one_end": mark("A season has one end only: from when, or until when, is not said."),
    "holidays_only": mark("It holds in the holidays only."),
}

_WEEKEND = re.compile(r"\b(?:WE|we)\b")


@dataclass(frozen=True)
class _Words:
    """What the grammar made of a text."""

    osm: str
    doubts: tuple[str, ...]
    fatal: bool
    by_appointment: bool
    slips: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]


def understand(text: str | None, plan: Plan | None = None) -> Schedule:
    """What a schedule says, in OSM or in words; never an exception, whatever the text.

    What was not understood for certain is `approximate` or `unknown`, and its minutes are not counted.
    """
    return _understood(text or "", plan or general_plan())


@lru_cache(maxsize=1 << 14)
def _understood(text: str, plan: Plan) -> Schedule:
    as_osm = read(text, plan)
    if (
        len(text) > LONGEST
        or (as_osm.osm and as_osm.status in ("known", "by_appointment"))
        or not text.strip()
    ):
        return _not_at_the_weekend(as_osm)
    words = _in_words(text)
    found = _judged(text, words, plan)
    # «Mar 18:00-20:00» is March to OSM and Tuesday to those who write it.
    return as_osm if as_osm.osm and found.status != "known" else found


def _not_at_the_weekend(held: Schedule) -> Schedule:
    """`we` is Wednesday to OSM, and the weekend to those who write French."""
    if held.status != "known" or not _WEEKEND.search(bare(held.osm)):
        return held
    doubt = mark("“WE” may be Wednesday or the weekend.")
    return replace(held, status="approximate", slots={}, at_most={}, doubts=(*held.doubts, doubt))


def _in_words(text: str) -> _Words:
    held = tokens(text, lexicon())
    said = gathered(phrases(held.held))
    week = folded(said)
    doubts = tuple(_DOUBTS[doubt] for doubt in sorted(week.doubts))
    alone = week.is_empty() and not week.closed
    return _Words(
        osm(week, lexicon().comment),
        doubts,
        fatal=bool(week.doubts & FATAL),
        by_appointment=alone and (week.by_appointment or week.besides),
        slips=held.slips,
        unread=tuple(dict.fromkeys(said.unread)),
    )


def _judged(text: str, words: _Words, plan: Plan) -> Schedule:
    """The schedule, with the guard's status or a lower one."""
    told = Schedule(text, doubts=words.doubts, slips=words.slips, unread=words.unread)
    if words.by_appointment and not words.fatal:
        return replace(told, status="by_appointment")
    if words.fatal or not words.osm or not is_valid(words.osm):
        silent = () if words.doubts else (mark("The schedule is not understood."),)
        return replace(told, doubts=words.doubts + silent)
    read_back = read(words.osm, plan)
    doubts = tuple(dict.fromkeys((*words.doubts, *read_back.doubts)))
    told = replace(told, osm=read_back.osm, doubts=doubts)
    if read_back.status == "by_appointment":
        return replace(told, status="by_appointment")
    if words.doubts or read_back.status != "known":
        return replace(told, status="approximate")
    return replace(told, status="known", slots=read_back.slots, at_most=read_back.at_most)
