"""The folder as partners see it: structures without persons, addresses to write to or numbers to call.

Says which numbers and addresses are the public's, and what may stand in no text that leaves the house.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import phonenumbers

from wtc_eco import model
from wtc_eco.ecosystem.privacy import objections
from wtc_eco.ecosystem.privacy.contacts import read
from wtc_eco.ecosystem.privacy.objections import Identifier, PlainText, person
from wtc_eco.ecosystem.privacy.scrub import Traces
from wtc_eco.i18n import tr
from wtc_eco.registry.columns import said
from wtc_eco.sources.persons import is_person, may_be_person, names_somebody, person_title, person_words
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
    return _type_of(number) in FIXED


def _type_of(number: str) -> int | None:
    """What sort of number it is, in Belgium where it does not say; None for what is none."""
    try:
        return phonenumbers.number_type(phonenumbers.parse(number, "BE"))
    except phonenumbers.NumberParseException:
        return None


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
    ways = (*vocabulary.care_of, *vocabulary.by_post)
    leading = "|".join(re.escape(way) for way in sorted(ways, key=len, reverse=True))
    civil = "|".join(re.escape(way) for way in sorted(vocabulary.civilities, key=len, reverse=True))
    name = r"[A-ZÀ-ÝŒ][\w'’-]*(?: [A-ZÀ-ÝŒ][\w'’-]*){0,2}"
    return re.compile(rf"(?:(?<!\w)(?i:{leading})|[(\[](?i:{civil})\.?) ?:? ?(?P<name>{name})")


@lru_cache(maxsize=1)
def _in_care_of() -> re.Pattern[str]:
    """«c/o», «p/a», «t.a.v.»: the post asks for somebody there, whoever it is."""
    post = "|".join(re.escape(way) for way in sorted(person_words().by_post, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?i:{post}) ?:? ?(?P<name>[^,;()\d]{{2,60}})")


def led_to_somebody(text: str, surnames: Collection[str]) -> bool:
    """Whether a name or a street leads to a person: to one of these folded `surnames`, or to a given name and another.

    «Rue du Docteur Haibe» and «Chez Nathalie» are a street and a house of that name.
    """
    seen = PlainText.of(text[:2_000]).text
    for met in _led_to().finditer(seen):
        spelt = fold(met["name"]).split()
        known = spelt[0] in person_words().civilities or bool(person_words().given.intersection(spelt))
        whole = len(spelt) > 1 and known
        if whole or met[0][0] in "([" or set(surnames).intersection(spelt):
            return True
    return any(
        not person_words().organisations.intersection(fold(met["name"]).split())
        for met in _in_care_of().finditer(seen)
    )


_BETWEEN = re.compile(r"[-_.](?:\d+$)?")  # of a site, and before its last figures: `anne.petit.58`
_PARTS = re.compile(r"[()\[\],;/|:•·\n]| [-–—] | @ ")
_QUOTES = str.maketrans(dict.fromkeys('"“”«»', " "))
_INITIAL = re.compile(r"(?:[A-ZÀ-ÝŒ]\.[ -]?){1,2}[A-ZÀ-ÝŒ][\w'-]+|[A-ZÀ-ÝŒ][\w'-]+ [A-ZÀ-ÝŒ]\.?")
"""«A. Petit», «Julie L.»"""
_CAPITALISED = re.compile(r"[A-ZÀ-ÝŒ][\w'-]+")
_ARTICLES = frozenset({"l", "le", "la", "les", "des", "aux"})
"""«Guichet de l'Olivier»."""


