"""What do these opening hours say, and which of them must a person read?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, notes
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
    counts: Counter[str] = Counter(schedule.status for schedule in schedules)
    return Finding(
        question="hours",
        title=tr("Opening hours as they were understood"),
        scope="",
        base=len(schedules),
        unknown=counts["unknown"] + counts["approximate"],
        text=_sentence(counts),
        headings=(
            Heading("text", tr("As written")),
            Heading("status", tr("Understood"), words={key: tr(words) for key, words in STATUSES.items()}),
            Heading("osm", tr("OpenStreetMap")),
            *((Heading("on", tr("Open that day")),) if day else ()),
            Heading("warnings", tr("To be looked at"), "list"),
            *(Heading(slot, territory.slots[slot].short(), "whole") for slot in slots),
        ),
        table=tuple(_row(schedule, slots, day) for schedule in schedules),
        remarks=notes(
            tr("Under each time slot: minutes open a week, over four weeks outside the school holidays."),
        ),
    )


def _sentence(counts: Counter[str]) -> str:
    whole = sum(counts.values())
    return " ".join(
        (
            trn("{n} schedule read.", "{n} schedules read.", whole),
            tr(
                "Known: {known}; by appointment: {asked}; approximate, not counted: {rough}; left to a person: {unknown}.",
                known=counts["known"],
                asked=counts["by_appointment"],
                rough=counts["approximate"],
                unknown=counts["unknown"],
            ),
        )
    )


def _row(schedule: Schedule, slots: Sequence[str], day: Day | None) -> dict[str, Any]:
    minutes = {slot: round(schedule.slots[slot]) if schedule.slots else None for slot in slots}
    words = {"text": schedule.text, "osm": schedule.osm or None, "status": schedule.status}
    opened = {"on": day.told(schedule)} if day else {}
    return {**words, **opened, **minutes, "warnings": schedule.warnings}
