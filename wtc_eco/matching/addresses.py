"""An address as street words and house numbers, whatever the order they are written in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wtc_eco.matching.lexicon import Lexicon, StreetWords
from wtc_eco.territory.spelling import fold

_RANGE = re.compile(r"^0*(\d+)[a-z]{0,3}$")
_GLUED = re.compile(r"([a-z])([A-ZÀ-Ý])")
_SAINT = "saint"


@dataclass(frozen=True)
class StreetRead:
    """What an address says: the words of the street, and the house numbers (two where it is a range)."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]


def read_street(text: str, lexicon: Lexicon, country: str) -> StreetRead:
    """Take an address apart: «12, av. de la Gare bte 3» is `avenue gare` and the number 12."""
    streets = lexicon.street_words(country)
    tokens = _tokens(text, lexicon, streets)
    houses = _houses(tokens, lexicon, streets)
    numbers = tuple(number for index in houses for number in _plain(tokens[index]))
    words = dict.fromkeys(
        word
        for index, word in enumerate(tokens)
        if index not in houses and word not in lexicon.stop and (len(word) > 1 or word.isdigit())
    )
    return StreetRead(tuple(words), tuple(dict.fromkeys(numbers)))


def _tokens(text: str, lexicon: Lexicon, streets: StreetWords) -> list[str]:
    """The words written out, boxes and floors left out, «RD 91» in one word."""
    folded = fold(_GLUED.sub(r"\1 \2", text)).split()
    spelled = [part for place in range(len(folded)) for part in _written_out(place, folded, streets).split()]
    kept: list[str] = []
    skip = False
    for index, word in enumerate(spelled):
        after = spelled[index + 1] if index + 1 < len(spelled) else ""
        if skip:
            skip = False
        elif word in lexicon.roads and after.isdigit():
            kept.append(word + after)
            skip = True
        elif word in lexicon.boxes and index > 0 and (_RANGE.match(after) or not after):
            skip = bool(after)
        else:
            kept.append(word)
    return kept


def _written_out(place: int, words: list[str], streets: StreetWords) -> str:
    # An English «St» opens the name of a saint («55 St James Ave») and closes that of a street.
    word = words[place]
    if word == "st" and streets.words["st"] == "street":
        opens = place == 0 or words[place - 1].isdigit()
        return _SAINT if opens and place + 1 < len(words) else "street"
    return streets.words.get(word, word)


def _houses(tokens: list[str], lexicon: Lexicon, streets: StreetWords) -> tuple[int, ...]:
    """Where the house number stands: before the type of street, else first, else last.

    A figure beside a month («rue du 8 mai 1945») belongs to the street.
    """
    figures = [index for index, word in enumerate(tokens) if _RANGE.match(word)]
    free = [index for index in figures if not _dated(tokens, index, lexicon)]
    before = [index for index in free if index + 1 < len(tokens) and tokens[index + 1] in streets.types]
    chosen = before or [index for index in free if index == 0] or free[-1:]
    if not chosen:
        return ()
    house = chosen[0]
    neighbours = [index for index in (house - 1, house + 1) if index in free and index not in before]
    return tuple(sorted((house, *neighbours)))


def _dated(tokens: list[str], index: int, lexicon: Lexicon) -> bool:
    beside = tokens[max(index - 1, 0) : index] + tokens[index + 1 : index + 2]
    return any(word in lexicon.months for word in beside)


def _plain(word: str) -> tuple[str, ...]:
    found = _RANGE.match(word)
    return (found.group(1),) if found and found.group(1) != "0" else ()
