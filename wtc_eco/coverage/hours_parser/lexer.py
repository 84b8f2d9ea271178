"""A text cut into signs, and these made into tokens: times, days, months, ordinals, and words with a part to play.

A figure is a time of the day, an ordinal, a count, or a number that may be an hour; «L-V», «L M M J V» and
«LMMJV» are days by their first letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from wtc_eco.coverage.hours_parser.lexicon import SHORTEST_SLIP, HoursLexicon, TokenMeaning, Tongue
from wtc_eco.coverage.hours_parser.phrases import PARTS, Token
from wtc_eco.territory.normalize import fold

SignKind = Literal["word", "number", "dash", "line", "mark", "aside"]

# Belgian telephone numbers, addresses of the web and of mail: they say nothing of hours.
_ASIDE = re.compile(
    r"\S+@\S+|https?://\S+|www\.\S+"
    r"|(?:\+32|0032)[\s./]?\(?0?\)?[\s./]?\d(?:[\s./]?\d){7,8}(?!\d)"
    r"|\b0\d{3}\s?[/. ]\s?\d{2}[. ]?\d{2}[. ]?\d{2}\b|\b0\d{2}\s?[/. ]\s?\d{2}[. ]?\d{2}[. ]?\d{2}\b"
    r"|\b0\d\s?[/. ]\s?\d{3}[. ]?\d{2}[. ]?\d{2}\b|\b0\d{8,9}\b",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?P<number>\d+)"
    r"|(?P<word>(?:[^\W\d_]\.-?){2,}|[^\W\d_]+)"
    r"|(?P<line>[\r\n\u2028\x0b\x0c]+)"
    r"|(?P<dash>[-\u2010-\u2015\u2212>→]+)"
    r"|(?P<mark>[^\s\w]|[\t_])"
)


@dataclass(frozen=True)
class Sign:
    """A piece of the text: `text` folded where it is a word, `raw` as written, `glued` to the one before."""

    kind: SignKind
    text: str
    raw: str
    glued: bool


def signs(text: str, after_hour: Container[str] = ()) -> tuple[Sign, ...]:
    """The pieces of a text, in order; words of `after_hour` are cut from the letter of an hour."""
    return tuple(_signs(text, after_hour))


def _signs(text: str, after_hour: Container[str]) -> Iterator[Sign]:
    place = 0
    for aside in _ASIDE.finditer(text):
        yield from _pieces(text, place, aside.start(), after_hour)
        yield Sign("aside", "", aside.group(), glued=False)
        place = aside.end()
    yield from _pieces(text, place, len(text), after_hour)


def _pieces(text: str, start: int, end: int, after_hour: Container[str]) -> Iterator[Sign]:
    for piece in _PIECE.finditer(text, start, end):
        glued = piece.start() > 0 and not text[piece.start() - 1].isspace()
        kind, raw = str(piece.lastgroup), piece.group()
        if kind == "word":
            yield from _words(raw, after_hour, glued=glued)
        elif kind == "number":
            yield Sign("number", raw, raw, glued)
        elif kind == "line":
            yield Sign("line", "\n", raw, glued)
        elif kind == "dash":
            yield Sign("dash", "-", raw, glued)
        else:
            yield Sign("mark", raw, raw, glued)


def _words(raw: str, after_hour: Container[str], *, glued: bool) -> Iterator[Sign]:
    """A word; letters with points («R.D.V.», «R.-V.») are one, and an hour's letter is cut from what it is glued to."""
    folded = fold(raw.replace(".", "")) or raw
    if glued and folded[0] == "h" and folded[1:] in after_hour:
        yield Sign("word", "h", raw[0], glued=True)
        yield Sign("word", folded[1:], raw[1:], glued=True)
        return
    for n, word in enumerate(folded.split()):
        yield Sign("word", word, raw, glued and n == 0)


_ROUND = ("00", "15", "30", "45")  # minutes that make a time of «9 : 30», and of «0930»


