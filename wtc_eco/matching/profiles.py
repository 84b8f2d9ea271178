"""Records as `Profiles`, the form in which pairs are compared: columns read, texts coded, values weighed by rarity.

Phones, mailboxes and websites stand in the one form in which they can be compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from wtc_eco.matching.addresses import Places, named_places, place_names, precise, read_places, read_streets
from wtc_eco.matching.arrays import (
    NOTHING,
    Bag,
    Bits,
    Codebook,
    CodedColumn,
    Index,
    MatchColumns,
    Ragged,
    Truth,
    member,
    pack,
    side_by_side,
    single,
    starts_of,
)
from wtc_eco.matching.lexicon import KindTable, Lexicon
from wtc_eco.matching.names import Names, Spellings, acronyms, read_names


@dataclass(frozen=True)
class Profiles:
    """Records ready to be compared, one row each; `take` gives the rows of one side of many pairs.

    Words are ids of `texts`, those of streets of `ways`; latitudes and longitudes are NaN where unknown or only a commune's
    centre. `village` is the locality where it is more than the commune's own name. `crowd` and `town_crowd` say how many records, in bits, have the same postal code and the
    same locality. `called` is equal for those of the same words and kinds. `spelled` is its own name, word by word. `section` marks parts of an organisation, `latin` and `latin_street` what is written in Latin letters. `bare_street` is one that is only its type («Place»); mailboxes are ids of `boxes`. `squeezed` is a name's own words without spaces, `whole` all its words. `own` weighs the words that do not repeat the commune: those two records can have in common.
    """

    record: Index
    words: Bag
    own: Bag
    acronyms: Bag
    kinds: Bag
    numbers: Bag
    sites: Bag
    section: Truth
    latin: Truth
    latin_street: Truth
    bare_street: Truth
    street: Bag
    houses: Bag
    postal: Bag
    locality: Bag
    village: Bag
    ins: Bag
    phones: Bag
    mailboxes: Bag
    domains: Bag
    hosts: Bag
    pages: Bag
    bce: Bag
    units: Bag
    source: Bag
    crowd: npt.NDArray[np.float32]
    town_crowd: npt.NDArray[np.float32]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    called: Index
    spelled: npt.NDArray[np.object_]
    squeezed: npt.NDArray[np.object_]
    whole: npt.NDArray[np.object_]
    texts: Spellings
    ways: Spellings
    boxes: Spellings
    kind_table: KindTable

    def __len__(self) -> int:
        return len(self.record)

    def take(self, index: Index) -> Profiles:
        """The rows at these places, in this order."""
        changed: dict[str, Any] = {}
        for field in fields(self):
            values = getattr(self, field.name)
            if isinstance(values, Bag):
                changed[field.name] = values.take(index)
            elif field.name not in {"texts", "ways", "boxes", "kind_table"}:
                changed[field.name] = values[index]
        return replace(self, **changed)


PSEUDO_RECORDS = 500
"""How many records of general knowledge are added to the list at hand, so that a list of 50 works."""

UNUSUAL = 0.001
"""Share of those records that hold any word that is not usual."""

USUAL = 2.5
"""Bits a usual word (`common` in the lexicon) weighs at most, however rare it is in the list."""

LEAST, MOST = 0.3, 9.0
"""Bounds of a word's weight, in bits: no word proves nothing, and no word proves everything."""

FREELY_SHARED = 2
"""How many differently named records may share a phone or a mailbox before it proves less."""


def word_weights(rows: Ragged, usual: Truth) -> npt.NDArray[np.float32]:
    """The weight in bits of every word: inverse document frequency of the list, with a prior.

    `rows` holds the different words of each record, `usual` says of each word whether it is usual.
    After K. Spärck Jones (1972), smoothed as if `PSEUDO_RECORDS` more had been read.
    """
    frequencies = np.bincount(rows.values, minlength=len(usual))
    bits = np.log2((len(rows) + PSEUDO_RECORDS) / (frequencies + PSEUDO_RECORDS * UNUSUAL))
    weights: npt.NDArray[np.float32] = np.clip(bits, LEAST, np.where(usual, USUAL, MOST)).astype(np.float32)
    return weights


