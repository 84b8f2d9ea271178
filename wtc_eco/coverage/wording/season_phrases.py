"""Holidays and seasons: «closed on public holidays», «from September to June», «except in July».

off    = ("except"|"closed") condition { [","|"and"] condition } | condition [":"] "closed" | "term time"
season = ["from"|"since"] date ("to"|"-"|"and"|"until") date | ["from"|"since"|"until"] date
date   = ["beginning"|"end"] month | number month | number "/" number
"""

from __future__ import annotations

from wtc_eco.coverage.wording.cursor import Cursor
from wtc_eco.coverage.wording.phrases import HOLIDAYS, Off, Season

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
        held = ("school_holidays", "public_holidays") if more else ("school_holidays",)
        return Off(held, in_term=True)
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
        elif (found := season(cursor, single=True)) is not None:
            seasons.append(found)
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
        return cursor.held[cursor.at + 2].value, day
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
    written = cursor.held[start].text, cursor.text(1)
    plain = not any(text.startswith("0") for text in written) and day <= 24  # noqa: PLR2004 - an hour
    if plain or not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - a date
        cursor.at = start
        return None
    cursor.at += 2
    return month, day


def _number(cursor: Cursor, ahead: int = 0) -> int:
    token = cursor.held[cursor.at + ahead]
    return token.value // 60 if token.kind == "bare" else token.value
