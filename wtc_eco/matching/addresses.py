"""An address as street words and house numbers, in any order; and where a record is: codes, locality, a point of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.arrays import (
    NOTHING,
    Codebook,
    CodedColumn,
    Ids,
    Index,
    MatchColumns,
    Ragged,
    Truth,
    member,
    respelled,
    side_by_side,
    starts_of,
    tokens,
)
from wtc_eco.matching.lexicon import Lexicon, Phrase, StreetWords
from wtc_eco.matching.names import Phrases, leftmost_longest, occurrences
from wtc_eco.territory.normalize import fold

_RANGE = re.compile(r"^0*(\d+)(?!(?:st|nd|rd|th|er|ere|eme|ieme)$)[a-z]{0,3}$")  # «42nd» and «1er» are words.
_SCANNED = re.compile(
    r"^(?=.*\d)(?=.*[oil])[1-9il][\doil]{1,3}$"
)  # «l2», «1l4», «2o»: a figure read by a machine.
_AS_FIGURES = str.maketrans("oil", "011")
_ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th|er|e|eme|ieme)$")
_YEAR = re.compile(r"^(?:1[6-9]|20)\d\d$")
_GLUED = re.compile(r"([a-z])([A-ZÀ-Ý])")
_SAINT, _STREET = "saint", "street"
SHORTEST_STEM = 2
"""Letters at least before a type of street that is written in one word with its name."""
_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Streets:
    """What addresses say, one row an address: the words of the street, and the house numbers."""

    words: Ragged
    houses: Ragged


def read_streets(texts: Sequence[str], lexicon: Lexicon, country: str, codes: Codebook) -> Streets:
    """Take addresses apart: «12, av. de la Gare bte 3» is `avenue gare` and the number 12."""
    streets = lexicon.street_words(country)
    cut = _without_boxes(_written_out(texts, streets, codes), lexicon, codes)
    numbers = _house_numbers(codes)
    house = _houses(cut, numbers, lexicon, streets, codes)
    letters = np.array([len(text) == 1 and not text.isdigit() for text in codes.texts], dtype=np.bool_)
    kept = ~house & ~(codes.marks(lexicon.stop) | letters)[cut.values]
    # An initial says little beside a name («J. Wauters»); in «rue A» it is the name.
    rows = np.repeat(np.arange(len(cut.lengths)), cut.lengths)
    usual = codes.marks(lexicon.common | streets.types | lexicon.directions)
    named = np.zeros(len(cut.lengths), dtype=np.bool_)
    named[rows[kept & ~usual[cut.values]]] = True
    after = _next(cut, np.arange(len(cut.values)))
    last = (after == NOTHING) | house[after]
    words = cut.keep(kept | (~house & last & letters[cut.values] & ~named[rows]))
    houses = cut.keep(house)
    as_scanned = houses.recoded(_scanned(codes, len(numbers)))
    return Streets(words.distinct(), side_by_side(houses.recoded(numbers), as_scanned).known().distinct())


def _written_out(texts: Sequence[str], streets: StreetWords, codes: Codebook) -> Ragged:
    """The words, abbreviations written out.

    An English «St» opens the name of a saint («55 St James Ave») and closes that of a street.
    """
    spoken = Codebook()
    words = tokens([_GLUED.sub(r"\1 \2", text) for text in texts], spoken)
    saint, street, short = spoken.id(_SAINT), spoken.id(_STREET), spoken.get("st")
    if _english(streets) and short != NOTHING:
        digits = np.array([text.isdigit() for text in spoken.texts], dtype=np.bool_)
        opens = (words.spots == 0) | digits[np.roll(words.values, 1)]
        last = _next(words, np.arange(len(words.values))) == NOTHING
        means = np.where(opens & ~last, saint, street).astype(np.int32)
        words = Ragged(np.where(words.values == short, means, words.values), words.starts)
    parted = {text: _parted(text, streets) for text in spoken.texts}
    spelled = words.spelled_out(respelled(spoken, parted | dict(streets.words)))
    texts_of = np.array(spoken.texts, dtype=object)
    return Ragged(codes.ids(texts_of[spelled.values].tolist()), spelled.starts)


def _parted(text: str, streets: StreetWords) -> str:
    """«mercelisstraat» as «mercelis rue»."""
    for ending, kind in streets.behind.items():
        if text == ending:
            return kind
        if text.endswith(ending) and len(text) > len(ending) + SHORTEST_STEM:
            return f"{text.removesuffix(ending)} {kind}"
    return text


def _english(streets: StreetWords) -> bool:
    return streets.words["st"] == _STREET


def _next(rows: Ragged, places: Index) -> Index:
    """The place of the next value of the same row, -1 where there is none."""
    stops = np.repeat(rows.starts[1:], rows.lengths)[places]
    return np.where(places + 1 < stops, places + 1, NOTHING)


def _without_boxes(rows: Ragged, lexicon: Lexicon, codes: Codebook) -> Ragged:
    """Boxes and floors left out, «RD 91» in one word."""
    places = np.arange(len(rows.values))
    after = _next(rows, places)
    ranges = np.array([bool(_RANGE.match(text)) for text in codes.texts], dtype=np.bool_)
    digits = np.array([text.isdigit() for text in codes.texts], dtype=np.bool_)
    next_range, next_digit = (_at(rows, after, marks) for marks in (ranges, digits))
    road = codes.marks(lexicon.roads)[rows.values] & next_digit
    letters = np.array([len(text) == 1 and text.isalpha() for text in codes.texts], dtype=np.bool_)
    telling = next_range | _at(rows, after, letters) | (after == NOTHING)
    named = codes.marks(lexicon.boxes)[rows.values] & (rows.spots > 0) & ~road
    ordinals = np.array([bool(_ORDINAL.match(text)) for text in codes.texts], dtype=np.bool_)
    floor = named & _at(rows, np.where(rows.spots > 0, places - 1, NOTHING), ordinals)
    box = (named & telling) | floor
    gone = box.copy()
    gone[after[(road | (box & ~floor)) & (after != NOTHING)]] = True
    gone[np.flatnonzero(floor) - 1] = True
    values = rows.values.copy()
    values[road] = [
        codes.id(codes.texts[one] + codes.texts[two])
        for one, two in zip(rows.values[road].tolist(), rows.values[after[road]].tolist(), strict=True)
    ]
    return Ragged(values, rows.starts).keep(~gone)


def _at(rows: Ragged, places: Index, marks: Truth) -> Truth:
    """Whether the value at these places is marked; not where the place is -1."""
    if not len(rows.values):
        return np.zeros(0, dtype=np.bool_)
    marked: Truth = marks[rows.values[places]] & (places != NOTHING)
    return marked


def _house_numbers(codes: Codebook) -> Ids:
    """For every word that is a house number («12», «012bis»), the word of its figure; -1 for others."""
    figures = [
        (_RANGE.match(text) or _RANGE.match(_figure(text)) or [""] * 2)[1] for text in list(codes.texts)
    ]
    return np.array(
        [NOTHING if figure in {"", "0"} else codes.id(figure) for figure in figures], dtype=np.int32
    )


def _scanned(codes: Codebook, n: int) -> Ids:
    """For each of the first `n` words in which a machine may have read letters for digits, the word of its figure: «2l» is 2, or 21."""
    figures = [_figure(text) for text in codes.texts[:n]]
    return np.array([codes.id(figure) if figure else NOTHING for figure in figures], dtype=np.int32)


def _figure(text: str) -> str:
    return text.translate(_AS_FIGURES) if _SCANNED.match(text) else ""


def _houses(rows: Ragged, numbers: Ids, lexicon: Lexicon, streets: StreetWords, codes: Codebook) -> Truth:
    """Where the house number stands: before the type of street, else first, else last.

    In English it stands first, and a figure before the type is a street's («12 5 Ave»). A day or a year beside a month («rue du 8 mai 1945») belongs to the street. Figures beside the number
    are numbers too: a range.
    """
    places, after = np.arange(len(rows.values)), _next(rows, np.arange(len(rows.values)))
    before = np.where(rows.spots > 0, places - 1, NOTHING)
    months, types = codes.marks(lexicon.months), codes.marks(streets.types)
    years = np.array([bool(_YEAR.match(text)) for text in codes.texts], dtype=np.bool_)
    dated = (_at(rows, before, months) & years[rows.values]) | _at(rows, after, months)
    figure = np.zeros(len(codes), dtype=np.bool_)
    figure[: len(numbers)] = numbers != NOTHING
    free = figure[rows.values] & ~dated
    leading = free & _at(rows, after, types)
    opening = free & (rows.spots == 0)
    first, second = (opening, leading) if _english(streets) else (leading, opening)
    house = _first(rows, first)
    house = np.where(house == _FAR, _first(rows, second), house)
    house = np.where(house == _FAR, _last(rows, free), house)
    chosen = np.zeros(len(rows.values) + 2, dtype=np.bool_)
    chosen[house[house < _FAR] + 1] = True
    beside = (chosen[:-2] & (rows.spots > 0)) | (chosen[2:] & (after != NOTHING))
    house_number: Truth = chosen[1:-1] | (beside & free & ~leading)
    return house_number


def _first(rows: Ragged, marked: Truth) -> Index:
    """The place of the first marked value of every row."""
    first = np.full(len(rows), _FAR)
    places = np.flatnonzero(marked)
    np.minimum.at(first, rows.rows[places], places)
    return first


def _last(rows: Ragged, marked: Truth) -> Index:
    last = np.full(len(rows), -1)
    places = np.flatnonzero(marked)
    np.maximum.at(last, rows.rows[places], places)
    return np.where(last < 0, _FAR, last)


CROWDED = 3
"""A coordinate that so many different streets share is the centre of something, not a place."""

Degrees = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """Where every record is: codes of its postal code and commune (-1: unknown), words of its locality.

    `nearby` holds, sorted, every area with a word that the localities of the area are called by.
    """

    postal: Ids
    ins: Ids
    towns: Ids
    locality: Ragged
    nearby: tuple[Index, Index, Index]

    @property
    def called(self) -> Ids:
        """The locality of every record by its words, however it is written; -1 where unknown."""
        same = np.unique(self.locality.digest(), return_inverse=True)[1].ravel()
        return np.where(self.locality.lengths > 0, same, NOTHING).astype(np.int32)

    def villages(self, lexicon: Lexicon, words: Codebook) -> Ragged:
        """The localities, without those that are only a commune's name."""
        communes = np.unique(
            Ragged.of([words.get(word) for word in name] for name in lexicon.places).digest()
        )
        return self.locality.keep(~member(self.locality.digest(), communes)[self.locality.rows])

    def crowd(self, area: Ids) -> npt.NDArray[np.float32]:
        """How many records have each record's area, in bits; all of them where it is unknown."""
        counts = np.append(np.bincount(area[area != NOTHING], minlength=1), len(area))
        bits: npt.NDArray[np.float32] = np.log2(counts[area]).astype(np.float32)
        return bits

    def repeats(self, rows: Index, words: Ids) -> Truth:
        """Whether a word of a record only repeats where the record is."""
        repeated = np.zeros(len(rows), dtype=np.bool_)
        for area, known in zip((self.postal, self.ins, self.towns), self.nearby, strict=True):
            repeated |= (area[rows] != NOTHING) & member(_pairs(area[rows], words), known)
        return repeated


