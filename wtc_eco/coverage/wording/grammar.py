"""Tokens gathered into phrases by recursive descent: days, spans of time, seasons; the rest stay words.

phrases  = { days | off | season | spans | limit | word }
off      = ("except"|"closed") condition { [","|"and"] condition } | condition [":"] "closed" | "term time"
days     = day-list ["except" day-list]
day-list = day-item { [","|"/"|"and"] day-item }
day-item = [ordinal { "and" ordinal }] day [("to"|"-") day] ["of the month"] | "every day" | …
spans    = span { [","|"/"|"and"] span }
span     = ["from"|"between"] time ("to"|"-"|"until"|"and"|) time
limit    = ("until"|"from"|"at"|) time
season   = ["from"] [number] month [("to"|"-"|"and") [number] month]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wtc_eco.coverage.wording.phrases import HOLIDAYS, PARTS, Days, Limit, Off, Phrase, Season, Spans, Word
from wtc_eco.coverage.wording.tokens import Token

_NOON, _MIDNIGHT = 720, 1440
_GROUPS = {
    "all_days": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "working_days": tuple(range(5)),
    "weekend": (5, 6),
}
_LISTING = frozenset({"and", "also"})
_LIST_MARKS = frozenset(",/&+\t")


def phrases(held: Sequence[Token]) -> tuple[Phrase, ...]:
    """The phrases of a text, in order."""
    return tuple(_Reader(tuple(token for token in held if token.kind != "noise")).read())


class _Reader:
    """Looks ahead one phrase at a time; a reading that fails leaves its place untouched."""

    def __init__(self, held: tuple[Token, ...]) -> None:
        self.held = held
        self.at = 0
        self._before = 0

    def read(self) -> Iterator[Phrase]:
        while self.at < len(self.held):
            yield (
                self._days()
                or self._off()
                or self._season()
                or self._spans()
                or self._limit()
                or self._word()
            )

    def _kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.held[place].kind if place < len(self.held) else ""

    def _text(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.held[place].text if place < len(self.held) else ""

    def _word(self) -> Word:
        token = self.held[self.at]
        self.at += 1
        return Word(token.kind, token.text)

    def _skip(self, *kinds: str) -> bool:
        if self._kind() in kinds:
            self.at += 1
            return True
        return False

    # -- days

    def _days(self) -> Days | None:
        found = self._day_list()
        place = self.at
        if found is not None and self._skip("except"):
            left_out = self._day_list()
            if left_out is not None and not left_out.nth and self._kind() not in PARTS and self._goes_on():
                return Days(found.days - left_out.days, found.nth, loose=found.loose or left_out.loose)
            self.at = place
        return found

    def _goes_on(self) -> bool:
        """Whether hours follow: «every day except Monday, 9-12», not «9-12 on weekdays except Monday»."""
        ahead = 1 if self._kind() == "mark" and self._text() in (",", ":", ")") else 0
        return self._kind(ahead) in ("from", "time", "bare", "between", "to", "")

    def _day_list(self) -> Days | None:
        start = self.at
        self._skip("from")
        first = self._day_item()
        if first is None:
            self.at = start
            return None
        found = [first]
        while (following := self._listed()) is not None:
            if (following.nth and not found[-1].nth) or (found[-1].nth and not following.nth):
                self.at = self._before
                break
            found.append(following)
        return Days(
            frozenset(day for item in found for day in item.days),
            tuple(sorted({n for item in found for n in item.nth}, key=lambda n: (n < 0, n))),
            loose=any(item.loose for item in found) or len({item.nth for item in found}) > 1,
        )

    def _listed(self) -> Days | None:
        """Another item of a list, after a comma, «and», or nothing; the place is kept where there is none."""
        self._before = self.at
        listed = False
        while self._kind() in _LISTING or (self._kind() == "mark" and self._text() in _LIST_MARKS):
            # «Monday 9-12 and also …»: an «also» begins a new statement.
            if self._kind() == "also":
                break
            listed = True
            self.at += 1
        self._skip("from")
        found = self._day_item()
        if found is None or (not listed and self.held[self._before].kind == "from"):
            self.at = self._before
            return None
        return found

    def _day_item(self) -> Days | None:
        start = self.at
        ordinals = self._ordinals()
        kind = self._kind()
        if kind in _GROUPS and not ordinals:
            self.at += 1
            return Days(frozenset(_GROUPS[kind]), loose=kind == "working_days")
        if kind != "day":
            self.at = start
            return None
        days = self._day_range()
        self._skip("of_month")
        return Days(days, ordinals)

    def _ordinals(self) -> tuple[int, ...]:
        found: list[int] = []
        place = self.at
        while True:
            while self._kind() in ("from", "to"):
                self.at += 1
            if self._kind() == "ordinal":
                found.append(self.held[self.at].value)
                self.at += 1
                place = self.at
            elif not (found and (self._kind() == "and" or self._text() in _LIST_MARKS)):
                self.at = place
                return tuple(found)
            else:
                self.at += 1

    def _day_range(self) -> frozenset[int]:
        """One day, a range, or a chain of dashes: «Mo-We-Fr» are three days."""
        chain = [self._take_day()]
        linked = False
        while self._kind() in ("to", "dash") and self._kind(1) == "day":
            linked = True
            self.at += 1
            chain.append(self._take_day())
        if linked and len(chain) == 2:  # noqa: PLR2004 - from and to
            first, last = chain
            return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
        return frozenset(chain)

    def _take_day(self) -> int:
        token = self.held[self.at]
        self.at += 1
        return token.value

    # -- times

    def _spans(self) -> Spans | None:
        first = self._span()
        if first is None:
            return None
        found = [first]
        while True:
            before = self.at
            while self._kind() in ("and", "also", "dash") or (
                self._kind() == "mark" and self._text() in _LIST_MARKS
            ):
                self.at += 1
            another = self._span()
            if another is None:
                self.at = before
                return Spans(tuple(found))
            found.append(another)

    def _span(self) -> tuple[int, int] | None:
        start = self.at
        between = self._kind() == "between"
        while self._kind() in ("from", "between", "since") or (
            self._kind() == "to" and self._kind(1) in ("time", "noon")
        ):
            self.at += 1
        first = self._time()
        if first is not None and self._joined(between):
            last = self._time()
            if last is not None:
                return _paired(first, last)
        self.at = start
        return None

    def _joined(self, between: bool) -> bool:  # noqa: FBT001 - «between … and …»
        """Whether what stands here makes a span of the time before it and the one after it."""
        if self._skip("to", "dash", "until") or (between and self._skip("and")):
            self._skip("from")
            return True
        # «8h30 12h00» in a table, «9h/12h»: two times said in full, which mean nothing alone.
        plain = self._kind() in ("time", "noon")
        slash = self._text() in ("/", "\t") and self._kind() == "mark" and self._kind(1) in ("time", "noon")
        if slash and self._kind(2) not in ("dash", "to"):
            self.at += 1
            return True
        return plain and self._kind(1) not in ("dash", "to")

    def _time(self) -> Token | None:
        kind = self._kind()
        if kind in ("time", "bare"):
            # «12 March» is a date.
            if kind == "bare" and self._kind(1) in ("month", "hour"):
                return None
            self.at += 1
            return self.held[self.at - 1]
        if kind in ("noon", "midnight"):
            self.at += 1
            return Token("time", _NOON if kind == "noon" else _MIDNIGHT)
        return None

    def _limit(self) -> Limit | None:
        start = self.at
        kinds = {
            "until": "until",
            "before": "until",
            "since": "since",
            "from": "since",
            "to": "at",
            "at": "at",
        }
        said = kinds.get(self._kind(), "")
        if said:
            self.at += 1
            self._skip("from", "to")
        # A bare figure alone is an hour only where something says so.
        if self._kind() == "bare" and not said:
            self.at = start
            return None
        found = self._time()
        if found is None:
            self.at = start
            return None
        return Limit(said or "at", found.value)

    # -- holidays and seasons

    def _off(self) -> Off | None:
        start = self.at
        if self._skip("term_time"):
            more = self._kind() == "and" and self._kind(1) == "public_holidays"
            self.at += 2 * more
            return Off(("school_holidays", "public_holidays") if more else ("school_holidays",))
        shut = self._skip("except", "closed")
        while shut and self._kind() in ("from", "to", "mark") and self._text() != ")":
            self.at += 1
        holidays, seasons = self._conditions()
        if not shut and (holidays or seasons):
            while self._kind() == "mark" and self._text() in (":", ",", "(", "="):
                self.at += 1
            shut = self._skip("closed") and self._kind() not in ("day", "from", "time", "bare")
        if shut and (holidays or seasons):
            return Off(tuple(holidays), tuple(seasons))
        self.at = start
        return None

    def _conditions(self) -> tuple[list[str], list[Season]]:
        """Holidays and seasons in a row."""
        holidays: list[str] = []
        seasons: list[Season] = []
        place = self.at
        while True:
            if self._kind() in HOLIDAYS:
                holidays.append(self._kind())
                self.at += 1
            elif (season := self._season()) is not None:
                seasons.append(season)
            else:
                self.at = place
                return holidays, seasons
            place = self.at
            while self._kind() in ("and", "or", "except", "closed", "to", "from") or self._text() in (
                ",",
                "/",
                "&",
                "+",
            ):
                self.at += 1

    def _season(self) -> Season | None:
        start = self.at
        if self._skip("year_end"):
            return Season((12, 25), (1, 1))
        self._skip("from")
        first = self._date()
        if first is None:
            self.at = start
            return None
        last = first
        place = self.at
        while self._kind() in ("to", "dash", "and", "until") or self._text() in (",", "/"):
            self.at += 1
            self._skip("from")
            following = self._date()
            if following is None:
                self.at = place
                break
            last, place = following, self.at
        return Season(first, last)

    def _date(self) -> tuple[int, int] | None:
        start, day = self.at, 0
        if self._kind() in ("bare", "number", "ordinal"):
            token = self.held[self.at]
            day = token.value // 60 if token.kind == "bare" else token.value
            self.at += 1
        if self._kind() != "month" or day > 31:  # noqa: PLR2004 - days of a month
            self.at = start
            return None
        month = self.held[self.at].value
        self.at += 1
        return month, day


def _paired(first: Token, last: Token) -> tuple[int, int]:
    """«7-9 pm» is in the evening both."""
    afternoon = last.text == "pm" and first.kind == "bare" and first.value + _NOON < last.value
    return first.value + _NOON * afternoon, last.value
