"""Which part of a workbook is meant: `--sheet Mons`, `--sheet 2`, `--range A3:H200`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wtc_eco.errors import UsageError
from wtc_eco.locale import listing, tr
from wtc_eco.sources.table import letter
from wtc_eco.sources.workbooks.guard import SheetName
from wtc_eco.territory.spelling import fold

_RANGE = re.compile(
    r"(?:(?P<sheet>[^!]{1,80})!)?\$?([A-Z]{1,3})?\$?(\d{1,7})?:\$?([A-Z]{1,3})?\$?(\d{1,7})?", re.IGNORECASE
)
LAST_ROW, LAST_COLUMN = 1_048_576, 16_383


@dataclass(frozen=True)
class Area:
    """A rectangle of a sheet: rows from 1, columns from 0, all four within it; `sheet` is its name, or empty."""

    top: int = 1
    left: int = 0
    bottom: int = LAST_ROW
    right: int = LAST_COLUMN
    sheet: str = ""


def area_of(words: str) -> Area:
    """The rectangle these words name, as Excel does; an end left out is the sheet's own.

    Raises `UsageError` for what names none.
    """
    found = _RANGE.fullmatch(words.strip())
    if not found or not any(found.groups()[1:]):
        raise _no_range(words)
    left, top, right, bottom = found.groups()[1:]
    area = Area(
        int(top or 1),
        _column(left) if left else 0,
        int(bottom or LAST_ROW),
        _column(right) if right else LAST_COLUMN,
        (found["sheet"] or "").strip("'"),
    )
    if not (1 <= area.top <= area.bottom <= LAST_ROW and area.left <= area.right <= LAST_COLUMN):
        raise _no_range(words)
    return area


def named(words: str, sheets: Sequence[SheetName], file: str) -> SheetName:
    """The sheet of this name, else of this number from 1; raises `UsageError` where there is none."""
    by_name = [sheet for sheet in sheets if sheet.name == words] or [
        sheet for sheet in sheets if fold(sheet.name) == fold(words)
    ]
    by_number = [sheet for sheet in sheets if str(sheet.index + 1) == words.strip()]
    if found := by_name or by_number:
        return found[0]
    raise UsageError(
        tr("{file} has no sheet “{sheet}”.", file=file, sheet=words),
        hint=tr("Its sheets: {names}.", names=listing([sheet.name for sheet in sheets])),
        code="no_sheet",
    )


def written(top: int, left: int, bottom: int, right: int) -> str:
    """The rectangle as Excel writes it: `A3:H200`."""
    return f"{letter(left)}{top}:{letter(right)}{bottom}"


def _column(letters: str) -> int:
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - ord("A") + 1
    return number - 1


def _no_range(words: str) -> UsageError:
    return UsageError(
        tr("“{words}” is not a range of cells.", words=words),
        hint=tr("Write it as Excel does: --range A3:H200, --range A:H or --range 3:200."),
    )
