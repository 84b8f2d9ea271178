"""What may not leave the house in any text: people, e-mail addresses, phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.people.contacts import read
from wtc_eco.ecosystem.people.oppositions import Identifier, person
from wtc_eco.ecosystem.people.traces import Traces

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

_ADDRESS = re.compile(r"[\w.+-]+(?:@|\s?[(\[](?:at|arobase|@)[)\]]\s?|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])(?:\+|00|0)\d(?:[ ./()‐‑–-]{0,2}\d){6,13}(?![\w])")
_LAST_DIGITS = 8
"""As many figures tell a number, with or without its country code."""


@dataclass(frozen=True)
class Withheld:
    """The people of contacts.csv, and every address and number that `data/` holds."""

    people: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def in_field(self, text: str) -> bool:
        """Whether a person, or any address or number at all, stands in a field."""
        return bool(_ADDRESS.search(text) or _NUMBER.search(text)) or self._names.stand_in(text)

    def person_in(self, text: str) -> bool:
        """Whether a person stands in a text."""
        return self._names.stand_in(text)

    def in_page(self, text: str, *, allowed: str = "") -> Iterator[str]:
        """What may not be in a whole page, as it stands there; `allowed` is an address or a number that may."""
        permitted = allowed.casefold()
        yield from (found[0] for found in _ADDRESS.finditer(text) if found[0].casefold() not in permitted)
        known = {_tail(number) for number in self.numbers} - {_tail(allowed)}
        for found in _NUMBER.finditer(text):
            if _tail(found[0]) in known:
                yield found[0]
        folded = text.casefold()
        yield from (
            address for address in sorted(self.addresses) if address in folded and address not in permitted
        )
        yield from self._names.found(text)

    @cached_property
    def _names(self) -> Traces:
        names: list[Identifier] = [person(name) for name in self.people]
        return Traces.of(names)


def _tail(number: str) -> str:
    return "".join(filter(str.isdigit, number))[-_LAST_DIGITS:]


def withheld_of(ecosystem: Ecosystem) -> Withheld:
    """Who and what is withheld of a folder: its contacts, and the addresses and numbers of every record."""
    contacts = read(ecosystem).rows
    records = ecosystem.holdings.records
    return Withheld(
        people=tuple(sorted({str(row["person"]) for row in contacts if row["person"]})),
        addresses=frozenset(address.casefold() for address in _all(records["email"], contacts, "email")),
        numbers=frozenset(_all(records["phone"], contacts, "phone")),
    )


def _all(
    held: Iterable[tuple[str, ...] | None], contacts: Iterable[Mapping[str, Any]], name: str
) -> Iterator[str]:
    for several in held:
        yield from several or ()
    yield from (str(row[name]) for row in contacts if row[name])
