"""Figures of a text: a time of the day, an ordinal, a count, or a number that may be an hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from wtc_eco.coverage.wording.lexicon import Lexicon, Meaning
from wtc_eco.coverage.wording.signs import Sign
from wtc_eco.coverage.wording.spoken import Token

_ROUND = ("00", "15", "30", "45")
"""Minutes that make a time of «9 : 30», and of «0930»."""


@dataclass(frozen=True)
class Figures:
    """A number at a place among signs, and what stands around it; `known` says what a word means."""

    signs: Sequence[Sign]
    at: int
    known: Callable[[str], Meaning | None]
    lexicon: Lexicon

    def sign(self, ahead: int = 0) -> Sign | None:
        """The sign there, if any."""
        place = self.at + ahead
        return self.signs[place] if 0 <= place < len(self.signs) else None

    def raw(self, ahead: int) -> str:
        """The sign there as written; empty past the end."""
        sign = self.sign(ahead)
        return sign.raw if sign else ""

    def glued(self, ahead: int) -> bool:
        """Whether the sign there touches the one before it."""
        sign = self.sign(ahead)
        return sign is not None and sign.glued

    def means(self, ahead: int, *kinds: str) -> bool:
        """Whether the sign there is a word that plays one of these parts."""
        sign = self.sign(ahead)
        if sign is not None and sign.glued and sign.text in self.lexicon.hours:
            # «13u» is an hour in any language; «u» apart is «and» in one of them.
            return "hour" in kinds
        meaning = self.known(sign.text) if sign is not None and sign.kind == "word" else None
        return meaning is not None and meaning.kind in kinds

    def minutes(self, ahead: int) -> bool:
        """Whether two figures stand there that are minutes, and not the hour of another time."""
        sign = self.sign(ahead)
        if sign is None or sign.kind != "number" or len(sign.text) != 2:  # noqa: PLR2004 - two figures
            return False
        return sign.glued or (not self.means(ahead + 1, "hour") and int(sign.text) < 60)  # noqa: PLR2004 - minutes


def figure(around: Figures) -> tuple[Token, int]:
    """What the number says, and how many signs say it."""
    first = around.signs[around.at]
    if first.text in "12345" and (n := _ordinal(around)):
        return Token("ordinal", int(first.text), first.raw), n
    clock = _clock(around)
    return clock if clock is not None else (_plain(first.text), 1)


def _ordinal(around: Figures) -> int:
    """Signs of «1er», «1°», «1. Samstag», «2. und 4. Mittwoch»; 0 where it is none."""
    after = around.sign(1)
    if after is None or not after.glued:
        return 0
    if after.kind == "word":
        return 2 * (after.text in around.lexicon.ordinal_endings)
    if after.raw in ("°", "º"):
        return 2
    another = around.means(2, "and") and around.raw(4) == "." and around.means(5, "day")
    return 2 * (after.raw == "." and (around.means(2, "day") or another))


def _clock(around: Figures) -> tuple[Token, int] | None:
    """«9h», «9 h 30», «8h.30», «9 heures 30», «9:30», «9 : 30», «9 Uhr», «9 am»."""
    # The letter of an hour is glued to its figure or its minutes; «u» and «h» alone mean nothing else.
    if around.means(1, "hour"):
        pointed = around.raw(2) in (".", ":") and around.glued(2) and around.glued(3)
        place = 3 if pointed and around.minutes(3) else 2
        return _to_the_minute(around, place) if around.minutes(place) else (_time(_hour(around), 0), 2)
    if around.means(1, "am", "pm"):
        return _half(around, "00", 1)
    if around.raw(1) in (":", ".", "'") and around.glued(1) and around.minutes(2):
        return _to_the_minute(around, 2)
    if around.raw(1) == ":" and around.raw(2) in _ROUND and not around.means(3, "hour"):
        return _to_the_minute(around, 2)
    return None


def _hour(around: Figures) -> int:
    return int(around.signs[around.at].text)


def _to_the_minute(around: Figures, place: int) -> tuple[Token, int]:
    """Hour and minutes, and the word for hours or half of the day after them."""
    minutes = around.raw(place)
    if around.means(place + 1, "am", "pm"):
        return _half(around, minutes, place + 1)
    return _time(_hour(around), int(minutes)), place + 1 + around.means(place + 1, "hour")


def _half(around: Figures, minutes: str, place: int) -> tuple[Token, int]:
    hour, late = _hour(around), around.means(place, "pm")
    if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of a half day
        return Token("number", hour), place + 1
    return replace(_time(hour % 12 + 12 * late, int(minutes)), text="pm" if late else "am"), place + 1


def _time(hour: int, minutes: int) -> Token:
    """A time of the day; nonsense where no clock shows it."""
    if hour > 24 or minutes > 59 or (hour == 24 and minutes):  # noqa: PLR2004 - a clock
        return Token("nonsense", text=f"{hour}:{minutes:02}")
    return Token("time", 60 * hour + minutes)


def _plain(figures: str) -> Token:
    """A number without a sign of time: perhaps an hour, perhaps «0830», perhaps neither."""
    if len(figures) == 4 and figures[:2] < "25" and figures[2:] in _ROUND:  # noqa: PLR2004 - hhmm
        return _time(int(figures[:2]), int(figures[2:]))
    if len(figures) < 3 and int(figures) <= 24:  # noqa: PLR2004 - an hour
        return Token("bare", 60 * int(figures), figures)
    return Token("number", int(figures[:9]), figures)