def sharing_weights(rows: Ragged, names: Index, n_values: int) -> npt.NDArray[np.float32]:
    """The weight, 0 to 1, of every value: 1 where few names share it, falling with how many do.

    `names` (from 0) is equal for records called the same, which count once: a list with duplicates makes no
    switchboard.
    """
    pairs = np.unique((rows.values.astype(np.int64) << 32) + names[rows.rows])
    counts = np.bincount(pairs >> 32, minlength=n_values).astype(np.float32)
    return np.divide(np.float32(FREELY_SHARED), np.maximum(counts, FREELY_SHARED), dtype=np.float32)


_NOT_DIGIT = re.compile(r"\D")
_DIGITS, _NAME_SIGN = re.compile(r"\d"), re.compile(r"[._+-]")
SHORTEST_MISTYPED = 5
"""Letters of a word of a mailbox in which one is a slip, and not another service or person."""
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)
_TRUNK = {"BE": ("32", 8, 9), "FR": ("33", 9, 9)}
"""Countries whose numbers are a trunk 0 and so many digits: what most lists hold, without a parser."""


SHORTEST_LOCAL = 6
"""Digits of a local number: less is a short number that anybody may have («112», «1733»)."""


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a cell: of a tuple, of a list joined by `|`, or one."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is the one value unlike itself
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|") if part.strip())
    return tuple(str(part) for part in value if part)


@lru_cache(maxsize=1 << 16)
def phone(text: str, country: str) -> str:
    """The number in E.164; its digits where no plan of numbers knows it (a local number); "" where it is none."""
    digits = _NOT_DIGIT.sub("", text)
    if text.lstrip().startswith("+"):
        return f"+{digits}".replace("+320", "+32").replace("+330", "+33")
    if digits.startswith("00"):
        return "+" + digits[2:]
    code, least, most = _TRUNK.get(country.upper(), ("", 0, 0))
    if code and digits.startswith("0") and least <= len(digits) - 1 <= most:
        return f"+{code}{digits[1:]}"
    return _parsed(text, country)


def _parsed(text: str, country: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country.upper())
    except phonenumbers.NumberParseException:
        number = None
    possible = phonenumbers.ValidationResult.IS_POSSIBLE  # And not only locally, without an area code.
    if number and phonenumbers.is_possible_number_with_reason(number) == possible:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    digits = _NOT_DIGIT.sub("", text)
    return digits if len(digits) >= SHORTEST_LOCAL else ""


def mailbox(text: str) -> str:
    """The address in lower case, however it is misspelt; "" where no name or no host stands beside an @."""
    address = text.strip().lower().removeprefix("mailto:")
    name, _, rest = address.partition("@")
    return address if name and rest and len(address.split()) == 1 else ""


def mistyped(one: str, other: str) -> bool:
    """Whether two mailboxes are one with a typing error: «acceuil@», «…@ateliermosaique.eb».

    Another initial, number, service or ending of a host («.de») is another mailbox.
    """
    if abs(len(one) - len(other)) > 1 or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    (name, _, place), (other_name, _, other_place) = one.partition("@"), other.partition("@")
    if place != other_place:
        ends = place.rpartition("."), other_place.rpartition(".")
        same_end = sorted(ends[0][2]) == sorted(ends[1][2])
        return name == other_name and same_end and OSA.distance(place, other_place, score_cutoff=1) == 1
    words = [_NAME_SIGN.split(text) for text in (name, other_name)]
    apart = [(a, b) for a, b in zip(*words, strict=False) if a != b]
    return (
        len(words[0]) == len(words[1])
        and len(apart) == 1
        and all(len(word) >= SHORTEST_MISTYPED for word in apart[0])
        and apart[0][0][0] == apart[0][1][0]
        and apart[0][0][:-1] not in (apart[0][1], apart[0][1][:-1])
        and apart[0][1][:-1] != apart[0][0]
        and OSA.distance(*apart[0], score_cutoff=1) == 1
    )


def domain(address: str) -> str:
    """What stands after the @."""
    return address.rpartition("@")[2]


def page(text: str) -> str:
    """A web address without scheme, `www`, query or closing slash."""
    address = _SCHEME.sub("", text.strip().lower()).split("#")[0].split("?")[0]
    return address.removeprefix("www.").rstrip("/")


def host(text: str) -> str:
    """The host of a web address, without `www`."""
    return page(text).split("/")[0].split(":")[0]


WORDS, NUMBERS, KINDS, STREET, CONTACTS, ACRONYMS, LOCALITY = 7, 3, 4, 5, 3, 8, 5
"""How many of each a record is compared by; the heaviest words are kept."""

