"""A workbook to the rows of one of its sheets, with everything that was seen on the way."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path

from wtc_eco.errors import Problem
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.sources.csv_rows import RawLine, nul_byte
from wtc_eco.sources.encoding import beginning
from wtc_eco.sources.header import JOINED, header_at, is_all_titles
from wtc_eco.sources.table import TableOrigin, letter
from wtc_eco.sources.workbooks import sheet_choice
from wtc_eco.sources.workbooks.archive import Nature, damaged, nature_of_old, nature_of_packed, opened, pieces
from wtc_eco.sources.workbooks.marks import Cell, Marks, count_errors, ods_marks, xlsx_marks
from wtc_eco.sources.workbooks.sandbox import Row, SheetName, Span, WorkbookReader
from wtc_eco.sources.workbooks.sheet_choice import Area, Choice, chosen, reach, refuse_two_tables

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LONGEST_BOOK = 16 << 20
_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
_SHEET = re.compile(rb"<" + _PREFIX + rb"sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<" + _PREFIX + rb"Relationship\s([^<>]*)>")
_FROM_1904 = re.compile(
    rb"""<""" + _PREFIX + rb"""workbookPr\s[^<>]*\bdate1904\s*=\s*["'](?:1|true|on)["']"""
)
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Contents:
    """What was seen of a workbook before anybody opened it.

    `marks` are those of each sheet by name; a sheet of an old binary workbook has none. `epoch` is
    the year its days are counted from, 1900 or 1904. `n_errors` are the error cells of an old workbook,
    of which nobody says where they stand.
    """

    nature: Nature
    marks: Mapping[str, Marks] = field(default_factory=dict)
    epoch: int = 1900
    n_errors: int = 0


def contents_of(path: Path, head: bytes) -> Contents:
    """The contents of a workbook that begins with `head`; raises `RefusedError` where opening it would do harm."""
    if not head.startswith(b"PK"):
        return Contents(nature_of_old(path), n_errors=count_errors(path))
    with opened(path) as archive:
        nature = nature_of_packed(archive, path.name)
        return _ods(archive, path.name) if nature == "ods" else _xlsx(archive, path.name)


def _ods(archive: zipfile.ZipFile, file: str) -> Contents:
    marks = None
    for name in archive.namelist():
        streamed = pieces(archive, name, file)
        if name == "content.xml":
            marks = ods_marks(streamed)
        else:
            _read_through(streamed)
    if not marks:
        raise damaged(file)
    # The reader unfolds every sheet of an ODS file as soon as it opens it.
    for name, sheet in marks.items():
        if refusal := sheet.reach(name):
            raise refusal
    return Contents("ods", marks)


def _xlsx(archive: zipfile.ZipFile, file: str) -> Contents:
    book = _whole(archive, _BOOK, file)
    parts = _parts(book, _whole(archive, _RELATIONS, file) if _RELATIONS in archive.namelist() else b"")
    marks: dict[str, Marks] = {}
    for name in archive.namelist():
        streamed = pieces(archive, name, file)
        sheets = [sheet for sheet, part in parts.items() if part.casefold() == name.casefold()]
        if not sheets:
            _read_through(streamed)
            continue
        of_sheet = xlsx_marks(streamed)
        if of_sheet is None:
            raise damaged(file)
        marks |= dict.fromkeys(sheets, of_sheet)
    return Contents("xlsx", marks, 1904 if _FROM_1904.search(book) else 1900)


def _read_through(streamed: object) -> None:
    """Every part is looked at for declarations, and its check sum is verified on the way."""
    for _ in streamed:  # type: ignore[attr-defined]  # an iterator of pieces
        pass


