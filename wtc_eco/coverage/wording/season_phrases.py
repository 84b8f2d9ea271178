"""Holidays and seasons: «closed on public holidays», «from September to June», «except in July».

off    = ("except"|"closed") condition { [","|"and"] condition } | condition [":"] "closed" | "term time"
season = ["from"] [number] month [("to"|"-"|"and") [number] month]
"""

from __future__ import annotations

from wtc_eco.coverage.wording.cursor import Cursor
from wtc_eco.coverage.wording.phrases import HOLIDAYS, Off, Season


def off(cursor: Cursor) -> Off | None:
    """What closes it whatever is said elsewhere, if that stands here."""
    start = cursor.at
    if cursor.skip("term_time"):
        more = cursor.kind() == "and" and cursor.kind(1) == "public_holidays"
        cursor.at += 2 * more
        return Off(("school_holidays", "public_holidays") if more else ("school_holidays",))
    shut = cursor.skip("except", "closed")
    while shut and cursor.kind() in ("from", "to", "mark") and cursor.text() != ")":
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


def _conditions(cursor: Cursor) -> tuple[list[str], list[Season]]:
    """Holidays and seasons in a row."""
    holidays: list[str] = []
    seasons: list[Season] = []
    place = cursor.at
    while True:
        if cursor.kind() in HOLIDAYS:
            holidays.append(cursor.kind())
            cursor.at += 1
        elif (found := season(cursor)) is not None:
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


def season(cursor: Cursor) -> Season | None:
    """From a date to a date of the year, if that stands here."""
    start = cursor.at
    if cursor.skip("year_end"):
        return Season((12, 25), (1, 1))
    cursor.skip("from")
    first = _date(cursor)
    if first is None:
        cursor.at = start
        return None
    last = first
    place = cursor.at
    while cursor.kind() in ("to", "dash", "and", "until") or cursor.text() in (",", "/"):
        cursor.at += 1
        cursor.skip("from")
        following = _date(cursor)
        if following is None:
            cursor.at = place
            break
        last, place = following, cursor.at
    return Season(first, last)


def _date(cursor: Cursor) -> tuple[int, int] | None:
    start, day = cursor.at, 0
    if cursor.kind() in ("bare", "number", "ordinal"):
        token = cursor.held[cursor.at]
        day = token.value // 60 if token.kind == "bare" else token.value
        cursor.at += 1
    if cursor.kind() != "month" or day > 31:  # noqa: PLR2004 - days of a month
        cursor.at = start
        return None
    month = cursor.held[cursor.at].value
    cursor.at += 1
    return month, day
