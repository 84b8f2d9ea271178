"""A place as the public reads it: where it is, when it is open, what one can do there, how to reach it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import phonenumbers

from wtc_eco.render.cells import visible
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding

LISTED = ("steps", "themes", "publics", "formats", "access")
HOME = "BE"
"""Whose numbers are told without their country code."""


@dataclass(frozen=True)
class Contact:
    """Numbers (E.164) and addresses that the public may use."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """One structure; `None` is unknown. `said` holds words by facet, `ids` the ids they stand for.

    `maybe` are the time slots at which nobody can tell whether it is open.
    """

    id: str
    name: str
    kind: str
    commune: str
    street: str | None
    address: str
    website: str | None
    hours: tuple[str, ...] | None
    slots: tuple[str, ...]
    appointment: bool
    contact: Contact
    said: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    ids: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    maybe: tuple[str, ...] = ()

    @property
    def site(self) -> str | None:
        """Its site where it can be followed safely; anything else is not shown as a link."""
        held = self.website or ""
        return held if held.lower().startswith(("https://", "http://")) else None

    @property
    def unknown(self) -> tuple[str, ...]:
        """What nobody has said of it."""
        held = {"hours": self.hours or self.slots, "address": self.street, "contact": self.reached}
        lacking = [name for name, value in held.items() if not value]
        return (*lacking, *(name for name in ("steps", "themes", "publics") if self.said.get(name) is None))

    @property
    def mute(self) -> bool:
        """Whether nobody has said anything of what it offers, for whom and when."""
        told = (self.hours, self.slots, self.appointment, *(self.said.get(name) for name in LISTED[:3]))
        return not any(told) and all(self.said.get(name) is None for name in LISTED[:3])

    @property
    def reached(self) -> bool:
        """Whether there is any way to reach it."""
        return bool(self.contact.phones or self.contact.emails or self.site)


def places(finding: Finding, contacts: Mapping[str, Contact]) -> tuple[Place, ...]:
    """The places of an answer to `public_offer`, in its order."""
    words = {head.id: head.words or {} for head in finding.headings}
    return tuple(_place(row, words, contacts.get(row["id"], Contact())) for row in finding.rows())


def _place(row: Mapping[str, Any], words: Mapping[str, Mapping[str, str]], contact: Contact) -> Place:
    kind = row["kind"]
    return Place(
        id=row["id"],
        name=row["name"] or row["id"],
        kind=words["kind"].get(kind, kind or ""),
        commune=row["commune"] or "",
        street=row["street"],
        address=_address(row),
        website=row["website"],
        hours=row["hours"],
        slots=tuple(words["slots"].get(slot, slot) for slot in row["slots"] or ()),
        appointment=bool(row["appointment"]),
        contact=contact,
        said={name: _words(row[name], words[name]) for name in LISTED},
        ids={name: row[name] for name in ("themes", "steps", "receives", "slots")},
        maybe=row["slots_unknown"] or (),
    )


def _words(held: Sequence[str] | None, words: Mapping[str, str]) -> tuple[str, ...] | None:
    return None if held is None else tuple(words.get(term, term) for term in held)


def _address(row: Mapping[str, Any]) -> str:
    """«Rue Haute 5, 5500 Dinant»: a town is not shouted, and one that is its commune is written as it."""
    locality, commune = row["locality"] or "", row["commune"] or ""
    locality = locality.title() if locality.isupper() else locality
    town = commune if fold(locality) == fold(commune) else locality or commune
    where = " ".join(part for part in (row["postal_code"], town) if part)
    return ", ".join(part for part in (row["street"], where) if part)


def spoken_number(number: str) -> str:
    """`+3265020645` as «065 02 06 45»: a number of the country as people dial it, another one in full."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return visible(number)
    at_home = phonenumbers.region_code_for_number(parsed) == HOME
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, form)
