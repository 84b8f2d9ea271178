"""What a schedule says in whatever words (OSM, a sentence, a table in a cell), and what it does not.

It stands guard around the opening-hours library, which reads what is missing as «always open»: a blank, «sur
rendez-vous» and `Mo-Fr` are open day and night, `09:00+` until midnight, `17:00-09:00` overnight, and school
holidays do not exist. A schedule is `known` only where every minute it counts was said in figures. It is laid
over a few fixed weeks: when it is open for sure, by appointment, perhaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

import opening_hours as library

from wtc_eco.coverage.hours_parser.grammar import phrases
from wtc_eco.coverage.hours_parser.interpreter import gathered
from wtc_eco.coverage.hours_parser.lexer import signs, tokens
from wtc_eco.coverage.hours_parser.lexicon import lexicon
from wtc_eco.coverage.hours_parser.osm import osm
from wtc_eco.coverage.hours_parser.week import FATAL, folded
from wtc_eco.coverage.slots import Interval, SlotPlan, general_plan
from wtc_eco.i18n import mark, tr

WEEKS = 4
YEAR_ROUND = datetime(2027, 2, 1)  # noqa: DTZ001 - a wall clock
"""Four weeks that hold each weekday's first to fourth of the month, and the last: `Sa[1]` is a quarter."""
SEASONS = (YEAR_ROUND, datetime(2025, 9, 1), datetime(2026, 6, 1), datetime(2027, 11, 1))  # noqa: DTZ001 - wall clocks
"""Where months or weeks are named: four weeks of each season of a school year, all from a Monday the 1st."""

ALL_DAY = re.compile(r"24/7(?!\s*(?:off|closed|unknown))|\b0?0:00\s*-\s*24:00", re.IGNORECASE)
"""A whole day said in figures."""
_QUOTED = re.compile(r'("[^"]*")')


@dataclass(frozen=True)
class OpenIntervals:
    """The intervals of four weeks: open for sure, by appointment, and open perhaps."""

    sure: tuple[Interval, ...]
    by_appointment: tuple[Interval, ...]
    perhaps: tuple[Interval, ...]

    def doubtful(self) -> tuple[Interval, ...]:
        """Those that may be open besides."""
        return (*self.by_appointment, *self.perhaps)


def is_valid(osm: str) -> bool:
    """Whether the text is OSM `opening_hours`; a blank, which the library takes for 24/7, is not."""
    try:
        return bool(osm.strip()) and library.validate(osm)
    except ValueError:  # a lone surrogate, which no UTF-8 can say
        return False


