"""What a valid schedule leaves out and the library fills in: reasons not to count it, and remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wtc_eco.coverage.slots import Interval
from wtc_eco.coverage.weeks import ALL_DAY, bare, is_whole_day, runs_past_midnight
from wtc_eco.locale import mark

_WEEKDAY = re.compile(r"\b(?:mo|tu|we|th|fr|sa|su)\b|24/7", re.IGNORECASE)
_SEASON = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|week|easter)", re.IGNORECASE)
_SCHOOL = re.compile(r"\bSH\b", re.IGNORECASE)
_SCHOOL_RULE = re.compile(r"\s*(?:PH\s*,\s*)?SH(?:\s*,\s*PH)?\s+(?!off|closed)(?=[A-Z\d])")
_SCHOOL_OFF = re.compile(r"(?:\bPH\s*,\s*)?\bSH\b(?:\s*,\s*PH\b)?\s*:?\s*(?:off|closed)", re.IGNORECASE)

# What the library reads in its own way: the pattern, looked for outside comments, and what to tell.
_READ_OTHERWISE = (
    (
        re.compile(r"\d:\d\d\s*\+|(?:sunrise|sunset|dawn|dusk)\s*\+(?!\d)", re.IGNORECASE),
        mark("It does not say until when it is open."),
    ),
    (re.compile(r"sunrise|sunset|dawn|dusk", re.IGNORECASE), mark("It depends on the sun.")),
    (re.compile(r"\d:\d\d\s*/"), mark("It repeats within a span of time.")),
    (re.compile(r"(?<!\d)\d{4}(?!\d)"), mark("It holds for certain years only.")),
    (
        # The library reads `PH We` as «public holidays and Wednesdays».
        re.compile(r"\bPH\b\s+(?:mo|tu|we|th|fr|sa|su)\b", re.IGNORECASE),
        mark("It gives other hours for public holidays."),
    ),
)


def school_weeks(osm: str) -> str:
    """The schedule without the rules of its own for school holidays, which the library takes for every day.

    A schedule of nothing else is left as it is.
    """
    words = bare(osm)
    ends = [place for place, sign in enumerate(words) if sign == ";"]
    rules = [
        osm[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(osm)], strict=True)
    ]
    kept = [rule for rule in rules if not _SCHOOL_RULE.match(rule)]
    return ";".join(kept).strip() if any(rule.strip() for rule in kept) else osm


def has_school_rules(osm: str) -> bool:
    """Whether other hours are given for school holidays, besides those of school weeks."""
    return school_weeks(osm) != osm and bool(_SCHOOL.search(_SCHOOL_OFF.sub("", bare(osm))))


def is_seasonal(osm: str) -> bool:
    """Whether months, weeks or Easter are named."""
    return bool(_SEASON.search(bare(osm)))


def grave(osm: str, sure: Iterable[Interval]) -> Iterator[str]:
    """Why no minute of the schedule can be counted: sentences to translate."""
    words, intervals = bare(osm), tuple(sure)
    for pattern, reason in _READ_OTHERWISE:
        if pattern.search(words):
            yield reason
    if _SCHOOL.search(_SCHOOL_OFF.sub("", words)):
        yield mark("It gives other hours for school holidays.")
    if any(is_whole_day(*interval) for interval in intervals):
        yield mark("It names days without hours.")
    elif any(runs_past_midnight(*interval) for interval in intervals):
        yield mark("It runs past midnight: opening and closing time may be swapped.")


def remarks(osm: str) -> Iterator[str]:
    """What a reader should know of a schedule that is counted: sentences to translate."""
    words = bare(osm)
    if _SCHOOL_OFF.search(words):
        yield mark("Closed in the school holidays: the hours are those of school weeks.")
    if has_school_rules(osm):
        yield mark("It gives other hours for school holidays: what is counted is school weeks.")
    if _SEASON.search(words):
        yield mark("The hours change with the season: what is counted holds from September to June.")
    if not _WEEKDAY.search(words):
        yield mark("No day is named: read as every day of the week.")
    if ALL_DAY.search(words):
        yield mark("Open day and night: to be checked.")
