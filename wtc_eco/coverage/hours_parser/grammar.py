"""Tokens gathered into phrases by recursive descent; what is no phrase stays a word.

phrases  = { same | days | off | season | spans | limit | word }

same     = day [":"] "the same" [day-item] | "the same as" day-item

off      = ("except"|"closed") condition { [","|"and"] condition } | condition [":"] "closed" | "term time"
season   = ["from"|"since"] date ("to"|"-"|"and"|"until") date | ["from"|"since"|"until"] date
date     = ["beginning"|"end"] month | number month | number "/" number

days     = day-list ["except" day-list]
day-list = day-item { [","|"/"|"and"] day-item }
day-item = [ordinal { "and" ordinal }] day [("to"|"-"|"until") day] ["of the month"] | "every day" | …
         | ordinal { "and" ordinal } "of the month"

spans    = span { [","|"/"|"and"] span }
span     = ["from"|"between"] time ("to"|"-"|["and"] "until"|"and"|"/"|) time
limit    = ("until"|"from"|"at"|) time

Each reading looks ahead as far as it needs and gives its place back where it fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wtc_eco.coverage.hours_parser.phrases import (
    HOLIDAYS,
    LIST_MARKS,
    PARTS,
    Cursor,
    Days,
    Limit,
    Off,
    Phrase,
    Same,
    Season,
    Spans,
    Token,
    Word,
)


def same(cursor: Cursor) -> Phrase | None:
    """«Thursday: the same as on Tuesday», «Wednesday idem», «Wednesday idem Monday»; «as the library» says nothing.

    «Tuesday idem Wednesday 9-12» names a new day: what has hours of its own is not what is copied.
    """
    waits = _day_waits(cursor)
    named = cursor.kind() == "same_as" or (cursor.kind() == "hours_of" and waits)
    if not cursor.skip("same", "same_as", "hours_of"):
        return None
    place = cursor.at
    while cursor.kind() in ("from", "to") or cursor.text() == "'":
        cursor.at += 1
    copied = _day_item(cursor) if named or waits else None
    if copied is not None and not copied.nth and (named or not _has_hours(cursor)):
        return Same(copied.days)
    cursor.at = place
    if cursor.tokens[place - 1].kind == "hours_of":
        return Word("vague") if waits else Word("noise")
    return Word("vague") if named else Same()


def _day_waits(cursor: Cursor) -> bool:
    """Whether what stands before is a day, and no hours of it."""
    before = cursor.at - 1
    while before >= 0 and cursor.tokens[before].text in (":", "(", "|", "\t"):
        before -= 1
    return before >= 0 and cursor.tokens[before].kind in ("day", *_GROUPS)


def _has_hours(cursor: Cursor) -> bool:
    """Whether hours of the day just read follow, or what stands in their place."""
    ahead = 0
    while cursor.kind(ahead) == "mark" and cursor.text(ahead) in (":", "(", "|", "\t"):
        ahead += 1
    return cursor.kind(ahead) in (
        "from", "time", "bare", "between", "until", "since", "same", "same_as", "closed", "appointment", "to", "dash"
    )  # fmt: skip


_STARTS = ("from", "since")
_ONE_END = (*_STARTS, "until", "before", "to", "at")
"""Words before a date that name one end of a season, where no other is said."""
_LINKS = ("to", "dash", "and", "until", "before")


def off(cursor: Cursor) -> Off | None:
    """What closes it whatever is said elsewhere, if that stands here."""
    start = cursor.at
    if cursor.skip("term_time"):
        more = cursor.kind() == "and" and cursor.kind(1) == "public_holidays"
        cursor.at += 2 * more
        closed_in = ("school_holidays", "public_holidays") if more else ("school_holidays",)
        return Off(closed_in, in_term=True)
    if cursor.skip("including") and any(_conditions(cursor)):
        # «in the holidays too»: nothing is closed, and nothing is changed.
        return Off()
    cursor.at = start
    shut = cursor.skip("except", "closed")
    while shut and _leads_to_holidays(cursor):
        cursor.at += 1
    holidays, seasons = _conditions(cursor)
    if not shut and (holidays or seasons):
        while cursor.kind() == "mark" and cursor.text() in (":", ",", "(", "="):
            cursor.at += 1
        shut = cursor.skip("closed") and cursor.kind() not in ("day", "from", "time", "bare")
    if shut and (holidays or seasons):
        return Off(tuple(holidays), tuple(seasons))
    cursor.at = start
    return None


def _leads_to_holidays(cursor: Cursor) -> bool:
    """«closed in the holidays», «closed: the holidays»; before a date «from» is the date's own."""
    if cursor.kind() in ("from", "to"):
        return cursor.kind(1) in HOLIDAYS
    return cursor.kind() == "mark" and cursor.text() != ")"