HANDS = 3
"""Structures written in two ways, at least, that show a list to be put together from several."""

PLACE_WORD = 0.15
"""What is left of a word's weight where it only repeats the commune."""


def profiles(columns: MatchColumns, lexicon: Lexicon, country: str) -> Profiles:
    """Read every record of a table put `in_order`."""
    words, kinds, ways, boxes = Codebook(), Codebook(), Codebook(), Codebook()
    places = read_places(columns, lexicon, words)
    groups, written = _called(columns)
    each = read_names(written, lexicon, words, kinds)
    sites = named_places(each.raw, place_names(places, lexicon, words), words)
    named = each.joined(groups)
    kinds_told = _kinds(columns["kind"], named, lexicon, words, kinds)
    read = read_streets([str(text) for text in columns["street"].distinct], lexicon, country, ways)
    street = read.words.take(columns["street"].codes)
    lat, lon = precise(columns["lat"], columns["lon"], street)
    usual = words.marks(lexicon.common)
    weights = word_weights(named.own, usual)
    called = _spoken(named.own, kinds_told)
    return Profiles(
        record=columns.record,
        **_words(named.own, places, weights),
        acronyms=_acronyms(each, groups, weights, words),
        kinds=pack(kinds_told, KINDS),
        numbers=pack(named.numbers, NUMBERS),
        sites=pack(sites.take(_first(groups)), NUMBERS),
        section=_sections(named.raw, words.marks(lexicon.sections)),
        latin=_latin(named.raw, words),
        latin_street=_latin(street, ways),
        bare_street=_bare(street, ways.marks(lexicon.street_words(country).types)),
        street=_heaviest(
            street,
            word_weights(street, ways.marks(_usual_ways(lexicon, country)))[street.values],
            STREET,
        ),
        houses=pack(read.houses.take(columns["street"].codes), NUMBERS),
        postal=single(places.postal),
        locality=pack(places.locality, LOCALITY),
        village=pack(places.villages(lexicon, words), LOCALITY),
        ins=single(places.ins),
        **_contacts(columns, lexicon, country, called, boxes),
        source=_source(columns, named.own.digest(), street.digest()),
        crowd=places.crowd(places.postal),
        town_crowd=places.crowd(places.called),
        lat=lat,
        lon=lon,
        called=called,
        spelled=_squeezed(named.raw, words, " "),
        squeezed=_squeezed(named.own.keep(~places.repeats(named.own.rows, named.own.values)), words),
        whole=_squeezed(_proper(named.raw, words, lexicon, places), words),
        texts=Spellings.of(words.texts),
        ways=Spellings.of(ways.texts),
        boxes=Spellings.of(boxes.texts),
        kind_table=KindTable.of(kinds, lexicon),
    )


def _bare(street: Ragged, types: Truth) -> Truth:
    """Whether the street is one word, and that is a type of street."""
    only = street.keep(types[street.values])
    bare: Truth = (street.lengths == 1) & (only.lengths == 1)
    return bare


def _called(columns: MatchColumns) -> tuple[Ragged, list[str]]:
    """Which of the different names each record bears, its own first; and those names."""
    names = Codebook()
    main = CodedColumn(columns["name"].codes, columns["name"].distinct)
    first = main.read(lambda text: (names.id(text),) if isinstance(text, str) else ())
    other = columns["also_known_as"].read(lambda cell: [names.id(text) for text in texts(cell)])
    return side_by_side(first, other), names.texts


def _usual_ways(lexicon: Lexicon, country: str) -> frozenset[str]:
    """Words that many streets share, whatever the list at hand says: «rue», «north»."""
    return lexicon.common | lexicon.street_words(country).types | lexicon.directions


def _first(groups: Ragged) -> Index:
    """The first name of every record, -1 where it has none."""
    starts = np.where(groups.lengths > 0, groups.starts[:-1], NOTHING)
    first: Index = np.append(groups.values, np.int32(NOTHING))[starts].astype(np.int64)
    return first


def _kinds(declared: CodedColumn, named: Names, lexicon: Lexicon, words: Codebook, kinds: Codebook) -> Ragged:
    """The kinds of every record: what the one declared says, then those its name tells.

    A word that the lexicon does not know («american», «subventionné») is no kind of place.
    """
    declared_kinds = [str(kind) for kind in declared.distinct]
    read = read_names(declared_kinds, lexicon, words, kinds).kinds
    known = [(kinds.id(kind),) if lexicon.knows(kind) else () for kind in declared_kinds]
    stated = side_by_side(Ragged.of(known), read).take(declared.codes)
    return side_by_side(stated, named.kinds).distinct()


