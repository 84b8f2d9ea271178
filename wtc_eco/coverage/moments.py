"""When in the week a schedule is open within a slot, said as people do: «Tuesday 18:00–20:00»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.coverage.hours import Schedule
from wtc_eco.coverage.misreadings import school_weeks
from wtc_eco.coverage.weeks import YEAR_ROUND, laid_out
from wtc_eco.locale import listing, mark, tr

if TYPE_CHECKING:
    from wtc_eco.coverage.slots import Plan

_DAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
Moment = tuple[int, int, int]


def moments(schedule: Schedule, slot: str, plan: Plan) -> tuple[Moment, ...]:
    """The times open in a slot: day (0 is Monday), from and to in minutes; empty unless the hours are known.

    A time that is open some weeks only (the first Saturday of the month) is among them.
    """
    if schedule.status != "known" or not schedule.slots.get(slot):
        return ()
    regular = school_weeks(schedule.osm).partition("||")[0].strip()
    held = next(one for one in plan.slots if one.id == slot)
    found = {
        (start.weekday(), max(first, held.start), min(last, held.end))
        for start, end in laid_out(regular, YEAR_ROUND, plan).sure
        for first, last in [(60 * start.hour + start.minute, 60 * end.hour + end.minute or 1440)]
        if start.weekday() in held.days
    }
    return tuple(sorted((day, start, end) for day, start, end in found if start < end))


def spoken(held: tuple[Moment, ...]) -> str:
    """«Tuesday 18:00–20:00 and Thursday 18:00–19:00»; empty for none."""
    return listing([f"{tr(_DAYS[day])} {_clock(start)}–{_clock(end)}" for day, start, end in held])


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