@dataclass(frozen=True)
class Figures:
    """A number at a place among signs, and what stands around it; `known` says what a word means."""

    signs: Sequence[Sign]
    at: int
    known: Callable[[str], TokenMeaning | None]
    lexicon: HoursLexicon

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
        if sign is None or not re.fullmatch(r"\d\d", sign.text):
            return False
        return sign.glued or (not self.means(ahead + 1, "hour") and int(sign.text) < 60)  # noqa: PLR2004 - minutes

    def another_hour(self, ahead: int) -> bool:
        """Whether the figures after the letter of an hour are an hour too: «9h12h», «9-12h 13-16h»."""
        sign, after = self.sign(ahead), self.sign(ahead + 1)
        odd = sign is not None and not sign.glued and sign.text not in _ROUND
        return self.means(ahead + 1, "hour") or (odd and after is not None and after.kind == "dash")


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
        pointed = (
            around.raw(2) in (".", ":") and around.glued(2) and (around.glued(3) or around.raw(3) in _ROUND)
        )
        place = 3 if pointed and around.minutes(3) else 2
        if around.minutes(place) and (pointed or not around.another_hour(place)):
            return _to_the_minute(around, place)
        return _time(_hour(around), 0), 2
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
    """A number without a sign of time: an hour, «0830», or neither."""
    if len(figures) == 4 and figures[:2] < "25" and figures[2:] in _ROUND:  # noqa: PLR2004 - hhmm
        return _time(int(figures[:2]), int(figures[2:]))
    if len(figures) < 3 and int(figures) <= 24:  # noqa: PLR2004 - an hour
        return Token("bare", 60 * int(figures), figures)
    return Token("number", int(figures[:9]), figures)


_ROW = 3  # letters in the order of the week from which they are taken for days, wherever they stand
_LINKS = ("-", "a", "au")
_BEFORE_A_DAY = ("et", "h", "le")


def initials(
    signs: Sequence[Sign], letters: str, known: Container[str]
) -> Mapping[int, tuple[int | None, ...]]:
    """Which signs are days by their first letters: place -> days; `letters` are those of a whole week.

    Two equal letters are told by their order (M, M); one alone could be either: `None`, a day that nobody can name.
    """
    days_at: dict[int, tuple[int | None, ...]] = {}
    for row in _rows(signs, letters, known):
        in_row = _days("".join(letter for _, letter in row), letters)
        if len(row) >= _ROW or (len(row) == 2 and _linked(signs, row[0][0], row[1][0])):  # noqa: PLR2004 - a range
            for (place, _), day in zip(row, in_row, strict=True):
                days_at[place] = (*days_at.get(place, ()), day)
    return days_at


def lone_initials(
    signs: Sequence[Sign], letters: str, is_day: Callable[[Sign], bool]
) -> Mapping[int, tuple[int]]:
    """Capitals that are days beside others («L 9-12, J 13-16»), each one day; not one alone, «bâtiment J», «l'accueil»."""
    alone = {
        place: letters.index(sign.text)
        for place, sign in enumerate(signs)
        if sign.raw.isupper() and letters.count(sign.text) == 1 and _stands_apart(signs, place, is_day)
    }
    days = len(alone) + sum(is_day(sign) for place, sign in enumerate(signs) if place not in alone)
    ordered = list(alone.values()) == sorted(set(alone.values()))
    return {place: (day,) for place, day in alone.items()} if days > 1 and ordered else {}


def _stands_apart(signs: Sequence[Sign], place: int, is_day: Callable[[Sign], bool]) -> bool:
    """Whether days, signs, figures or the start stand before it, and no apostrophe behind it."""
    before = signs[place - 1] if place else None
    after = signs[place + 1] if place + 1 < len(signs) else None
    led = before is None or before.kind != "word" or before.text in _BEFORE_A_DAY or is_day(before)
    cut = after is not None and after.glued and after.raw in ("'", "’", ".")
    hangs = before is not None and signs[place].glued and before.kind in ("number", "word")
    return led and not cut and not hangs


def _rows(signs: Sequence[Sign], letters: str, known: Container[str]) -> Iterator[list[tuple[int, str]]]:
    """Letters that go on in the order of the week, with their places."""
    row: list[tuple[int, str]] = []
    for place, sign in enumerate(signs):
        if not _may_be(signs, place, letters, known):
            continue
        for letter in sign.text:
            if row and not _follow("".join(one for _, one in row) + letter, letters):
                yield row
                row = []
            row.append((place, letter))
    if row:
        yield row


