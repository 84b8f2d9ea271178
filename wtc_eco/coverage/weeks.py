"""A valid schedule laid over a few fixed weeks: when it is open for sure, by appointment, perhaps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import opening_hours as library

from wtc_eco.coverage.slots import Interval, Plan

WEEKS = 4
YEAR_ROUND = datetime(2027, 2, 1)  # noqa: DTZ001 - a wall clock
"""Four weeks that hold each weekday's first to fourth of the month, and the last: `Sa[1]` is a quarter."""
SEASONS = (YEAR_ROUND, datetime(2025, 9, 1), datetime(2026, 6, 1), datetime(2027, 11, 1))  # noqa: DTZ001 - wall clocks
"""Where months or weeks are named: four weeks of each season of a school year, all from a Monday the 1st."""

ALL_DAY = re.compile(r"24/7(?!\s*(?:off|closed|unknown))|\b0?0:00\s*-\s*24:00", re.IGNORECASE)
"""A whole day said in figures."""
_QUOTED = re.compile(r'("[^"]*")')


@dataclass(frozen=True)
class Reading:
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


def laid_out(osm: str, start: datetime, plan: Plan) -> Reading:
    """What a valid schedule says of the four weeks from `start`.

    A whole day said in figures loses its last minute here: what is still a whole day was never said
    in figures, it is the library's reading of a missing time.
    """
    parts = (
        part if part.startswith('"') else ALL_DAY.sub("00:00-23:59", part) for part in _QUOTED.split(osm)
    )
    found: dict[str, list[Interval]] = {"sure": [], "appointment": [], "perhaps": []}
    # Without a country no holiday exists: a fixed window must not meet some year's Easter Monday.
    hours = library.OpeningHours("".join(parts))
    for first, last, state, comment in hours.intervals(start, start + timedelta(weeks=WEEKS)):
        if state != library.State.CLOSED:
            asks = bool(comment) and plan.asks_appointment(comment)
            key = "appointment" if asks else "sure" if state == library.State.OPEN else "perhaps"
            found[key].append((first, last))
    return Reading(tuple(found["sure"]), tuple(found["appointment"]), tuple(found["perhaps"]))


def bounds(readings: Iterable[Reading], plan: Plan) -> tuple[dict[str, float], dict[str, float]]:
    """Minutes a week in each slot, at least and at most, over the seasons read."""
    sure, besides = [], []
    for reading in readings:
        sure.append(plan.minutes(reading.sure))
        besides.append(plan.minutes(reading.doubtful()))
    return (
        {key: min(found[key] for found in sure) / WEEKS for key in plan.ids()},
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
