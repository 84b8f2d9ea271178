"""What do these opening hours say, and which of them must a person read?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.coverage.calendar import Calendar, calendar_of, open_on
from wtc_eco.coverage.schedule import understand
from wtc_eco.coverage.slots import general_plan, plan_of
from wtc_eco.i18n import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wtc_eco.coverage.schedule import Schedule
    from wtc_eco.territory import Territory

STATUSES = {
    "known": mark("known"),
    "by_appointment": mark("by appointment"),
    "approximate": mark("approximate"),
    "unknown": mark("unknown"),
}


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
