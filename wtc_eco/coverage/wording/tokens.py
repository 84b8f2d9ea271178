"""Signs made into tokens: times, days, months, ordinals, and words with a part to play."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wtc_eco.coverage.wording.clocks import Figures, figure
from wtc_eco.coverage.wording.initials import initials
from wtc_eco.coverage.wording.lexicon import SHORTEST_SLIP, Lexicon, Meaning, Tongue
from wtc_eco.coverage.wording.phrases import PARTS
from wtc_eco.coverage.wording.signs import Sign, signs
from wtc_eco.coverage.wording.spoken import Token

LONGEST_JOINT = 4
"""Letters of a small word that may be glued to a day."""
_HARD = frozenset(";|\n•·*")
_SOFT = frozenset(",/():&+[]\t\"'’«»!=~")
_CAPITALS = re.compile(r"[A-Z][a-z]+")
_JOINS = frozenset("'’-")
_ABBREVIATED = ("day", "month", "contact", "call", "phone", "school_holidays")
"""What is written short, with a point."""


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
        self.initials = initials(held, lexicon.initials, lexicon.words)
        self.at = 0
        self.slips: list[tuple[str, str]] = []

    def run(self) -> Tokens:
        found: list[Token] = []
        while self.at < len(self.signs):
            found.extend(self._next())
        return Tokens(tuple(found), tuple(dict.fromkeys(self.slips)))

    def _next(self) -> Iterator[Token]:
        sign = self.signs[self.at]
        if self.at in self.initials:
            yield from (Token("day", day, sign.raw) for day in self.initials[self.at])
            self.at += 1
        elif sign.kind in ("word", "number"):
            phrase = self._phrase()
            if phrase is not None:
                yield phrase
            elif sign.kind == "number":
                yield self._number()
            else:
                yield from self._unknown()
        else:
            yield from self._sign(sign)

    def _sign(self, sign: Sign) -> Iterator[Token]:
        before = self.signs[self.at - 1] if self.at else None
        self.at += 1
        if sign.kind == "dash":
            yield Token("dash", text=sign.raw)
        elif sign.kind == "aside":
            # A telephone number may have hours of its own; an address of the web has none.
            yield Token("call" if sign.raw[0] in "+0" else "noise", text=sign.raw)
        elif sign.text == "." and sign.glued and self._is_short(before):
            return
        elif sign.text in _HARD or sign.text == ".":
            yield Token("break", text=sign.text)
        elif sign.text in _SOFT:
            yield Token("mark", text=sign.text)
        else:
            yield Token("junk", text=sign.raw)

    def _is_short(self, sign: Sign | None) -> bool:
        """«lu.» is an abbreviation; «16h.» and «lundi.» end a sentence."""
        meaning = self._known(sign.text) if sign is not None and sign.kind == "word" else None
        if sign is None or meaning is None or meaning.kind not in _ABBREVIATED:
            return False
        return sign.text not in self.lexicon.full_names

    # -- words

    def _phrase(self) -> Token | None:
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

    def _unknown(self) -> Iterator[Token]:
        sign = self.signs[self.at]
        self.at += 1
        parts = self._days_in_a_row(sign.raw) or self._torn(sign.text)
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
        """Two words written as one: «auvendredi», «Dienstagnachmittag»."""
        for cut in range(2, len(word) - 4):
            first, second = self._known(word[:cut]), self._known(word[cut:])
            before = cut <= LONGEST_JOINT and first and first.kind in ("to", "from", "noise", "and")
            within = cut >= SHORTEST_SLIP and first and first.kind == "day"
            if first and second and ((before and second.kind == "day") or (within and second.kind in PARTS)):
                return (word[:cut], first), (word[cut:], second)
        return None

    def _known(self, word: str) -> Meaning | None:
        return next((found for tongue in self.tongues if (found := tongue.find((word,)))), None)

    def _days_in_a_row(self, raw: str) -> tuple[tuple[str, Meaning], ...] | None:
        """Days without a space, each with its capital: «LuMaJe»."""
        words = _CAPITALS.findall(raw)
        held = [(word, self._known(word.casefold())) for word in words]
        days = tuple(
            (word, meaning) for word, meaning in held if meaning is not None and meaning.kind == "day"
        )
        return days if len(days) > 1 and "".join(word for word, _ in days) == raw else None

    def _number(self) -> Token:
        """A time, an ordinal, a number; «3 days a week» is a count, which says nothing of when."""
        around = Figures(self.signs, self.at, self._known, self.lexicon)
        held, n = figure(around)
        self.at += n
        if held.kind in ("bare", "number") and self.at < len(self.signs):
            counted = next((found for tongue in self.tongues if (found := self._longest(tongue))), None)
            if counted is not None and counted[0].kind == "counted":
                self.at = counted[1]
                return Token("noise", text=held.text)
        return held