def read_places(columns: MatchColumns, lexicon: Lexicon, words: Codebook) -> Places:
    """Every record's place. The names of all localities of a postal code or commune are its words."""
    towns = columns["locality"]
    spelled = _localities(towns, lexicon, words)
    locality = spelled.take(towns.codes)
    postal, ins = _codes(columns["postal_code"]), _codes(columns["ins"])
    rows = locality.rows
    nearby = tuple(
        np.unique(_pairs(area[rows], locality.values)[area[rows] != NOTHING])
        for area in (postal, ins, towns.codes)
    )
    return Places(postal, ins, towns.codes, locality, (nearby[0], nearby[1], nearby[2]))


def place_names(places: Places, lexicon: Lexicon, words: Codebook) -> frozenset[Phrase]:
    """The names of all localities of the list, and of the communes the lexicon knows."""
    rows = np.unique(places.towns, return_index=True)[1]
    called = places.locality.take(rows)
    starts = called.starts.tolist()
    texts = [words.texts[code] for code in called.values.tolist()]
    written = {tuple(texts[one:two]) for one, two in pairwise(starts)} | lexicon.places
    return frozenset(name for name in written if name and not set(name) <= lexicon.common)


def named_places(raw: Ragged, known: frozenset[Phrase], words: Codebook) -> Ragged:
    """The places names speak of: «École de Liège-Seraing» of `liege` and `seraing`."""
    phrases = sorted(known)
    if not phrases:
        return Ragged(np.zeros(0, dtype=np.int32), np.zeros(len(raw) + 1, dtype=np.int64))
    places = leftmost_longest(occurrences(raw, Phrases.of(phrases, words)))
    starts = starts_of(np.bincount(raw.rows[places.at], minlength=len(raw)))
    return Ragged(places.phrase, starts).distinct()


