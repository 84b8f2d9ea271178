"""Take a list of structures in: what is new, what changed, what the list no longer names.

The records of a source are what its lists said; importing one again, or shuffled, changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.ecosystem.intake import pairing
from wtc_eco.ecosystem.intake.delivery import Delivery, Intake
from wtc_eco.ecosystem.intake.departures import departures, foreseen, refusal
from wtc_eco.ecosystem.intake.incoming import Held, Incoming, Shape, held, incoming
from wtc_eco.ecosystem.intake.ledger import Ledger
from wtc_eco.errors import Problem
from wtc_eco.locale import date, tr
from wtc_eco.model import RECORDS

if TYPE_CHECKING:
    from wtc_eco.matching.lexicon import Lexicon
    from wtc_eco.sources.table import Harvest
    from wtc_eco.store import Holdings

SHAPE = Shape(RECORDS)
_DATES = ("collected_on", "closed_on", "asked_on", "answered_on", "network_answered_on")


def plan_import(holdings: Holdings, harvest: Harvest, delivery: Delivery, *, lexicon: Lexicon) -> Intake:
    """What taking this list in would do; writes nothing.

    Raises `RefusedError` where a complete list would withdraw more than 20 % and more than 5 of its
    records, or would withdraw any without a date to say since when; not in a rehearsal.
    """
    ledger = Ledger.of(holdings.records, SHAPE, holdings.next_record)
    known = held(ledger.rows, SHAPE, delivery.source)
    rows, n_repeated = incoming(harvest, SHAPE, known)
    found = pairing.pair(known, rows, lambda old, new: _aligned(old, new, lexicon))
    keys = pairing.keys(rows, found, known)
    gone = () if delivery.partial else departures(known, found.values(), harvest.quarantined)
    day = delivery.collected_on or _latest(holdings)
    refused = refusal(gone, known, delivery, n_rows=len(rows), dated=day is not None)
    if refused and not delivery.rehearsal:
        raise refused
    for place, row in enumerate(rows):
        _take(ledger, delivery, row, keys[place], found.get(place))
    for one in gone:
        ledger.withdraw(one, {"withdrawn_on": day})
    said = (*_older(known, delivery), *_undated(gone, delivery, day))
    return Intake(
        records=ledger.frame() if ledger.touched else holdings.records,
        next_record=ledger.next_number,
        accounting=ledger.account(harvest, repeated=n_repeated),
        changes=tuple(ledger.changes),
        problems=(*harvest.problems, *said, *foreseen(refused)),
        touched=ledger.touched,
    )


def _take(ledger: Ledger, delivery: Delivery, row: Incoming, source_id: str | None, one: Held | None) -> None:
    """A row of the list: what it says now of the record it is, or a new record."""
    told: dict[str, Any] = {
        **row.said,
        "source": delivery.source,
        "source_id": source_id,
        "collected_on": row.said.get("collected_on") or delivery.collected_on,
        "withdrawn_on": None,
    }
    if one is None:
        ledger.add(told, row)
    else:
        ledger.update(one, told, row)


def _aligned(old: Sequence[Held], new: Sequence[Incoming], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Pairs of a record number and a position, by name and address."""
    from wtc_eco.matching import align

    before = model.frame(RECORDS, (one.said for one in old))
    after = model.frame(RECORDS, (row.said for row in new))
    return list(align(before, after, lexicon).pairs)


def _latest(holdings: Holdings) -> str | None:
    """The latest date in `data/`: what the outputs are dated by."""
    dates = [day for name in _DATES for day in holdings.records[name] if day]
    return max((*dates, *(day for day in holdings.ties["declared_on"] if day)), default=None)


def _older(known: Sequence[Held], delivery: Delivery) -> tuple[Problem, ...]:
    latest = max((one.said.get("collected_on") or "" for one in known), default="")
    if not delivery.collected_on or delivery.collected_on >= latest:
        return ()
    message = tr(
        "This list is of {day}; a later one, of {latest}, was taken in already.",
        day=date(delivery.collected_on),
        latest=date(latest),
    )
    hint = tr("Check --collected-on; if it is right, take in the later list again after this one.")
    return (Problem("older_list", "warning", message, hint),)


def _undated(gone: Sequence[Held], delivery: Delivery, day: str | None) -> tuple[Problem, ...]:
    if not gone or delivery.collected_on or day is None:
        return ()
    message = tr(
        "The date of the list is not known: what left it is withdrawn on {day}, the latest date in data/.",
        day=date(day),
    )
    return (
        Problem(
            "withdrawn_undated", "warning", message, tr("Say when it was collected: --collected-on DATE.")
        ),
    )
