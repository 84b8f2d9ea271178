"""Which row of a list is which record of that list that we hold: rules 2 to 4 of the identity of records.

1. Where the list gives keys, the key decides. A key that stands on several rows is a group, in which
   rows that say the same are the same, then those that share most cells.
2. Where it gives none (now, or when it was last taken in), rows that say the same are the same.
3. What is left is aligned by a rule of the table: names and addresses for records, ends for ties.

Never by position, never by record number: the rows are put in the order of their content first. Each row changes one
row of the table or adds one; what a complete list no longer names is withdrawn and told, never deleted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.ecosystem.importing.delivery import Accounting, Change, Delivery
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.model import Column
from wtc_eco.store import csv_tables
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.sources.table import Harvest, Quarantined

Values = Mapping[str, Any]
Content = tuple[str, ...]
_OF_THE_STATE = frozenset({"record", "tie", "source", "source_id", "collected_on", "withdrawn_on"})
"""Columns that say where a row comes from and what became of it; the others are what it says."""


MOVED = "moved_from"
"""The part of `extra` that keeps the address a record had before its list gave another under the same key."""
_ADDRESS = ("street", "postal_code", "locality", "ins")


@dataclass(frozen=True)
class Shape:
    """The columns of a table, and those by whose cells two rows say the same."""

    columns: tuple[Column, ...]

    @cached_property
    def telling(self) -> tuple[Column, ...]:
        """The columns of the content."""
        return tuple(column for column in self.columns if column.name not in _OF_THE_STATE)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    def content(self, values: Values) -> Content:
        """What a row says, as cells."""
        cells = [(values.get(column.name), column) for column in self.telling]
        return tuple(["" if value is None else csv_tables.written(value, column) for value, column in cells])

    def cell(self, values: Values, column: Column) -> str:
        """The cell of a column as a file holds it; empty where it is unknown."""
        value = values.get(column.name)
        return "" if value is None else csv_tables.written(value, column)

    def settled(self, values: Values) -> Values:
        """The values as they will be once written and read again; unknown ones left out.

        Most rows are settled as they come: those are given back themselves, and held once.
        """
        by_name = self.by_name
        reread = {
            name: None if value is None else csv_tables.settled(value, by_name[name])
            for name, value in values.items()
        }
        if all(reread[name] is value and value is not None for name, value in values.items()):
            return values
        return {name: value for name, value in reread.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of the file: its Excel number, its values, the key its list gives it, what it says."""

    number: int
    said: Values
    source_id: str | None
    content: Content


@dataclass(frozen=True, slots=True)
class Held:
    """A record or tie of this source that `data/` holds already."""

    number: int
    said: Values
    source_id: str | None
    content: Content
    active: bool


def incoming(harvest: Harvest, shape: Shape, known: Iterable[Held] = ()) -> tuple[tuple[Incoming, ...], int]:
    """The distinct rows in content order, and how many were repetitions.

    Of rows that say the same under the same key, the first of the file gives the Excel number. A content
    that is `known` is held once: most rows of a list that comes again say what they said.
    """
    held_once = {one.content: one.content for one in known}
    distinct: dict[tuple[Content, str], Incoming] = {}
    for line, row_values in zip(harvest.numbers, harvest.rows, strict=True):
        values = shape.settled(row_values)
        key = values.get("source_id")
        content = shape.content(values)
        content = held_once.get(content, content)
        distinct.setdefault((content, key or ""), Incoming(line, values, key, content))
    rows = tuple(distinct[place] for place in sorted(distinct))
    return rows, len(harvest.rows) - len(rows)


def held(rows: Iterable[Values], shape: Shape, source: str) -> tuple[Held, ...]:
    """What `data/` holds of this source, in content order."""
    number = shape.columns[0].name
    known_rows = [
        Held(
            values[number], values, values.get("source_id"), shape.content(_listed(values)), is_active(values)
        )
        for values in rows
        if values.get("source") == source
    ]
    return tuple(sorted(known_rows, key=lambda one: (one.content, one.source_id or "", one.number)))


def _listed(values: Values) -> Values:
    """What the list said of a row: without what was kept of its last address."""
    extra = values.get("extra")
    if not extra or MOVED not in extra:
        return values
    told = {title: cell for title, cell in extra.items() if title != MOVED}
    return _known({**values, "extra": told or None})


def _with_former_address(one: Held, values: Values) -> dict[str, Any]:
    """What the list says now, and the last address it gave before, under the same key."""
    before = {name: one.said[name] for name in _ADDRESS if one.said.get(name)}
    moved = (
        fold(str(one.said.get(name) or "")) != fold(str(values.get(name) or "")) for name in _ADDRESS[:3]
    )
    former = (one.said.get("extra") or {}).get(MOVED)
    if one.source_id and "street" in before and values.get("street") and any(moved):
        former = before
    return {**values, "extra": {**(values.get("extra") or {}), MOVED: former}} if former else dict(values)


