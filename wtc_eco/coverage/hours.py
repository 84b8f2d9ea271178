"""The guard around the opening-hours library: what a schedule says, and what it does not.

The library reads what is missing as «always open»: a blank, «sur rendez-vous» and `Mo-Fr` are open
day and night, `09:00+` until midnight, `17:00-09:00` overnight, and school holidays do not exist.
A schedule is `known` only where every minute it counts was said in figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from wtc_eco.coverage.misreadings import grave, is_seasonal, remarks, school_weeks
from wtc_eco.coverage.slots import Plan, general_plan
from wtc_eco.coverage.weeks import SEASONS, YEAR_ROUND, Reading, bare, bounds, is_valid, laid_out
from wtc_eco.locale import mark, tr

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
        slots = {slot: int(held) if held == int(held) else held for slot, held in self.slots.items()}
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


def read(opening_hours: str | None, plan: Plan | None = None) -> Schedule:
    """What an OSM `opening_hours` text says; never an exception, whatever the text.

    Minutes are averaged over four fixed weeks without holidays, so that no result depends on today.
    """
    text = opening_hours or ""
    if len(text) > LONGEST:
        return Schedule(text, doubts=(mark("The schedule is too long to be read."),))
    return _read(text, plan or general_plan())


@lru_cache(maxsize=1 << 14)
def _read(text: str, plan: Plan) -> Schedule:
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


def _weighed(text: str, osm: str, plan: Plan) -> Schedule:
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


def _readings(regular: str, plan: Plan) -> Iterator[Reading]:
    if is_valid(regular):
        for start in SEASONS if is_seasonal(regular) else (YEAR_ROUND,):
            yield laid_out(regular, start, plan)
