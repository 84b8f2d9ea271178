"""`forget`: a person who asks is erased everywhere in the folder, and cannot come back by an import.

1. Who is meant: an address or a number, a structure that is a person (S12), or a name in full.
2. Everything the contacts know of that person is looked for everywhere: name, addresses, numbers.
3. A record that is the person (it bears the name) leaves a tombstone; a record that only names the
   person keeps everything else.
4. What the person is known by is remembered as keyed hashes.

Records erased for good: what led to them leads to what is left of their structure, or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.ecosystem.privacy import contacts as people
from wtc_eco.ecosystem.privacy import objections as opposing
from wtc_eco.ecosystem.privacy import scrub
from wtc_eco.ecosystem.privacy.objections import Identifier, Oppositions, make_key
from wtc_eco.ecosystem.privacy.scrub import Traces
from wtc_eco.ecosystem.writing import Writing, writing
from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.i18n import tr
from wtc_eco.registry import is_correction
from wtc_eco.store import holdings
from wtc_eco.store.holdings import Rows, Tombstones
from wtc_eco.store.layout import TOMBSTONES

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem


def buried(
    stones: Tombstones, records: Collection[int], members: Mapping[int, Sequence[int]], day: str | None
) -> Tombstones:
    """The same with these records; `members` gives the records of the structure of each."""
    fresh = {
        number: min((one for one in members[number] if one not in records), default=None)
        for number in records
    }
    rows = [{"record": number, "erased_on": day, "now": fresh[number]} for number in sorted(fresh)]
    return Tombstones({**stones.now, **fresh}, [*stones.rows, *rows])


def led_elsewhere(rows: Rows, columns: Sequence[str], stones: Tombstones) -> tuple[Rows, int]:
    """The rows with erased records replaced by what they lead to; without those that lead nowhere, counted."""
    kept_rows: Rows = []
    for row in rows:
        led_row = dict(row)
        for column in columns:
            number = _number(row[column])
            if number is None or number not in stones.now:
                continue
            now = stones.resolved(number)
            led_row[column] = None if now is None else type(row[column])(now)
        if all(led_row[column] is not None or row[column] is None for column in columns):
            kept_rows.append(led_row)
    return kept_rows, len(rows) - len(kept_rows)


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() else None


_STRUCTURE = re.compile(r"[sS]\d{1,9}")
_COMMAND = "forget"
_NAMED_BY = {"referrals.csv": ("from", "to"), "decisions.csv": ("left", "right"), "contacts.csv": ("record",), "invited.csv": ("record",)}  # fmt: skip


@dataclass(frozen=True)
class Receipt:
    """What was erased, told once on the screen and kept nowhere.

    `rows` counts, by file of `data/`, the rows that named the person and do no more; `removed` the rows
    taken out; `tombstones` the records that were the person; `files` the other files of `data/` that
    were blanked or deleted, `outputs` those deleted; `left` the files of the folder that are not ours
    and still name the person. `remembered` counts the keyed hashes that keep the person out.
    """

    rehearsal: bool
    rows: dict[str, int]
    removed: dict[str, int]
    tombstones: tuple[int, ...]
    files: tuple[str, ...]
    outputs: tuple[str, ...]
    left: tuple[str, ...]
    remembered: int
    git: bool
    unsearched: dict[str, str] = field(default_factory=dict)

    @property
    def nothing_found(self) -> bool:
        """Whether nothing in the folder that could be searched named the person."""
        return not (
            any(self.rows.values()) or any(self.removed.values()) or self.files or self.outputs or self.left
        )

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class _Subject:
    """Who is to be forgotten: what they are known by, the records that are the person, the contacts."""

    known_by: tuple[Identifier, ...]
    records: frozenset[int]
    contacts: frozenset[int]

    @property
    def traces(self) -> Traces:
        return Traces.of(self.known_by)


def forget(
    ecosystem: Ecosystem, thing: str, *, rehearsal: bool = False, accept_edits: bool = False
) -> Receipt:
    """Erase a person everywhere in the folder.

    `thing` is an e-mail address, a phone number, the id of a structure that is a person, or a first
    and last name. A `rehearsal` only counts. Raises `UsageError` where it is none of these and
    `UnknownNameError` for a name that stands nowhere.
    """
    if rehearsal:
        return _Erasure.of(ecosystem, thing).receipt(rehearsal=True)
    with writing(ecosystem, _COMMAND, accept_edits=accept_edits) as step:
        erasure = _Erasure.of(ecosystem, thing)
        held = erasure.carry_out(step)
    return erasure.receipt(rehearsal=False, held=held)


@dataclass
class _Erasure:
    """One person's erasure, worked out before anything is written."""

    ecosystem: Ecosystem
    subject: _Subject
    stones: Tombstones
    tables: dict[str, Rows]
    rows: dict[str, int]
    removed: dict[str, int]
    texts: scrub.Texts
    oppositions: Oppositions
    n_remembered: int

    @classmethod
    def of(cls, ecosystem: Ecosystem, thing: str) -> _Erasure:
        subject = _subject(ecosystem, thing)
        stones = _stones(ecosystem, subject)
        made = cls(
            ecosystem=ecosystem,
            subject=subject,
            stones=stones,
            tables={},
            rows={},
            removed={},
            texts=scrub.texts_of(ecosystem.folder, subject.traces),
            oppositions=opposing.read(ecosystem),
            n_remembered=len(subject.known_by),
        )
        for name in scrub.TABLES:
            made._table(name)
        return made

    def _table(self, name: str) -> None:
        """The rows of a table without the person."""
        before = scrub.read(self.ecosystem.folder, name)
        kept = [row for row in before if not self._is_gone(name, row)]
        if name == "structures.csv":
            kept = [{**row, "hosted_by": self._host(row["hosted_by"])} for row in kept]
        elif name in _NAMED_BY:
            kept, _ = led_elsewhere(kept, _NAMED_BY[name], self.stones)
        scrubbed, self.rows[name] = scrub.scrubbed_rows(kept, scrub.TABLES[name], self.subject.traces)
        self.removed[name] = len(before) - len(kept)
        if scrubbed != before:
            self.tables[name] = scrubbed

    def _host(self, hosted_by: str | None) -> str | None:
        """The bearer, by what its number leads to now."""
        number = int(hosted_by) if hosted_by and hosted_by.isdecimal() else 0
        now = self.stones.resolved(number)
        return hosted_by if now == number else (None if now is None else str(now))

    def _is_gone(self, name: str, row: dict[str, Any]) -> bool:
        if name == "structures.csv":
            return row["record"] in self.subject.records
        return name == people.FILE and row["contact"] in self.subject.contacts

    def receipt(self, *, rehearsal: bool, held: Collection[Path] = ()) -> Receipt:
        """The account; `held` are the outputs that could not be deleted."""
        folder = self.ecosystem.folder
        unsearched = {**self.texts.unsearched, **dict.fromkeys(held, tr("another program holds it"))}
        return Receipt(
            rehearsal=rehearsal,
            rows={name: n for name, n in self.rows.items() if n},
            removed={name: n for name, n in self.removed.items() if n},
            tombstones=tuple(sorted(self.subject.records)),
            files=tuple(sorted(self.texts.changes)),
            outputs=tuple(
                path.relative_to(folder).as_posix() for path in self.texts.outputs if path not in held
            ),
            left=tuple(path.relative_to(folder).as_posix() for path in self.texts.foreign),
            remembered=self.n_remembered,
            git=any((place / ".git").exists() for place in (folder, *folder.resolve().parents)),
            unsearched={path.relative_to(folder).as_posix(): why for path, why in sorted(unsearched.items())},
        )

    def carry_out(self, step: Writing) -> tuple[Path, ...]:
        """Outputs first, since they can be made again; then everything of `data/` in one stroke.

        Gives the outputs that another program holds.
        """
        ecosystem, traces = self.ecosystem, self.subject.traces
        held = []
        for path in self.texts.outputs:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                held.append(path)
        key = self.oppositions.key or make_key(ecosystem.settings.uid)
        remembered = self.oppositions.under(key).with_more(
            self.subject.known_by, reason="forgotten", since=ecosystem.as_of
        )
        changes: dict[str, bytes | None] = {
            **{name: scrub.written(name, rows) for name, rows in self.tables.items()},
            **self.texts.changes,
            opposing.FILE: remembered.to_csv(),
        }
        if self.subject.records:
            changes[TOMBSTONES] = scrub.written(TOMBSTONES, self.stones.rows)
        step.erase(changes, words=scrub.journal_words(ecosystem.folder, traces))
        return tuple(held)