class PersonSigns:
    """How it is seen by its form alone that somebody may stand in a text: nobody knows who."""

    def __init__(self, territory: Territory, streets: Collection[str]) -> None:
        self._territory, self._streets = territory, frozenset(streets)

    def doubtful(self, column: str, text: str) -> bool:
        """Whether somebody may be named there: «Julie Lambert», «Bureau Anne Petit», «Mons (Anne Petit)»."""
        seen = PlainText.of(text[:2_000]).text.translate(_QUOTES)
        if column == "website":
            server, _, path = _HOST.sub("", seen).partition("/")
            pieces = map(_BETWEEN.split, (server.rpartition(".")[0], *path.split("/")))
            return any(self._is_person(" ".join(piece)) for piece in pieces)
        parts = [part for part in (part.strip(" –-") for part in _PARTS.split(seen)) if part]
        if names_somebody(seen) and column != "street":
            return True
        if any(self._is_person(part) or self._is_initialled(part) for part in parts):
            return True
        if column == "locality":
            return any(len(part.split()) > 1 and may_be_person(part, self._territory) for part in parts[1:])
        if column in FREE:
            return any(fold(part) in person_words().given or self._names(part, alone=False) for part in parts)
        swapped = seen.count(",") == 1 and self._is_person(seen.replace(",", " "))
        return column == "name" and (swapped or any(map(self._names, parts)))

    def _is_person(self, part: str) -> bool:
        words, business = fold(part).split(), person_words().business
        while words and words[0] in business:
            words = words[1:]
        while words and words[-1] in business:
            words = words[:-1]
        if not words or words[0] in self._streets or _ARTICLES.intersection(words) or self._is_place(part):
            return False
        return is_person(" ".join(words), self._territory)

    def _is_initialled(self, part: str) -> bool:
        words = fold(part).split()
        given = person_words().given
        return bool(_INITIAL.fullmatch(part)) and (len(words[0]) == 1 or words[0] in given)

    def _names(self, part: str, *, alone: bool = True) -> bool:
        """Whether a given name and another word with a capital stand side by side; `alone`: beside no organisation."""
        other = person_words().organisations | _ARTICLES
        if alone and other.intersection(fold(part).split()):
            return False
        return any(
            all(map(_CAPITALISED.fullmatch, pair))
            and not other.intersection(map(fold, pair))
            and bool(person_words().given.intersection(map(fold, pair)))
            and not self._is_place(" ".join(pair))
            for pair in pairwise(part.split())
        )

    def _is_place(self, words: str) -> bool:
        return bool(self._territory.gazetteer.named(words))