def _conditions(cursor: Cursor) -> tuple[list[str], list[Season]]:
    """Holidays and seasons in a row; one date alone is one day."""
    holidays: list[str] = []
    seasons: list[Season] = []
    place = cursor.at
    while True:
        if cursor.kind() in HOLIDAYS:
            holidays.append(cursor.kind())
            cursor.at += 1
        elif (named_season := season(cursor, single=True)) is not None:
            seasons.append(named_season)
        else:
            cursor.at = place
            return holidays, seasons
        place = cursor.at
        while cursor.kind() in ("and", "or", "except", "closed", "to", "from") or cursor.text() in (
            ",",
            "/",
            "&",
            "+",
        ):
            cursor.at += 1


def season(cursor: Cursor, *, single: bool = False) -> Season | None:
    """From a date to a date of the year, if that stands here.

    A whole month is a season («in July»), and so is one day where `single` says that it may be; any
    other date alone is one end of a season, and the other is not said.
    """
    start = cursor.at
    if cursor.skip("year_end"):
        return Season((12, 25), (1, 1))
    introduced = cursor.kind() in _ONE_END
    while cursor.kind() in _ONE_END:
        cursor.at += 1
    ends = cursor.kind() == "end_of"
    begins = cursor.skip("start_of", "end_of")
    first = _shared_month(cursor) or _date(cursor, in_figures=introduced or single)
    if first is None:
        cursor.at = start
        return None
    last, place = first, cursor.at
    while cursor.kind() in _LINKS or cursor.text() in (",", "/"):
        cursor.at += 1
        while cursor.kind() in _ONE_END:
            cursor.at += 1
        cursor.skip("end_of")
        following = _date(cursor, in_figures=introduced or single)
        if following is None:
            cursor.at = place
            break
        last, place = following, cursor.at
    alone = last == first
    dated = bool(first[1]) and not single
    return Season(first, last, loose=ends or (alone and (introduced or begins or dated)))


def _shared_month(cursor: Cursor) -> tuple[int, int] | None:
    """The 15th of «from 15 to 30 June»; the other date is left to be read."""
    kinds = ("bare", "number", "ordinal")
    if (
        cursor.kind() in kinds
        and cursor.kind(1) in ("to", "dash")
        and cursor.kind(2) in kinds
        and cursor.kind(3) == "month"
    ):
        day = _number(cursor)
        cursor.at += 1
        return cursor.tokens[cursor.at + 2].value, day
    return None


def _date(cursor: Cursor, *, in_figures: bool) -> tuple[int, int] | None:
    start, day = cursor.at, 0
    if cursor.kind() in ("bare", "number", "ordinal"):
        day = _number(cursor)
        cursor.at += 1
    if in_figures and day and cursor.text() == "/" and cursor.kind(1) in ("bare", "number"):
        return _date_in_figures(cursor, start, day)
    if cursor.kind() != "month" or day > 31:  # noqa: PLR2004 - days of a month
        cursor.at = start
        return None
    return cursor.take().value, day


def _date_in_figures(cursor: Cursor, start: int, day: int) -> tuple[int, int] | None:
    """«01/09», «24/12»; «9/12» may be from nine to twelve."""
    month = _number(cursor, 1)
    written = cursor.tokens[start].text, cursor.text(1)
    plain = not any(text.startswith("0") for text in written) and day <= 24  # noqa: PLR2004 - an hour
    if plain or not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - a date
        cursor.at = start
        return None
    cursor.at += 2
    return month, day


def _number(cursor: Cursor, ahead: int = 0) -> int:
    token = cursor.tokens[cursor.at + ahead]
    return token.value // 60 if token.kind == "bare" else token.value


_GROUPS = {
    "all_days": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "working_days": tuple(range(5)),
    "weekend": (5, 6),
}

_ENDS_OF_A_WEEK = tuple(
    (frozenset({first}), frozenset({last})) for first, last in ((0, 4), (0, 5), (1, 5), (0, 6))
)
"""«Mo/Fr» may be two days, or all from one to the other."""


