"""People in a list: which columns, which mailboxes and which words name somebody. They never become a structure's.

1. The title says it («Personne de contact», «Directrice», «Prénom»), and the cells do not say otherwise.
2. The title says nothing known, and (nearly) every cell is somebody's name.
3. «Nom» beside «Prénom», or beside the hours at which a form was answered, is the person's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from wtc_eco.sources.column_map import IGNORED, PERSON_FIELDS, ColumnMap
from wtc_eco.sources.header import filled_cells
from wtc_eco.sources.table import Table
from wtc_eco.sources.values import ReadValue
from wtc_eco.sources.values.contact import valid_addresses, valid_phones
from wtc_eco.sources.vocabulary import says_none, says_nothing, words
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import fold

_SAMPLE = 200
_NEARLY_ALL = 0.8
_MOST_WORDS = 5
_LONGEST = 200
WAYS = re.compile(r"[^\s@]{1,64}@\S+|\+?\d[\d ./()-]{5,20}")
"""An address or a number. None is longer before its @; unbounded, a long cell would be read to its end at each sign."""
_ARTICLES = frozenset({"le", "la", "l", "les"})
"""«Monsieur le Président» is an office."""


@dataclass(frozen=True)
class PersonWords:
    """Everything folded. `titles` maps a title to its field; the rest are words of `people_words` and given names."""

    titles: Mapping[str, str]
    of: frozenset[str]
    beside: Mapping[str, frozenset[str]]
    either: frozenset[str]
    never: frozenset[str]
    private: frozenset[str]
    stamps: frozenset[str]
    stamped_name: frozenset[str]
    stamped_email: frozenset[str]
    civilities: frozenset[str]
    ask_for: tuple[str, ...]
    care_of: tuple[str, ...]
    by_post: tuple[str, ...]
    business: frozenset[str]
    organisations: frozenset[str]
    given: frozenset[str]


@cache
def person_words() -> PersonWords:
    """The words, read once."""
    folder = files("wtc_eco.sources")
    raw: dict[str, Any] = tomllib.loads(folder.joinpath("words.toml").read_text("utf-8"))
    given = tomllib.loads(folder.joinpath("given_names.toml").read_text("utf-8"))["names"]
    about = raw["people_words"]

    def folded(name: str) -> frozenset[str]:
        return frozenset(map(fold, about[name]))

    return PersonWords(
        titles={fold(way): field for field, ways in raw["people"].items() for way in ways},
        of=folded("of"),
        beside={
            "contact_email": folded("email"),
            "contact_phone": folded("phone"),
            "contact_role": folded("role"),
            "contact_first_name": folded("first_name"),
        },
        either=folded("either"),
        never=folded("never"),
        private=folded("private"),
        stamps=folded("stamps"),
        stamped_name=folded("stamped_name"),
        stamped_email=folded("stamped_email"),
        civilities=folded("civilities"),
        ask_for=tuple(about["ask_for"]),
        care_of=tuple(about["care_of"]),
        by_post=tuple(about["by_post"]),
        business=folded("business"),
        organisations=folded("organisations"),
        given=frozenset(given.split()),
    )


def person_columns(
    table: Table, territory: Territory, named: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Title and field of the columns of people, for the titles that are not in `named` (title to field).

    A column that could be the name of the structure is one of people only where another can be its name.
    """
    named = named or {}
    read = {
        title: field
        for at, title in table.columns()
        if title not in named and (field := _field_of(table, at, title, territory))
    }
    # RULE 3
    surnames = person_words().stamped_name
    open_titles = {title: fold(title) for _, title in table.columns() if title not in {*named, *read}}
    if "contact_first_name" in read.values() or _stamped(table):
        own = [title for title, folded in open_titles.items() if folded in surnames]
        others = [
            title for title, folded in open_titles.items() if folded not in surnames and _may_name(folded)
        ]
        if (
            own
            and (others or "name" in named.values())
            and not _is_of_organisations(table, own[0], territory)
        ):
            alone = "contact_first_name" in read.values() and "contact_last_name" not in read.values()
            read[own[0]] = "contact_last_name" if alone and not _stamped(table) else "contact_person"
    if _stamped(table):
        first = next((t for t, folded in open_titles.items() if folded in person_words().stamped_email), None)
        if first:
            read[first] = "contact_email"
    read |= _private(table, named, read)
    if not {"contact_person", "contact_first_name", "contact_last_name"}.intersection(read.values()):
        return {title: field for title, field in read.items() if field != "contact_role"}
    return read