def _subject(ecosystem: Ecosystem, thing: str) -> _Subject:
    """Whom the words mean; see the rules above."""
    if _STRUCTURE.fullmatch(thing.strip()):
        return _structure(ecosystem, thing)
    addresses = opposing.identifiers_in(thing)
    by_name = () if addresses else (_full_name(thing),)
    known_by = {*addresses, *by_name}
    contacts_of = [row for row in people.read(ecosystem).rows if known_by & set(_all_of(row))]
    known_by |= {one for row in contacts_of for one in _all_of(row)}
    records = frozenset(_records_bearing(ecosystem, known_by))
    subject = _Subject(_in_order(known_by), records, frozenset(row["contact"] for row in contacts_of))
    if by_name and not contacts_of and not records and not _stands_anywhere(ecosystem, subject.traces):
        raise UnknownNameError(
            tr("Nobody in this folder is called so."),
            hint=tr("Check the spelling, or give the address: wtc-eco forget ADDRESS"),
        )
    return subject


def _structure(ecosystem: Ecosystem, thing: str) -> _Subject:
    """A structure that is a person: all its records, corrections included, and those who are to be reached there."""
    one = ecosystem.registry.resolve(thing)
    records = frozenset(number for number, id_ in ecosystem.registry.aliases.items() if id_ == one)
    rows = [row for row in ecosystem.holdings.records.to_dict("records") if row["record"] in records]
    contacts = [row for row in people.read(ecosystem).rows if row["record"] in records]
    known_by = {one for row in contacts for one in _all_of(row)}
    for row in rows:
        known_by |= {opposing.person(name) for name in (row["name"], *(row["also_known_as"] or ())) if name}
        known_by |= {opposing.email(address) for address in row["email"] or ()}
        known_by |= {opposing.phone(number) for number in row["phone"] or ()}
    return _Subject(_in_order(known_by), records, frozenset(row["contact"] for row in contacts))