def _whole(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    if archive.getinfo(name).file_size > _LONGEST_BOOK:
        raise damaged(file)
    return b"".join(pieces(archive, name, file))


def _parts(book: bytes, relations: bytes) -> dict[str, str]:
    """The part of the archive in which each sheet of cells stands, by the sheet's name."""
    targets = {}
    for match in _RELATION.finditer(relations):
        attributes = _attributes(match[1])
        if attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes.get("Id", "")] = _resolved(attributes.get("Target", ""))
    sheets = [_attributes(match[1]) for match in _SHEET.finditer(book)]
    named = {
        sheet.get("name", ""): next((v for k, v in sheet.items() if k.endswith(":id")), "")
        for sheet in sheets
    }
    return {name: targets[relation] for name, relation in named.items() if relation in targets}


def _resolved(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _attributes(text: bytes) -> dict[str, str]:
    pairs = ((name, double or single) for name, double, single in _ATTRIBUTE.findall(text))
    return {
        name.decode("ascii", "replace"): unescape(value.decode("utf-8", "replace")) for name, value in pairs
    }


_ENDINGS = {"xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"), "ods": (".ods", ".ots"), "xls": (".xls", ".xlt")}
_SHARED = 20_000
_ANY_ENDING = tuple(ending for endings in _ENDINGS.values() for ending in endings)


@dataclass(frozen=True)
class WorkbookSheet:
    """The rows of a sheet: all as wide, the titles at index `header`; `lower` are titles under other titles.

    `epoch` is the year the workbook counts days from.
    """

    place: TableOrigin
    lines: Sequence[RawLine]
    header: int
    lower: Mapping[int, str] = field(default_factory=dict)
    epoch: int = 1900
    problems: tuple[Problem, ...] = ()


def read_workbook(
    path: Path, head: bytes, *, sheet: str | None = None, area: str | None = None, ties: bool = False
) -> WorkbookSheet:
    """The rows of one sheet of a workbook that begins with the bytes `head`.

    `sheet` is its name or its number from 1, `area` the cells to read (`A3:H200`); without them, the
    sheet that looks most like a list of structures (of ties, if `ties`) and all its cells. Raises
    `RefusedError` for a workbook that is damaged, locked, empty or would do harm, and `UsageError`
    for a sheet or a range that does not exist.
    """
    within = sheet_choice.area_of(area) if area else Area()
    contents = contents_of(path, head)
    with WorkbookReader(path) as reader:
        sheets = reader.sheets()
        choice = _choice(reader, sheets, contents, sheet or within.sheet, ties=ties)
        spans, rows = reader.merged(choice.sheet)
        kept = list(_shared(row for row in rows if within.top <= row[0] <= within.bottom))
    marks = contents.marks.get(choice.sheet.name, Marks())
    spans = (*spans, *marks.spans)
    left = within.left if area else _margin(kept, marks)
    place = TableOrigin(path.name, choice.sheet.name, left)
    lines = _lines(kept, left, within, marks)
    problems = [place.problem(fault) for fault in (*_about_file(path, contents), *choice.faults)]
    spans = tuple(_moved(span, left) for span in spans if span[1][1] >= left)
    return _laid(place, lines, spans, marks, contents.epoch, problems)


def beginnings(path: Path, head: bytes) -> tuple[tuple[str, bool, tuple[tuple[str, ...], ...]], ...]:
    """Of each sheet of cells that may be opened: its name, whether people see it, and its first rows.

    Raises `RefusedError` for a workbook that is damaged, locked or would do harm.
    """
    contents = contents_of(path, head)
    with WorkbookReader(path) as reader:
        return tuple(
            (
                sheet.name,
                sheet.visible,
                tuple(tuple(cells) for _, cells in sheet_choice.sample(reader, sheet)),
            )
            for sheet in reader.sheets()
            if sheet.of_cells and not reach(sheet, contents.marks)
        )


def every_row(path: Path) -> tuple[tuple[Sequence[str], ...], ...]:
    """The rows of each sheet of cells, hidden ones too; raises `RefusedError` as `beginnings` does, and for one too wide."""
    contents = contents_of(path, beginning(path))
    with WorkbookReader(path) as reader:
        sheets = [sheet for sheet in reader.sheets() if sheet.of_cells]
        for sheet in sheets:
            if refusal := reach(sheet, contents.marks):
                raise refusal
        return tuple(tuple(cells for _, cells in reader.merged(sheet)[1]) for sheet in sheets)