def days(cursor: Cursor) -> Days | None:
    """The days that stand here, if any."""
    named = _day_list(cursor)
    place = cursor.at
    if named is not None and not named.nth and cursor.text() == "(":
        cursor.at += 1
        left_out = _day_list(cursor)
        if left_out is not None and not left_out.nth and cursor.skip("except") and cursor.text() == ")":
            # «every day (Monday excepted)»
            cursor.at += 1
            return Days(named.days - left_out.days, loose=named.loose or left_out.loose)
        cursor.at = place
    if cursor.text() in (",", "(") and cursor.kind(1) == "except":
        cursor.at += 1
    if named is not None and cursor.skip("except"):
        left_out = _day_list(cursor)
        if left_out is not None and not left_out.nth and cursor.kind() not in PARTS and _goes_on(cursor):
            return Days(named.days - left_out.days, named.nth, loose=named.loose or left_out.loose)
    cursor.at = place
    return named


def _goes_on(cursor: Cursor) -> bool:
    """Whether hours follow: «every day except Monday, 9-12», not «9-12 on weekdays except Monday»."""
    ahead = 0
    while cursor.kind(ahead) == "mark" and cursor.text(ahead) in (",", ":", ")"):
        ahead += 1
    return cursor.kind(ahead) in ("from", "time", "bare", "between", "to", "")


def _day_list(cursor: Cursor) -> Days | None:
    start = cursor.at
    cursor.skip("from")
    first = _day_item(cursor)
    if first is None:
        cursor.at = start
        return None
    items, slashed = [first], False
    while True:
        before = cursor.at
        slashed = slashed or cursor.text() == "/"
        following = _listed(cursor)
        # «Monday and the first Saturday» are two statements.
        if following is None or bool(following.nth) != bool(items[-1].nth):
            cursor.at = before
            break
        items.append(following)
    return Days(
        frozenset(day for item in items for day in item.days),
        tuple(sorted({n for item in items for n in item.nth}, key=lambda n: (n < 0, n))),
        loose=any(item.loose for item in items)
        or (len({item.nth for item in items}) > 1 and len({item.days for item in items}) > 1)
        or (slashed and tuple(item.days for item in items) in _ENDS_OF_A_WEEK),
    )


def _listed(cursor: Cursor) -> Days | None:
    """Another item of a list, after a comma, «and», or nothing; «also» begins a new statement."""
    listed, begins = False, cursor.kind() == "from"
    # «dinsdag- en donderdag»: the dash stands for the end of a word that the next one says.
    while (
        cursor.kind() == "and" or cursor.on_list_mark() or (cursor.kind(), cursor.kind(1)) == ("dash", "and")
    ):
        listed = True
        cursor.at += 1
    cursor.skip("from")
    return _day_item(cursor) if listed or not begins else None


def _day_item(cursor: Cursor) -> Days | None:
    start = cursor.at
    ordinals = _ordinals(cursor)
    kind = cursor.kind()
    if kind in _GROUPS and not ordinals:
        cursor.at += 1
        return Days(frozenset(_GROUPS[kind]), loose=kind == "working_days")
    if ordinals and cursor.skip("of_month"):
        return Days(frozenset(), ordinals)
    if kind != "day":
        cursor.at = start
        return None
    # «Tu 9-12 We - Th 9-12»: from Wednesday to Thursday, or nothing on Wednesday?
    told = start > 0 and cursor.tokens[start - 1].kind in ("time", "bare") and cursor.kind(1) == "dash"
    members = _day_range(cursor)
    cursor.skip("of_month")
    following = len(members) == 2 and cursor.text() != ":"  # noqa: PLR2004 - one day and the next
    return Days(members, ordinals, loose=told and following)


def _ordinals(cursor: Cursor) -> tuple[int, ...]:
    numbers: list[int] = []
    place = cursor.at
    while True:
        while cursor.kind() in ("from", "to"):
            cursor.at += 1
        if cursor.kind() == "ordinal":
            numbers.append(cursor.take().value)
            place = cursor.at
        elif not (numbers and (cursor.kind() == "and" or cursor.text() in LIST_MARKS)):
            cursor.at = place
            return tuple(numbers)
        else:
            cursor.at += 1


def _day_range(cursor: Cursor) -> frozenset[int]:
    """One day, a range, or a chain of dashes: «Mo-We-Fr» are three days."""
    chain = [cursor.take().value]
    linked = False
    while cursor.kind() in ("to", "dash", "until") and cursor.kind(1) == "day":
        linked = True
        cursor.at += 1
        chain.append(cursor.take().value)
    if linked and len(chain) == 2:  # noqa: PLR2004 - from and to
        first, last = chain
        return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
    return frozenset(chain)


