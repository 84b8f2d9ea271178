"""Phrases gathered into statements: on these days, at these hours, open, closed or by appointment.

A statement is over where another begins: at new days after hours («Monday 9-12, Tuesday …»), at new
hours after «9-12 on Monday», at «except», at «closed», at a change of season.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wtc_eco.coverage.wording.phrases import HOLIDAYS, PARTS, Days, Limit, Off, Phrase, Season, Spans, Word

_ENDS = frozenset("\n;.|")
_CELLS = frozenset("\t,/|(")
_DAY_AND_NIGHT = Spans(((0, 1440),))
_DOUBTFUL = {
    "vague": "vague",
    "alternate": "alternate",
    "unsaid": "vague",
    "phone": "phone",
    "nonsense": "nonsense",
    "number": "stray",
    "bare": "stray",
    "month": "stray",
    "ordinal": "stray",
}


@dataclass
class Statement:
    """What is said in one breath; filled in while the text is read, then only looked at.

    `asked` are spans by appointment, `shut` spans that are closed, `excluded` says «except».
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

    def says_hours(self) -> bool:
        """Whether more than days and conditions was said."""
        return bool(
            self.spans
            or self.asked
            or self.shut
            or self.limit
            or self.closed
            or self.appointment
            or self.parts
        )

    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.days or self.says_hours() or self.weeks)


@dataclass
class Said:
    """The statements of a text, what holds for all of it, and why it may be misread."""

    statements: list[Statement] = field(default_factory=list)
    offs: list[Off] = field(default_factory=list)
    by_appointment: bool = False
    besides: bool = False
    doubts: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    headings: list[tuple[str, bool]] = field(default_factory=list)
    places: int = 0


def gathered(held: Sequence[Phrase]) -> Said:
    """The statements of the phrases, in order."""
    return _Gatherer(held).run()


