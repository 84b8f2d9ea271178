"""The slots of a week: which minutes of opening fall in the morning, the evening, on Saturday …"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from wtc_eco.territory.normalize import fold
from wtc_eco.territory.vocabulary import Vocabulary

Interval = tuple[datetime, datetime]
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MIDNIGHT = 1440


@dataclass(frozen=True)
class Slot:
    """Part of the week: days (0 is Monday), from and to in minutes since midnight."""

    id: str
    days: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class SlotPlan:
    """The slots of a territory, their groups, and the words that ask for an appointment.

    `groups` are (id, slots of the group); `flags` are terms that say something else than a time.
    """

    slots: tuple[Slot, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    flags: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    not_needed: tuple[str, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """The slots, in the order of the pack; neither groups nor flags."""
        return tuple(slot.id for slot in self.slots)

    def minutes(self, intervals: Iterable[Interval]) -> dict[str, float]:
        """How many minutes of the intervals fall in each slot."""
        total = dict.fromkeys(self.ids(), 0.0)
        by_day = [[slot for slot in self.slots if day in slot.days] for day in range(7)]
        for weekday, start, end in _by_day(intervals):
            for slot in by_day[weekday]:
                total[slot.id] += max(0, min(end, slot.end) - max(start, slot.start))
        return total

    def asks_appointment(self, words: str) -> bool:
        """Whether these words say that one must make an appointment; «sans rendez-vous» does not."""
        padded = f" {fold(words)} "
        for phrase in self.not_needed:
            padded = padded.replace(f" {phrase} ", " ")
        return any(f" {phrase} " in padded for phrase in self.needed)


def _by_day(intervals: Iterable[Interval]) -> Iterable[tuple[int, int, int]]:
    """The intervals cut at midnight: weekday, start and end in minutes since midnight; 23:59 is midnight."""
    for start, end in intervals:
        first, last = _clock(start), _clock(end) + _MIDNIGHT * (end.date() - start.date()).days
        weekday = start.weekday()
        while first < last:
            closing = min(last, _MIDNIGHT)
            yield weekday, first, _MIDNIGHT if closing == _MIDNIGHT - 1 else closing
            first, last, weekday = 0, last - _MIDNIGHT, (weekday + 1) % 7


def _clock(moment: datetime) -> int:
    return 60 * moment.hour + moment.minute


@cache
def general_plan() -> SlotPlan:
    """The plan where no territory says otherwise."""
    table = tomllib.loads((Path(__file__).parent / "slots.toml").read_text(encoding="utf-8"))
    asked = table["appointment"]
    slots = tuple(_slot(key, times) for key, times in table["slots"].items())
    return SlotPlan(slots, needed=tuple(asked["needed"]), not_needed=tuple(asked["not_needed"]))


def plan_of(vocabulary: Vocabulary) -> SlotPlan:
    """The plan of a pack: a term with days and hours is a slot, one that slots name as theirs a group.

    Any other term is a flag: «by appointment» is never a slot.
    """
    slots = tuple(_slot(term.id, term.extra) for term in vocabulary.values() if "days" in term.extra)
    others = [term.id for term in vocabulary.values() if "days" not in term.extra]
    members = {key: tuple(slot.id for slot in slots if vocabulary[slot.id].group == key) for key in others}
    groups = tuple((key, slot_ids) for key, slot_ids in members.items() if slot_ids)
    flags = tuple(key for key in others if not members[key])
    return replace(general_plan(), slots=slots, groups=groups, flags=flags)


def _slot(key: str, times: Mapping[str, Any]) -> Slot:
    days = tuple(_DAYS.index(day) for day in times["days"])
    return Slot(key, days, _minutes(times["from"]), _minutes(times["to"]))


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