_NOON, _MIDNIGHT = 720, 1440
_FULL = ("time", "noon")
"""Times that mean nothing else; a bare figure may."""


def spans(cursor: Cursor) -> Spans | None:
    """The spans of time that stand here, if any."""
    first = _span(cursor)
    if first is None:
        return None
    read = [first]
    while True:
        before = cursor.at
        while cursor.kind() in ("and", "also", "dash") or cursor.on_list_mark():
            cursor.at += 1
        another = _span(cursor)
        if another is None:
            cursor.at = before
            return Spans(tuple(read))
        read.append(another)


def _span(cursor: Cursor) -> tuple[int, int] | None:
    start = cursor.at
    between = cursor.kind() == "between"
    while cursor.kind() in ("from", "between", "since") or (
        cursor.kind() == "to" and cursor.kind(1) in _FULL
    ):
        cursor.at += 1
    first = _time(cursor)
    if first is not None and _joined(cursor, between=between):
        last = _time(cursor)
        if last is not None:
            return _paired(first, last)
    cursor.at = start
    return None


def _joined(cursor: Cursor, *, between: bool) -> bool:
    """Whether what stands here makes a span of the time before it and the one after it."""
    if cursor.kind() == "and" and cursor.kind(1) == "until":
        cursor.at += 1
    if cursor.skip("to", "dash", "until") or (between and cursor.skip("and")):
        cursor.skip("from")
        return True
    # «8h30 12h00» in a table, «9h/12h»: two times said in full, which mean nothing alone.
    if cursor.kind() == "mark" and cursor.text() in ("/", "\t"):
        if cursor.kind(1) not in _FULL or (_is_span(cursor, 1) and not _is_pair(cursor, 3)):
            return False
        cursor.at += 1
        return True
    return cursor.kind() in _FULL and not _is_span(cursor, 0)


def _is_span(cursor: Cursor, ahead: int) -> bool:
    """Whether a span with a dash of its own begins there: «12-16»."""
    return cursor.kind(ahead + 1) in ("dash", "to") and cursor.kind(ahead + 2) in (*_FULL, "bare")


def _is_pair(cursor: Cursor, ahead: int) -> bool:
    """Whether two times with a slash stand there: «9h/12h - 13h/16h» are two pairs."""
    return cursor.text(ahead + 1) == "/" and cursor.kind(ahead + 2) in _FULL


def _time(cursor: Cursor) -> Token | None:
    kind = cursor.kind()
    if kind in ("time", "bare"):
        # «12 March» is a date.
        if kind == "bare" and cursor.kind(1) in ("month", "hour"):
            return None
        return cursor.take()
    if kind in ("noon", "midnight"):
        cursor.at += 1
        return Token("time", _NOON if kind == "noon" else _MIDNIGHT)
    return None


def limit(cursor: Cursor) -> Limit | None:
    """One time alone, if it stands here; a bare figure is an hour only where something says so."""
    start = cursor.at
    kinds = {
        "until": "until",
        "before": "until",
        "since": "since",
        "from": "since",
        "to": "at",
        "at": "at",
    }
    kind = kinds.get(cursor.kind(), "")
    if kind:
        cursor.at += 1
        cursor.skip("from", "to")
    # A bare figure alone is an hour only where something says so.
    if cursor.kind() == "bare" and not kind:
        cursor.at = start
        return None
    at_time = _time(cursor)
    if at_time is None:
        cursor.at = start
        return None
    return Limit(kind or "at", at_time.value)


def _paired(first: Token, last: Token) -> tuple[int, int]:
    """«7-9 pm» is in the evening both."""
    afternoon = last.text == "pm" and first.kind == "bare" and first.value + _NOON < last.value
    return first.value + _NOON * afternoon, last.value


def phrases(tokens: Sequence[Token]) -> tuple[Phrase, ...]:
    """The phrases of a text, in order."""
    return tuple(_read(Cursor(tuple(token for token in tokens if token.kind != "noise"))))


def _read(cursor: Cursor) -> Iterator[Phrase]:
    while cursor.at < len(cursor.tokens):
        yield (
            same(cursor)
            or days(cursor)
            or off(cursor)
            or season(cursor)
            or spans(cursor)
            or limit(cursor)
            or _word(cursor)
        )


def _word(cursor: Cursor) -> Word:
    token = cursor.take()
    return Word(token.kind, token.text)