class _Gatherer:
    """Hears one phrase after the other; `now` is the statement being made, `sign` the last sign heard."""

    def __init__(self, held: Sequence[Phrase]) -> None:
        self.held = held
        self.found = Said()
        self.now = Statement()
        self.sign = ""
        self.joined = False
        self.either = False
        self.part_waits = False
        self.asks_next = False
        self.latest = Spans(())
        self.carried: tuple[Season | None, str, str] = (None, "", "")
        self.label: list[tuple[str, bool]] = []

    def run(self) -> Said:
        for n, phrase in enumerate(self.held):
            if isinstance(phrase, Word) and phrase.kind in ("break", "mark", "dash"):
                self._hear_sign(phrase)
                continue
            if isinstance(phrase, Word) and phrase.kind in ("and", "or", "also"):
                self._hear_joint(phrase.kind)
                continue
            self._hear(phrase, n)
            self.sign, self.joined, self.either = "", False, False
        self._close()
        return self.found

    def _hear(self, phrase: Phrase, n: int) -> None:
        if isinstance(phrase, Days):
            self._hear_days(phrase)
        elif isinstance(phrase, Spans):
            self._hear_spans(phrase)
        elif isinstance(phrase, Limit):
            self._hear_limit(phrase)
        elif isinstance(phrase, Season):
            self._hear_condition(season=phrase)
        elif isinstance(phrase, Off):
            self.found.offs.append(phrase)
        else:
            self._hear_word(phrase, n)

    def _close(self) -> None:
        """The statement is over; days of which nothing is said are an empty cell of a table."""
        now = self.now
        season, holiday, weeks = self.carried
        self.now = Statement(season=season, holiday=holiday, weeks=weeks)
        if self.part_waits and now.spans and self.joined:
            self.found.doubts.add("vague")
        self.part_waits = False
        if not now.is_empty():
            self.found.statements.append(now)

    def _hear_sign(self, word: Word) -> None:
        if self.now.days is not None and not self.now.says_hours():
            self.now.cell = self.now.cell or word.kind == "dash" or word.text in (":", "\t")
        ends = word.text in _ENDS
        self.sign = word.text if ends or self.sign not in _ENDS else self.sign
        if word.text == ":" and self.label:
            self.found.headings.append(
                (" ".join(text for text, _ in self.label), any(junk for _, junk in self.label))
            )
            self.label = []
        elif ends:
            self.label = []

    def _hear_joint(self, kind: str) -> None:
        self.joined = self.joined or kind in ("and", "also")
        self.either = self.either or kind == "or"
        if kind == "also" and self.now.days is not None and not self.now.spans:
            self.now.also = True

    # -- days and hours

    def _hear_days(self, phrase: Days) -> None:
        self.label = []
        if self.either:
            self.found.doubts.add("vague")
        if self.now.days is not None or (self.now.spans and self.sign in _ENDS):
            self._close()
        now = self.now
        now.times_first = bool(now.spans)
        now.days = phrase
        now.also = now.also or self.joined
        now.appointment = now.appointment or self.asks_next
        self.asks_next = False
        if phrase.loose:
            self.found.doubts.add("loose")

    def _hear_spans(self, phrase: Spans) -> None:
        self.label = []
        self.latest = phrase
        if self.either:
            self.found.doubts.add("vague")
        if self.now.closed and not self.now.excluded:
            if self.sign not in _CELLS or not self.sign:
                self.now.shut.extend(phrase.held)
                return
            self._reopen()
        if self.now.times_first and self.now.days is not None:
            self._close()
        now = self.now
        now.explicit = now.explicit or self.sign in (":", "(")
        (now.asked if self.asks_next and now.days is None else now.spans).extend(phrase.held)
        self.part_waits = False

    def _reopen(self) -> None:
        """«closed» was one cell of a row: what follows is the next cell of the same day."""
        if self.now.days is None and self.found.statements:
            self.now = self.found.statements.pop()
        self.now.closed = False
        self.now.parts.clear()

    def _hear_limit(self, phrase: Limit) -> None:
        if self.now.spans and not self.now.closed and not self.now.excluded:
            self._close()
        if self.now.limit is not None:
            self.found.doubts.add("stray")
        self.now.limit = phrase

    def _hear_condition(self, season: Season | None = None, holiday: str = "", weeks: str = "") -> None:
        """A season, holidays or weeks: said before what they hold for, or after it."""
        if self.now.says_hours() and (self.sign in _ENDS or self._conditioned()):
            self._close()
        if not self.now.says_hours() and self.now.days is None:
            self.carried = (season, holiday, weeks)
        elif self.found.statements and self.now.says_hours():
            self.found.doubts.add("condition")
        self.now.season, self.now.holiday = season, holiday
        self.now.weeks = weeks or self.now.weeks

    def _conditioned(self) -> bool:
        return bool(self.now.season or self.now.holiday or self.now.weeks)

    # -- words

    def _hear_word(self, word: Word, n: int) -> None:
        kind = word.kind
        if kind == "appointment":
            self._hear_appointment(n)
        elif kind in HOLIDAYS:
            self._hear_holidays(kind)
        elif kind in PARTS:
            self.now.parts.append(kind)
            self.part_waits = True
        elif kind in ("junk", "label"):
            self._hear_name(word)
        elif kind in _DOUBTFUL:
            self.found.doubts.add(_DOUBTFUL[kind])
        else:
            self._hear_particle(kind)

    def _hear_particle(self, kind: str) -> None:
        if kind in ("even_weeks", "odd_weeks"):
            self._hear_condition(weeks=kind)
        elif kind == "walk_in":
            self.now.walked = len(self.now.spans)
        elif kind == "closed":
            self._hear_closed()
        elif kind == "except":
            self._close()
            self.now.excluded = True
        elif kind in ("around_the_clock", "same"):
            self._hear_again(_DAY_AND_NIGHT if kind == "around_the_clock" else self.latest)
        elif kind == "rest":
            self.now.cell = True
        elif kind == "only":
            self.now.only = True
        elif kind == "place":
            self.found.places += 1

    def _hear_again(self, held: Spans) -> None:
        if held.held:
            self._hear_spans(held)
        else:
            self.found.doubts.add("stray")

    def _hear_holidays(self, kind: str) -> None:
        """«closed on Sunday and public holidays» closes both; else hours that hold in the holidays."""
        if self.joined and (self.now.closed or self.now.excluded):
            self.found.offs.append(Off((kind,)))
        else:
            self._hear_condition(holiday=kind)

    def _hear_name(self, word: Word) -> None:
        self.label.append((word.text, word.kind == "junk"))
        if word.kind == "junk":
            self.found.unread.append(word.text)

    def _hear_closed(self) -> None:
        if self.now.spans or self.now.asked or self.now.closed or self.now.limit:
            cell = self.sign in _CELLS and bool(self.sign)
            self._close()
            self.now.cell = cell
        self.now.closed = True

    def _hear_appointment(self, n: int) -> None:
        """By appointment: the hours before, the days that follow, other hours than those said, or all."""
        now, following = self.now, self._following(n)
        apart = bool(self.sign) or self.joined
        if isinstance(following, (Days, Spans)) and (apart or now.is_empty()):
            self._ask_next()
        elif self.joined or self.either or (self.part_waits and (now.spans or now.days is None)):
            self.found.besides = True
            now.parts.clear()
        elif now.days is not None and not now.spans:
            now.appointment = True
        elif now.walked is not None and now.spans and self.sign not in _ENDS:
            now.asked.extend(now.spans[now.walked :])
            del now.spans[now.walked :]
        elif now.spans and (not apart or any(one.walked is not None for one in self.found.statements)):
            now.asked.extend(now.spans)
            now.spans.clear()
        else:
            self.found.by_appointment = True
        self.part_waits = False

    def _following(self, n: int) -> Phrase | None:
        """What comes next, past a colon."""
        ahead = n + 1
        while ahead < len(self.held) and self.held[ahead] == Word("mark", ":"):
            ahead += 1
        return self.held[ahead] if ahead < len(self.held) else None

    def _ask_next(self) -> None:
        if not self.found.statements and self.now.is_empty():
            self.found.by_appointment = True
        else:
            if self.now.says_hours() and (self.now.times_first or self.sign in _ENDS):
                self._close()
            self.asks_next = True