def _may_be(signs: Sequence[Sign], place: int, letters: str, known: Container[str]) -> bool:
    """A letter alone, or a row of them that is no word; «7j», «l'» and «jour(s)» are none."""
    sign = signs[place]
    if (
        sign.kind != "word"
        or not set(sign.text) <= set(letters)
        or not (len(sign.text) == 1 or (len(sign.text) >= _ROW and sign.text not in known))
    ):
        return False
    after = signs[place + 1] if place + 1 < len(signs) else None
    cut = after is not None and after.glued and after.raw in ("'", "’")
    before = signs[place - 1] if place else None
    hangs = sign.glued and before is not None and (before.kind in ("number", "word") or before.raw in "('’")
    return not (cut or hangs)


def _follow(row: str, letters: str) -> bool:
    """Whether the letters come in the order of the week."""
    rest = iter(letters)
    return all(letter in rest for letter in row)


def _days(row: str, letters: str) -> list[int | None]:
    """The day of each letter; `None` where it could be one of two."""
    days: list[int | None] = []
    for n, letter in enumerate(row):
        alike = letters.count(letter)
        days.append(
            letters.index(letter) + row[:n].count(letter)
            if alike == 1 or row.count(letter) == alike
            else None
        )
    return days


def _linked(signs: Sequence[Sign], first: int, last: int) -> bool:
    """«L-V», «L à V»."""
    return last == first + 2 and signs[first + 1].text in _LINKS