def _private(table: Table, named: Mapping[str, str], read: Mapping[str, str]) -> dict[str, str]:
    """«Rue du président» beside «Nom du président»: where somebody lives, or was born, is left out."""
    vocabulary = person_words()
    whose = {word for title in read for word in fold(title).split()} & vocabulary.of
    private = {}
    for title in table.header:
        said = set(fold(title).split())
        if title not in {*named, *read} and said & whose and said & vocabulary.private:
            private[title] = IGNORED
    return private


def with_people(table: Table, territory: Territory, known: ColumnMap) -> ColumnMap:
    """The map with the columns of people that it does not speak of."""
    told = {fold(title): field for title, field in known.columns.items()}
    for title in (*known.extra, *known.source_id):
        told.setdefault(fold(title), "")
    named = {title: told[fold(title)] for title in table.header if fold(title) in told}
    people = person_columns(table, territory, named)
    return replace(known, columns={**known.columns, **people}) if people else known


def _may_name(folded: str) -> bool:
    titles = words().titles["name"]
    return any(f" {way} " in f" {folded} " for way in titles)


def _stamped(table: Table) -> bool:
    """Whether a form wrote beside each answer when it was given, and by whom."""
    return sum(fold(title) in person_words().stamps for title in table.header) > 1


def _field_of(table: Table, at: int, title: str, territory: Territory) -> str:
    said = "" if territory.publics.find(title) else person_title(title)
    cells = filled_cells(table.rows, at, _SAMPLE)
    if said in ("contact_role", "contact_first_name", "contact_last_name", "contact_email", "contact_phone"):
        return said
    filled = [cell for cell in cells if not (says_nothing(cell) or says_none(cell))]
    if said:  # RULE 1
        return said if not filled or _hold_people(filled, territory) else ""
    if fold(title) in person_words().either:
        return "contact_person" if _hold_people(filled, territory) else ""
    if {fold(title)} & ({*words().title_of, *words().unclear} - _PERHAPS):
        return ""
    # RULE 2
    people = sum(1 for cell in filled if is_person(cell, territory))
    return "contact_person" if people and people >= _NEARLY_ALL * len(filled) else ""


_PERHAPS = {"porteur", "source"}
"""Titles of another field that a natural person may stand under."""


@lru_cache(maxsize=4_096)
def person_title(title: str) -> str:
    """What of a person a title speaks of; empty where it speaks of nobody.

    «Directrice», «GSM de la responsable», «Contact / Nom et prénom»; not «Responsable (structure)», «Prise en charge».
    """
    vocabulary = person_words()
    folded = fold(title[:_LONGEST])
    spread = fold(re.sub(r"(?<=[a-z])(?=[A-Z])|/", " ", title[:_LONGEST]))
    for way in (folded, spread, *_parts(title)):
        bare = re.sub(r" ?\d$", "", way)
        if bare in vocabulary.titles:
            return vocabulary.titles[bare]
    apart = spread.split()
    if vocabulary.never.intersection(apart):
        return ""
    if not (vocabulary.of | vocabulary.beside["contact_first_name"]).intersection(apart):
        return ""
    for to, beside in vocabulary.beside.items():
        if to == "contact_first_name" and vocabulary.stamped_name.intersection(apart):
            return "contact_person"
        if any(f" {word} " in f" {spread} " for word in beside):
            return to
    return "contact_person" if len(apart) <= _MOST_WORDS + 2 else ""


def _parts(title: str) -> Iterable[str]:
    return (fold(part) for part in re.split(r"[/|>:()\n]| - ", title))


def _hold_people(cells: Sequence[str], territory: Territory) -> bool:
    """Whether somebody stands in these cells for certain, or most of them may be names."""
    if any(is_person(cell, territory) for cell in cells):
        return True
    return sum(may_be_person(cell, territory) for cell in cells) * 2 > len(cells)


def _is_of_organisations(table: Table, title: str, territory: Territory) -> bool:
    cells = filled_cells(table.rows, table.header.index(title), _SAMPLE)
    people = sum(may_be_person(cell, territory) or is_person(cell, territory) for cell in cells)
    return people * 2 < len(cells)


