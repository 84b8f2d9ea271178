"""The folder as partners see it: structures without persons, addresses to write to or numbers to call.

Says which numbers and addresses are the public's, and what may stand in no text that leaves the house.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import phonenumbers

from wtc_eco import model
from wtc_eco.ecosystem.privacy import objections
from wtc_eco.ecosystem.privacy.contacts import read
from wtc_eco.ecosystem.privacy.objections import Identifier, person
from wtc_eco.ecosystem.privacy.scrub import Traces
from wtc_eco.i18n import tr
from wtc_eco.registry.columns import said
from wtc_eco.sources.persons import names_somebody, person_words
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.registry import Registry
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
    opposed = objections.read(ecosystem)
    words = frozenset(ecosystem.territory.mailboxes) | _kinds(ecosystem.territory)
    return dict(_every_reached(ecosystem, private, opposed, words))


def _kinds(territory: Territory) -> frozenset[str]:
    """Words that name a kind of structure."""
    spellings = (
        way for term in territory.kinds.values() for way in (*term.spellings(), *term.extra.get("names", ()))
    )
    return frozenset(way.replace(" ", "") for way in spellings)


def _every_reached(
    ecosystem: Ecosystem, private: set[str], opposed: objections.Oppositions, words: frozenset[str]
) -> Iterator[tuple[str, Reached]]:
    for row in ecosystem.registry.table.to_dict("records"):
        phones = [one for one in row["phone"] or () if one.casefold() not in private]
        emails = [one for one in row["email"] or () if one.casefold() not in private]
        fixed_lines = tuple(
            one for one in phones if fixed(one) and not opposed.opposed(objections.phone(one))
        )
        own = frozenset(fold(" ".join(row[name] or "" for name in PLACE)).split())
        written = tuple(
            one for one in emails if general(one, words, own) and not opposed.opposed(objections.email(one))
        )
        n_all = len(row["phone"] or ()) + len(row["email"] or ())
        yield str(row["id"]), Reached(fixed_lines, written, n_all - len(fixed_lines) - len(written))


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


_ADDRESS = re.compile(r"[\w.+-]+(?:@|\s?[(\[](?:at|arobase|@)[)\]]\s?|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])(?:\+|00|0)\d(?:[ ./()‐‑–-]{0,2}\d){6,13}(?![\w])")
SHORTEST = 4
"""Letters of a word that is enough of a person's name behind «chez»."""
_LAST_DIGITS = 8
"""As many figures tell a number, with or without its country code."""


@lru_cache(maxsize=1)
def _led_to() -> re.Pattern[str]:
    """«chez Marc Lambert», «c/o Lefort», «(Mme Renard)»: what leads to somebody, and the one to three words of the name."""
    vocabulary = person_words()
    leading = "|".join(re.escape(way) for way in sorted(vocabulary.care_of, key=len, reverse=True))
    civil = "|".join(re.escape(way) for way in sorted(vocabulary.civilities, key=len, reverse=True))
    name = r"[A-ZÀ-ÝŒ][\w'’-]*(?: [A-ZÀ-ÝŒ][\w'’-]*){0,2}"
    return re.compile(rf"(?:(?<!\w)(?i:{leading})|[(\[](?i:{civil})\.?) (?P<name>{name})")


def led_to_somebody(text: str, surnames: Collection[str]) -> bool:
    """Whether a name or a street leads to a person: to one of these folded `surnames`, or to a given name and another.

    «Rue du Docteur Haibe» and «Chez Nathalie» are a street and a house of that name.
    """
    for met in _led_to().finditer(text[:2_000]):
        spelt = fold(met["name"]).split()
        whole = len(spelt) > 1 and bool(person_words().given.intersection(spelt))
        if whole or met[0][0] in "([" or set(surnames).intersection(spelt):
            return True
    return False


