"""Take a list of ties in: who says they know whom, who sends people to whom.

Ends are record numbers or the words as written. `S12` becomes a record number: structures are made
anew with every registry, records never change their number.

Take a list of structures in: what is new, what changed, what the list no longer names.

The records of a source are what its lists said; importing one again, or shuffled, changes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.ecosystem.importing import reconcile
from wtc_eco.ecosystem.importing.delivery import Delivery, Intake, TieIntake
from wtc_eco.ecosystem.importing.reconcile import (
    Content,
    Held,
    Incoming,
    Ledger,
    Shape,
    Values,
    departures,
    foreseen,
    held,
    incoming,
    label,
    refusal,
)
from wtc_eco.errors import Problem
from wtc_eco.i18n import date, tr
from wtc_eco.model import RECORDS, TIES

if TYPE_CHECKING:
    from wtc_eco.matching.lexicon import Lexicon
    from wtc_eco.sources.table import Harvest
    from wtc_eco.store import Holdings

TIE_SHAPE = Shape(TIES)
_STRUCTURE = re.compile(r"[sS]([0-9]{1,15})")
_NUMBER = re.compile(r"[0-9]{1,15}")


def plan_ties(
    holdings: Holdings,
    harvest: Harvest,
    delivery: Delivery,
    *,
    aliases: Mapping[str, int] | None = None,
    placed: Callable[[Problem], Problem] = lambda problem: problem,
) -> TieIntake:
    """What taking these ties in would do; writes nothing.

    `aliases` gives the record of an id of the registry (`{"S12": 12}`), `placed` says where in its file a
    problem stands. A tie that a complete list no
    longer names is ended, never deleted. Raises `RefusedError` where more than 20 % and more than 5
    would end; not in a rehearsal.
    """
    ends = _Ends(frozenset(holdings.records["record"]), aliases or {})
    sorting = _sorted_out(harvest, delivery, ends, placed)
    ledger = Ledger.of(holdings.ties, TIE_SHAPE, holdings.next_tie)
    known = held(ledger.rows, TIE_SHAPE, delivery.source)
    rows, n_repeated = incoming(sorting.harvest, TIE_SHAPE, known)
    paired = reconcile.pair(known, rows, _same_ends)
    keys = reconcile.keys(rows, paired, known)
    set_aside = [one for one in known if _ends(one.said) in sorting.ends_set_aside]
    gone = () if delivery.partial else departures(known, [*paired.values(), *set_aside], harvest.quarantined)
    refused = refusal(gone, known, delivery, n_rows=len(rows), dated=True)
    if refused and not delivery.rehearsal:
        raise refused
    for place, row in enumerate(rows):
        _take_tie(ledger, delivery, row, keys[place], paired.get(place))
    for one in gone:
        ledger.withdraw(
            one, {"status": "ended", "valid_until": one.said.get("valid_until") or delivery.collected_on}
        )
    return TieIntake(
        ties=ledger.frame() if ledger.touched else holdings.ties,
        next_tie=ledger.next_number,
        accounting=ledger.account(harvest, repeated=n_repeated, rejected=len(sorting.rejected)),
        changes=tuple(ledger.changes),
        problems=(*harvest.problems, *(problem for _, problem in sorting.rejected), *foreseen(refused)),
        touched=ledger.touched,
        rejected=sorting.rejected,
        row_of=ledger.row_of,
    )


@dataclass(frozen=True)
class _Ends:
    """Which records there are, and which one an id of the registry stands for."""

    records: frozenset[int]
    aliases: Mapping[str, int]

    def translated(self, text: str) -> str:
        """The record number, or the words as written; raises `KeyError` for a number nobody has."""
        structure = _STRUCTURE.fullmatch(text)
        if structure:
            number = self.aliases.get(f"S{int(structure[1])}", int(structure[1]))
        elif _NUMBER.fullmatch(text):
            number = int(text)
        else:
            return text
        if number not in self.records:
            raise KeyError(text)
        return str(number)


@dataclass(frozen=True)
class _Sorted:
    """The rows whose ends can be kept, and those set aside, each with its Excel row and the reason."""

    harvest: Harvest
    rejected: tuple[tuple[int, Problem], ...]
    ends_set_aside: frozenset[Hashable]


def _sorted_out(
    harvest: Harvest, delivery: Delivery, ends: _Ends, placed: Callable[[Problem], Problem]
) -> _Sorted:
    kept, rejected, aside = [], [], []
    for number, values in zip(harvest.numbers, harvest.rows, strict=True):
        declared = {"declared_on": delivery.collected_on, **values}
        problem = _translate(declared, ends)
        if problem is None:
            kept.append((number, declared))
        else:
            rejected.append((number, placed(replace(problem, row=number))))
            aside.append(_ends(declared))
    rows = replace(
        harvest, rows=tuple(declared for _, declared in kept), numbers=tuple(number for number, _ in kept)
    )
    return _Sorted(rows, tuple(rejected), frozenset(aside))


def _translate(tie: dict[str, Any], ends: _Ends) -> Problem | None:
    """Put record numbers where the row names them; the reason where the tie cannot be kept."""
    for column in ("from", "to"):
        text = str(tie.get(column) or "").strip()
        if not text:
            message, hint = (
                tr("The tie has no “{column}”.", column=column),
                tr("Name both structures of the tie."),
            )
            return Problem("tie_without_end", "quarantine", message, hint, column=column)
        try:
            tie[column] = ends.translated(text)
        except KeyError:
            message = tr("No structure has the number {number}.", number=text)
            hint = tr("Look the number up in outputs/registry.csv, or write the name.")
            return Problem("unknown_structure", "quarantine", message, hint, column=column, value=text)
    if tie["from"] == tie["to"]:
        message = tr("{tie}: the tie leads back to where it starts.", tie=label(tie))
        return Problem(
            "tie_to_itself", "quarantine", message, tr("Correct one of the two ends."), column="to"
        )
    return None


def _take_tie(
    ledger: Ledger, delivery: Delivery, row: Incoming, source_id: str | None, one: Held | None
) -> None:
    values = {**row.said, "source": delivery.source, "source_id": source_id}
    if one is None:
        ledger.add(values, row)
    else:
        ledger.update(one, values, row)


def _ends(values: Values) -> tuple[Any, ...]:
    return tuple(values.get(name) for name in ("from", "to", "kind"))


def _same_ends(old: Sequence[Held], new: Sequence[Incoming]) -> Iterable[tuple[int, int]]:
    """Ties of the same ends and kind, where one stands on each side."""
    before: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    after: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for one in old:
        before[_ends(one.said)].append(one.number)
    for position, row in enumerate(new):
        after[_ends(row.said)].append(position)
    return [
        (before[ends][0], positions[0])
        for ends, positions in after.items()
        if len(positions) == 1 and len(before.get(ends, ())) == 1
    ]


RECORD_SHAPE = Shape(RECORDS)
_DATES = ("collected_on", "closed_on", "asked_on", "answered_on", "network_answered_on")


def plan_import(holdings: Holdings, harvest: Harvest, delivery: Delivery, *, lexicon: Lexicon) -> Intake:
    """What taking this list in would do; writes nothing.

    Raises `RefusedError` where a complete list would withdraw more than 20 % and more than 5 of its
    records, or would withdraw any without a date to say since when; not in a rehearsal.
    """
    ledger = Ledger.of(holdings.records, RECORD_SHAPE, holdings.next_record)
    known = held(ledger.rows, RECORD_SHAPE, delivery.source)
    rows, n_repeated = incoming(harvest, RECORD_SHAPE, known)
    paired = reconcile.pair(known, rows, lambda old, new: _aligned(old, new, lexicon))
    keys = reconcile.keys(rows, paired, known)
    gone = () if delivery.partial else departures(known, paired.values(), harvest.quarantined)
    day = delivery.collected_on or _latest(holdings)
    refused = refusal(gone, known, delivery, n_rows=len(rows), dated=day is not None)
    if refused and not delivery.rehearsal:
        raise refused
    record_of: dict[tuple[Content, str], int] = {}
    for place, row in enumerate(rows):
        one = paired.get(place)
        record_of[row.content, row.source_id or ""] = one.number if one else ledger.next_number
        _take_record(ledger, delivery, row, keys[place], one)
    for one in gone:
        ledger.withdraw(one, {"withdrawn_on": day})
    about_dates = (*_older(known, delivery), *_undated(gone, delivery, day))
    return Intake(
        records=ledger.frame() if ledger.touched else holdings.records,
        next_record=ledger.next_number,
        accounting=ledger.account(harvest, repeated=n_repeated),
        changes=tuple(ledger.changes),
        problems=(*harvest.problems, *about_dates, *foreseen(refused)),
        touched=ledger.touched,
        records_of=_naming_people(harvest, record_of),
    )


def _naming_people(harvest: Harvest, record_of: Mapping[tuple[Content, str], int]) -> dict[int, int]:
    """The record of each Excel row that names people; rows that say the same are one record."""
    told = (
        (line, RECORD_SHAPE.settled(values))
        for line, values in zip(harvest.numbers, harvest.rows, strict=True)
        if line in harvest.people
    )
    return {
        line: record_of[RECORD_SHAPE.content(values), values.get("source_id") or ""] for line, values in told
    }


def _take_record(
    ledger: Ledger, delivery: Delivery, row: Incoming, source_id: str | None, one: Held | None
) -> None:
    """A row of the list: what it says now of the record it is, or a new record."""
    values: dict[str, Any] = {
        **row.said,
        "source": delivery.source,
        "source_id": source_id,
        "collected_on": row.said.get("collected_on") or delivery.collected_on,
        "withdrawn_on": None,
    }
    if one is None:
        ledger.add(values, row)
    else:
        ledger.update(one, values, row)


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