def is_person(text: str, territory: Territory) -> bool:
    """Whether the text is, for certain, somebody's name: a civility and a name, or a given name and a surname."""
    organisations = _desks(territory)
    text = text[:_LONGEST]
    bare = re.sub(r"\([^)]*\)", " ", _without_ways(text))
    apart = _words_of(bare)
    vocabulary = person_words()
    civil = bool(apart) and apart[0] in vocabulary.civilities
    named = apart[1:] if civil else apart
    if civil:
        return (
            bool(named)
            and len(named) <= _MOST_WORDS
            and named[0] not in organisations | _ARTICLES
            and not _has_digit(bare)
        )
    pieces = [piece for piece in several_people(bare) if piece]
    return bool(pieces) and all(_full_name(_words_of(piece), vocabulary, organisations) for piece in pieces)


def _full_name(apart: Sequence[str], vocabulary: PersonWords, organisations: frozenset[str]) -> bool:
    if not 2 <= len(apart) <= _MOST_WORDS or any(_has_digit(word) for word in apart):  # noqa: PLR2004 - two names
        return False
    return not organisations.intersection(apart) and bool(
        vocabulary.given.intersection((apart[0], apart[-1], apart[1]))
    )


def may_be_person(text: str, territory: Territory) -> bool:
    """Whether the text has the shape of a name, under a title that says so: a few capitalised words of no organisation."""
    bare = re.sub(r"\([^)]*\)", " ", _without_ways(text[:_LONGEST])).strip()
    apart = _words_of(bare)
    if not apart or len(apart) > _MOST_WORDS + 2 or _has_digit(bare):
        return False
    if _desks(territory).intersection(apart) or _is_place(bare, territory):
        return False
    return any(sign.isupper() for sign in bare) or bool(person_words().given.intersection(apart))


def _is_place(text: str, territory: Territory) -> bool:
    return bool(territory.gazetteer.named(text))


@lru_cache(maxsize=4)
def _desks(territory: Territory) -> frozenset[str]:
    """The words of organisations, with those that name a kind in the pack and the desks of its mailboxes."""
    single = {
        fold(way) for term in territory.kinds.values() for way in term.spellings() if " " not in fold(way)
    }
    return person_words().organisations | single | frozenset(map(fold, territory.mailboxes))


def _without_ways(text: str) -> str:
    """The text without its addresses and numbers."""
    return WAYS.sub(" ", text)


def _words_of(text: str) -> list[str]:
    return fold(text).split()


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def several_people(text: str) -> list[str]:
    """«Anne Durant et Paul Martin» is two; «Durant, Anne» is one."""
    pieces = re.split(r"[;|/\n&+]| et | en | und | and | ou ", text)
    cut: list[str] = []
    for piece in pieces:
        parts = [part.strip() for part in piece.split(",")]
        cut += parts if all(len(part.split()) > 1 for part in parts) else [piece]
    return [piece.strip(" ,:-–.") for piece in cut if piece.strip(" ,:-–.")]


@cache
def _addressed() -> re.Pattern[str]:
    """«Mme X», «M. Y», «demander Anne»: a way of addressing somebody, and a word that begins with a capital."""
    vocabulary = person_words()
    civil = "|".join(
        re.escape(way) for way in sorted(vocabulary.civilities, key=len, reverse=True) if len(way) > 1
    )
    asking = "|".join(re.escape(way).replace(r"\ ", r"[ ’']") for way in vocabulary.ask_for)
    name = r"(?:(?i:d[e']|van|von|el|ben) ?){0,2}[A-ZÀ-ÝŒ]"
    return re.compile(rf"(?<!\w)(?:(?i:{civil})\.? |M\. ?)(?:[A-Z]\. ?)?{name}|(?<!\w)(?i:{asking}) {name}")


def names_somebody(text: str) -> bool:
    """Whether free words name somebody by a civility or by asking for them: «Mme Durant», «demander Anne»."""
    return bool(_addressed().search(text[:2_000]))


@dataclass(frozen=True)
class PeopleOfRow:
    """Who a row names, the values of the structure without them, the cells that name nobody by title.

    `mailboxes` are the addresses of persons that stood among those of the structure.
    """

    people: tuple[Mapping[str, Any], ...]
    values: Mapping[str, Any]
    kept: Mapping[str, str]
    mailboxes: tuple[str, ...]


