"""Where a record is: postal code, locality, commune, and coordinates that are more than a commune's centre."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.addresses import StreetRead
from wtc_eco.matching.lexicon import Lexicon, Phrase
from wtc_eco.territory.spelling import fold

LONGEST_NAME = 5
"""Words the name of a place may have."""

CROWDED = 3
"""A coordinate that so many different streets share is the centre of something, not a place."""


@dataclass(frozen=True)
class PlaceRead:
    """A record's place: codes, words of its locality, and every word a name may repeat it by."""

    postal: tuple[str, ...]
    locality: tuple[str, ...]
    ins: tuple[str, ...]
    words: frozenset[str]


def read_places(
    postal: Sequence[Any], locality: Sequence[Any], ins: Sequence[Any], lexicon: Lexicon
) -> list[PlaceRead]:
    """Every record's place. The names of all localities of a postal code or commune are its words."""
    spelled = [_locality(value, lexicon) for value in locality]
    nearby: dict[str, set[str]] = defaultdict(set)
    codes = [(_code(one), _code(two)) for one, two in zip(postal, ins, strict=True)]
    for (one, two), words in zip(codes, spelled, strict=True):
        for code in (*one, *(f"ins {value}" for value in two)):
            nearby[code].update(words)
    return [
        PlaceRead(
            one,
            words,
            two,
            frozenset(words).union(*(nearby[code] for code in (*one, *(f"ins {value}" for value in two)))),
        )
        for (one, two), words in zip(codes, spelled, strict=True)
    ]


def place_names(places: Sequence[PlaceRead], lexicon: Lexicon) -> frozenset[Phrase]:
    """The names of all localities of the list, and of the communes the lexicon knows."""
    written = {place.locality for place in places} | lexicon.places
    return frozenset(words for words in written if words and not set(words) <= lexicon.common)


def named_places(raw: Phrase, known: frozenset[Phrase]) -> tuple[str, ...]:
    """The places a name speaks of: «École de Liège-Seraing» of `liege` and `seraing`."""
    found: list[str] = []
    position = 0
    while position < len(raw):
        lengths = range(min(LONGEST_NAME, len(raw) - position), 0, -1)
        length = next((n for n in lengths if raw[position : position + n] in known), 0)
        if length:
            found.append(" ".join(raw[position : position + length]))
        position += length or 1
    return tuple(dict.fromkeys(found))


def precise(
    lat: Sequence[Any], lon: Sequence[Any], streets: Sequence[StreetRead]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Degrees, NaN where unknown and where records of several streets all stand on one point."""
    points = [_point(one, two) for one, two in zip(lat, lon, strict=True)]
    on_it: dict[tuple[float, float], set[tuple[str, ...]]] = defaultdict(set)
    for point, street in zip(points, streets, strict=True):
        if point and street.words:
            on_it[point].add(tuple(sorted(street.words)))
    kept = [point if point and len(on_it[point]) < CROWDED else (np.nan, np.nan) for point in points]
    degrees = np.array(kept, dtype=np.float64).reshape(len(kept), 2)
    return degrees[:, 0], degrees[:, 1]


def _point(lat: Any, lon: Any) -> tuple[float, float] | None:
    if lat is None or lon is None or lat != lat or lon != lon:  # noqa: PLR0124 - NaN is the one value unlike itself
        return None
    return (round(float(lat), 5), round(float(lon), 5))


def _code(value: Any) -> tuple[str, ...]:
    return () if value is None or str(value).strip() == "" else (fold(str(value)),)


def _locality(value: Any, lexicon: Lexicon) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    words = (lexicon.words.get(word, word) for word in fold(value).split())
    return tuple(dict.fromkeys(word for word in words if word not in lexicon.stop and word != "cedex"))