def precise(lat: CodedColumn, lon: CodedColumn, street: Ragged) -> tuple[Degrees, Degrees]:
    """Degrees, NaN where unknown and where records of several streets all stand on one point."""
    north, east = _degrees(lat), _degrees(lon)
    known = ~(np.isnan(north) | np.isnan(east))
    points = np.full(len(north), -1, dtype=np.int64)
    both = np.column_stack([north[known], east[known]])
    points[known] = np.unique(both, axis=0, return_inverse=True)[1].ravel() if known.any() else 0
    located = known & (street.lengths > 0)
    ordered = Ragged(_sorted(street), street.starts).digest()
    pairs = np.unique(np.column_stack([points[located], ordered[located]]), axis=0)[:, 0]
    streets = np.bincount(pairs, minlength=len(north))
    centre = known & (streets[points] >= CROWDED)
    north[~known | centre] = east[~known | centre] = np.nan
    return north, east


def _sorted(rows: Ragged) -> Ids:
    return rows.values[np.lexsort((rows.values, rows.rows))]


def _degrees(column: CodedColumn) -> Degrees:
    values = np.array([*(round(float(value), 5) for value in column.distinct), np.nan])
    degrees: Degrees = values[column.codes]
    return degrees


def _codes(column: CodedColumn) -> Ids:
    """A number a record, the same for codes that only differ in how they are written."""
    codebook = Codebook()
    spelled = [fold(str(value)) for value in column.distinct]
    codes = [codebook.id(text) if text else NOTHING for text in spelled]
    by_record: Ids = np.array([*codes, NOTHING], dtype=np.int32)[column.codes]
    return by_record


def _localities(towns: CodedColumn, lexicon: Lexicon, words: Codebook) -> Ragged:
    spoken = Codebook()
    cut = tokens([str(value) for value in towns.distinct], spoken)
    spelled = cut.spelled_out(respelled(spoken, dict(lexicon.words), (*lexicon.stop, "cedex")))
    return spelled.recoded(words.ids(spoken.texts)).distinct()


def _pairs(areas: Ids, words: Ids) -> Index:
    return (areas.astype(np.int64) << 32) + words
