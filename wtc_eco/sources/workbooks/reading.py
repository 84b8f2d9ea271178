"""A workbook to the rows of one of its sheets, with everything that was seen on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wtc_eco.errors import Problem
from wtc_eco.locale import tr, trn
from wtc_eco.sources.header import header_at
from wtc_eco.sources.lines import Line
from wtc_eco.sources.row_faults import nul_byte
from wtc_eco.sources.table import Fault, Place, letter
from wtc_eco.sources.workbooks import areas, merging
from wtc_eco.sources.workbooks.areas import Area
from wtc_eco.sources.workbooks.choosing import Choice, chosen, reach
from wtc_eco.sources.workbooks.contents import Contents, contents_of
from wtc_eco.sources.workbooks.guard import Reader, Row, SheetName, Span
from wtc_eco.sources.workbooks.marks import Cell, Marks
from wtc_eco.sources.workbooks.splitting import refuse_two_tables

_ENDINGS = {"xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"), "ods": (".ods", ".ots"), "xls": (".xls", ".xlt")}
_SHARED = 20_000
_ANY_ENDING = tuple(ending for endings in _ENDINGS.values() for ending in endings)


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet: all as wide, the titles at index `header`; `lower` are titles under other titles.

    `epoch` is the year the workbook counts days from.
    """

    place: Place
    lines: Sequence[Line]
    header: int
    lower: Mapping[int, str] = field(default_factory=dict)
    epoch: int = 1900
    problems: tuple[Problem, ...] = ()


def read_workbook(
    path: Path, head: bytes, *, sheet: str | None = None, area: str | None = None, ties: bool = False
) -> Sheet:
    """The rows of one sheet of a workbook that begins with the bytes `head`.

    `sheet` is its name or its number from 1, `area` the cells to read (`A3:H200`); without them, the
    sheet that looks most like a list of structures (of ties, if `ties`) and all its cells. Raises
    `RefusedError` for a workbook that is damaged, locked, empty or would do harm, and `UsageError`
    for a sheet or a range that does not exist.
    """
    within = areas.area_of(area) if area else Area()
    contents = contents_of(path, head)
    with Reader(path) as reader:
        sheets = reader.sheets()
        choice = _choice(reader, sheets, contents, sheet or within.sheet, ties=ties)
        spans, rows = reader.merged(choice.sheet)
        kept = list(_shared(row for row in rows if within.top <= row[0] <= within.bottom))
    marks = contents.marks.get(choice.sheet.name, Marks())
    spans = (*spans, *marks.spans)
    left = within.left if area else _margin(kept, marks)
    place = Place(path.name, choice.sheet.name, left)
    lines = _lines(kept, left, within, marks)
    said = [place.problem(fault) for fault in (*_about_file(path, contents), *choice.faults)]
    return _laid(place, lines, [_moved(span, left) for span in spans], marks, contents.epoch, said)