def people_of(
    cells: Sequence[tuple[str, str, str]], known: Mapping[str, Any], territory: Territory
) -> PeopleOfRow:
    """The people of a row from its (title, field, text), and the values `known` of the structure without them.

    «commune» under «Responsable» names nobody and is kept under its title; a number or a general mailbox
    alone under «Contact» is the structure's.
    """
    people, ways, kept = _named_by(cells, territory)
    emails = (*(known.get("email") or ()), *ways["email"])
    names = [str(one["person"]) for one in people if one.get("person")]
    place = " ".join(str(known[name]) for name in ("name", "locality") if known.get(name))
    own = frozenset(fold(place).split())
    theirs = tuple(one for one in emails if is_personal_mailbox(one, territory, own, names))
    values = dict(known)
    for name, found in (
        ("email", [one for one in emails if one not in theirs]),
        ("phone", [*(known.get("phone") or ()), *ways["phone"]]),
    ):
        if found:
            values[name] = tuple(dict.fromkeys(found))
        elif known.get(name):
            del values[name]
    return PeopleOfRow(with_mailboxes(people, theirs), values, kept, theirs)


def _named_by(
    cells: Sequence[tuple[str, str, str]], territory: Territory
) -> tuple[list[dict[str, Any]], dict[str, list[str]], dict[str, str]]:
    """Who stands in the columns of people; the addresses and numbers of nobody; the cells that name nobody."""
    people: list[dict[str, Any]] = []
    ways: dict[str, list[str]] = {"email": [], "phone": []}
    kept: dict[str, str] = {}
    parts: dict[str, list[str]] = {to: [] for to in PERSON_FIELDS}
    for title, to, text in cells:
        if says_nothing(text) or says_none(text):
            continue
        if to != "contact_person":
            parts[to].append(text)
            continue
        emails, phones = valid_addresses(text), valid_phones(text, "BE")
        words_left = _without_ways(text).strip(" ,;:/()-–\n")
        if not words_left and (emails or phones):
            ways["email"] += emails
            ways["phone"] += phones
        elif words_left and not (is_person(text, territory) or may_be_person(text, territory)):
            kept[title] = text
        else:
            people += _named_in(words_left, emails, phones)
    return _joined_names(parts, people), ways, kept


def _named_in(text: str, emails: Sequence[str], phones: Sequence[str]) -> list[dict[str, Any]]:
    roles = re.findall(r"\(([^)]+)\)", text)
    names = several_people(re.sub(r"\([^)]*\)", " ", text)) or [text]
    people: list[dict[str, Any]] = [{"person": " ".join(name.split())} for name in names]
    for name, found in (("email", emails), ("phone", phones), ("role", roles)):
        for person, value in zip(people, found, strict=False):
            person[name] = value
    return people