def _full_name(thing: str) -> Identifier:
    name = opposing.person(thing)
    if len(name.text.split()) < 2:  # noqa: PLR2004 - a first and a last name
        raise UsageError(
            tr("“{thing}” is neither an address nor a first and last name.", thing=thing),
            hint=tr(
                "For instance: wtc-eco forget julie.lambert@exemple.be, or wtc-eco forget “Julie Lambert”"
            ),
        )
    return name


def _all_of(row: people.Row) -> tuple[Identifier, ...]:
    """Everything a contact says of who it is."""
    by_name = (opposing.person(row["person"]),) if row.get("person") else ()
    return (*(one for one in people.identifiers(row) if one.of != "person"), *by_name)


def _records_bearing(ecosystem: Ecosystem, known_by: set[Identifier]) -> Iterator[int]:
    """The records that are the person: their name is the person's, and nothing more."""
    names = {one for one in known_by if one.of == "person"}
    rows = ecosystem.holdings.records.to_dict("records")
    bearing = {row["record"] for row in rows if row["name"] and opposing.person(row["name"]) in names}
    ids = {ecosystem.registry.aliases.get(number) for number in bearing} - {None}
    yield from bearing
    for row in rows:
        if is_correction(row) and ecosystem.registry.aliases.get(row["record"]) in ids:
            yield row["record"]


def _stones(ecosystem: Ecosystem, subject: _Subject) -> Tombstones:
    aliases = ecosystem.registry.aliases
    members: dict[int, list[int]] = {}
    for number in subject.records:
        id_ = aliases.get(number)
        members[number] = [other for other, stones in aliases.items() if id_ is not None and stones == id_]
    stones = holdings.read_tombstones(ecosystem.folder)
    return buried(stones, subject.records, members, ecosystem.as_of or None)


def _stands_anywhere(ecosystem: Ecosystem, traces: Traces) -> bool:
    folder: Path = ecosystem.folder
    texts = scrub.texts_of(folder, traces)
    if texts.changes or texts.outputs or texts.foreign:
        return True
    return any(
        traces.stand_in(model.to_cell(row[column.name], column))
        for name, columns in scrub.TABLES.items()
        for row in scrub.read(folder, name)
        for column in columns
        if row[column.name] is not None
    )


def _in_order(known_by: set[Identifier]) -> tuple[Identifier, ...]:
    return tuple(sorted(known_by, key=lambda one: (one.of, one.text)))