LONGEST_JOINT = 4  # letters of a small word that may be glued to a day
_HARD = frozenset(";|\n•·*")
_SOFT = frozenset(",/():&+[]\t\"'’«»!=~")
_DITTO = frozenset('"”»″=')
_TWICE = frozenset("',/´`")  # signs that say «the same» where two stand together
_CAPITALS = re.compile(r"[A-Z][a-z]*")
_JOINS = frozenset("'’-")
_ABBREVIATED = ("and", "day", "month", "contact", "call", "phone", "school_holidays")  # with a point


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, and the words that were read as another."""

    tokens: tuple[Token, ...]
    slips: tuple[tuple[str, str], ...] = ()


def tokens(text: str, lexicon: HoursLexicon) -> Tokens:
    """What the text says, token by token; what no language knows is `junk`."""
    return _Lexer(signs(text, lexicon.after_hour), lexicon).run()


class _Lexer:
    """Walks over the signs once; at every place the longest reading wins."""

    def __init__(self, signs: Sequence[Sign], lexicon: HoursLexicon) -> None:
        self.signs = signs
        self.lexicon = lexicon
        self.tongues = lexicon.spoken_in(sign.text for sign in signs if sign.kind == "word")
        self.initials = {
            **lone_initials(signs, lexicon.initials, self._is_day),
            **initials(signs, lexicon.initials, lexicon.words),
        }
        self.at = 0
        self.slips: list[tuple[str, str]] = []

    def run(self) -> Tokens:
        tokens: list[Token] = []
        while self.at < len(self.signs):
            tokens.extend(self._next())
        return Tokens(tuple(tokens), tuple(dict.fromkeys(self.slips)))

    def _next(self) -> Iterator[Token]:
        sign = self.signs[self.at]
        if self.at in self.initials:
            for day in self.initials[self.at]:
                yield Token("junk", text=sign.raw) if day is None else Token("day", day, sign.raw)
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
        elif sign.text == "." and sign.glued and (self._is_short(before) or self._goes_on(before)):
            return
        elif n := self._ditto(sign, before):
            self.at += n - 1
            yield Token("vague" if sign.raw == "/" else "same", text=sign.raw * n)
        elif sign.text in _HARD or sign.text == ".":
            yield Token("break", text=sign.text)
        elif sign.text in _SOFT:
            yield Token("mark", text=sign.text)
        else:
            yield Token("junk", text=sign.raw)

    def _goes_on(self, before: Sign | None) -> bool:
        """«9 h. à 12 h.»: the point after the hour ends no sentence, for a small letter or a dash follows."""
        after = self.signs[self.at] if self.at < len(self.signs) else None
        of_hour = before is not None and before.text in self.lexicon.hours
        return of_hour and after is not None and (after.kind == "dash" or after.raw[:1].islower())

    def _ditto(self, sign: Sign, before: Sign | None) -> int:
        """How many signs say «the same» here: «Ma : "», «Ma ''», «je = ma»; «"sur rendez-vous"» does not.

        «//» is one, or the empty cell of a table twice: it is doubted.
        """
        twice = sign.raw in _TWICE and self.at < len(self.signs) and self.signs[self.at].raw == sign.raw
        n = 2 if twice and self.signs[self.at].glued else 1 if sign.raw in _DITTO else 0
        after = self.signs[self.at + n - 1] if n and self.at + n - 1 < len(self.signs) else None
        alone = after is None or after.kind == "line" or after.raw in _HARD | {",", ")", "/", *_DITTO}
        new_day = after is not None and not after.glued and self._is_day(after)
        said = before is not None and (before.raw in ":|\t" or before.raw in _DITTO or self._is_day(before))
        return n if said and (alone or new_day) else 0

    def _is_day(self, sign: Sign) -> bool:
        meaning = self._known(sign.text) if sign.kind == "word" else None
        return meaning is not None and meaning.kind == "day"

    def _is_short(self, sign: Sign | None) -> bool:
        """«lu.» is an abbreviation; «16h.» and «lundi.» end a sentence."""
        meaning = self._known(sign.text) if sign is not None and sign.kind == "word" else None
        if sign is None or meaning is None or meaning.kind not in _ABBREVIATED:
            return False
        return sign.text not in self.lexicon.full_names

    # -- words

    def _phrase(self) -> Token | None:
        for tongue in self.tongues:
            longest = self._longest(tongue)
            if longest is not None:
                meaning, end = longest
                text = " ".join(sign.raw for sign in self.signs[self.at : end])
                self.at = end
                return Token(meaning.kind, meaning.value, text)
        return None

    def _longest(self, tongue: Tongue) -> tuple[TokenMeaning, int] | None:
        words: list[str] = []
        best: tuple[TokenMeaning, int] | None = None
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

    def _torn(self, word: str) -> tuple[tuple[str, TokenMeaning], ...] | None:
        """Two words written as one: «auvendredi», «Dienstagnachmittag»."""
        for cut in range(2, len(word) - 4):
            first, second = self._known(word[:cut]), self._known(word[cut:])
            before = cut <= LONGEST_JOINT and first and first.kind in ("to", "from", "noise", "and")
            within = cut >= SHORTEST_SLIP and first and first.kind == "day"
            if first and second and ((before and second.kind == "day") or (within and second.kind in PARTS)):
                return (word[:cut], first), (word[cut:], second)
        return None

    def _known(self, word: str) -> TokenMeaning | None:
        return next((meaning for tongue in self.tongues if (meaning := tongue.find((word,)))), None)

    def _days_in_a_row(self, raw: str) -> tuple[tuple[str, TokenMeaning], ...] | None:
        """Days without a space: «LuMaJe», «LMaJV», and from three on also «lumaje», in the order of the week."""
        short = [raw[at : at + 2] for at in range(0, len(raw), 2)]
        for words, least in ((_CAPITALS.findall(raw), 2), (short, _ROW)):
            days = [(word, self._day(word)) for word in words]
            known = tuple((word, day) for word, day in days if day is not None)
            values = [day.value for _, day in known]
            if len(known) == len(words) >= least and "".join(words) == raw and values == sorted(set(values)):
                return known
        return None

    def _day(self, word: str) -> TokenMeaning | None:
        """The day that a word or the one letter of a day alone means."""
        letters = self.lexicon.initials
        if len(word) == 1 and letters.count(word.casefold()) == 1:
            return TokenMeaning("day", letters.index(word.casefold()))
        meaning = self._known(word.casefold())
        return meaning if len(word) > 1 and meaning is not None and meaning.kind == "day" else None

    def _number(self) -> Token:
        """A time, an ordinal, a number; «3 days a week» is a count, which says nothing of when."""
        around = Figures(self.signs, self.at, self._known, self.lexicon)
        token, n = figure(around)
        self.at += n
        if token.kind in ("bare", "number") and self.at < len(self.signs):
            counted = next(
                (counted_thing for tongue in self.tongues if (counted_thing := self._longest(tongue))), None
            )
            if counted is not None and counted[0].kind == "counted":
                self.at = counted[1]
                return Token("noise", text=token.text)
        return token
