"""Dates as people and Excel write them, to ISO."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from wtc_eco.errors import Problem
from wtc_eco.i18n import date as spoken_date
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing, words
from wtc_eco.territory.normalize import fold

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].{0,40})?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ].{0,40})?")
_WRITTEN = re.compile(r"(?:[a-z]{2,9} )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]{3,9}) (\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"(?:[a-z]{2,9} )?([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d{1,12})?")
_DAY_ZERO = {1900: dt.date(1899, 12, 30), 1904: dt.date(1904, 1, 1)}
_SERIALS = (20_000, 80_000)
_CENTURY_TURN = 70
_MONTHS = 12


def read_date(text: str, field: str, epoch: int = 1900) -> ReadValue:
    """The date under `field`; where day and month can be exchanged, the day is first, with a warning.

    A bare number is a day counted by Excel from the year `epoch`: 1900, or 1904 in workbooks of old Macs.
    """
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    day, faults = _dated(cell, epoch)
    if day is None:
        return ReadValue(faults=(_wrong(cell),))
    return ReadValue({field: day.isoformat()}, faults)


def last_day(text: str) -> str:
    """The last day of the year or the month a text names («2013», «mars 2013», «déc-24», «12/2013»); empty for others.

    A whole date is its own last day.
    """
    cell = seen(text)
    if (whole := _dated(cell, 1900)[0]) and not _SERIAL.fullmatch(cell):
        return whole.isoformat()
    folded = fold(cell.removesuffix(".0"))
    if year := _YEAR.fullmatch(folded):
        return f"{year[1]}-12-31"
    if named := _MONTH.fullmatch(folded):
        month = words().months.get(named[1], 0)
        return _month_end(four_digits(int(named[2])), month)
    if numbered := _MONTH_NUMBER.fullmatch(folded):
        year_first, month_after, month_first, year_after = numbered.groups()
        return _month_end(int(year_first or year_after), int(month_after or month_first))
    return ""


_YEAR = re.compile(r"((?:19|20)\d\d)")
_MONTH = re.compile(r"([a-z]{3,9}) ((?:19|20)\d\d|\d\d)")
_MONTH_NUMBER = re.compile(r"((?:19|20)\d\d) (\d{1,2})|(\d{1,2}) ((?:19|20)\d\d)")


def _month_end(year: int, month: int) -> str:
    if not 1 <= month <= _MONTHS:
        return ""
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def _dated(text: str, epoch: int) -> tuple[dt.date | None, tuple[Problem, ...]]:
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
        return _calendar(year, month, day), ()
    if numeric := _DAY_FIRST.fullmatch(text):
        first, second, year = (int(part) for part in numeric.groups())
        return _day_first(first, second, four_digits(year))
    if serial := _SERIAL.fullmatch(text):
        days = int(serial[1])
        if not _SERIALS[0] <= days <= _SERIALS[1]:
            return None, ()
        counted_day = _DAY_ZERO[epoch] + dt.timedelta(days=days)
        return counted_day, (_said("date_serial", counted_day, tr("Excel had made a number of this date.")),)
    return _in_words(fold(text)), ()


def _day_first(first: int, second: int, year: int) -> tuple[dt.date | None, tuple[Problem, ...]]:
    if second > _MONTHS >= first:
        day = _calendar(year, first, second)
        return day, (
            _said("date_month_first", day, tr("The month stands first in this date.")),
        ) if day else ()
    day = _calendar(year, second, first)
    if day and first <= _MONTHS and first != second:
        return day, (date_exchangeable(day),)
    return day, ()


def _in_words(text: str) -> dt.date | None:
    """«7 juin 2024», «vendredi 1er mars 2024», «June 7 2024»."""
    months = words().months
    if day_first := _WRITTEN.fullmatch(text):
        day, month, year = day_first.groups()
    elif month_first := _MONTH_FIRST.fullmatch(text):
        month, day, year = month_first.groups()
    else:
        return None
    return _calendar(four_digits(int(year)), months[month], int(day)) if month in months else None


def _calendar(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def four_digits(year: int) -> int:
    """«26» as 2026, «98» as 1998."""
    if year >= 100:  # noqa: PLR2004 - four digits already
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)


def date_exchangeable(day: dt.date) -> Problem:
    """The warning that day and month of a date can be exchanged, and how it was read."""
    return _said("date_ambiguous", day, tr("Day and month of this date can be exchanged."))


def _said(code: str, day: dt.date, reason: str) -> Problem:
    read = tr("It was read as {date}.", date=spoken_date(day.isoformat()))
    return repaired(code, f"{reason} {read}", tr("Write dates as 2024-06-07 to be sure."))


def _wrong(text: str) -> Problem:
    return doubt(
        "date_bad",
        tr("“{words}” is not a date.", words=text[:80]),
        tr("Write it as 2024-06-07, or empty the cell."),
    )
