"""Which sheet of a workbook is the list: the one whose titles say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wtc_eco.errors import RefusedError
from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import quoted
from wtc_eco.sources.titles import SHORT, guess
from wtc_eco.sources.workbooks.guard import Reader, Row, SheetName
from wtc_eco.sources.workbooks.marks import Marks

_SAMPLE = 40
_LONGEST_TITLE = 200
_KEYS = {False: {"name"}, True: {"from", "to"}}
"""Fields without which a sheet is no list of structures, or no list of ties."""


@dataclass(frozen=True)
class Choice:
    """The sheet to read, and what a person should know of the others."""

    sheet: SheetName
    faults: tuple[Fault, ...] = ()


def chosen(reader: Reader, sheets: Sequence[SheetName], marks: Mapping[str, Marks], *, ties: bool) -> Choice:
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


def _promise(reader: Reader, sheet: SheetName, *, ties: bool) -> tuple[bool, int]:
    """Whether a row of the sheet holds the titles a list cannot do without, and how many titles it holds."""
    _, rows = reader.merged(sheet, _SAMPLE)
    return max((_titles(row, ties=ties) for row in list(rows)), default=(False, 0))


def _titles(row: Row, *, ties: bool) -> tuple[bool, int]:
    guesses = [guess(cell, ties=ties) for cell in row[1] if cell and len(cell) < _LONGEST_TITLE]
    fields = {field for held in guesses if held.sure >= SHORT for field in held.fields[:1]}
    return fields >= _KEYS[ties], len(fields)


def _about_others(best: SheetName, others: Sequence[SheetName], alike: Sequence[SheetName]) -> list[Fault]:
    if not others:
        return []
    names = quoted([sheet.name for sheet in others[:10]])
    hint = tr("To read another one: --sheet with its name or its number.")
    if alike:
        said = tr(
            "The list was read from the sheet “{sheet}”; there are lists in {names} too.",
            sheet=best.name,
            names=quoted([sheet.name for sheet in alike[:10]]),
        )
        return [Fault("sheet_chosen", "warning", said, hint)]
    said = tr("The list was read from the sheet “{sheet}”, not from {names}.", sheet=best.name, names=names)
    return [Fault("sheet_chosen", "note", said, hint)]


def _about_hidden(best: SheetName, sheets: Sequence[SheetName]) -> list[Fault]:
    hidden = [sheet.name for sheet in sheets if not sheet.visible and sheet.of_cells]
    if not hidden:
        return []
    if not best.visible:
        said = tr("The sheet “{sheet}” is hidden in the workbook; it was read.", sheet=best.name)
    else:
        said = tr("The workbook has hidden sheets, which were not read: {names}.", names=quoted(hidden[:10]))
    return [Fault("hidden_sheet", "warning", said, tr("To show it in Excel: right-click a tab, Unhide."))]


def _empty(file: str) -> RefusedError:
    return RefusedError(
        tr("{file} is empty: there is not one row in it.", file=file),
        hint=tr("Check the export: it should hold a row of titles, then one structure a row."),
        code="empty",
    )
