"""What the words of schedules mean, language by language; the words themselves are in lexicon.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHORTEST_SLIP = 5
"""Letters from which a misspelt word is recognised: shorter ones are too near each other."""
_PIECES = re.compile(r"\d+|[^\W\d_]+")
LONG = 8
"""Letters from which two slips are forgiven."""


@dataclass(frozen=True)
class TokenMeaning:
    """What a word or phrase stands for: a day, a month, an ordinal (with its number), or a part of speech."""

    kind: str
    value: int = 0


@dataclass(frozen=True)
class Tongue:
    """The phrases of one language, each a tuple of folded words."""

    language: str
    phrases: Mapping[tuple[str, ...], TokenMeaning]

    @cached_property
    def longest(self) -> int:
        """Words of the longest phrase."""
        return max(map(len, self.phrases))

    def knows(self, words: Sequence[str]) -> int:
        """How many of the words it knows."""
        return sum((word,) in self.phrases for word in words)

    def find(self, words: tuple[str, ...]) -> TokenMeaning | None:
        """What the phrase means, if it is one."""
        return self.phrases.get(words)


@dataclass(frozen=True)
class HoursLexicon:
    """Every language; `comment` is how an OSM string says that one must make an appointment.

    `ordinal_endings` are what makes «1er» of 1; `after_hour` words that get glued to an hour's letter;
    `initials` the first letters of a week's days.
    """

    tongues: tuple[Tongue, ...]
    comment: str
    ordinal_endings: frozenset[str] = frozenset()
    after_hour: frozenset[str] = frozenset()
    initials: str = ""

    def spoken_in(self, words: Iterable[str]) -> tuple[Tongue, ...]:
        """The languages, the likeliest first: the one that knows most of the words."""
        spoken = tuple(words)
        return tuple(sorted(self.tongues, key=lambda tongue: -tongue.knows(spoken)))

    def days_may_be_others(self, words: Iterable[str]) -> bool:
        """Whether another language knows as many of the words, and takes one for another day: «ma 9-12, di 13-16».

        Who writes «9h» writes the first language.
        """
        spoken = tuple(words)
        first, *others = self.spoken_in(spoken)
        if self.hours.intersection(spoken):
            return False
        return any(
            {first.find((word,)), tongue.find((word,))} <= self.days
            and first.find((word,)) != tongue.find((word,))
            for tongue in others
            for word in spoken
            if tongue.knows(spoken) == first.knows(spoken)
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that is a phrase of its own in some language."""
        return frozenset(
            phrase[0] for tongue in self.tongues for phrase in tongue.phrases if len(phrase) == 1
        )

    @cached_property
    def hours(self) -> frozenset[str]:
        """The words for an hour, in every language."""
        return frozenset(
            phrase[0]
            for tongue in self.tongues
            for phrase, meaning in tongue.phrases.items()
            if meaning.kind == "hour" and len(phrase) == 1
        )

    @cached_property
    def days(self) -> frozenset[TokenMeaning | None]:
        """What a word for a day can mean, in every language."""
        return frozenset(
            meaning for tongue in self.tongues for meaning in tongue.phrases.values() if meaning.kind == "day"
        )

    @cached_property
    def full_names(self) -> frozenset[str]:
        """Days and months in full, which no other name of theirs begins with, but for a plural."""
        named: dict[tuple[str, TokenMeaning], list[str]] = {}
        for tongue in self.tongues:
            for phrase, meaning in tongue.phrases.items():
                if len(phrase) == 1 and meaning.kind in ("day", "month"):
                    named.setdefault((tongue.language, meaning), []).append(phrase[0])
        return frozenset(
            word
            for names in named.values()
            for word in names
            if not any(other.startswith(word) and other != f"{word}s" for other in names if other != word)
        )

    @cached_property
    def _long_names(self) -> dict[str, TokenMeaning]:
        """Days and months worth recognising when misspelt; the first language wins."""
        names: dict[str, TokenMeaning] = {}
        for tongue in self.tongues:
            for phrase, meaning in tongue.phrases.items():
                if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_SLIP and meaning.kind in ("day", "month"):
                    names.setdefault(phrase[0], meaning)
        return names

    def nearest(self, word: str) -> tuple[str, TokenMeaning] | None:
        """The day or month that a misspelt word was meant to be; `None` unless one is clearly nearest."""
        if len(word) < SHORTEST_SLIP:
            return None
        limit = 2 if len(word) >= LONG else 1
        far = {name: OSA.distance(word, name, score_cutoff=limit) for name in self._long_names}
        closest = min(far.values())
        names = sorted(name for name, distance in far.items() if distance == closest)
        meant = {self._long_names[name] for name in names}
        return (names[0], meant.pop()) if closest <= limit and len(meant) == 1 else None


@cache
def lexicon() -> HoursLexicon:
    """The words shipped with the tool."""
    table = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
    tongues = tuple(_tongue(language, table[language]) for language in table["languages"])
    endings, glued = frozenset(table["ordinal_endings"]), frozenset(table["after_hour"])
    return HoursLexicon(tongues, table["comment"], endings, glued, table["initials"])


def _tongue(language: str, table: Mapping[str, Any]) -> Tongue:
    phrases: dict[tuple[str, ...], TokenMeaning] = {}
    for meaning, words in _meanings(table):
        for phrase in words:
            phrases[tuple(_PIECES.findall(phrase))] = meaning
    return Tongue(language, phrases)


def _meanings(table: Mapping[str, Any]) -> Iterator[tuple[TokenMeaning, list[str]]]:
    for kind, words in table["words"].items():
        yield TokenMeaning(kind), words
    for number, words in table["ordinals"].items():
        yield TokenMeaning("ordinal", int(number)), words
    for month, words in table["months"].items():
        yield TokenMeaning("month", MONTHS.index(month) + 1), words
    for day, words in table["days"].items():
        yield TokenMeaning("day", WEEK.index(day)), words