def _shared(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows, texts that come again held once: a list repeats its kinds and communes."""
    shared: dict[str, str] = {}
    for row, cells in rows:
        if len(shared) < _SHARED:
            yield row, [shared.setdefault(cell, cell) for cell in cells]
        else:
            yield row, [shared.get(cell, cell) for cell in cells]


def _choice(
    reader: WorkbookReader, sheets: Sequence[SheetName], contents: Contents, asked: str, *, ties: bool
) -> Choice:
    if not asked:
        return chosen(reader, sheets, contents.marks, ties=ties)
    asked_sheet = sheet_choice.named(asked, sheets, reader.file)
    if refusal := reach(asked_sheet, contents.marks):
        raise refusal
    return Choice(asked_sheet)


def _laid(  # noqa: PLR0913 - a sheet, and what was seen of it
    place: TableOrigin,
    lines: list[RawLine],
    spans: Sequence[Span],
    marks: Marks,
    epoch: int,
    problems: list[Problem],
) -> WorkbookSheet:
    """The sheet with its header found, its titles in one row and its merged cells filled."""
    at = header_at(lines, place.file)
    lines, at, lower = joined_titles(lines, at, spans)
    if lower:
        example = lines[at].cells[min(lower)]
        problems.append(place.problem(_two_rows(example), row=lines[at].number, value=example))
    refuse_two_tables(place, lines, at)
    lines, filled = filled_down(lines, at, spans)
    problems += [
        place.problem(fault, row=row, title=lines[at].cells[column].strip(), index=column)
        for fault, row, column in filled
    ]
    n_hidden = sum(1 for line in lines[at + 1 :] if line.number in marks.hidden)
    if n_hidden:
        problems.append(place.problem(_hidden_rows(n_hidden)))
    hidden = [
        place.letter(column - place.first_column)
        for column in sorted(marks.hidden_columns)
        if any(
            "".join(line.cells[column - place.first_column :][:1])
            for line in lines[at:]
            if column >= place.first_column
        )
    ]
    if hidden:
        problems.append(place.problem(_hidden_columns(hidden)))
    return WorkbookSheet(place, lines, at, lower, epoch, tuple(problems))


def _margin(rows: Iterable[Row], marks: Marks) -> int:
    """The first column that holds anything."""
    first = (next(index for index, cell in enumerate(cells) if cell) for _, cells in rows)
    return min([*first, *(column for _, column in (*marks.errors, *marks.uncalculated))], default=0)


def _lines(rows: Sequence[Row], left: int, within: Area, marks: Marks) -> list[RawLine]:
    """The rows as wide as the widest; those with an error or a formula without its result are set aside."""
    aside = _set_aside(marks, within)
    cells_of = {row: cells[left : within.right + 1] for row, cells in rows}
    for row in aside:
        cells_of.setdefault(row, [])
    reach = max((column - left + 1 for cells in aside.values() for column in cells), default=0)
    width = max([reach, *map(len, cells_of.values())], default=0)
    blank = ("",) * width
    lines = []
    for row in sorted(cells_of):
        cells = (*cells_of[row], *blank[len(cells_of[row]) :])
        if row in aside:
            lines.append(_faulty(row, cells, aside[row], left))
        else:
            fault = nul_byte() if any("\0" in cell for cell in cells) else None
            lines.append(RawLine(row, cells, fault))
    return [line for line in lines if not line.is_blank()]


def _set_aside(marks: Marks, within: Area) -> dict[int, dict[int, str | None]]:
    """Row to column to the error shown there; `None` for a formula that was never calculated."""
    errors: dict[int, dict[int, str | None]] = {}
    shown: dict[Cell, str | None] = {**dict.fromkeys(marks.uncalculated), **marks.errors}
    for (row, column), error in sorted(shown.items()):
        if within.top <= row <= within.bottom and within.left <= column <= within.right:
            errors.setdefault(row, {})[column] = error
    return errors


def _faulty(row: int, cells: Sequence[str], faults: Mapping[int, str | None], left: int) -> RawLine:
    shown = list(cells)
    for column, error in faults.items():
        shown[column - left] = error or shown[column - left]
    column, error = next(iter(faults.items()))
    fault = _error(error, column, row) if error else _never_calculated(column, row)
    return RawLine(row, tuple(shown), fault, column - left)


def _moved(span: Span, left: int) -> Span:
    """The span with its columns counted from the first one that is read."""
    (top, first), (bottom, last) = span
    return (top, max(0, first - left)), (bottom, max(0, last - left))


def _about_file(path: Path, contents: Contents) -> Iterable[Problem]:
    ending = path.suffix.lower()
    if ending not in _ENDINGS[contents.nature] and ending not in _ANY_ENDING:
        message = tr(
            "The file is called {ending} but is a workbook; it was read as one.", ending=ending or path.name
        )
        yield Problem(
            "workbook_renamed",
            "warning",
            message,
            tr("Give it its own ending: {ending}.", ending=_ENDINGS[contents.nature][0]),
        )
    if contents.n_errors:
        yield _errors_unseen(contents.n_errors)
    if any(path.with_name(name).exists() for name in (f"~${path.name}", f".~lock.{path.name}#")):
        yield Problem(
            "open_elsewhere",
            "warning",
            tr("The workbook is open in Excel or LibreOffice; what was read is what was saved last."),
            tr("Save it there, and import again if something has changed."),
        )


def _errors_unseen(n: int) -> Problem:
    return Problem(
        "errors_unseen",
        "warning",
        trn(
            "{n} cell of this old workbook shows an error (#N/A …): it was read as empty.",
            "{n} cells of this old workbook show an error (#N/A …): they were read as empty.",
            n,
        ),
        tr("Open it in Excel, save it as “Excel workbook (.xlsx)” and import that: the rows will be named."),
    )


def _two_rows(example: str) -> Problem:
    return Problem(
        "two_row_header",
        "warning",
        tr("The titles stand on two rows; they were joined, as in “{example}”.", example=example[:60]),
        tr("Check the columns; one row of titles is surer."),
    )


def _hidden_rows(n: int) -> Problem:
    return Problem(
        "hidden_rows",
        "warning",
        trn("{n} hidden row was read like the others.", "{n} hidden rows were read like the others.", n),
        tr("If a filter hides them on purpose, copy the visible rows into a new workbook and import that."),
    )


def _hidden_columns(letters: Sequence[str]) -> Problem:
    return Problem(
        "hidden_columns",
        "note",
        trn(
            "Column {letters} is hidden in the workbook; it was read like the others.",
            "Columns {letters} are hidden in the workbook; they were read like the others.",
            len(letters),
            letters=listing(letters),
        ),
        tr("To show them in Excel: select the whole sheet, right-click a column, Unhide."),
    )


def _error(shown: str, column: int, row: int) -> Problem:
    return Problem(
        "error_cell",
        "quarantine",
        tr("Cell {cell} shows an error: {error}.", cell=f"{letter(column)}{row}", error=shown[:40]),
        tr("Mend the formula in Excel or type the value, then import again."),
    )


def _never_calculated(column: int, row: int) -> Problem:
    return Problem(
        "formula_without_value",
        "quarantine",
        tr("The formula in cell {cell} has no saved result.", cell=f"{letter(column)}{row}"),
        tr("Open the workbook in Excel, save it, then import it again: Excel calculates the formulas."),
    )


_FEWEST_BELOW = 2


def filled_down(
    lines: Sequence[RawLine], at: int, spans: Iterable[Span]
) -> tuple[list[RawLine], list[tuple[Problem, int, int]]]:
    """The rows with the value of cells merged downwards in each of them; a warning for each such cell.

    Below the header at index `at` only, and only in rows that hold something else. A warning comes
    with its row and the index of its column.
    """
    filled = list(lines)
    places = {line.number: index for index, line in enumerate(lines)}
    faults = []
    left = len(lines) * len(lines[at].cells)
    for (top, column), (bottom, _) in sorted(spans):
        first = places.get(top)
        if first is None or first <= at or bottom <= top or column >= len(lines[first].cells):
            continue
        value, n_filled = lines[first].cells[column], 0
        for index in range(first + 1, len(lines)):
            line = filled[index]
            if line.number > bottom or left <= 0:
                break
            left -= 1
            if value.strip() and not line.cells[column].strip():
                filled[index] = replace(line, cells=(*line.cells[:column], value, *line.cells[column + 1 :]))
                n_filled += 1
        if n_filled:
            faults.append((_filled(value, bottom, n_filled), top, column))
    return filled, faults


def joined_titles(
    lines: Sequence[RawLine], at: int, spans: Sequence[Span]
) -> tuple[list[RawLine], int, dict[int, str]]:
    """The lines with titles on two rows in one, where the header stands then, and the lower titles by column.

    Titles stand on two rows where a cell of the upper one is merged over several titles below, and the
    lower row is no row of values: see `_is_lower`.
    """
    for upper in (at, at - 1):
        if upper < 0 or upper + 1 >= len(lines):
            continue
        over, under = lines[upper], lines[upper + 1]
        groups = _groups(over, under, spans)
        if groups and (upper == at - 1 or _is_lower(over, under, groups)) and _is_upper(over, under, groups):
            return _joined(lines, upper, groups)
    return list(lines), at, {}


def _groups(over: RawLine, under: RawLine, spans: Sequence[Span]) -> dict[int, int]:
    """Columns under a cell merged sideways, with the column of that cell."""
    groups: dict[int, int] = {}
    if under.number != over.number + 1:
        return groups
    for (top, left), (bottom, right) in spans:
        wide = range(left, min(right + 1, len(over.cells)))
        if top == bottom == over.number and sum(bool(under.cells[c].strip()) for c in wide) >= _FEWEST_BELOW:
            groups |= dict.fromkeys(wide, left)
    return groups


def _is_upper(over: RawLine, under: RawLine, groups: dict[int, int]) -> bool:
    """A single cell over everything is the name of the list, not of a group of columns."""
    filled = [column for column, cell in enumerate(over.cells) if cell.strip()]
    outside = [column for column, cell in enumerate(under.cells) if cell.strip() and column not in groups]
    return len(filled) > 1 or bool(outside)


def _is_lower(over: RawLine, under: RawLine, groups: dict[int, int]) -> bool:
    """A row of titles: nothing stands under the titles that are not merged, and no cell is a figure."""
    if is_all_titles(under):
        return True
    apart = [column for column, cell in enumerate(over.cells) if cell.strip() and column not in groups]
    figures = any(sign.isdigit() for cell in under.cells for sign in cell)
    return not figures and not any(under.cells[column].strip() for column in apart)


def _joined(
    lines: Sequence[RawLine], upper: int, groups: dict[int, int]
) -> tuple[list[RawLine], int, dict[int, str]]:
    over, under = lines[upper], lines[upper + 1]
    titles, lower = [], {}
    for column, cell in enumerate(under.cells):
        above, below = over.cells[groups.get(column, column)].strip(), cell.strip()
        if above and below and above != below:
            titles.append(f"{above}{JOINED}{below}")
            lower[column] = below
        else:
            titles.append(above or below)
    header = replace(under, cells=tuple(titles))
    return [*lines[:upper], header, *lines[upper + 2 :]], upper, lower


def _filled(value: str, bottom: int, n: int) -> Problem:
    return Problem(
        "merged_filled",
        "warning",
        trn(
            "A merged cell down to row {row}: “{value}” was taken for {n} row below too.",
            "A merged cell down to row {row}: “{value}” was taken for {n} rows below too.",
            n,
            row=number(bottom),
            value=value[:60],
        ),
        tr("If it is not so, unmerge the cell in Excel and fill in each row."),
    )
