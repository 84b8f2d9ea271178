"""Take a list of ties in: who says they know whom, who sends people to whom.

Ends are record numbers or the words as written. `S12` becomes a record number: structures are made
anew with every registry, records never change their number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.intake import pairing
from wtc_eco.ecosystem.intake.delivery import Delivery, TieIntake
from wtc_eco.ecosystem.intake.departures import departures, foreseen, refusal
from wtc_eco.ecosystem.intake.incoming import Held, Incoming, Shape, Values, held, incoming
from wtc_eco.ecosystem.intake.ledger import Ledger, label
from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.model import TIES

if TYPE_CHECKING:
    from wtc_eco.sources.table import Harvest
    from wtc_eco.store import Holdings

SHAPE = Shape(TIES)
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
    ledger = Ledger.of(holdings.ties, SHAPE, holdings.next_tie)
    known = held(ledger.rows, SHAPE, delivery.source)
    rows, n_repeated = incoming(sorting.harvest, SHAPE, known)
    found = pairing.pair(known, rows, _same_ends)
    keys = pairing.keys(rows, found, known)
    set_aside = [one for one in known if _ends(one.said) in sorting.ends_set_aside]
    gone = () if delivery.partial else departures(known, [*found.values(), *set_aside], harvest.quarantined)
    refused = refusal(gone, known, delivery, n_rows=len(rows), dated=True)
    if refused and not delivery.rehearsal:
        raise refused
    for place, row in enumerate(rows):
        _take(ledger, delivery, row, keys[place], found.get(place))
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
        told = {"declared_on": delivery.collected_on, **values}
        problem = _translate(told, ends)
        if problem is None:
            kept.append((number, told))
        else:
            rejected.append((number, placed(replace(problem, row=number))))
            aside.append(_ends(told))
    rows = replace(harvest, rows=tuple(told for _, told in kept), numbers=tuple(number for number, _ in kept))
    return _Sorted(rows, tuple(rejected), frozenset(aside))


def _translate(told: dict[str, Any], ends: _Ends) -> Problem | None:
    """Put record numbers where the row names them; the reason where the tie cannot be kept."""
    for column in ("from", "to"):
        text = str(told.get(column) or "").strip()
        if not text:
            message, hint = (
                tr("The tie has no “{column}”.", column=column),
                tr("Name both structures of the tie."),
            )
            return Problem("tie_without_end", "quarantine", message, hint, column=column)
        try:
            told[column] = ends.translated(text)
        except KeyError:
            message = tr("No structure has the number {number}.", number=text)
            hint = tr("Look the number up in outputs/registry.csv, or write the name.")
            return Problem("unknown_structure", "quarantine", message, hint, column=column, value=text)
    if told["from"] == told["to"]:
        message = tr("{tie}: the tie leads back to where it starts.", tie=label(told))
        return Problem(
            "tie_to_itself", "quarantine", message, tr("Correct one of the two ends."), column="to"
        )
    return None


def _take(ledger: Ledger, delivery: Delivery, row: Incoming, source_id: str | None, one: Held | None) -> None:
    told = {**row.said, "source": delivery.source, "source_id": source_id}
    if one is None:
        ledger.add(told, row)
    else:
        ledger.update(one, told, row)


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