@dataclass(frozen=True)
class Withheld:
    """The people of contacts.csv, and every address and number that `data/` holds."""

    people: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def in_field(self, text: str) -> bool:
        """Whether a person, or any address or number at all, stands in a field."""
        return bool(_ADDRESS.search(text) or _NUMBER.search(text)) or self._names.stand_in(text)

    def led_to(self, text: str) -> bool:
        """Whether a name or a street leads to somebody: «c/o Paul Lefort», «(sonner chez Dumont)»."""
        return led_to_somebody(text, self._surnames)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(word for name in self.people for word in fold(name).split() if len(word) >= SHORTEST)

    def in_page(self, text: str, *, allowed: str) -> Iterator[str]:
        """What may not be in a whole page, as it stands there; `allowed` is an address or a number that may."""
        permitted = allowed.casefold()
        yield from (match[0] for match in _ADDRESS.finditer(text) if match[0].casefold() not in permitted)
        known = {_tail(number) for number in self.numbers} - {_tail(allowed)}
        for match in _NUMBER.finditer(text):
            if _tail(match[0]) in known:
                yield match[0]
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
        addresses=frozenset(
            address.casefold() for address in _every_value(records["email"], contacts, "email")
        ),
        numbers=frozenset(_every_value(records["phone"], contacts, "phone")),
    )


def _every_value(
    lists: Iterable[tuple[str, ...] | None], contacts: Iterable[Mapping[str, Any]], name: str
) -> Iterator[str]:
    for several in lists:
        yield from several or ()
    yield from (str(row[name]) for row in contacts if row[name])


SAME = ("settings", "territory", "holdings", "lexicon", "matching", "mentions", "as_of", "language")
"""What the shared edition takes over as it is: who is one structure, and which words meant whom."""
EMPTIED = ("phone", "email", "note", "extra", "conditions", "hosted_by", "also_known_as", "conflicts")
"""Columns that nobody outside needs, or in which anything can be written."""
CHECKED = ("street", "locality", "website", "opening_hours", "hours_note")
"""Columns that are emptied where a person, an address or a number stands in them."""
LEADING = ("street", "locality")
"""Those emptied too where they lead to somebody, «c/o Paul Lefort»."""
FREE = ("hours_note",)
"""Free words that are shared: emptied too where they speak of somebody, «fermé, demander Anne»."""
HOME = ("street", "website", "lat", "lon", "opening_hours", "hours_note")
"""What is emptied too where a structure is called after a person: it may be somebody's home."""


def shared(ecosystem: Ecosystem) -> Ecosystem:
    """The same folder in its shared edition; every answer it gives may be read by partners."""
    made = type(ecosystem)(ecosystem.folder, edition="shared")
    made.__dict__.update({name: getattr(ecosystem, name) for name in SAME})
    made.__dict__["registry"] = without_people(
        ecosystem.registry, withheld_of(ecosystem), ecosystem.territory
    )
    return made


def without_people(registry: Registry, withheld: Withheld, territory: Territory) -> Registry:
    """The register with nobody in it; a name in which somebody stands becomes the kind and the commune."""
    rows = [_row(row, withheld, territory) for row in registry.table.to_dict("records")]
    return replace(registry, table=model.frame(model.REGISTRY, rows), corrections={})


def _row(row: dict[Any, Any], withheld: Withheld, territory: Territory) -> dict[str, Any]:
    kept = {**row, **dict.fromkeys(EMPTIED), **_known_terms(row, territory)}
    kept |= {name: None for name in CHECKED if row[name] and withheld.in_field(row[name])}
    kept |= {name: None for name in LEADING if row[name] and withheld.led_to(row[name])}
    # «Place Madame», «Rue du Docteur Haibe»: only free words are read for who they speak of.
    kept |= {name: None for name in FREE if row[name] and names_somebody(row[name])}
    if row["name"] and (withheld.in_field(row["name"]) or withheld.led_to(row["name"])):
        kept |= {**dict.fromkeys(HOME), "name": called(row, territory)}
    return kept


def _known_terms(row: dict[Any, Any], territory: Territory) -> dict[str, Any]:
    """Terms the pack knows: another one is somebody's own words."""
    kept: dict[str, Any] = {}
    for column in model.REGISTRY:
        if column.vocabulary and row[column.name]:
            cell, known = row[column.name], territory.vocabulary(column.vocabulary)
            if isinstance(cell, tuple):
                kept[column.name] = tuple(one for one in cell if one in known)
            else:
                kept[column.name] = cell if cell in known else None
    return kept


def called(row: dict[Any, Any], territory: Territory) -> str:
    """How a structure is called whose name is withheld: its kind and its commune."""
    kind = said("kind", row["kind"], territory) or tr("structure")
    return tr("{kind} ({commune})", kind=kind, commune=row["commune"]) if row["commune"] else kind
