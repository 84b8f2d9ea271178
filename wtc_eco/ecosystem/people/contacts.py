"""The people one may write to: contacts.csv, apart from the structures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.ecosystem.people import oppositions as opposing
from wtc_eco.ecosystem.people.oppositions import Identifier, Oppositions
from wtc_eco.model import CONTACTS
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

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
        found = [bool(wanted & set(identifiers(row))) and row["opt_out"] is not True for row in self.rows]
        rows = tuple(
            {**row, "opt_out": True} if marked else row for row, marked in zip(self.rows, found, strict=True)
        )
        return Contacts(rows), sum(found)

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
    found = [opposing.email(row["email"])] if row.get("email") else []
    found += [opposing.phone(row["phone"])] if row.get("phone") else []
    return tuple(found) or ((opposing.person(row["person"]),) if row.get("person") else ())


def may_be_kept(row: Row, oppositions: Oppositions) -> bool:
    """Whether this person may be brought in: neither objected nor forgotten."""
    by_name = [opposing.person(row["person"])] if row.get("person") else []
    held = any(oppositions.opposed(one) for one in identifiers(row))
    return not held and not any(oppositions.forgotten(one) for one in by_name)


@dataclass(frozen=True)
class Gathered:
    """The contacts after an import: how many are new, changed, as before, and left out because they objected."""

    contacts: Contacts
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0


def gather(
    contacts: Contacts, told: Sequence[Row], oppositions: Oppositions, structure_of: Mapping[int, str]
) -> Gathered:
    """Take these people in, each once for a structure and a source; the latest word of them counts.

    `structure_of` gives the structure of a record.
    """
    rows = {row["contact"]: dict(row) for row in contacts.rows}
    places = {_key(row, structure_of): number for number, row in rows.items()}
    counts = {"new": 0, "updated": 0, "unchanged": 0, "left_out": 0}
    number = max(rows, default=0) + 1
    for row in sorted(
        told, key=lambda row: (row.get("collected_on") or "", row["record"], str(row.get("email")))
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


def _refresh(held: dict[str, Any], row: Row) -> bool:
    """What a later word says replaces what was known; True where anything changed."""
    if (row.get("collected_on") or "") < (held["collected_on"] or ""):
        return False
    changed = {name: row[name] for name in (*_SAID, "collected_on", "basis") if row.get(name)}
    before = dict(held)
    held.update(changed)
    return held != before


def _key(row: Row, structure_of: Mapping[int, str]) -> tuple[str, str, str]:
    who = str(row.get("email") or "").casefold() or fold(str(row.get("person") or row.get("phone") or ""))
    return structure_of.get(row["record"], str(row["record"])), str(row.get("source") or ""), who