def _spoken(own: Ragged, kinds: Ragged) -> Index:
    """A number a record, equal for those that are called the same."""
    both = np.column_stack([own.digest(), kinds.digest()])
    numbers: Index = np.unique(both, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
    return numbers


def _heaviest(rows: Ragged, weights: Bits, width: int) -> Bag:
    """The values of each row by falling weight, as wide a bag as asked for."""
    order = _by_weight(rows, weights)
    return pack(Ragged(rows.values[order], rows.starts), width, weights[order])


def _by_weight(rows: Ragged, weights: Bits) -> Index:
    falling = ((MOST * 4 - weights.astype(np.float64)) * 2**20).astype(np.int64)
    return np.argsort((rows.rows << 32) + falling, kind="stable")


def _words(own: Ragged, places: Places, weights: npt.NDArray[np.float32]) -> dict[str, Bag]:
    """The words of every name, and what is left of them without those that repeat the commune."""
    local = places.repeats(own.rows, own.values)
    bits = weights[own.values] * np.where(local, np.float32(PLACE_WORD), np.float32(1))
    order = _by_weight(own, bits)
    heavy = Ragged(own.values[order], own.starts)
    words = pack(heavy, WORDS, bits[order])
    own_bits = np.where(local, np.float32(0), bits)[order]
    return {"words": words, "own": Bag(words.ids, pack(heavy, WORDS, own_bits).weights)}


def _sections(raw: Ragged, telling: Truth) -> Truth:
    """Whether a name is that of a part of an organisation: one of its words, among others, says so."""
    counts = np.bincount(raw.rows[telling[raw.values]], minlength=len(raw))
    part: Truth = (counts > 0) & (raw.lengths > counts)
    return part


def _latin(rows: Ragged, codes: Codebook) -> Truth:
    """Whether the letters of each row are Latin: none of its words is written otherwise."""
    foreign = np.array([not text.isascii() for text in codes.texts], dtype=np.bool_)
    latin: Truth = np.bincount(rows.rows[foreign[rows.values]], minlength=len(rows)) == 0
    return latin


def _acronyms(each: Names, groups: Ragged, weights: npt.NDArray[np.float32], words: Codebook) -> Bag:
    """What a name could be abbreviated to, where the list holds that word; it weighs its long form."""
    listed: Truth = np.zeros(len(words), dtype=np.bool_)
    listed[each.own.values] = True
    hits = acronyms(each.raw, words, listed)
    raw = each.raw
    own = member((raw.rows << 32) + raw.values, np.sort((each.own.rows << 32) + each.own.values))
    sums = np.concatenate([[0.0], np.cumsum(np.where(own, weights[raw.values], 0.0), dtype=np.float64)])
    order = np.lexsort((hits.phrase, -weights[hits.phrase], raw.rows[hits.at]))
    starts = starts_of(np.bincount(raw.rows[hits.at], minlength=len(raw)))
    of_record = Ragged(np.arange(len(order), dtype=np.int32), starts).take(_first(groups))
    spelled = hits.phrase[order][of_record.values]
    weighed = (sums[hits.at + hits.length] - sums[hits.at])[order][of_record.values]
    return pack(Ragged(spelled, of_record.starts), ACRONYMS, weighed.astype(np.float32))


def _source(columns: MatchColumns, names: Index, streets: Index) -> Bag:
    """The list of each record; it weighs nothing where all records come from one.

    What several hands wrote is no list of one source, whatever file it comes in: unknown.
    """
    codes = columns["source"].codes
    several = len(np.unique(codes)) > 1
    if not several and _several_hands(columns, names, streets):
        codes = np.full(len(codes), NOTHING, dtype=np.int32)
    return single(codes, np.full(len(codes), several, dtype=np.float32))


def _several_hands(columns: MatchColumns, names: Index, streets: Index) -> bool:
    """Whether most of what says the same name and street twice is written in two ways."""
    complete = (columns["name"].codes != NOTHING) & (columns["street"].codes != NOTHING)
    pairs = np.unique(np.column_stack([names[complete], streets[complete]]), axis=0, return_inverse=True)[
        1
    ].ravel()
    written = np.column_stack([pairs, columns["name"].codes[complete], columns["street"].codes[complete]])
    ways = np.bincount(np.unique(written, axis=0)[:, 0], minlength=1)
    again = np.bincount(pairs, minlength=1) > 1
    return int((again & (ways > 1)).sum()) >= max(HANDS, int(again.sum()) / 2)


def _proper(raw: Ragged, words: Codebook, lexicon: Lexicon, places: Places) -> Ragged:
    """All words of the names but legal forms of one word and what repeats the place."""
    legal = words.marks(phrase[0] for phrase in lexicon.legal if len(phrase) == 1)
    return raw.keep(~legal[raw.values] & ~places.repeats(raw.rows, raw.values))


def _squeezed(rows: Ragged, words: Codebook, between: str = "") -> npt.NDArray[np.object_]:
    """The words of each row written together: what is left to compare where spaces are misplaced."""
    texts = np.array([*words.texts, ""], dtype=object)[rows.values].tolist()
    out = np.empty(len(rows), dtype=object)
    out[:] = [between.join(texts[one:two]) for one, two in pairwise(rows.starts.tolist())]
    return out


def _contacts(
    columns: MatchColumns, lexicon: Lexicon, country: str, spoken: Index, mailboxes: Codebook
) -> dict[str, Bag]:
    """Phones, mailboxes (as ids of `mailboxes`), websites and numbers of every record."""

    def own_domain(text: str) -> str:
        return _unless(domain(mailbox(text)), lexicon.generic_mail)

    def own_host(text: str) -> str:
        return _unless(host(text), lexicon.generic_hosts)

    phones, boxes, sites = (_told(columns[name]) for name in ("phone", "email", "website"))
    return {
        "phones": _shared(phones, CONTACTS, _dialled(phones[1], country), spoken),
        "mailboxes": _shared(boxes, CONTACTS, mailbox, spoken, mailboxes),
        "domains": _shared(boxes, CONTACTS, own_domain, spoken),
        "hosts": _shared(sites, 1, own_host, spoken),
        "pages": _shared(sites, 1, page, spoken),
        "bce": _shared(_told(columns["bce"]), 1, str, spoken),
        "units": _shared(_told(columns["unit_number"]), 1, str, spoken),
    }


def _dialled(numbers: list[str], country: str) -> Callable[[str], str]:
    """How to read a phone: written without its country, it is the one number of the list that ends with its digits.

    A number may lack its area code («358-3605»), or be of another country than the list («030 9018 …» beside +49).
    """
    read = {text: phone(text, country) for text in numbers}
    bare = {text for text in numbers if not text.lstrip().startswith(("+", "00"))}
    sure = {number for text, number in read.items() if text not in bare}
    whole = {number for number in read.values() if number.startswith("+")}
    ends = {text: _NOT_DIGIT.sub("", text).lstrip("0") for text in bare}
    lengths = {len(end) for end in ends.values() if len(end) >= SHORTEST_LOCAL}
    by_end: dict[str, set[str]] = defaultdict(set)
    for number in whole:
        for length in lengths:
            by_end[number[-length:]].add(number)

    def dialled(text: str) -> str:
        number = read[text]
        meant = by_end.get(ends.get(text, ""), set()) & (sure if number in whole else whole)
        return min(meant) if number and number not in sure and len(meant) == 1 else number

    return dialled


def _told(column: CodedColumn) -> tuple[Ragged, list[str]]:
    """The texts of every record's cell, as places in a list of the different ones."""
    codes = Codebook()
    return column.read(lambda cell: [codes.id(text) for text in texts(cell)]), codes.texts


def _shared(
    values_told: tuple[Ragged, list[str]],
    width: int,
    way: Callable[[str], str],
    spoken: Index,
    codes: Codebook | None = None,
) -> Bag:
    """Values read from texts, each once, as ids of `codes`; the more names share one, the less it weighs."""
    rows, texts = values_told
    codes = Codebook() if codes is None else codes
    read = [codes.id(value) if value else NOTHING for value in map(way, texts)]
    values = rows.recoded(np.array(read, dtype=np.int32)).known().distinct()
    weights = sharing_weights(values, spoken, len(codes))
    return pack(values, width, weights[values.values])


def _unless(text: str, generic: frozenset[str]) -> str:
    return "" if text in generic else text
