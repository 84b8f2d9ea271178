"""Which sheet and which cells of a workbook are the list: as told (`--sheet`, `--range`), else where the titles say so.

Two tables side by side are told apart: read as one, every row would be half of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import listing, tr
from wtc_eco.sources.csv_rows import RawLine
from wtc_eco.sources.header import is_all_titles
from wtc_eco.sources.table import TableOrigin, letter
from wtc_eco.sources.text_repair import quoted
from wtc_eco.sources.vocabulary import EXACT, SHORT, guess
from wtc_eco.sources.workbooks.marks import Marks
from wtc_eco.sources.workbooks.sandbox import Row, SheetName, WorkbookReader
from wtc_eco.territory.normalize import fold

_SAMPLE = 40
_LONGEST_TITLE = 200
_KEYS = {False: {"name"}, True: {"from", "to"}}
"""Fields without which a sheet is no list of structures, or no list of ties."""


@dataclass(frozen=True)
class Choice:
    """The sheet to read, and what a person should know of the others."""

    sheet: SheetName
    faults: tuple[Problem, ...] = ()


def chosen(
    reader: WorkbookReader, sheets: Sequence[SheetName], marks: Mapping[str, Marks], *, ties: bool
) -> Choice:
    """The sheet that looks most like a list of structures, or of `ties`.

    Hidden sheets come last, sheets of charts and macros never. Raises `RefusedError` where no sheet
    can be read.
    """
    cells = [sheet for sheet in sheets if sheet.of_cells and _holds(sheet, marks)]
    refusals = {sheet.index: refusal for sheet in cells if (refusal := reach(sheet, marks))}
    candidates = [sheet for sheet in cells if sheet.index not in refusals]
    if not candidates:
        raise next(iter(refusals.values()), None) or _empty(reader.file)
    promises = {
        sheet: (_promise(reader, sheet, ties=ties) if len(candidates) > 1 else (False, 0))
        for sheet in candidates
    }
    best = max(
        candidates, key=lambda sheet: (promises[sheet][0], sheet.visible, promises[sheet][1], -sheet.index)
    )
    others = [sheet for sheet in candidates if sheet != best]
    alike = [sheet for sheet in others if promises[sheet][0]]
    return Choice(best, (*_about_others(best, others, alike), *_about_hidden(best, sheets)))


def reach(sheet: SheetName, marks: Mapping[str, Marks]) -> RefusedError | None:
    """Why this sheet must not be opened: its cells lie too far apart."""
    return marks[sheet.name].reach(sheet.name) if sheet.name in marks else None


def _holds(sheet: SheetName, marks: Mapping[str, Marks]) -> bool:
    """Whether anything stands in the sheet, as far as we saw; an old workbook was not looked at."""
    return sheet.name not in marks or marks[sheet.name].n_filled > 0


def _promise(reader: WorkbookReader, sheet: SheetName, *, ties: bool) -> tuple[bool, int]:
    """Whether a row of the sheet holds the titles a list cannot do without, and how many titles it holds."""
    return max((_titles(row, ties=ties) for row in sample(reader, sheet)), default=(False, 0))


def sample(reader: WorkbookReader, sheet: SheetName) -> list[Row]:
    """The first rows of a sheet that hold anything."""
    _, rows = reader.merged(sheet, _SAMPLE)
    return list(rows)


def _titles(row: Row, *, ties: bool) -> tuple[bool, int]:
    guesses = [guess(cell, ties=ties) for cell in row[1] if cell and len(cell) < _LONGEST_TITLE]
    fields = {field for guessed in guesses if guessed.sure >= SHORT for field in guessed.fields[:1]}
    return fields >= _KEYS[ties], len(fields)


def _about_others(best: SheetName, others: Sequence[SheetName], alike: Sequence[SheetName]) -> list[Problem]:
    if not others:
        return []
    names = quoted([sheet.name for sheet in others[:10]])
    hint = tr("To read another one: --sheet with its name or its number.")
    if alike:
        message = tr(
            "The list was read from the sheet “{sheet}”; there are lists in {names} too.",
            sheet=best.name,
            names=quoted([sheet.name for sheet in alike[:10]]),
        )
        return [Problem("sheet_chosen", "warning", message, hint)]
    message = tr(
        "The list was read from the sheet “{sheet}”, not from {names}.", sheet=best.name, names=names
    )
    return [Problem("sheet_chosen", "note", message, hint)]


def _about_hidden(best: SheetName, sheets: Sequence[SheetName]) -> list[Problem]:
    hidden = [sheet.name for sheet in sheets if not sheet.visible and sheet.of_cells]
    if not hidden:
        return []
    if not best.visible:
        message = tr("The sheet “{sheet}” is hidden in the workbook; it was read.", sheet=best.name)
    else:
        message = tr(
            "The workbook has hidden sheets, which were not read: {names}.", names=quoted(hidden[:10])
        )
    return [
        Problem("hidden_sheet", "warning", message, tr("To show it in Excel: right-click a tab, Unhide."))
    ]


def _empty(file: str) -> RefusedError:
    return RefusedError(
        tr("{file} is empty: there is not one row in it.", file=file),
        hint=tr("Check the export: it should hold a row of titles, then one structure a row."),
        code="empty",
    )


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
    match = _RANGE.fullmatch(words.strip())
    if not match or not any(match.groups()[1:]):
        raise _no_range(words)
    left, top, right, bottom = match.groups()[1:]
    area = Area(
        int(top or 1),
        _column(left) if left else 0,
        int(bottom or LAST_ROW),
        _column(right) if right else LAST_COLUMN,
        (match["sheet"] or "").strip("'"),
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
    if fitting := by_name or by_number:
        return fitting[0]
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


def refuse_two_tables(place: TableOrigin, lines: Sequence[RawLine], at: int) -> None:
    """Raise `RefusedError`, with both ranges, for a sheet whose header stands at index `at` and is not alone."""
    if below := _below(lines, at):
        above = max(line.number for line in lines if line.number < below.number)
        last = place.first_column + len(lines[at].cells) - 1
        message = tr("There are two tables on the sheet: other titles stand in row {row}.", row=below.number)
        ranges = (
            written(lines[at].number, place.first_column, above, last),
            written(below.number, place.first_column, lines[-1].number, last),
        )
        raise _two_tables(place, message, ranges, below.number)
    if gap := _beside(lines[at:]):
        first, number, bottom = place.first_column, lines[at].number, lines[-1].number
        message = tr(
            "There are two tables side by side: column {letter} between them is empty.",
            letter=place.letter(gap),
        )
        ranges = (
            written(number, first, bottom, first + gap - 1),
            written(number, first + gap + 1, bottom, first + len(lines[at].cells) - 1),
        )
        raise _two_tables(place, message, ranges, number)


def _below(lines: Sequence[RawLine], at: int) -> RawLine | None:
    """The titles of another table: known titles after a blank row, other than the list's own."""
    for before, line in pairwise(lines[at:]):
        if line.number > before.number + 1 and line.cells != lines[at].cells and is_all_titles(line):
            return line
    return None


def _beside(lines: Sequence[RawLine]) -> int | None:
    """The empty column on both sides of which there is a name, or the same title again."""
    titles = lines[0].cells
    filled = {index for line in lines for index, cell in enumerate(line.cells) if cell.strip()}
    for gap in range(1, len(titles) - 1):
        if gap not in filled and _alike(titles[:gap], titles[gap + 1 :]):
            return gap
    return None


def _alike(left: Iterable[str], right: Iterable[str]) -> bool:
    one, other = ({fold(title) for title in titles if title.strip()} for titles in (left, right))
    return bool(one & other) or all(
        any(guess(title).sure == EXACT and guess(title).fields == ("name",) for title in side)
        for side in (one, other)
    )


def _two_tables(place: TableOrigin, message: str, ranges: tuple[str, str], row: int) -> RefusedError:
    hint = tr(
        "Import them one by one: --range {first}, then --range {second}.", first=ranges[0], second=ranges[1]
    )
    fault = Problem("two_tables", "refusal", message, hint)
    return RefusedError(message, hint=hint, problems=(place.problem(fault, row=row),))
