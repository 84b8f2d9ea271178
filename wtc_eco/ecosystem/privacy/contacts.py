"""The people one may write to, in contacts.csv: who is added, who objects (`optout`), who is kept too long (`retention`)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.ecosystem.privacy import objections as opposing
from wtc_eco.ecosystem.privacy.objections import Identifier, Key, Oppositions, keep_key, make_key
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import tr, trn
from wtc_eco.model import CONTACTS
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

FILE = "contacts.csv"
Row = Mapping[str, Any]
_SAID = ("person", "role", "email", "phone", "language")


@dataclass(frozen=True)
class Contacts:
    """The rows of contacts.csv, by number."""

    rows: tuple[Row, ...]

    def to_csv(self) -> bytes:
        """The file."""
        return store.to_csv(model.frame(CONTACTS, self.rows), CONTACTS)

    def opting_out(self, known_by: Iterable[Identifier]) -> tuple[Contacts, int]:
        """The same with these people marked as having objected, and how many contacts that marked anew."""
        wanted = set(known_by)
        marks = [bool(wanted & set(identifiers(row))) and row["opt_out"] is not True for row in self.rows]
        rows = tuple(
            {**row, "opt_out": True} if marked else row for row, marked in zip(self.rows, marks, strict=True)
        )
        return Contacts(rows), sum(marks)

    def without(self, numbers: Iterable[int]) -> Contacts:
        """The same without these contacts."""
        gone = set(numbers)
        return Contacts(tuple(row for row in self.rows if row["contact"] not in gone))


def read(ecosystem: Ecosystem) -> Contacts:
    """The contacts of a folder; none where there is no file."""
    frame, _ = store.from_csv(ecosystem.folder / "data" / FILE, CONTACTS)
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    return Contacts(tuple(sorted(rows, key=lambda row: row["contact"] or 0)))


def identifiers(row: Row) -> tuple[Identifier, ...]:
    """What the person of this contact is known by: address and number, else the name."""
    known_by = [opposing.email(row["email"])] if row.get("email") else []
    known_by += [opposing.phone(row["phone"])] if row.get("phone") else []
    return tuple(known_by) or ((opposing.person(row["person"]),) if row.get("person") else ())


def may_be_kept(row: Row, oppositions: Oppositions) -> bool:
    """Whether this person may be brought in: neither objected nor forgotten."""
    by_name = [opposing.person(row["person"])] if row.get("person") else []
    objects = any(oppositions.opposed(one) for one in identifiers(row))
    return not objects and not any(oppositions.forgotten(one) for one in by_name)


@dataclass(frozen=True)
class Gathered:
    """The contacts after an import: how many are new, changed, as before, and left out because they objected."""

    contacts: Contacts
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0


def gather(
    contacts: Contacts, people_told: Sequence[Row], oppositions: Oppositions, structure_of: Mapping[int, str]
) -> Gathered:
    """Take these people in, each once for a structure and a source; the latest word of them counts.

    `structure_of` gives the structure of a record.
    """
    rows = {row["contact"]: dict(row) for row in contacts.rows}
    places = {_key(row, structure_of): number for number, row in rows.items()}
    counts = {"new": 0, "updated": 0, "unchanged": 0, "left_out": 0}
    number = max(rows, default=0) + 1
    for row in sorted(
        people_told, key=lambda row: (row.get("collected_on") or "", row["record"], str(row.get("email")))
    ):
        if not may_be_kept(row, oppositions):
            counts["left_out"] += 1
            continue
        key = _key(row, structure_of)
        if key not in places:
            places[key] = number
            rows[number] = {name: row.get(name) for name in model.names(CONTACTS)} | {"contact": number}
            number += 1
            counts["new"] += 1
        else:
            counts["updated" if _refresh(rows[places[key]], row) else "unchanged"] += 1
    return Gathered(Contacts(tuple(rows[key] for key in sorted(rows))), **counts)


LISTED = "listed"
"""The basis of whoever stands in a list: they said neither yes nor no."""


def of_list(
    ecosystem: Ecosystem,
    named: Mapping[int, Sequence[Row]],
    *,
    source: str,
    collected_on: str | None,
) -> Gathered:
    """The contacts with the people that a list names, by the record they work for; objections are honoured."""
    told = [
        {**one, "record": record, "source": source, "collected_on": collected_on, "basis": LISTED}
        for record, people in sorted(named.items())
        for one in people
    ]
    contacts = read(ecosystem)
    return gather(contacts, told, opposing.read(ecosystem), {}) if told else Gathered(contacts)


def left_out(gathered: Gathered) -> tuple[Problem, ...]:
    """That some people are not taken in, without naming them."""
    if not gathered.left_out:
        return ()
    message = trn(
        "{n} person is not taken in: they objected, or asked to be forgotten.",
        "{n} persons are not taken in: they objected, or asked to be forgotten.",
        gathered.left_out,
    )
    return (Problem("people_left_out", "note", message),)


def _refresh(contact: dict[str, Any], row: Row) -> bool:
    """What a later word says replaces what was known; True where anything changed."""
    if (row.get("collected_on") or "") < (contact["collected_on"] or ""):
        return False
    changed = {name: row[name] for name in (*_SAID, "collected_on", "basis") if row.get(name)}
    before = dict(contact)
    contact.update(changed)
    return contact != before


def _key(row: Row, structure_of: Mapping[int, str]) -> tuple[str, str, str]:
    who = str(row.get("email") or "").casefold() or fold(str(row.get("person") or row.get("phone") or ""))
    return structure_of.get(row["record"], str(row["record"])), str(row.get("source") or ""), who


_OPTOUT = "optout"


@dataclass(frozen=True)
class OptedOut:
    """How many addresses are remembered anew, how many were already, how many contacts were marked.

    `recovery` is the line that brings the key back, told where the key was made just now; empty otherwise.
    """

    remembered: int
    already: int
    contacts: int
    recovery: str
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return asdict(self)


def optout(ecosystem: Ecosystem, addresses: Sequence[str], *, accept_edits: bool = False) -> OptedOut:
    """Remember that whoever is behind these e-mail addresses or phone numbers objects.

    Raises `UsageError`, and nothing is written, where one of them is neither.
    """
    wanted = [one for address in addresses for one in _identifiers(address)]
    with writing(ecosystem, _OPTOUT, accept_edits=accept_edits) as step:
        oppositions = opposing.read(ecosystem)
        made = oppositions.key is None
        keyed = oppositions.under(oppositions.key or make_key(ecosystem.settings.uid))
        fresh = [one for one in dict.fromkeys(wanted) if not keyed.opposed(one)]
        remembered = keyed.with_more(fresh, reason="objected", since=ecosystem.as_of)
        contacts, n_marked = read(ecosystem).opting_out(wanted)
        changes = {opposing.FILE: remembered.to_csv()} if fresh else {}
        changes |= {FILE: contacts.to_csv()} if n_marked else {}
        # The command is told without its addresses: the journal names nobody.
        step.commit(changes)
    return OptedOut(
        remembered=len(fresh),
        already=len(dict.fromkeys(wanted)) - len(fresh),
        contacts=n_marked,
        recovery=remembered.key.line if made and remembered.key else "",
        problems=remembered.problems(),
    )


def recover(ecosystem: Ecosystem, line: str) -> Oppositions:
    """Bring the key back from its recovery line; the oppositions it was made for hold again.

    Raises `UsageError` where the line is not one, or is another folder's.
    """
    key = Key.from_line(line)
    oppositions = opposing.read(ecosystem)
    if oppositions.rows and key.fingerprint not in {row["key"] for row in oppositions.rows}:
        raise UsageError(
            tr("This line is the key of another folder."),
            hint=tr("Look for the line that was printed when this folder was made."),
        )
    keep_key(ecosystem.settings.uid, key)
    return opposing.read(ecosystem)


def _identifiers(address: str) -> tuple[Identifier, ...]:
    known_by = opposing.identifiers_in(address)
    if not known_by:
        raise UsageError(
            tr("“{address}” is neither an e-mail address nor a phone number.", address=address),
            hint=tr("For instance: wtc-eco optout julie.lambert@exemple.be"),
        )
    return known_by


MONTHS = 24
_RETENTION = "retention"
_YEAR = 12


@dataclass(frozen=True)
class KeptContacts:
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
) -> KeptContacts:
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
        return _looked_through(read(ecosystem), before, applied=False)
    with writing(ecosystem, _RETENTION, accept_edits=accept_edits) as step:
        contacts = read(ecosystem)
        looked_through = _looked_through(contacts, before, applied=True)
        if looked_through.old:
            rest = contacts.without(row["contact"] for row in looked_through.old)
            # An erasure: what was kept to undo would keep the people too.
            step.erase({FILE: rest.to_csv()})
    return looked_through


def months_earlier(day: str, months: int) -> str:
    """The same day `months` months before, or the last one of that month."""
    start = dt.date.fromisoformat(day)
    year, month = divmod(start.year * _YEAR + start.month - 1 - months, _YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).isoformat()


def _looked_through(contacts: Contacts, before: str, *, applied: bool) -> KeptContacts:
    old = tuple(row for row in contacts.rows if row["collected_on"] and row["collected_on"] < before)
    undated = tuple(row for row in contacts.rows if not row["collected_on"])
    return KeptContacts(before, old, undated, len(contacts.rows), applied)
