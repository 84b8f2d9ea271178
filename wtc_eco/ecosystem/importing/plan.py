"""What taking a list of structures or of ties in would do: what is new, what changed, what it no longer names.

The records of a source are what its lists said: importing one again, or shuffled, changes nothing. The ends of a
tie are record numbers or the words as written; `S12` becomes a record number, for structures are made anew with
every registry and records never change their number.
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
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import date, tr
from wtc_eco.model import RECORDS, TIES
from wtc_eco.territory.normalize import fold

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


def plan_import(
    holdings: Holdings,
    harvest: Harvest,
    delivery: Delivery,
    *,
    lexicon: Lexicon,
    key: tuple[str, ...] = (),
) -> Intake:
    """What taking this list in would do; writes nothing. `key` are the titles of the list's key.

    Raises `RefusedError` where a complete list would withdraw more than 20 % and more than 5 of its
    records, or would withdraw any without a date to say since when, or where a key names other structures
    than before; not in a rehearsal.
    """
    ledger = Ledger.of(holdings.records, RECORD_SHAPE, holdings.next_record)
    known = held(ledger.rows, RECORD_SHAPE, delivery.source)
    rows, n_repeated = incoming(harvest, RECORD_SHAPE, known)
    paired = reconcile.pair(known, rows, lambda old, new: _aligned(old, new, lexicon))
    keys = reconcile.keys(rows, paired, known)
    gone = () if delivery.partial else departures(known, paired.values(), harvest.quarantined)
    day = delivery.collected_on or _latest(holdings)
    refused = _other_structures(rows, paired, known, key) or refusal(
        gone, known, delivery, n_rows=len(rows), dated=day is not None
    )
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


_PLACE = ("street", "postal_code", "locality")
_REACHED_BY = ("bce", "unit_number", "phone", "email", "website")
_SEVERAL_ROWS, _SEVERAL_SHARE = 2, 0.1


def _other_structures(
    rows: Sequence[Incoming], paired: Mapping[int, Held], known: Sequence[Held], key: tuple[str, ...]
) -> RefusedError | None:
    """Why this key is none: it names another structure than before; None where it can be one.

    1. A row whose name is, word for word, that of another record of the list: the key went from one to the other.
    2. Several rows, and more than one in ten, with quite another name and address and nothing to reach them in common.
    """
    keyed = [
        (row, one)
        for place, row in enumerate(rows)
        if (one := paired.get(place)) and row.source_id and one.source_id
    ]
    strangers = [(row, one) for row, one in keyed if _unlike(one.said, row.said)]
    record_of = {fold(str(one.said.get("name", ""))): one.number for one in known if one.active}
    swapped = [  # RULE 1
        (row, one)
        for row, one in strangers
        if record_of.get(fold(str(row.said.get("name", ""))), one.number) != one.number
    ]
    quite_others = [pair for pair in strangers if _shares_few_words(pair[1].said, pair[0].said)]
    several = len(quite_others) >= _SEVERAL_ROWS and len(quite_others) > len(keyed) * _SEVERAL_SHARE
    found = swapped or (quite_others if several else [])  # RULE 2
    if not found:
        return None
    problems = tuple(_other_under_key(row, one) for row, one in found)
    title = key[0] if key else "…"
    return RefusedError(
        tr(
            "The list’s own key ({titles}) does not name the same structures as before.",
            titles=" + ".join(key),
        ),
        hint=" ".join(
            (
                problems[0].message,
                tr(
                    "If that column is no key, say what it is: --columns “house_number={title}”, or ignore={title}. "
                    "If it is one, give each structure a key that no other had.",
                    title=title,
                ),
            )
        ),
        code="key_of_another",
        problems=problems,
    )


def _unlike(before: Values, now: Values) -> bool:
    """Whether name and address both differ, and no number, address or site is the same."""
    if fold(str(before.get("name", ""))) == fold(str(now.get("name", ""))):
        return False
    if any(_meets(before.get(name), now.get(name)) for name in _REACHED_BY):
        return False
    where = [(fold(str(before.get(name) or "")), fold(str(now.get(name) or ""))) for name in _PLACE]
    return any(a and b and a != b for a, b in where) and not (where[0][0] and where[0][0] == where[0][1])


def _meets(before: Any, now: Any) -> bool:
    if isinstance(before, tuple) and isinstance(now, tuple):
        return bool(set(before) & set(now))
    return before is not None and before == now


def _shares_few_words(before: Values, now: Values) -> bool:
    """Whether at most half of the words of the shorter name stand in the other."""
    first, second = (set(fold(str(values.get("name", ""))).split()) for values in (before, now))
    return len(first & second) * 2 <= min(len(first), len(second))


def _other_under_key(row: Incoming, one: Held) -> Problem:
    message = tr(
        "The key {key} was {before}; in row {row} it is {now}.",
        key=row.source_id,
        before=label(one.said),
        row=row.number,
        now=label(row.said),
    )
    return Problem("key_of_another", "refusal", message, row=row.number, value=row.source_id or "")


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
