"""What a schedule is made of: days, spans of time, limits, seasons, and words that bear on them."""

from __future__ import annotations

from dataclasses import dataclass

HOLIDAYS = frozenset({"school_holidays", "public_holidays"})
PARTS = frozenset({"morning", "afternoon", "evening", "daytime"})


@dataclass(frozen=True)
class Days:
    """Days of the week (0 is Monday), and which ones of the month where only some are meant."""

    days: frozenset[int]
    nth: tuple[int, ...] = ()
    loose: bool = False


@dataclass(frozen=True)
class Spans:
    """From and to, in minutes since midnight."""

    held: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Limit:
    """One time alone: `until`, `since`, or `at` where the text does not say which."""

    kind: str
    minute: int


@dataclass(frozen=True)
class Season:
    """From a month to a month, with days where they are said: (month, day or 0).

    `loose` where only one end of it is said: «from September», «until 30 June».
    """

    first: tuple[int, int]
    last: tuple[int, int]
    loose: bool = False


@dataclass(frozen=True)
class Word:
    """A word that bears on what stands around it; `text` as written."""

    kind: str
    text: str = ""


@dataclass(frozen=True)
class Off:
    """When it is closed whatever is said elsewhere: holidays, seasons; `in_term` where it was said «in term time»."""

    holidays: tuple[str, ...] = ()
    seasons: tuple[Season, ...] = ()
    in_term: bool = False


Phrase = Days | Spans | Limit | Season | Off | Word


def is_word(phrase: Phrase | None, kind: str) -> bool:
    """Whether the phrase is a word that plays this part."""
    return isinstance(phrase, Word) and phrase.kind == kind
