"""What do these opening hours say, and which of them must a person read?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.coverage.slots import general_plan, plan_of
from wtc_eco.coverage.understanding import understand
from wtc_eco.locale import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wtc_eco.coverage.hours import Schedule
    from wtc_eco.territory import Territory

STATUSES = {
    "known": mark("known"),
    "by_appointment": mark("by appointment"),
    "approximate": mark("approximate"),
    "unknown": mark("unknown"),
}


def read_schedules(texts: Iterable[str], territory: Territory | None = None) -> tuple[Schedule, ...]:
    """What each text says, in order; minutes are counted in the slots of the territory, if one is given."""
    plan = plan_of(territory.slots) if territory else general_plan()
    return tuple(understand(text, plan) for text in texts)


def tell_schedules(schedules: Sequence[Schedule], territory: Territory) -> Finding:
    """The schedules as a table: what each was understood to say, and why not all of it."""
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
            Heading("warnings", tr("To be looked at"), "list"),
            *(Heading(slot, territory.slots[slot].short(), "whole") for slot in slots),
        ),
        table=tuple(_row(schedule, slots) for schedule in schedules),
        remarks=(
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


def _row(schedule: Schedule, slots: Sequence[str]) -> dict[str, Any]:
    minutes = {slot: round(schedule.slots[slot]) if schedule.slots else None for slot in slots}
    words = {"text": schedule.text, "osm": schedule.osm or None, "status": schedule.status}
    return {**words, **minutes, "warnings": schedule.warnings}