def _shared(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows, texts that come again held once: a list repeats its kinds and communes."""
    held: dict[str, str] = {}
    for number, cells in rows:
        if len(held) < _SHARED:
            yield number, [held.setdefault(cell, cell) for cell in cells]
        else:
            yield number, [held.get(cell, cell) for cell in cells]


def _choice(
    reader: Reader, sheets: Sequence[SheetName], contents: Contents, asked: str, *, ties: bool
) -> Choice:
    if not asked:
        return chosen(reader, sheets, contents.marks, ties=ties)
    found = areas.named(asked, sheets, reader.file)
    if refusal := reach(found, contents.marks):
        raise refusal
    return Choice(found)


def _laid(  # noqa: PLR0913 - a sheet, and what was seen of it
    place: Place, lines: list[Line], spans: list[Span], marks: Marks, epoch: int, said: list[Problem]
) -> Sheet:
    """The sheet with its header found, its titles in one row and its merged cells filled."""
    at = header_at(lines, place.file)
    lines, at, lower = merging.joined_titles(lines, at, spans)
    if lower:
        example = lines[at].cells[min(lower)]
        said.append(place.problem(_two_rows(example), row=lines[at].number, value=example))
    refuse_two_tables(place, lines, at)
    lines, filled = merging.filled_down(lines, at, spans)
    said += [
        place.problem(fault, row=row, title=lines[at].cells[column].strip(), index=column)
        for fault, row, column in filled
    ]
    n_hidden = sum(1 for line in lines[at + 1 :] if line.number in marks.hidden)
    if n_hidden:
        said.append(place.problem(_hidden_rows(n_hidden)))
    return Sheet(place, lines, at, lower, epoch, tuple(said))


def _margin(rows: Iterable[Row], marks: Marks) -> int:
    """The first column that holds anything."""
    first = (next(index for index, cell in enumerate(cells) if cell) for _, cells in rows)
    return min([*first, *(column for _, column in (*marks.errors, *marks.uncalculated))], default=0)


def _lines(rows: Sequence[Row], left: int, within: Area, marks: Marks) -> list[Line]:
    """The rows as wide as the widest; those with an error or a formula without its result are set aside."""
    aside = _set_aside(marks, within)
    held = {number: cells[left : within.right + 1] for number, cells in rows}
    for number in aside:
        held.setdefault(number, [])
    reach = max((column - left + 1 for cells in aside.values() for column in cells), default=0)
    width = max([reach, *map(len, held.values())], default=0)
    blank = ("",) * width
    found = []
    for number in sorted(held):
        cells = (*held[number], *blank[len(held[number]) :])
        if number in aside:
            found.append(_faulty(number, cells, aside[number], left))
        else:
            fault = nul_byte() if any("\0" in cell for cell in cells) else None
            found.append(Line(number, cells, fault))
    return [line for line in found if not line.is_blank()]


def _set_aside(marks: Marks, within: Area) -> dict[int, dict[int, str | None]]:
    """Row to column to the error shown there; `None` for a formula that was never calculated."""
    found: dict[int, dict[int, str | None]] = {}
    shown: dict[Cell, str | None] = {**dict.fromkeys(marks.uncalculated), **marks.errors}
    for (row, column), error in sorted(shown.items()):
        if within.top <= row <= within.bottom and within.left <= column <= within.right:
            found.setdefault(row, {})[column] = error
    return found


def _faulty(number: int, cells: Sequence[str], faults: Mapping[int, str | None], left: int) -> Line:
    shown = list(cells)
    for column, error in faults.items():
        shown[column - left] = error or shown[column - left]
    column, error = next(iter(faults.items()))
    fault = _error(error, column, number) if error else _never_calculated(column, number)
    return Line(number, tuple(shown), fault, column - left)


def _moved(span: Span, left: int) -> Span:
    """The span with its columns counted from the first one that is read."""
    (top, first), (bottom, last) = span
    return (top, max(0, first - left)), (bottom, max(0, last - left))


def _about_file(path: Path, contents: Contents) -> Iterable[Fault]:
    ending = path.suffix.lower()
    if ending not in _ENDINGS[contents.nature] and ending not in _ANY_ENDING:
        said = tr(
            "The file is called {ending} but is a workbook; it was read as one.", ending=ending or path.name
        )
        yield Fault(
            "workbook_renamed",
            "warning",
            said,
            tr("Give it its own ending: {ending}.", ending=_ENDINGS[contents.nature][0]),
        )
    if contents.n_errors:
        yield _errors_unseen(contents.n_errors)
    if any(path.with_name(name).exists() for name in (f"~${path.name}", f".~lock.{path.name}#")):
        yield Fault(
            "open_elsewhere",
            "warning",
            tr("The workbook is open in Excel or LibreOffice; what was read is what was saved last."),
            tr("Save it there, and import again if something has changed."),
        )


def _errors_unseen(n: int) -> Fault:
    return Fault(
        "errors_unseen",
        "warning",
        trn(
            "{n} cell of this old workbook shows an error (#N/A …): it was read as empty.",
            "{n} cells of this old workbook show an error (#N/A …): they were read as empty.",
            n,
        ),
        tr("Open it in Excel, save it as “Excel workbook (.xlsx)” and import that: the rows will be named."),
    )


def _two_rows(example: str) -> Fault:
    return Fault(
        "two_row_header",
        "warning",
        tr("The titles stand on two rows; they were joined, as in “{example}”.", example=example[:60]),
        tr("Check the columns; one row of titles is surer."),
    )


def _hidden_rows(n: int) -> Fault:
    return Fault(
        "hidden_rows",
        "warning",
        trn("{n} hidden row was read like the others.", "{n} hidden rows were read like the others.", n),
        tr("If a filter hides them on purpose, copy the visible rows into a new workbook and import that."),
    )


def _error(shown: str, column: int, row: int) -> Fault:
    return Fault(
        "error_cell",
        "quarantine",
        tr("Cell {cell} shows an error: {error}.", cell=f"{letter(column)}{row}", error=shown[:40]),
        tr("Mend the formula in Excel or type the value, then import again."),
    )


def _never_calculated(column: int, row: int) -> Fault:
    return Fault(
        "formula_without_value",
        "quarantine",
        tr("The formula in cell {cell} has no saved result.", cell=f"{letter(column)}{row}"),
        tr("Open the workbook in Excel, save it, then import it again: Excel calculates the formulas."),
    )
