"""What a schedule is made of: days, spans of time, limits, seasons, and words that bear on them.

Phrases make statements (on these days, at these hours, open or closed) and what holds for all of a text; a
reading moves on among tokens, or gives its place back.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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

    spans: tuple[tuple[int, int], ...]


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
class Same:
    """The hours of the days that are named, or of those said just before (`None`)."""

    days: frozenset[int] | None = None


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


Phrase = Days | Spans | Limit | Season | Off | Same | Word


def is_word(phrase: Phrase | None, kind: str) -> bool:
    """Whether the phrase is a word that plays this part."""
    return isinstance(phrase, Word) and phrase.kind == kind


@dataclass
class Statement:
    """What is said in one breath; filled in while the text is read, then only looked at.

    `asked` are spans by appointment, `shut` spans that are closed, `excluded` says «except»;
    `explicit` hours follow a colon, `cell` is a cell of a table, `walked` how many spans were there
    when «without an appointment» was said; `same` are hours still to be copied from another statement;
    `aside` stands in brackets, `last_said` counts the spans that were said last.
    """

    days: Days | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    asked: list[tuple[int, int]] = field(default_factory=list)
    shut: list[tuple[int, int]] = field(default_factory=list)
    limit: Limit | None = None
    parts: list[str] = field(default_factory=list)
    holiday: str = ""
    season: Season | None = None
    weeks: str = ""
    closed: bool = False
    excluded: bool = False
    appointment: bool = False
    also: bool = False
    explicit: bool = False
    times_first: bool = False
    cell: bool = False
    only: bool = False
    walked: int | None = None
    fenced: bool = False
    aside: bool = False
    last_said: int = 0
    same: Same | None = None

    def says_hours(self) -> bool:
        """Whether more than days and conditions was said."""
        return bool(
            self.spans
            or self.asked
            or self.shut
            or self.limit
            or self.closed
            or self.same
            or self.appointment
            or self.parts
        )

    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.days or self.says_hours() or self.weeks)

    def is_conditioned(self) -> bool:
        """Whether it holds in a season, in holidays or in some weeks only."""
        return bool(self.season or self.holiday or self.weeks)


@dataclass
class ScheduleText:
    """The statements of a text, what holds for all of it, and why it may be misread."""

    statements: list[Statement] = field(default_factory=list)
    offs: list[Off] = field(default_factory=list)
    by_appointment: bool = False
    besides: bool = False
    doubts: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    headings: list[tuple[str, bool]] = field(default_factory=list)
    places: int = 0


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


LIST_MARKS = frozenset(",/&+\t")
"""Signs between the items of a list."""


@dataclass
class Cursor:
    """The tokens of a text, and how far they are read; a reading that fails puts `at` back."""

    tokens: tuple[Token, ...]
    at: int = 0

    def kind(self, ahead: int = 0) -> str:
        """The kind of the token there; empty past the end."""
        place = self.at + ahead
        return self.tokens[place].kind if place < len(self.tokens) else ""

    def text(self, ahead: int = 0) -> str:
        """Its text as written."""
        place = self.at + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def skip(self, *kinds: str) -> bool:
        """Whether a token of these kinds stood here: if so, it is passed."""
        if self.kind() in kinds:
            self.at += 1
            return True
        return False

    def take(self) -> Token:
        """The token here, passed."""
        token = self.tokens[self.at]
        self.at += 1
        return token

    def on_list_mark(self) -> bool:
        """Whether a sign between items stands here."""
        return self.kind() == "mark" and self.text() in LIST_MARKS
