"""What do these opening hours say, and which of them must a person read?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import opening_hours as library

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.coverage.schedule import Schedule, bare, understand
from wtc_eco.coverage.slots import general_plan, plan_of
from wtc_eco.i18n import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wtc_eco.territory import Territory

STATUSES = {
    "known": mark("known"),
    "by_appointment": mark("by appointment"),
    "approximate": mark("approximate"),
    "unknown": mark("unknown"),
}


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


@dataclass(frozen=True)
class Day:
    """A day of the calendar, and whose holidays count."""

    date: date
    calendar: Calendar | None

    def told(self, schedule: Schedule) -> str | None:
        """The hours of that day; `None` where nobody can tell."""
        spans = open_on(schedule, self.date, self.calendar)
        if spans is None:
            return None
        return ", ".join(f"{_clock(first)}–{_clock(last)}" for first, last in spans) or tr("closed")


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def read_schedules(texts: Iterable[str], territory: Territory | None = None) -> tuple[Schedule, ...]:
    """What each text says, in order; minutes are counted in the slots of the territory, if one is given."""
    plan = plan_of(territory.slots) if territory else general_plan()
    return tuple(understand(text, plan) for text in texts)


def tell_schedules(
    schedules: Sequence[Schedule],
    territory: Territory,
    *,
    on: str | None = None,
    community: str | None = None,
) -> Finding:
    """The schedules as a table: what each was understood to say, and why not all of it.

    `on` (an ISO date) adds the hours of that day, with the public holidays of the territory and the
    school holidays of a community (`fr`, `de`; the first of the pack by default).
    """
    day = Day(date.fromisoformat(on), calendar_of(territory.demand, community)) if on else None
    slots = plan_of(territory.slots).ids()
    columns = _columns(territory, slots, day)
    first = ("text", "osm", "status", *(("on",) if day else ()), *slots)
    headings, rows = table(columns, schedules, first=first)
    counts: Counter[str] = Counter(schedule.status for schedule in schedules)
    return Finding(
        question="hours",
        title=tr("Opening hours as they were understood"),
        scope="",
        base=len(schedules),
        unknown=counts["unknown"] + counts["approximate"],
        text=_sentence(counts),
        headings=headings,
        table=rows,
        remarks=notes(
            tr("Under each time slot: minutes open a week, over four weeks outside the school holidays."),
        ),
    )


def _sentence(counts: Counter[str]) -> str:
    n_read = sum(counts.values())
    return " ".join(
        (
            trn("{n} schedule read.", "{n} schedules read.", n_read),
            tr(
                "Known: {known}; by appointment: {asked}; approximate, not counted: {rough}; left to a person: {unknown}.",
                known=counts["known"],
                asked=counts["by_appointment"],
                rough=counts["approximate"],
                unknown=counts["unknown"],
            ),
        )
    )


def _columns(
    territory: Territory, slots: Sequence[str], day: Day | None
) -> tuple[AnswerColumn[Schedule], ...]:
    words = {key: tr(status) for key, status in STATUSES.items()}

    def minutes(slot: str) -> AnswerColumn[Schedule]:
        return AnswerColumn(
            slot,
            territory.slots[slot].short(),
            lambda schedule: round(schedule.slots[slot]) if schedule.slots else None,
            "whole",
        )

    return (
        AnswerColumn("text", tr("As written")),
        AnswerColumn("status", tr("Understood"), words=words),
        AnswerColumn("osm", tr("OpenStreetMap"), lambda schedule: schedule.osm or None),
        *((AnswerColumn("on", tr("Open that day"), day.told),) if day else ()),
        AnswerColumn("warnings", tr("To be looked at"), shape="list"),
        *map(minutes, slots),
    )
