"""A schedule on one day of the calendar: public and school holidays, which the hours library does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import opening_hours as library

from wtc_eco.coverage.schedule import Schedule, bare

_NOWHERE = "2000 Jan 01"
"""A date that stands for «not today» where a holiday is named in a schedule."""
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SELECTOR = {"PH": re.compile(r"\bPH\b"), "SH": re.compile(r"\bSH\b")}


@dataclass(frozen=True)
class Calendar:
    """Whose holidays count: a country (ISO 3166), and the part of it that sets school holidays, if any."""

    country: str
    community: str | None = None

    def holidays(self, day: date) -> frozenset[str]:
        """`PH` on a public holiday, `SH` in school holidays; empty on any other day."""
        return _holidays(self, day)


def calendar_of(demand: Mapping[str, Any], language: str | None = None) -> Calendar | None:
    """The calendar of a pack (`[calendar]` of demand.toml) for schools of a language; `None` where it has none."""
    table = demand.get("calendar")
    if not table:
        return None
    communities = table.get("communities", {})
    first = next(iter(communities.values()), None)
    return Calendar(table["country"], communities.get(language, first))


@lru_cache(maxsize=4096)
def _holidays(calendar: Calendar, day: date) -> frozenset[str]:
    # The library of holidays is only paid for by who asks about a day.
    import holidays

    kinds = set()
    if day in holidays.country_holidays(calendar.country, years=day.year):
        kinds.add("PH")
    if calendar.community is not None:
        school = holidays.country_holidays(
            calendar.country, subdiv=calendar.community, categories=("school",), years=day.year
        )
        if day in school:
            kinds.add("SH")
    return frozenset(kinds)


def open_on(schedule: Schedule, day: date, calendar: Calendar | None) -> tuple[tuple[int, int], ...] | None:
    """From and to in minutes since midnight on that day, for sure; `None` where nobody can tell.

    Nobody can where the hours are not known, and on a public holiday of which the schedule says nothing.
    Without a calendar no day is a holiday. What is by appointment or a fallback is not counted.
    """
    if schedule.status != "known":
        return None
    unsaid = not _SELECTOR["PH"].search(bare(schedule.osm)) and "24/7" not in schedule.osm
    if unsaid and calendar is not None and "PH" in calendar.holidays(day):
        return None
    regular = schedule.osm[: len(bare(schedule.osm).partition("||")[0])].strip()
    start = datetime.combine(day, time())
    hours = library.OpeningHours(_dated(regular, day, calendar))
    spans = [
        (_minute(first, start), _minute(last, start))
        for first, last, state, comment in hours.intervals(start, start + timedelta(days=1))
        if state == library.State.OPEN and not comment
    ]
    return tuple(sorted((first, last) for first, last in spans if first < last))


def _dated(osm: str, day: date, calendar: Calendar | None) -> str:
    """The schedule with its holidays put as dates: that day, or a day long past."""
    today = calendar.holidays(day) if calendar else frozenset()
    for kind, pattern in _SELECTOR.items():
        date_text = f"{day.year} {_NAMES[day.month - 1]} {day.day:02}" if kind in today else _NOWHERE
        for selector in reversed(list(pattern.finditer(bare(osm)))):
            osm = f"{osm[: selector.start()]}{date_text}{osm[selector.end() :]}"
    return osm


def _minute(moment: datetime, start: datetime) -> int:
    return int((moment - start).total_seconds() // 60)