def _joined_names(parts: Mapping[str, Sequence[str]], people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """First and last names side by side are one person; role, address and number are the first person's."""
    firsts, lasts = parts["contact_first_name"], parts["contact_last_name"]
    for at in range(max(len(firsts), len(lasts))):
        whole = " ".join(part for names in (firsts, lasts) for part in names[at : at + 1])
        spelt = set(fold(whole).split())
        if not any(spelt <= set(fold(str(one.get("person", ""))).split()) for one in people):
            people.append({"person": " ".join(whole.split())})
    emails = [one for text in parts["contact_email"] for one in valid_addresses(text)]
    phones = [one for text in parts["contact_phone"] for one in valid_phones(text, "BE")]
    for name, found in (("role", parts["contact_role"]), ("email", emails), ("phone", phones)):
        for at, value in enumerate(found):
            if at < len(people):
                people[at].setdefault(name, " ".join(value.split()))
            elif name != "role":
                people.append({name: value})
    return people


def with_mailboxes(
    people: Sequence[Mapping[str, Any]], addresses: Sequence[str]
) -> tuple[Mapping[str, Any], ...]:
    """The same people with these addresses: each to whom it is spelt after, else to one who has none, else alone."""
    given = [dict(one) for one in people]
    for address in addresses:
        if any(one.get("email") == address for one in given):
            continue
        without = [one for one in given if not one.get("email")]
        words = set(_parted(address))
        spelt = [one for one in without if words.intersection(fold(str(one.get("person", ""))).split())]
        whose = next(iter(spelt), without[0] if len(given) == len(addresses) == 1 and without else None)
        if whose is None:
            given.append({"email": address})
        else:
            whose["email"] = address
    return tuple(given)


def without_mailboxes(text: str, territory: Territory) -> tuple[str, tuple[str, ...]]:
    """A text of no known field without the mailboxes of persons, and these."""

    def of_persons(words: str) -> tuple[str, ...]:
        return tuple(one for one in valid_addresses(words) if is_personal_mailbox(one, territory))

    theirs = of_persons(text)
    return (" ".join(word for word in text.split() if not of_persons(word)) if theirs else text), theirs


_DIGITS = "0123456789"
_INITIALS = 2


def is_personal_mailbox(
    address: str, territory: Territory, own: Collection[str] = (), people: Collection[str] = ()
) -> bool:
    """Whether the address is somebody's by what stands before the `@`: `anne.durant`, `a.durant`, `durant.a`, `julie`.

    `own` are the folded words of the structure (its name, its place), `people` the names its row gives:
    `adurant@…` is hers where the row names Anne Durant. A word of organisations or of a place makes it a desk.
    """
    apart = _parted(address)
    spelt = (fold(name).split() for name in people)
    if people and any(len(name) > 1 and _written_so("".join(apart), name) for name in spelt):
        return True
    return _is_somebody(apart, territory) and not set(own).intersection(
        part for part in apart if len(part) > 1
    )


@lru_cache(maxsize=1 << 14)
def _is_somebody(apart: tuple[str, ...], territory: Territory) -> bool:
    if _desks(territory).intersection(apart) or any(
        _is_place(part, territory) for part in apart if len(part) > _INITIALS
    ):
        return False
    given = person_words().given
    if len(apart) < 2:  # noqa: PLR2004 - one word
        return bool(given.intersection(apart))
    initial = any(len(part) == 1 for part in apart) and any(len(part) > _INITIALS for part in apart)
    return len(apart) <= _MOST_WORDS - 1 and (initial or bool(given.intersection(apart)))


def _parted(address: str) -> tuple[str, ...]:
    """The words before the `@`, without their figures."""
    local = fold(address.partition("@")[0])
    return tuple(filter(None, [part.strip(_DIGITS) for part in local.split()]))


def _written_so(joined: str, spelt: Sequence[str]) -> bool:
    """«adurant», «durantanne», «anned» of Anne Durant; not what merely holds a short name."""
    first, last = spelt[0], "".join(spelt[1:])
    both = ((first, last), (spelt[-1], "".join(spelt[:-1])))
    ways = {way for one, other in both for way in (one + other, one[0] + other, other + one[0], other, one)}
    return joined in ways and len(joined) > _INITIALS


def without_people(
    reading: ReadValue, title: str, territory: Territory
) -> tuple[ReadValue, tuple[str, str, str] | None]:
    """What a cell of phones or addresses said without whom it names beside them, and who that is, as a cell of people.

    «065 11 22 33 (Anne Durant)» names her; «065 11 22 33 / info@un.example» holds an address of the structure.
    """
    beside = reading.note or ("" if reading.values else reading.rest)
    somebody = is_person(_without_ways(beside), territory)
    # «Rue Haute 12 5590 Ciney» is dialled by nobody
    left = WAYS.sub(
        lambda way: " " if valid_addresses(way[0]) or valid_phones(way[0], "BE") else way[0], beside
    )
    said = left.strip(" ,;:/()-–|")
    ways = {"email": valid_addresses(beside)}
    if "email" in reading.values and not any(word in beside.lower() for word in words().fax):
        ways["phone"] = valid_phones(beside, "BE")
    if not any(ways.values()) and not somebody:
        return reading, None
    values = {**reading.values}
    if not somebody:
        values |= {
            to: tuple(dict.fromkeys((*values.get(to, ()), *each))) for to, each in ways.items() if each
        }
    kept = "" if somebody else said
    alone = replace(
        reading, values=values, note=kept if reading.note else "", rest=reading.rest if reading.note else kept
    )
    return alone, (title, "contact_person", beside) if somebody else None
