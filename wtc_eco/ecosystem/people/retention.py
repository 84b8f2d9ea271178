"""`retention`: contacts older than what people were told we would keep them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco import store
from wtc_eco.ecosystem.people import contacts as people
from wtc_eco.errors import RefusedError
from wtc_eco.locale import tr
from wtc_eco.store import Basis

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

MONTHS = 24
_COMMAND = "retention"
_YEAR = 12


@dataclass(frozen=True)
class Kept:
    """The contacts given before `before`, those without a date, and how many contacts there are; `applied`: they are gone."""

    before: str
    old: tuple[Mapping[str, Any], ...]
    undated: tuple[Mapping[str, Any], ...]
    n: int
    applied: bool

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "before": self.before,
            "old": [dict(row) for row in self.old],
            "undated": [dict(row) for row in self.undated],
            "contacts": self.n,
            "applied": self.applied,
        }


def retention(
    ecosystem: Ecosystem, *, months: int = MONTHS, apply: bool = False, accept_edits: bool = False
) -> Kept:
    """The contacts last given more than `months` months before the date of the folder; with `apply`, removed.

    The date is `--as-of`, else the latest in `data/`: no clock is asked. Raises `RefusedError` where no
    date is known. Contacts without a date are listed, never removed.
    """
    if not ecosystem.as_of:
        raise RefusedError(
            tr("No date is known to count from."), hint=tr("Say today's date: --as-of 2026-11-22")
        )
    before = months_earlier(ecosystem.as_of, months)
    if not apply:
        return _looked_through(people.read(ecosystem), before, applied=False)
    with store.locked(ecosystem.folder, command=_COMMAND):
        ecosystem.forget_caches()
        ecosystem.holdings.require_sound()
        held = people.read(ecosystem)
        found = _looked_through(held, before, applied=True)
        if found.old:
            rest = held.without(row["contact"] for row in found.old)
            holdings = ecosystem.holdings
            basis = Basis(
                seen=holdings.seen,
                next_record=holdings.next_record,
                next_tie=holdings.next_tie,
                accept_edits=accept_edits,
            )
            # An erasure: what was kept to undo would keep the people too.
            store.erase(ecosystem.folder, {people.FILE: rest.to_csv()}, command=_COMMAND, basis=basis)
    ecosystem.forget_caches()
    return found


def months_earlier(day: str, months: int) -> str:
    """The same day `months` months before, or the last one of that month."""
    start = dt.date.fromisoformat(day)
    year, month = divmod(start.year * _YEAR + start.month - 1 - months, _YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).isoformat()


def _looked_through(contacts: people.Contacts, before: str, *, applied: bool) -> Kept:
    old = tuple(row for row in contacts.rows if row["collected_on"] and row["collected_on"] < before)
    undated = tuple(row for row in contacts.rows if not row["collected_on"])
    return Kept(before, old, undated, len(contacts.rows), applied)
