"""Signs made into tokens: times, days, months, ordinals, and words with a part to play."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wtc_eco.coverage.wording.lexicon import Lexicon, Meaning, Tongue
from wtc_eco.coverage.wording.signs import Sign, signs

_HARD = frozenset(";|\n•·*")
_SOFT = frozenset(",/():&+[]\t\"'’«»!=~")
_JOINS = frozenset("'’-")


@dataclass(frozen=True)
class Token:
    """One thing said.

    `kind` is `time`, `bare` (a number that may be an hour), `number`, `nonsense` (a time no clock
    shows), `day`, `month`, `ordinal`, `break`, `dash`, `mark`, `junk`, or a part of speech of the lexicon.
    `value` is minutes since midnight, a day (0 is Monday), a month or a number.
    """

    kind: str
    value: int = 0
    text: str = ""


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, and the words that were read as another."""

    held: tuple[Token, ...]
    slips: tuple[tuple[str, str], ...] = ()


def tokens(text: str, lexicon: Lexicon) -> Tokens:
    """What the text says, token by token; what no language knows is `junk`."""
    return _Lexer(signs(text, lexicon.after_hour), lexicon).run()


class _Lexer:
    """Walks over the signs once; at every place the longest reading wins."""

    def __init__(self, held: Sequence[Sign], lexicon: Lexicon) -> None:
        self.signs = held
        self.lexicon = lexicon
        self.tongues = lexicon.spoken_in(sign.text for sign in held if sign.kind == "word")
        self.at = 0
        self.slips: list[tuple[str, str]] = []

    def run(self) -> Tokens:
        found: list[Token] = []
        while self.at < len(self.signs):
            found.extend(self._next())
        return Tokens(tuple(found), tuple(dict.fromkeys(self.slips)))

    def _next(self) -> Iterator[Token]:
        sign = self.signs[self.at]
        if sign.kind in ("word", "number"):
            phrase = self._phrase()
            if phrase is not None:
                yield phrase
            elif sign.kind == "number":
                yield self._number()
            else:
                yield from self._unknown()
            return
        self.at += 1
        if sign.kind == "dash":
            yield Token("dash", text=sign.raw)
        elif sign.kind != "aside":
            yield from self._mark(sign)

    def _mark(self, sign: Sign) -> Iterator[Token]:
        if sign.text in _HARD:
            yield Token("break", text=sign.text)
        elif sign.text == ".":
            # «lu.» is an abbreviation; «16h.» ends a sentence.
            before = self.signs[self.at - 2] if self.at > 1 else None
            meaning = self._known(before.text) if before is not None and before.kind == "word" else None
            short = meaning is not None and meaning.kind in (
                "day",
                "month",
                "contact",
                "phone",
                "school_holidays",
            )
            if not (short and sign.glued):
                yield Token("break", text=".")
        elif sign.text in _SOFT:
            yield Token("mark", text=sign.text)
        else:
            yield Token("junk", text=sign.raw)

    # -- words

    def _phrase(self) -> Token | None:
        initial = self._initial()
        if initial is not None:
            return initial
        for tongue in self.tongues:
            found = self._longest(tongue)
            if found is not None:
                meaning, end = found
                text = " ".join(sign.raw for sign in self.signs[self.at : end])
                self.at = end
                return Token(meaning.kind, meaning.value, text)
        return None

    def _longest(self, tongue: Tongue) -> tuple[Meaning, int] | None:
        words: list[str] = []
        best: tuple[Meaning, int] | None = None
        place = self.at
        while place < len(self.signs) and len(words) < tongue.longest:
            sign = self.signs[place]
            if sign.kind in ("word", "number"):
                words.append(sign.text)
            elif not (words and sign.raw in _JOINS | {"/"} and self._inside_word(place)):
                break
            place += 1
            meaning = tongue.find(tuple(words))
            if meaning is not None and sign.kind in ("word", "number"):
                best = meaning, place
        return best

    def _inside_word(self, place: int) -> bool:
        """Whether the sign holds two words together: «après-midi», «jusqu'à», «24h/24»."""
        return self.signs[place].glued and place + 1 < len(self.signs) and self.signs[place + 1].glued

    def _initial(self) -> Token | None:
        """A day by its first letter, where a dash links it with another: «L-V»."""
        sign, initials = self.signs[self.at], self.tongues[0].initials
        linked = any(
            (dash := self._peek(step)) is not None
            and dash.kind == "dash"
            and (other := self._peek(2 * step)) is not None
            and (other.text in initials or self._is(other.text, "day"))
            for step in (1, -1)
        )
        if not linked or initials.count(sign.text) != 1:
            return None
        self.at += 1
        return Token("day", initials.index(sign.text), sign.raw)

    def _unknown(self) -> Iterator[Token]:
        sign = self.signs[self.at]
        self.at += 1
        parts = self._torn(sign.text)
        if parts is not None:
            self.slips.append((sign.raw, " ".join(word for word, _ in parts)))
            yield from (Token(meaning.kind, meaning.value, word) for word, meaning in parts)
            return
        meant = self.lexicon.nearest(sign.text)
        if meant is None:
            yield Token("junk", text=sign.raw)
            return
        self.slips.append((sign.raw, meant[0]))
        yield Token(meant[1].kind, meant[1].value, sign.raw)

    def _torn(self, word: str) -> tuple[tuple[str, Meaning], ...] | None:
        """Two words written as one: «auvendredi»."""
        for cut in range(2, min(5, len(word) - 4)):
            first, second = self._known(word[:cut]), self._known(word[cut:])
            if first and second and second.kind == "day" and first.kind in ("to", "from", "noise", "and"):
                return (word[:cut], first), (word[cut:], second)
        return None

    def _known(self, word: str) -> Meaning | None:
        return next((found for tongue in self.tongues if (found := tongue.find((word,)))), None)

    # -- numbers

    def _number(self) -> Token:
        first = self.signs[self.at]
        self.at += 1
        after = self._peek()
        if after is not None and after.kind == "word":
            if after.glued and after.text in self.lexicon.ordinal_endings and first.text in "12345":
                self.at += 1
                return Token("ordinal", int(first.text), first.raw)
            clock = self._after_hour(first)
            if clock is not None:
                return clock
        elif first.text in "12345" and self._is_ordinal_sign():
            self.at += 1
            return Token("ordinal", int(first.text), first.raw)
        elif after is not None and after.glued and after.raw in (":", ".", "'") and self._minutes(1):
            return self._clock(first, 1)
        return _plain(first.text)

    def _is_ordinal_sign(self) -> bool:
        """«1°», and «1. Samstag»."""
        sign, day = self._peek(), self._peek(1)
        if sign is None or not sign.glued:
            return False
        return sign.raw in ("°", "º") or (sign.raw == "." and day is not None and self._is(day.text, "day"))

    def _after_hour(self, first: Sign) -> Token | None:
        """«9h», «9 h 30», «9 heures 30», «9 Uhr», «9 am»."""
        after = self._peek()
        meaning = after and self._known(after.text)
        # The letter of an hour is glued to its figure or its minutes; «u» and «h» alone mean nothing else.
        if meaning is not None and meaning.kind == "hour":
            return self._clock(first, 1) if self._minutes(1) else self._sharp(first)
        if meaning is not None and meaning.kind in ("am", "pm"):
            return self._half(int(first.text), 0, 1)
        return None

    def _peek(self, ahead: int = 0) -> Sign | None:
        place = self.at + ahead
        return self.signs[place] if 0 <= place < len(self.signs) else None

    def _minutes(self, ahead: int) -> bool:
        """Whether two figures follow that are minutes, and not the hour of another time."""
        sign, after = self._peek(ahead), self._peek(ahead + 1)
        if sign is None or sign.kind != "number" or len(sign.text) != 2:  # noqa: PLR2004 - two figures
            return False
        if sign.glued:
            return True
        own_hour = after is not None and after.kind == "word" and self._is(after.text, "hour")
        return not own_hour and int(sign.text) < 60  # noqa: PLR2004 - minutes

    def _is(self, word: str, kind: str) -> bool:
        meaning = self._known(word)
        return meaning is not None and meaning.kind == kind

    def _sharp(self, first: Sign) -> Token:
        self.at += 1
        return _time(int(first.text), 0)

    def _clock(self, first: Sign, ahead: int) -> Token:
        """Hour and minutes, and the word for hours or half of the day after them."""
        minutes = int(self.signs[self.at + ahead].text)
        self.at += ahead + 1
        after = self._peek()
        meaning = self._known(after.text) if after is not None and after.kind == "word" else None
        if meaning is not None and meaning.kind in ("am", "pm"):
            return self._half(int(first.text), minutes, 1)
        if meaning is not None and meaning.kind == "hour":
            self.at += 1
        return _time(int(first.text), minutes)

    def _half(self, hour: int, minutes: int, signs_after: int) -> Token:
        after = self._peek(signs_after - 1)
        self.at += signs_after
        meaning = self._known(after.text) if after is not None else None
        late = meaning is not None and meaning.kind == "pm"
        if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of a half day
            return Token("number", hour)
        return replace(_time(hour % 12 + 12 * late, minutes), text="pm" if late else "am")


def _time(hour: int, minutes: int) -> Token:
    """A time of the day; a number where no clock shows it."""
    if hour > 24 or minutes > 59 or (hour == 24 and minutes):  # noqa: PLR2004 - a clock
        return Token("nonsense", text=f"{hour}:{minutes:02}")
    return Token("time", 60 * hour + minutes)


def _plain(figures: str) -> Token:
    """A number without a sign of time: perhaps an hour, perhaps «0830», perhaps neither."""
    if len(figures) == 4 and figures[:2] < "25" and figures[2:] in ("00", "15", "30", "45"):  # noqa: PLR2004 - hhmm
        return _time(int(figures[:2]), int(figures[2:]))
    if len(figures) < 3 and int(figures) <= 24:  # noqa: PLR2004 - an hour
        return Token("bare", 60 * int(figures), figures)
    return Token("number", int(figures[:9]), figures)