def former_addresses(records: pd.DataFrame) -> pd.DataFrame | None:
    """The records whose list gave another address before, as they stood then; `None` where there is none."""
    rows = [row for row in rows_of(records) if MOVED in (row.get("extra") or {})]
    if not rows:
        return None
    nowhere = dict.fromkeys((*_ADDRESS, "lat", "lon", "extra"))
    return model.frame(model.RECORDS, [_known({**row, **nowhere, **row["extra"][MOVED]}) for row in rows])


def is_active(values: Values) -> bool:
    """Still named by its list: a record not withdrawn, a tie not ended."""
    return "withdrawn_on" not in values and values.get("status") != "ended"


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings of what is known: most cells of a register are empty."""
    rows: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    for name in frame.columns:
        for row, value in zip(rows, frame[name].tolist(), strict=True):
            if value is not None:
                row[name] = value
    return rows


Aligner = Callable[[Sequence[Held], Sequence[Incoming]], Iterable[tuple[int, int]]]
"""Of what is left on both sides: pairs of a held number and a position among the rows."""

_REPEATED = re.compile(r"(.+)#[0-9]+", re.DOTALL)
_MOST_PAIRS = 10_000
"""In a larger group of one key, comparing every pair would take long and prove nothing."""


def pair(known: Sequence[Held], rows: Sequence[Incoming], align: Aligner) -> dict[int, Held]:
    """The held record of each row that has one, by position among the rows."""
    paired = _by_key(known, rows)
    for keyed in (False, True):
        # A row without a key may be any record; a row with one can only be a record that had none.
        taken = {one.number for one in paired.values()}
        free = [one for one in known if one.number not in taken and not (keyed and one.source_id)]
        left = [
            place for place, row in enumerate(rows) if place not in paired and bool(row.source_id) == keyed
        ]
        if free and left:
            paired |= _without_key(free, rows, left, align)
    return paired


def base(source_id: str) -> str:
    """The key as the list writes it: without the `#2` that tells repeated ones apart."""
    found = _REPEATED.fullmatch(source_id)
    return found[1] if found else source_id


def _by_key(known: Sequence[Held], rows: Sequence[Incoming]) -> dict[int, Held]:
    # RULE 1
    groups: dict[str, list[Held]] = defaultdict(list)
    for one in known:
        if one.source_id:
            groups[base(one.source_id)].append(one)
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.source_id and base(row.source_id) in groups:
            places[base(row.source_id)].append(place)
    paired: dict[int, Held] = {}
    for key, left in places.items():
        paired |= _in_group(groups[key], rows, left)
    return paired


def _in_group(group: list[Held], rows: Sequence[Incoming], left: list[int]) -> dict[int, Held]:
    paired = _saying_the_same(group, rows, left)
    taken = {one.number for one in paired.values()}
    free = [one for one in group if one.number not in taken]
    rest = [place for place in left if place not in paired]
    if len(free) * len(rest) > _MOST_PAIRS:
        return paired | dict(zip(rest, free, strict=False))
    likeness = sorted(
        ((-_shared(one, rows[place]), number, place) for number, one in enumerate(free) for place in rest),
    )
    used: set[int] = set()
    for _, at, place in likeness:
        if at not in used and place not in paired:
            paired[place] = free[at]
            used.add(at)
    return paired


def _shared(one: Held, row: Incoming) -> int:
    """How many cells are the same and known; an equal key counts most."""
    cells = sum(bool(a) and a == b for a, b in zip(one.content, row.content, strict=True))
    return cells + len(one.content) * (one.source_id == row.source_id)


def _saying_the_same(known: Sequence[Held], rows: Sequence[Incoming], left: Sequence[int]) -> dict[int, Held]:
    """Rows and records of equal content, one to one; an equal key first, then what is still named."""
    by_content: dict[tuple[str, ...], list[Held]] = defaultdict(list)
    for one in known:
        by_content[one.content].append(one)
    paired: dict[int, Held] = {}
    for same_key in (True, False):
        for place in left:
            candidates = by_content.get(rows[place].content, [])
            fitting = [one for one in candidates if not same_key or one.source_id == rows[place].source_id]
            if place not in paired and fitting:
                best = min(fitting, key=lambda one: (not one.active, one.number))
                paired[place] = best
                candidates.remove(best)
    return paired


def _without_key(
    free: list[Held], rows: Sequence[Incoming], left: list[int], align: Aligner
) -> dict[int, Held]:
    # RULE 2
    paired = _saying_the_same(free, rows, left)
    taken = {one.number for one in paired.values()}
    others = {one.number: one for one in free if one.number not in taken}
    rest = [place for place in left if place not in paired]
    # RULE 3
    if others and rest:
        aligned = align(list(others.values()), [rows[place] for place in rest])
        paired |= {rest[position]: others[number] for number, position in aligned}
    return paired


def keys(
    rows: Sequence[Incoming], paired: Mapping[int, Held], known: Sequence[Held]
) -> dict[int, str | None]:
    """The key each row is held under, by position.

    A record keeps the one it has; a repeated key of the list gets `#2`, `#3` … in content order.
    """
    taken: set[str | None] = {one.source_id for one in known if one.source_id}
    held_under: dict[int, str | None] = {}
    for place, row in enumerate(rows):
        one = paired.get(place)
        if row.source_id is None:
            held_under[place] = None
        elif one is not None and one.source_id and base(one.source_id) == base(row.source_id):
            held_under[place] = one.source_id
        else:
            held_under[place] = _free_key(row.source_id, taken)
            taken.add(held_under[place])
    return held_under


def _free_key(wanted: str, taken: set[str | None]) -> str:
    key, count = wanted, 1
    while key in taken:
        count += 1
        key = f"{base(wanted)}#{count}"
    return key


Fields = tuple[tuple[str, str, str], ...]
_WATCHED = ("source_id", "withdrawn_on")


@dataclass
class Ledger:
    """The rows of a table by number, what happened to them, and whether any cell differs from before."""

    shape: Shape
    rows: list[dict[str, Any]]
    next_number: int
    changes: list[Change] = field(default_factory=list)
    n_unchanged: int = 0
    touched: bool = False
    row_of: dict[int, int] = field(default_factory=dict)
    """The Excel row in which the list named each row of the table that it named."""

    def __post_init__(self) -> None:
        self.key = self.shape.columns[0].name
        self._places = {values[self.key]: place for place, values in enumerate(self.rows)}

    @classmethod
    def of(cls, frame: pd.DataFrame, shape: Shape, next_number: int) -> Ledger:
        """The ledger of a table as it is held."""
        return cls(shape, rows_of(frame), next_number)

    def add(self, values: Mapping[str, Any], row: Incoming) -> None:
        """A row that the list names for the first time."""
        self.rows.append(_known({**values, self.key: self.next_number}))
        self.changes.append(Change("new", self.next_number, label(values), row.number))
        self.row_of[self.next_number] = row.number
        self.next_number += 1
        self.touched = True

    def update(self, one: Held, values: Mapping[str, Any], row: Incoming) -> None:
        """What the list says now of a row that we hold; a date of collection alone is no update."""
        values = _with_former_address(one, _known({**values, self.key: one.number}))
        self.row_of[one.number] = row.number
        fields = differences(self.shape, _listed(one.said), _listed(values))
        if fields:
            what = Change(
                "updated" if one.active else "returned", one.number, label(values), row.number, fields
            )
            self.changes.append(what)
        else:
            self.n_unchanged += 1
            # Both lists said the same: what we hold is as recent as the later of them.
            dates = [
                row_said["collected_on"] for row_said in (values, one.said) if "collected_on" in row_said
            ]
            values |= {"collected_on": max(dates)} if dates else {}
        if values != one.said:
            self.rows[self._places[one.number]] = values
            self.touched = True

    def withdraw(self, one: Held, changed: Mapping[str, Any]) -> None:
        """A row that the list no longer names; it keeps everything but what is said here."""
        values = _known({**one.said, **changed})
        fields = differences(self.shape, one.said, values)
        self.changes.append(Change("withdrawn", one.number, label(values), None, fields))
        self.rows[self._places[one.number]] = values
        self.touched = True

    def frame(self) -> pd.DataFrame:
        """The table as it is now."""
        return model.frame(self.shape.columns, self.rows)

    def account(self, harvest: Harvest, *, repeated: int, rejected: int = 0) -> Accounting:
        """The account of every row read; `repeated` and `rejected` were found after the reading."""
        count = [change.what for change in self.changes].count
        return Accounting(
            read=harvest.n_read,
            new=count("new"),
            updated=count("updated") + count("returned"),
            unchanged=self.n_unchanged,
            repeated=harvest.n_repeated + repeated,
            quarantined=len(harvest.quarantined) + rejected,
            blank=harvest.n_blank,
            withdrawn=count("withdrawn"),
        )


def differences(shape: Shape, before: Mapping[str, Any], after: Mapping[str, Any]) -> Fields:
    """The columns that differ in what they say, the key or the withdrawal: (column, cell before, cell after)."""
    if before == after:
        return ()
    watched = [column for column in shape.columns if column in shape.telling or column.name in _WATCHED]
    differing = (column for column in watched if before.get(column.name) != after.get(column.name))
    return tuple((column.name, shape.cell(before, column), shape.cell(after, column)) for column in differing)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def label(values: Mapping[str, Any]) -> str:
    """What a person calls a record or a tie; two sites of one name differ by their locality."""
    if "from" in values:
        return f"{values['from']} → {values.get('to') or '?'}"
    name = values.get("name") or values.get("source_id") or tr("without a name")
    return f"{name} ({values['locality']})" if values.get("locality") else str(name)


_ALLOWED_SHARE, _ALLOWED = 0.20, 5
_NAMED = 3
_LIKENESS = 0.5
_LONGEST_NAME = 1_000
_TOLD = ("name", "street", "postal_code", "locality", "from", "to", "kind")


def departures(
    known: Sequence[Held], paired: Iterable[Held], quarantined: Sequence[Quarantined]
) -> tuple[Held, ...]:
    """The records still named until now that the list no longer names, by number.

    A row in quarantine cannot be told from the record it was: what it resembles most stays.
    """
    met = {one.number for one in paired}
    gone = [one for one in known if one.active and one.number not in met]
    spared = _resembled(gone, quarantined)
    return tuple(sorted((one for one in gone if one.number not in spared), key=lambda one: one.number))


def _resembled(gone: Sequence[Held], quarantined: Sequence[Quarantined]) -> set[int]:
    """Numbers of the records that some quarantined row may be: half of their words stand in it, no other's more.

    A row that says a name and nothing else may be any record of this name.
    """
    if not quarantined:
        return set()
    words = {one.number: _words(one) for one in gone}
    holders: dict[str, list[int]] = defaultdict(list)
    for held_number, words_said in words.items():
        for word in words_said:
            holders[word].append(held_number)
    named: dict[str, set[int]] = defaultdict(set)
    for one in gone:
        named[fold(str(one.said.get("name") or ""))].add(one.number)
    spared: set[int] = set()
    for row in quarantined:
        spared |= named.get(fold(" ".join(dict.fromkeys(row.cells))[:_LONGEST_NAME]), set())
        words_said = set(fold(" ".join(row.cells)[:20_000]).split())
        shared = Counter(one for word in sorted(words_said) for one in holders.get(word, ()))
        likeness = {one: count / len(words[one]) for one, count in shared.items()}
        best = max(likeness.values(), default=0.0)
        if best >= _LIKENESS:
            spared |= {one for one, share in likeness.items() if share == best}
    return spared


def _words(one: Held) -> set[str]:
    texts = [str(one.said[name]) for name in _TOLD if one.said.get(name)]
    return set(fold(" ".join([*texts, one.source_id or ""])).split())


def refusal(
    gone: Sequence[Held], known: Sequence[Held], delivery: Delivery, *, n_rows: int, dated: bool
) -> RefusedError | None:
    """Why this list is not taken in, naming who would go; None where it can be.

    More than 20 % and more than 5 would go, or the file names nobody at all, and nobody confirmed
    that it is complete; or nobody knows since when they are gone.
    """
    n_active = sum(one.active for one in known)
    too_many = n_rows == 0 or (len(gone) > _ALLOWED and len(gone) > _ALLOWED_SHARE * n_active)
    if not gone or ((delivery.complete or not too_many) and dated):
        return None
    message = trn(
        "{n} of the {total} rows held of the list “{source}” is not in this file any more: {names}.",
        "{n} of the {total} rows held of the list “{source}” are not in this file any more: {names}.",
        len(gone),
        total=number(n_active),
        source=delivery.source,
        names=_names(gone),
    )
    hint = (
        tr("Add --partial if the file is only a part of the list, or --complete if they are really gone.")
        if too_many and not delivery.complete
        else tr(
            "Say when the list was collected, as in --collected-on 2024-06-30; or --partial if it is only a part."
        )
    )
    return RefusedError(message, hint=hint, problems=tuple(_leaving(one) for one in gone))


def foreseen(refused: RefusedError | None) -> tuple[Problem, ...]:
    """What the command would refuse, for a rehearsal."""
    if refused is None:
        return ()
    return (Problem("would_be_refused", "refusal", refused.message, refused.hint), *refused.problems)


def _names(gone: Sequence[Held]) -> str:
    """The names of the first three, and how many more; the problems name them all."""
    names = [label(one.said) for one in gone[:_NAMED]]
    more = len(gone) - len(names)
    return listing([*names, trn("{n} other", "{n} others", more)] if more else names)


def _leaving(one: Held) -> Problem:
    message = tr("Not in the list any more: {name}.", name=label(one.said))
    return Problem("would_be_withdrawn", "refusal", message)
