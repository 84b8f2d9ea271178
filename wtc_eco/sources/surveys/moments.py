"""When an answer was given, as the tools write it: to ISO day and time, on the respondent's own clock.

Google Forms writes `05/10/2026 14:03:45` in a French sheet, `10/5/2026 14:03:45` in an American one and
`2026/10/05 2:03:45 PM UTC+2` in a downloaded file; LimeSurvey `2026-10-05 14:03:45`, or 1980-01-01 where
the survey keeps no dates; KoBo `2026-10-05T12:03:45`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import seen
from wtc_eco.sources.values.dates import read_date

_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:\.\d{1,9})? ?(AM|PM|am|pm)?")
_DAY = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_NOON, _MONTHS, _FIRST_YEAR = 12, 12, 1000
_UNDATED = "1980-01-01"
"""What LimeSurvey writes where the survey keeps no dates."""


def month_first(texts: Sequence[str], title: str) -> bool:
    """Whether the dates of a column begin with the month: some can only be so, or the title is American."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _DAY.match(text.strip()))]
    if any(_MONTHS < first < _FIRST_YEAR for first, _ in pairs):
        return False
    return (
        any(second > _MONTHS for first, second in pairs if first <= _MONTHS) or title.strip() == "Timestamp"
    )


def moment_of(text: str, *, american: bool = False) -> tuple[str | None, tuple[Fault, ...]]:
    """The ISO day, with its time where one is written; None where no day is known, and why."""
    held = seen(text)
    day, faults = _day(held, american=american)
    if day is None or day == _UNDATED:
        return None, faults
    clock = _clock(held)
    return (f"{day} {clock}" if clock else day), faults


def _day(text: str, *, american: bool) -> tuple[str | None, tuple[Fault, ...]]:
    found = _DAY.match(text)
    if not found:
        read = read_date(text, "moment")
        return read.values.get("moment"), tuple(_milder(fault) for fault in read.faults)
    first, second, third = (int(part) for part in found.groups())
    year, month, day = (first, second, third) if first >= _FIRST_YEAR else (third, second, first)
    if american and first < _FIRST_YEAR:
        month, day = day, month
    try:
        return dt.date(year, month, day).isoformat(), ()
    except ValueError:
        return None, (_undated(text),)


def _clock(text: str) -> str:
    found = _CLOCK.search(text)
    if not found:
        return ""
    hour = int(found[1])
    if found[4]:
        hour = hour % _NOON + (_NOON if found[4].lower() == "pm" else 0)
    return f"{hour:02}:{found[2]}:{found[3] or '00'}"


def _milder(fault: Fault) -> Fault:
    """An answer is not set aside for its date alone."""
    return Fault(fault.code, "warning", fault.message, fault.hint)


def _undated(text: str) -> Fault:
    return Fault(
        "date_bad",
        "warning",
        tr("“{words}” is not a date.", words=text[:80]),
        tr("Write it as 2024-06-07, or empty the cell."),
    )
