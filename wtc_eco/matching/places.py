"""Where a record is: postal code, locality, commune, and coordinates that are more than a commune's centre."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.columns import Column, Columns
from wtc_eco.matching.lexicon import Lexicon, Phrase
from wtc_eco.matching.phrases import Phrases, leftmost_longest, occurrences
from wtc_eco.matching.ragged import Ids, Index, Ragged, Truth, member, starts_of
from wtc_eco.matching.words import NOTHING, Codebook, tokens
from wtc_eco.territory.spelling import fold

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

    def crowd(self, area: Ids) -> npt.NDArray[np.float32]:
        """How many records have each record's area, in bits; all of them where it is unknown."""
        counts = np.append(np.bincount(area[area != NOTHING], minlength=1), len(area))
        found: npt.NDArray[np.float32] = np.log2(counts[area]).astype(np.float32)
        return found

    def repeats(self, rows: Index, words: Ids) -> Truth:
        """Whether a word of a record only repeats where the record is."""
        found = np.zeros(len(rows), dtype=np.bool_)
        for area, known in zip((self.postal, self.ins, self.towns), self.nearby, strict=True):
            found |= (area[rows] != NOTHING) & member(_pairs(area[rows], words), known)
        return found


def read_places(columns: Columns, lexicon: Lexicon, words: Codebook) -> Places:
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
    found = leftmost_longest(occurrences(raw, Phrases.of(phrases, words)))
    starts = starts_of(np.bincount(raw.rows[found.at], minlength=len(raw)))
    return Ragged(found.phrase, starts).distinct()


def precise(lat: Column, lon: Column, street: Ragged) -> tuple[Degrees, Degrees]:
    """Degrees, NaN where unknown and where records of several streets all stand on one point."""
    north, east = _degrees(lat), _degrees(lon)
    known = ~(np.isnan(north) | np.isnan(east))
    points = np.full(len(north), -1, dtype=np.int64)
    both = np.column_stack([north[known], east[known]])
    points[known] = np.unique(both, axis=0, return_inverse=True)[1].ravel() if known.any() else 0
    told = known & (street.lengths > 0)
    ordered = Ragged(_sorted(street), street.starts).digest()
    pairs = np.unique(np.column_stack([points[told], ordered[told]]), axis=0)[:, 0]
    streets = np.bincount(pairs, minlength=len(north))
    centre = known & (streets[points] >= CROWDED)
    north[~known | centre] = east[~known | centre] = np.nan
    return north, east


def _sorted(rows: Ragged) -> Ids:
    return rows.values[np.lexsort((rows.values, rows.rows))]


def _degrees(column: Column) -> Degrees:
    values = np.array([*(round(float(value), 5) for value in column.distinct), np.nan])
    found: Degrees = values[column.codes]
    return found


def _codes(column: Column) -> Ids:
    """A number a record, the same for codes that only differ in how they are written."""
    held = Codebook()
    spelled = [fold(str(value)) for value in column.distinct]
    codes = [held.id(text) if text else NOTHING for text in spelled]
    found: Ids = np.array([*codes, NOTHING], dtype=np.int32)[column.codes]
    return found


def _localities(towns: Column, lexicon: Lexicon, words: Codebook) -> Ragged:
    spoken = Codebook()
    cut = tokens([str(value) for value in towns.distinct], spoken)
    spelled = [lexicon.words.get(text, text) for text in spoken.texts]
    left_out = np.array([text in lexicon.stop or text == "cedex" for text in spelled], dtype=np.bool_)
    codes = words.ids(spelled)
    return cut.keep(~left_out[cut.values]).recoded(codes).distinct()


def _pairs(areas: Ids, words: Ids) -> Index:
    return (areas.astype(np.int64) << 32) + words
