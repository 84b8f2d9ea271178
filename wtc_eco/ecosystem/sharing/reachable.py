"""By which numbers and addresses the public may reach a structure, and a person's never."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import phonenumbers

from wtc_eco.ecosystem.people import oppositions
from wtc_eco.ecosystem.people.contacts import read
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.territory import Territory

PLACE = ("name", "commune", "locality")
"""Columns whose words may stand in an address of the place."""
_PARTED = re.compile(r"[._+-]+")
FIXED = (
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.UAN,
)
"""Numbers of a place; a mobile number is somebody's."""


@dataclass(frozen=True)
class Reached:
    """The numbers (E.164) and addresses of a structure that the public may use, and how many were kept back."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    kept_back: int = 0


def reachable(ecosystem: Ecosystem) -> Mapping[str, Reached]:
    """By structure: fixed lines and general addresses, but none of a contact nor of anybody who objected."""
    people = read(ecosystem).rows
    private = {str(row[name]).casefold() for row in people for name in ("phone", "email") if row[name]}
    opposed = oppositions.read(ecosystem)
    words = frozenset(ecosystem.territory.mailboxes) | _kinds(ecosystem.territory)
    return dict(_all(ecosystem, private, opposed, words))


def _kinds(territory: Territory) -> frozenset[str]:
    """Words that name a kind of structure."""
    spellings = (
        way for term in territory.kinds.values() for way in (*term.spellings(), *term.extra.get("names", ()))
    )
    return frozenset(way.replace(" ", "") for way in spellings)


def _all(
    ecosystem: Ecosystem, private: set[str], opposed: oppositions.Oppositions, words: frozenset[str]
) -> Iterator[tuple[str, Reached]]:
    for row in ecosystem.registry.table.to_dict("records"):
        phones = [one for one in row["phone"] or () if one.casefold() not in private]
        emails = [one for one in row["email"] or () if one.casefold() not in private]
        said = tuple(one for one in phones if fixed(one) and not opposed.opposed(oppositions.phone(one)))
        own = frozenset(fold(" ".join(row[name] or "" for name in PLACE)).split())
        written = tuple(
            one for one in emails if general(one, words, own) and not opposed.opposed(oppositions.email(one))
        )
        n_all = len(row["phone"] or ()) + len(row["email"] or ())
        yield str(row["id"]), Reached(said, written, n_all - len(said) - len(written))


def fixed(number: str) -> bool:
    """Whether the number is that of a place."""
    try:
        return phonenumbers.number_type(phonenumbers.parse(number)) in FIXED
    except phonenumbers.NumberParseException:
        return False


def general(address: str, words: frozenset[str], own: frozenset[str] = frozenset()) -> bool:
    """Whether the address is that of a place, by what stands before the `@`.

    It begins with a word for a desk or a kind of structure; the rest is such words, figures, or the
    structure's `own` words.
    """
    first, *rest = _PARTED.split(fold(address.partition("@")[0]).replace(" ", "."))
    return _bare(first) in words and all(not _bare(one) or _bare(one) in words | own for one in rest)


def _bare(part: str) -> str:
    return part.rstrip("0123456789")