_HOST = re.compile(r"^https?://|^www\.|(?<=//)www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Withheld:
    """The people of contacts.csv, and every address and number that `data/` holds."""

    people: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def in_field(self, text: str) -> bool:
        """Whether a person, or any address or number at all, stands in a field."""
        seen = PlainText.of(text).text
        return bool(_ADDRESS.search(seen) or _NUMBER.search(seen)) or self._names.stand_in(text)

    def names_in(self, text: str) -> bool:
        """Whether one of the people known stands in a text."""
        return self._names.stand_in(text)

    def in_site(self, address: str) -> bool:
        """Whether the address of a site is a person's name: `julielambert.be`."""
        return bool(self._joined.intersection(fold(address).split()))

    def led_to(self, text: str) -> bool:
        """Whether a name or a street leads to somebody: «c/o Paul Lefort», «(sonner chez Dumont)»."""
        return led_to_somebody(text, self._surnames)

    @cached_property
    def _joined(self) -> frozenset[str]:
        spelt = (fold(PlainText.of(name).text).split() for name in self.people)
        whole = [words for words in spelt if len(words) > 1]
        return frozenset("".join(way) for words in whole for way in (words, [words[-1], *words[:-1]]))

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
        names: list[Identifier] = [person(_without_civility(name)) for name in self.people]
        return Traces.of(names)


def _without_civility(name: str) -> str:
    """«Mme Anne Petit (directrice)» as «Anne Petit»."""
    words = re.sub(r"[(\[].*", "", name).split() or name.split()
    while len(words) > 1 and fold(words[0]) in person_words().civilities:
        words = words[1:]
    return " ".join(words)


def _tail(number: str) -> str:
    return "".join(filter(str.isdigit, number))[-_LAST_DIGITS:]


def withheld_of(ecosystem: Ecosystem) -> Withheld:
    """Who and what is withheld of a folder: its contacts, the people of its lists, every address and number."""
    contacts = read(ecosystem).rows
    records = ecosystem.holdings.records
    told = {str(row["person"]) for row in contacts if row["person"]}
    return Withheld(
        people=tuple(sorted(told | set(_in_lists(ecosystem)))),
        addresses=frozenset(
            address.casefold() for address in _every_value(records["email"], contacts, "email")
        ),
        numbers=frozenset(_every_value(records["phone"], contacts, "phone")),
    )


def _in_lists(ecosystem: Ecosystem) -> Iterator[str]:
    """People in columns of people that an import kept as found: «Responsable»."""
    for extra in ecosystem.holdings.records["extra"]:
        for title, cell in (extra or {}).items():
            if person_title(title) == "contact_person" and is_person(str(cell), ecosystem.territory):
                yield str(cell)


def _every_value(
    lists: Iterable[tuple[str, ...] | None], contacts: Iterable[Mapping[str, Any]], name: str
) -> Iterator[str]:
    for several in lists:
        yield from several or ()
    yield from (str(row[name]) for row in contacts if row[name])


ON_THE_MAP = ("name", "street", "locality", "website", "phone", "email")
"""Columns of which a card of the coordinator's map shows the words."""
IN_REMARKS = ("note", "conditions", "hours_note", "opening_hours", "hosted_by", "also_known_as", "extra", *model.DESCRIBED)  # fmt: skip
"""Columns of free words, which stand in the register and on no map."""


def people_held(ecosystem: Ecosystem) -> Mapping[str, tuple[str, ...]]:
    """By column, the structures where somebody stands: a name, known, led to or by its form, or somebody's mailbox or mobile.

    A text of `public_names` in eco.toml is nobody's.
    """
    withheld = withheld_of(ecosystem)
    signs = PersonSigns(ecosystem.territory, ecosystem.lexicon.street_words("BE").types)
    public = {fold(text) for text in ecosystem.settings.public_names}
    desks = frozenset(ecosystem.territory.mailboxes) | _kinds(ecosystem.territory)
    held: dict[str, list[str]] = {}
    known: dict[tuple[str, str, frozenset[str]], bool] = {}
    for row in ecosystem.registry.table.to_dict("records"):
        own = frozenset(fold(" ".join(row[name] or "" for name in PLACE)).split())
        for column in (*ON_THE_MAP, *IN_REMARKS):
            for text in _texts(row[column]):
                key = (column, text, own if "@" in text else frozenset())
                if key not in known:
                    known[key] = fold(text) not in public and (
                        _private(text, desks, own) or _names_somebody(column, text, withheld, signs)
                    )
                if known[key]:
                    held.setdefault(column, []).append(str(row["id"]))
    return {column: tuple(dict.fromkeys(ids)) for column, ids in held.items()}


def _texts(cell: Any) -> Iterator[str]:
    if isinstance(cell, Mapping):
        yield from (str(value) for value in cell.values() if isinstance(value, str))
    elif isinstance(cell, tuple):
        yield from cell
    elif cell:
        yield str(cell)


def _private(text: str, desks: frozenset[str], own: frozenset[str]) -> bool:
    """Whether an address that is no desk's, or a mobile number, stands in a text."""
    seen = PlainText.of(text).text
    return any(not general(met[0], desks, own) for met in _ADDRESS.finditer(seen)) or any(
        _type_of(met[0]) == phonenumbers.PhoneNumberType.MOBILE for met in _NUMBER.finditer(seen)
    )


def _names_somebody(column: str, text: str, withheld: Withheld, signs: PersonSigns) -> bool:
    if column in ("phone", "email"):
        return False
    # A bearer and another name are read as a name, every free text as the words beside the hours are.
    free = "name" if column in ("hosted_by", "also_known_as") else "hours_note"
    return (
        withheld.names_in(text)
        or (column == "website" and withheld.in_site(text))
        or (column != "website" and withheld.led_to(text))
        or signs.doubtful(column if column in ("name", *CHECKED) else free, text)
    )


SAME = ("settings", "territory", "holdings", "lexicon", "matching", "mentions", "as_of", "language")
"""What the shared edition takes over as it is: who is one structure, and which words meant whom."""
EMPTIED = ("phone", "email", "note", "extra", "conditions", "hosted_by", "also_known_as", "conflicts")
"""Columns that nobody outside needs, or in which anything can be written."""
CHECKED = ("street", "locality", "website", "opening_hours", "hours_note", *model.DESCRIBED)
"""Columns that are emptied where a person, an address or a number stands in them."""
LEADING = ("street", "locality", "opening_hours", "hours_note", *model.DESCRIBED)
"""Those emptied too where they lead to somebody, «c/o Paul Lefort»."""
FREE = ("hours_note", "opening_hours", *model.DESCRIBED)
"""Free words that are shared: emptied too where they speak of somebody, «fermé, demander Anne»."""
HOME = ("street", "website", "lat", "lon", "opening_hours", "hours_note", *model.DESCRIBED)
"""What is emptied too where a structure is called after a person: it may be somebody's home."""


@dataclass(frozen=True)
class PossibleName:
    """A text of a structure in which somebody may be named, by its form: left out until the coordinator says it is nobody."""

    structure: str
    column: str
    text: str


def shared(ecosystem: Ecosystem) -> Ecosystem:
    """The same folder in its shared edition; every answer it gives may be read by partners."""
    made = type(ecosystem)(ecosystem.folder, edition="shared")
    made.__dict__.update({name: getattr(ecosystem, name) for name in SAME})
    made.__dict__["registry"] = without_people(ecosystem)
    return made


def without_people(ecosystem: Ecosystem) -> Registry:
    """The register with nobody in it; a name in which somebody stands becomes the kind and the commune."""
    withheld, registry = withheld_of(ecosystem), ecosystem.registry
    doubtful: dict[str, set[str]] = {}
    for doubt in possible_names(ecosystem):
        doubtful.setdefault(doubt.structure, set()).add(doubt.column)
    rows = [
        _row(row, withheld, ecosystem.territory, doubtful.get(str(row["id"]), set()))
        for row in registry.table.to_dict("records")
    ]
    return replace(registry, table=model.frame(model.REGISTRY, rows), corrections={})


def possible_names(ecosystem: Ecosystem) -> tuple[PossibleName, ...]:
    """Every text that would be shared but for its form, or for a word of its own contact's name; in order of structures.

    Texts of `public_names` in eco.toml are nobody's name: the coordinator has said so.
    """
    withheld = withheld_of(ecosystem)
    signs = PersonSigns(ecosystem.territory, ecosystem.lexicon.street_words("BE").types)
    public = {fold(text) for text in ecosystem.settings.public_names}
    surnames = _surnames_at(ecosystem)

    def doubtful(row: Mapping[Any, Any], column: str, text: str) -> bool:
        if fold(text) in public or certain(column, text, withheld):
            return False
        own = surnames.get(str(row["id"]), set()) - set(fold(row["commune"] or "").split())
        theirs = column in ("name", "website") and bool(own.intersection(fold(text).split()))
        return theirs or signs.doubtful(column, text)

    return tuple(
        PossibleName(str(row["id"]), column, row[column])
        for row in ecosystem.registry.table.to_dict("records")
        for column in ("name", *CHECKED)
        if row[column] and doubtful(row, column, row[column])
    )


def n_left_out(working: Registry, partners: Registry) -> int:
    """How many texts in which somebody stands, or may stand, are not as the coordinator sees them."""
    columns = ["name", *CHECKED]
    rows = zip(
        working.table[columns].to_dict("records"), partners.table[columns].to_dict("records"), strict=True
    )
    return sum(
        before[column] not in (after[column], None, "") for before, after in rows for column in columns
    )


def _surnames_at(ecosystem: Ecosystem) -> Mapping[str, set[str]]:
    """By structure, the last names of those who are reached there."""
    vocabulary = person_words()
    surnames: dict[str, set[str]] = {}
    for contact in read(ecosystem).rows:
        words = fold(_without_civility(str(contact["person"] or ""))).split()
        rare = [word for word in words if word not in vocabulary.given | vocabulary.organisations]
        last = [word for word in rare if len(word) >= SHORTEST] if len(words) > 1 else []
        if id_ := ecosystem.registry.aliases.get(contact["record"]):
            surnames.setdefault(id_, set()).update(last)
    return surnames


def certain(column: str, text: str, withheld: Withheld) -> bool:
    """Whether somebody known, somebody led to, an address or a number stands in a text of this column."""
    if withheld.in_field(text) or (column == "website" and withheld.in_site(text)):
        return True
    if column in ("name", *LEADING) and withheld.led_to(text):
        return True
    # «Place Madame», «Rue du Docteur Haibe»: only free words are read for who they speak of.
    return column in FREE and names_somebody(text)


def _row(
    row: dict[Any, Any], withheld: Withheld, territory: Territory, doubtful: Collection[str]
) -> dict[str, Any]:
    kept = {**row, **dict.fromkeys(EMPTIED), **_known_terms(row, territory)}
    emptied = {
        name
        for name in ("name", *CHECKED)
        if row[name] and (name in doubtful or certain(name, row[name], withheld))
    }
    kept |= dict.fromkeys(emptied)
    if "name" in emptied:
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