def bare(osm: str) -> str:
    """The text with its comments blanked, each sign at its place."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted.group()), osm)


def laid_out(osm: str, start: datetime, plan: SlotPlan) -> OpenIntervals:
    """What a valid schedule says of the four weeks from `start`.

    A whole day said in figures loses its last minute here: what is still a whole day was never said
    in figures, it is the library's reading of a missing time.
    """
    parts = (
        part if part.startswith('"') else ALL_DAY.sub("00:00-23:59", part) for part in _QUOTED.split(osm)
    )
    by_certainty: dict[str, list[Interval]] = {"sure": [], "appointment": [], "perhaps": []}
    # Without a country no holiday exists: a fixed window must not meet some year's Easter Monday.
    hours = library.OpeningHours("".join(parts))
    for first, last, state, comment in hours.intervals(start, start + timedelta(weeks=WEEKS)):
        if state != library.State.CLOSED:
            asks = bool(comment) and plan.asks_appointment(comment)
            key = "appointment" if asks else "sure" if state == library.State.OPEN else "perhaps"
            by_certainty[key].append((first, last))
    return OpenIntervals(
        tuple(by_certainty["sure"]), tuple(by_certainty["appointment"]), tuple(by_certainty["perhaps"])
    )


def bounds(readings: Iterable[OpenIntervals], plan: SlotPlan) -> tuple[dict[str, float], dict[str, float]]:
    """Minutes a week in each slot, at least and at most, over the seasons read."""
    sure, besides = [], []
    for reading in readings:
        sure.append(plan.minutes(reading.sure))
        besides.append(plan.minutes(reading.doubtful()))
    return (
        {key: min(of_season[key] for of_season in sure) / WEEKS for key in plan.ids()},
        {
            key: max(one[key] + two[key] for one, two in zip(sure, besides, strict=True)) / WEEKS
            for key in plan.ids()
        },
    )


def is_whole_day(start: datetime, end: datetime) -> bool:
    """Whether the interval holds a day from midnight to midnight."""
    morning = start.replace(hour=0, minute=0)
    first = morning if start == morning else morning + timedelta(days=1)
    return end >= first + timedelta(days=1)


def runs_past_midnight(start: datetime, end: datetime) -> bool:
    """Whether the interval goes on into the next day."""
    return end > start.replace(hour=0, minute=0) + timedelta(days=1)


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


Status = Literal["known", "by_appointment", "approximate", "unknown"]

COVERED_FROM = 60.0
"""Minutes a week from which a slot is covered."""
LONGEST = 500
"""Characters; OSM itself allows 255. A longer text is not read, so that none takes long."""

_CLOSED = re.compile(r"(?:24/7\s*)?(?:off|closed)", re.IGNORECASE)
_TYPED = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2013": "-", "\u2212": "-", "\t": " ", "\n": " ", "\r": " "}
)


@dataclass(frozen=True)
class Schedule:
    """What a schedule was understood to say.

    `osm` is the text where it is valid OSM `opening_hours`, else empty. `slots` are minutes a week
    surely open, `at_most` with those that are doubtful; both are empty unless `status` is `known`,
    and a slot that `at_most` does not name has no upper limit. `doubts` are sentences to translate;
    `slips` are words read as another (as written, as read), `unread` those nobody understood.
    """

    text: str
    osm: str = ""
    status: Status = "unknown"
    slots: Mapping[str, float] = field(default_factory=dict)
    at_most: Mapping[str, float] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    slips: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """The doubts in the language spoken now."""
        read_as = [tr("“{written}” was read as “{word}”.", written=one, word=two) for one, two in self.slips]
        words = [tr("Not understood: {words}.", words=", ".join(self.unread))] if self.unread else []
        return (*(tr(doubt) for doubt in self.doubts), *read_as, *words)

    def as_json(self) -> dict[str, Any]:
        """As plain values; minutes are whole numbers where they are."""
        slots = {
            slot: int(weekly) if weekly == int(weekly) else weekly for slot, weekly in self.slots.items()
        }
        return {
            "text": self.text,
            "osm": self.osm,
            "status": self.status,
            "slots": slots,
            "warnings": list(self.warnings),
        }

    def covers(self, slot: str, minutes: float = COVERED_FROM) -> bool | None:
        """Whether the slot is open for at least so many minutes a week; `None` where nobody can tell."""
        if self.slots.get(slot, 0.0) >= minutes:
            return True
        return False if self.at_most.get(slot, minutes) < minutes else None


def read(opening_hours: str | None, plan: SlotPlan | None = None) -> Schedule:
    """What an OSM `opening_hours` text says; never an exception, whatever the text.

    Minutes are averaged over four fixed weeks without holidays, so that no result depends on today.
    """
    text = opening_hours or ""
    if len(text) > LONGEST:
        return Schedule(text, doubts=(mark("The schedule is too long to be read."),))
    return _read(text, plan or general_plan())


@lru_cache(maxsize=1 << 14)
def _read(text: str, plan: SlotPlan) -> Schedule:
    osm = text.translate(_TYPED).strip()
    if not osm:
        return Schedule(text)
    if not is_valid(osm):
        asks = plan.asks_appointment(text)
        return (
            Schedule(text, status="by_appointment")
            if asks
            else Schedule(text, doubts=(mark("The schedule is not understood."),))
        )
    if _CLOSED.fullmatch(osm):
        never = dict.fromkeys(plan.ids(), 0.0)
        return Schedule(text, osm, "known", never, never)
    return _weighed(text, osm, plan)


def _weighed(text: str, osm: str, plan: SlotPlan) -> Schedule:
    """A valid schedule: counted, or the reason why it cannot be."""
    # A fallback («|| …») applies whenever the rest is closed; the library stops counting at its first use.
    regular, _, fallback = _parted(osm)
    readings = tuple(_readings(school_weeks(regular), plan))
    sure = [interval for reading in readings for interval in reading.sure]
    reasons = tuple(grave(school_weeks(regular) + fallback, sure))
    asks = any(reading.by_appointment for reading in readings) or plan.asks_appointment(fallback)
    if not sure:
        vague = any(reading.perhaps for reading in readings)
        silent = (mark("It does not say when it is open."),)
        if asks:
            return Schedule(text, osm, "by_appointment", doubts=reasons)
        return Schedule(text, osm, "unknown" if vague else "approximate", doubts=reasons + silent)
    if reasons:
        return Schedule(text, osm, "approximate", doubts=reasons)
    partly = (mark("Part of the hours is by appointment and is not counted."),) if asks else ()
    least, most = bounds(readings, plan)
    return Schedule(text, osm, "known", least, {} if fallback else most, (*partly, *remarks(osm)))


def _parted(osm: str) -> tuple[str, str, str]:
    place = bare(osm).find("||")
    return (osm, "", "") if place < 0 else (osm[:place].strip(), "||", osm[place:])


def _readings(regular: str, plan: SlotPlan) -> Iterator[OpenIntervals]:
    if is_valid(regular):
        for start in SEASONS if is_seasonal(regular) else (YEAR_ROUND,):
            yield laid_out(regular, start, plan)


_DOUBTS = {
    "unread": mark("Some words were not understood."),
    "stray": mark("A number, a date or a word could not be placed."),
    "vague": mark("It is said with reserve, or depends on something else."),
    "alternate": mark("It does not hold every week, and which weeks is not said."),
    "other_days": mark("Its days may be others in another language (“ma”, “di”)."),
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


def understand(text: str | None, plan: SlotPlan | None = None) -> Schedule:
    """What a schedule says, in OSM or in words; never an exception, whatever the text.

    What was not understood for certain is `approximate` or `unknown`, and its minutes are not counted.
    """
    return _understood(text or "", plan or general_plan())


@lru_cache(maxsize=1 << 14)
def _understood(text: str, plan: SlotPlan) -> Schedule:
    as_osm = read(text, plan)
    if (
        len(text) > LONGEST
        or (as_osm.osm and as_osm.status in ("known", "by_appointment"))
        or not text.strip()
    ):
        return _not_at_the_weekend(as_osm)
    words = _in_words(text)
    judged = _judged(text, words, plan)
    # «Mar 18:00-20:00» is March to OSM and Tuesday to those who write it.
    return as_osm if as_osm.osm and judged.status != "known" else judged


def _not_at_the_weekend(schedule: Schedule) -> Schedule:
    """`we` is Wednesday to OSM, and the weekend to those who write French."""
    if schedule.status != "known" or not _WEEKEND.search(bare(schedule.osm)):
        return schedule
    doubt = mark("“WE” may be Wednesday or the weekend.")
    return replace(schedule, status="approximate", slots={}, at_most={}, doubts=(*schedule.doubts, doubt))


def _in_words(text: str) -> _Words:
    read = tokens(text, lexicon())
    text_read = gathered(phrases(read.tokens))
    week = folded(text_read)
    spoken = (sign.text for sign in signs(text, lexicon().after_hour) if sign.kind == "word")
    if lexicon().days_may_be_others(spoken):
        week.doubts.add("other_days")
    doubts = tuple(_DOUBTS[doubt] for doubt in sorted(week.doubts))
    alone = week.is_empty() and not week.closed
    return _Words(
        osm(week, lexicon().comment),
        doubts,
        fatal=bool(week.doubts & FATAL),
        by_appointment=alone and (week.by_appointment or week.besides),
        slips=read.slips,
        unread=tuple(dict.fromkeys(text_read.unread)),
    )


def _judged(text: str, words: _Words, plan: SlotPlan) -> Schedule:
    """The schedule, with the guard's status or a lower one."""
    schedule = Schedule(text, doubts=words.doubts, slips=words.slips, unread=words.unread)
    if words.by_appointment and not words.fatal:
        return replace(schedule, status="by_appointment")
    if words.fatal or not words.osm or not is_valid(words.osm):
        silent = () if words.doubts else (mark("The schedule is not understood."),)
        return replace(schedule, doubts=words.doubts + silent)
    read_back = read(words.osm, plan)
    doubts = tuple(dict.fromkeys((*words.doubts, *read_back.doubts)))
    schedule = replace(schedule, osm=read_back.osm, doubts=doubts)
    if read_back.status == "by_appointment":
        return replace(schedule, status="by_appointment")
    if words.doubts or read_back.status != "known":
        return replace(schedule, status="approximate")
    return replace(schedule, status="known", slots=read_back.slots, at_most=read_back.at_most)
