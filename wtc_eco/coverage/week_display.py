"""The usual week of a schedule, as a door shows it: days of the same hours, and which open only now and then.

Within a slot its openings are said as people do: «Tuesday 18:00–20:00».
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.coverage.schedule import WEEKS, YEAR_ROUND, Schedule, laid_out, school_weeks
from wtc_eco.i18n import listing, mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wtc_eco.coverage.slots import SlotPlan

DAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
MIDNIGHT = 1440
Hours = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class DayHours:
    """Days (0 is Monday) that open at the same hours, in minutes since midnight; every week or some weeks only."""

    days: tuple[int, ...]
    hours: Hours
    weekly: bool = True


def opening_week(schedule: Schedule, plan: SlotPlan) -> tuple[DayHours, ...]:
    """The usual week, days of the same hours together; empty unless the hours are known."""
    if schedule.status != "known":
        return ()
    regular = school_weeks(schedule.osm).partition("||")[0].strip()
    counted = Counter(
        (start.weekday(), 60 * start.hour + start.minute, 60 * end.hour + end.minute or MIDNIGHT)
        for start, end in laid_out(regular, YEAR_ROUND, plan).sure
    )
    weekly = [moment for moment, n in counted.items() if n >= WEEKS]
    now_and_then = [moment for moment, n in counted.items() if n < WEEKS]
    return (*_grouped(weekly, weekly=True), *_grouped(now_and_then, weekly=False))


def _grouped(moments: Iterable[tuple[int, int, int]], *, weekly: bool) -> Iterator[DayHours]:
    by_day: dict[int, list[tuple[int, int]]] = {}
    for day, start, end in sorted(moments):
        by_day.setdefault(day, []).append((start, end))
    by_hours: dict[Hours, list[int]] = {}
    for day, hours in by_day.items():
        by_hours.setdefault(tuple(hours), []).append(day)
    for shared, days in by_hours.items():
        yield DayHours(tuple(days), shared, weekly)


def told(opening: DayHours) -> str:
    """«Lundi, mardi et jeudi : 9 h – 12 h et 13 h 30 – 17 h»."""
    hours = listing([f"{_clock(start)}\u00a0–\u00a0{_clock(end)}" for start, end in opening.hours])
    days = _days(opening.days)
    line = tr("{days}: {hours}", days=days[:1].upper() + days[1:], hours=hours)
    return line if opening.weekly else tr("{opening} (some weeks only)", opening=line)


def _days(days: Sequence[int]) -> str:
    """«du lundi au vendredi» for three days or more in a row, else one by one."""
    first, last = days[0], days[-1]
    in_a_row = len(days) > 2 and last - first == len(days) - 1  # noqa: PLR2004 - two days are named
    if in_a_row:
        return tr("from {first} to {last}", first=tr(DAYS[first]), last=tr(DAYS[last]))
    return listing([tr(DAYS[day]) for day in days])


def _clock(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    if not rest:
        return tr("{hour}:00", hour=hour)
    return tr("{hour}:{minute}", hour=hour, minute=f"{rest:02}")


Moment = tuple[int, int, int]


def moments(schedule: Schedule, slot: str, plan: SlotPlan) -> tuple[Moment, ...]:
    """The times open in a slot: day (0 is Monday), from and to in minutes; empty unless the hours are known.

    A time that is open some weeks only (the first Saturday of the month) is among them.
    """
    if schedule.status != "known" or not schedule.slots.get(slot):
        return ()
    regular = school_weeks(schedule.osm).partition("||")[0].strip()
    asked = next(one for one in plan.slots if one.id == slot)
    open_times = {
        (start.weekday(), max(first, asked.start), min(last, asked.end))
        for start, end in laid_out(regular, YEAR_ROUND, plan).sure
        for first, last in [(60 * start.hour + start.minute, 60 * end.hour + end.minute or 1440)]
        if start.weekday() in asked.days
    }
    return tuple(sorted((day, start, end) for day, start, end in open_times if start < end))


def spoken(times: tuple[Moment, ...]) -> str:
    """«Tuesday 18:00–20:00 and Thursday 18:00–19:00»; empty for none."""
    return listing(
        [f"{tr(DAYS[day])} {_digital_clock(start)}–{_digital_clock(end)}" for day, start, end in times]
    )


def _digital_clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
