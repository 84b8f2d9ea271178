"""Where the table begins and ends in the file: title lines, header, rows, totals, ragged rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.locale import number, tr
from wtc_eco.sources.lines import Line
from wtc_eco.sources.table import OWN_COLUMNS, Fault, Quarantined, Row, letter
from wtc_eco.sources.text import tidy
from wtc_eco.sources.wording import known_header, words
from wtc_eco.territory.spelling import fold

_LOOK_AHEAD = 30
"""Filled rows among which the header is sought."""
_FOOTER_CELLS = 2
_KNOWN = 2
"""Known titles that, where they are half of a row's cells, make it the header wherever it stands."""


@dataclass(frozen=True)
class Layout:
    """The parts of a file: see `Table`."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    quarantined: tuple[Quarantined, ...]
    n_blank: int
    problems: tuple[Problem, ...]


def lay_out(lines: Sequence[Line], file: str) -> Layout:
    """The parts of a file; raises `RefusedError` where there is no row or no readable header."""
    at = _header_at(lines, file)
    below = lines[at + 1 :]
    filled = [line for line in below if not line.is_blank()]
    header, faults = _titles(lines[at], filled)
    if at and any(not line.is_blank() for line in lines[:at]):
        faults.insert(0, (_found_below(lines[at].number), lines[at].number, ""))
    _refuse_shifted(header, filled, file)
    rows, aside = _sorted_out(header, filled, file)
    problems = tuple(
        fault.at(file, row, title, letter(header.index(title)) if title else "")
        for fault, row, title in faults
    )
    return Layout(header, lines[at].number, rows, aside, len(below) - len(filled), problems)


def _header_at(lines: Sequence[Line], file: str) -> int:
    """The index of the header: the first row filled like the table, or one made of known titles."""
    filled = [(i, line) for i, line in enumerate(lines) if not line.is_blank()]
    if not filled:
        raise RefusedError(
            tr("{file} is empty: there is not one row in it.", file=file),
            hint=tr("Check the export: it should hold a row of titles, then one structure a row."),
        )
    first = filled[:_LOOK_AHEAD]
    width = sorted(_n_filled(line) for _, line in first)[len(first) // 2]
    full = next(i for i, line in first if _n_filled(line) * 2 >= width)
    at = next((i for i, line in first if _is_all_titles(line)), full)
    if fault := lines[at].fault:
        raise RefusedError(
            tr("The row of titles cannot be read: {reason}", reason=fault.message),
            hint=fault.hint,
        )
    return at


def _n_filled(line: Line) -> int:
    return sum(1 for cell in line.cells if cell.strip())


def _is_all_titles(line: Line) -> bool:
    known = sum(1 for cell in line.cells if cell.strip() and known_header(cell))
    return known >= _KNOWN and known * 2 >= _n_filled(line)


def _titles(line: Line, filled: Sequence[Line]) -> tuple[tuple[str, ...], list[tuple[Fault, int, str]]]:
    """The header, each title once; a column without a title is called by its letter: `[F]`."""
    cells = [tidy(cell) for cell in line.cells]
    mended = any(cell in OWN_COLUMNS for cell in cells)
    used = 0 if mended else max((_last_filled(row) for row in filled if not row.fault), default=0)
    # Trailing separators of the header are columns only where every row is that wide or something is in them.
    while cells and not cells[-1] and len(cells) > used:
        cells.pop()
    held = {i for row in filled for i, cell in enumerate(row.cells) if cell.strip()} if "" in cells else set()
    header: dict[str, None] = {}
    times: Counter[str] = Counter()
    faults = []
    for index, cell in enumerate(cells):
        title = _once(cell or f"[{letter(index)}]", header, times)
        header[title] = None
        if cell and title != cell:
            faults.append((_twice(cell, title), line.number, title))
        elif not cell and index in held:
            faults.append((_untitled(index, title), line.number, title))
    return tuple(header), faults


def _last_filled(line: Line) -> int:
    return next((i for i in range(len(line.cells), 0, -1) if line.cells[i - 1].strip()), 0)


def _once(title: str, taken: Container[str], times: Counter[str]) -> str:
    times[title] += 1
    name = title
    while name in taken:
        name = f"{title} ({max(2, times[title])})"
        times[title] += name in taken
    return name


def _refuse_shifted(header: Sequence[str], filled: Sequence[Line], file: str) -> None:
    """Refuse a file most of whose rows have more than the header: which column each cell belongs to is unknown."""
    sound = [line for line in filled if not line.fault]
    over = [line for line in sound if _last_filled(line) > len(header)]
    if len(over) > 1 and len(over) * 2 > len(sound):
        raise RefusedError(
            tr(
                "{file}: {n} of {total} rows have more cells than there are titles: nobody can tell which is which.",
                file=file,
                n=number(len(over)),
                total=number(len(sound)),
            ),
            hint=tr("Add the missing title in row 1, or check the delimiter (--delimiter)."),
        )


def _sorted_out(
    header: Sequence[str], filled: Sequence[Line], file: str
) -> tuple[tuple[Row, ...], tuple[Quarantined, ...]]:
    rows, aside = [], []
    last = {line.number for line in filled[-3:]}
    for line in filled:
        fault = (
            line.fault
            or (_footer(line, header) if line.number in last else None)
            or _ragged(line, len(header))
        )
        if fault:
            value = " ".join(line.cells)
            aside.append(Quarantined(line.number, line.cells, (fault.at(file, line.number, value=value),)))
        else:
            rows.append(Row(line.number, line.cells[: len(header)]))
    return tuple(rows), tuple(aside)


def _footer(line: Line, header: Sequence[str]) -> Fault | None:
    """A total or a source under the list: few cells, the first of them such a word."""
    filled = [cell for cell in line.cells if cell.strip()]
    held = words()
    begins = (*held.totals, *held.footers) if len(filled) == 1 else held.totals
    # Two cells of two are a row; two of many are a word and its figure.
    if len(filled) > min(_FOOTER_CELLS, len(header) - 1) and len(filled) > 1:
        return None
    if not f"{fold(filled[0][:100])} ".startswith(tuple(f"{word} " for word in begins)):
        return None
    return Fault(
        "footer",
        "quarantine",
        tr("This looks like the line under a list (a total, a source), not like a structure."),
        tr("If it is a structure, import it from the quarantine file after filling its other cells."),
    )


def _ragged(line: Line, width: int) -> Fault | None:
    if len(line.cells) < width:
        return Fault(
            "row_too_short",
            "quarantine",
            tr(
                "The row has {n} cells where the header has {width}.",
                n=number(len(line.cells)),
                width=number(width),
            ),
            tr("Add the missing cells so that each value stands under its title."),
        )
    if _last_filled(line) > width:
        return Fault(
            "row_too_long",
            "quarantine",
            tr(
                "The row has {n} cells where the header has {width}.",
                n=number(_last_filled(line)),
                width=number(width),
            ),
            tr("Put the cell that holds the delimiter between quotes, or remove the one too many."),
        )
    return None


def _found_below(row: int) -> Fault:
    return Fault(
        "header_below",
        "warning",
        tr("The titles were found in row {row}; the lines above were left out.", row=row),
        tr("Remove the lines above if the titles are elsewhere."),
    )


def _twice(cell: str, title: str) -> Fault:
    return Fault(
        "duplicate_header",
        "warning",
        tr("Two columns are called “{cell}”; the second is read as “{title}”.", cell=cell, title=title),
        tr("Give each column its own title."),
    )


def _untitled(index: int, title: str) -> Fault:
    return Fault(
        "untitled_column",
        "warning",
        tr(
            "Column {letter} has no title but holds text; it is kept as “{title}”.",
            letter=letter(index),
            title=title,
        ),
        tr("Give the column a title."),
    )


def filled_cells(rows: Iterable[Row], index: int, most: int = 200) -> list[str]:
    """The first filled cells of a column, tidied."""
    found: list[str] = []
    for row in rows:
        if len(found) == most:
            break
        if cell := tidy(row.cells[index]):
            found.append(cell)
    return found
